WITH
  kept AS (SELECT theme_id, source_id, said_day, came_day, signals, rated, round(rating_sum, 6) FROM theme_days
           WHERE generation = ?1 AND signals > 0),
  counted AS (SELECT theme_id, source_id, coalesce(signals.said_day, ?2) AS said, coalesce(signals.came_day, ?2) AS came,
                     count(*), count(rating), round(total(rating), 6)
              FROM memberships JOIN signals ON signals.id = signal_id
              WHERE generation = ?1 GROUP BY theme_id, source_id, said, came)
SELECT (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted))
     + (SELECT count(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept))
