// Where a place belongs: its chain of divisions.
// In Neo4j's Browser first  :params {place: "诸暨市"}
CALL {
  MATCH (c:Entity:Place {name: $place}) RETURN c
  UNION
  MATCH (c:Entity:Place {full_name: $place}) RETURN c
}
MATCH (c)-[:ADMINISTERED_BY*1..4]->(u:Entity:Place)
RETURN DISTINCT u.name AS name, coalesce(u.kind, '') AS kind, u.full_name AS full_name, coalesce(u.code, '') AS code
ORDER BY full_name, name, kind, code
