-- What was answered to posts that carried an idempotency key, for a day: the same post again gets the same answer.
CREATE TABLE answers (
  key    TEXT PRIMARY KEY,
  body   BLOB NOT NULL,             -- 16 bytes of BLAKE3 over source and body
  answer TEXT NOT NULL,             -- JSON array of dispositions, without customers' words
  at_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_at ON answers (at_ms);
