// With whom the association of a place works together, by kind of body.
// In Neo4j's Browser first  :params {city: "嘉兴市"}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place
MATCH (i:Entity:Organization)-[:ISSUED]->(p)
MATCH (i)-[r:COOPERATES_WITH]-(o:Entity:Organization)
WHERE r.plan = p.key
UNWIND range(0, size(r.starts) - 1) AS n
WITH coalesce(o.kind, '') AS kind, o.name AS partner, o.id AS id, p.plan_year AS year, r.starts[n] AS clause
WITH kind, partner, id, min(year) AS first_year, max(year) AS last_year, count(*) AS clauses
RETURN kind, partner, first_year, last_year, clauses
ORDER BY kind, partner, id
