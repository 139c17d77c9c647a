//! Whether a release file is what was published: everything that can be recomputed is recomputed, each check by itself.

mod confirmed;
mod inside;
mod previous;
mod record;
mod signed;

use std::path::Path;

use crate::domain::ids::Digest;
use crate::domain::law::Register;
use crate::domain::release::ReleaseId;
use crate::domain::signers::AllowedSigner;
use crate::io::files::{self, FileError};
use crate::io::register;
use crate::io::sqlite::release::companions::{metadata_path, read_list, sums_path};
use crate::io::sqlite::release::{self as store, ReleaseError, ReleaseFile};

use self::inside::Told;
pub use self::record::Ledger;
use self::signed::Signed;

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is as it should be, and what that means.
    Good(String),
    /// It is not; what is wrong and where, most telling first.
    Wrong(Vec<String>),
    /// It could not be checked.
    Unchecked {
        /// Why not.
        why: String,
        /// How it can be.
        how: String,
    },
}

impl Outcome {
    fn wrong(what: impl Into<String>) -> Self {
        Self::Wrong(vec![what.into()])
    }

    fn unchecked(why: impl Into<String>, how: impl Into<String>) -> Self {
        Self::Unchecked {
            why: why.into(),
            how: how.into(),
        }
    }
}

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// It is a release and can be read.
    Format,
    /// Its SHA-256 is the one in the list beside it.
    Sums,
    /// Tables, indexes and references hold.
    Structure,
    /// The digest of its content is the one that it states.
    Content,
    /// Every byte is what the program writes of this content.
    Layout,
    /// What it says of the release before is so.
    Previous,
    /// The record of the review has it, and the chain holds.
    Record,
    /// What is in it is what was confirmed.
    Confirmed,
    /// It was judged by the law at hand.
    Register,
    /// The metadata file beside it is its own.
    Metadata,
    /// It is signed.
    Signature,
}

impl Subject {
    /// All subjects in the order in which they are checked, with their keys and names.
    pub const ALL: [(Self, &'static str, &'static str); 11] = [
        (Self::Format, "format", "文件格式"),
        (Self::Sums, "sha256", "SHA-256"),
        (Self::Structure, "structure", "表和索引"),
        (Self::Content, "content", "内容摘要"),
        (Self::Layout, "layout", "逐字节重写"),
        (Self::Previous, "previous", "与上一次的变化"),
        (Self::Record, "record", "审核记录"),
        (Self::Confirmed, "confirmed", "确认的内容"),
        (Self::Register, "register", "法规库"),
        (Self::Metadata, "metadata", "说明文件"),
        (Self::Signature, "signature", "签名"),
    ];

    fn entry(self) -> (Self, &'static str, &'static str) {
        let mut all = Self::ALL.into_iter();
        all.find(|(subject, ..)| *subject == self)
            .unwrap_or(Self::ALL[0])
    }

    /// The stable English key.
    pub fn key(self) -> &'static str {
        self.entry().1
    }

    /// The name for people.
    pub fn chinese(self) -> &'static str {
        self.entry().2
    }
}

/// Whose keys are believed.
#[derive(Debug, Clone)]
pub enum Trust {
    /// Nobody's: that a signature is right says nothing of who made it.
    Nobody,
    /// Those that the project knows.
    Project(Vec<AllowedSigner>),
    /// Those in a file; there has to be a signature then.
    File(Vec<AllowedSigner>),
}

/// What a release is held against.
#[derive(Debug)]
pub struct Evidence<'a> {
    /// The record of the review; why there is none where there is none.
    pub ledger: Result<Ledger, Outcome>,
    /// The law at hand.
    pub register: &'a Register,
    /// The keys at hand.
    pub trust: Trust,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Its name, as far as it or its file tells it.
    pub id: Option<ReleaseId>,
    /// SHA-256 of the file.
    pub sha256: Digest,
    /// The checks in order.
    pub checks: Vec<(Subject, Outcome)>,
}

impl Verification {
    /// Whether nothing is wrong. What could not be checked is not wrong.
    pub fn holds(&self) -> bool {
        !self
            .checks
            .iter()
            .any(|(_, outcome)| matches!(outcome, Outcome::Wrong(_)))
    }

    /// What a check came to.
    pub fn of(&self, subject: Subject) -> Option<&Outcome> {
        let mut checks = self.checks.iter();
        checks
            .find(|(s, _)| *s == subject)
            .map(|(_, outcome)| outcome)
    }
}

/// Checks a release file and what lies beside it. The file may be longer than memory: what is in it passes by.
///
/// # Errors
/// When the file cannot be read at all, or the store or the disk fails: what is wrong with the file is no error.
pub fn verify(path: &Path, evidence: Evidence<'_>) -> Result<Verification, ReleaseError> {
    let mut signed = Signed::beside(path);
    let sha256 = files::digest_heard(path, |piece| signed.hear(piece))
        .map_err(|error| missing(path, error))?;
    let (format, file) = match inside::open(path)? {
        Ok(file) => (inside::format(path, &file), Some(file)),
        Err(wrong) => (wrong, None),
    };
    let named = path.file_stem().and_then(|stem| stem.to_str());
    let id = match &file {
        Some(file) => Some(file.header().id.clone()),
        None => named.and_then(|stem| stem.parse().ok()),
    };
    let structure = file.as_ref().map_or_else(unread, inside::structure);
    let mut found = record::find(evidence.ledger, id.as_ref());
    let told = match &file {
        Some(file) => inside::read(path, file, found.as_mut().ok())?,
        None => Told::nothing(),
    };
    let (record, confirmed) = match found {
        Ok(found) => (found.compare(sha256, told.bare.as_ref()), told.confirmed),
        Err(both) => both,
    };
    let register = file
        .as_ref()
        .map_or_else(unread, |file| law(file, evidence.register));
    let metadata = file
        .as_ref()
        .map_or_else(unread, |file| metadata(path, file));
    let day = id.as_ref().map(ReleaseId::published_on);
    let checks = vec![
        (Subject::Format, format),
        (Subject::Sums, sums(path, sha256)),
        (Subject::Structure, structure),
        (Subject::Content, told.content),
        (Subject::Layout, told.layout),
        (Subject::Previous, told.previous),
        (Subject::Record, record),
        (Subject::Confirmed, confirmed),
        (Subject::Register, register),
        (Subject::Metadata, metadata),
        (Subject::Signature, signed.judge(day, &evidence.trust)),
    ];
    Ok(Verification { id, sha256, checks })
}

fn unread() -> Outcome {
    Outcome::unchecked("文件读不出来", "先取回完好的文件")
}

fn missing(path: &Path, error: FileError) -> ReleaseError {
    if error.source.kind() == std::io::ErrorKind::NotFound {
        return ReleaseError::NotFound(files::shown(path));
    }
    error.into()
}

fn sums(path: &Path, sha256: Digest) -> Outcome {
    let sums = match read_list(&sums_path(path)) {
        Ok(Some(sums)) => sums,
        Ok(None) => {
            return Outcome::unchecked(
                "旁边没有 SHA256SUMS",
                "从公布的地方一并取来，放在同一个文件夹",
            );
        }
        Err(error) => return Outcome::wrong(error.to_string()),
    };
    let name = path.file_name().map(|name| name.to_string_lossy());
    match name.and_then(|name| sums.get(name.as_ref())) {
        Some(listed) if *listed == sha256 => Outcome::Good(sha256.to_string()),
        Some(listed) => Outcome::wrong(format!("清单里是 {listed}，文件是 {sha256}")),
        None => Outcome::unchecked("SHA256SUMS 里没有这个文件", "用公布时的文件名"),
    }
}

fn law(file: &ReleaseFile, at_hand: &Register) -> Outcome {
    let Some(stated) = file.header().register_digest else {
        return Outcome::unchecked("旧格式的发布没有记下法规库的摘要", "无从核对");
    };
    let found = register::digest(at_hand);
    if found == stated {
        return Outcome::Good(format!("与手边的相同：{stated}"));
    }
    Outcome::unchecked(
        format!(
            "手边的法规库（{}）不是公布时的那一份（{}）",
            found.short(),
            stated.short()
        ),
        format!(
            "用 {} 版程序和公布那天的 laws/ 核验；只是法规库后来更新了，不说明文件有问题",
            file.header().tool_version
        ),
    )
}

fn metadata(path: &Path, file: &ReleaseFile) -> Outcome {
    let beside = metadata_path(path);
    let Ok(bytes) = files::read_bytes(&beside) else {
        return Outcome::unchecked(
            format!("旁边没有 {}", files::shown(&beside)),
            "再运行一次 power-list publish 会补上",
        );
    };
    match file.metadata() {
        Ok(own) if own == bytes => return Outcome::Good("与发布的内容相符".to_owned()),
        Ok(_) if file.header().tool_version == env!("CARGO_PKG_VERSION") => {}
        Ok(_) => return Outcome::unchecked("是另一版程序写的", "用写它的那一版程序核验"),
        Err(error) => return Outcome::wrong(error.to_string()),
    }
    let listed = read_list(&sums_path(path)).ok().flatten();
    let listed = listed.unwrap_or_default();
    let name = beside.file_name().map(|name| name.to_string_lossy());
    let known = name.and_then(|name| listed.get(name.as_ref()));
    if known.is_some_and(|digest| *digest == Digest::of(&bytes)) {
        return Outcome::unchecked("改写过，与 SHA256SUMS 相符", "与公布的人核对");
    }
    let own = file.metadata().unwrap_or_default();
    let (own, there) = (
        String::from_utf8_lossy(&own),
        String::from_utf8_lossy(&bytes),
    );
    let line = own.lines().zip(there.lines()).position(|(a, b)| a != b);
    Outcome::wrong(format!(
        "{} 第 {} 行起与发布的内容不符",
        files::shown(&beside),
        line.unwrap_or_else(|| own.lines().count().min(there.lines().count())) + 1
    ))
}

/// The release files of a folder, for those who name a release by its id.
///
/// # Errors
/// When there is none of this name.
pub fn locate(argument: &str, releases: Option<&Path>) -> Result<std::path::PathBuf, ReleaseError> {
    store::locate(argument, releases)
}
