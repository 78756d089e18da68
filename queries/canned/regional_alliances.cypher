// Plans that name a region, and the partners of their issuers.
MATCH (g:Entity:Place {name: $region})<-[:MENTIONS]-(p:Entity:Plan)<-[:ISSUED]-(i:Entity:Organization)
WHERE $year = 0 OR p.plan_year = $year
MATCH (i)-[r:COOPERATES_WITH]-(o:Entity:Organization)
WHERE r.plan = p.key
RETURN DISTINCT p.place AS place, p.plan_year AS year, o.name AS partner, coalesce(o.kind, '') AS kind
ORDER BY place, year, partner, kind
