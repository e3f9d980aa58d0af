-- How many signals of each customer a theme of generation ?1 has, as the memberships and joins say now; as customer 0, how
-- many it has that are of anybody, each once.
WITH whose AS (
  -- What a person gave, to somebody or to nobody, counts before all else.
  SELECT given.target AS signal_id, customers.root_id AS customer_id
  FROM customer_changes AS given JOIN customers ON customers.id = given.customer_id
  WHERE what = 'given' AND standing AND NOT dropped
  UNION
  SELECT signals.id, root_id
  FROM contact_joins JOIN signals USING (contact_id)
  WHERE (from_ms IS NULL OR from_ms <= at_ms) AND (to_ms IS NULL OR at_ms < to_ms)
    AND NOT EXISTS (SELECT 1 FROM customer_changes WHERE what = 'given' AND target = signals.id AND standing)
)
SELECT ?1 AS generation, theme_id, customer_id, count(*) AS signals
FROM memberships JOIN whose USING (signal_id)
WHERE memberships.generation = ?1
GROUP BY theme_id, customer_id
UNION ALL
SELECT ?1, theme_id, 0, count(DISTINCT signal_id)
FROM memberships JOIN whose USING (signal_id)
WHERE memberships.generation = ?1
GROUP BY theme_id
