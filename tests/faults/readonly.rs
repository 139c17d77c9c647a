//! A project in a place that takes nothing, such as a disc that was archived: it is read as ever, and what would write
//! says which folder does not take it.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::acts::act;
use crate::sample::program::content;
use crate::sample::town::Town;

/// Somebody who owns nothing: `nobody` on most machines, no matter whether he has a name.
const NOBODY: u32 = 65534;

/// A town whose folders take nothing from who runs the commands.
struct Closed {
    town: Town,
    /// Where the program lies, in a place that everybody reaches.
    program: PathBuf,
    is_root: bool,
    _beside: tempfile::TempDir,
}

impl Closed {
    fn new(town: Town) -> Self {
        let is_root = fs::metadata(town.path()).unwrap().uid() == 0;
        let beside = tempfile::tempdir().unwrap();
        let program = beside.path().join("power-list");
        let built = env!("CARGO_BIN_EXE_power-list");
        if is_root {
            // Whoever is root is stopped by nothing: the commands are run by somebody else, who must reach the program.
            fs::set_permissions(beside.path(), fs::Permissions::from_mode(0o755)).unwrap();
            fs::copy(built, &program).unwrap();
        }
        let program = if is_root { program } else { built.into() };
        let closed = Self {
            town,
            program,
            is_root,
            _beside: beside,
        };
        closed.set(0o555, 0o444);
        closed
    }

    fn set(&self, folders: u32, files: u32) {
        let mut open = vec![self.town.path().to_path_buf()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    fs::set_permissions(path, fs::Permissions::from_mode(files)).unwrap();
                }
            }
            fs::set_permissions(folder, fs::Permissions::from_mode(folders)).unwrap();
        }
    }

    /// How the folder is named where it does not take something.
    fn named(&self) -> String {
        let folder = fs::canonicalize(self.town.path()).unwrap();
        format!("文件夹“{}”不能写：没有权限", folder.display())
    }

    fn run(&self, line: &str) -> Output {
        let model = self.town.command(line);
        let mut command = Command::new(&self.program);
        command.args(model.get_args()).current_dir(self.town.path());
        for (name, value) in model.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        // Neither is there a cache that takes anything.
        command.env("POWER_LIST_CACHE", self.town.path().join("cache"));
        if self.is_root {
            command.uid(NOBODY).gid(NOBODY);
        }
        command.output().unwrap()
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        // So that it can be cleared away.
        self.set(0o755, 0o644);
    }
}

#[test]
fn a_project_that_only_reads_is_read_as_ever() {
    let ready = &act("adjust open").ready;
    let open = Town::again(ready);
    let closed = Closed::new(Town::again(ready));
    for line in [
        "validate --gate 4",
        "validate --format json",
        "review status",
        "review log",
        "review verify",
        "review queue --as zh",
        "review overdue --date 2014-11-03",
        "adjust list",
        "history 341100-hbj-01-0001",
        "show 341100-hbj-01-0001",
        "search 水土",
        "export --format json -o -",
        "release list",
        "release verify 341100-20150301",
        "diff 341100-20150301 work",
        "import --dry-run",
        "code assign --dry-run",
        "fmt --check",
    ] {
        let wanted = open.command(line).output().unwrap();
        let found = closed.run(line);
        let said = String::from_utf8_lossy(&found.stderr);
        assert_eq!(found.status.code(), wanted.status.code(), "{line}\n{said}");
        assert_eq!(
            String::from_utf8_lossy(&found.stdout),
            String::from_utf8_lossy(&wanted.stdout),
            "{line}\n{said}"
        );
    }
    assert!(content(closed.town.path()) == *ready);
}

#[test]
fn what_would_write_says_where_it_cannot() {
    let ready = &act("adjust open").ready;
    let closed = Closed::new(Town::again(ready));
    let folder = closed.named();
    for (line, wanted) in [
        ("import", "work.db 只能读，不能写"),
        (
            "review meeting --kind 专家论证 --date 2015-01-12 --document 论证2号 --as zh",
            "work.db 只能读，不能写",
        ),
        ("export -o 清单.xlsx", "”不能写：没有权限"),
        ("export -o 新的/清单.json", "”不能写：没有权限"),
        ("publish --site 网站", "”不能写：没有权限"),
        ("review export 记录.zip", "”不能写：没有权限"),
        ("schema --out schemas", "”不能写：没有权限"),
    ] {
        let output = closed.run(line);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{line}\n{said}");
        assert!(
            said.contains(wanted) && (wanted.starts_with("work.db") || said.contains(&folder)),
            "{line}\n{said}"
        );
        assert!(
            said.contains("提示：检查文件和所在文件夹的权限"),
            "{line}\n{said}"
        );
    }
    assert!(content(closed.town.path()) == *ready);
}

/// Where nothing was begun there is no database yet.
#[test]
fn a_database_is_not_made_where_nothing_can_be() {
    let fresh = Closed::new(Town::new());
    let folder = fresh.named();
    for line in ["import", "review start --as zh"] {
        let output = fresh.run(line);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{line}\n{said}");
        assert!(
            said.contains("没有建立工作数据库") && said.contains(&folder),
            "{line}\n{said}"
        );
    }
    assert!(!fresh.town.path().join(Path::new(".power-list")).exists());
}
