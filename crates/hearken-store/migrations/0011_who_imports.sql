-- Who began an import, so that each signal leads to who brought it. NULL where nobody noted it.
ALTER TABLE imports ADD COLUMN actor_id INTEGER REFERENCES actors(id);
