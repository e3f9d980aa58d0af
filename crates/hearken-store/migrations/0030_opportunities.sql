-- Opportunities and decisions. Each act is an event; the last about one that was not taken back says how it stands.
CREATE TABLE opportunities (
  id              INTEGER NOT NULL,
  position        INTEGER NOT NULL,     -- the event that says how it stands
  undone_position INTEGER,              -- the event that took that back
  PRIMARY KEY (id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
  id              INTEGER NOT NULL,
  position        INTEGER NOT NULL,
  undone_position INTEGER,
  PRIMARY KEY (id, position)
) STRICT, WITHOUT ROWID;

-- What people say to each other about a theme, an opportunity or a decision.
CREATE TABLE comments (
  id              INTEGER PRIMARY KEY,
  position        INTEGER NOT NULL,     -- the event that says it
  topic           TEXT NOT NULL,        -- T-3, O-1, D-2
  assigns         INTEGER NOT NULL,     -- whether it says who is to do something about it
  undone_position INTEGER
) STRICT;
CREATE INDEX comments_by_topic ON comments (topic, position);

-- Whom comments mention.
CREATE TABLE mentions (
  text_id INTEGER NOT NULL,             -- the name
  id      INTEGER NOT NULL,             -- the comment
  PRIMARY KEY (text_id, id)
) STRICT, WITHOUT ROWID;
