-- Signatures over events: armored SSHSIG over the bytes that are hashed. Since version 3.
CREATE TABLE signature (
  seq    INTEGER PRIMARY KEY REFERENCES event (seq),
  sshsig TEXT NOT NULL
) STRICT;
CREATE TRIGGER signature_append BEFORE INSERT ON signature
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) FROM event)
  OR EXISTS (SELECT 1 FROM signature WHERE seq = NEW.seq)
BEGIN SELECT raise(ABORT, '签名只能与事件一起写入'); END;
CREATE TRIGGER signature_no_update BEFORE UPDATE ON signature
BEGIN SELECT raise(ABORT, '签名不能修改'); END;
CREATE TRIGGER signature_no_delete BEFORE DELETE ON signature
BEGIN SELECT raise(ABORT, '签名不能删除'); END;

-- INSERT OR REPLACE deletes what is in its way without asking the triggers against DELETE.
CREATE TRIGGER event_no_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE digest = NEW.digest)
BEGIN SELECT raise(ABORT, '事件不能代替别的事件'); END;
CREATE TRIGGER blob_no_replace BEFORE INSERT ON blob
WHEN EXISTS (SELECT 1 FROM blob WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM blob WHERE digest = NEW.digest AND bytes <> NEW.bytes)
BEGIN SELECT raise(ABORT, '按摘要存放的内容不能代替'); END;
