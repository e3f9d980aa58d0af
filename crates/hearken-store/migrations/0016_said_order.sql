-- What is undated stands nowhere in time: it takes no part in trends and passes no filter by time, and lists have it last, by
-- when it came. `said_order` is that order: when something was said, and, before all of that, when the undated came.
ALTER TABLE signals ADD COLUMN said_order INTEGER
  GENERATED ALWAYS AS (at_ms - CASE WHEN undated THEN 1000000000000000 ELSE 0 END) VIRTUAL;
DROP INDEX signals_at;
CREATE INDEX signals_said ON signals (said_order, id);
DROP INDEX signals_source_at;
CREATE INDEX signals_source_said ON signals (source_id, said_order);

ALTER TABLE memberships RENAME COLUMN at_ms TO said_order;
UPDATE memberships SET said_order = (SELECT said_order FROM signals WHERE id = signal_id)
WHERE signal_id IN (SELECT id FROM signals WHERE undated);

-- The week of the undated is −1,000,000, which no time has.
DELETE FROM theme_weeks;
INSERT INTO theme_weeks (generation, theme_id, source_id, week, signals, rated, rating_sum)
SELECT generation, theme_id, source_id,
       CASE WHEN undated THEN -1000000 ELSE (at_ms + 604799654400000) / 604800000 - 1000000 END AS week,
       count(*), count(rating), total(rating)
FROM memberships JOIN signals ON signals.id = signal_id
GROUP BY generation, theme_id, source_id, week;
