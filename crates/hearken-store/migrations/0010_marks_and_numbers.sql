-- Who looked at code is typed text, too, and stands in typed_texts alone. Made from the events, so that a mark whose text was
-- erased stays without it.
DROP TABLE watch_marks;
CREATE TABLE watch_marks (
  owner_id INTEGER PRIMARY KEY,     -- of the typed text
  position INTEGER NOT NULL,
  at_ms    INTEGER NOT NULL
) STRICT;
INSERT INTO watch_marks (owner_id, position, at_ms)
SELECT body ->> 'owner', body ->> 'position', at_ms FROM events WHERE body ->> 'event' = 'code-seen' ORDER BY position
ON CONFLICT DO UPDATE SET position = excluded.position, at_ms = excluded.at_ms;

-- The last number that an undo took back, so that no revision has it again: a span into the one that went would be read in
-- the other. 0 where nothing was taken back.
ALTER TABLE signals ADD COLUMN last_revision INTEGER NOT NULL DEFAULT 0;
UPDATE signals SET last_revision = named.revision
FROM (SELECT span.value ->> 0 AS signal_id, max(span.value ->> 1) AS revision
      FROM (SELECT found FROM themes UNION ALL SELECT found FROM clustering_runs
            UNION ALL SELECT body FROM events WHERE body ->> 'ruling' = 'split') AS described,
           json_tree(described.found) AS span
      WHERE CASE span.type WHEN 'array' THEN json_type(span.value, '$[2]') END = 'text'
      GROUP BY 1) AS named
WHERE signals.id = named.signal_id AND named.revision > signals.revision;

-- The import that told a name or an address which is not what the person is known by; NULL where nobody noted it.
ALTER TABLE contacts ADD COLUMN name_import INTEGER;
ALTER TABLE contacts ADD COLUMN email_import INTEGER;

-- Models of older formats know words of fewer than five people. Themes are found again; those that stand go on meanwhile.
UPDATE clustering_runs SET model = x'';
