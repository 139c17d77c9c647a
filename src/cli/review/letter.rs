//! The letter that goes with the feedback of a leg down: what of it the project knows, and what has to be said.

use jiff::civil::Date;
use power_list::domain::office_time;
use power_list::domain::project::Timetable;
use power_list::render::docx::{self, LetterHead};
use power_list::workflow::Round;
use power_list::workflow::feedback::Feedback;

use super::context::ProjectContext;
use crate::cli::context::today;

/// What a letter says that no project knows. What is not given stays a marked blank.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// 发文机关.
    pub sender: Option<String>,
    /// 发文字号.
    pub number: Option<String>,
    /// 成文日期; without it, the day on which the feedback was given.
    pub date: Option<Date>,
    /// Who to ask.
    pub contact: Option<String>,
}

/// The letter as a document.
///
/// # Errors
/// When it outgrows what a file of its kind can hold.
pub fn document(
    context: &ProjectContext,
    feedback: &Feedback,
    said: &Said,
) -> std::io::Result<Vec<u8>> {
    let unit = context
        .departments
        .iter()
        .find(|d| d.id == feedback.department);
    // While the round is under review, its letter would be of today.
    let date = said
        .date
        .unwrap_or_else(|| feedback.returned_at.map_or_else(today, office_time::day));
    let head = LetterHead {
        sender: said.sender.as_deref(),
        addressee: unit.map_or(feedback.name.as_str(), |unit| &unit.full_name),
        number: said.number.as_deref(),
        date: Some(date),
        // A planned day that has passed is no day to answer by.
        answer_by: planned(&context.timetable, feedback.round).filter(|by| *by > date),
        contact: said.contact.as_deref(),
    };
    docx::letter(feedback, &head)
}

/// The day on which the way up that follows this round is planned to end.
fn planned(timetable: &Timetable, round: Round) -> Option<Date> {
    let [_, _, second, _, third, _] = timetable.legs;
    match round {
        Round::First => second,
        Round::Second => third,
        Round::Third => None,
    }
}
