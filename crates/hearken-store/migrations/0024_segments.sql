-- Segments: sets of customers by conditions. Each act is an event; the last about a segment that was not taken back says how
-- it stands.
CREATE TABLE segments (
  id              INTEGER NOT NULL,
  position        INTEGER NOT NULL,     -- the event that says how it stands
  undone_position INTEGER,              -- the event that took that back
  PRIMARY KEY (id, position)
) STRICT, WITHOUT ROWID;

-- Conditions are compared with what is held of customers, which is not redacted, and so they are kept as they were typed.
ALTER TABLE typed_texts ADD COLUMN as_typed INTEGER NOT NULL DEFAULT 0;

-- All that is held of one field of all customers is read from here alone.
CREATE INDEX customer_changes_held ON customer_changes (kind, customer_id, source_id, dropped, value, hundredths, currency)
  WHERE what = 'fact' AND standing;
