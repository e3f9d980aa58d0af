-- The log: signals in their current revision, their superseded revisions, and events.
-- All three draw their positions from one counter (meta 'position'), which is never turned back.

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  format     TEXT,            -- as recognised or given at the last import
  mapping    TEXT,            -- JSON, remembered for the next import
  created_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE imports (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id   INTEGER NOT NULL REFERENCES sources(id),
  file        TEXT NOT NULL,
  format      TEXT NOT NULL,
  mapping     TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('running', 'finished', 'interrupted', 'undone')),
  started_ms  INTEGER NOT NULL,
  finished_ms INTEGER,
  accepted    INTEGER NOT NULL DEFAULT 0,
  updated     INTEGER NOT NULL DEFAULT 0,
  duplicate   INTEGER NOT NULL DEFAULT 0,
  rejected    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX imports_source ON imports (source_id);

-- Who spoke. The only table with names and addresses; signals point to it, so that a person can be erased.
CREATE TABLE contacts (
  id          INTEGER PRIMARY KEY,
  source_id   INTEGER NOT NULL REFERENCES sources(id),
  key         BLOB NOT NULL,   -- 16 bytes of BLAKE3 over what identifies the person in that source
  external_id TEXT,
  name        TEXT,
  email       TEXT
) STRICT;
CREATE UNIQUE INDEX contacts_key ON contacts (source_id, key);

CREATE TABLE signals (
  id          INTEGER PRIMARY KEY,  -- the log position of the first revision
  position    INTEGER NOT NULL,     -- the log position of this revision
  revision    INTEGER NOT NULL,
  source_id   INTEGER NOT NULL REFERENCES sources(id),
  import_id   INTEGER NOT NULL,     -- the import that brought this revision
  identity    BLOB NOT NULL,        -- 16 bytes: of the external id, or of the content where there is none
  content     BLOB NOT NULL,        -- 16 bytes of BLAKE3 over all that the source said
  external_id TEXT,
  kind        TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  title       TEXT,
  text        TEXT NOT NULL,
  rating      REAL,
  url         TEXT,
  product     TEXT,
  version     TEXT,
  language    TEXT,
  segment     TEXT,
  contact_id  INTEGER,
  extra       TEXT                  -- JSON object, NULL when empty
) STRICT;
CREATE UNIQUE INDEX signals_identity ON signals (source_id, identity);
CREATE INDEX signals_at ON signals (at_ms, id);
-- A source's count and span, asked for at each import, without reading the signals themselves.
CREATE INDEX signals_source_at ON signals (source_id, at_ms);
CREATE INDEX signals_import ON signals (import_id);
-- Almost every signal stands at its first position; only the revised need an index of their own.
CREATE INDEX signals_revised ON signals (position) WHERE position <> id;

CREATE TABLE revisions (
  signal_id   INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  revision    INTEGER NOT NULL,
  import_id   INTEGER NOT NULL,
  content     BLOB NOT NULL,
  kind        TEXT NOT NULL,
  at_ms       INTEGER NOT NULL,
  received_ms INTEGER NOT NULL,
  title       TEXT,
  text        TEXT NOT NULL,
  rating      REAL,
  url         TEXT,
  product     TEXT,
  version     TEXT,
  language    TEXT,
  segment     TEXT,
  contact_id  INTEGER,
  extra       TEXT,
  PRIMARY KEY (signal_id, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_import ON revisions (import_id);

-- Signals taken back, so that the views that follow the log drop them.
CREATE TABLE removals (
  position  INTEGER PRIMARY KEY,
  signal_id INTEGER NOT NULL
) STRICT;

CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  at_ms    INTEGER NOT NULL,
  kind     TEXT NOT NULL,
  body     TEXT NOT NULL            -- JSON, without customers' words
) STRICT;

-- The one recorded fate of each item that arrived, in the order of arrival.
CREATE TABLE dispositions (
  import_id INTEGER NOT NULL,
  ordinal   INTEGER NOT NULL,
  fate      TEXT NOT NULL CHECK (fate IN ('accepted', 'updated', 'duplicate', 'rejected')),
  signal_id INTEGER,
  place     TEXT,
  reason    TEXT,
  PRIMARY KEY (import_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX dispositions_rejected ON dispositions (import_id, ordinal) WHERE fate = 'rejected';

-- Themes. A learning writes a generation; meta 'generation' points to the current one.
CREATE TABLE themes (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL,
  name       TEXT NOT NULL,
  words      TEXT NOT NULL,         -- JSON array of phrases
  exemplars  TEXT NOT NULL,         -- JSON array of signal numbers
  born_ms    INTEGER NOT NULL,
  retired_ms INTEGER
) STRICT;

CREATE TABLE learnings (
  generation INTEGER PRIMARY KEY AUTOINCREMENT,
  position   INTEGER NOT NULL,      -- the log position it learned up to
  assigned   INTEGER NOT NULL,      -- the log position that was assigned since
  table_id   TEXT NOT NULL,         -- the table of meanings it rests on
  settings   TEXT NOT NULL,         -- JSON
  clusters   TEXT NOT NULL,         -- JSON array: the theme of each cluster of the model
  model      BLOB NOT NULL,         -- what assigns new signals; analysis reads it
  signals    INTEGER NOT NULL,
  started_ms INTEGER NOT NULL,
  applied_ms INTEGER                -- NULL until it became current
) STRICT;

CREATE TABLE memberships (
  generation INTEGER NOT NULL,
  signal_id  INTEGER NOT NULL,
  theme_id   INTEGER NOT NULL,      -- 0 is unsorted
  confidence REAL NOT NULL,
  PRIMARY KEY (generation, signal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX memberships_theme ON memberships (generation, theme_id, signal_id);

-- Roll-up of memberships for the pages: derived, rebuilt at will. Week n starts on the n-th Monday of 1970, 00:00 UTC, counted from 0.
CREATE TABLE theme_weeks (
  generation INTEGER NOT NULL,
  theme_id   INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  week       INTEGER NOT NULL,
  signals    INTEGER NOT NULL,
  rated      INTEGER NOT NULL,
  rating_sum REAL NOT NULL,
  PRIMARY KEY (generation, theme_id, source_id, week)
) STRICT, WITHOUT ROWID;
