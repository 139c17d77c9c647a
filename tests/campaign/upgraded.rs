//! Projects with working databases that earlier versions of the program wrote; `tests/fixtures/README.md` says which.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::sample::program::{content, parts, run};

/// What versions 1 and 2 left in the midst of a review.
const OLDER: [&[u8]; 2] = [
    include_bytes!("../fixtures/project-1.zip"),
    include_bytes!("../fixtures/project-2.zip"),
];

fn laid_out(archive: &[u8]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    zip::ZipArchive::new(std::io::Cursor::new(archive))
        .unwrap()
        .extract(dir.path())
        .unwrap();
    dir
}

/// The version of a database, and its events as they are kept.
fn kept(path: &Path) -> (i64, Vec<(i64, String, String)>) {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let version = db
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    let mut events = db
        .prepare("SELECT seq, payload, digest FROM event ORDER BY seq")
        .unwrap();
    let events = events
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    (version, events.collect::<Result<_, _>>().unwrap())
}

fn ok(dir: &Path, line: &str) -> (String, String) {
    let arguments: Vec<&str> = line.split(' ').collect();
    let (code, out, err) = parts(&run(dir, &arguments));
    assert_eq!(code, 0, "{line}\n{out}{err}");
    (out, err)
}

#[test]
fn a_project_of_an_earlier_version_goes_on_and_is_kept_as_it_was() {
    for (version, archive) in (1i64..).zip(OLDER) {
        let dir = laid_out(archive);
        let work = dir.path().join(".power-list/work.db");
        let before = kept(&work);
        assert_eq!(before.0, version);
        assert!(before.1.len() > 10);
        let (_, said) = ok(dir.path(), "review verify");
        let name = format!("work.v{version}.db");
        for piece in [format!("从第 {version} 版升到了第 3 版"), name.clone()] {
            assert!(said.contains(&piece), "{said}");
        }
        assert_eq!(kept(&work), (3, before.1.clone()));
        let backup = dir.path().join(".power-list").join(&name);
        assert_eq!(kept(&backup), before);
        // Told once, done once.
        let (_, said) = ok(dir.path(), "review status");
        assert_eq!(said, "");
        assert_eq!(fs::read_dir(backup.parent().unwrap()).unwrap().count(), 2);
        // And it goes on from there: the third round is sent up and the old events stay what they were.
        ok(dir.path(), "review submit hbj --as hbj-head");
        ok(
            dir.path(),
            "review opine hbj --all --decision 保留 --draft --as bb-1",
        );
        ok(dir.path(), "review verify");
        let now = kept(&work).1;
        assert!(now.len() > before.1.len() && now.starts_with(&before.1));
        ok(dir.path(), "validate --gate 1");
    }
}

#[test]
fn a_backup_is_a_working_database_like_any_other() {
    let dir = laid_out(OLDER[1]);
    let work = dir.path().join(".power-list/work.db");
    let before = kept(&work);
    ok(dir.path(), "review verify");
    fs::copy(dir.path().join(".power-list/work.v2.db"), &work).unwrap();
    let (_, said) = ok(dir.path(), "review verify");
    // The first backup is nobody's to write over.
    assert!(said.contains("work.v2-2.db"), "{said}");
    assert_eq!(kept(&work).1, before.1);
}

#[test]
fn a_folder_in_the_way_of_a_backup_and_a_newer_version_are_no_harm() {
    let dir = laid_out(OLDER[0]);
    let work = dir.path().join(".power-list/work.db");
    let taken = dir.path().join(".power-list/work.v1.db");
    fs::create_dir(&taken).unwrap();
    ok(dir.path(), "review verify");
    assert!(dir.path().join(".power-list/work.v1-2.db").exists());
    // From a version that is not known yet nothing is taken, and nothing is changed.
    let db = Connection::open(&work).unwrap();
    db.execute_batch("PRAGMA user_version = 99").unwrap();
    db.close().unwrap();
    let before = content(dir.path());
    let (code, _, said) = parts(&run(dir.path(), &["review", "status"]));
    assert_eq!(code, 3, "{said}");
    for piece in ["较新版本的程序写的", "请换用较新版本的 power-list"] {
        assert!(said.contains(piece), "{said}");
    }
    assert_eq!(content(dir.path()), before);
}
