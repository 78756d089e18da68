// What stands in facts with the most other things, and in how many plans.
// In Neo4j's Browser first  :params {type: "", least: 5}
MATCH (x:Entity)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN]-(y:Entity)
WITH x, count(DISTINCT y.id) AS neighbours, count(DISTINCT r.plan) AS plans
WHERE neighbours >= $least
WITH head([t IN labels(x) WHERE t IN ['Event', 'Program', 'Facility', 'Organization', 'Award', 'Work', 'Place']]) AS type,
     x.name AS name, x.id AS id, neighbours, plans
WHERE $type = '' OR type = $type
RETURN type, name, neighbours, plans
ORDER BY neighbours DESC, plans DESC, type, name, id
