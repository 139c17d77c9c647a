//! Two versions of a law side by side, as JSON and Markdown.

mod json;
mod markdown;

use crate::compare::law_diff::{LawDiff, Row};
use crate::compare::words::PieceKind;
use crate::domain::law::{Evidence, Fate};
use crate::domain::provision::Provision;

pub use json::json;
pub use markdown::markdown;

/// What is compared, in words.
pub fn title(diff: &LawDiff<'_>) -> String {
    let (before, after) = (&diff.before, &diff.after);
    if before.law.id == after.law.id {
        return format!(
            "《{}》{} → {}",
            before.law.id, before.published, after.published
        );
    }
    format!(
        "《{}》{} → 《{}》{}",
        before.law.id, before.published, after.law.id, after.published
    )
}

/// How many articles had which fate, in one sentence.
pub fn sentence(diff: &LawDiff<'_>) -> String {
    let told: Vec<String> = Fate::ALL
        .into_iter()
        .filter(|fate| diff.count(*fate) > 0)
        .map(|fate| format!("{} {} 条", fate.chinese(), diff.count(fate)))
        .collect();
    match told.as_slice() {
        [] => "没有可以比较的条文".to_owned(),
        told => told.join("，"),
    }
}

/// What the mapping rests on and what that leaves open, where it does.
pub fn caution(diff: &LawDiff<'_>) -> Option<&'static str> {
    let least = diff.rows.iter().map(|row| row.outcome.evidence).min()?;
    match least {
        Evidence::Text => None,
        Evidence::Record => {
            Some("有一个版本的正文不在手边：去向依据修改决定和公开的引文，字句改没改不一定都知道")
        }
        Evidence::Structure => Some(
            "只凭各条的款数、项数推断：字句改没改看不出来，形状相同的条可能认错；有正文的，用 law index 比对后更可靠",
        ),
    }
}

/// Provisions in a list.
pub fn list(provisions: &[Provision]) -> String {
    let all: Vec<String> = provisions.iter().map(ToString::to_string).collect();
    all.join("、")
}

/// The words of a row with what is gone in [-…-] and what is new in {+…+}.
pub fn marked(row: &Row) -> String {
    let pieces = row.words.iter().map(|piece| match piece.kind {
        PieceKind::Same => piece.text.clone(),
        PieceKind::Gone => format!("[-{}-]", piece.text),
        PieceKind::New => format!("{{+{}+}}", piece.text),
    });
    pieces.collect()
}
