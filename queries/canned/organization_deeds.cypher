// Every deed of one organization, with the plan that says so.
// In Neo4j's Browser first  :params {organization: "绍兴市科学技术协会", year: 0}
MATCH (b:Entity:Organization {name: $organization})-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]->(x:Entity)
WHERE $year = 0 OR r.plan_year = $year
RETURN DISTINCT r.plan_year AS year, type(r) AS relation, r.modality AS modality, x.name AS object, r.plan AS plan
ORDER BY year, relation, modality, object, plan
