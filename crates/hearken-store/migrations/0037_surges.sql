-- Many people at once about one thing, and what gathers over weeks. Noticed, not derived: no rebuild notices it again. Ids and
-- numbers alone; the words stand in the signals, and what goes of them goes here.
CREATE TABLE surges (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  kind       TEXT NOT NULL,             -- surge, gathering
  theme_id   INTEGER NOT NULL,          -- the theme that most of it were in when it was noticed; 0 is none
  usual      REAL NOT NULL,             -- signals that its time would usually have brought
  noticed_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX surges_by_time ON surges (noticed_ms);

CREATE TABLE surge_signals (
  surge_id  INTEGER NOT NULL,
  signal_id INTEGER NOT NULL REFERENCES signals(id) ON DELETE CASCADE,
  PRIMARY KEY (signal_id, surge_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX surge_signals_by_surge ON surge_signals (surge_id);

-- Surges of which a person said that they are nothing to hear of: a view of the events.
CREATE TABLE dismissed_surges (
  id              INTEGER NOT NULL,     -- the surge
  position        INTEGER NOT NULL,
  undone_position INTEGER,
  PRIMARY KEY (id, position)
) STRICT, WITHOUT ROWID;

-- The surges that a delivery tells of, beside its news.
CREATE TABLE alert_delivery_surges (
  delivery_id INTEGER NOT NULL,
  surge_id    INTEGER NOT NULL,
  PRIMARY KEY (delivery_id, surge_id)
) STRICT, WITHOUT ROWID;
