// Who does what with the things of one series, in every place and year.
// In Neo4j's Browser first  :params {name: "青少年科技创新大赛"}
MATCH (s:Entity:Series {name: $name})<-[:INSTANCE_OF]-(x:Entity)<-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]-(b:Entity:Organization)
WITH s, x, r, b, r.plan AS plan
MATCH (p:Entity:Plan {key: plan})
RETURN DISTINCT p.place AS place, p.plan_year AS year, s.of_type AS type, x.name AS name, b.name AS body,
       type(r) AS relation, r.modality AS modality
ORDER BY place, year, type, name, body, relation, modality
