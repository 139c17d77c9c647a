//! The one place where errors become a sentence, a hint and an exit code (DESIGN §6).

use std::fmt;
use std::io;

use power_list::domain::calendar::NoData;
use power_list::io::demo::DemoError;
use power_list::io::files;
use power_list::io::history::HistoryError;
use power_list::io::project::ProjectError;
use power_list::io::register::local::LocalError;
use power_list::io::sheet::annotate::AnnotateError;
use power_list::io::sheet::workbook::SheetError;
use power_list::io::site::SiteError;
use power_list::io::sqlite::release::ReleaseError;
use power_list::io::ssh::KeyFileError;
use power_list::io::statute::folder::FolderError;
use power_list::io::store::StoreError;
use power_list::io::submission::SubmissionError;
use power_list::ops::adjusting::AdjustingError;
use power_list::ops::codes::CodesError;
use power_list::ops::companions::CompanionError;
use power_list::ops::demo::DemoFailure;
use power_list::ops::history::HistoryFailure;
use power_list::ops::planned::WriteError;
use power_list::ops::publication::PublicationError;
use power_list::ops::publish::PublishError;
use power_list::ops::review::ReviewError;
use power_list::ops::site::SiteFailure;

use super::screen::Unheard;

/// Exit codes, the same for every command and format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: done and clean.
    Clean = 0,
    /// 1: findings at or above the threshold, or a difference that was asked about.
    Findings = 1,
    /// 2: usage or configuration.
    Usage = 2,
    /// 3: the tool failed: files, database.
    Failed = 3,
    /// 4: the workflow refused.
    Refused = 4,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A usage or configuration mistake found by a command itself.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Usage {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// A project that cannot be taken in because of what is wrong in it.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct Unreadable {
    /// What is wrong.
    pub message: String,
    /// Where, and what to do.
    pub hint: String,
}

/// Makes a [`Usage`] error.
pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> anyhow::Error {
    Usage {
        message: message.into(),
        hint: hint.into(),
    }
    .into()
}

/// Sentence, hint and exit code of an error.
pub struct Verdict {
    /// Exit code.
    pub exit: Exit,
    /// Extra advice, one line each.
    pub hints: Vec<String>,
    /// What the workflow misses, one line each.
    pub missing: Vec<String>,
    /// Commands to run next, one line each.
    pub next: Vec<String>,
}

/// Classifies an error by the most specific library error in its chain. Where that has no advice of its own, what the
/// system refused has.
pub fn judge(error: &anyhow::Error) -> Verdict {
    let mut judged = error
        .chain()
        .find_map(known)
        .unwrap_or_else(|| verdict(Exit::Failed, ""));
    let refused: Option<&io::Error> = error.chain().find_map(|cause| cause.downcast_ref());
    if judged.exit == Exit::Failed && judged.hints.is_empty() {
        let advice = match refused {
            Some(refused) if is_unheard(refused) => Unheard::HINT,
            Some(refused) => files::advice(refused),
            None => "",
        };
        judged.hints.extend(advice.lines().map(str::to_owned));
    }
    // What a file that could not be read looks like further on is not what is wrong.
    if let Some(failure) = files::failure().filter(|_| refused.is_none()) {
        judged.exit = Exit::Failed;
        judged.hints.insert(0, failure.to_string());
        judged.hints.push(files::advice(&failure.source).to_owned());
    }
    judged
}

/// What is wrong although a command went through: a file was left out or judged unreadable because the disk failed.
pub fn unread() -> Option<(anyhow::Error, Verdict)> {
    let failure = files::failure()?;
    let judged = verdict(Exit::Failed, files::advice(&failure.source));
    Some((anyhow::Error::new(failure), judged))
}

fn is_unheard(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Unheard>())
}

fn verdict(exit: Exit, hint: &str) -> Verdict {
    Verdict {
        exit,
        hints: hint.lines().map(str::to_owned).collect(),
        missing: Vec::new(),
        next: Vec::new(),
    }
}

/// The verdict on one of the library's errors; wrappers are asked for what they wrap.
fn known(cause: &(dyn std::error::Error + 'static)) -> Option<Verdict> {
    if let Some(e) = cause.downcast_ref::<Usage>() {
        return Some(verdict(Exit::Usage, &e.hint));
    }
    if let Some(e) = cause.downcast_ref::<Unreadable>() {
        return Some(verdict(Exit::Findings, &e.hint));
    }
    if let Some(e) = cause.downcast_ref::<ProjectError>() {
        return Some(project(e));
    }
    if let Some(e) = cause.downcast_ref::<SubmissionError>() {
        return Some(submission(e));
    }
    if cause.is::<AnnotateError>() {
        // Each sentence says itself what to do.
        return Some(verdict(Exit::Usage, ""));
    }
    if let Some(e) = cause.downcast_ref::<ReleaseError>() {
        return Some(release(e));
    }
    if let Some(e) = cause.downcast_ref::<SiteFailure>() {
        return Some(site(e));
    }
    if let Some(e) = cause.downcast_ref::<PublishError>() {
        return Some(publish(e));
    }
    if let Some(e) = cause.downcast_ref::<CompanionError>() {
        return Some(match e {
            CompanionError::Release(e) => release(e),
            CompanionError::Unsigned(e) => verdict(Exit::Failed, e.hint),
            CompanionError::Signed { .. } => verdict(
                Exit::Refused,
                "用原来的钥匙；要换钥匙，先把旧的签名文件移走，再运行一次",
            ),
        });
    }
    if let Some(e) = cause.downcast_ref::<NoData>() {
        return Some(verdict(Exit::Usage, &e.help()));
    }
    if let Some(e) = cause.downcast_ref::<ReviewError>() {
        return Some(review(e));
    }
    if let Some(e) = cause.downcast_ref::<HistoryFailure>() {
        return Some(history(e));
    }
    if let Some(e) = cause.downcast_ref::<HistoryError>() {
        return Some(history_file(e));
    }
    if let Some(e) = cause.downcast_ref::<KeyFileError>() {
        return Some(key_file(e));
    }
    if let Some(e) = cause.downcast_ref::<StoreError>() {
        return Some(verdict(Exit::Failed, e.hint()));
    }
    if let Some(e) = cause.downcast_ref::<PublicationError>() {
        return match e {
            PublicationError::Publish(e) => Some(publish(e)),
            PublicationError::Review(e) => Some(review(e)),
            PublicationError::Unplaced(_) => Some(verdict(
                Exit::Failed,
                "排除原因后再运行一次 power-list publish，会写出同样的文件",
            )),
        };
    }
    if let Some(e) = cause.downcast_ref::<DemoFailure>() {
        return match e {
            DemoFailure::Demo(e) => Some(demo(e)),
            DemoFailure::Project(e) => Some(project(e)),
            DemoFailure::Store(e) => Some(verdict(Exit::Failed, e.hint())),
            DemoFailure::Review(e) => Some(review(e)),
            DemoFailure::Publication(e) => known(e),
            DemoFailure::Companions(e) => known(e),
        };
    }
    if let Some(e) = cause.downcast_ref::<CodesError>() {
        return Some(match e {
            CodesError::Release(e) => release(e),
            CodesError::Store(e) => verdict(Exit::Failed, e.hint()),
            CodesError::Review(e) => review(e),
        });
    }
    if let Some(e) = cause.downcast_ref::<AdjustingError>() {
        return adjusting(e);
    }
    if let Some(WriteError::Changed(_)) = cause.downcast_ref::<WriteError>() {
        return Some(verdict(Exit::Failed, "再运行一次这条命令"));
    }
    if let Some(LocalError::Content { .. }) = cause.downcast_ref::<LocalError>() {
        return Some(verdict(Exit::Usage, "本地文件的写法见 data/laws/README.md"));
    }
    None
}

fn adjusting(error: &AdjustingError) -> Option<Verdict> {
    Some(match error {
        AdjustingError::Project(e) => project(e),
        AdjustingError::Codes(e) => return known(e),
        AdjustingError::Write(e) => return known(e),
        AdjustingError::NoItem(_) => verdict(Exit::Usage, "检查编码；power-list search 按名称查"),
        AdjustingError::Code(_) => verdict(Exit::Usage, ""),
        AdjustingError::NotMoved { .. } | AdjustingError::Differs(_) => verdict(
            Exit::Usage,
            "没有写任何文件；先运行 power-list fmt，再运行一次",
        ),
        AdjustingError::File(_) => verdict(Exit::Failed, ""),
    })
}

fn project(error: &ProjectError) -> Verdict {
    match error {
        ProjectError::NotAProject(_) => verdict(
            Exit::Usage,
            "用 --project 指明工程目录；power-list demo 会生成一个完整的例子",
        ),
        ProjectError::Settings { .. } => {
            verdict(Exit::Usage, "运行 power-list validate 看哪里不对")
        }
        ProjectError::File(_) => verdict(Exit::Failed, ""),
        ProjectError::LawTexts(FolderError::Io { .. }) => verdict(Exit::Failed, ""),
        ProjectError::LawTexts(_) => verdict(
            Exit::Usage,
            "--law-texts 要指向存放法规 Markdown 文件的文件夹（写法见手册“引文对照”）",
        ),
    }
}

/// Mistakes in what was handed in are those of the person, failures of the machine are not.
pub fn submission(error: &SubmissionError) -> Verdict {
    match error {
        SubmissionError::File(_) | SubmissionError::Sheet(SheetError::File(_)) => {
            verdict(Exit::Failed, "")
        }
        SubmissionError::Missing(_) => verdict(
            Exit::Usage,
            "检查路径；中文文件名里有空格或括号时整个加引号",
        ),
        _ => verdict(Exit::Usage, "工程没有任何改动"),
    }
}

fn publish(error: &PublishError) -> Verdict {
    match error {
        PublishError::Gate(_) => verdict(
            Exit::Refused,
            "运行 power-list validate --gate 4 --strict 逐条看，改好以后再公布",
        ),
        PublishError::NotConfirmed(_) => verdict(
            Exit::Refused,
            "运行 power-list review status 看各单位到了哪一步；只公布已确认的单位用 --partial",
        ),
        PublishError::Nothing => verdict(
            Exit::Refused,
            "运行 power-list review status 看各单位到了哪一步",
        ),
        PublishError::NoCode(_) | PublishError::Unknown { .. } => verdict(
            Exit::Refused,
            "运行 power-list validate --gate 4 --strict 逐条看",
        ),
        PublishError::CodesReused(_) => verdict(
            Exit::Refused,
            "换一个没有用过的编码（power-list code assign），经过审核再公布",
        ),
        PublishError::EditionOver { .. } => verdict(
            Exit::Refused,
            "在 power-list.yaml 的 edition 里写新的版本名；两个版本之间的增补用前一个版本的名称；power-list release list 看历次的版本",
        ),
        PublishError::DrawingChanged(_) | PublishError::ItemsChanged(_) | PublishError::File(_) => {
            verdict(Exit::Failed, "")
        }
        PublishError::Release(e) => release(e),
    }
}

fn review(error: &ReviewError) -> Verdict {
    match error {
        ReviewError::Refused(refusal) => Verdict {
            exit: Exit::Refused,
            hints: Vec::new(),
            missing: refusal.missing.clone(),
            next: refusal.next.clone(),
        },
        ReviewError::Store(e) => verdict(Exit::Failed, e.hint()),
        ReviewError::Unsigned(e) => verdict(Exit::Failed, e.hint),
        ReviewError::Calendar(e) => verdict(Exit::Usage, &e.help()),
        ReviewError::History(_) => verdict(
            Exit::Findings,
            "运行 power-list review verify 看是哪一个事件",
        ),
        ReviewError::Snapshot { .. } | ReviewError::Findings { .. } => {
            verdict(Exit::Failed, "运行 power-list review verify 核验工作数据库")
        }
    }
}

fn history(error: &HistoryFailure) -> Verdict {
    match error {
        HistoryFailure::File(e) => history_file(e),
        HistoryFailure::Store(e) => verdict(Exit::Failed, e.hint()),
        HistoryFailure::Broken(_) => verdict(
            Exit::Findings,
            "什么都没有写；签名用的钥匙不认识的，把公钥写进 power-list.yaml 里那个人的 keys，再运行一次；别的问题，向给文件的人重新要一份",
        ),
        HistoryFailure::Empty => verdict(
            Exit::Refused,
            "三上三下启动以后才有记录；power-list review status 看走到哪一步",
        ),
        HistoryFailure::Parted { .. } => verdict(
            Exit::Refused,
            "什么都没有写；两边各有各的事件，合不到一起：先弄清以哪一份为准，另一份另存，再导入到没有记录的工程",
        ),
    }
}

fn history_file(error: &HistoryError) -> Verdict {
    match error {
        HistoryError::File(_) => verdict(Exit::Failed, ""),
        HistoryError::Foreign { .. } => verdict(Exit::Usage, "工程没有任何改动"),
        HistoryError::Newer { .. } => verdict(Exit::Failed, "换用新版本的 power-list"),
        HistoryError::Damaged { .. } => verdict(
            Exit::Findings,
            "什么都没有写；向给文件的人重新要一份，或者再传一次",
        ),
    }
}

fn key_file(error: &KeyFileError) -> Verdict {
    let hint = match error {
        KeyFileError::File(_) => "检查 --sign-with 或环境变量 POWER_LIST_SSH_KEY 写的路径",
        KeyFileError::NotAKey { .. } => {
            "写私钥文件（如 ~/.ssh/id_ed25519）；旧格式的用 ssh-keygen -p -f 钥匙文件 换成新格式"
        }
        KeyFileError::Kind { .. } => "用 ssh-keygen -t ed25519 生成一把新的",
        KeyFileError::NotWithAgent { .. } => "写私钥文件，或者先用 ssh-add 把私钥交给 ssh-agent",
        KeyFileError::Passphrase { .. } => "再运行一次；忘了口令的，换一把钥匙",
    };
    verdict(Exit::Usage, hint)
}

fn site(error: &SiteFailure) -> Verdict {
    match error {
        SiteFailure::NothingPublished(_) => verdict(
            Exit::Usage,
            "审核确认以后用 power-list publish --site 文件夹 --as 代号 公布并做成网站",
        ),
        SiteFailure::Release(e) => release(e),
        SiteFailure::Site(SiteError::Foreign(_) | SiteError::NotAFolder(_)) => {
            verdict(Exit::Usage, "换一个还没有的文件夹，或者先把里面的东西移走")
        }
        SiteFailure::Site(SiteError::Twice(_)) | SiteFailure::Workbook(_) => {
            verdict(Exit::Failed, "")
        }
        SiteFailure::Site(SiteError::File(_)) => verdict(Exit::Failed, ""),
    }
}

fn demo(error: &DemoError) -> Verdict {
    match error {
        DemoError::Foreign(_) => verdict(
            Exit::Usage,
            "换一个还没有的文件夹：power-list demo 另一个名字",
        ),
        DemoError::Edited { .. } => verdict(
            Exit::Usage,
            "改动要保留的，换一个文件夹再运行；不要保留的，先删去这个文件夹",
        ),
        DemoError::File(_) | DemoError::Script(_) => verdict(Exit::Failed, ""),
    }
}

fn release(error: &ReleaseError) -> Verdict {
    match error {
        ReleaseError::NotFound(_) => verdict(
            Exit::Usage,
            "写发布编号（如 341100-20150301）或 .db 文件的路径；power-list release list 列出已有的发布",
        ),
        ReleaseError::NotARelease { .. } => {
            verdict(Exit::Failed, "power-list release list 列出已有的发布")
        }
        ReleaseError::Sums { .. } => verdict(
            Exit::Failed,
            "从备份取回 SHA256SUMS；没有备份的，先用 power-list release verify 逐个核验，再删去它，公布时会重写",
        ),
        ReleaseError::Newer { .. } => verdict(Exit::Failed, "换用新版本的 power-list"),
        ReleaseError::Damaged { .. } => verdict(Exit::Failed, "从公布时的备份取回原文件"),
        ReleaseError::Exists(_) => verdict(
            Exit::Refused,
            "内容确有变化时用 --date 写新的公布日；同一天再次公布用 --number 2",
        ),
        ReleaseError::Inconsistent(_) => {
            verdict(Exit::Failed, "运行 power-list validate --gate 4 看哪里不对")
        }
        ReleaseError::Database { .. } => verdict(
            Exit::Failed,
            "检查磁盘：剩余的空间、文件夹的权限、网络盘和移动盘的连接；再运行一次这条命令",
        ),
        ReleaseError::File(_) => verdict(Exit::Failed, ""),
    }
}

/// Whether the error is only that the reader of our output went away (`… | head`): not a failure.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io = cause.downcast_ref::<std::io::Error>().map(|e| e.kind());
        // serde_json does not give the io error on as its source.
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        io.or(json) == Some(std::io::ErrorKind::BrokenPipe)
    })
}

/// Prints an error the way all commands do.
pub struct Shown<'a>(pub &'a anyhow::Error, pub &'a Verdict);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = if self.1.exit == Exit::Refused {
            "拒绝"
        } else {
            "错误"
        };
        let mut last = String::new();
        for cause in self.0.chain() {
            let system = cause.downcast_ref::<io::Error>();
            let text = match system {
                Some(error) if !is_unheard(error) => files::explain(error),
                _ => cause.to_string(),
            };
            if last.is_empty() {
                write!(f, "{head}：{text}")?;
            } else if text != last && !(system.is_some() && last.ends_with(&text)) {
                // thiserror's transparent wrappers repeat the sentence of what they wrap, ours of files that of the system.
                write!(f, "\n  原因：{text}")?;
            }
            last = text;
        }
        for missing in &self.1.missing {
            write!(f, "\n  还缺：{missing}")?;
        }
        for next in &self.1.next {
            write!(f, "\n  下一步：{next}")?;
        }
        for hint in &self.1.hints {
            write!(f, "\n  提示：{hint}")?;
        }
        Ok(())
    }
}
