//! Numbers, dates and odd characters of statute text.

use jiff::civil::Date;

/// Removes what typesetting left behind: zero-width characters go, odd spaces become plain ones,
/// full-width digits become ASCII, the circles used for zero become 〇. The result is trimmed.
pub(super) fn clean(line: &str) -> String {
    let mapped: String = line
        .chars()
        .filter(|c| !matches!(c, '\u{200b}' | '\u{feff}' | '\r'))
        .map(|c| match c {
            '\u{3000}' | '\u{2002}' | '\u{a0}' | '\t' => ' ',
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32).unwrap_or(c),
            '○' | '◯' => '〇',
            // A look-alike that recognition software puts for 第.
            '笫' => '第',
            other => other,
        })
        .collect();
    mapped.trim().to_owned()
}

fn digit(c: char) -> Option<u32> {
    match c {
        '零' | '〇' => Some(0),
        '一' => Some(1),
        '二' | '两' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => c.to_digit(10),
    }
}

/// Whether a character can stand in a number.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || matches!(c, '十' | '百' | '千')
}

/// Reads 一百二十三, 二〇 or 123; `None` when it is not one number up to 9999.
pub(super) fn number(text: &str) -> Option<u16> {
    if text.is_empty() || text.chars().count() > 9 {
        return None;
    }
    if !text.contains(['十', '百', '千']) {
        let mut value = 0u32;
        for c in text.chars() {
            value = value.checked_mul(10)?.checked_add(digit(c)?)?;
        }
        return u16::try_from(value).ok();
    }
    let (mut total, mut current, mut unit_before) = (0u32, None, u32::MAX);
    for c in text.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                let d = digit(c)?;
                // 零 only joins; two digits side by side are not a number in words.
                if d == 0 {
                    continue;
                }
                if current.replace(d).is_some() {
                    return None;
                }
                continue;
            }
        };
        if unit >= unit_before {
            return None;
        }
        unit_before = unit;
        total += current.take().unwrap_or(1) * unit;
    }
    u16::try_from(total + current.unwrap_or(0)).ok()
}

/// Splits a leading run of numerals off.
pub(super) fn take_numerals(text: &str) -> (&str, &str) {
    let end = text.find(|c| !is_numeral(c)).unwrap_or(text.len());
    text.split_at(end)
}

/// Reads a date at the start of (cleaned) text, in Arabic or Chinese digits; the rest follows.
pub(super) fn leading_date(text: &str) -> Option<(Date, &str)> {
    let part = |text: &'_ str, mark: char| -> Option<(u16, usize)> {
        let (numerals, rest) = take_numerals(text);
        let spaces = rest.len() - rest.trim_start_matches(' ').len();
        let after = rest[spaces..].strip_prefix(mark)?;
        Some((number(numerals)?, text.len() - after.len()))
    };
    let (year, at) = part(text, '年')?;
    if !(1900..2200).contains(&year) {
        return None;
    }
    let rest = text[at..].trim_start_matches(' ');
    let (month, at) = part(rest, '月')?;
    let rest = rest[at..].trim_start_matches(' ');
    let (day, at) = part(rest, '日')?;
    let date = Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()?;
    Some((date, &rest[at..]))
}

/// All dates in cleaned text with the byte offset at which each ends.
pub(super) fn dates(text: &str) -> Vec<(Date, usize)> {
    let mut out = Vec::new();
    let mut from = 0;
    while from < text.len() {
        let rest = &text[from..];
        // A date starts where a run of numerals starts, never in its middle.
        let Some(start) = rest.find(is_numeral) else {
            break;
        };
        let here = &rest[start..];
        if let Some((date, after)) = leading_date(here) {
            from = text.len() - after.len();
            out.push((date, from));
        } else {
            let (numerals, _) = take_numerals(here);
            from += start + numerals.len();
        }
    }
    out
}

/// Reads the mark of an item at the start of a line: （一）, (一), （ 一 ）; the rest follows.
pub(super) fn item_mark(text: &str) -> Option<(u16, &str)> {
    let (inner, rest) = bracketed(text)?;
    let is_chinese = inner.chars().all(|c| is_numeral(c) && !c.is_ascii_digit());
    if inner.is_empty() || !is_chinese {
        return None;
    }
    Some((number(inner)?, rest))
}

/// Reads 一、 at the start of a line, the item mark of older statutes; the rest follows.
pub(super) fn old_item_mark(text: &str) -> Option<(u16, &str)> {
    let (numerals, rest) = take_numerals(text);
    let rest = rest.strip_prefix('、')?;
    if numerals.is_empty() || numerals.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    Some((number(numerals)?, rest))
}

/// Whether a line begins like a 目: `1.`, `1．`, `1、`, `(1)`, ①.
pub(super) fn is_point(text: &str) -> bool {
    if let Some((inner, _)) = bracketed(text) {
        return !inner.is_empty() && inner.bytes().all(|b| b.is_ascii_digit());
    }
    if text.starts_with(|c| ('①'..='⑳').contains(&c)) {
        return true;
    }
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let mut after = rest.chars();
    rest.len() < text.len()
        && matches!(after.next(), Some('.' | '．' | '、'))
        && !after.next().is_some_and(|c| c.is_ascii_digit())
}

fn bracketed(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(['（', '('])?;
    let end = rest.find(['）', ')'])?;
    let after = &rest[end..];
    let width = after.chars().next().map_or(0, char::len_utf8);
    Some((rest[..end].trim(), after[width..].trim_start()))
}

/// Text outside 《…》; an unclosed title runs to the end.
pub(super) fn outside_titles(text: &str) -> String {
    let mut depth = 0u32;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// Titles between outermost 《 and 》 with the byte offsets of the whole, marks included.
pub(super) fn titles(text: &str) -> Vec<(&str, std::ops::Range<usize>)> {
    let (mut depth, mut start) = (0u32, 0);
    let mut out = Vec::new();
    for (i, c) in text.char_indices() {
        match c {
            '《' => {
                if depth == 0 {
                    start = i;
                }
                depth += 1;
            }
            '》' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    let end = i + '》'.len_utf8();
                    out.push((&text[start + '《'.len_utf8()..i], start..end));
                }
            }
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn words(n: u16) -> String {
        const D: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
        let mut out = String::new();
        let mut gap = false;
        for (unit, name) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
            let d = n / unit % 10;
            if d == 0 {
                gap = !out.is_empty();
            } else {
                if gap {
                    out.push('零');
                }
                gap = false;
                out.push_str(D[usize::from(d)]);
                out.push_str(name);
            }
        }
        out
    }

    proptest! {
        #[test]
        fn numbers_in_words_are_read(n in 1u16..10_000) {
            prop_assert_eq!(number(&words(n)), Some(n));
            prop_assert_eq!(number(&n.to_string()), Some(n));
        }

        #[test]
        fn any_text_is_survived(text in "[第条年月日一二十百零〇0-9 （）()《》、。a-z]{0,40}") {
            let text = clean(&text);
            let _ = (number(&text), leading_date(&text), dates(&text), item_mark(&text));
            let _ = (old_item_mark(&text), is_point(&text), titles(&text), outside_titles(&text));
        }
    }

    #[test]
    fn numbers_as_statutes_write_them() {
        assert_eq!(number("十二"), Some(12));
        assert_eq!(number("一百零三"), Some(103));
        assert_eq!(number("二〇"), Some(20));
        assert_eq!(number(""), None);
        assert_eq!(number("十百"), None);
        assert_eq!(number("第"), None);
    }

    #[test]
    fn dates_as_statutes_write_them() {
        let day = |y, m, d| date(y, m, d);
        assert_eq!(
            leading_date("2019年4月23日 第十三届"),
            Some((day(2019, 4, 23), " 第十三届"))
        );
        assert_eq!(
            leading_date(&clean("二○○四年十月一日起施行")).map(|d| d.0),
            Some(day(2004, 10, 1))
        );
        assert_eq!(
            leading_date(&clean("２０１２年１２月 ３ 日")).map(|d| d.0),
            Some(day(2012, 12, 3))
        );
        assert_eq!(leading_date("2019年2月30日"), None);
        let both = dates("1986年9月5日公布、1994年5月12日修订公布的");
        assert_eq!(both.len(), 2);
        assert_eq!(both[1].0, day(1994, 5, 12));
    }

    #[test]
    fn marks_of_items_and_points() {
        assert_eq!(item_mark("(十二)从事"), Some((12, "从事")));
        assert_eq!(item_mark("（ 一 ）从事"), Some((1, "从事")));
        assert_eq!(item_mark("(1)从事"), None);
        assert_eq!(old_item_mark("二、从事"), Some((2, "从事")));
        assert_eq!(old_item_mark("2、从事"), None);
        assert!(is_point("1．甲") && is_point("(3)甲") && is_point("2、甲") && is_point("①甲"));
        assert!(!is_point("1.5米以内") && !is_point("2个以上") && !is_point("1981年1月"));
    }

    #[test]
    fn titles_keep_their_inner_titles() {
        let found = titles("依照《甲〈乙〉办法》和《丙《丁》规定》执行");
        let names: Vec<_> = found.iter().map(|t| t.0).collect();
        assert_eq!(names, ["甲〈乙〉办法", "丙《丁》规定"]);
        assert_eq!(outside_titles("依《甲〈乙〉》修正"), "依修正");
    }
}
