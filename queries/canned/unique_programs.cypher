// What the association of one place does and no other, one row a thing and relation; what is done is left out.
MATCH (i:Entity:Organization)-[:ISSUED]->(p:Entity:Plan)
MATCH (i)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]->(x:Entity)-[:INSTANCE_OF]->(s:Entity:Series)
WHERE r.plan = p.key AND r.modality <> 'done' AND ($type = '' OR s.of_type = $type)
WITH s.id AS id, count(DISTINCT p.place) AS cities, min(p.place) AS place
WHERE cities = 1
MATCH (c:Entity:Place)
WHERE (c.name = $city OR c.full_name = $city) AND c.full_name = place
MATCH (i:Entity:Organization)-[:ISSUED]->(p:Entity:Plan)
MATCH (i)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]->(x:Entity)-[:INSTANCE_OF]->(s:Entity:Series {id: id})
WHERE r.plan = p.key AND r.modality <> 'done'
RETURN DISTINCT s.of_type AS type, s.name AS series, x.name AS name, coalesce(x.kind, '') AS kind, p.plan_year AS year,
       type(r) AS relation
ORDER BY type, series, name, kind, year, relation
