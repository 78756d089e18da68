// What the associations of several places do alike, one row a place, thing and relation; what is done is left out.
MATCH (i:Entity:Organization)-[:ISSUED]->(p:Entity:Plan)
MATCH (i)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]->(x:Entity)-[:INSTANCE_OF]->(s:Entity:Series)
WHERE r.plan = p.key AND r.modality <> 'done' AND ($type = '' OR s.of_type = $type)
WITH s.id AS id, count(DISTINCT p.place) AS cities
WHERE cities >= $cities
MATCH (i:Entity:Organization)-[:ISSUED]->(p:Entity:Plan)
MATCH (i)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]->(x:Entity)-[:INSTANCE_OF]->(s:Entity:Series {id: id})
WHERE r.plan = p.key AND r.modality <> 'done'
RETURN DISTINCT s.name AS series, s.of_type AS type, cities, p.place AS place, p.plan_year AS year, x.name AS name,
       type(r) AS relation
ORDER BY cities DESC, type, series, place, year, name, relation
