WITH
  kept AS (SELECT theme_id, customer_id, signals FROM theme_customers WHERE generation = ?1),
  joined AS (
    SELECT given.target AS signal_id, customers.root_id AS customer_id
    FROM customer_changes AS given JOIN customers ON customers.id = given.customer_id
    WHERE what = 'given' AND standing AND NOT dropped
    UNION
    SELECT signals.id, root_id
    FROM contact_joins JOIN signals USING (contact_id)
    WHERE (from_ms IS NULL OR from_ms <= at_ms) AND (to_ms IS NULL OR at_ms < to_ms)
      AND NOT EXISTS (SELECT 1 FROM customer_changes WHERE what = 'given' AND target = signals.id AND standing)),
  counted AS (SELECT theme_id, customer_id, count(*) FROM memberships JOIN joined USING (signal_id)
              WHERE generation = ?1 GROUP BY theme_id, customer_id)
SELECT (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted))
     + (SELECT count(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept))
