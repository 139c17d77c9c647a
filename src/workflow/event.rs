//! What happened: the only thing the workflow keeps. The state is what the events add up to.

use jiff::Timestamp;
use jiff::civil::Date;

use super::adjust::Step;
use super::decision::Decision;
use super::stage::{Leg, Round};
use super::words::{Words, iso_date, iso_date_if};
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::people::{ActorId, Body};
use crate::domain::project::Signatures;

/// A unit's place in the campaign.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// The unit.
    pub department: DepartmentId,
    /// The 审核组 that examines its items.
    pub group: Words,
}

/// An item of a submission with the digest of its content.
pub type Listed = (ItemCode, Digest);

/// Result of 合法性审查.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalityResult {
    /// 合法
    Legal,
    /// 基本合法
    MostlyLegal,
    /// 不合法
    Unlawful,
}

impl LegalityResult {
    /// All results.
    pub const ALL: [Self; 3] = [Self::Legal, Self::MostlyLegal, Self::Unlawful];

    /// The term in use.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Legal => "合法",
            Self::MostlyLegal => "基本合法",
            Self::Unlawful => "不合法",
        }
    }

    /// The result that a term names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.chinese() == text)
    }
}

/// 合法性审查 as 法制办 signs it in 复审.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Legality {
    /// The result.
    pub result: LegalityResult,
    /// What it rests on or what is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Words>,
}

/// A unit's answer to an opinion. Only a full 采纳 may go without a reason.
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// 采纳
    Adopted {
        /// How it was done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Words>,
    },
    /// 部分采纳
    PartlyAdopted {
        /// What was not adopted, and why.
        reason: Words,
    },
    /// 不采纳
    Declined {
        /// Why.
        reason: Words,
    },
}

impl Answer {
    /// The terms in use.
    pub const TERMS: [&'static str; 3] = ["采纳", "部分采纳", "不采纳"];

    /// The answer that a term names; `None` where the term is unknown or its reason is missing.
    pub fn build(term: &str, reason: Option<Words>) -> Option<Self> {
        match (term, reason) {
            ("采纳", reason) => Some(Self::Adopted { reason }),
            ("部分采纳", Some(reason)) => Some(Self::PartlyAdopted { reason }),
            ("不采纳", Some(reason)) => Some(Self::Declined { reason }),
            _ => None,
        }
    }

    /// The term in use.
    pub const fn chinese(&self) -> &'static str {
        match self {
            Self::Adopted { .. } => "采纳",
            Self::PartlyAdopted { .. } => "部分采纳",
            Self::Declined { .. } => "不采纳",
        }
    }

    /// The reason, where given.
    pub fn reason(&self) -> Option<&Words> {
        match self {
            Self::Adopted { reason } => reason.as_ref(),
            Self::PartlyAdopted { reason } | Self::Declined { reason } => Some(reason),
        }
    }
}

/// A meeting whose outcome the list rests on.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// 专家论证
    ExpertReview,
    /// 领导小组会议
    LeadingGroup,
    /// 政府常务会议
    GovernmentExecutive,
    /// 市委常委会
    PartyCommittee,
}

impl MeetingKind {
    /// All kinds in the usual order.
    pub const ALL: [Self; 4] = [
        Self::ExpertReview,
        Self::LeadingGroup,
        Self::GovernmentExecutive,
        Self::PartyCommittee,
    ];

    /// Those without which no unit's list is confirmed.
    pub const DECIDING: [Self; 2] = [Self::ExpertReview, Self::GovernmentExecutive];

    /// The term in use.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::ExpertReview => "专家论证",
            Self::LeadingGroup => "领导小组会议",
            Self::GovernmentExecutive => "政府常务会议",
            Self::PartyCommittee => "市委常委会",
        }
    }

    /// The kind that a term names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.chinese() == text)
    }
}

/// What happened. The JSON form is hashed and kept for good: fields are added, never renamed or reordered.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum EventKind {
    /// The campaign began.
    Started {
        /// Edition of the list, e.g. 2015年版.
        edition: Words,
        /// The units that take part.
        departments: Vec<Seat>,
        /// Whether every event has to be signed, from this one on.
        #[serde(default, skip_serializing_if = "Signatures::are_optional")]
        signatures: Signatures,
    },
    /// 一上, 二上, 三上.
    Submitted {
        /// Unit.
        department: DepartmentId,
        /// Round that it opens.
        round: Round,
        /// Digest of the snapshot's manifest.
        snapshot: Digest,
        /// The items in order of code; empty only where the unit declared that it has none.
        items: Vec<Listed>,
        /// Items new, changed or gone since the last round without an opinion asking for it.
        unprompted: Vec<ItemCode>,
        /// Digest of what the gate found ([`super::found`]); absent in events from before it was kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        findings: Option<Digest>,
    },
    /// A body's opinion on one item.
    Opined {
        /// Unit.
        department: DepartmentId,
        /// Round.
        round: Round,
        /// Item.
        item: ItemCode,
        /// Body that speaks.
        body: Body,
        /// What it proposes.
        decision: Decision,
        /// What it says to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Words>,
    },
    /// A body took its opinion on one item back.
    Withdrawn {
        /// Unit.
        department: DepartmentId,
        /// Round.
        round: Round,
        /// Item.
        item: ItemCode,
        /// Body that spoke.
        body: Body,
    },
    /// A body closed its review of the unit for the round.
    Signed {
        /// Unit.
        department: DepartmentId,
        /// Round.
        round: Round,
        /// Body that signs.
        body: Body,
        /// 合法性审查, which 法制办 gives in 复审.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        legality: Option<Legality>,
    },
    /// 综合组 settled an item on which the bodies disagreed or which they left open.
    Ruled {
        /// Unit.
        department: DepartmentId,
        /// Round.
        round: Round,
        /// Item.
        item: ItemCode,
        /// The ruling.
        decision: Decision,
        /// Why.
        reason: Words,
    },
    /// 一下, 二下.
    Returned {
        /// Unit.
        department: DepartmentId,
        /// Round that it ends.
        round: Round,
        /// Digest of the feedback that the unit was given.
        feedback: Digest,
    },
    /// The unit answered an opinion.
    Answered {
        /// Unit.
        department: DepartmentId,
        /// Round of the opinion.
        round: Round,
        /// Item.
        item: ItemCode,
        /// Sequence number of the opinion.
        opinion: u64,
        /// The answer.
        answer: Answer,
    },
    /// A meeting was held.
    MeetingHeld {
        /// Which.
        meeting: MeetingKind,
        /// When.
        #[serde(with = "iso_date")]
        date: Date,
        /// Number of the minutes or of the opinion.
        document: Words,
    },
    /// 综合组 gave a unit more time for a leg.
    Extended {
        /// Unit.
        department: DepartmentId,
        /// Round.
        round: Round,
        /// Way.
        leg: Leg,
        /// Last day until then, where there was one.
        #[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date_if")]
        from: Option<Date>,
        /// Last day from now on.
        #[serde(with = "iso_date")]
        until: Date,
        /// Why.
        reason: Words,
        /// Number of the document, where it is in writing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<Words>,
    },
    /// 三下: the unit's list is settled.
    Confirmed {
        /// Unit.
        department: DepartmentId,
        /// What becomes of each item, in order of code.
        decisions: Vec<(ItemCode, Decision)>,
    },
    /// The list was published.
    Published {
        /// Id of the release.
        release: Words,
        /// Digest of the release file.
        digest: Digest,
        /// Whether units are missing in it.
        partial: bool,
        /// The units in it.
        departments: Vec<DepartmentId>,
        /// The adjustments that are in it for the first time.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        adjustments: Vec<AdjustmentId>,
        /// Edition, where it is another than the campaign's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edition: Option<Words>,
    },
    /// Something happened to an adjustment.
    Adjustment {
        /// Its number.
        adjustment: AdjustmentId,
        /// The unit that applies.
        department: DepartmentId,
        /// What.
        act: Step,
    },
}

impl EventKind {
    /// Stable English name: the `kind` of the JSON form.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Started { .. } => "started",
            Self::Submitted { .. } => "submitted",
            Self::Opined { .. } => "opined",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Signed { .. } => "signed",
            Self::Ruled { .. } => "ruled",
            Self::Returned { .. } => "returned",
            Self::Answered { .. } => "answered",
            Self::MeetingHeld { .. } => "meeting_held",
            Self::Extended { .. } => "extended",
            Self::Confirmed { .. } => "confirmed",
            Self::Published { .. } => "published",
            Self::Adjustment { .. } => "adjustment",
        }
    }

    /// All keys.
    pub const KEYS: [&'static str; 13] = [
        "started",
        "submitted",
        "opined",
        "withdrawn",
        "signed",
        "ruled",
        "returned",
        "answered",
        "meeting_held",
        "extended",
        "confirmed",
        "published",
        "adjustment",
    ];

    /// What it is called in a log.
    pub const fn chinese(&self) -> &'static str {
        match self {
            Self::Started { .. } => "启动",
            Self::Submitted { round, .. } => round.leg(super::stage::Leg::Up),
            Self::Opined { .. } => "意见",
            Self::Withdrawn { .. } => "撤回意见",
            Self::Signed { .. } => "签署",
            Self::Ruled { .. } => "裁定",
            Self::Returned { round, .. } => round.leg(super::stage::Leg::Down),
            Self::Answered { .. } => "答复",
            Self::MeetingHeld { .. } => "会议",
            Self::Extended { .. } => "延期",
            Self::Confirmed { .. } => "三下确认",
            Self::Published { .. } => "公布",
            Self::Adjustment { act, .. } => act.chinese(),
        }
    }

    /// The unit concerned; `None` for what concerns the campaign as a whole.
    pub const fn department(&self) -> Option<&DepartmentId> {
        match self {
            Self::Submitted { department, .. }
            | Self::Opined { department, .. }
            | Self::Withdrawn { department, .. }
            | Self::Signed { department, .. }
            | Self::Ruled { department, .. }
            | Self::Returned { department, .. }
            | Self::Answered { department, .. }
            | Self::Extended { department, .. }
            | Self::Confirmed { department, .. }
            | Self::Adjustment { department, .. } => Some(department),
            Self::Started { .. } | Self::MeetingHeld { .. } | Self::Published { .. } => None,
        }
    }

    /// The item concerned, where it is one.
    pub const fn item(&self) -> Option<&ItemCode> {
        match self {
            Self::Opined { item, .. }
            | Self::Withdrawn { item, .. }
            | Self::Ruled { item, .. }
            | Self::Answered { item, .. } => Some(item),
            _ => None,
        }
    }
}

/// An event in its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// 1, 2, 3, …
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: ActorId,
    /// As what, in words.
    pub role: String,
    /// What.
    pub payload: EventKind,
    /// Digest of the event before; [`Digest::ZERO`] for the first.
    pub previous: Digest,
    /// Digest of this one.
    pub digest: Digest,
}
