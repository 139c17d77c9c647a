//! How texts break into lines in a cell, so that rows can be made as high as their texts: spreadsheets do not grow
//! merged rows by themselves.

use unicode_width::UnicodeWidthChar as _;

/// A Chinese character's width in the units of this module.
pub const FULL: usize = 100;

/// Width of a letter or digit: half of a Chinese character in 宋体, a little more in the fonts that stand in for it.
const HALF: usize = 56;

/// Width of a text on one line, in Chinese characters, rounded up.
pub fn width(text: &str) -> usize {
    text.chars().map(char_width).sum::<usize>().div_ceil(FULL)
}

fn char_width(c: char) -> usize {
    match c.width_cjk() {
        Some(0) | None => 0,
        Some(1) => HALF,
        Some(_) => FULL,
    }
}

/// Whether a line may not begin with this.
fn never_first(c: char) -> bool {
    "，。、；：？！）》〉】〕”’…％,.;:?!)]}%".contains(c)
}

/// Whether a line may not end with this.
fn never_last(c: char) -> bool {
    "（《〈【〔“‘([{".contains(c)
}

/// Where the lines of a text end, in bytes, if a line holds this many Chinese characters. The break itself is in no
/// line.
pub fn lines(text: &str, characters: u16) -> Vec<std::ops::Range<usize>> {
    let most = usize::from(characters.max(1)) * FULL;
    let mut out = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        wrap(paragraph, start, most, &mut out);
        start += paragraph.len() + 1;
    }
    out
}

fn wrap(paragraph: &str, offset: usize, most: usize, out: &mut Vec<std::ops::Range<usize>>) {
    let chars: Vec<(usize, char)> = paragraph.char_indices().collect();
    let at = |i: usize| chars.get(i).map_or(paragraph.len(), |(at, _)| *at);
    let (mut first, mut i, mut used) = (0, 0, 0);
    while let Some(&(_, c)) = chars.get(i) {
        let width = char_width(c);
        if used + width > most && i > first {
            let end = break_before(&chars, first, i);
            out.push(offset + at(first)..offset + at(end));
            first = end;
            used = chars
                .get(end..i)
                .unwrap_or_default()
                .iter()
                .map(|(_, c)| char_width(*c))
                .sum();
        }
        used += width;
        i += 1;
    }
    out.push(offset + at(first)..offset + paragraph.len());
}

/// Where a line that is full at `i` ends: words stay whole, and marks stay with what they belong to, where they can.
fn break_before(chars: &[(usize, char)], first: usize, i: usize) -> usize {
    let get = |i: usize| chars.get(i).map_or(' ', |(_, c)| *c);
    let allowed = |i: usize| {
        let (before, after) = (get(i - 1), get(i));
        let word = |c: char| c.is_ascii_alphanumeric();
        let kept = never_first(after) || never_last(before) || word(before) && word(after);
        !kept
    };
    (first + 1..=i)
        .rev()
        .take(12)
        .find(|&i| allowed(i))
        .unwrap_or(i)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(text: &str, characters: u16) -> Vec<&str> {
        lines(text, characters)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn lines_hold_as_many_characters_as_they_may() {
        assert_eq!(broken("一二三四五六七", 3), ["一二三", "四五六", "七"]);
        assert_eq!(broken("一\n\n二三", 3), ["一", "", "二三"]);
        assert_eq!(broken("", 3), [""]);
        assert_eq!(broken("一二三", 0), ["一", "二", "三"]);
    }

    #[test]
    fn marks_and_words_stay_together() {
        assert_eq!(broken("一二三，四五", 3), ["一二", "三，四", "五"]);
        assert_eq!(broken("一二《四》", 3), ["一二", "《四》"]);
        assert_eq!(broken("一二abc三", 3), ["一二", "abc三"]);
        assert_eq!(broken("341100-tjj-02-0001", 6), ["341100-tjj", "-02-0001"]);
        assert_eq!(broken("abcdefghij", 2), ["abc", "def", "ghi", "j"]);
    }

    #[test]
    fn widths() {
        assert_eq!(width("一二三"), 3);
        assert_eq!(width("0550-0000045"), 7);
        assert_eq!(width(""), 0);
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(text in "[一，《》（）a-c1 \n。]{0,60}", characters in 0_u16..9) {
            let kept: String = broken(&text, characters).concat();
            proptest::prop_assert_eq!(kept, text.replace('\n', ""));
        }
    }
}
