-- What customers try to get done. Each act is an event; the last about a goal that was not taken back says how it stands.
CREATE TABLE goals (
  id              INTEGER NOT NULL,
  position        INTEGER NOT NULL,     -- the event that says how it stands
  undone_position INTEGER,              -- the event that took that back
  PRIMARY KEY (id, position)
) STRICT, WITHOUT ROWID;

-- How much customers need what a theme asks for, as people judged it.
CREATE TABLE strengths (
  theme_id        INTEGER NOT NULL,
  customer_id     INTEGER NOT NULL,
  position        INTEGER NOT NULL,     -- the event that judged
  strength        TEXT NOT NULL,
  undone_position INTEGER,              -- the event that took it back
  PRIMARY KEY (theme_id, customer_id, position)
) STRICT, WITHOUT ROWID;
