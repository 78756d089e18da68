// Places by the share of series that they have in common with one place in one year (Jaccard).
// In Neo4j's Browser first  :params {city: "襄阳市", year: 2022}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND p.plan_year = $year
MATCH (p)-[:MENTIONS]->(:Entity)-[:INSTANCE_OF]->(s:Entity:Series)
WITH place, collect(DISTINCT s.id) AS own
MATCH (q:Entity:Plan)-[:MENTIONS]->(:Entity)-[:INSTANCE_OF]->(t:Entity:Series)
WHERE q.plan_year = $year AND q.place <> place
WITH own, q.place AS other, collect(DISTINCT t.id) AS theirs
WITH other, size([x IN theirs WHERE x IN own]) AS shared, size(own) AS mine, size(theirs) AS others
WHERE shared > 0
WITH other, shared, mine + others - shared AS total
RETURN other, shared, total, round(1000.0 * shared / total) / 1000.0 AS likeness
ORDER BY likeness DESC, other
