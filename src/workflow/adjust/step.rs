//! What happens to an adjustment: the payload of its events.

use jiff::civil::Date;

use super::super::event::Listed;
use super::super::words::{Words, iso_date};
use super::action::Action;
use super::ground::Ground;
use crate::domain::ids::{DepartmentId, Digest};
use crate::domain::people::Body;

/// Who is asked about an adjustment.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// A reviewing body.
    Body(Body),
    /// A unit that receives items.
    Unit(DepartmentId),
}

impl Party {
    /// Its name, for people.
    pub fn chinese(&self) -> String {
        match self {
            Self::Body(body) => body.chinese().to_owned(),
            Self::Unit(unit) => unit.to_string(),
        }
    }
}

/// The answer of 一下.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "result", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// 同意
    Agreed {},
    /// 补正: to be sent up again.
    Correct {
        /// What is to be put right.
        reason: Words,
    },
    /// 不同意
    Refused {
        /// Why.
        reason: Words,
    },
}

impl Answer {
    /// The terms in use.
    pub const TERMS: [&'static str; 3] = ["同意", "补正", "不同意"];

    /// The term in use.
    pub const fn chinese(&self) -> &'static str {
        match self {
            Self::Agreed {} => Self::TERMS[0],
            Self::Correct { .. } => Self::TERMS[1],
            Self::Refused { .. } => Self::TERMS[2],
        }
    }

    /// The reason, where there is one.
    pub const fn reason(&self) -> Option<&Words> {
        match self {
            Self::Agreed {} => None,
            Self::Correct { reason } | Self::Refused { reason } => Some(reason),
        }
    }
}

/// One step of an adjustment.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// It was applied for.
    Opened {
        /// What it does.
        action: Action,
        /// Its ground.
        ground: Ground,
        /// From which day it has effect.
        #[serde(with = "iso_date")]
        effective: Date,
        /// Why it is needed.
        reason: Words,
        /// Why it was not applied for in time, where it was not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        late: Option<Words>,
    },
    /// 一上.
    Submitted {
        /// Digest of the snapshot's manifest.
        snapshot: Digest,
        /// The items as they will be; none for 取消.
        items: Vec<Listed>,
        /// Digest of what the gate found.
        findings: Digest,
    },
    /// Somebody who has to agree said something.
    Opined {
        /// Who.
        party: Party,
        /// Whether they agree.
        agrees: bool,
        /// What they say; only an agreement goes without.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Words>,
    },
    /// The government approved it.
    Approved {
        /// Number of the document.
        document: Words,
        /// Its day.
        #[serde(with = "iso_date")]
        date: Date,
    },
    /// It is to be published before the round ends (紧急公布).
    Urged {
        /// Number of the document that orders it.
        document: Words,
        /// Why it cannot wait.
        reason: Words,
    },
    /// 一下.
    Answered {
        /// The answer.
        answer: Answer,
    },
    /// It was taken back.
    Withdrawn {
        /// Why.
        reason: Words,
    },
}

impl Step {
    /// What it is called in a log.
    pub const fn chinese(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "调整申请",
            Self::Submitted { .. } => "调整一上",
            Self::Opined { .. } => "调整意见",
            Self::Approved { .. } => "调整批准",
            Self::Urged { .. } => "紧急公布",
            Self::Answered { .. } => "调整一下",
            Self::Withdrawn { .. } => "撤回调整",
        }
    }

    /// The texts in it that somebody may look for.
    pub fn texts(&self) -> Vec<&Words> {
        match self {
            Self::Opened {
                ground,
                reason,
                late,
                ..
            } => {
                let mut out = vec![reason];
                out.extend(&ground.document);
                out.extend(late);
                out
            }
            Self::Submitted { .. } => Vec::new(),
            Self::Opined { text, .. } => text.iter().collect(),
            Self::Approved { document, .. } => vec![document],
            Self::Urged { document, reason } => vec![document, reason],
            Self::Answered { answer } => answer.reason().into_iter().collect(),
            Self::Withdrawn { reason } => vec![reason],
        }
    }
}
