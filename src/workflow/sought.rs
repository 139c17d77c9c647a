//! Which events somebody looks for in the record.

use jiff::civil::Date;

use super::adjust::Step;
use super::chain::Record;
use super::decision::Decision;
use super::event::{Event, EventKind};
use super::stage::Round;
use super::words::Words;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::office_time;
use crate::domain::people::Body;

/// What an event has to be; what is not given may be anything.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// Of this unit.
    pub department: Option<DepartmentId>,
    /// On this item.
    pub item: Option<ItemCode>,
    /// Of one of these kinds, by their keys; of any where there are none.
    pub kinds: Vec<String>,
    /// By this person.
    pub actor: Option<String>,
    /// By somebody of this role, e.g. 审核人.
    pub role: Option<String>,
    /// By somebody of this body, or on its opinion.
    pub body: Option<Body>,
    /// Of this round.
    pub round: Option<Round>,
    /// On this day or later.
    pub since: Option<Date>,
    /// On this day or earlier.
    pub until: Option<Date>,
    /// Signed, or not.
    pub signed: Option<bool>,
    /// With this in what was written.
    pub text: Option<String>,
}

impl Sought {
    /// Whether nothing is asked that takes reading an event.
    pub const fn is_all(&self) -> bool {
        self.department.is_none()
            && self.item.is_none()
            && self.kinds.is_empty()
            && self.actor.is_none()
            && self.role.is_none()
            && self.body.is_none()
            && self.round.is_none()
            && self.since.is_none()
            && self.until.is_none()
            && self.signed.is_none()
            && self.text.is_none()
    }

    /// Whether this is one.
    pub fn fits(&self, record: &Record, event: &Event) -> bool {
        fn is<T: PartialEq>(wanted: Option<&T>, found: Option<&T>) -> bool {
            wanted.is_none() || wanted == found
        }
        let kind = &event.payload;
        let day = office_time::day(event.at);
        is(self.department.as_ref(), kind.department())
            && self.item.as_ref().is_none_or(|item| is_about(kind, item))
            && is(self.round.as_ref(), round_of(kind).as_ref())
            && (self.kinds.is_empty() || self.kinds.iter().any(|k| k == kind.key()))
            && (self.actor.as_deref()).is_none_or(|actor| actor == event.actor.as_str())
            && (self.role.as_deref()).is_none_or(|role| role_of(&event.role).0 == role)
            && (self.body).is_none_or(|body| body_of(event) == Some(body))
            && self.since.is_none_or(|since| since <= day)
            && self.until.is_none_or(|until| day <= until)
            && (self.signed).is_none_or(|signed| signed == record.signature.is_some())
            && (self.text.as_deref()).is_none_or(|text| words_of(kind).any(|w| w.contains(text)))
    }
}

/// The round that an event belongs to, where it belongs to one.
pub const fn round_of(kind: &EventKind) -> Option<Round> {
    match kind {
        EventKind::Submitted { round, .. }
        | EventKind::Opined { round, .. }
        | EventKind::Withdrawn { round, .. }
        | EventKind::Signed { round, .. }
        | EventKind::Ruled { round, .. }
        | EventKind::Returned { round, .. }
        | EventKind::Answered { round, .. } => Some(*round),
        _ => None,
    }
}

/// Whether an event is about an item.
fn is_about(kind: &EventKind, item: &ItemCode) -> bool {
    match kind {
        EventKind::Adjustment { act, .. } => match act {
            Step::Opened { action, .. } => action.touched().contains(&item),
            Step::Submitted { items, .. } => items.iter().any(|(code, _)| code == item),
            _ => false,
        },
        other => other.item() == Some(item),
    }
}

/// A role in words as the record has it, e.g. 审核人（编办，审核一组）: its name, and what stands first in the brackets.
fn role_of(words: &str) -> (&str, &str) {
    let (name, rest) = words.split_once('（').unwrap_or((words, ""));
    let first = rest.split(['，', '）']).next().unwrap_or("");
    (name, first)
}

/// What a decision names in words of its own: the ground of 取消, who receives.
const fn ground_of(decision: &Decision) -> Option<&Words> {
    match decision {
        Decision::Cancel { ground } => Some(ground),
        Decision::Delegate { level, .. } => Some(level),
        Decision::Transfer { to } => Some(to),
        _ => None,
    }
}

fn body_of(event: &Event) -> Option<Body> {
    match &event.payload {
        EventKind::Opined { body, .. }
        | EventKind::Withdrawn { body, .. }
        | EventKind::Signed { body, .. } => Some(*body),
        _ => Body::from_chinese(role_of(&event.role).1),
    }
}

/// What people wrote: opinions, grounds, reasons, documents.
fn words_of(kind: &EventKind) -> impl Iterator<Item = &str> {
    let adjusted = match kind {
        EventKind::Adjustment { act, .. } => act.texts(),
        _ => Vec::new(),
    };
    let (first, second) = match kind {
        EventKind::Opined { decision, text, .. } => (text.as_ref(), ground_of(decision)),
        EventKind::Ruled {
            decision, reason, ..
        } => (Some(reason), ground_of(decision)),
        EventKind::Answered { answer, .. } => (answer.reason(), None),
        EventKind::Signed { legality, .. } => {
            (legality.as_ref().and_then(|l| l.text.as_ref()), None)
        }
        EventKind::MeetingHeld { document, .. } => (Some(document), None),
        EventKind::Started { edition, .. } => (Some(edition), None),
        EventKind::Published { release, .. } => (Some(release), None),
        _ => (None, None),
    };
    let words = first.into_iter().chain(second).chain(adjusted);
    words.map(|words| words.as_str())
}
