//! The program, as people run it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The program in a folder, knowing nothing of who runs the tests.
pub fn program(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_power-list"));
    command
        .current_dir(dir)
        .env_remove("POWER_LIST_ACTOR")
        .env_remove("POWER_LIST_SSH_KEY")
        .env_remove("SSH_AUTH_SOCK")
        .env_remove("POWER_LIST_STORE")
        .env(
            "POWER_LIST_CACHE",
            concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"),
        )
        .env("COLUMNS", "120");
    command
}

/// Runs the program in a folder.
pub fn run(dir: &Path, arguments: &[&str]) -> Output {
    program(dir).args(arguments).output().unwrap()
}

/// Exit code, standard output, standard error.
pub fn parts(output: &Output) -> (i32, String, String) {
    (
        output.status.code().unwrap_or(-1),
        String::from_utf8(output.stdout.clone()).unwrap(),
        String::from_utf8(output.stderr.clone()).unwrap(),
    )
}

/// All files of a folder: their paths in it and their bytes, in order.
pub type Content = Vec<(PathBuf, Vec<u8>)>;

/// Reads all files of a folder.
pub fn content(root: &Path) -> Content {
    let mut out = Vec::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inside = path.strip_prefix(root).unwrap().to_path_buf();
                out.push((inside, fs::read(path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

/// Writes files into a folder.
pub fn lay_out(root: &Path, content: &Content) {
    for (path, bytes) in content {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
