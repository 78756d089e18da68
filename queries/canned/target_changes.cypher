// Targets of a place in two years, by object and unit: the greatest value of each year; blank where there is none.
// In Neo4j's Browser first  :params {city: "绍兴市", earlier: 2021, later: 2022}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place AND p.plan_year IN [$earlier, $later]
WITH p, p.key AS plan
MATCH (t:Entity:Target {plan: plan})
WITH t.object AS counted, t.unit AS unit, max(CASE WHEN p.plan_year = $earlier THEN t.value ELSE -1.0 END) AS before,
     max(CASE WHEN p.plan_year = $later THEN t.value ELSE -1.0 END) AS after
RETURN counted, unit,
       CASE WHEN before < 0 THEN 'new' WHEN after < 0 THEN 'gone' WHEN before < after THEN 'raised'
            WHEN before > after THEN 'lowered' ELSE 'same' END AS change,
       CASE WHEN before >= 0 THEN before END AS before, CASE WHEN after >= 0 THEN after END AS after
ORDER BY counted, unit
