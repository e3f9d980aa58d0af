WITH
  kept AS (SELECT theme_id, source_id, week, signals, rated, round(rating_sum, 6) FROM theme_weeks
           WHERE generation = ?1 AND signals > 0),
  counted AS (SELECT theme_id, source_id, CASE WHEN undated THEN -?4 ELSE (signals.at_ms + ?2) / ?3 - ?4 END AS week, count(*), count(rating), round(total(rating), 6)
              FROM memberships JOIN signals ON signals.id = signal_id
              WHERE generation = ?1 GROUP BY theme_id, source_id, week)
SELECT (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted))
     + (SELECT count(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept))
