//! Where quoted statute text ends: the next place that begins a citation.
//!
//! Statutes mention articles and other laws all the time, so inside quoted text a mark counts only
//! at the start of a line or a sentence, and only where what follows reads as a mark and not as a sentence.

use super::component::{Unit, range_sign};
use super::head;
use super::ink::{CLOSING_QUOTES, COLONS, Ink, OPENING, OPENING_QUOTES, TERMINALS};
use super::marks::{Marks, marks};
use super::remark;
use super::target::Base;
use super::title::{self, Title};
use crate::domain::law::COUNTRY;

/// What follows a list of provisions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    End,
    /// The next character stands on a new line.
    Line,
    Colon,
    /// A quotation mark.
    Quote,
    /// A stop or comma.
    Stop,
    /// A blank, then text.
    Space,
    /// Text that the mark is a part of: 第三条规定的…
    Running,
    /// Text without anything between.
    Text,
}

/// What follows the mark that ends at `end`, and the position after fillers (规定, 等).
pub(super) fn after(ink: &Ink, end: usize) -> (After, usize) {
    const FILLERS: [&str; 14] = [
        "等有关规定",
        "等相关规定",
        "有关规定",
        "相关规定",
        "的有关规定",
        "的相关规定",
        "等规定",
        "等条款",
        "的规定",
        "之规定",
        "规定",
        "等",
        "全文",
        "条款",
    ];
    let begins = ink.among(end, ['等', '有', '相', '的', '之', '规', '全', '条']);
    let filler = begins.then(|| ink.one_of(end, &FILLERS)).flatten();
    let at = filler.unwrap_or(end);
    let what = match ink.get(at) {
        None => After::End,
        Some(c) if COLONS.contains(&c) => After::Colon,
        Some(c) if OPENING_QUOTES.contains(&c) => After::Quote,
        Some(_) if ink.starts_line(at) && !ink.among(at, ['的', '所', '、', '，']) => {
            After::Line
        }
        Some(c) if ['。', '；', ';', '、'].contains(&c) => After::Stop,
        Some(_) if filler.is_some() => After::Running,
        Some(c) if ['，', ','].contains(&c) => After::Stop,
        Some(_)
            if ink.among(at, ['的', '所', '之'])
                || range_sign(ink, at).is_some_and(|_| ink.among(at, ['至', '到'])) =>
        {
            After::Running
        }
        Some(_) if ink.spaced(at) => After::Space,
        Some(_) => After::Text,
    };
    (what, at)
}

/// What [`look`] finds at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A citation or a provision of the law at hand begins.
    Starts,
    /// Nothing begins before this position.
    Skip(usize),
}

/// The next position at or after `from` that begins a citation or a provision of the law at hand.
pub(super) fn next_start(ink: &Ink, from: usize, base: Base) -> usize {
    next_start_or(ink, from, base, |_| false)
}

/// As [`next_start`], but also where `stop` holds.
pub(super) fn next_start_or(
    ink: &Ink,
    from: usize,
    base: Base,
    stop: impl Fn(usize) -> bool,
) -> usize {
    let mut at = from;
    while at < ink.len() {
        match look(ink, at, base) {
            Look::Starts => return at,
            Look::Skip(_) if stop(at) => return at,
            Look::Skip(to) => at = to.max(at + 1),
        }
    }
    ink.len()
}

/// Whether a citation or provision begins at the line start `at` directly after a head or a list, not in quoted text.
pub(super) fn starts_after_mark(ink: &Ink, at: usize, base: Base) -> bool {
    head::tag(ink, at).is_some()
        || head::is_numbered_tag(ink, at)
        || line(ink, at, base, true) == Look::Starts
}

fn look(ink: &Ink, at: usize, base: Base) -> Look {
    // Within running text nothing begins between two Chinese characters.
    let han = |c| ('\u{4e00}'..='\u{9fff}').contains(&c);
    if !ink.starts_line(at) && ink.get(at).is_some_and(han) && ink.before(at).is_some_and(han) {
        return Look::Skip(at);
    }
    let ended = ink.before(at).is_none_or(|c| TERMINALS.contains(&c));
    if head::tag(ink, at).is_some() || (ended && head::is_numbered_tag(ink, at)) {
        return Look::Starts;
    }
    if ink.starts_line(at) {
        line(ink, at, base, ended)
    } else if ink
        .before(at)
        .is_some_and(|c| ['。', '；', ';', '”'].contains(&c))
    {
        sentence(ink, at, base)
    } else {
        Look::Skip(at)
    }
}

/// `terminal` says that what stands before the line has come to an end.
fn line(ink: &Ink, at: usize, base: Base, terminal: bool) -> Look {
    let title_at = head::lead(ink, at);
    // （一）《…》 may be an item of a statute, so there only a provision of the law makes it certain.
    let item = ink.among(at, OPENING);
    if terminal && head::is_heading(ink, at) {
        return Look::Starts;
    }
    if terminal && (title_starts(ink, title_at, item) || (!item && name_starts(ink, title_at))) {
        return Look::Starts;
    }
    let mark_at = title::quoted_mark(ink, at);
    let Some(found) = marks(ink, mark_at, base, true) else {
        return Look::Skip(at);
    };
    if mark_starts(ink, mark_at, &found, terminal, base) {
        Look::Starts
    } else {
        // A list that is part of a sentence is skipped whole, so that no text is read twice.
        Look::Skip(found.end)
    }
}

fn mark_starts(ink: &Ink, at: usize, found: &Marks, terminal: bool, base: Base) -> bool {
    let (what, _) = after(ink, found.end);
    let explicit = ink.is(at, '第') || ink.is(at, '附');
    if !explicit {
        // 三十二条： may be a mark that lost its 第; 前款 and 一项 are how statutes speak.
        let numbered = ink.number(at).is_some() && found.unit == Unit::Article;
        return numbered && terminal && matches!(what, After::Colon | After::Space);
    }
    match found.unit {
        Unit::Annex | Unit::Part | Unit::Book | Unit::Chapter | Unit::Section => {
            // 第二章 规划 is a heading of the statute, 第二章、第三章 is cited.
            let bare = found.unit == Unit::Annex
                || ink
                    .before(found.end)
                    .is_some_and(|c| ['章', '节', '编', '分'].contains(&c));
            // Only documents quote a whole 部分 or 附件.
            let quotes = matches!(found.unit, Unit::Annex | Unit::Part) && what == After::Colon;
            terminal
                && (bare || found.cited.len() > 1)
                && (quotes || matches!(what, After::End | After::Line | After::Stop))
        }
        _ if found.cited.is_empty() && !found.gaps.is_empty() => {
            terminal
                && matches!(
                    what,
                    After::Colon | After::Space | After::Line | After::End | After::Text
                )
        }
        Unit::Paragraph | Unit::Item | Unit::Point if leans(ink, at) => {
            let leaning = base.is_open() || found.unit == Unit::Item;
            leaning && terminal && matches!(what, After::Colon | After::Quote | After::Space)
        }
        _ if terminal => what != After::Running,
        _ => match what {
            After::Colon | After::Quote => true,
            After::Space | After::Line => !ink.before(at).is_some_and(|c| {
                [
                    '、', '，', ',', '和', '及', '或', '与', '至', '按', '照', '据', '法', '例',
                    '定', '则', '款', '条', '项', '反',
                ]
                .contains(&c)
            }),
            _ => false,
        },
    }
}

/// Whether the list begins with a 款 or 项 that leans on the article before.
fn leans(ink: &Ink, at: usize) -> bool {
    let mut end = at + 1;
    while end < at + 30 {
        if ink.among(end, ['条', '章', '附']) {
            return false;
        }
        if ink.among(end, ['款', '项', '目']) {
            return true;
        }
        end += 1;
    }
    false
}

/// Whether a list of citations goes on within its line: 《甲法》第三条 2.《乙法》第四条.
pub(super) fn listed_title(ink: &Ink, at: usize) -> bool {
    title_starts(ink, head::lead(ink, at), false)
}

/// A law named at a line start: 《name》 with history, a provision or (unless `cited_only`) nothing behind it.
fn title_starts(ink: &Ink, at: usize, cited_only: bool) -> bool {
    let Some(Title::Closed(name, end)) = title::title(ink, at) else {
        return false;
    };
    if !title::is_law_like(&name) {
        return false;
    }
    let (remarks, end, _) = remark::remarks(ink, end);
    match marks(ink, end, Base::default(), false) {
        Some(found) => matches!(
            after(ink, found.end).0,
            After::End | After::Line | After::Colon | After::Quote | After::Space
        ),
        None if cited_only => false,
        None => {
            end >= ink.len()
                || ink.starts_line(end)
                || (!remarks.is_empty() && ink.among(end, ['。', '；', ';', '：', ':']))
                || (ink.among(end, COLONS) && title::is_mark(ink, end + 1))
        }
    }
}

/// 中华人民共和国水法第三条 at a line start.
fn name_starts(ink: &Ink, at: usize) -> bool {
    if ink.word(at, COUNTRY).is_none() {
        return false;
    }
    let stop = title::bare_end(ink, at);
    title::is_law_like(&title::bare(ink, at, stop))
        && marks(ink, stop, Base::default(), false)
            .is_some_and(|found| after(ink, found.end).0 != After::Running)
}

/// 。第四条：… and ；《乙法》第四条：… within a line: only a colon or quotation mark makes it certain.
fn sentence(ink: &Ink, at: usize, base: Base) -> Look {
    let quoted_before = ink.before(at) == Some('”');
    let at = head::lead(ink, at);
    let mark_at = match title::title(ink, at) {
        Some(Title::Closed(name, end)) if title::is_law_like(&name) => remark::remarks(ink, end).1,
        None if ink.is(at, '第') && !leans(ink, at) => at,
        _ => return Look::Skip(at),
    };
    let Some(found) = marks(ink, mark_at, base, false) else {
        return Look::Skip(at);
    };
    let certain = match after(ink, found.end).0 {
        After::Colon | After::Quote => true,
        After::End => quoted_before,
        _ => false,
    };
    if certain && found.unit >= Unit::Article {
        Look::Starts
    } else {
        Look::Skip(found.end)
    }
}

/// The text quoted from `from` to `limit`, without its quotation marks.
pub(super) fn quoted(ink: &Ink, from: usize, limit: usize) -> Option<(usize, usize)> {
    let mut from = from;
    let mut to = limit;
    if ink.among(from, OPENING_QUOTES) {
        let body = from + 1;
        match matching_quote(ink, from, to) {
            // “…” around the whole text; a quotation within it stays as it is.
            Some(close) if close + 1 >= to || only_stops(ink, close + 1, to) => {
                from = body;
                to = close;
            }
            Some(_) => {}
            None => from = body,
        }
    } else if ink.before(to) == Some('”') && !(from..to).any(|at| ink.is(at, '“')) {
        // “第七条 …”: the opening mark stands before the provision.
        to -= 1;
    }
    (to > from).then_some((from, to))
}

fn only_stops(ink: &Ink, from: usize, to: usize) -> bool {
    (from..to).all(|at| {
        ink.among(at, ['。', '；', ';', '，', ',', '、', '.']) || ink.among(at, CLOSING_QUOTES)
    })
}

/// The mark that closes the quotation opened at `from`, before `limit`.
fn matching_quote(ink: &Ink, from: usize, limit: usize) -> Option<usize> {
    let straight = ink.among(from, ['"', '＂']);
    let mut depth = 0usize;
    for at in from..limit {
        if straight {
            if at > from && ink.among(at, ['"', '＂']) {
                return Some(at);
            }
        } else if ink.among(at, OPENING_QUOTES) {
            depth += 1;
        } else if ink.among(at, CLOSING_QUOTES) {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}
