-- How many signals of each customer a theme of generation ?1 has, as the memberships and joins say now. Begins with the joins,
-- which the condition on the root has SQLite do: there may be few, of many signals.
SELECT ?1 AS generation, theme_id, root_id AS customer_id, count(*) AS signals
FROM (SELECT DISTINCT signal_id, root_id FROM customer_signals WHERE root_id > 0) AS theirs
CROSS JOIN memberships ON memberships.generation = ?1 AND memberships.signal_id = theirs.signal_id
GROUP BY theme_id, root_id
