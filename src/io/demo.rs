//! The worked example that travels in the binary: its files, and the opinions of its review.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};
use serde::Deserialize;

use super::files::{self, FileError};
use super::schemas::{self, MODELINE};

static CITY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/chuzhou");
const REVIEW: &str = include_str!("../../data/demo/review.yaml");

/// Marks a folder as one that `demo` made.
const MARK: &str = ".power-list/demo";

/// A folder that the demo may not write into.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Something else lives there.
    #[error("“{0}”不是空的，也不是演示生成的文件夹，没有动它")]
    Foreign(String),
    /// Somebody worked in it.
    #[error("“{folder}”里的“{file}”改动过，没有覆盖")]
    Edited {
        /// The folder.
        folder: String,
        /// The first file that differs.
        file: String,
    },
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The embedded script is broken: a mistake in the program's data.
    #[error("演示脚本有误：{0}")]
    Script(String),
}

/// What happens to one item during the demo's review.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// Code of the item.
    pub item: String,
    /// Body that gives the opinion.
    pub body: String,
    /// The opinion in the first round.
    pub opinion: Proposal,
    /// The department's answer to it.
    pub answer: Reply,
    /// Whether the body insists in the second round, so that 综合组 has to rule.
    #[serde(default)]
    pub insists: bool,
    /// The ruling's reason.
    #[serde(default)]
    pub ruling: Option<String>,
    /// The decision in the end; kept where there is none.
    #[serde(default, rename = "final")]
    pub last: Option<Proposal>,
}

/// A proposed decision with what it demands.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// 保留, 取消 …
    pub decision: String,
    /// Ground of 取消.
    #[serde(default)]
    pub ground: Option<String>,
    /// Level of 下放.
    #[serde(default)]
    pub level: Option<String>,
    /// Day of 下放.
    #[serde(default)]
    pub date: Option<String>,
    /// Receiver of 转移.
    #[serde(default)]
    pub to: Option<String>,
    /// Items absorbed by 整合.
    #[serde(default)]
    pub absorbs: Vec<String>,
    /// Opinion in words.
    #[serde(default)]
    pub text: Option<String>,
}

/// A department's answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// 采纳, 部分采纳, 不采纳.
    pub answer: String,
    /// Why.
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    cases: Vec<Case>,
}

/// The review's cases.
///
/// # Errors
/// When the embedded script cannot be read.
pub fn cases() -> Result<Vec<Case>, DemoError> {
    serde_yaml::from_str::<Script>(REVIEW)
        .map(|script| script.cases)
        .map_err(|e| DemoError::Script(e.to_string()))
}

/// Writes the example project into `root`, which must be new, empty, or made by an earlier demo and not worked in
/// since. What the earlier demo made — working database, releases, feedback — is removed first.
///
/// # Errors
/// When the folder is somebody else's, or cannot be written.
pub fn unpack(root: &Path) -> Result<(), DemoError> {
    let shown = files::shown(root);
    let wrap = |action, path: &Path, e| DemoError::File(FileError::new(action, path, e));
    let mut city = Vec::new();
    collect(&CITY, &mut city);
    for schema in schemas::all() {
        let path = Path::new("schemas").join(schema.file_name());
        city.push((path, Cow::Borrowed(schema.text.as_bytes())));
    }
    if root.exists() {
        let marked = root.join(MARK).is_file();
        let empty = fs::read_dir(root)
            .map_err(|e| wrap("读取文件夹", root, e))?
            .next()
            .is_none();
        if !marked && !empty {
            return Err(DemoError::Foreign(shown));
        }
        refuse_edited(root, &city, &shown)?;
        for made in [".power-list", "releases", "feedback"] {
            let path = root.join(made);
            if path.is_dir() {
                fs::remove_dir_all(&path).map_err(|e| wrap("清理", &path, e))?;
            }
        }
    }
    // The mark comes first: a demo that is cut off can be run again.
    files::write_atomic(&root.join(MARK), "由 power-list demo 生成\n".as_bytes())?;
    for (path, bytes) in city {
        let path = root.join(path);
        if fs::read(&path).is_ok_and(|found| found == *bytes) {
            continue;
        }
        if let Some(dir) = path.parent() {
            fs::create_dir_all(dir).map_err(|e| wrap("建立文件夹", dir, e))?;
        }
        fs::write(&path, &bytes).map_err(|e| wrap("写入", &path, e))?;
    }
    Ok(())
}

/// Refuses a folder in which a file differs from the example or has been added.
fn refuse_edited(
    root: &Path,
    city: &[(PathBuf, Cow<'_, [u8]>)],
    shown: &str,
) -> Result<(), DemoError> {
    let edited = |path: &Path| DemoError::Edited {
        folder: shown.to_owned(),
        file: files::shown(path),
    };
    for (path, bytes) in city {
        match fs::read(root.join(path)) {
            Ok(found) if found != **bytes => return Err(edited(path)),
            _ => {}
        }
    }
    for folder in ["items", "flowcharts", "laws"] {
        let dir = root.join(folder);
        if !dir.is_dir() {
            continue;
        }
        for path in files::walk(&dir)? {
            let relative = path.strip_prefix(root).unwrap_or(&path);
            if !city.iter().any(|(known, _)| known == relative) {
                return Err(edited(relative));
            }
        }
    }
    Ok(())
}

fn collect<'d>(dir: &'d Dir<'d>, out: &mut Vec<(PathBuf, Cow<'d, [u8]>)>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => collect(dir, out),
            DirEntry::File(file) => out.push((file.path().to_path_buf(), at_home(file.contents()))),
        }
    }
}

/// A file of the example as it stands in a project of its own, where the schemas are two folders nearer.
fn at_home(bytes: &[u8]) -> Cow<'_, [u8]> {
    let far = format!("{MODELINE}../../");
    match std::str::from_utf8(bytes) {
        Ok(text) if text.contains(&far) => {
            Cow::Owned(text.replacen(&far, MODELINE, 1).into_bytes())
        }
        _ => Cow::Borrowed(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_can_be_read() {
        assert!(cases().unwrap().len() > 10);
    }

    #[test]
    fn only_its_own_unedited_folder_is_written_again() {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("demo");
        unpack(&root).unwrap();
        unpack(&root).unwrap();
        fs::write(root.join("departments.yaml"), "departments: []\n").unwrap();
        assert!(matches!(unpack(&root), Err(DemoError::Edited { .. })));
        let foreign = dir.path().join("foreign");
        fs::create_dir(&foreign).unwrap();
        fs::write(foreign.join("a"), "b").unwrap();
        assert!(matches!(unpack(&foreign), Err(DemoError::Foreign(_))));
        assert_eq!(fs::read_to_string(foreign.join("a")).unwrap(), "b");
    }
}
