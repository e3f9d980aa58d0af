INSERT INTO theme_days (generation, theme_id, source_id, said_day, came_day, signals, rated, rating_sum)
SELECT ?1, theme_id, source_id, coalesce(signals.said_day, ?2) AS said, coalesce(signals.came_day, ?2) AS came, count(*),
       count(rating), total(rating)
FROM memberships JOIN signals ON signals.id = signal_id
WHERE generation = ?1
GROUP BY theme_id, source_id, said, came
