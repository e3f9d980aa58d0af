-- Work that Hearken does by itself: one row for each job, whatever asks for it and however often.

CREATE TABLE jobs (
  kind        TEXT NOT NULL,        -- what is done
  key         TEXT NOT NULL,        -- what it is done to; empty where there is only one
  due_ms      INTEGER,              -- NULL until something asks for it again; of one that runs: asked for meanwhile
  state       TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running')),
  attempts    INTEGER NOT NULL DEFAULT 0, -- begun since it last did well
  last_error  TEXT,                 -- a fixed sentence, nobody's words; NULL once it did well
  started_ms  INTEGER,
  finished_ms INTEGER,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
