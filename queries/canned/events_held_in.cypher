// Events held in a place, by the year of the plan that says so.
// In Neo4j's Browser first  :params {place: "绍兴市"}
CALL {
  MATCH (c:Entity:Place {name: $place}) RETURN c
  UNION
  MATCH (c:Entity:Place {full_name: $place}) RETURN c
}
MATCH (c)<-[r:HELD_IN]-(e:Entity:Event)
RETURN DISTINCT r.plan_year AS year, e.name AS event, coalesce(e.kind, '') AS kind, r.plan AS plan
ORDER BY year, event, kind, plan
