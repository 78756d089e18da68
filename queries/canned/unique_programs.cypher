// What the association of one place does and no other, one row a thing and relation; what is done is left out.
// In Neo4j's Browser first  :params {city: "枣庄市", type: ""}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (i:Entity:Organization)-[:ISSUED]->(p:Entity:Plan)
WHERE p.place = place
WITH DISTINCT place, i
MATCH (i)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]->(x:Entity)-[:INSTANCE_OF]->(s:Entity:Series)
WHERE r.modality <> 'done' AND size(s.places) = 1 AND place IN s.places
  AND ($type = '' OR s.of_type = $type)
WITH i, s, x, type(r) AS relation, r.plan AS plan
MATCH (p:Entity:Plan {key: plan})<-[:ISSUED]-(i)
RETURN DISTINCT s.of_type AS type, s.name AS series, x.name AS name, coalesce(x.kind, '') AS kind, p.plan_year AS year,
       relation
ORDER BY type, series, name, kind, year, relation
