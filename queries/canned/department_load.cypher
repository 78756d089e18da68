// How many tasks each department leads and assists in a year; departments of the issuer without any stand with zeros.
// In Neo4j's Browser first  :params {city: "", issuer: "", year: 0}
MATCH (i:Entity:Organization)-[:ISSUED]->(p:Entity:Plan)-[:MENTIONS]->(d:Entity:Organization)
WHERE ($issuer = '' OR i.name = $issuer) AND ($year = 0 OR p.plan_year = $year)
  AND ($city = '' OR p.place = $city OR EXISTS { MATCH (c:Entity:Place {name: $city}) WHERE c.full_name = p.place })
OPTIONAL MATCH (d)-[:LEADS]->(led:Entity:Task)
WHERE led.plan = p.key
WITH i, p, d, count(DISTINCT led.id) AS leads
OPTIONAL MATCH (d)-[:ASSISTS]->(helped:Entity:Task)
WHERE helped.plan = p.key
WITH i, p, d, leads, count(DISTINCT helped.id) AS assists
WHERE leads + assists > 0 OR (d:Department AND EXISTS { MATCH (d)-[:PART_OF]->(i) })
WITH i.name AS issuer, p.plan_year AS year, d.name AS department, sum(leads) AS leads, sum(assists) AS assists
RETURN issuer, year, department, leads, assists
ORDER BY issuer, year, department
