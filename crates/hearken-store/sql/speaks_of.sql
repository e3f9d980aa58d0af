passages.generation = ? AND passages.theme_id IN (SELECT value FROM json_each(?))
  AND memberships.theme_id NOT IN (SELECT value FROM json_each(?))
  AND NOT EXISTS (
    SELECT 1 FROM event_signals JOIN rulings ON rulings.position = event_signals.position
    WHERE event_signals.signal_id = passages.signal_id AND undone_position IS NULL
      AND (event_signals.after = 0 AND memberships.theme_id = 0
        OR event_signals.before IN (SELECT value FROM json_each(?))
          AND event_signals.after NOT IN (SELECT value FROM json_each(?))))
