-- How long what a source brings is kept as it came: a view of the events. Off where there is no row.
CREATE TABLE retention (
  source_id   INTEGER NOT NULL,
  kind        TEXT NOT NULL,         -- empty: all kinds that have no row of their own
  days        INTEGER NOT NULL,
  keeps_words INTEGER NOT NULL,
  PRIMARY KEY (source_id, kind)
) STRICT, WITHOUT ROWID;

-- 1: who said it was removed; 2: its words as well.
ALTER TABLE signals ADD COLUMN anonymised INTEGER NOT NULL DEFAULT 0;
