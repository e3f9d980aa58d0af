-- Alerts: which news about themes is sent where. Each act is an event; the last about one that was not taken back says how it
-- stands. The same for themes that somebody wants to hear nothing of.
CREATE TABLE alerts (
  id              INTEGER NOT NULL,
  position        INTEGER NOT NULL,     -- the event that says how it stands
  undone_position INTEGER,              -- the event that took that back
  PRIMARY KEY (id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE mutes (
  id              INTEGER NOT NULL,     -- the theme
  position        INTEGER NOT NULL,
  undone_position INTEGER,
  PRIMARY KEY (id, position)
) STRICT, WITHOUT ROWID;

-- What was news, each piece once, under which filter. It is noticed, not derived: no rebuild makes it again.
CREATE TABLE alert_news (
  id         INTEGER PRIMARY KEY,
  theme_id   INTEGER NOT NULL,
  view_id    INTEGER NOT NULL,          -- the saved view whose filter it is seen under; 0 is everything
  what       TEXT NOT NULL,             -- rises, new, returns, crosses
  threshold  TEXT NOT NULL,             -- what was crossed; else empty
  signals    INTEGER NOT NULL,          -- in the time that it is told of
  customers  INTEGER,
  noticed_ms INTEGER NOT NULL,
  over_ms    INTEGER                    -- when it was no more so
) STRICT;
CREATE INDEX alert_news_by_theme ON alert_news (theme_id, what);
CREATE INDEX alert_news_by_time ON alert_news (noticed_ms);

-- What is to be sent, and what became of it. What it says is made when it is sent.
CREATE TABLE alert_deliveries (
  id       INTEGER PRIMARY KEY,
  message  TEXT NOT NULL UNIQUE,        -- the id that the receiver sees, the same however often it is tried
  alert_id INTEGER NOT NULL,
  made_ms  INTEGER NOT NULL,
  due_ms   INTEGER,                     -- when it is tried next; NULL once it is at its end
  tried_ms INTEGER,                     -- when it was last tried
  attempts INTEGER NOT NULL DEFAULT 0,
  state    TEXT NOT NULL,               -- waiting, delivered, given-up, dropped
  trouble  TEXT                         -- why it was last not taken, as a fixed sentence
) STRICT;
CREATE INDEX alert_deliveries_due ON alert_deliveries (due_ms) WHERE due_ms IS NOT NULL;
CREATE INDEX alert_deliveries_by_alert ON alert_deliveries (alert_id, id);

CREATE TABLE alert_delivery_news (
  delivery_id INTEGER NOT NULL,
  news_id     INTEGER NOT NULL,
  PRIMARY KEY (delivery_id, news_id)
) STRICT, WITHOUT ROWID;
