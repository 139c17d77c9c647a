//! What a store promises, tried on every kind of store there is.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

#[path = "../sample/mod.rs"]
mod sample;

mod kinds;
mod long_log;
#[cfg(feature = "postgres")]
mod on_a_server;
mod promises;
#[cfg(feature = "postgres")]
#[path = "../server/mod.rs"]
mod server;

mod store_setting;
mod together;

use jiff::Timestamp;
use power_list::domain::people::{Person, Role};
use power_list::domain::place::{At, SourceId, Span};
use power_list::workflow::Record;
use power_list::workflow::chain::{Head, seal};
use power_list::workflow::event::{EventKind, MeetingKind};

/// Events behind `head`, `count` of them.
pub fn records(head: Head, count: u64) -> Vec<Record> {
    records_saying(head, count, "")
}

/// As [`records`], each with these words.
pub fn records_saying(mut head: Head, count: u64, words: &str) -> Vec<Record> {
    let actor = Person {
        id: At::new("zhz".parse().unwrap(), Span::head(SourceId(0))),
        name: "综合组".to_owned(),
        role: Role::Coordinator,
        keys: Vec::new(),
    };
    (0..count)
        .map(|n| {
            let kind = EventKind::MeetingHeld {
                meeting: MeetingKind::LeadingGroup,
                date: jiff::civil::date(2015, 1, 20),
                document: format!("第“{}”号\\ 𠮷 \u{200b}{words}", head.seq + n)
                    .parse()
                    .unwrap(),
            };
            let (event, record) = seal(head, Timestamp::UNIX_EPOCH, &actor, kind);
            head = Head {
                seq: event.seq,
                digest: event.digest,
            };
            record
        })
        .collect()
}

/// Where a chain of these ends.
pub fn end(records: &[Record]) -> Head {
    records.last().map_or(Head::EMPTY, |r| Head {
        seq: r.seq,
        digest: r.digest,
    })
}
