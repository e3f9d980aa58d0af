//! The log on SQLite, and its views on disk. The only place that names a table.
