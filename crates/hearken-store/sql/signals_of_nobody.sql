-- Signals that are no customer's, in generation ?1: those of its themes by the roll-ups, and those that no theme was found for
-- yet by whose they are.
WITH run AS (
  SELECT coalesce((SELECT assigned FROM clustering_runs WHERE generation = ?1), 0) AS assigned
), late AS (
  SELECT signals.id AS id
  FROM run CROSS JOIN signals
  WHERE signals.id > assigned
    AND NOT EXISTS (SELECT 1 FROM memberships WHERE generation = ?1 AND signal_id = signals.id)
  UNION ALL
  -- What was revised leaves its theme until it is found one again.
  SELECT signals.id
  FROM run CROSS JOIN signals
  WHERE signals.position <> signals.id AND signals.position > assigned AND signals.id <= assigned
    AND NOT EXISTS (SELECT 1 FROM memberships WHERE generation = ?1 AND signal_id = signals.id)
)
SELECT (SELECT coalesce(sum(signals), 0) FROM theme_weeks WHERE generation = ?1)
     - (SELECT coalesce(sum(signals), 0) FROM theme_customers INDEXED BY theme_customers_customer
        WHERE generation = ?1 AND customer_id = 0)
     + (SELECT count(*) FROM late WHERE NOT EXISTS (SELECT 1 FROM customer_signals WHERE signal_id = late.id))
