// What the association of one place does and no other, one row a thing and relation; what is done is left out.
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (i:Entity:Organization)-[:ISSUED]->(p:Entity:Plan)
WHERE p.place = place
WITH DISTINCT place, i
MATCH (i)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]->(:Entity)-[:INSTANCE_OF]->(s:Entity:Series)
WHERE r.modality <> 'done' AND ($type = '' OR s.of_type = $type)
WITH DISTINCT place, s
MATCH (s)<-[:INSTANCE_OF]-(:Entity)<-[o:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]-(j:Entity:Organization)
WHERE o.modality <> 'done'
WITH DISTINCT place, s, j, o.plan AS plan
MATCH (q:Entity:Plan {key: plan})<-[:ISSUED]-(j)
WITH place, s, count(DISTINCT q.place) AS cities, min(q.place) AS only
WHERE cities = 1 AND only = place
MATCH (s)<-[:INSTANCE_OF]-(x:Entity)<-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]-(i:Entity:Organization)
WHERE r.modality <> 'done'
WITH s, x, type(r) AS relation, i, r.plan AS plan
MATCH (p:Entity:Plan {key: plan})<-[:ISSUED]-(i)
RETURN DISTINCT s.of_type AS type, s.name AS series, x.name AS name, coalesce(x.kind, '') AS kind, p.plan_year AS year,
       relation
ORDER BY type, series, name, kind, year, relation
