-- People whom nobody but an import names, and what it told last of others.
SELECT external_id, name, email FROM contacts
WHERE id IN (SELECT contact_id FROM signals WHERE import_id = ?1
             UNION SELECT contact_id FROM revisions WHERE import_id = ?1)
  AND NOT EXISTS (SELECT 1 FROM signals WHERE contact_id = contacts.id AND import_id <> ?1)
  AND NOT EXISTS (SELECT 1 FROM revisions WHERE contact_id = contacts.id AND import_id <> ?1)
UNION ALL
SELECT NULL, iif(name_import = ?1, name, NULL), iif(email_import = ?1, email, NULL) FROM contacts
WHERE name_import = ?1 OR email_import = ?1
