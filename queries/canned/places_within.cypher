// Places within a place: its chain of divisions.
// In Neo4j's Browser first  :params {place: "绍兴市"}
CALL {
  MATCH (c:Entity:Place {name: $place}) RETURN c
  UNION
  MATCH (c:Entity:Place {full_name: $place}) RETURN c
}
MATCH (u:Entity:Place)-[:ADMINISTERED_BY*1..4]->(c)
RETURN DISTINCT u.name AS name, coalesce(u.kind, '') AS kind, u.full_name AS full_name, coalesce(u.code, '') AS code
ORDER BY full_name, name, kind, code
