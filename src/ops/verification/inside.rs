//! What a release file tells by itself, and what its items tell while they pass by: once for everything that hears them,
//! and once more to be written anew.

use std::path::Path;

use super::previous::Before;
use super::record::Found;
use super::{Outcome, unread};
use crate::domain::release::{Release, ReleaseId};
use crate::io::sqlite::release::{Layout, ReleaseError, ReleaseFile};

/// Opens a file; what is wrong with its format where it cannot be opened.
///
/// # Errors
/// When the disk fails, or the file is of a later version: it is not for this program to judge.
pub(super) fn open(path: &Path) -> Result<Result<ReleaseFile, Outcome>, ReleaseError> {
    let error = match ReleaseFile::open_doubtful(path) {
        Ok(file) => return Ok(Ok(file)),
        Err(error @ (ReleaseError::File(_) | ReleaseError::Newer { .. })) => return Err(error),
        Err(error) => error,
    };
    // What is read first is the header and the definitions.
    let mut said = error.to_string();
    if matches!(error, ReleaseError::NotARelease { .. }) {
        said.push_str("（看文件头）");
    } else if matches!(error, ReleaseError::Damaged { .. }) && !said.contains("库结构") {
        said.push_str("；在文件头、库结构（sqlite_schema）或表 release 里");
    }
    Ok(Err(Outcome::wrong(said)))
}

/// Whether it is the release that its name says.
pub(super) fn format(path: &Path, file: &ReleaseFile) -> Outcome {
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let id = file.header().id.to_string();
    let other = stem.filter(|stem| {
        stem.parse::<ReleaseId>()
            .is_ok_and(|named| named.to_string() != id)
    });
    match other {
        Some(name) => Outcome::wrong(format!("文件名是 {name}，里面写的是 {id}")),
        None => Outcome::Good(format!("发布 {id}，第 {} 版格式", file.version())),
    }
}

/// Whether tables, indexes and references hold.
pub(super) fn structure(file: &ReleaseFile) -> Outcome {
    let faults = file.faults();
    if faults.is_empty() {
        Outcome::Good("结构完好，引用关系都对".to_owned())
    } else {
        Outcome::Wrong(faults)
    }
}

/// What the values in a file came to.
pub(super) struct Told {
    pub(super) content: Outcome,
    pub(super) layout: Outcome,
    pub(super) previous: Outcome,
    pub(super) confirmed: Outcome,
    /// The release without items and pictures; `None` where not all of it can be read.
    pub(super) bare: Option<Release>,
}

impl Told {
    /// A file that cannot be read tells nothing.
    pub(super) fn nothing() -> Self {
        Self {
            content: unread(),
            layout: unread(),
            previous: unread(),
            confirmed: unread(),
            bare: None,
        }
    }
}

/// Reads all values of a file; `found` is what the record has of it.
///
/// # Errors
/// When the disk fails.
pub(super) fn read(
    path: &Path,
    file: &ReleaseFile,
    found: Option<&mut Found>,
) -> Result<Told, ReleaseError> {
    let unreadable = |error: ReleaseError| {
        Ok(Told {
            content: altered(error.to_string(), file),
            ..Told::nothing()
        })
    };
    let bare = match file.bare() {
        Ok(bare) => bare,
        Err(error) => return unreadable(error),
    };
    let marks = match file.marks(&bare.catalog.charts) {
        Ok(marks) => marks,
        Err(error) => return unreadable(error),
    };
    let before = Before::of(path, &bare)?;
    let mut since = before.compare(&bare.catalog);
    let mut confirming = found.map(|found| found.confirming(&bare, &marks));
    let digest = file.content(&bare, &marks, &mut |items| {
        since.hold(items);
        if let Some(confirming) = &mut confirming {
            confirming.hold(items);
        }
    });
    let digest = match digest {
        Ok(digest) => digest,
        Err(error) => return unreadable(error),
    };
    let confirmed = confirming.map_or_else(unread, |confirming| confirming.end(&bare));
    let previous = since.end(&bare.changes);
    let stated = file.digest();
    let (content, layout) = if digest == stated {
        let said = format!("重算得 {stated}，与文件里写的相同");
        (Outcome::Good(said), layout(file, &bare)?)
    } else {
        let (digest, stated) = (digest.short(), stated.short());
        let said = format!("重算得 {digest}，文件里写的是 {stated}");
        let layout = Outcome::unchecked("内容已经不对", "先取回完好的文件");
        (altered(said, file), layout)
    };
    drop(marks);
    Ok(Told {
        content,
        layout,
        previous,
        confirmed,
        bare: Some(bare),
    })
}

/// That values are not those that were written, and where.
fn altered(said: String, file: &ReleaseFile) -> Outcome {
    let mut wrong = vec![said];
    wrong.extend(file.altered());
    Outcome::Wrong(wrong)
}

fn layout(file: &ReleaseFile, bare: &Release) -> Result<Outcome, ReleaseError> {
    Ok(match file.layout(bare)? {
        Layout::Same => Outcome::Good("用里面的内容重写一遍，每个字节都相同".to_owned()),
        Layout::Differs(places) => Outcome::Wrong(places),
        Layout::OtherProgram => Outcome::unchecked(
            format!(
                "文件是 {} 版程序写的，本程序是 {} 版，字节不必相同",
                bare.header.tool_version,
                env!("CARGO_PKG_VERSION")
            ),
            "用写它的那一版程序核验",
        ),
    })
}
