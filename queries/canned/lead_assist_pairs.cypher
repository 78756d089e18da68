// Which units lead tasks that others assist, one row a pair, with the number of tasks.
// In Neo4j's Browser first  :params {city: ""}
MATCH (p:Entity:Plan)
WHERE $city = '' OR p.place = $city OR EXISTS { MATCH (c:Entity:Place {name: $city}) WHERE c.full_name = p.place }
MATCH (p)-[:HAS_TASK]->(t:Entity:Task)
MATCH (a:Entity:Organization)-[:LEADS]->(t)
MATCH (b:Entity:Organization)-[:ASSISTS]->(t)
WITH p.place AS place, p.plan_year AS year, a.name AS lead, b.name AS assist, count(DISTINCT t.id) AS tasks
RETURN place, year, lead, assist, tasks
ORDER BY tasks DESC, place, year, lead, assist
