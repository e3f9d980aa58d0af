-- A signal says again what it said in an earlier revision, at a new position so that views follow. The number of the one
-- that goes is remembered, so that it is not given again. Words that newer rules of redaction changed get a new number: spans
-- into the old one no longer hold.
UPDATE signals
SET position = ?3,
    revision = iif(past.rewritten, max(signals.last_revision, signals.revision) + 1, past.revision),
    last_revision = max(signals.last_revision, signals.revision), import_id = past.import_id, content = past.content, kind = past.kind,
    at_ms = past.at_ms, received_ms = ?4, title = past.title, text = past.text, rating = past.rating, url = past.url,
    product = past.product, version = past.version, language = past.language, labels = past.labels,
    state = past.state, status = past.status,
    contact_id = past.contact_id, extra = past.extra, rules = past.rules, undated = past.undated
FROM (SELECT * FROM revisions WHERE signal_id = ?1 AND revision = ?2) AS past
WHERE signals.id = ?1
