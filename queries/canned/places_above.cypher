// Where a place belongs: its chain of divisions.
MATCH (c:Entity:Place {name: $place})
MATCH (c)-[:ADMINISTERED_BY*1..4]->(u:Entity:Place)
RETURN DISTINCT u.name AS name, coalesce(u.kind, '') AS kind, u.full_name AS full_name, coalesce(u.code, '') AS code
ORDER BY full_name, name, kind, code
