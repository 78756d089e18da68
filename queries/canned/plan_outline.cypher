// The tasks of a plan in its order, with the number of leads, assistants and targets.
// In Neo4j's Browser first  :params {plan: "绍兴市科学技术协会/2021/工作要点"}
MATCH (p:Entity:Plan {key: $plan})-[:HAS_TASK]->(t:Entity:Task)
OPTIONAL MATCH (a:Entity:Organization)-[:LEADS]->(t)
WITH t, count(DISTINCT a.id) AS leads
OPTIONAL MATCH (b:Entity:Organization)-[:ASSISTS]->(t)
WITH t, leads, count(DISTINCT b.id) AS assists
OPTIONAL MATCH (t)-[:HAS_TARGET]->(g:Entity:Target)
WITH t, leads, assists, count(DISTINCT g.id) AS targets
RETURN t.position AS position, coalesce(t.no, '') AS no, t.name AS task, leads, assists, targets
ORDER BY position, no, task
