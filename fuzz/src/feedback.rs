//! Feedback that comes back with answers: a workbook of any kind, or YAML.

use std::path::PathBuf;
use std::sync::LazyLock;

use power_list::io::feedback;
use tempfile::TempDir;

use super::packed;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("there is room"));

/// Takes it in; every answer stands in a row that can be named.
pub fn run(data: &[u8]) {
    let Some((kind, rest)) = data.split_first() else {
        return;
    };
    let (name, bytes) = if kind % 2 == 0 {
        ("a.yaml", rest.to_vec())
    } else {
        match packed::workbook(rest) {
            Some(book) => book,
            None => return,
        }
    };
    let path: PathBuf = FOLDER.path().join(name);
    std::fs::write(&path, bytes).expect("there is room");
    let _ = feedback::open(&path);
}
