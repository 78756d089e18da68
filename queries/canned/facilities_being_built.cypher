// Facilities that are planned or under way, and who builds them.
// In Neo4j's Browser first  :params {city: "", year: 0}
MATCH (b:Entity:Organization)-[r:BUILDS]->(f:Entity:Facility)
WHERE r.modality <> 'done'
WITH b, r, f, r.plan AS plan
MATCH (p:Entity:Plan {key: plan})
WHERE ($year = 0 OR p.plan_year = $year)
  AND ($city = '' OR p.place = $city OR EXISTS { MATCH (c:Entity:Place {name: $city}) WHERE c.full_name = p.place })
UNWIND range(0, size(r.starts) - 1) AS n
WITH p.place AS place, p.plan_year AS year, coalesce(f.kind, '') AS kind, f.name AS facility, f.id AS id,
     b.name AS builder, b.id AS doer, r.statuses[n] AS stage
WITH place, year, kind, facility, id, builder, doer, max(stage) AS status, count(*) AS clauses
RETURN place, year, kind, facility, builder, status, clauses
ORDER BY place, year, kind, facility, id, builder, doer
