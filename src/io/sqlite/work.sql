-- The working database, version 1; what came later stands in files of its own.
CREATE TABLE event (
  seq      INTEGER PRIMARY KEY CHECK (seq > 0),
  at       TEXT NOT NULL,
  actor    TEXT NOT NULL,
  role     TEXT NOT NULL,
  payload  TEXT NOT NULL CHECK (json_valid(payload)),
  previous TEXT NOT NULL CHECK (length(previous) = 64),
  digest   TEXT NOT NULL CHECK (length(digest) = 64) UNIQUE,
  -- Derived by the database itself: nothing is kept twice that could differ.
  kind       TEXT GENERATED ALWAYS AS (payload ->> '$.kind') STORED,
  department TEXT GENERATED ALWAYS AS (payload ->> '$.department') STORED,
  item       TEXT GENERATED ALWAYS AS (payload ->> '$.item') STORED
) STRICT;

CREATE TRIGGER event_append BEFORE INSERT ON event
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event)
  OR NEW.previous <> coalesce((SELECT digest FROM event ORDER BY seq DESC LIMIT 1),
       '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN SELECT raise(ABORT, '事件只能接在最后一个之后'); END;
CREATE TRIGGER event_no_update BEFORE UPDATE ON event
BEGIN SELECT raise(ABORT, '事件不能修改'); END;
CREATE TRIGGER event_no_delete BEFORE DELETE ON event
BEGIN SELECT raise(ABORT, '事件不能删除'); END;

-- Content by its SHA-256: items, manifests of submissions, charts, feedback.
CREATE TABLE blob (
  id     INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE CHECK (length(digest) = 64),
  bytes  BLOB NOT NULL
) STRICT;
CREATE TRIGGER blob_no_update BEFORE UPDATE ON blob
BEGIN SELECT raise(ABORT, '按摘要存放的内容不能修改'); END;
CREATE TRIGGER blob_no_delete BEFORE DELETE ON blob
BEGIN SELECT raise(ABORT, '按摘要存放的内容不能删除'); END;

-- The items as last imported; their content is in blob.
CREATE TABLE item (
  code       TEXT PRIMARY KEY,
  department TEXT NOT NULL,
  category   TEXT NOT NULL,
  name       TEXT NOT NULL,
  digest     TEXT NOT NULL REFERENCES blob (digest)
) STRICT, WITHOUT ROWID;

-- What was sent up. A view: the events are the record, this only reads them.
CREATE VIEW snapshot (digest, department, round, seq, at, actor, items) AS
SELECT payload ->> '$.snapshot', department, payload ->> '$.round', seq, at, actor,
       json_array_length(payload, '$.items')
FROM event WHERE kind = 'submitted';
