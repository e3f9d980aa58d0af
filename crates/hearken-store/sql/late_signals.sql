-- Signals that no theme of generation ?1 was found for yet, but for what is set aside.
WITH run AS (
  SELECT coalesce((SELECT assigned FROM clustering_runs WHERE generation = ?1), 0) AS assigned
), late AS (
  SELECT signals.id AS id
  FROM run CROSS JOIN signals
  WHERE signals.id > assigned
    AND NOT EXISTS (SELECT 1 FROM memberships WHERE generation = ?1 AND signal_id = signals.id)
    AND NOT EXISTS (SELECT 1 FROM asides WHERE signal_id = signals.id)
  UNION ALL
  -- What was revised leaves its theme until it is found one again.
  SELECT signals.id
  FROM run CROSS JOIN signals
  WHERE signals.position <> signals.id AND signals.position > assigned AND signals.id <= assigned
    AND NOT EXISTS (SELECT 1 FROM memberships WHERE generation = ?1 AND signal_id = signals.id)
    AND NOT EXISTS (SELECT 1 FROM asides WHERE signal_id = signals.id)
)
