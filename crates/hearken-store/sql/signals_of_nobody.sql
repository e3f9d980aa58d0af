-- Signals that are no customer's, in generation ?1: those of its themes by the roll-ups, and those that no theme was found for
-- yet by whose they are. What is late goes before it.
SELECT (SELECT coalesce(sum(signals), 0) FROM theme_days WHERE generation = ?1)
     - (SELECT coalesce(sum(signals), 0) FROM theme_customers INDEXED BY theme_customers_customer
        WHERE generation = ?1 AND customer_id = 0)
     + (SELECT count(*) FROM late WHERE NOT EXISTS (SELECT 1 FROM customer_signals WHERE signal_id = late.id))
