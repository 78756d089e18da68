// Plans that name a region, and the partners of their issuers.
// In Neo4j's Browser first  :params {region: "长三角", year: 0}
MATCH (g:Entity:Place {name: $region})<-[:MENTIONS]-(p:Entity:Plan)<-[:ISSUED]-(i:Entity:Organization)
WHERE $year = 0 OR p.plan_year = $year
MATCH (i)-[r:COOPERATES_WITH]-(o:Entity:Organization)
WHERE r.plan = p.key
RETURN DISTINCT p.place AS place, p.plan_year AS year, o.name AS partner, coalesce(o.kind, '') AS kind
ORDER BY place, year, partner, kind
