INSERT INTO theme_weeks (generation, theme_id, source_id, week, signals, rated, rating_sum)
SELECT ?1, theme_id, source_id, CASE WHEN undated THEN -?4 ELSE (signals.at_ms + ?2) / ?3 - ?4 END AS week, count(*), count(rating), total(rating)
FROM memberships JOIN signals ON signals.id = signal_id
WHERE generation = ?1
GROUP BY theme_id, source_id, week
