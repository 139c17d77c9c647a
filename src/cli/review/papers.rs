//! The files of a leg down: the feedback as YAML and as a workbook to answer in, as Markdown to read, and the letter.

use std::path::PathBuf;

use power_list::domain::ids::Digest;
use power_list::domain::office_time;
use power_list::io::feedback;
use power_list::io::store::Store as _;
use power_list::ops::review::tell_cited;
use power_list::render::feedback::{Beside, book};
use power_list::render::xlsx;
use power_list::report::feedback::markdown;
use power_list::workflow::feedback::Feedback;

use super::Desk;
use super::context::ProjectContext;
use super::letter::{self, Said};
use crate::cli::context::{register, today};

/// The feedback with what the register says of the provisions that its opinions cite.
///
/// # Errors
/// When the project's local laws cannot be read.
pub fn told(context: &ProjectContext, feedback: &Feedback) -> anyhow::Result<Feedback> {
    let mut feedback = feedback.clone();
    let register = register(&context.root)?;
    tell_cited(&mut feedback, &register, context.as_of);
    Ok(feedback)
}

/// Each file with its content.
///
/// # Errors
/// When one of them cannot be made, or what was recorded cannot be read.
pub(super) fn papers(desk: &Desk, feedback: &Feedback) -> anyhow::Result<[(PathBuf, Vec<u8>); 4]> {
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
        day: feedback.returned_at.map_or_else(today, office_time::day),
    };
    let feedback = &told(&desk.context, feedback)?;
    let table = xlsx::write(&book(feedback, &beside))?;
    let mut paper = Vec::new();
    markdown(feedback, &mut paper)?;
    let letter = letter::document(
        &desk.context,
        desk.session.campaign(),
        feedback,
        &Said::default(),
    )?;
    let path = |ending: &str| folder.join(format!("{stem}.{ending}"));
    Ok([
        (path("yaml"), text),
        (path("xlsx"), table),
        (path("md"), paper),
        (path("docx"), letter),
    ])
}
