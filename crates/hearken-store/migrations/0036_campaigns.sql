-- Texts that are nearly copies of an earlier one: what leads to one another is a group, called by its first signal. A view of the
-- signals, found with bursts and made again with them.
CREATE TABLE copies (
  signal_id INTEGER PRIMARY KEY REFERENCES signals(id) ON DELETE CASCADE,
  alike_to  INTEGER NOT NULL,
  burst     INTEGER NOT NULL,       -- the first signal of the group, which has no row here
  likeness  INTEGER NOT NULL,       -- in thousandths, like `told` and `weight` below
  told      INTEGER NOT NULL
) STRICT;
CREATE INDEX copies_to ON copies (alike_to);
CREATE INDEX copies_burst ON copies (burst);

-- Texts that advertise something, as they were read.
CREATE TABLE spam (
  signal_id INTEGER PRIMARY KEY REFERENCES signals(id) ON DELETE CASCADE,
  weight    INTEGER NOT NULL,
  sure      INTEGER NOT NULL
) STRICT;

CREATE TRIGGER copy_went_undated AFTER UPDATE OF undated ON signals WHEN NEW.undated BEGIN
  DELETE FROM copies WHERE signal_id = NEW.id;
  DELETE FROM spam WHERE signal_id = NEW.id;
END;

-- Groups of copies that weigh enough, with the arithmetic behind that.
CREATE TABLE campaigns (
  first        INTEGER PRIMARY KEY REFERENCES signals(id) ON DELETE CASCADE,
  signals      INTEGER NOT NULL,
  unknown      INTEGER NOT NULL,    -- of them, by who knows whom
  speakers     INTEGER NOT NULL,
  new_speakers INTEGER NOT NULL,
  at_once      INTEGER NOT NULL,
  first_ms     INTEGER NOT NULL,
  last_ms      INTEGER NOT NULL,
  likeness     INTEGER NOT NULL,
  told         INTEGER NOT NULL,
  weight       INTEGER NOT NULL,
  sure         INTEGER NOT NULL
) STRICT;

-- What people said: a view of the events. It goes with its signal.
CREATE TABLE aside_rulings (
  signal_id INTEGER NOT NULL REFERENCES signals(id) ON DELETE CASCADE,
  ruling_id INTEGER NOT NULL,
  holds     INTEGER NOT NULL,       -- 0 it counts, 1 spam, 2 campaign
  alike     INTEGER NOT NULL,       -- whether that holds of its copies, too
  PRIMARY KEY (signal_id, ruling_id)
) STRICT, WITHOUT ROWID;

-- What is set aside, by all of the above.
CREATE TABLE asides (
  signal_id INTEGER PRIMARY KEY REFERENCES signals(id) ON DELETE CASCADE,
  holds     INTEGER NOT NULL,
  sure      INTEGER                 -- in thousandths; NULL where a person said it
) STRICT;
CREATE INDEX asides_holds ON asides (holds, signal_id);

-- Where it would be among the themes: it has no row in `memberships`, and so is in no roll-up.
CREATE TABLE aside_memberships (
  generation INTEGER NOT NULL,
  signal_id  INTEGER NOT NULL,
  theme_id   INTEGER NOT NULL,      -- 0 is unsorted
  confidence REAL NOT NULL,
  PRIMARY KEY (generation, signal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX aside_memberships_theme ON aside_memberships (generation, theme_id);
