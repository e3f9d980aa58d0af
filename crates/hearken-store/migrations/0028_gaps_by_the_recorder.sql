-- Whoever records a signal notes its time in `burst_gaps`. A trigger on inserting would have SQLite keep a journal for each row, whose
-- cost grows with all that the transaction has changed.
DROP TRIGGER signal_came_into_time;
