-- What people decided about themes, and what became of each theme.
ALTER TABLE themes ADD COLUMN given_name TEXT;      -- a person's; stands before the learned one
ALTER TABLE themes ADD COLUMN description TEXT;     -- one sentence of a customer's, redacted
ALTER TABLE themes ADD COLUMN area TEXT;
ALTER TABLE themes ADD COLUMN merged_into INTEGER;
ALTER TABLE themes ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
ALTER TABLE themes ADD COLUMN ignored INTEGER NOT NULL DEFAULT 0;

CREATE TABLE rulings (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms     INTEGER NOT NULL,
  undone_ms INTEGER,
  body      TEXT NOT NULL,         -- JSON
  before    TEXT NOT NULL          -- JSON: what an undo needs
) STRICT;

-- The signals that a ruling took from one theme to another.
CREATE TABLE ruling_signals (
  ruling_id INTEGER NOT NULL REFERENCES rulings(id),
  signal_id INTEGER NOT NULL REFERENCES signals(id) ON DELETE CASCADE,
  before    INTEGER NOT NULL,      -- the theme it was in; 0 is unsorted
  after     INTEGER NOT NULL,
  PRIMARY KEY (ruling_id, signal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX ruling_signals_signal ON ruling_signals (signal_id);

CREATE TABLE lineage (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms     INTEGER NOT NULL,
  theme_id  INTEGER NOT NULL,
  what      TEXT NOT NULL,
  other_id  INTEGER,
  signals   INTEGER NOT NULL,
  ruling_id INTEGER
) STRICT;
CREATE INDEX lineage_theme ON lineage (theme_id, id);

INSERT INTO lineage (at_ms, theme_id, what, signals) SELECT born_ms, id, 'born', 0 FROM themes;

-- A theme may be several clusters of the model: which one each is, beside the themes.
UPDATE learnings SET clusters = json_object(
  'themes', json(clusters),
  'of', (SELECT json_group_array(key) FROM json_each(learnings.clusters))
);
ALTER TABLE learnings ADD COLUMN unsorted INTEGER NOT NULL DEFAULT 0;
