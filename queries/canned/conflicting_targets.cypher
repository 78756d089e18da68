// Targets of one thing in one unit that one plan gives several values for the same year.
// In Neo4j's Browser first  :params {city: "绍兴市"}
CALL {
  MATCH (c:Entity:Place {name: $city}) RETURN c.full_name AS place
  UNION
  MATCH (c:Entity:Place {full_name: $city}) RETURN c.full_name AS place
}
MATCH (p:Entity:Plan)
WHERE p.place = place
WITH p, p.key AS plan
MATCH (t:Entity:Target {plan: plan})
WITH p.plan_year AS year, plan, t.object AS counted, t.unit AS unit, coalesce(t.period, 0) AS period,
     min(t.value) AS least, max(t.value) AS most, count(DISTINCT t.id) AS targets
WHERE least < most
RETURN year, counted, unit, period, least, most, targets
ORDER BY year, counted, unit, period, plan
