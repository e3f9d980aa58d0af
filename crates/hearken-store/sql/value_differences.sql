WITH
  kept AS (SELECT theme_id, field, value, signals FROM theme_values WHERE generation = ?1 AND signals > 0),
  counted AS (SELECT theme_id, field, value, count(*) FROM memberships JOIN signal_values USING (signal_id)
              WHERE generation = ?1 GROUP BY theme_id, field, value)
SELECT (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM counted))
     + (SELECT count(*) FROM (SELECT * FROM counted EXCEPT SELECT * FROM kept))
