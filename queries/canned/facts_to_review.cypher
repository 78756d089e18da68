// Facts whose confidence is below a bound, the least sure first.
// In Neo4j's Browser first  :params {city: "绍兴市", below: 0.8, year: 0}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND ($year = 0 OR p.plan_year = $year)
MATCH (p)-[:MENTIONS]->(b:Entity:Organization)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]->(x:Entity)
WHERE r.plan = p.key AND r.confidence < $below
RETURN DISTINCT r.confidence AS confidence, p.plan_year AS year, b.name AS subject, type(r) AS relation,
       x.name AS object, r.modality AS modality
ORDER BY confidence, year, subject, relation, object, modality
