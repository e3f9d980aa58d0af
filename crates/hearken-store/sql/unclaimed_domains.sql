-- Domains from which somebody wrote who is no customer's that is known, unless a customer has the domain, or a person gave the
-- signal to one.
SELECT domain, count(*) AS signals, count(DISTINCT contacts.id)
FROM contacts CROSS JOIN signals ON signals.contact_id = contacts.id
WHERE domain IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM contact_joins WHERE contact_joins.contact_id = contacts.id)
  AND NOT EXISTS (SELECT 1 FROM customer_changes
                  WHERE what = 'identifier' AND kind = 'domain' AND value = contacts.domain AND standing AND NOT dropped)
  AND NOT EXISTS (SELECT 1 FROM customer_changes
                  WHERE what = 'given' AND target = signals.id AND standing AND NOT dropped)
GROUP BY domain
ORDER BY signals DESC, domain
