// Works that the plans of a place rely on.
// In Neo4j's Browser first  :params {city: "绍兴市", year: 0}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND ($year = 0 OR p.plan_year = $year)
MATCH (p)-[:MENTIONS]->(x:Entity:Work)<-[r:USES]-(b:Entity:Organization)
WHERE r.plan = p.key
RETURN DISTINCT p.plan_year AS year, type(r) AS relation, coalesce(x.kind, '') AS kind, x.name AS name, b.name AS body,
       r.modality AS modality
ORDER BY year, relation, kind, name, body, modality
