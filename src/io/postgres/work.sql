-- The working database on PostgreSQL, version 1; the same as work.sql, notebook.sql and signature.sql on SQLite.
-- Run with the namespace first on the search path.
CREATE TABLE store (
  id      integer PRIMARY KEY CHECK (id = 1),
  version integer NOT NULL
);
COMMENT ON TABLE store IS 'power-list';

CREATE TABLE event (
  seq      bigint PRIMARY KEY CHECK (seq > 0),
  at       text NOT NULL,
  actor    text NOT NULL,
  role     text NOT NULL,
  payload  text NOT NULL,
  previous text NOT NULL CHECK (length(previous) = 64),
  digest   text NOT NULL CHECK (length(digest) = 64) UNIQUE,
  -- Derived by the database itself: nothing is kept twice that could differ.
  kind       text GENERATED ALWAYS AS (payload::json ->> 'kind') STORED,
  department text GENERATED ALWAYS AS (payload::json ->> 'department') STORED,
  item       text GENERATED ALWAYS AS (payload::json ->> 'item') STORED
);

-- Signatures over events: armored SSHSIG over the bytes that are hashed.
CREATE TABLE signature (
  seq    bigint PRIMARY KEY REFERENCES event (seq),
  sshsig text NOT NULL
);

-- Content by its SHA-256: items, manifests of submissions, charts, feedback.
CREATE TABLE blob (
  digest text PRIMARY KEY CHECK (length(digest) = 64),
  bytes  bytea NOT NULL
);

-- The items as last imported; their content is in blob.
CREATE TABLE item (
  code       text COLLATE "C" PRIMARY KEY,
  department text NOT NULL,
  category   text NOT NULL,
  name       text NOT NULL,
  digest     text NOT NULL REFERENCES blob (digest)
);

-- Drafts of reviewers, step by step; private and not part of the record.
CREATE TABLE notebook (
  owner      text COLLATE "C" NOT NULL,
  department text COLLATE "C" NOT NULL,
  round      smallint NOT NULL CHECK (round BETWEEN 1 AND 3),
  step       bigint NOT NULL CHECK (step > 0),
  at         text NOT NULL,
  payload    text NOT NULL,
  PRIMARY KEY (owner, department, round, step)
);

-- A short cut, derived from the events; both tables may be emptied at any time.
CREATE TABLE checkpoint (
  id     integer PRIMARY KEY CHECK (id = 1),
  seq    bigint NOT NULL,
  digest text NOT NULL
);
CREATE TABLE checkpoint_part (
  name  text PRIMARY KEY,
  bytes bytea NOT NULL
);

-- What was sent up. A view: the events are the record, this only reads them.
CREATE VIEW snapshot (digest, department, round, seq, at, actor, items) AS
SELECT payload::json ->> 'snapshot', department, payload::json ->> 'round', seq, at, actor,
       json_array_length(payload::json -> 'items')
FROM event WHERE kind = 'submitted';

CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% 只追加，不能修改、删除或清空', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  SELECT seq, digest INTO last FROM event ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last.seq, 0) + 1 OR NEW.previous <> coalesce(last.digest, repeat('0', 64)) THEN
    RAISE EXCEPTION '事件只能接在最后一个之后' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION signs_new() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM event WHERE seq = NEW.seq AND xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION '签名只能与事件一起写入' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER event_append BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION follows();
CREATE TRIGGER signature_append BEFORE INSERT ON signature FOR EACH ROW EXECUTE FUNCTION signs_new();
CREATE TRIGGER event_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER signature_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON signature
  FOR EACH STATEMENT EXECUTE FUNCTION refuse();
CREATE TRIGGER blob_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON blob
  FOR EACH STATEMENT EXECUTE FUNCTION refuse();
ALTER TABLE event ENABLE ALWAYS TRIGGER event_fixed;
ALTER TABLE signature ENABLE ALWAYS TRIGGER signature_fixed;
ALTER TABLE blob ENABLE ALWAYS TRIGGER blob_fixed;

-- One writer at a time, in the order in which they came; until the end of the transaction.
CREATE FUNCTION hold() RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(1347191659, hashtext(current_schema()))
$$;

CREATE FUNCTION hold_notebook(of_owner text, of_department text, of_round smallint) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtext(current_schema()), hashtext(format('%s %s %s', of_owner, of_department, of_round)))
$$;

-- Content that is there already stays.
CREATE FUNCTION keep(digests text[], contents bytea[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO blob (digest, bytes) SELECT * FROM unnest(digests, contents) ON CONFLICT DO NOTHING
$$;

-- Appends events behind the expected one, with their content, and ends the notebooks whose drafts are in them: one round
-- trip, all or nothing. Gives what was expected and what was found where somebody was first, and then nothing was done.
CREATE FUNCTION append(
  expected bigint, expected_digest text,
  seqs bigint[], ats text[], actors text[], roles text[], payloads text[], previouses text[], digests text[],
  signatures text[],
  content_digests text[], contents bytea[],
  owners text[], departments text[], rounds smallint[], steps bigint[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  last record;
  found bigint;
BEGIN
  -- An answer means that it is on disk, whatever the server is set to.
  IF current_setting('synchronous_commit') = 'off' THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  PERFORM hold();
  SELECT seq, digest INTO last FROM event ORDER BY seq DESC LIMIT 1;
  IF coalesce(last.seq, 0) <> expected OR coalesce(last.digest, repeat('0', 64)) <> expected_digest THEN
    RETURN ARRAY[expected, coalesce(last.seq, 0)];
  END IF;
  FOR i IN 1 .. cardinality(owners) LOOP
    PERFORM hold_notebook(owners[i], departments[i], rounds[i]);
    SELECT count(*) INTO found FROM notebook
      WHERE owner = owners[i] AND department = departments[i] AND round = rounds[i];
    IF found <> steps[i] THEN
      RETURN ARRAY[steps[i], found];
    END IF;
  END LOOP;
  FOR i IN 1 .. cardinality(owners) LOOP
    DELETE FROM notebook WHERE owner = owners[i] AND department = departments[i] AND round = rounds[i];
  END LOOP;
  PERFORM keep(content_digests, contents);
  INSERT INTO event (seq, at, actor, role, payload, previous, digest)
    SELECT * FROM unnest(seqs, ats, actors, roles, payloads, previouses, digests) AS new (seq) ORDER BY new.seq;
  INSERT INTO signature (seq, sshsig)
    SELECT * FROM unnest(seqs, signatures) AS new (seq, sshsig) WHERE new.sshsig IS NOT NULL;
  RETURN NULL;
END $$;

-- Adds a step to a notebook that has the expected number; gives the same as append where it has not.
CREATE FUNCTION note(
  of_owner text, of_department text, of_round smallint, expected bigint, at text, payload text
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  found bigint;
BEGIN
  PERFORM hold_notebook(of_owner, of_department, of_round);
  SELECT count(*) INTO found FROM notebook
    WHERE owner = of_owner AND department = of_department AND round = of_round;
  IF found <> expected THEN
    RETURN ARRAY[expected, found];
  END IF;
  INSERT INTO notebook VALUES (of_owner, of_department, of_round, expected + 1, at, payload);
  RETURN NULL;
END $$;

-- Throws a notebook away.
CREATE FUNCTION discard(of_owner text, of_department text, of_round smallint, expected bigint)
RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  found bigint;
BEGIN
  PERFORM hold_notebook(of_owner, of_department, of_round);
  SELECT count(*) INTO found FROM notebook
    WHERE owner = of_owner AND department = of_department AND round = of_round;
  IF found <> expected THEN
    RETURN ARRAY[expected, found];
  END IF;
  DELETE FROM notebook WHERE owner = of_owner AND department = of_department AND round = of_round;
  RETURN NULL;
END $$;

-- Keeps a checkpoint beside the parts of the one at since, or (since NULL) in the place of whatever is there. Waits neither
-- for the disk nor for anybody else.
CREATE FUNCTION remember(
  since bigint, since_digest text, new_seq bigint, new_digest text, names text[], parts bytea[]
) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  there record;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  IF NOT pg_try_advisory_xact_lock(1347191660, hashtext(current_schema())) THEN
    RAISE EXCEPTION 'busy' USING ERRCODE = 'lock_not_available';
  END IF;
  IF since IS NULL THEN
    DELETE FROM checkpoint_part;
  ELSE
    SELECT seq, digest INTO there FROM checkpoint;
    IF coalesce(there.seq, 0) <> since OR coalesce(there.digest, repeat('0', 64)) <> since_digest THEN
      RETURN ARRAY[since, coalesce(there.seq, 0)];
    END IF;
  END IF;
  INSERT INTO checkpoint_part (name, bytes) SELECT * FROM unnest(names, parts)
    ON CONFLICT (name) DO UPDATE SET bytes = excluded.bytes;
  INSERT INTO checkpoint VALUES (1, new_seq, new_digest)
    ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, digest = excluded.digest;
  RETURN NULL;
END $$;
