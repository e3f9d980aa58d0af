-- Areas have ids of their own, and lineage. Those that stand get the first ids.
CREATE TABLE areas (
  id          INTEGER PRIMARY KEY,
  found       TEXT NOT NULL,        -- JSON: its themes, and where the words that name it stand
  name_id     INTEGER,              -- of the typed text that a person called it
  born_ms     INTEGER NOT NULL,
  retired_ms  INTEGER,
  merged_into INTEGER
) STRICT;

CREATE TABLE area_lineage (
  position INTEGER NOT NULL,        -- the event that did it
  ordinal  INTEGER NOT NULL,        -- among the steps of that event
  area_id  INTEGER NOT NULL,
  what     TEXT NOT NULL,
  other_id INTEGER,
  theme_id INTEGER,                 -- the theme that came or went
  signals  INTEGER NOT NULL,
  PRIMARY KEY (position, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX area_lineage_area ON area_lineage (area_id, position, ordinal);

ALTER TABLE themes ADD COLUMN area_id INTEGER; -- where it was found to lie, whatever people say of it
ALTER TABLE clustering_runs ADD COLUMN areas TEXT NOT NULL DEFAULT '[]'; -- JSON: its areas, without anybody's words

INSERT INTO areas (id, found, born_ms)
  SELECT number, json_object('id', 'A-' || number, 'name', json(name), 'themes', json(themes)), applied_ms
  FROM (
    SELECT row_number() OVER (ORDER BY min(id)) AS number, json_extract(found, '$.area') AS name,
      json_group_array('T-' || id) AS themes
    FROM themes WHERE retired_ms IS NULL AND json_extract(found, '$.area') <> '[]' GROUP BY name
  ) JOIN clustering_runs ON generation = (SELECT value FROM meta WHERE key = 'generation');
UPDATE themes SET area_id = (
  SELECT areas.id FROM areas WHERE json_extract(areas.found, '$.name') = json_extract(themes.found, '$.area')
) WHERE retired_ms IS NULL;
UPDATE clustering_runs SET areas = (SELECT json_group_array(json(found)) FROM areas)
  WHERE generation = (SELECT value FROM meta WHERE key = 'generation');
INSERT INTO meta (key, value) SELECT 'area', max(id) FROM areas HAVING max(id) IS NOT NULL;
UPDATE themes SET found = json_remove(found, '$.area');
