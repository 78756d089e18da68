// The words behind each fact, one row a clause. Cooperation has no direction: either order of the two names finds it.
// In Neo4j's Browser first  :params {subject: "", relation: "", object: ""}
CALL {
  UNWIND [CASE WHEN $subject <> '' THEN $subject ELSE $object END] AS known
  MATCH (:Entity {name: known})-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN|LEADS|ASSISTS]-(:Entity)
  RETURN DISTINCT r AS r
  UNION
  UNWIND CASE WHEN $subject = '' AND $object = '' THEN [1] ELSE [] END AS every
  MATCH (:Entity)-[r:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN|LEADS|ASSISTS]->(:Entity)
  RETURN r
}
WITH startNode(r) AS s, r, endNode(r) AS o
WHERE ($relation = '' OR type(r) = $relation)
  AND ((($subject = '' OR s.name = $subject) AND ($object = '' OR o.name = $object))
    OR (type(r) = 'COOPERATES_WITH' AND ($subject = '' OR o.name = $subject) AND ($object = '' OR s.name = $object)))
UNWIND range(0, size(r.starts) - 1) AS n
WITH s, r, o, r.starts[n] AS begins, r.ends[n] AS finish, r.sentences[n] AS around, r.tasks[n] AS measure
MATCH (t:Entity:Sentence {id: around})
OPTIONAL MATCH (k:Entity:Task {id: measure})
RETURN r.plan AS plan, r.plan_year AS year, s.name AS subject, type(r) AS relation, o.name AS object,
       r.modality AS modality, coalesce(k.no, '') AS task, begins AS start, finish AS stop,
       substring(t.text, begins - t.start, finish - begins) AS clause, t.text AS sentence
ORDER BY plan, year, start, stop, relation, subject, object, modality, task
