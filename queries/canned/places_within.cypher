// Places within a place: its chain of divisions.
MATCH (c:Entity:Place {name: $place})
MATCH (u:Entity:Place)-[:ADMINISTERED_BY*1..4]->(c)
RETURN DISTINCT u.name AS name, coalesce(u.kind, '') AS kind, u.full_name AS full_name, coalesce(u.code, '') AS code
ORDER BY full_name, name, kind, code
