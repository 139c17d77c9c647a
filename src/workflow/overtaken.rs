//! Two at once: whether what somebody else did first matters to what one was about to do.

use super::refusal::run;
use super::{Command, Event, EventKind, Refusal, Staff};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::office_time;
use crate::domain::people::{Body, Person, Role};

impl Command {
    /// The unit that it is about, where it is one.
    const fn department(&self) -> Option<&DepartmentId> {
        match self {
            Self::Submit { department, .. }
            | Self::Opine { department, .. }
            | Self::Record { department, .. }
            | Self::Sign { department, .. }
            | Self::Rule { department, .. }
            | Self::Return { department, .. }
            | Self::Answer { department, .. }
            | Self::Confirm { department } => Some(department),
            Self::Start { .. }
            | Self::Meeting { .. }
            | Self::Extend { .. }
            | Self::Publish { .. }
            | Self::Adjust(_) => None,
        }
    }

    /// Whether whoever gives this command would want to know of `event` first: it was not there when he looked, and it is
    /// about the same thing.
    fn rests_on(&self, event: &Event, actor: &Person) -> bool {
        let body = match actor.role {
            Role::Reviewer { body, .. } => Some(body),
            _ => None,
        };
        match (self, &event.payload) {
            (Self::Opine { items, .. }, payload) => speaks(payload, body, |i| items.contains(i)),
            (Self::Record { entries, .. }, payload) => {
                speaks(payload, body, |i| entries.iter().any(|(code, _)| code == i))
            }
            // What is signed is all that the body has said.
            (Self::Sign { .. }, payload) => speaks(payload, body, |_| true),
            (
                Self::Rule { items, .. },
                EventKind::Opined { item, .. }
                | EventKind::Withdrawn { item, .. }
                | EventKind::Ruled { item, .. },
            ) => items.contains(item),
            (Self::Answer { answers, .. }, EventKind::Answered { opinion, .. }) => {
                answers.iter().any(|(seq, _)| seq == opinion)
            }
            // Whatever happens in the unit meanwhile is not in what is sent up, given back or settled.
            (Self::Submit { .. } | Self::Return { .. } | Self::Confirm { .. }, _) => true,
            _ => false,
        }
    }
}

/// Whether a body spoke on one of these items.
fn speaks(payload: &EventKind, by: Option<Body>, on: impl Fn(&ItemCode) -> bool) -> bool {
    match payload {
        EventKind::Opined { item, body, .. } | EventKind::Withdrawn { item, body, .. } => {
            Some(*body) == by && on(item)
        }
        _ => false,
    }
}

/// The refusal of a command that would be taken, and that rests on what others have done since its giver looked.
pub fn overtaken(
    command: &Command,
    actor: &Person,
    staff: Staff<'_>,
    since: &[Event],
) -> Option<Refusal> {
    let about = |event: &&Event| {
        event.payload.department() == command.department() && command.rests_on(event, actor)
    };
    let event = since.iter().rev().find(about)?;
    let refusal = Refusal::new(
        "overtaken",
        format!(
            "没有记下：{}；看过以后仍要办的，再运行一次",
            told(event, staff)
        ),
    );
    Some(match command.department() {
        Some(department) => refusal.next(run::status_of(department)),
        None => refusal,
    })
}

/// A refusal, with what others have just done to bring it about.
pub fn since_then(
    mut refusal: Refusal,
    command: &Command,
    staff: Staff<'_>,
    since: &[Event],
) -> Refusal {
    let about = |event: &&Event| event.payload.department() == command.department();
    if let Some(event) = since.iter().rev().find(about) {
        refusal.message = format!("{}（{}）", refusal.message, told(event, staff));
    }
    refusal
}

/// Who did what, when, at which number.
fn told(event: &Event, staff: Staff<'_>) -> String {
    let name = staff
        .0
        .iter()
        .find(|person| person.id.value == event.actor)
        .map_or("", |person| person.name.as_str());
    let on = event
        .payload
        .item()
        .map_or_else(String::new, |item| format!(" {item}"));
    let what = match &event.payload {
        EventKind::Opined { decision, .. } | EventKind::Ruled { decision, .. } => {
            format!("：{}", decision.chinese())
        }
        _ => String::new(),
    };
    format!(
        "{name}（{}）于 {} 先办了{}{on}{what}（第 {} 号事件）",
        event.actor,
        office_time::clock(event.at),
        event.payload.chinese(),
        event.seq
    )
}
