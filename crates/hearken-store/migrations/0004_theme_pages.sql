-- What the page of a theme counts and lists, ready to be read however large the theme: counts by field beside those by
-- week, and memberships in the order in which they are shown.
CREATE TABLE theme_values (
  generation INTEGER NOT NULL,
  theme_id   INTEGER NOT NULL,
  field      TEXT NOT NULL,         -- product, version, segment, language or rating
  value      TEXT NOT NULL,
  signals    INTEGER NOT NULL,
  PRIMARY KEY (generation, theme_id, field, value)
) STRICT, WITHOUT ROWID;

ALTER TABLE memberships ADD COLUMN at_ms INTEGER NOT NULL DEFAULT 0;
UPDATE memberships SET at_ms = (SELECT at_ms FROM signals WHERE id = signal_id)
WHERE signal_id IN (SELECT id FROM signals);
DROP INDEX memberships_theme;
CREATE INDEX memberships_theme ON memberships (generation, theme_id, at_ms, signal_id);

-- The values of a signal's fields, each as text.
CREATE VIEW signal_values (signal_id, field, value) AS
SELECT id, 'product', product FROM signals WHERE product IS NOT NULL
UNION ALL SELECT id, 'version', version FROM signals WHERE version IS NOT NULL
UNION ALL SELECT id, 'segment', segment FROM signals WHERE segment IS NOT NULL
UNION ALL SELECT id, 'language', language FROM signals WHERE language IS NOT NULL
UNION ALL SELECT id, 'rating', CAST(CAST(rating AS INTEGER) - (rating < CAST(rating AS INTEGER)) AS TEXT)
  FROM signals WHERE rating IS NOT NULL;

INSERT INTO theme_values (generation, theme_id, field, value, signals)
SELECT generation, theme_id, field, value, count(*)
FROM memberships JOIN signal_values USING (signal_id)
GROUP BY generation, theme_id, field, value;
