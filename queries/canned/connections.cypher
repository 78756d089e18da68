// How two things hang together: every chain of at most three facts between them, whichever way they point.
// In Neo4j's Browser first  :params {start: "嘉兴市科学技术协会", finish: "绍兴市科学技术协会"}
// DISTINCT after each step: a fact that fifteen plans state is one step, not fifteen.
CALL {
  MATCH (a:Entity {name: $start})-[r1:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN]-(b:Entity {name: $finish})
  WITH DISTINCT a, b, CASE WHEN startNode(r1).id = a.id THEN ' -' + type(r1) + '-> ' ELSE ' <-' + type(r1) + '- ' END AS one
  RETURN 1 AS hops, a.name + one + b.name AS path
  UNION
  MATCH (a:Entity {name: $start})-[r1:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN]-(m:Entity)
  WITH DISTINCT a, m, CASE WHEN startNode(r1).id = a.id THEN ' -' + type(r1) + '-> ' ELSE ' <-' + type(r1) + '- ' END AS one
  MATCH (b:Entity {name: $finish})-[r2:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN]-(m)
  WHERE m.id <> a.id AND m.id <> b.id
  WITH DISTINCT a, one, m, CASE WHEN startNode(r2).id = m.id THEN ' -' + type(r2) + '-> ' ELSE ' <-' + type(r2) + '- ' END AS two, b
  RETURN 2 AS hops, a.name + one + m.name + two + b.name AS path
  UNION
  MATCH (b:Entity {name: $finish})-[r3:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN]-(n:Entity)
  WITH DISTINCT n, CASE WHEN startNode(r3).id = n.id THEN ' -' + type(r3) + '-> ' ELSE ' <-' + type(r3) + '- ' END AS three, b
  MATCH (n)-[r2:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN]-(m:Entity)
  WHERE n.id <> b.id AND m.id <> b.id AND m.id <> n.id
  WITH DISTINCT m, CASE WHEN startNode(r2).id = m.id THEN ' -' + type(r2) + '-> ' ELSE ' <-' + type(r2) + '- ' END AS two, n, three, b
  MATCH (a:Entity {name: $start})-[r1:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN]-(m)
  WHERE m.id <> a.id AND n.id <> a.id
  WITH DISTINCT a, CASE WHEN startNode(r1).id = a.id THEN ' -' + type(r1) + '-> ' ELSE ' <-' + type(r1) + '- ' END AS one, m, two, n, three, b
  RETURN 3 AS hops, a.name + one + m.name + two + n.name + three + b.name AS path
}
RETURN DISTINCT hops, path
ORDER BY hops, path
