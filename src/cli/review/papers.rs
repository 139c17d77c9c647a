//! The files of a leg down: the feedback as YAML and as a workbook to answer in, as Markdown to read, and the letter.

use std::collections::BTreeMap;
use std::path::PathBuf;

use power_list::domain::ids::Digest;
use power_list::io::feedback;
use power_list::io::store::Store as _;
use power_list::render::feedback::{Beside, book};
use power_list::render::xlsx;
use power_list::report::feedback::markdown;
use power_list::workflow::feedback::Feedback;

use super::Desk;
use super::letter::{self, Said};
use crate::cli::context::{day, today};

/// Each file with its content.
///
/// # Errors
/// When one of them cannot be made, or what was recorded cannot be read.
pub fn papers(desk: &Desk, feedback: &Feedback) -> anyhow::Result<[(PathBuf, Vec<u8>); 4]> {
    let stem = format!("{}-{}", feedback.department, feedback.round.number());
    let folder = desk.context.root.join("feedback");
    let given = desk
        .session
        .campaign()
        .department(&feedback.department)
        .and_then(|state| state.round(feedback.round)?.feedback);
    // What was given is kept letter for letter; the project may since call the unit something else.
    let kept = match given {
        Some(digest) => desk.session.store().get(digest)?,
        None => None,
    };
    let text = kept.unwrap_or_else(|| feedback::yaml(feedback));
    let beside = Beside {
        digest: given.unwrap_or_else(|| Digest::of(&text)),
        // While the round is under review, its papers would be of today.
        day: feedback.returned_at.map_or_else(today, day),
        cited: &BTreeMap::new(),
    };
    let table = xlsx::write(&book(feedback, &beside))?;
    let mut paper = Vec::new();
    markdown(feedback, &mut paper)?;
    let letter = letter::document(&desk.context, feedback, &Said::default())?;
    let path = |ending: &str| folder.join(format!("{stem}.{ending}"));
    Ok([
        (path("yaml"), text),
        (path("xlsx"), table),
        (path("md"), paper),
        (path("docx"), letter),
    ])
}
