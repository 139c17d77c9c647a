//! Whether a release file is what was published: everything that can be recomputed is recomputed, each check by itself.

mod confirmed;
mod record;

use std::path::Path;

use crate::domain::ids::Digest;
use crate::domain::law::Register;
use crate::domain::release::{Release, ReleaseId};
use crate::domain::signers::AllowedSigner;
use crate::domain::ssh::{RELEASE_NAMESPACE, Signature};
use crate::io::files::{self, FileError};
use crate::io::register;
use crate::io::sqlite::release::companions::{metadata_path, read_list, signature_path, sums_path};
use crate::io::sqlite::release::{self as store, Layout, ReleaseError, ReleaseFile};

pub use self::record::Ledger;

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

/// Checks a release file and what lies beside it.
///
/// # Errors
/// When the file cannot be read at all, or the store or the disk fails: what is wrong with the file is no error.
pub fn verify(path: &Path, evidence: Evidence<'_>) -> Result<Verification, ReleaseError> {
    let bytes = files::read_bytes(path).map_err(|error| missing(path, error))?;
    let sha256 = Digest::of(&bytes);
    let (inside, file, release) = look_inside(path)?;
    let named = path.file_stem().and_then(|stem| stem.to_str());
    let id = match &file {
        Some(file) => Some(file.header().id.clone()),
        None => named.and_then(|stem| stem.parse().ok()),
    };
    let unread = || Outcome::unchecked("文件读不出来", "先取回完好的文件");
    let mut checks = inside;
    checks.insert(1, (Subject::Sums, sums(path, sha256)));
    let previous = match &release {
        Some(release) => previous(path, release)?,
        None => unread(),
    };
    checks.push((Subject::Previous, previous));
    let (record, confirmed) = record::check(evidence.ledger, id.as_ref(), sha256, release.as_ref());
    checks.push((Subject::Record, record));
    checks.push((Subject::Confirmed, confirmed));
    checks.push((
        Subject::Register,
        file.as_ref()
            .map_or_else(unread, |file| law(file, evidence.register)),
    ));
    checks.push((
        Subject::Metadata,
        file.as_ref()
            .map_or_else(unread, |file| metadata(path, file)),
    ));
    let day = id.as_ref().map(ReleaseId::published_on);
    checks.push((
        Subject::Signature,
        signature(path, &bytes, day, &evidence.trust),
    ));
    Ok(Verification { id, sha256, checks })
}

fn missing(path: &Path, error: FileError) -> ReleaseError {
    if error.source.kind() == std::io::ErrorKind::NotFound {
        return ReleaseError::NotFound(files::shown(path));
    }
    error.into()
}

type Inside = (
    Vec<(Subject, Outcome)>,
    Option<ReleaseFile>,
    Option<Release>,
);

/// What the file itself tells.
fn look_inside(path: &Path) -> Result<Inside, ReleaseError> {
    let unread = || Outcome::unchecked("文件读不出来", "先取回完好的文件");
    let file = match ReleaseFile::open_doubtful(path) {
        Ok(file) => file,
        Err(error @ (ReleaseError::File(_) | ReleaseError::Newer { .. })) => return Err(error),
        Err(error) => {
            // What is read first is the header and the definitions.
            let mut said = error.to_string();
            if matches!(error, ReleaseError::NotARelease { .. }) {
                said.push_str("（看文件头）");
            } else if matches!(error, ReleaseError::Damaged { .. }) && !said.contains("库结构") {
                said.push_str("；在文件头、库结构（sqlite_schema）或表 release 里");
            }
            let checks = vec![
                (Subject::Format, Outcome::wrong(said)),
                (Subject::Structure, unread()),
                (Subject::Content, unread()),
                (Subject::Layout, unread()),
            ];
            return Ok((checks, None, None));
        }
    };
    let stem = path.file_stem().and_then(|stem| stem.to_str());
    let id = file.header().id.to_string();
    let other = stem.filter(|stem| {
        stem.parse::<ReleaseId>()
            .is_ok_and(|named| named.to_string() != id)
    });
    let format = match other {
        Some(name) => Outcome::wrong(format!("文件名是 {name}，里面写的是 {id}")),
        None => Outcome::Good(format!("发布 {id}，第 {} 版格式", file.version())),
    };
    let faults = file.faults();
    let structure = if faults.is_empty() {
        Outcome::Good("结构完好，引用关系都对".to_owned())
    } else {
        Outcome::Wrong(faults)
    };
    let (content, layout, release) = match file.read() {
        Err(error) => {
            let mut wrong = vec![error.to_string()];
            wrong.extend(file.altered());
            (Outcome::Wrong(wrong), unread(), None)
        }
        Ok(release) => {
            let found = release.digest();
            if found == file.digest() {
                let layout = layout(&file, &release)?;
                let said = format!("重算得 {found}，与文件里写的相同");
                (Outcome::Good(said), layout, Some(release))
            } else {
                let mut wrong = vec![format!(
                    "重算得 {}，文件里写的是 {}",
                    found.short(),
                    file.digest().short()
                )];
                wrong.extend(file.altered());
                let layout = Outcome::unchecked("内容已经不对", "先取回完好的文件");
                (Outcome::Wrong(wrong), layout, Some(release))
            }
        }
    };
    let checks = vec![
        (Subject::Format, format),
        (Subject::Structure, structure),
        (Subject::Content, content),
        (Subject::Layout, layout),
    ];
    Ok((checks, Some(file), release))
}

fn layout(file: &ReleaseFile, release: &Release) -> Result<Outcome, ReleaseError> {
    Ok(match file.layout(release)? {
        Layout::Same => Outcome::Good("用里面的内容重写一遍，每个字节都相同".to_owned()),
        Layout::Differs(places) => Outcome::Wrong(places),
        Layout::OtherProgram => Outcome::unchecked(
            format!(
                "文件是 {} 版程序写的，本程序是 {} 版，字节不必相同",
                release.header.tool_version,
                env!("CARGO_PKG_VERSION")
            ),
            "用写它的那一版程序核验",
        ),
    })
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

/// Recomputes what changed since the release before, where that lies beside.
fn previous(path: &Path, release: &Release) -> Result<Outcome, ReleaseError> {
    let Some(id) = &release.previous else {
        return Ok(Outcome::Good("这是第一次发布".to_owned()));
    };
    let before = path.with_file_name(format!("{id}.db"));
    let read =
        ReleaseFile::open_doubtful(&before).and_then(|file| Ok((file.read()?, file.digest())));
    let old = match read {
        Ok((old, stated)) if old.digest() == stated => old,
        Ok(_) => {
            return Ok(Outcome::unchecked(
                format!("上一次发布 {id}.db 自己就不对"),
                format!("power-list release verify {id}"),
            ));
        }
        Err(ReleaseError::File(error)) => return Err(error.into()),
        Err(ReleaseError::NotFound(_)) => {
            return Ok(Outcome::unchecked(
                format!("旁边没有上一次发布 {id}.db"),
                "把它放在同一个文件夹",
            ));
        }
        Err(error) => {
            return Ok(Outcome::unchecked(
                error.to_string(),
                format!("power-list release verify {id}"),
            ));
        }
    };
    // What counts as a change has grown since: charts, items known again under another code.
    if release.header.register_digest.is_none() {
        return Ok(Outcome::unchecked(
            "旧格式的发布不是这样比较的",
            format!(
                "power-list diff {id} {} 看两次公布的不同",
                release.header.id
            ),
        ));
    }
    let changes = super::publish::changes(&old.catalog, &release.catalog, &release.decisions);
    let same = changes.len() == release.changes.len()
        && changes
            .iter()
            .zip(&release.changes)
            .all(|(a, b)| (&a.item_code, a.kind) == (&b.item_code, b.kind));
    Ok(if same {
        Outcome::Good(format!(
            "与 {id} 相比 {} 处，重新比较得到的相同",
            changes.len()
        ))
    } else {
        Outcome::wrong(format!(
            "与 {id} 重新比较得 {} 处变化，文件里写的是 {} 处",
            changes.len(),
            release.changes.len()
        ))
    })
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

fn signature(path: &Path, bytes: &[u8], day: Option<jiff::civil::Date>, trust: &Trust) -> Outcome {
    let beside = signature_path(path);
    let shown = files::shown(&beside);
    let Ok(armored) = files::read_bytes(&beside) else {
        return match trust {
            Trust::File(_) => Outcome::wrong(format!("没有签名：旁边没有 {shown}")),
            _ => Outcome::unchecked(
                format!("没有签名（旁边没有 {shown}）"),
                "公布时加 --sign 钥匙文件",
            ),
        };
    };
    let armored = String::from_utf8_lossy(&armored);
    let signature = match Signature::read_as(RELEASE_NAMESPACE, &armored) {
        Ok(signature) => signature,
        Err(why) => return Outcome::wrong(format!("{shown}：{why}")),
    };
    let print = signature.key().fingerprint();
    if !signature.is_over(bytes) {
        return Outcome::wrong(format!("{shown} 不是钥匙 {print} 对这个文件的签名"));
    }
    let (signers, place) = match trust {
        Trust::Nobody => {
            return Outcome::unchecked(
                format!("签名本身是对的，但不知道钥匙 {print} 是谁的"),
                "向公布的人要公钥，写成 allowed_signers 文件，加 --allowed-signers 文件",
            );
        }
        Trust::Project(signers) => (signers, "工程的人员"),
        Trust::File(signers) => (signers, "给的 allowed_signers"),
    };
    let mut known = signers
        .iter()
        .filter(|signer| signer.key.key == *signature.key());
    let fitting = known.clone().find(|signer| {
        signer.may_sign(RELEASE_NAMESPACE) && day.is_none_or(|day| signer.key.counts_on(day))
    });
    match (fitting, known.next(), trust) {
        (Some(signer), ..) => Outcome::Good(format!("{} 用钥匙 {print} 签的", signer.principals)),
        (None, Some(signer), _) => Outcome::wrong(format!(
            "钥匙 {print} 是 {} 的，但公布那天不在有效期内，或者不许签发布",
            signer.principals
        )),
        (None, None, Trust::Project(_)) => Outcome::unchecked(
            format!("签名本身是对的，但钥匙 {print} 不在{place}里"),
            "向公布的人要公钥，写成 allowed_signers 文件，加 --allowed-signers 文件",
        ),
        (None, None, _) => Outcome::wrong(format!("钥匙 {print} 不在{place} 里")),
    }
}

/// The release files of a folder, for those who name a release by its id.
///
/// # Errors
/// When there is none of this name.
pub fn locate(argument: &str, releases: Option<&Path>) -> Result<std::path::PathBuf, ReleaseError> {
    store::locate(argument, releases)
}
