// Numbers that several places promise of the same thing in the same unit.
// In Neo4j's Browser first  :params {cities: 2, unit: ""}
MATCH (t:Entity:Target)
WITH t, t.plan AS plan
MATCH (p:Entity:Plan {key: plan})
WITH t.object AS object, t.unit AS unit, count(DISTINCT p.place) AS cities, collect(DISTINCT t.id) AS ids
WHERE cities >= $cities AND ($unit = '' OR unit = $unit)
UNWIND ids AS id
MATCH (t:Entity:Target {id: id})
WITH t, object, unit, cities, t.plan AS plan
MATCH (p:Entity:Plan {key: plan})
RETURN object, unit, cities, p.place AS place, p.plan_year AS year, t.op AS op, t.value AS value, t.text AS clause
ORDER BY cities DESC, object, unit, place, year, value, op, clause
