-- Whose each signal is that passes; what passes goes before it, as a table of signal_id and theme_id. The pairs are found first and
-- told apart then: SQLite looks into the view for one signal only where the query right above it is not DISTINCT.
theirs AS MATERIALIZED (
  SELECT theme_id, signal_id, root_id AS customer_id
  FROM passing CROSS JOIN customer_signals USING (signal_id)
),
whose AS (SELECT DISTINCT theme_id, signal_id, customer_id FROM theirs)
