// Bodies of one kind that issuers work with in one year.
// In Neo4j's Browser first  :params {kind: "university", year: 2023}
MATCH (p:Entity:Plan)<-[:ISSUED]-(i:Entity:Organization)
WHERE p.plan_year = $year
MATCH (i)-[r:COOPERATES_WITH]-(o:Entity:Organization)
WHERE r.plan = p.key AND o.kind = $kind
RETURN p.place AS place, o.name AS partner, sum(size(r.starts)) AS clauses
ORDER BY place, partner
