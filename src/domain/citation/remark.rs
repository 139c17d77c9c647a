//! What stands between a title and its first provision: order numbers and the amendment history.

use super::component::{self, is_item_bracket};
use super::ink::{CLOSING, COLONS, Ink, OPENING, SQUARE_OPENING};
use super::{head, title};

/// No history is longer; a bracket still open there has lost its other half.
const LONGEST: usize = 1500;
/// Longest remark read without brackets.
const LONGEST_BARE: usize = 400;

/// Reads the remarks at `i`: what they say, without brackets, and the position after them.
/// The last value is the place of a bracket whose end could not be found.
pub(super) fn remarks(ink: &Ink, i: usize) -> (Vec<String>, usize, Option<(usize, usize)>) {
    let mut found = Vec::new();
    let mut at = i;
    let mut lost = None;
    loop {
        if ink.among(at, OPENING) && !is_item_bracket(ink, at) {
            let (to, end, closed) = bracket(ink, at);
            if !closed {
                lost = Some((at, to));
            }
            found.push(ink.string(at + 1, to));
            at = end;
        } else if let Some(end) = unbracketed(ink, at) {
            found.push(ink.string(at, end));
            at = end;
        } else {
            break;
        }
        // （…），（…） and doubled closing brackets.
        let mut next = at;
        while ink.among(next, CLOSING) {
            next += 1;
        }
        at = next;
        if ink.among(next, ['，', ',', '、']) && ink.among(next + 1, OPENING) {
            at = next + 1;
        }
    }
    // （国发〔2019〕6号）文第三条
    if at > i
        && let Some(end) = ink.one_of(at, &["文件", "文"])
    {
        at = end;
    }
    found.retain(|remark| !remark.is_empty());
    (found, at, lost)
}

/// 【取水许可】 behind 第四十八条: the position after it.
pub(super) fn article_heading(ink: &Ink, i: usize) -> Option<usize> {
    const LONGEST_HEADING: usize = 24;
    if !ink.among(i, ['【', '[']) || head::tag(ink, i).is_some() {
        return None;
    }
    (i..i + LONGEST_HEADING)
        .find(|&at| ink.among(at, ['】', ']']))
        .map(|at| at + 1)
}

/// The bracket that opens at `i`: where its content ends, the position after it, and whether that end is certain.
fn bracket(ink: &Ink, i: usize) -> (usize, usize, bool) {
    let mut depth = 0usize;
    let mut at = i;
    let mut line_end = None;
    while at < ink.len() && at - i <= LONGEST {
        if ink.among(at, OPENING) {
            depth += 1;
        } else if ink.among(at, CLOSING) {
            depth -= 1;
            if depth == 0 {
                return (at, at + 1, true);
            }
        } else if at > i && ink.starts_line(at) {
            if ink.is(at, '第') && title::is_mark(ink, at) || title::is_annex(ink, at) {
                // The line before ended the history; the missing half changes nothing.
                return (trimmed(ink, i + 1, at), at, true);
            }
            line_end.get_or_insert(at);
        }
        if at > i && head::tag(ink, at).is_some() {
            return (trimmed(ink, i + 1, at), at, true);
        }
        at += 1;
    }
    let end = line_end.unwrap_or(at);
    (trimmed(ink, i + 1, end), end, end >= ink.len() && depth > 1)
}

/// `to` without the closing brackets and stops before it.
fn trimmed(ink: &Ink, from: usize, to: usize) -> usize {
    let mut to = to;
    while to > from
        && ink
            .before(to)
            .is_some_and(|c| CLOSING.contains(&c) || ['。', '；', ';'].contains(&c))
    {
        to -= 1;
    }
    to
}

/// 国务院令第514号, 2018年12月29日…修正, 于…公布: history that nobody put in brackets, on the line of the title.
fn unbracketed(ink: &Ink, i: usize) -> Option<usize> {
    let same_line = i == 0 || !ink.starts_line(i);
    if i >= ink.len() || !same_line || component::is_article(ink, i) || !is_history_start(ink, i) {
        return None;
    }
    let mut at = i;
    let mut says_history = false;
    while at < ink.len() && at - i < LONGEST_BARE {
        if at > i && ink.starts_line(at) {
            break;
        }
        if ink.is(at, '第') && title::is_mark(ink, at)
            || title::is_annex(ink, at)
            || ink.among(at, ['“', '【']) && head::tag(ink, at).is_some()
        {
            break;
        }
        // A bracket after an order number is the next remark.
        if ink.among(at, OPENING) && says_history {
            break;
        }
        if let Some(end) = title::closed(ink, at) {
            at = end;
            continue;
        }
        if ink.among(at, COLONS) {
            return None;
        }
        if ink.among(at, ['；', ';']) {
            break;
        }
        says_history |= is_history_word(ink, at);
        at += 1;
    }
    let end = trimmed(ink, i, at);
    (says_history && end > i).then_some(end)
}

fn is_history_word(ink: &Ink, at: usize) -> bool {
    ink.is(at, '号')
        || ink
            .one_of(
                at,
                &[
                    "通过", "公布", "发布", "施行", "实施", "修订", "修正", "修改", "印发", "批准",
                ],
            )
            .is_some()
}

/// Whether a history may begin here: a date, an order number, 于 由 经 根据, or a document number within a few characters.
fn is_history_start(ink: &Ink, i: usize) -> bool {
    if ink
        .one_of(i, &["于", "已于", "已经", "经", "由", "自", "根据"])
        .is_some()
    {
        return true;
    }
    if let Some((end, _)) = ink.number(i)
        && ink.among(end, ['年', '月'])
    {
        return true;
    }
    (i..i + 24).any(|at| {
        ink.is(at, '令') && (ink.is(at + 1, '第') || ink.is_number(at + 1))
            || ink.among(at, SQUARE_OPENING) && ink.is_number(at + 1)
            || ink.is(at, '第') && ink.number(at + 1).is_some_and(|(end, _)| ink.is(end, '号'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<String>, usize) {
        let (found, end, lost) = remarks(&Ink::new(text), 0);
        assert_eq!(lost, None, "{text}");
        (found, end)
    }

    fn says(text: &str, expected: &[&str], end: usize) {
        assert_eq!(
            read(text),
            (expected.iter().map(|s| (*s).to_owned()).collect(), end),
            "{text}"
        );
    }

    #[test]
    fn brackets_of_both_widths_and_in_each_other() {
        says("（2016年修正）第三条", &["2016年修正"], 9);
        says("(2016年修正）第三条", &["2016年修正"], 9);
        says(
            "（试行）（国发〔2019〕6号）",
            &["试行", "国发〔2019〕6号"],
            16,
        );
        says(
            "（据《关于修改〈水法〉（等）的决定》改）第一条",
            &["据《关于修改〈水法〉（等）的决定》改"],
            20,
        );
        says("（2010年修正））\n第三条", &["2010年修正"], 10);
    }

    #[test]
    fn an_open_bracket_ends_before_the_provision() {
        says("（2010年修正\n  第三条：甲", &["2010年修正"], 8);
        says(
            "（2010年公布（2012年修正）\n第三条",
            &["2010年公布（2012年修正"],
            17,
        );
    }

    #[test]
    fn history_without_brackets() {
        says(
            "国务院令第514号（2007年）\n第三条",
            &["国务院令第514号", "2007年"],
            16,
        );
        says("2018年12月29日修正\n第三条", &["2018年12月29日修正"], 13);
        says("取水应当申请", &[], 0);
    }

    #[test]
    fn a_numbered_item_is_no_remark() {
        says("（十八）下放权限", &[], 0);
    }
}
