// Series that one plan names and another does not.
// In Neo4j's Browser first  :params {plan: "绍兴市科学技术协会/2022/工作要点", other: "绍兴市科学技术协会/2021/工作要点"}
MATCH (p:Entity:Plan {key: $plan})-[:MENTIONS]->(x:Entity)-[:INSTANCE_OF]->(s:Entity:Series)
WHERE NOT EXISTS { MATCH (s)<-[:INSTANCE_OF]-(:Entity)<-[:MENTIONS]-(:Entity:Plan {key: $other}) }
RETURN DISTINCT s.of_type AS type, s.name AS series, x.name AS name
ORDER BY type, series, name
