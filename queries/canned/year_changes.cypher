// What the plans of a place name in two years: continued, renamed, new, dropped.
// In Neo4j's Browser first  :params {city: "绍兴市", earlier: 2021, later: 2022}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND p.plan_year IN [$earlier, $later]
MATCH (p)-[:MENTIONS]->(x:Entity)-[:INSTANCE_OF]->(s:Entity:Series)
WITH s.of_type AS type, s.name AS series, max(CASE WHEN p.plan_year = $earlier THEN x.name ELSE '' END) AS before,
     max(CASE WHEN p.plan_year = $later THEN x.name ELSE '' END) AS after
RETURN type, series,
       CASE WHEN before = '' THEN 'new' WHEN after = '' THEN 'dropped' WHEN before = after THEN 'continued'
            ELSE 'renamed' END AS change, before, after
ORDER BY type, series
