-- What became part of a theme is asked for each theme of a page: without an index every one of them reads all themes.
CREATE INDEX themes_merged ON themes (merged_into) WHERE merged_into IS NOT NULL;
