// Least and greatest value that places promise of one thing, by unit.
// In Neo4j's Browser first  :params {counted: "公民具备科学素质比例"}
MATCH (t:Entity:Target {object: $counted})
WITH t, t.plan AS plan
MATCH (p:Entity:Plan {key: plan})
WITH t.unit AS unit, min(t.value) AS least, max(t.value) AS most, count(DISTINCT p.place) AS places,
     count(DISTINCT t.id) AS targets
RETURN unit, least, most, places, targets
ORDER BY unit
