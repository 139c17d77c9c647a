//! iCalendar (RFC 5545): one all-day event for each day on which a law changes.

use jiff::Timestamp;
use jiff::civil::Date;

use super::{LawCalendar, description, items, title};
use crate::compare::impact::{Coming, LawEvent};
use crate::domain::ids::Digest;

/// Octets of a line without its end (RFC 5545, 3.1).
const LINE: usize = 75;

/// The most items that a description names before the rest is only counted.
const NAMED: usize = 20;

/// The calendar. `stamp` is when it was made; all else depends on the content alone, so that a program that reads it
/// again knows the events it has.
pub fn ics(calendar: &LawCalendar<'_>, stamp: Timestamp) -> String {
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&format!("{name}:{value}"), &mut out);
    // A timestamp is written in UTC.
    let stamp = stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//power-list//law calendar//ZH");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("X-WR-CALNAME", &escape("权力清单：法律变化"));
    for event in calendar.events {
        line("BEGIN", "VEVENT");
        line("UID", &uid(event));
        line("DTSTAMP", &stamp);
        line("DTSTART;VALUE=DATE", &compact(event.day));
        if let Ok(next) = event.day.tomorrow() {
            line("DTEND;VALUE=DATE", &compact(next));
        }
        line("SUMMARY", &escape(&title(event)));
        line("DESCRIPTION", &escape(&told(event)));
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    out
}

fn compact(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}

/// The same event has the same name in every calendar: what it is about, and nothing of the list.
fn uid(event: &Coming<'_>) -> String {
    let (kind, day) = match event.change.event {
        LawEvent::Version(version) => ("version", version.published),
        LawEvent::End(_) => ("end", event.day),
    };
    let day = day.to_string();
    let parts = [event.change.law.as_bytes(), kind.as_bytes(), day.as_bytes()];
    let digest = Digest::of_parts(parts).to_string();
    format!("{}@power-list", digest.get(..32).unwrap_or(&digest))
}

fn told(event: &Coming<'_>) -> String {
    let codes = items(event);
    if codes.is_empty() {
        return description(event);
    }
    let shown: Vec<&str> = codes.iter().take(NAMED).copied().collect();
    let more = match codes.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" 等，还有 {n} 项"),
    };
    format!("{}\n事项：{}{more}", description(event), shown.join("、"))
}

/// A text as a value (RFC 5545, 3.3.11); other control characters have no place in one.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Puts a content line, broken after at most 75 octets and never within a character.
fn fold(line: &str, out: &mut String) {
    let mut room = LINE;
    for c in line.chars() {
        if c.len_utf8() > room {
            out.push_str("\r\n ");
            room = LINE - 1;
        }
        out.push(c);
        room -= c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_short_and_unfold_to_what_they_were(text in "[a-z《》法第；;,\\\\\n\t条]{0,300}") {
            let escaped = escape(&text);
            prop_assert!(!escaped.contains(['\n', '\r']));
            let mut out = String::new();
            fold(&format!("SUMMARY:{escaped}"), &mut out);
            prop_assert!(out.ends_with("\r\n"));
            for line in out.split_terminator("\r\n") {
                prop_assert!(line.len() <= LINE, "{}", line);
            }
            let unfolded = out.replace("\r\n ", "").replace("\r\n", "");
            prop_assert_eq!(&unfolded, &format!("SUMMARY:{escaped}"));
            let mut back = String::new();
            let mut escape = false;
            for c in escaped.chars() {
                match (escape, c) {
                    (false, '\\') => escape = true,
                    (true, 'n') => { back.push('\n'); escape = false; }
                    (_, c) => { back.push(c); escape = false; }
                }
            }
            prop_assert_eq!(back, text.replace('\t', ""));
        }
    }
}
