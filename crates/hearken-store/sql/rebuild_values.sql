INSERT INTO theme_values (generation, theme_id, field, value, signals)
SELECT generation, theme_id, field, value, count(*)
FROM memberships JOIN signal_values USING (signal_id)
WHERE generation = ?1
GROUP BY theme_id, field, value
