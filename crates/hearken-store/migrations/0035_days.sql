-- Trends are read by the day (docs/trend.md): the roll-up counts by the day on which something was said and the day on which it
-- came, both in UTC and numbered from 1 January 1970. Weeks are made of these days.

-- When its first revision came, where that is not when this one did: what was changed later did not come later.
ALTER TABLE signals ADD COLUMN came_ms INTEGER;
UPDATE signals SET came_ms = (SELECT min(received_ms) FROM revisions WHERE signal_id = id)
WHERE id IN (SELECT signal_id FROM revisions);

-- Both are NULL where it is undated. SQLite divides towards zero, so that a time is moved past it first.
ALTER TABLE signals ADD COLUMN said_day INTEGER GENERATED ALWAYS AS
  (CASE WHEN undated THEN NULL ELSE (at_ms + 604800000000000) / 86400000 - 7000000 END) VIRTUAL;
ALTER TABLE signals ADD COLUMN came_day INTEGER GENERATED ALWAYS AS
  (CASE WHEN undated THEN NULL ELSE (coalesce(came_ms, received_ms) + 604800000000000) / 86400000 - 7000000 END) VIRTUAL;

CREATE TABLE theme_days (
  generation INTEGER NOT NULL,
  theme_id   INTEGER NOT NULL,
  source_id  INTEGER NOT NULL,
  said_day   INTEGER NOT NULL,      -- what is undated counts on day -7,000,000, which no time has
  came_day   INTEGER NOT NULL,
  signals    INTEGER NOT NULL,
  rated      INTEGER NOT NULL,
  rating_sum REAL NOT NULL,
  PRIMARY KEY (generation, theme_id, source_id, said_day, came_day)
) STRICT, WITHOUT ROWID;
INSERT INTO theme_days (generation, theme_id, source_id, said_day, came_day, signals, rated, rating_sum)
SELECT generation, theme_id, source_id, coalesce(said_day, -7000000) AS said, coalesce(came_day, -7000000) AS came,
       count(*), count(rating), total(rating)
FROM memberships JOIN signals ON signals.id = signal_id
GROUP BY generation, theme_id, source_id, said, came;
DROP TABLE theme_weeks;
