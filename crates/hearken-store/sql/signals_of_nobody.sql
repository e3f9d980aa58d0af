-- Signals that are no customer's. Begins with the joins, which the condition on the root has SQLite do.
SELECT (SELECT count(*) FROM signals)
     - (SELECT count(DISTINCT signal_id) FROM customer_signals WHERE root_id > 0)
