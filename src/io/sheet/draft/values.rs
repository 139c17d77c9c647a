//! Short cells into values: levels, days, names of sub-items, what stands in the place of a serial number.

use super::Misfit;
use super::writer::distinct;
use crate::domain::item::DayUnit;
use crate::domain::place::At;
use crate::io::sheet::headers::Field;
use crate::io::sheet::rows::RawItem;
use crate::io::sheet::text::{marker, one_line, paragraphs};

/// 行使层级. What says who does what instead of a level is no level, and is kept in the remarks.
pub(super) fn level(item: &RawItem, misfits: &mut Vec<Misfit>) -> Option<At<String>> {
    const LONGEST: usize = 20;
    let found = distinct(item, Field::Level);
    let (levels, others): (Vec<_>, Vec<_>) = found.iter().partition(|text| {
        let text = one_line(&text.text);
        text.chars().count() <= LONGEST && !text.contains(['。', '，']) && !text.contains("负责")
    });
    misfits.extend(
        others
            .iter()
            .map(|text| Misfit::new(Field::Level, "行使权限", &paragraphs(&text.text))),
    );
    let texts: Vec<String> = levels.iter().map(|text| one_line(&text.text)).collect();
    Some(levels.first()?.at(texts.join("；")))
}

/// A serial number is not kept, a word in its place is.
pub(super) fn serial(item: &RawItem) -> Option<Misfit> {
    let found = distinct(item, Field::Serial);
    let words: Vec<String> = found
        .iter()
        .map(|text| one_line(&text.text))
        .filter(|text| {
            text.chars()
                .any(|c| c.is_alphabetic() && !"〇零一二三四五六七八九十百".contains(c))
        })
        .collect();
    (!words.is_empty()).then(|| Misfit::new(Field::Serial, "序号", &words.join("；")))
}

/// `20个工作日`, `30日`, `15`: days and their unit; a bare number counts working days (行政许可法 art. 82).
pub(super) fn days(text: &str) -> Option<(u32, DayUnit)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text[..text.len() - rest.len()].parse().ok()?;
    match rest.trim_start_matches('个') {
        "" | "工作日" | "工作日内" => Some((number, DayUnit::WorkingDays)),
        "日" | "天" | "自然日" | "日内" => Some((number, DayUnit::CalendarDays)),
        _ => None,
    }
}

/// `1.新建…同步建设` without its number.
pub(super) fn strip_number(text: &str) -> String {
    let line = one_line(text);
    marker(&line)
        .map_or(line.as_str(), |(_, rest)| rest)
        .trim()
        .to_owned()
}
