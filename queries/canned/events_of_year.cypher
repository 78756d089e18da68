// Events that associations hold in a year, with their editions; what is done is left out.
// In Neo4j's Browser first  :params {year: 2020, city: ""}
MATCH (i:Entity:Organization)-[:ISSUED]->(p:Entity:Plan)
WHERE p.plan_year = $year
  AND ($city = '' OR p.place = $city OR EXISTS { MATCH (c:Entity:Place {name: $city}) WHERE c.full_name = p.place })
MATCH (i)-[r:ORGANIZES]->(e:Entity:Event)
WHERE r.plan = p.key AND r.modality <> 'done'
UNWIND range(0, size(r.starts) - 1) AS n
WITH p.place AS place, coalesce(e.kind, '') AS kind, e.name AS event, e.id AS id, r.editions[n] AS printed, r.roles[n] AS part
WITH place, kind, event, id, max(printed) AS edition, max(part) AS role, count(*) AS clauses
RETURN place, kind, event, edition, role, clauses
ORDER BY place, kind, event, id
