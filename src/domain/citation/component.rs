//! One step of a provision mark: 第三条, 第（一）、（二）项, 第三十九至第五十条, 第二十条之一.

use std::num::NonZeroU16;

use super::ink::{CLOSING, COLONS, Ink, OPENING};

/// Numbers that one unit may follow (第一、二、三项). A list longer than this is no list of provisions.
const MOST_NUMBERS: usize = 24;
/// Statutes have no more 项 in a 款; a larger number in bare brackets is a year.
const MOST_ITEMS: u16 = 300;

/// Longest heading that may stand between a chapter's number and the next (第二章资质核准、第三章…).
const LONGEST_HEADING: usize = 24;

/// Parts of a statute, coarse before fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    /// 附件, 附表, 附录 as a whole.
    Annex,
    /// 部分.
    Part,
    /// 编.
    Book,
    /// 章.
    Chapter,
    /// 节.
    Section,
    /// 条.
    Article,
    /// 款.
    Paragraph,
    /// 项.
    Item,
    /// 目.
    Point,
}

impl Unit {
    /// Whether `finer` may follow directly as a part: 第三条第一款, 第三条第（一）项, but not 第三条第1目.
    pub(super) fn takes(self, finer: Self) -> bool {
        match self {
            Self::Article => matches!(finer, Self::Paragraph | Self::Item),
            Self::Paragraph => finer == Self::Item,
            Self::Item => finer == Self::Point,
            Self::Part | Self::Book | Self::Chapter | Self::Section => finer > self,
            Self::Annex | Self::Point => false,
        }
    }
}

/// One number of a component.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    /// `None` when it is malformed.
    pub(super) value: Option<NonZeroU16>,
    /// 之N, 0 without; `None` when malformed.
    pub(super) sub: Option<u16>,
    pub(super) from: usize,
    pub(super) to: usize,
    /// 至 stands before it.
    pub(super) ranged: bool,
}

/// A component: numbers and the unit that they share.
#[derive(Debug, Clone)]
pub(super) struct Component {
    pub(super) unit: Unit,
    pub(super) numbers: Vec<Number>,
    pub(super) end: usize,
    /// Begins with 第.
    pub(super) explicit: bool,
}

/// What stands at a position.
#[derive(Debug, Clone)]
pub(super) enum Read {
    Component(Component),
    /// A number that must be a provision but has no unit; the position after it.
    MissingUnit(usize),
    Nothing,
}

/// How a component may begin beside 第.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Allow {
    /// Only with 第.
    Explicit,
    /// Also （三）.
    Bracket,
    /// Also 三十二条 and （三）.
    Bare,
}

/// 条, 款 …: the unit at `i` and the position after it.
pub(super) fn unit(ink: &Ink, i: usize) -> Option<(Unit, usize)> {
    let unit = match ink.get(i)? {
        '条' if !ink.among(i + 1, ['例', '件']) => Unit::Article,
        '款' => Unit::Paragraph,
        // 项目 is a project.
        '项' if !ink.is(i + 1, '目') => Unit::Item,
        '目' if !ink.among(i + 1, ['录', '的', '标']) => Unit::Point,
        '章' if !ink.is(i + 1, '程') => Unit::Chapter,
        '节' => Unit::Section,
        '编' if !ink.among(i + 1, ['制', '号', '码']) => Unit::Book,
        '部' if ink.is(i + 1, '分') => return Some((Unit::Part, i + 2)),
        _ => return None,
    };
    Some((unit, i + 1))
}

/// 至, 到, —, - or ～ between the ends of a range.
pub(super) fn range_sign(ink: &Ink, i: usize) -> Option<usize> {
    const SIGNS: [char; 14] = [
        '至', '到', '—', '-', '－', '–', '~', '～', '―', '─', '∼', '﹣', '〜', '−',
    ];
    let mut end = i;
    while end - i < 2 && ink.among(end, SIGNS) {
        end += 1;
    }
    (end > i).then_some(end)
}

/// 、 和 及 … between members of a list: the position after them.
pub(super) fn list_sign(ink: &Ink, i: usize) -> Option<usize> {
    const WORDS: [&str; 9] = ["以及", "或者", "及其", "和", "及", "与", "或", "暨", "并"];
    let comma = if ink.among(i, ['、', '，', ',', '；', ';', '/']) {
        i + 1
    } else {
        i
    };
    let begins = ink.among(comma, ['以', '或', '及', '和', '与', '暨', '并']);
    let word = begins.then(|| ink.one_of(comma, &WORDS)).flatten();
    let end = word.unwrap_or(comma);
    (end > i).then_some(end)
}

/// 之N at `i`: the position after it and N.
pub(super) fn suffix(ink: &Ink, i: usize) -> Option<(usize, Option<u16>)> {
    if !ink.is(i, '之') {
        return None;
    }
    ink.number(i + 1)
        .map(|(end, value)| (end, value.map(NonZeroU16::get)))
}

/// Reads the component at `i`.
pub(super) fn component(ink: &Ink, i: usize, allow: Allow) -> Read {
    let explicit = ink.is(i, '第');
    let mut at = if explicit { i + 1 } else { i };
    let begins = explicit
        || match allow {
            Allow::Explicit => false,
            Allow::Bracket => ink.opens_item(i),
            Allow::Bare => true,
        };
    if !begins {
        return Read::Nothing;
    }
    let mut numbers: Vec<Number> = Vec::new();
    let mut all_bracketed = true;
    let mut ranged = false;
    let mut from = i;
    while let Some((end, value, bracketed)) = ink.bracketed_number(at) {
        // 第十条（三）、第五条: brackets belong to 项, so the bare number begins something else.
        let is_item = matches!(unit(ink, end), Some((Unit::Item, _)));
        if !numbers.is_empty() && bracketed != all_bracketed && !is_item {
            break;
        }
        all_bracketed &= bracketed;
        // 第二十之一条 is a rare order of 第二十条之一.
        let (to, sub) = match suffix(ink, end) {
            Some((after, sub)) if ink.is(after, '条') => (after, sub),
            _ => (end, Some(0)),
        };
        numbers.push(Number {
            value,
            sub,
            from,
            to,
            ranged,
        });
        if let Some((unit, end)) = unit(ink, to) {
            return complete(ink, unit, numbers, end, explicit);
        }
        if numbers.len() == MOST_NUMBERS {
            return Read::Nothing;
        }
        let next = match range_sign(ink, to) {
            Some(next) => {
                ranged = true;
                next
            }
            None => {
                ranged = false;
                match list_sign(ink, to) {
                    Some(next) => next,
                    // （三）（四）项
                    None if ink.opens_item(to) => to,
                    None => break,
                }
            }
        };
        from = next;
        at = if ink.is(next, '第') { next + 1 } else { next };
    }
    unfinished(ink, numbers, all_bracketed, explicit)
}

fn complete(
    ink: &Ink,
    unit: Unit,
    mut numbers: Vec<Number>,
    mut end: usize,
    explicit: bool,
) -> Read {
    if unit == Unit::Article
        && let Some((after, sub)) = suffix(ink, end)
        && let Some(last) = numbers.last_mut()
    {
        last.sub = sub;
        end = after;
    }
    if let Some(last) = numbers.last_mut() {
        last.to = end;
    }
    Read::Component(Component {
        unit,
        numbers,
        end,
        explicit,
    })
}

/// Numbers without a unit: 第十条（三） means the item; 第二十七第二款 lacks its 条; 第三次 is no provision.
fn unfinished(ink: &Ink, numbers: Vec<Number>, all_bracketed: bool, explicit: bool) -> Read {
    let Some(&Number { to: end, .. }) = numbers.last() else {
        return Read::Nothing;
    };
    let ends_here = end >= ink.len()
        || ink.starts_line(end)
        || ink.among(end, ['、', '，', ',', '。', '；', ';', '：', ':']);
    let small = |n: &Number| n.value.is_none_or(|v| v.get() <= MOST_ITEMS);
    if all_bracketed && ends_here && numbers.iter().all(small) {
        return Read::Component(Component {
            unit: Unit::Item,
            numbers,
            end,
            explicit,
        });
    }
    let finer_follows = ink.is(end, '第')
        && ink
            .bracketed_number(end + 1)
            .is_some_and(|(end, ..)| unit(ink, end).is_some());
    if explicit && !all_bracketed && (ink.among(end, COLONS) || finer_follows) {
        return Read::MissingUnit(end);
    }
    Read::Nothing
}

/// The end of a chapter's heading that begins at `at`; `at` itself where no heading stands.
pub(super) fn heading_end(ink: &Ink, at: usize) -> usize {
    let mut end = at;
    while end < ink.len() && end - at <= LONGEST_HEADING {
        if ink.among(end, ['、', '；', ';', '。', '，', ',']) || ink.starts_line(end) {
            return end;
        }
        if ink.among(end, ['第', '：', ':', '《', '（', '(', '【', '“']) {
            return at;
        }
        end += 1;
    }
    if end == ink.len() { end } else { at }
}

/// Whether 第N条 stands at `i`, as it mostly does where a provision stands.
pub(super) fn is_article(ink: &Ink, i: usize) -> bool {
    ink.is(i, '第')
        && ink
            .number(i + 1)
            .is_some_and(|(end, _)| matches!(unit(ink, end), Some((Unit::Article, _))))
}

/// Whether a bracket at `i` holds nothing but a number, as （一） does that begins an item of a statute.
pub(super) fn is_item_bracket(ink: &Ink, i: usize) -> bool {
    ink.among(i, OPENING)
        && ink
            .number(i + 1)
            .is_some_and(|(end, _)| ink.among(end, CLOSING))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Said = (Unit, Vec<(u16, u16, bool)>, usize);

    fn read(text: &str) -> Option<Said> {
        match component(&Ink::new(text), 0, Allow::Bare) {
            Read::Component(c) => {
                let numbers = c.numbers.iter().map(|n| {
                    (
                        n.value.map_or(0, NonZeroU16::get),
                        n.sub.unwrap_or(99),
                        n.ranged,
                    )
                });
                Some((c.unit, numbers.collect(), c.end))
            }
            _ => None,
        }
    }

    #[test]
    fn numbers_share_a_unit() {
        use Unit::*;
        assert_eq!(read("第三条"), Some((Article, vec![(3, 0, false)], 3)));
        assert_eq!(read("第 12 条"), Some((Article, vec![(12, 0, false)], 4)));
        assert_eq!(read("三十二条"), Some((Article, vec![(32, 0, false)], 4)));
        assert_eq!(
            read("第二十条之一规定"),
            Some((Article, vec![(20, 1, false)], 6))
        );
        assert_eq!(
            read("第一、二项"),
            Some((Item, vec![(1, 0, false), (2, 0, false)], 5))
        );
        assert_eq!(
            read("第（三）（四）项"),
            Some((Item, vec![(3, 0, false), (4, 0, false)], 8))
        );
        assert_eq!(
            read("第三十九至第五十条"),
            Some((Article, vec![(39, 0, false), (50, 0, true)], 9))
        );
        assert_eq!(read("第（三）"), Some((Item, vec![(3, 0, false)], 4)));
    }

    #[test]
    fn ordinals_of_other_things_are_no_provisions() {
        for text in [
            "第三次",
            "第十三届",
            "第五号令",
            "第一项目",
            "第三、第四次",
            "（2019）",
            "第一条例",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_missing_unit_is_seen() {
        for (text, end) in [("第二十七第二款", 4), ("第十九：县级", 3)] {
            let read = component(&Ink::new(text), 0, Allow::Explicit);
            assert!(matches!(read, Read::MissingUnit(e) if e == end), "{text}");
        }
    }
}
