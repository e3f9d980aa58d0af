-- Signals that are no customer's, in generation ?1: those of its themes by the roll-ups, and those that no theme was found for
-- yet by whose they are.
WITH run AS (
  SELECT coalesce((SELECT assigned FROM clustering_runs WHERE generation = ?1), 0) AS assigned
), late AS (
  SELECT signals.id AS id, contact_id, at_ms
  FROM run CROSS JOIN signals
  WHERE signals.id > assigned
    AND NOT EXISTS (SELECT 1 FROM memberships WHERE generation = ?1 AND signal_id = signals.id)
  UNION ALL
  -- What was revised leaves its theme until it is found one again.
  SELECT signals.id, contact_id, at_ms
  FROM run CROSS JOIN signals
  WHERE signals.position <> signals.id AND signals.position > assigned AND signals.id <= assigned
    AND NOT EXISTS (SELECT 1 FROM memberships WHERE generation = ?1 AND signal_id = signals.id)
)
SELECT (SELECT coalesce(sum(signals), 0) FROM theme_weeks WHERE generation = ?1)
     - (SELECT coalesce(sum(signals), 0) FROM theme_customers INDEXED BY theme_customers_customer
        WHERE generation = ?1 AND customer_id = 0)
     + (SELECT count(*) FROM late
        WHERE CASE
          -- What a person gave, to somebody or to nobody, counts before all else.
          WHEN EXISTS (SELECT 1 FROM customer_changes WHERE what = 'given' AND target = late.id AND standing)
          THEN NOT EXISTS (SELECT 1 FROM customer_changes JOIN customers ON customers.id = customer_id
                           WHERE what = 'given' AND target = late.id AND standing AND NOT dropped)
          ELSE NOT EXISTS (SELECT 1 FROM contact_joins
                           WHERE contact_joins.contact_id = late.contact_id
                             AND (from_ms IS NULL OR from_ms <= at_ms) AND (to_ms IS NULL OR at_ms < to_ms))
        END)
