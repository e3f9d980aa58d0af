-- Events have an actor and say what their actor had seen; customers' words, and what people type, have one home each.

CREATE TABLE actors (
  id        INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL CHECK (kind IN ('person', 'token', 'agent', 'machine')),
  name      TEXT NOT NULL,          -- an address, a user name, a token's name, a part of Hearken
  behalf_of TEXT NOT NULL DEFAULT '', -- the person it acts for, by name
  UNIQUE (kind, name, behalf_of)
) STRICT;

-- What people type: names of themes, notes. Events and views point here, and erasure empties a row.
CREATE TABLE typed_texts (
  id   INTEGER PRIMARY KEY AUTOINCREMENT,
  text TEXT UNIQUE                  -- NULL once erased
) STRICT;

ALTER TABLE events RENAME TO old_events;
CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  at_ms    INTEGER NOT NULL,
  actor_id INTEGER NOT NULL REFERENCES actors(id),
  seen     INTEGER NOT NULL,        -- the log position up to which the actor had seen
  body     TEXT NOT NULL            -- JSON of ids, numbers and places in signals; nobody's words
) STRICT;

-- The signals that an event took from one theme to another.
CREATE TABLE event_signals (
  position  INTEGER NOT NULL REFERENCES events(position),
  signal_id INTEGER NOT NULL REFERENCES signals(id) ON DELETE CASCADE,
  before    INTEGER NOT NULL,       -- the theme it was in; 0 is unsorted
  after     INTEGER NOT NULL,
  PRIMARY KEY (position, signal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_signals_signal ON event_signals (signal_id);

ALTER TABLE rulings RENAME TO old_rulings;
ALTER TABLE lineage RENAME TO old_lineage;
ALTER TABLE themes RENAME TO old_themes;
DROP INDEX lineage_theme;

-- Views of the events, made again by a rebuild.
CREATE TABLE rulings (
  id              INTEGER PRIMARY KEY,
  position        INTEGER NOT NULL, -- the event that made it
  undone_position INTEGER           -- the one that undid it
) STRICT;

CREATE TABLE lineage (
  position INTEGER NOT NULL,        -- the event that did it
  ordinal  INTEGER NOT NULL,        -- among the steps of that event
  theme_id INTEGER NOT NULL,
  what     TEXT NOT NULL,
  other_id INTEGER,
  signals  INTEGER NOT NULL,
  PRIMARY KEY (position, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX lineage_theme ON lineage (theme_id, position, ordinal);

CREATE TABLE themes (
  id          INTEGER PRIMARY KEY,
  kind        TEXT NOT NULL,
  found       TEXT NOT NULL,        -- JSON: where the words that describe it stand
  name_id     INTEGER,              -- of the typed text that a person called it
  born_ms     INTEGER NOT NULL,
  retired_ms  INTEGER,
  merged_into INTEGER,
  pinned      INTEGER NOT NULL DEFAULT 0,
  ignored     INTEGER NOT NULL DEFAULT 0
) STRICT;

ALTER TABLE learnings RENAME TO clustering_runs;
ALTER TABLE clustering_runs RENAME COLUMN table_id TO embedding_table;
ALTER TABLE clustering_runs RENAME COLUMN clusters TO old_clusters;
ALTER TABLE clustering_runs ADD COLUMN found TEXT NOT NULL DEFAULT '[]';    -- JSON: its themes, without anybody's words
ALTER TABLE clustering_runs ADD COLUMN clusters TEXT NOT NULL DEFAULT '[]'; -- JSON: the theme of each cluster of the model
ALTER TABLE clustering_runs ADD COLUMN rulings INTEGER NOT NULL DEFAULT 0;  -- rulings made and undone that it kept to
UPDATE meta SET key = 'clustering_wanted' WHERE key = 'relearn';

ALTER TABLE answers RENAME TO idempotency_replies;
ALTER TABLE idempotency_replies RENAME COLUMN answer TO reply;
DROP INDEX answers_at;
CREATE INDEX idempotency_replies_at ON idempotency_replies (at_ms);

-- The field's own terms for links into the code.
ALTER TABLE repositories RENAME COLUMN pass TO link_build;
ALTER TABLE code_located RENAME COLUMN pass TO link_build;
ALTER TABLE code_links RENAME COLUMN pass TO link_build;
ALTER TABLE code_links RENAME COLUMN places TO spans;
