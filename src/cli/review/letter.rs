//! The letter that goes with the feedback of a leg down: what of it the project knows, and what has to be said.

use jiff::civil::Date;
use power_list::domain::office_time;
use power_list::render::docx::{self, LetterHead};
use power_list::workflow::feedback::Feedback;
use power_list::workflow::stage::Leg;
use power_list::workflow::{Campaign, Passage, Round};

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
    campaign: &Campaign,
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
        // A last day that has passed is no day to answer by.
        answer_by: answer_by(context, campaign, feedback).filter(|by| *by > date),
        contact: said.contact.as_deref(),
    };
    docx::letter(feedback, &head)
}

/// The last day of the way up that follows a round; while the round is under review, as if it were returned today.
fn answer_by(context: &ProjectContext, campaign: &Campaign, feedback: &Feedback) -> Option<Date> {
    let next = match feedback.round {
        Round::First => Round::Second,
        Round::Second => Round::Third,
        Round::Third => return None,
    };
    let state = campaign.department(&feedback.department)?;
    let given = Passage::new(feedback.round, Leg::Down);
    let legs = context.plan().supposing(state, given, today());
    legs.get(Passage::new(next, Leg::Up).index())?.day()
}
