-- Repositories of code, where customers' words lead in them, and who last looked.
CREATE TABLE repositories (
  name       TEXT PRIMARY KEY,
  path       TEXT NOT NULL,
  added_ms   INTEGER NOT NULL,
  head       TEXT,                         -- the commit that its index was made of
  indexed_ms INTEGER,
  pass       INTEGER NOT NULL DEFAULT 0,   -- the locating whose links are current
  linked     TEXT,                         -- JSON: what they were made from
  stale      INTEGER NOT NULL DEFAULT 0    -- whether signals have gone since
) STRICT, WITHOUT ROWID;

-- Signals that were located in a repository, those among them that nothing was found for, too.
CREATE TABLE code_located (
  repository TEXT NOT NULL REFERENCES repositories(name) ON DELETE CASCADE,
  pass       INTEGER NOT NULL,
  signal_id  INTEGER NOT NULL REFERENCES signals(id) ON DELETE CASCADE,
  PRIMARY KEY (repository, pass, signal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_located_signal ON code_located (signal_id);

-- Derived: a file that is likely behind a theme or a signal. Made again at will.
CREATE TABLE code_links (
  repository TEXT NOT NULL REFERENCES repositories(name) ON DELETE CASCADE,
  pass       INTEGER NOT NULL,
  theme_id   INTEGER,                      -- one of the two
  signal_id  INTEGER REFERENCES signals(id) ON DELETE CASCADE,
  rank       INTEGER NOT NULL,             -- among the links of that theme or signal, from 1
  path       TEXT NOT NULL,
  score      REAL NOT NULL,
  places     TEXT NOT NULL,                -- JSON: functions and lines
  evidence   TEXT NOT NULL,                -- JSON
  quotes     INTEGER NOT NULL              -- whether the evidence holds words of a report
) STRICT;
CREATE INDEX code_links_path ON code_links (repository, path);
CREATE INDEX code_links_theme ON code_links (theme_id, repository, rank) WHERE theme_id IS NOT NULL;
CREATE INDEX code_links_signal ON code_links (signal_id, repository, rank) WHERE signal_id IS NOT NULL;
CREATE INDEX code_links_quotes ON code_links (theme_id) WHERE quotes AND theme_id IS NOT NULL;

-- What a signal no longer says leads nowhere. Nor may a theme's evidence quote a signal that is gone: its links are
-- made again from those that stay.
CREATE TRIGGER signal_reworded AFTER UPDATE OF title, text ON signals
WHEN OLD.text <> NEW.text OR OLD.title IS NOT NEW.title BEGIN
  DELETE FROM code_located WHERE signal_id = NEW.id;
  DELETE FROM code_links WHERE signal_id = NEW.id;
END;
CREATE TRIGGER signal_gone AFTER DELETE ON signals BEGIN
  DELETE FROM code_links WHERE quotes AND theme_id IS NOT NULL;
  UPDATE repositories SET stale = 1 WHERE stale = 0;
END;

-- Up to where in the log somebody has looked at what their code causes.
CREATE TABLE watch_marks (
  owner    TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  at_ms    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
