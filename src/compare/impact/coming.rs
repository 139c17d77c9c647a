//! What takes effect or ends in a span of days.

use jiff::civil::Date;

use super::{Impact, LawChange, LawEvent, Place, impacts};
use crate::domain::law::{Law, Register, Standing};

/// One day on which a law changes, with what it does to the list.
#[derive(Debug, Clone)]
pub struct Coming<'r> {
    /// The day.
    pub day: Date,
    /// What happens; `before` is the version that counts until then.
    pub change: LawChange<'r>,
    /// The places of the list that are touched.
    pub impacts: Vec<Impact<'r>>,
}

/// Everything that takes effect or ends from one day to another, both included, by day and law.
pub fn coming(register: &Register, from: Date, until: Date) -> Vec<LawChange<'_>> {
    let within = |day: Date| from <= day && day <= until;
    let mut out: Vec<LawChange<'_>> = Vec::new();
    for law in register.laws() {
        let versions = law.versions.iter().filter(|v| within(v.starts()));
        let end = law.repeal.as_ref().filter(|r| r.on.is_some_and(within));
        let events = versions
            .map(LawEvent::Version)
            .chain(end.map(LawEvent::End));
        out.extend(events.filter_map(|event| at(law, event)));
    }
    for (name, repeal) in register.repealed_names() {
        if repeal.on.is_some_and(within) && register.find(name).is_none() {
            out.push(LawChange {
                law: name,
                known: None,
                before: None,
                event: LawEvent::End(repeal),
            });
        }
    }
    out.sort_by(|a, b| (a.event.day(), a.law).cmp(&(b.event.day(), b.law)));
    out
}

/// An event with the version that counts until then; `None` where it comes to nothing: a version that a later one had
/// overtaken, or of a law that has ended.
fn at<'r>(law: &'r Law, event: LawEvent<'r>) -> Option<LawChange<'r>> {
    let day = event.day()?;
    let before = match day.yesterday().ok().map(|day| law.standing(day)) {
        Some(Standing::InForce(version)) => Some(version),
        Some(Standing::Repealed(_)) => return None,
        _ => None,
    };
    let counts = match (event, law.standing(day)) {
        (LawEvent::Version(version), Standing::InForce(now)) => now.published == version.published,
        (LawEvent::End(_), Standing::Repealed(_)) => true,
        _ => false,
    };
    counts.then_some(LawChange {
        law: law.id.as_str(),
        known: Some(law),
        before,
        event,
    })
}

/// The events with what each does to the places of a list. `places` may cite other laws as well.
pub fn with_impacts<'r>(
    register: &'r Register,
    events: Vec<LawChange<'r>>,
    places: &[Place],
) -> Vec<Coming<'r>> {
    events
        .into_iter()
        .filter_map(|change| {
            let own = places.iter().filter(|place| place.law == change.law);
            // A law that was not in force before touches nothing that was right.
            let new = change.before.is_none() && change.known.is_some();
            let own: Vec<Place> = if new {
                Vec::new()
            } else {
                own.cloned().collect()
            };
            let mut touched = impacts(register, &[change], own);
            touched.retain(|impact| !impact.unseen());
            Some(Coming {
                day: change.event.day()?,
                change,
                impacts: touched,
            })
        })
        .collect()
}
