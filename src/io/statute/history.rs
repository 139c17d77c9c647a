//! The history lines at the head of a statute: which versions there were, when, and by whom.
//!
//! Rules:
//! - A decision of the people's congresses or their standing committees (通过, 修正, 修订) is a version of the day it was taken.
//! - An adoption by anyone else (常务会议通过, 修订通过, 批准, 批准修订) and the publication on the next line
//!   (公布, 发布, 令第N号) are one version of the day of publication, when not more than [`ADOPTION_TO_PUBLICATION`] days lie between.
//!   An adoption without such a line is a version of its own day.
//! - A bare publication (公布, 主席令) after a version that has none yet belongs to that version and does not change its day.
//! - 「《…决定》修订/修正」 is a version of the day given.
//! - 「… 施行/实施/执行」 is the first day of effect of the last version before it that was made as a whole.

mod builder;

use jiff::civil::Date;

use super::problem::{Problem, ProblemKind};
use super::text::{clean, leading_date, titles};
use crate::domain::law::Enactment;

/// Longest time in days between adoption and publication; 322 occurs (行政区划管理条例).
pub const ADOPTION_TO_PUBLICATION: i32 = 400;

/// A version as the history lines tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VersionDraft {
    pub published: Date,
    /// Day of adoption, where it is known to differ from publication or stands alone.
    pub adopted: Option<Date>,
    pub effective: Option<Date>,
    pub enactment: Enactment,
    /// Whether the text was made as a whole (first version, 修订 without a decision on parts): its closing article is its own.
    pub whole: bool,
    /// Whether a line of publication was seen.
    pub announced: bool,
    pub source: Vec<String>,
    /// Line of the file that tells of it; 0 when it is told elsewhere.
    pub line: u32,
}

/// What the head of a file says.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Title lines without the mark.
    pub titles: Vec<String>,
    /// Versions in time order.
    pub versions: Vec<VersionDraft>,
    /// Names that amending decisions give the law, where such a decision amends one law only.
    pub amended_as: Vec<String>,
    pub problems: Vec<Problem>,
}

#[derive(Debug)]
struct Event {
    line: u32,
    date: Date,
    text: String,
    /// 「发布之日施行」 on a line of its own.
    at_once: bool,
}

/// Reads the lines before `<!-- INFO END -->`.
pub(super) fn read(text: &str) -> History {
    let mut history = History::default();
    let mut events: Vec<Event> = Vec::new();
    let mut number = None;
    for (line, raw) in (1..).zip(text.lines()) {
        let cleaned = clean(raw);
        if cleaned.is_empty() {
            continue;
        }
        if let Some(title) = cleaned.strip_prefix("# ") {
            history.titles.push(title.trim().to_owned());
            continue;
        }
        let bare = unbracketed(&cleaned);
        if leading_date(bare).is_some() {
            push_events(&mut events, line, bare);
        } else if bare.contains("之日施行") || bare.contains("之日起施行") {
            if let Some(event) = events.last_mut() {
                event.at_once = true;
            }
        } else if let Some(event) = events.last_mut().filter(|e| is_open(&e.text)) {
            event.text = tidy(&format!("{}{}", event.text, bare));
        } else if is_document_number(bare) {
            number = Some(bare.to_owned());
        } else if !repeats_title(&history.titles, bare) {
            history.problems.push(Problem {
                line,
                kind: ProblemKind::Unread,
                what: format!(
                    "不是“日期 空格 事项”的历史行：“{}”",
                    super::body::head(bare)
                ),
            });
        }
    }
    builder::Builder::default().build(events, number, &mut history);
    history
}

/// A line of history, which may hold a second event: 「…通过根据1994年5月12日…修正」.
fn push_events(events: &mut Vec<Event>, line: u32, mut text: &str) {
    while let Some((date, rest)) = leading_date(text) {
        let second = rest
            .match_indices("根据")
            .map(|(at, word)| (at, at + word.len()))
            .find(|(_, after)| leading_date(&rest[*after..]).is_some());
        let (this, next) = second.map_or((rest, ""), |(at, after)| (&rest[..at], &rest[after..]));
        events.push(Event {
            line,
            date,
            text: tidy(this),
            at_once: false,
        });
        text = next;
    }
}

/// Takes off brackets around a line and what was cut off behind it.
fn unbracketed(line: &str) -> &str {
    let inner = line
        .strip_prefix(['（', '('])
        .map(|inner| inner.trim_end_matches(['）', ')']));
    inner.unwrap_or(line).trim()
}

fn tidy(text: &str) -> String {
    let mut text = text.trim();
    loop {
        let before = text;
        text = text.trim_end_matches(['。', '，', ',', ' ']);
        // 「…修订  根据」: the rest of the line is lost.
        text = text.strip_suffix("根据").unwrap_or(text);
        // 「…修订）」: the bracket's other half is lost.
        if text.matches(['（', '(']).count() < text.matches(['）', ')']).count() {
            text = text.strip_suffix(['）', ')']).unwrap_or(text);
        }
        if text == before {
            // 「中中华人民共和国」
            return text.replace("中中华人民", "中华人民");
        }
    }
}

const VERBS: [&str; 15] = [
    "通过", "公布", "发布", "颁布", "修订", "修正", "修改", "批准", "施行", "实施", "执行", "生效",
    "令第", "号令", "公告",
];

/// Whether a line of history goes on in the next one: a title is open or nothing has been said to happen.
fn is_open(text: &str) -> bool {
    let open = |a, b| text.matches(a).count() > text.matches(b).count();
    open('《', '》') || open('〈', '〉') || !VERBS.iter().any(|verb| text.contains(verb))
}

fn is_document_number(line: &str) -> bool {
    line.ends_with('号')
        && line.contains(['〔', '[', '［', '【'])
        && line.chars().count() < 30
        && !line.contains('《')
}

fn repeats_title(titles: &[String], line: &str) -> bool {
    titles
        .iter()
        .any(|title| title.replace(' ', "").contains(&line.replace(' ', "")))
}

fn is_congress(text: &str) -> bool {
    text.contains("全国人民代表大会")
        || text.contains("全国政协")
        || text.contains("人民政治协商会议")
}

/// The law that a decision on one law names, without 中华人民共和国: 「《关于修改〈X〉的决定》」 gives X.
fn amended_name(text: &str) -> Option<String> {
    let (title, _) = titles(text).into_iter().next()?;
    let inner = title.replace('<', "〈").replace('>', "〉");
    let rest = inner.split_once("关于修改〈")?.1;
    let (name, after) = rest.split_once('〉')?;
    let name = name
        .strip_prefix(crate::domain::law::COUNTRY)
        .unwrap_or(name);
    // A decision on a decision names no law.
    let is_law = after == "的决定" && !name.starts_with("关于修改");
    is_law.then(|| name.to_owned())
}

#[cfg(test)]
mod tests;
