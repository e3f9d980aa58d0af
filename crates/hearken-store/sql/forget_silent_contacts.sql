-- People of a source who said nothing that is still there.
DELETE FROM contacts
WHERE source_id = ?1
  AND id NOT IN (SELECT contact_id FROM signals WHERE contact_id IS NOT NULL
                 UNION SELECT contact_id FROM revisions WHERE contact_id IS NOT NULL
                 -- Whom it names as people in customers.
                 UNION SELECT contact_id FROM customer_changes WHERE contact_id IS NOT NULL)
