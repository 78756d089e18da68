// How two things hang together: every chain of at most three facts between them, whichever way they point.
MATCH (a:Entity {name: $start})
MATCH (b:Entity {name: $finish})
MATCH w = (a)-[:ORGANIZES|PARTICIPATES_IN|IMPLEMENTS|BUILDS|USES|COOPERATES_WITH|CONFERS|NOMINATES_FOR|PUBLISHES|SUPPORTS|HELD_IN|PART_OF|LOCATED_IN*1..3]-(b)
WITH nodes(w) AS stops, relationships(w) AS steps
WHERE NOT any(k IN range(1, size(steps) - 1) WHERE stops[k].id IN [head(stops).id, last(stops).id])
  AND (size(steps) < 3 OR stops[1].id <> stops[2].id)
WITH size(steps) AS hops,
     reduce(text = head(stops).name, k IN range(0, size(steps) - 1) | text
       + CASE WHEN startNode(steps[k]).id = stops[k].id THEN ' -' + type(steps[k]) + '-> '
              ELSE ' <-' + type(steps[k]) + '- ' END
       + stops[k + 1].name) AS path
RETURN DISTINCT hops, path
ORDER BY hops, path
