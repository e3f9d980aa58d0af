-- Whose each signal is that passes; what passes goes before it, as a table of signal_id, theme_id, contact_id and at_ms.
whose AS (
  SELECT theme_id, signal_id, root_id AS customer_id
  FROM passing CROSS JOIN contact_joins ON contact_joins.contact_id = passing.contact_id
  WHERE (from_ms IS NULL OR from_ms <= at_ms) AND (to_ms IS NULL OR at_ms < to_ms)
    AND NOT EXISTS (SELECT 1 FROM customer_changes WHERE what = 'given' AND target = signal_id AND standing)
  UNION
  -- What a person gave counts before all else.
  SELECT theme_id, signal_id, root_id
  FROM passing CROSS JOIN customer_changes AS given ON what = 'given' AND target = signal_id AND standing AND NOT dropped
  JOIN customers ON customers.id = given.customer_id
)
