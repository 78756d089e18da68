// What the association of a place sets out to do, one row a thing; what is already done is left out.
// In Neo4j's Browser first  :params {city: "嘉兴市", year: 0}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND ($year = 0 OR p.plan_year = $year)
MATCH (i:Entity:Organization)-[:ISSUED]->(p)
MATCH (i)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS]-(x:Entity)
WHERE r.plan = p.key AND r.modality <> 'done'
  AND (type(r) = 'COOPERATES_WITH' OR startNode(r).id = i.id)
UNWIND range(0, size(r.starts) - 1) AS n
WITH p, r, x,
     CASE WHEN r.tasks[n] <> '' THEN r.tasks[n] END AS task,
     coalesce(r.editions[n], '') AS printed
WITH p.plan_year AS year, p.key AS plan, type(r) AS relation, r.modality AS modality,
     head([t IN labels(x) WHERE t IN ['Event', 'Program', 'Facility', 'Organization', 'Award', 'Work']]) AS type,
     coalesce(x.kind, '') AS kind, x.name AS name, x.id AS id,
     max(printed) AS edition, count(DISTINCT task) AS tasks, count(*) AS clauses
RETURN year, plan, relation, modality, type, kind, name, edition, tasks, clauses
ORDER BY year, plan, relation, modality, type, kind, name, id
