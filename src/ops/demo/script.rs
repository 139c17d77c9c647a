//! What the script of the demo's review says, as values of the workflow.

use std::collections::BTreeMap;

use super::DemoFailure;
use crate::domain::ids::ItemCode;
use crate::domain::people::Body;
use crate::io::demo::{Case, DemoError, Proposal};
use crate::workflow::{Decision, DecisionParts, Round, Words};

pub(super) fn by_item(cases: Vec<Case>) -> Result<BTreeMap<ItemCode, Case>, DemoFailure> {
    cases
        .into_iter()
        .map(|case| {
            let code = case.item.parse().map_err(script)?;
            Ok((code, case))
        })
        .collect()
}

pub(super) fn script(error: impl std::fmt::Display) -> DemoFailure {
    DemoError::Script(error.to_string()).into()
}

pub(super) fn words(text: &str) -> Result<Words, DemoFailure> {
    text.parse().map_err(script)
}

pub(super) fn decision(proposal: &Proposal) -> Result<Decision, DemoFailure> {
    let absorbs = proposal
        .absorbs
        .iter()
        .map(|code| code.parse().map_err(script))
        .collect::<Result<_, DemoFailure>>()?;
    let date = match &proposal.date {
        Some(date) => Some(date.parse().map_err(script)?),
        None => None,
    };
    let parts = DecisionParts {
        ground: proposal.ground.clone(),
        to: proposal.to.clone(),
        level: proposal.level.clone(),
        date,
        absorbs,
    };
    Decision::build(&proposal.decision, parts).map_err(script)
}

/// What a body proposes on a case in a round; `None` for 保留.
pub(super) fn proposal_of(case: &Case, body: Body, round: Round) -> Option<&Proposal> {
    let own = case.body == body.chinese();
    match round {
        Round::First => own.then_some(&case.opinion),
        // Where a body insists, the others still propose to keep: that is the disagreement to be ruled on.
        Round::Second if case.insists => own.then_some(&case.opinion),
        Round::Second | Round::Third => case.last.as_ref(),
    }
}
