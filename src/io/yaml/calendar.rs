//! Years of the working-day calendar: those that the program brings along, and those that a project writes.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::decode::{Decoder, shorten};
use super::keys::settings as keys;
use super::tree::{Kind, NodeId};
use crate::domain::calendar::{WorkCalendar, WorkYear};
use crate::rules::shape;

const BUILT_IN: &str = include_str!("../../../data/calendar.yaml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearFile {
    source: OneOrMany,
    holidays: Vec<String>,
    #[serde(default)]
    workdays: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// The years that the program brings along.
pub fn built_in() -> &'static WorkCalendar {
    static CALENDAR: OnceLock<WorkCalendar> = OnceLock::new();
    // The file is part of the program and read in a test; a program without it would say of every year that it lacks it.
    CALENDAR.get_or_init(|| read(BUILT_IN).unwrap_or_default())
}

fn read(text: &str) -> Result<WorkCalendar, String> {
    let years: BTreeMap<i16, YearFile> =
        serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    let mut calendar = WorkCalendar::default();
    for (number, file) in years {
        let sources = match file.source {
            OneOrMany::One(source) => vec![source],
            OneOrMany::Many(sources) => sources,
        };
        let mut year = WorkYear::new(number, sources);
        for text in &file.holidays {
            let (from, to) = days(text).ok_or_else(|| format!("{number}：{text}"))?;
            year.rest(from, to).map_err(|fault| fault.to_string())?;
        }
        for text in &file.workdays {
            let day = text.parse().map_err(|_| format!("{number}：{text}"))?;
            year.work(day).map_err(|fault| fault.to_string())?;
        }
        calendar.set(year);
    }
    Ok(calendar)
}

/// A day, or the first and the last of several: `2027-10-01 至 2027-10-07`.
fn days(text: &str) -> Option<(Date, Date)> {
    let (from, to) = text.split_once('至').unwrap_or((text, text));
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

/// `calendar:` of a project: puts its years into the calendar.
pub fn years(d: &mut Decoder<'_, '_>, id: NodeId, calendar: &mut WorkCalendar) {
    for (key, node) in d.pairs(id, "calendar（工作日历）") {
        let number = match key.value.parse() {
            Ok(number @ 1949..=2999) if key.value.len() == 4 => number,
            _ => {
                d.report_with_help(
                    &shape::invalid_value::RULE,
                    key.span,
                    format!("calendar 的键应当是年份，这里是“{}”", shorten(&key.value)),
                    "写成 2027: 的样子，下面写这一年的 source、holidays、workdays",
                );
                continue;
            }
        };
        if let Some(year) = year(d, node, number) {
            calendar.set(year);
        }
    }
}

fn year(d: &mut Decoder<'_, '_>, id: NodeId, number: i16) -> Option<WorkYear> {
    let mut f = d.shaped(id, &keys::WORK_YEAR)?;
    let sources = f.take("source").map_or_else(Vec::new, |n| sources(d, n));
    let holidays = f.take("holidays");
    let workdays = f.take("workdays");
    let mut year = WorkYear::new(number, sources);
    for node in holidays.map_or_else(Vec::new, |n| d.sequence(n, "holidays（放假）")) {
        let Some(text) = d.text(node, "放假的日子") else {
            continue;
        };
        match days(&text.value) {
            None => {
                let message = format!("放假的日子不是日期：“{}”", shorten(&text.value));
                let help = "一天写成 2027-01-01，连着几天写成 2027-10-01 至 2027-10-07";
                d.report_with_help(&shape::invalid_value::RULE, text.span, message, help);
            }
            Some((from, to)) => {
                if let Err(fault) = year.rest(from, to) {
                    let message = format!("放假的日子：{fault}");
                    d.report(&shape::invalid_value::RULE, text.span, message);
                }
            }
        }
    }
    for node in workdays.map_or_else(Vec::new, |n| d.sequence(n, "workdays（上班）")) {
        let span = d.span(node);
        if let Some(day) = super::settings::date(d, node, "上班的日子")
            && let Err(fault) = year.work(day)
        {
            let message = format!("周末上班的日子：{fault}");
            d.report(&shape::invalid_value::RULE, span, message);
        }
    }
    d.done(f);
    Some(year)
}

fn sources(d: &mut Decoder<'_, '_>, id: NodeId) -> Vec<String> {
    const KEY: &str = "source（依据的通知）";
    let nodes = match d.tree.node(id).kind {
        Kind::Sequence => d.sequence(id, KEY),
        _ => vec![id],
    };
    if nodes.is_empty() {
        let message = format!("{KEY}后面没有内容");
        d.report(&shape::missing_value::RULE, d.span(id), message);
    }
    let texts = nodes.into_iter().filter_map(|node| d.text(node, KEY));
    texts.map(|text| text.value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_years_of_the_program_are_read_and_have_their_notices() {
        let calendar = read(BUILT_IN).unwrap();
        let years: Vec<i16> = calendar.years().map(WorkYear::year).collect();
        assert_eq!(years, (2014..=2026).collect::<Vec<_>>());
        for year in calendar.years() {
            assert!(!year.sources().is_empty());
            for source in year.sources() {
                assert!(
                    source.contains("发明电〔20") && source.ends_with("日）"),
                    "{source}"
                );
            }
        }
    }

    /// Working days of each year as counted apart from this program, from two published tables.
    #[test]
    fn the_years_have_as_many_working_days_as_they_had() {
        let calendar = built_in();
        let counts = [
            250, 249, 250, 249, 250, 250, 249, 250, 249, 249, 251, 248, 248,
        ];
        for (year, count) in (2014..).zip(counts) {
            let (before, last) = (date(year, 1, 1), date(year, 12, 31));
            // New Year's day itself is never worked.
            assert_eq!(calendar.between(before, last), Ok(count), "{year}");
        }
    }

    #[test]
    fn amendments_are_in() {
        let worked = |y, m, d| built_in().is_working_day(date(y, m, d)).unwrap();
        assert!(!worked(2015, 9, 3) && !worked(2015, 9, 4) && worked(2015, 9, 6));
        assert!(worked(2019, 4, 28) && !worked(2019, 5, 3) && worked(2019, 5, 5));
        assert!(!worked(2020, 1, 31) && !worked(2020, 2, 1) && worked(2020, 2, 3));
        assert!(worked(2018, 12, 29) && !worked(2018, 12, 31));
    }
}
