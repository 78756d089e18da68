// First and last year of a series in each place; what is done is left out.
// In Neo4j's Browser first  :params {name: "全国科普日"}
MATCH (s:Entity:Series {name: $name})<-[:INSTANCE_OF]-(x:Entity)<-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]-(:Entity:Organization)
WHERE r.modality <> 'done'
WITH DISTINCT r.plan AS plan
MATCH (p:Entity:Plan {key: plan})
WITH p.place AS place, min(p.plan_year) AS first_year, max(p.plan_year) AS last_year, count(DISTINCT p.key) AS plans
RETURN first_year, place, last_year, plans
ORDER BY first_year, place
