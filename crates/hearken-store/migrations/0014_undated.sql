-- Whether the source does not say when, so that at_ms is the time of arrival and nobody takes it for what was said. Of what
-- is there, that is so where both times are the same.
ALTER TABLE signals ADD COLUMN undated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE revisions ADD COLUMN undated INTEGER NOT NULL DEFAULT 0;
UPDATE signals SET undated = 1 WHERE at_ms = received_ms;
UPDATE revisions SET undated = 1 WHERE at_ms = received_ms;
-- How many an import brought, without reading its signals.
CREATE INDEX signals_undated ON signals (import_id) WHERE undated;
