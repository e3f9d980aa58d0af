-- Whose each signal is that passes; what passes goes before it, as a table of signal_id and theme_id.
whose AS (
  SELECT DISTINCT theme_id, signal_id, root_id AS customer_id
  FROM passing CROSS JOIN customer_signals USING (signal_id)
)
