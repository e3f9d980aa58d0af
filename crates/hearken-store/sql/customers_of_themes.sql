-- How many signals of each customer a theme of generation ?1 has, as the memberships and joins say now; as customer 0, how
-- many it has that are of anybody, each once. Begins with the joins, which the condition on the root has SQLite do: there may
-- be few, of many signals.
WITH theirs AS MATERIALIZED (SELECT DISTINCT signal_id, root_id FROM customer_signals WHERE root_id > 0)
SELECT ?1 AS generation, theme_id, root_id AS customer_id, count(*) AS signals
FROM theirs CROSS JOIN memberships ON memberships.generation = ?1 AND memberships.signal_id = theirs.signal_id
GROUP BY theme_id, root_id
UNION ALL
SELECT ?1, theme_id, 0, count(*)
FROM (SELECT DISTINCT signal_id FROM theirs) AS anybodys
CROSS JOIN memberships ON memberships.generation = ?1 AND memberships.signal_id = anybodys.signal_id
GROUP BY theme_id
