-- What shipped when, made from the events: a release stands until it is removed, or the adding of all that came with it is
-- taken back. What it is called is in typed_texts.
CREATE TABLE releases (
  id               INTEGER PRIMARY KEY,
  product_id       INTEGER NOT NULL,
  version_id       INTEGER NOT NULL,
  at_ms            INTEGER NOT NULL,
  dated            TEXT NOT NULL,     -- how it is known when it came out
  added_position   INTEGER NOT NULL,  -- the event that told of it
  removed_position INTEGER,           -- the event that removed it
  undone_position  INTEGER            -- the event that took its adding back
) STRICT;
CREATE INDEX releases_at ON releases (at_ms, id) WHERE removed_position IS NULL AND undone_position IS NULL;
CREATE INDEX releases_added ON releases (added_position);
CREATE UNIQUE INDEX releases_version ON releases (version_id, product_id)
  WHERE removed_position IS NULL AND undone_position IS NULL;
CREATE INDEX releases_removed ON releases (version_id, product_id) WHERE removed_position IS NOT NULL;
