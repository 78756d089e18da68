// Tasks without a target, in the order of the plan.
// In Neo4j's Browser first  :params {city: "厦门市", year: 0}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND ($year = 0 OR p.plan_year = $year)
MATCH (p)-[:HAS_TASK]->(t:Entity:Task)
WHERE NOT EXISTS { MATCH (t)-[:HAS_TARGET]->(:Entity:Target) }
RETURN DISTINCT p.plan_year AS year, p.key AS plan, t.position AS position, coalesce(t.no, '') AS no, t.name AS task
ORDER BY year, plan, position, no, task
