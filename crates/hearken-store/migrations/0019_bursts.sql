-- Near-duplicate reports of one incident: each leads to the earlier one that it is most alike to, and what leads to one
-- another is a burst, called by its first signal. A view of the signals; made again at will.
CREATE TABLE alike (
  signal_id INTEGER PRIMARY KEY REFERENCES signals(id) ON DELETE CASCADE,
  alike_to  INTEGER NOT NULL,
  burst     INTEGER NOT NULL        -- the first signal of it, which has no row here
) STRICT;
CREATE INDEX alike_to ON alike (alike_to);
CREATE INDEX alike_burst ON alike (burst);

-- Times at which something came, changed or went since bursts were found: what was said for a while after it is compared
-- again. Numbers are never given twice, so that what comes meanwhile is not taken for done.
CREATE TABLE burst_gaps (
  id    INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX burst_gaps_at ON burst_gaps (at_ms);
INSERT INTO burst_gaps (at_ms) SELECT at_ms FROM signals WHERE NOT undated;

CREATE TRIGGER signal_came_into_time AFTER INSERT ON signals WHEN NOT NEW.undated BEGIN
  INSERT INTO burst_gaps (at_ms) VALUES (NEW.at_ms);
END;
CREATE TRIGGER signal_went_from_time AFTER DELETE ON signals WHEN NOT OLD.undated BEGIN
  INSERT INTO burst_gaps (at_ms) VALUES (OLD.at_ms);
END;
CREATE TRIGGER signal_changed_in_time AFTER UPDATE OF title, text, at_ms, undated ON signals
WHEN OLD.text <> NEW.text OR OLD.title IS NOT NEW.title OR OLD.at_ms <> NEW.at_ms OR OLD.undated <> NEW.undated BEGIN
  INSERT INTO burst_gaps (at_ms) SELECT OLD.at_ms WHERE NOT OLD.undated;
  INSERT INTO burst_gaps (at_ms) SELECT NEW.at_ms WHERE NOT NEW.undated;
  DELETE FROM alike WHERE signal_id = NEW.id AND NEW.undated;
END;

-- Signals that a person says are in no burst: a view of the events.
CREATE TABLE not_alike (
  signal_id INTEGER PRIMARY KEY
) STRICT;
