//! The words of a provision as they are compared.

use crate::domain::numeral::is_numeral_char;
use crate::domain::width::narrow;

/// Stands for the number of another provision.
const REFERENCE: char = '\u{1}';

/// The characters that count. Spaces, punctuation and the width of characters do not; nor do the numbers in references
/// (第四十九条, 第（三）项): they change whenever articles are renumbered, and nobody would call that a change of wording.
pub(super) fn fold(text: &str) -> Vec<char> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::with_capacity(chars.len());
    let mut i = 0;
    while let Some(&c) = chars.get(i) {
        if c == '第'
            && let Some(end) = reference(&chars, i + 1)
        {
            out.push(REFERENCE);
            i = end;
            continue;
        }
        let c = narrow(c);
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        }
        i += 1;
    }
    out
}

/// Where a reference ends that begins with 第 before `at`.
fn reference(chars: &[char], at: usize) -> Option<usize> {
    let is = |i: usize, which: &[char]| chars.get(i).is_some_and(|c| which.contains(c));
    let numeral = |i: usize| chars.get(i).is_some_and(|c| is_numeral_char(*c));
    let mut i = at;
    if is(i, &['（', '(']) {
        i += 1;
    }
    let first = i;
    while numeral(i) {
        i += 1;
    }
    if i == first {
        return None;
    }
    if is(i, &['）', ')']) {
        i += 1;
    }
    if !is(i, &['条', '款', '项', '目']) {
        return None;
    }
    i += 1;
    // 第二十条之一, but 第二条之规定.
    if is(i, &['之']) && numeral(i + 1) {
        i += 1;
        while numeral(i) {
            i += 1;
        }
    }
    Some(i)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        fold(a) == fold(b)
    }

    #[test]
    fn numbers_of_provisions_and_marks_are_no_words() {
        assert!(same(
            "违反本法第三十一条规定，处罚。",
            "违反本法第三十二条规定,处罚；"
        ));
        assert!(same("第二十条之一第二款第（三）项", "第21条第1款第四项"));
        assert!(same("（一）　甲 乙", "(一)甲乙"));
        assert!(!same("处二万元罚款", "处三万元罚款"));
        assert!(!same("第一审程序", "第二审程序"));
        assert!(!same("第二条之规定", "第二条的规定"));
        assert!(!same("五日内", "七日内"));
    }
}
