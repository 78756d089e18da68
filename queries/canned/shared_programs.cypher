// What the associations of several places do alike, one row a place, thing and relation; what is done is left out.
// In Neo4j's Browser first  :params {type: "", cities: 2}
MATCH (s:Entity:Series)
WHERE size(s.places) >= $cities AND ($type = '' OR s.of_type = $type)
MATCH (s)<-[:INSTANCE_OF]-(x:Entity)<-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]-(i:Entity:Organization)
WHERE r.modality <> 'done'
WITH s, x, type(r) AS relation, i, r.plan AS plan
MATCH (p:Entity:Plan {key: plan})<-[:ISSUED]-(i)
RETURN DISTINCT s.name AS series, s.of_type AS type, size(s.places) AS cities, p.place AS place, p.plan_year AS year,
       x.name AS name, relation
ORDER BY cities DESC, type, series, place, year, name, relation
