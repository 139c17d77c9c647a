//! The release database: one SQLite file for each release, written once, read by anybody.
//!
//! Which articles of the Licensing Act do most items rest on?
//!
//! ```sql
//! SELECT article, article_sub, count(DISTINCT item_code) AS items
//! FROM item_basis WHERE law_id = '行政许可法' AND article IS NOT NULL
//! GROUP BY article, article_sub ORDER BY items DESC, article, article_sub LIMIT 10;
//! ```
//!
//! `item_basis` holds the citations of all fields; add `AND field = 'legal_basis'` for the ground of the power alone.
//! The same as a view, over all laws: `SELECT * FROM 法律依据统计`.

mod check;
mod checksum;
mod citing;
pub mod companions;
pub mod described;
mod fill;
mod gallery;
mod insert;
mod inspect;
mod items;
mod metadata;
mod names;
mod one;
mod parent;
mod pictures;
mod read;
mod rewrite;
mod rows;
pub mod schema;
mod search;
mod spool;
pub mod stream;
mod views;
mod write;

use std::path::{Path, PathBuf};

pub use inspect::Layout;
pub use items::Depth;
pub use metadata::QUESTIONS;
pub use parent::{complete, parent_at};
pub use read::ReleaseFile;
pub use search::Hit;
pub use write::{BATCH, Piece, Pieces, Staged, Written, stage_pieces, write};

use crate::domain::release::ReleaseId;
use crate::io::files::{self, FileError};

/// Why a release cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// No such file.
    #[error("没有找到发布“{0}”")]
    NotFound(String),
    /// A file of another kind.
    #[error("“{path}”不是发布文件：{why}")]
    NotARelease {
        /// The file.
        path: String,
        /// What it seems to be.
        why: &'static str,
    },
    /// Written by a later version of the program.
    #[error(
        "“{path}”是更新的格式（第 {found} 版，本程序认识到第 {} 版）",
        schema::VERSION
    )]
    Newer {
        /// The file.
        path: String,
        /// Its version.
        found: i32,
    },
    /// What is in the file contradicts itself or the format.
    #[error("“{path}”已损坏或被改动：{why}")]
    Damaged {
        /// The file.
        path: String,
        /// Where.
        why: String,
    },
    /// A release of this name is there with another content.
    #[error("“{0}”已经公布过，内容与这一次不同；公布过的文件不能改写")]
    Exists(String),
    /// The list of SHA-256 is none.
    #[error("“{path}”第 {line} 行读不懂，应当是 sha256sum 的写法：摘要、两个空格、文件名")]
    Sums {
        /// The list.
        path: String,
        /// Which line.
        line: usize,
    },
    /// The content does not fit together.
    #[error("清单内容自相矛盾，没有写入：{0}")]
    Inconsistent(String),
    /// The database failed.
    #[error("{action}“{path}”时数据库出错：{why}")]
    Database {
        /// What was being done.
        action: &'static str,
        /// The file.
        path: String,
        /// What the database said.
        why: String,
    },
    /// The file could not be read or written.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What SQLite says of a damaged file of which it says nothing else.
const CORRUPT: &str = "database disk image is malformed";

/// What SQLite says, with the common cases in Chinese.
fn explain(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode;
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => "磁盘已满".to_owned(),
        Some(ErrorCode::ReadOnly) => "文件或所在的文件夹是只读的".to_owned(),
        Some(ErrorCode::CannotOpen) => "打不开文件：没有权限，或者磁盘读不出来".to_owned(),
        Some(ErrorCode::PermissionDenied) => "没有权限".to_owned(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "另一个程序正在使用它".to_owned()
        }
        Some(ErrorCode::SystemIoFailure) => "磁盘读写出错".to_owned(),
        // Also what SQLite makes of a page that the disk does not give.
        Some(ErrorCode::DatabaseCorrupt) if error.to_string() == CORRUPT => {
            "文件已损坏，或者磁盘读不出来".to_owned()
        }
        Some(ErrorCode::OperationInterrupted) => "读得太久，停下了".to_owned(),
        _ => malformed(&error.to_string()),
    }
}

/// Which definition SQLite cannot read, where it says so.
fn malformed(text: &str) -> String {
    let Some(rest) = text.strip_prefix("malformed database schema (") else {
        return text.to_owned();
    };
    let (name, why) = rest.split_once(')').unwrap_or((rest, ""));
    let why = why.trim_start_matches(" - ");
    let name = name.replace(char::REPLACEMENT_CHARACTER, "?");
    if why.is_empty() {
        format!("库结构（sqlite_schema）里 {name} 的定义不对")
    } else {
        format!("库结构（sqlite_schema）里 {name} 的定义不对：{why}")
    }
}

/// Where the file of a release lies.
pub fn path_of(releases: &Path, id: &ReleaseId) -> PathBuf {
    releases.join(format!("{id}.db"))
}

/// The file that an argument means: a file by its path, or the release of this name among those of a project.
///
/// # Errors
/// [`ReleaseError::NotFound`].
pub fn locate(argument: &str, releases: Option<&Path>) -> Result<PathBuf, ReleaseError> {
    if let (Ok(id), Some(releases)) = (argument.parse::<ReleaseId>(), releases) {
        let path = path_of(releases, &id);
        if path.is_file() {
            return Ok(path);
        }
    }
    let path = Path::new(argument);
    if path.exists() {
        return Ok(path.to_path_buf());
    }
    Err(ReleaseError::NotFound(argument.to_owned()))
}

/// The release files of a folder by name; none where the folder does not exist.
///
/// # Errors
/// When the folder cannot be read.
pub fn list(releases: &Path) -> Result<Vec<PathBuf>, FileError> {
    if !releases.is_dir() {
        return Ok(Vec::new());
    }
    let mut out = files::walk(releases)?;
    out.retain(|path| {
        path.parent() == Some(releases) && path.extension().is_some_and(|e| e == "db")
    });
    Ok(out)
}

/// The releases of a folder with their editions; one that cannot be read is passed over.
///
/// # Errors
/// When the folder cannot be read.
pub fn editions(releases: &Path) -> Result<Vec<(ReleaseId, String)>, FileError> {
    let files = list(releases)?.into_iter();
    let headers = files.filter_map(|path| ReleaseFile::open(&path).ok());
    Ok(headers
        .map(|file| (file.header().id.clone(), file.header().edition.clone()))
        .collect())
}

/// The newest release of the same jurisdiction before `id` among the files of a folder.
///
/// # Errors
/// When the folder or that release cannot be read.
pub fn before(releases: &Path, id: &ReleaseId) -> Result<Option<ReleaseFile>, ReleaseError> {
    let mut newest: Option<(ReleaseId, PathBuf)> = None;
    for path in list(releases)? {
        let stem = path.file_stem().and_then(|s| s.to_str());
        let Some(other) = stem.and_then(|s| s.parse::<ReleaseId>().ok()) else {
            continue;
        };
        let earlier = other.jurisdiction() == id.jurisdiction() && other.is_before(id);
        if earlier && newest.as_ref().is_none_or(|(n, _)| n.is_before(&other)) {
            newest = Some((other, path));
        }
    }
    newest.map(|(_, path)| ReleaseFile::open(&path)).transpose()
}

#[cfg(test)]
mod tests;
