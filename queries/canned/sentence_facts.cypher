// Every fact that rests on the sentences of a plan with the given words.
// In Neo4j's Browser first  :params {plan: "绍兴市科学技术协会/2021/工作要点", words: "科普日"}
MATCH (p:Entity:Plan {key: $plan})-[:MENTIONS]->(b:Entity)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|COOPERATES_WITH|HELD_IN]->(x:Entity)
WHERE r.plan = $plan
UNWIND r.sentences AS around
WITH DISTINCT b, r, x, around
MATCH (s:Entity:Sentence {id: around})
WHERE s.text CONTAINS $words
RETURN DISTINCT s.start AS start, b.name AS subject, type(r) AS relation, x.name AS object, s.text AS sentence
ORDER BY start, subject, relation, object
