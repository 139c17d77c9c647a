//! The one place where errors become a sentence, a hint and an exit code (DESIGN §6).

use std::fmt;

use power_list::io::project::ProjectError;
use power_list::io::register::local::LocalError;
use power_list::io::sqlite::release::ReleaseError;
use power_list::ops::publish::PublishError;

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
}

/// Classifies an error by the most specific library error in its chain.
pub fn judge(error: &anyhow::Error) -> Verdict {
    let verdict = |exit, hint: &str| Verdict {
        exit,
        hints: hint.lines().map(str::to_owned).collect(),
    };
    for cause in error.chain() {
        if let Some(e) = cause.downcast_ref::<Usage>() {
            return verdict(Exit::Usage, &e.hint);
        }
        if let Some(e) = cause.downcast_ref::<ProjectError>() {
            return match e {
                ProjectError::NotAProject(_) => verdict(
                    Exit::Usage,
                    "用 --project 指明工程目录；power-list demo 会生成一个完整的例子",
                ),
                ProjectError::Settings { .. } => {
                    verdict(Exit::Usage, "运行 power-list validate 看哪里不对")
                }
                ProjectError::File(_) => verdict(Exit::Failed, ""),
            };
        }
        if let Some(e) = cause.downcast_ref::<ReleaseError>() {
            return release(e);
        }
        if let Some(e) = cause.downcast_ref::<PublishError>() {
            return match e {
                PublishError::Gate(_) => verdict(
                    Exit::Refused,
                    "运行 power-list validate --gate 4 逐条看，改好以后再公布",
                ),
                PublishError::NotConfirmed(_) => verdict(
                    Exit::Refused,
                    "运行 power-list review status 看各单位到了哪一步；只公布已确认的单位用 --partial",
                ),
                PublishError::Nothing => verdict(
                    Exit::Refused,
                    "运行 power-list review status 看各单位到了哪一步",
                ),
                PublishError::NoCode(_) | PublishError::Unknown { .. } => {
                    verdict(Exit::Refused, "运行 power-list validate --gate 4 逐条看")
                }
                PublishError::Release(e) => release(e),
            };
        }
        if let Some(LocalError::Content { .. }) = cause.downcast_ref::<LocalError>() {
            return verdict(Exit::Usage, "本地文件的写法见 data/laws/README.md");
        }
    }
    verdict(Exit::Failed, "")
}

fn release(error: &ReleaseError) -> Verdict {
    let verdict = |exit, hint: &str| Verdict {
        exit,
        hints: hint.lines().map(str::to_owned).collect(),
    };
    match error {
        ReleaseError::NotFound(_) => verdict(
            Exit::Usage,
            "写发布编号（如 341100-20150301）或 .db 文件的路径；power-list release list 列出已有的发布",
        ),
        ReleaseError::NotARelease { .. } => {
            verdict(Exit::Failed, "power-list release list 列出已有的发布")
        }
        ReleaseError::Newer { .. } => verdict(Exit::Failed, "换用新版本的 power-list"),
        ReleaseError::Damaged { .. } => verdict(Exit::Failed, "从公布时的备份取回原文件"),
        ReleaseError::Exists(_) => verdict(
            Exit::Refused,
            "内容确有变化时用 --date 写新的公布日；同一天再次公布用 --number 2",
        ),
        ReleaseError::Inconsistent(_) => {
            verdict(Exit::Failed, "运行 power-list validate --gate 4 看哪里不对")
        }
        ReleaseError::Database { .. } | ReleaseError::File(_) => verdict(Exit::Failed, ""),
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
        write!(f, "{head}：{}", self.0)?;
        let mut last = self.0.to_string();
        for cause in self.0.chain().skip(1) {
            let text = cause.to_string();
            // thiserror's transparent wrappers repeat the sentence of what they wrap.
            if text != last {
                write!(f, "\n  原因：{text}")?;
            }
            last = text;
        }
        for hint in &self.1.hints {
            write!(f, "\n  提示：{hint}")?;
        }
        Ok(())
    }
}
