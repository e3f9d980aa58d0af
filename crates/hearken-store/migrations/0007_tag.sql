-- What a source itself attaches to a signal is a tag: a segment is a set of customers.
DROP VIEW signal_values;
ALTER TABLE signals RENAME COLUMN segment TO tag;
ALTER TABLE revisions RENAME COLUMN segment TO tag;

CREATE VIEW signal_values (signal_id, field, value) AS
SELECT id, 'product', product FROM signals WHERE product IS NOT NULL
UNION ALL SELECT id, 'version', version FROM signals WHERE version IS NOT NULL
UNION ALL SELECT id, 'tag', tag FROM signals WHERE tag IS NOT NULL
UNION ALL SELECT id, 'language', language FROM signals WHERE language IS NOT NULL
UNION ALL SELECT id, 'rating', CAST(CAST(rating AS INTEGER) - (rating < CAST(rating AS INTEGER)) AS TEXT)
  FROM signals WHERE rating IS NOT NULL;

UPDATE theme_values SET field = 'tag' WHERE field = 'segment';
