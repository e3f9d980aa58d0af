-- Signals of customers, whose ids are a JSON list, given twice: by who said them, and by hand, which counts before all else.
SELECT said.id
FROM contact_joins JOIN signals AS said ON said.contact_id = contact_joins.contact_id
WHERE contact_joins.root_id IN (SELECT value FROM json_each(?))
  AND (contact_joins.from_ms IS NULL OR contact_joins.from_ms <= said.at_ms)
  AND (contact_joins.to_ms IS NULL OR said.at_ms < contact_joins.to_ms)
  AND NOT EXISTS (SELECT 1 FROM customer_changes WHERE what = 'given' AND target = said.id AND standing)
UNION ALL
SELECT given.target
FROM customer_changes AS given JOIN customers ON customers.id = given.customer_id
WHERE given.what = 'given' AND given.standing AND NOT given.dropped
  AND customers.root_id IN (SELECT value FROM json_each(?))
