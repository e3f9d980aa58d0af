-- What was erased, so that it is not taken in again: keyed hashes, never what they stand for.
CREATE TABLE erasures (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms   INTEGER NOT NULL,
  kind    TEXT NOT NULL CHECK (kind IN ('contact', 'source', 'replay')),
  signals INTEGER NOT NULL          -- how many went
) STRICT;

CREATE TABLE erased_keys (
  key        BLOB PRIMARY KEY,      -- BLAKE3 of the person, item or source, keyed with meta 'erasure_key'
  erasure_id INTEGER NOT NULL REFERENCES erasures(id)
) STRICT, WITHOUT ROWID;

-- A person's signals, found without reading all.
CREATE INDEX signals_contact ON signals (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX revisions_contact ON revisions (contact_id) WHERE contact_id IS NOT NULL;
