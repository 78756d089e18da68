// Events that the issuer organizes together with others.
// In Neo4j's Browser first  :params {city: "岳阳市", year: 0}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND ($year = 0 OR p.plan_year = $year)
MATCH (i:Entity:Organization)-[:ISSUED]->(p)
MATCH (i)-[r:ORGANIZES]->(e:Entity:Event)<-[o:ORGANIZES]-(b:Entity:Organization)
WHERE r.plan = p.key AND o.plan = p.key AND b.id <> i.id
RETURN DISTINCT p.plan_year AS year, e.name AS event, b.name AS partner, coalesce(b.kind, '') AS kind
ORDER BY year, event, partner, kind
