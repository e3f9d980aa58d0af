-- Whose each signal is, and why: the one place that says so. What a person gave, to somebody or to nobody, goes before all
-- else; otherwise it is by a join of who said it, at the time at which they said it. A signal may be of several customers, and
-- of one by several joins: ask for DISTINCT root_id to count customers.
CREATE VIEW customer_signals AS
SELECT signals.id AS signal_id,
       contact_joins.customer_id AS customer_id,
       contact_joins.root_id AS root_id,       -- what it counts to
       contact_joins.known_id AS known_id,     -- the contact that the speaker was found to be
       contact_joins.reason AS reason,         -- by-hand, external-id, email or domain
       contact_joins.change_id AS change_id    -- the row of customer_changes by which
FROM contact_joins JOIN signals ON signals.contact_id = contact_joins.contact_id
WHERE (contact_joins.from_ms IS NULL OR contact_joins.from_ms <= signals.at_ms)
  AND (contact_joins.to_ms IS NULL OR signals.at_ms < contact_joins.to_ms)
  AND NOT EXISTS (SELECT 1 FROM customer_changes AS given
                  WHERE given.what = 'given' AND given.target = signals.id AND given.standing)
UNION ALL
-- Of the same types, so that SQLite looks into both halves for one signal or one customer.
SELECT signals.id, customers.id, customers.root_id, CAST(NULL AS INTEGER), CAST('by-hand' AS TEXT), given.id
FROM customer_changes AS given
JOIN customers ON customers.id = given.customer_id
JOIN signals ON signals.id = given.target
WHERE given.what = 'given' AND given.standing AND NOT given.dropped;

-- An identifier that a person kept apart is told by its customer, contact, kind and value, not by a row as target. What was
-- kept apart before is brought to that form, too.

CREATE INDEX customer_changes_by_hand ON customer_changes (customer_id) WHERE source_id IS NULL;
