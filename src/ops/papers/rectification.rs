//! What a rectification notice says.

use super::item_names;
use crate::domain::ids::DepartmentId;
use crate::finding::Severity;
use crate::io::store::Store;
use crate::ops::review::{ReviewError, Session};
use crate::render::paper::{ErrorLine, UnansweredLine};
use crate::workflow::Found;
use crate::workflow::stage::{Position, Round};

/// What a unit owes by the record and by what was found in its list.
#[derive(Debug, Clone, Default)]
pub struct Owed {
    /// Errors in its list.
    pub errors: Vec<ErrorLine>,
    /// Opinions that wait for its answer.
    pub unanswered: Vec<UnansweredLine>,
}

/// The round whose gate a unit's list has to pass next, or has passed last; `None` once it is confirmed.
pub const fn gate_round(position: Position) -> Option<Round> {
    match position {
        Position::SelfCheck => Some(Round::First),
        Position::Revision(revision) => Some(revision.prepares()),
        Position::Review(round) => Some(round),
        Position::Confirmed | Position::Published => None,
    }
}

/// Gathers what a unit owes; `found` is what the rules find in its list now.
///
/// # Errors
/// When the record cannot be read.
pub fn rectification<S: Store>(
    session: &mut Session<S>,
    department: &DepartmentId,
    found: &[Found],
) -> Result<Owed, ReviewError> {
    let mut out = Owed::default();
    let Some(unit) = session.campaign().department(department).cloned() else {
        return Ok(out);
    };
    let sent = item_names(session, unit.latest())?;
    let name = |code| sent.get(code).cloned().unwrap_or_default();
    out.errors = found
        .iter()
        .filter(|found| found.severity == Severity::Error)
        .map(|found| ErrorLine {
            rule: found.code.to_string(),
            code: found
                .item
                .as_ref()
                .map_or(String::new(), ToString::to_string),
            item: found.item.as_ref().map(name).unwrap_or_default(),
            message: found.message.clone(),
            help: found.help.clone().unwrap_or_default(),
        })
        .collect();
    if let Some(round) = unit.being_answered() {
        out.unanswered = round
            .unanswered()
            .map(|(code, body, opinion)| UnansweredLine {
                code: code.to_string(),
                item: name(code),
                body: body.chinese(),
                opinion: match &opinion.text {
                    Some(text) => format!("{}；{text}", opinion.decision),
                    None => opinion.decision.to_string(),
                },
            })
            .collect();
    }
    Ok(out)
}
