-- What is done with personal data in what a source brings: off, mask or hash. A view of events.
ALTER TABLE sources ADD COLUMN redaction TEXT NOT NULL DEFAULT 'mask';

-- The version of the rules of redaction that the words passed last; 0 where the source's policy was off.
ALTER TABLE signals ADD COLUMN rules INTEGER NOT NULL DEFAULT 1;
ALTER TABLE revisions ADD COLUMN rules INTEGER NOT NULL DEFAULT 1;
-- Whether newer rules changed the words, so that spans into them no longer hold. A current revision gets a new number then.
ALTER TABLE revisions ADD COLUMN rewritten INTEGER NOT NULL DEFAULT 0;

-- How many values of each sort were masked in what an import brought.
CREATE TABLE masked (
  import_id INTEGER NOT NULL,
  sort      TEXT NOT NULL,
  found     INTEGER NOT NULL,
  PRIMARY KEY (import_id, sort)
) STRICT, WITHOUT ROWID;
