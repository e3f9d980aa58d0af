-- A signal has many labels: a JSON list, sorted, each once; NULL where there is none. Whether it is open at its source, and
-- its source's own word where that says more, are fields of their own. See migrate/labels.rs for what older data holds.
DROP VIEW signal_values;
ALTER TABLE signals RENAME COLUMN tag TO labels;
ALTER TABLE revisions RENAME COLUMN tag TO labels;
ALTER TABLE signals ADD COLUMN state TEXT;
ALTER TABLE revisions ADD COLUMN state TEXT;
ALTER TABLE signals ADD COLUMN status TEXT;
ALTER TABLE revisions ADD COLUMN status TEXT;
UPDATE signals SET labels = json_array(labels) WHERE labels IS NOT NULL;
UPDATE revisions SET labels = json_array(labels) WHERE labels IS NOT NULL;

-- A signal has one value of each field, but for labels, of which it has any number.
CREATE VIEW signal_values (signal_id, field, value) AS
SELECT id, 'product', product FROM signals WHERE product IS NOT NULL
UNION ALL SELECT id, 'version', version FROM signals WHERE version IS NOT NULL
UNION ALL SELECT signals.id, 'label', label.value FROM signals, json_each(signals.labels) AS label
UNION ALL SELECT id, 'state', state FROM signals WHERE state IS NOT NULL
UNION ALL SELECT id, 'status', status FROM signals WHERE status IS NOT NULL
UNION ALL SELECT id, 'language', language FROM signals WHERE language IS NOT NULL
UNION ALL SELECT id, 'rating', CAST(CAST(rating AS INTEGER) - (rating < CAST(rating AS INTEGER)) AS TEXT)
  FROM signals WHERE rating IS NOT NULL;

-- Pages with their filter and order that people gave a name: how each stands after each act, made from the events. The last
-- that was not taken back holds; what was typed is in typed_texts.
CREATE TABLE saved_views (
  view_id         INTEGER NOT NULL,
  position        INTEGER NOT NULL,  -- the event that made it so
  saved_position  INTEGER NOT NULL,  -- the event that saved it, which has its page and parameters
  name_id         INTEGER NOT NULL,
  deleted         INTEGER NOT NULL,
  undone_position INTEGER,           -- the event that took this back
  PRIMARY KEY (view_id, position)
) STRICT, WITHOUT ROWID;
