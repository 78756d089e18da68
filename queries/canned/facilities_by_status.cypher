// Facilities that are built according to the plans of a place, counted by kind and stage.
// In Neo4j's Browser first  :params {city: "重庆市", year: 0}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND ($year = 0 OR p.plan_year = $year)
MATCH (p)-[:MENTIONS]->(f:Entity:Facility)<-[r:BUILDS]-(:Entity:Organization)
WHERE r.plan = p.key
UNWIND r.statuses AS status
WITH p.plan_year AS year, coalesce(f.kind, '') AS kind, status, count(DISTINCT f.id) AS facilities
RETURN year, kind, status, facilities
ORDER BY year, kind, status
