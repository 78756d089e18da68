// The plans of a place, with the number of tasks and targets.
// In Neo4j's Browser first  :params {city: "绍兴市"}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place
MATCH (i:Entity:Organization)-[:ISSUED]->(p)
OPTIONAL MATCH (p)-[:HAS_TASK]->(t:Entity:Task)
WITH p, i, p.key AS plan, count(DISTINCT t.id) AS tasks
OPTIONAL MATCH (g:Entity:Target {plan: plan})
WITH p, i, plan, tasks, count(DISTINCT g.id) AS targets
RETURN p.plan_year AS year, i.name AS issuer, plan, p.plan_kind AS kind, tasks, targets
ORDER BY year, issuer, plan
