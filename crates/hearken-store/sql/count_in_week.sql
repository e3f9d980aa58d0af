-- Counts signal ?3 in (?4 = 1) or out (?4 = -1) of the week in which it was said.
-- SQLite divides towards zero, so times are moved past it (?5) and weeks back (?7).
INSERT INTO theme_weeks (generation, theme_id, source_id, week, signals, rated, rating_sum)
SELECT ?1, ?2, source_id, (at_ms + ?5) / ?6 - ?7, ?4, ?4 * (rating IS NOT NULL), ?4 * coalesce(rating, 0.0)
FROM signals WHERE id = ?3
ON CONFLICT DO UPDATE SET signals = signals + excluded.signals,
                          rated = rated + excluded.rated,
                          rating_sum = rating_sum + excluded.rating_sum
