//! `power-list/law-calendar/v1`.

use std::io::{self, Write};

use serde::Serialize;

use super::{LawCalendar, departments, description, items, title};
use crate::compare::impact::{Coming, LawEvent, summary};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    list: Option<&'a str>,
    from: String,
    until: String,
    events: Vec<Event<'a>>,
}

#[derive(Serialize)]
struct Event<'a> {
    date: String,
    kind: &'static str,
    law: &'a str,
    before: Option<String>,
    version: Option<String>,
    by: Option<&'a str>,
    title: String,
    what: String,
    departments: Vec<&'a str>,
    items: Vec<&'a str>,
    places: usize,
    only_moved: usize,
    to_check: usize,
}

/// What may happen: a first version takes effect, another one does, a law ends.
pub const KINDS: [&str; 3] = ["new", "changed", "ended"];

/// Writes the events as JSON with a line break at the end.
///
/// # Errors
/// When `out` cannot be written.
pub fn json(calendar: &LawCalendar<'_>, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        schema: "power-list/law-calendar/v1",
        list: calendar.list,
        from: calendar.from.to_string(),
        until: calendar.until.to_string(),
        events: calendar.events.iter().map(event).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn event<'a>(event: &'a Coming<'_>) -> Event<'a> {
    let [new, changed, ended] = KINDS;
    let change = &event.change;
    let (kind, version, by) = match change.event {
        LawEvent::Version(version) => {
            let kind = if change.before.is_some() {
                changed
            } else {
                new
            };
            (kind, Some(version.published.to_string()), None)
        }
        LawEvent::End(repeal) => (ended, None, repeal.by.as_ref().map(|law| law.as_str())),
    };
    let numbers = summary(&event.impacts);
    Event {
        date: event.day.to_string(),
        kind,
        law: change.law,
        before: change.before.map(|v| v.published.to_string()),
        version,
        by,
        title: title(event),
        what: description(event),
        departments: departments(event),
        items: items(event),
        places: numbers.places,
        only_moved: numbers.only_moved,
        to_check: numbers.to_check,
    }
}
