// Events held in a place, by the year of the plan that says so.
MATCH (c:Entity:Place {name: $place})<-[r:HELD_IN]-(e:Entity:Event)
RETURN DISTINCT r.plan_year AS year, e.name AS event, coalesce(e.kind, '') AS kind, r.plan AS plan
ORDER BY year, event, kind, plan
