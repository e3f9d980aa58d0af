-- At which rates sums of one currency are counted in another: a view of events. Of a pair of currencies and a day, what was
-- said last and not taken back holds.
CREATE TABLE rates (
  position        INTEGER PRIMARY KEY,  -- the event that said it
  currency        TEXT NOT NULL,        -- sums in this one …
  into_currency   TEXT NOT NULL,        -- … are counted in that one …
  from_day        TEXT NOT NULL,        -- … from this day on
  rate            INTEGER,              -- in hundred-millionths; NULL where a person let it go
  undone_position INTEGER               -- the event that took it back
) STRICT;

-- What customers pay, and whether they buy, without reading everything that was ever said of them.
CREATE INDEX customer_changes_worth ON customer_changes (customer_id, kind)
WHERE what = 'fact' AND kind IN ('arr', 'mrr', 'state');

-- A theme's row of customer 0 counts its signals that are of anybody, each once.
INSERT INTO theme_customers (generation, theme_id, customer_id, signals)
SELECT generation, theme_id, 0, count(*)
FROM memberships JOIN signals ON signals.id = signal_id
WHERE generation = (SELECT value FROM meta WHERE key = 'generation')
  AND EXISTS (SELECT 1 FROM customers)
  AND CASE
    WHEN EXISTS (SELECT 1 FROM customer_changes WHERE what = 'given' AND target = signal_id AND standing)
    THEN EXISTS (SELECT 1 FROM customer_changes JOIN customers ON customers.id = customer_id
                 WHERE what = 'given' AND target = signal_id AND standing AND NOT dropped)
    ELSE EXISTS (SELECT 1 FROM contact_joins WHERE contact_joins.contact_id = signals.contact_id
                   AND (from_ms IS NULL OR from_ms <= at_ms) AND (to_ms IS NULL OR at_ms < to_ms))
  END
GROUP BY generation, theme_id;
