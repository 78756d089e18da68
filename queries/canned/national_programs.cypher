// Things that belong to no one place, carried out by the issuer.
// In Neo4j's Browser first  :params {city: "绍兴市", year: 0}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND ($year = 0 OR p.plan_year = $year)
MATCH (i:Entity:Organization)-[:ISSUED]->(p)
MATCH (i)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]->(x:Entity)
WHERE r.plan = p.key AND x.scope IS NULL
RETURN DISTINCT p.plan_year AS year, type(r) AS relation, x.name AS name, r.modality AS modality
ORDER BY year, relation, name, modality
