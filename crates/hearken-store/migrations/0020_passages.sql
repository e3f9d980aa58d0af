-- Passages of a signal's words that speak of another theme than its own, found with the clustering run or when the signal was
-- assigned. A row stays as it was found: what people ruled about its theme or its signal since is heeded when it is read.
CREATE TABLE passages (
  generation INTEGER NOT NULL,
  signal_id  INTEGER NOT NULL,
  theme_id   INTEGER NOT NULL,
  revision   INTEGER NOT NULL,      -- the one whose words it is a place in; of any other it says nothing
  start_byte INTEGER NOT NULL,
  end_byte   INTEGER NOT NULL,
  fit        REAL NOT NULL,
  PRIMARY KEY (generation, signal_id, theme_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX passages_theme ON passages (generation, theme_id);
