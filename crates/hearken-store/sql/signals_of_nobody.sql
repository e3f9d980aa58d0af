-- Signals that are no customer's: by nobody's hand, and by no join of who said them.
SELECT (SELECT count(*) FROM signals)
     - (SELECT count(*) FROM signals
        WHERE contact_id IN (SELECT contact_id FROM contact_joins)
          AND EXISTS (SELECT 1 FROM contact_joins
                      WHERE contact_joins.contact_id = signals.contact_id
                        AND (from_ms IS NULL OR from_ms <= at_ms) AND (to_ms IS NULL OR at_ms < to_ms))
          AND NOT EXISTS (SELECT 1 FROM customer_changes WHERE what = 'given' AND target = signals.id AND standing))
     - (SELECT count(*) FROM customer_changes JOIN signals ON signals.id = target
        WHERE what = 'given' AND standing AND NOT dropped)
