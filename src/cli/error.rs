//! The one place where errors become a sentence, a hint and an exit code (DESIGN §6).

use std::fmt;

use power_list::io::store::StoreError;
use power_list::ops::review::ReviewError;
use power_list::workflow::Refusal;

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
    /// What the workflow misses, one line each.
    pub missing: Vec<String>,
    /// Commands to run next, one line each.
    pub next: Vec<String>,
}

/// Classifies an error by the most specific library error in its chain.
pub fn judge(error: &anyhow::Error) -> Verdict {
    let verdict = |exit, hint: &str| Verdict {
        exit,
        hints: hint.lines().map(str::to_owned).collect(),
        missing: Vec::new(),
        next: Vec::new(),
    };
    let refused = |refusal: &Refusal| Verdict {
        exit: Exit::Refused,
        hints: Vec::new(),
        missing: refusal.missing.clone(),
        next: refusal.next.clone(),
    };
    for cause in error.chain() {
        if let Some(e) = cause.downcast_ref::<Usage>() {
            return verdict(Exit::Usage, &e.hint);
        }
        if let Some(e) = cause.downcast_ref::<StoreError>() {
            return verdict(Exit::Failed, e.hint());
        }
        match cause.downcast_ref::<ReviewError>() {
            Some(ReviewError::Refused(refusal)) => return refused(refusal),
            Some(ReviewError::Store(e)) => return verdict(Exit::Failed, e.hint()),
            Some(ReviewError::History(_)) => {
                return verdict(
                    Exit::Findings,
                    "运行 power-list review verify 看是哪一个事件",
                );
            }
            Some(ReviewError::Snapshot { .. }) => {
                return verdict(Exit::Failed, "运行 power-list review verify 核验工作数据库");
            }
            None => {}
        }
    }
    verdict(Exit::Failed, "")
}

/// Whether the error is only that the reader of our output went away (`… | head`): not a failure.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
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
