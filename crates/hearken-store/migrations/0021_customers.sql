-- What sources and people said of customers: part of the log, and the one home of it. Each row is one thing that one event
-- said; of rows that say the same sort of thing of the same (their key), the last holds that was not taken back. A row goes
-- when whom it tells of is erased, or when the import that brought it is taken back.
CREATE TABLE customer_changes (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  position        INTEGER NOT NULL,     -- the event that said it
  what            TEXT NOT NULL,        -- told, identifier, fact, member, merged, apart, given, domain, preferred
  key             BLOB NOT NULL,        -- 16 bytes of BLAKE3 over what it is said of
  customer_id     INTEGER,
  contact_id      INTEGER,
  source_id       INTEGER,              -- NULL: by hand
  import_id       INTEGER,
  kind            TEXT,                 -- of an identifier or a domain; the field of a fact
  value           TEXT,
  hundredths      INTEGER,              -- of a sum of money
  currency        TEXT,
  verified        INTEGER,
  from_day        TEXT,                 -- the day from which a fact is valid, where that was said
  from_ms         INTEGER,              -- when an identifier began to be theirs; NULL is always
  to_ms           INTEGER,              -- when it ceased to be
  target          INTEGER,              -- the customer merged into, the signal given, the identifier kept apart
  dropped         INTEGER NOT NULL DEFAULT 0, -- whether it says that the thing is so no more
  standing        INTEGER NOT NULL DEFAULT 0, -- a view: whether it is the last of its key that was not taken back
  undone_position INTEGER               -- a view: the event that took it back
) STRICT;
CREATE INDEX customer_changes_key ON customer_changes (key, id);
CREATE INDEX customer_changes_position ON customer_changes (position);
CREATE INDEX customer_changes_customer ON customer_changes (customer_id, what) WHERE standing;
CREATE INDEX customer_changes_contact ON customer_changes (contact_id, what) WHERE contact_id IS NOT NULL;
CREATE INDEX customer_changes_identifier ON customer_changes (value, kind) WHERE what = 'identifier' AND standing;
CREATE INDEX customer_changes_target ON customer_changes (what, target) WHERE target IS NOT NULL AND standing;
CREATE INDEX customer_changes_domain ON customer_changes (value) WHERE what = 'domain' AND standing;
CREATE INDEX customer_changes_preferred ON customer_changes (kind) WHERE what = 'preferred' AND standing;
CREATE INDEX customer_changes_import ON customer_changes (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX customer_changes_source ON customer_changes (source_id, what) WHERE standing;

-- Views of it, made again by a rebuild. A customer that is part of no other is its own root.
CREATE TABLE customers (
  id       INTEGER PRIMARY KEY,
  root_id  INTEGER NOT NULL,
  name_id  INTEGER                      -- the change that names it
) STRICT;
CREATE INDEX customers_root ON customers (root_id);

-- Whose a person is who speaks, and why; and from when to when.
CREATE TABLE contact_joins (
  contact_id  INTEGER NOT NULL REFERENCES contacts(id) ON DELETE CASCADE,
  customer_id INTEGER NOT NULL,
  root_id     INTEGER NOT NULL,         -- what it counts as: the customer it is part of
  known_id    INTEGER,                  -- the contact that the speaker was found to be; NULL where only a domain tells
  reason      TEXT NOT NULL,            -- external-id, email or domain
  change_id   INTEGER NOT NULL,         -- the identifier by which
  from_ms     INTEGER,
  to_ms       INTEGER,
  PRIMARY KEY (contact_id, customer_id, change_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX contact_joins_customer ON contact_joins (customer_id);
CREATE INDEX contact_joins_root ON contact_joins (root_id);

-- An address in the one form by which it is looked up, and the domain that somebody registered for it. Kept in step with
-- the address as the source wrote it.
ALTER TABLE contacts ADD COLUMN address TEXT;
ALTER TABLE contacts ADD COLUMN domain TEXT;
CREATE INDEX contacts_address ON contacts (address) WHERE address IS NOT NULL;
CREATE INDEX contacts_domain ON contacts (domain) WHERE domain IS NOT NULL;
CREATE INDEX contacts_external ON contacts (source_id, external_id) WHERE external_id IS NOT NULL;

-- Signals of each customer in each theme: a roll-up kept in step with memberships and joins.
CREATE TABLE theme_customers (
  generation  INTEGER NOT NULL,
  theme_id    INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,         -- a root
  signals     INTEGER NOT NULL,
  PRIMARY KEY (generation, theme_id, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX theme_customers_customer ON theme_customers (generation, customer_id);

-- What an import brought.
ALTER TABLE imports ADD COLUMN brought TEXT NOT NULL DEFAULT 'signals';
