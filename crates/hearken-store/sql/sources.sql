-- Sources with what they hold and what became of everything that arrived from them.
-- The count and span of signals are read from the signals themselves, so that they are always so. What is undated has no
-- part in the span.
SELECT sources.id, sources.name, sources.format, sources.mapping,
       coalesce(stored.signals, 0), stored.first_ms, stored.last_ms,
       coalesce(met.accepted, 0), coalesce(met.updated, 0), coalesce(met.duplicate, 0), coalesce(met.rejected, 0), sources.redaction
FROM sources
LEFT JOIN (SELECT source_id, count(*) AS signals, min(said_order) FILTER (WHERE said_order > -500000000000000) AS first_ms,
                  max(said_order) FILTER (WHERE said_order > -500000000000000) AS last_ms
           FROM signals GROUP BY source_id) AS stored ON stored.source_id = sources.id
LEFT JOIN (SELECT source_id, sum(accepted) AS accepted, sum(updated) AS updated,
                  sum(duplicate) AS duplicate, sum(rejected) AS rejected
           FROM imports WHERE state <> 'undone' GROUP BY source_id) AS met ON met.source_id = sources.id
