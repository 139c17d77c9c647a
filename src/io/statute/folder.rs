//! A folder of statute files on disk.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::{IndexError, IndexRow, index_csv};

/// Why a folder cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It is a file, or nothing.
    #[error("{0} 不是文件夹：应给出存放法规 Markdown 文件的文件夹")]
    NotAFolder(PathBuf),
    /// The system refused.
    #[error("读取 {path} 失败")]
    Io {
        /// What was read.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// `index.csv` is broken.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// What a folder holds, before any statute is read.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    /// Paths of the Markdown files relative to the root, with `/`, sorted.
    pub files: Vec<String>,
    index: HashMap<String, IndexRow>,
}

impl Folder {
    /// Lists a folder and reads its `index.csv`, if there is one. Symbolic links to folders are not followed.
    ///
    /// # Errors
    /// When `root` is no folder, cannot be listed, or its index is broken.
    pub fn open(root: &Path) -> Result<Self, FolderError> {
        if !root.is_dir() {
            return Err(FolderError::NotAFolder(root.to_owned()));
        }
        let mut files = Vec::new();
        let mut open = vec![String::new()];
        while let Some(below) = open.pop() {
            list(root, &below, &mut open, &mut files)?;
        }
        files.sort();
        let path = root.join("index.csv");
        let index = if path.is_file() {
            let text = std::fs::read_to_string(&path)
                .map_err(|source| FolderError::Io { path, source })?;
            index_csv::read("index.csv", &text)?
        } else {
            HashMap::new()
        };
        Ok(Self {
            root: root.to_owned(),
            files,
            index,
        })
    }

    /// Name of the folder itself; empty when it has none, as `/` or `..`.
    pub fn name(&self) -> &str {
        self.root.file_name().and_then(|n| n.to_str()).unwrap_or("")
    }

    /// Whether the folder's own name is one of the data set's, so that files directly in it have its level.
    pub fn is_branch(&self) -> bool {
        const BRANCHES: [&str; 12] = [
            "宪法",
            "法律",
            "宪法相关法",
            "刑法",
            "民法典",
            "民法商法",
            "行政法",
            "经济法",
            "社会法",
            "诉讼与非诉讼程序法",
            "行政法规",
            "部门规章",
        ];
        BRANCHES.contains(&self.name())
    }

    /// The text of one of the files.
    ///
    /// # Errors
    /// When it cannot be read or is not UTF-8.
    pub fn text(&self, file: &str) -> Result<String, FolderError> {
        let path = self.root.join(file);
        std::fs::read_to_string(&path).map_err(|source| FolderError::Io { path, source })
    }

    /// What the index says of a file.
    pub fn row(&self, file: &str) -> Option<&IndexRow> {
        self.index.get(file)
    }

    /// Files that the index names but the folder does not hold, sorted.
    pub fn missing(&self) -> Vec<&str> {
        let mut missing: Vec<&str> = self
            .index
            .keys()
            .map(String::as_str)
            .filter(|path| {
                self.files
                    .binary_search_by(|f| f.as_str().cmp(path))
                    .is_err()
            })
            .collect();
        missing.sort_unstable();
        missing
    }
}

fn list(
    root: &Path,
    below: &str,
    open: &mut Vec<String>,
    files: &mut Vec<String>,
) -> Result<(), FolderError> {
    let here = root.join(below);
    let fail = |source| FolderError::Io {
        path: here.clone(),
        source,
    };
    for entry in std::fs::read_dir(&here).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let name = entry.file_name();
        // A name that is not Unicode cannot be one of ours.
        let Some(name) = name.to_str() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let path = if below.is_empty() {
            name.to_owned()
        } else {
            format!("{below}/{name}")
        };
        let kind = entry.file_type().map_err(fail)?;
        if kind.is_dir() {
            open.push(path);
        } else if name.ends_with(".md") && name != "README.md" {
            files.push(path);
        }
    }
    Ok(())
}
