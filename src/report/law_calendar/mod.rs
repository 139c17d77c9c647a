//! What takes effect or ends in a span of days, as JSON and as a calendar that other programs subscribe to.

mod ics;
mod json;

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::compare::impact::{Coming, LawEvent, Summary, event_words, summary};

pub use ics::ics;
pub use json::{KINDS, json};

/// What is told.
#[derive(Debug, Clone, Copy)]
pub struct LawCalendar<'a> {
    /// The list: 工程现状, or the id of a release; `None` where none is at hand.
    pub list: Option<&'a str>,
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
    /// The events, by day.
    pub events: &'a [Coming<'a>],
}

/// What an event is called: 《畜牧法》修订施行.
pub fn title(event: &Coming<'_>) -> String {
    let law = event.change.law;
    match event.change.event {
        LawEvent::Version(_) if event.change.before.is_none() => format!("《{law}》施行"),
        LawEvent::Version(version) => format!("《{law}》{}施行", version.enactment.chinese()),
        LawEvent::End(_) => format!("《{law}》废止"),
    }
}

/// What happens and whom it touches, in two sentences at most.
pub fn description(event: &Coming<'_>) -> String {
    let Summary {
        items,
        departments,
        only_moved,
        to_check,
        ..
    } = summary(&event.impacts);
    let happens = event_words(&event.change);
    if items == 0 {
        return format!("{happens}。清单里没有受影响的事项。");
    }
    format!(
        "{happens}。影响 {departments} 个单位的 {items} 项事项：只是条号变了的 {only_moved} 项，要人看的 {to_check} 项。"
    )
}

/// Codes of the items that an event touches, each once, in order.
pub fn items<'a>(event: &'a Coming<'_>) -> Vec<&'a str> {
    let all = event.impacts.iter().flat_map(|i| &i.place.items);
    let codes: BTreeSet<&str> = all.map(String::as_str).collect();
    codes.into_iter().collect()
}

/// Ids of the units that an event touches, each once, in order.
pub fn departments<'a>(event: &'a Coming<'_>) -> Vec<&'a str> {
    let all = event.impacts.iter().map(|i| i.place.department.as_str());
    let ids: BTreeSet<&str> = all.collect();
    ids.into_iter().collect()
}
