-- What signals say, as they are read: a view of the log and of what people said against it, a row a signal. Numbers stand for the
-- words of `Says` (1 pain-point, 2 request, 3 question, 4 praise, 5 none), `Sentiment` (1 negative, 2 neutral, 3 positive) and
-- `Severity` (1 blocked, 2 hindered, 3 annoyed; only of pain points). How sure the machine was is in thousandths.
CREATE TABLE signal_readings (
  signal_id      INTEGER PRIMARY KEY REFERENCES signals(id) ON DELETE CASCADE,
  said_order     INTEGER NOT NULL,     -- the signal's own
  says           INTEGER NOT NULL,     -- what holds: a person's word where one said it, else the machine's
  sentiment      INTEGER NOT NULL,
  severity       INTEGER,
  corrected      INTEGER NOT NULL,     -- which of them a person said: 1 what it says, 2 sentiment, 4 severity
  read_says      INTEGER NOT NULL,     -- what the machine made of it
  read_sentiment INTEGER NOT NULL,
  read_severity  INTEGER,
  says_sure      INTEGER NOT NULL,
  sentiment_sure INTEGER NOT NULL,
  severity_sure  INTEGER NOT NULL,
  version        INTEGER NOT NULL,     -- of the reader
  stamp          INTEGER NOT NULL      -- grows with each write: who keeps what they read reads again only what came since
) STRICT;
-- How many there are of a value, and the newest of them, however many signals there are.
CREATE INDEX signal_readings_says ON signal_readings (says, said_order);
CREATE INDEX signal_readings_sentiment ON signal_readings (sentiment, said_order);
CREATE INDEX signal_readings_severity ON signal_readings (severity, said_order) WHERE severity IS NOT NULL;
CREATE INDEX signal_readings_stamp ON signal_readings (stamp);

CREATE TRIGGER read_signal_changed_in_time AFTER UPDATE OF at_ms, undated ON signals
WHEN OLD.at_ms <> NEW.at_ms OR OLD.undated <> NEW.undated BEGIN
  UPDATE signal_readings SET said_order = NEW.said_order WHERE signal_id = NEW.id;
END;

-- What people said of a signal against its reading: a view of the events. What was said of a signal goes with it.
CREATE TABLE corrections (
  position        INTEGER PRIMARY KEY, -- the event
  signal_id       INTEGER NOT NULL REFERENCES signals(id) ON DELETE CASCADE,
  says            INTEGER,
  sentiment       INTEGER,
  severity        INTEGER,
  undone_position INTEGER              -- the event that took it back
) STRICT;
CREATE INDEX corrections_signal ON corrections (signal_id);

-- A signal has one value of each field, but for labels, of which it has any number.
DROP VIEW signal_values;
CREATE VIEW signal_values (signal_id, field, value) AS
SELECT id, 'product', product FROM signals WHERE product IS NOT NULL
UNION ALL SELECT id, 'version', version FROM signals WHERE version IS NOT NULL
UNION ALL SELECT signals.id, 'label', label.value FROM signals, json_each(signals.labels) AS label
UNION ALL SELECT id, 'state', state FROM signals WHERE state IS NOT NULL
UNION ALL SELECT id, 'status', status FROM signals WHERE status IS NOT NULL
UNION ALL SELECT id, 'language', language FROM signals WHERE language IS NOT NULL
UNION ALL SELECT id, 'rating', CAST(CAST(rating AS INTEGER) - (rating < CAST(rating AS INTEGER)) AS TEXT)
  FROM signals WHERE rating IS NOT NULL
UNION ALL SELECT signal_id, 'says', CASE says WHEN 1 THEN 'pain-point' WHEN 2 THEN 'request' WHEN 3 THEN 'question'
  WHEN 4 THEN 'praise' ELSE 'none' END FROM signal_readings
UNION ALL SELECT signal_id, 'sentiment', CASE sentiment WHEN 1 THEN 'negative' WHEN 2 THEN 'neutral' ELSE 'positive' END
  FROM signal_readings
UNION ALL SELECT signal_id, 'severity', CASE severity WHEN 1 THEN 'blocked' WHEN 2 THEN 'hindered' ELSE 'annoyed' END
  FROM signal_readings WHERE severity IS NOT NULL;

-- What is there already is read in the background; arrivals are read from here on.
INSERT INTO meta (key, value) SELECT 'readings_position', value FROM meta WHERE key = 'position';
