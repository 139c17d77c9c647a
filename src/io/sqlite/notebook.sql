-- Drafts of reviewers, step by step; private and not part of the record. Since version 2.
CREATE TABLE notebook (
  owner      TEXT NOT NULL,
  department TEXT NOT NULL,
  round      INTEGER NOT NULL CHECK (round BETWEEN 1 AND 3),
  step       INTEGER NOT NULL CHECK (step > 0),
  at         TEXT NOT NULL,
  payload    TEXT NOT NULL CHECK (json_valid(payload)),
  PRIMARY KEY (owner, department, round, step)
) STRICT, WITHOUT ROWID;
