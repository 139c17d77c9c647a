//! The history of an item: as JSON, as Markdown, as rows.

mod json;
mod markdown;

pub use json::{SCHEMA, json};
pub use markdown::markdown;

use crate::compare::history::Entry;

/// An item with its history.
#[derive(Debug)]
pub struct ItemHistory<'a> {
    /// The code that was asked for.
    pub code: &'a str,
    /// Its name now, or the last one it had.
    pub name: &'a str,
    /// Every code that it had, in order.
    pub codes: Vec<&'a str>,
    /// How many releases were looked at.
    pub releases: usize,
    /// What happened, the oldest first.
    pub entries: &'a [Entry],
}

/// Titles of the columns.
pub const COLUMNS: [&str; 6] = ["日期", "事情", "内容", "依据、理由", "谁", "出处"];

/// A row for each entry.
pub fn row(history: &ItemHistory<'_>, entry: &Entry) -> [String; 6] {
    let mut what = entry.what.clone();
    // Under which code, where that is not the one asked for.
    if entry.code != history.code && !what.contains(&entry.code) {
        let code = format!("（{}）", entry.code);
        what.push_str(&code);
    }
    if entry.kind == crate::compare::history::LISTED.0 {
        let place = format!("{} {}", entry.department, entry.name);
        what = [place, what].join("；").trim_end_matches('；').to_owned();
    }
    [
        entry.on.to_string(),
        entry.word.clone(),
        what,
        entry.why.clone(),
        entry.who.clone(),
        source(entry),
    ]
}

/// Where it is told: the release, or the number of the event.
fn source(entry: &Entry) -> String {
    match (&entry.release, entry.event) {
        (Some(release), _) => match &entry.edition {
            Some(edition) => format!("{release}（{edition}）"),
            None => release.clone(),
        },
        (None, Some(seq)) => format!("第 {seq} 号事件"),
        (None, None) => String::new(),
    }
}
