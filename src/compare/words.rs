//! Two texts compared word by word, as people who read Chinese would mark the change: numbers, marks of provisions and
//! Latin words stay whole, and a change of 县级 to 市级 is one of words and not of one character in them.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PieceKind {
    /// It is in both texts.
    Same,
    /// It was in the old one.
    Gone,
    /// It is in the new one.
    New,
}

/// A piece of the two texts. What is the same and what is gone make the old text, what is the same and what is new make
/// the new one; of a change, what is gone comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What became of it.
    pub kind: PieceKind,
    /// The words.
    pub text: String,
}

impl Piece {
    /// A piece.
    pub fn new(kind: PieceKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
        }
    }
}

/// Longest changed passage, in words of both sides, that is compared word by word; a longer one has been written anew.
const LONGEST: usize = 900;

/// Characters that end a Chinese word and are no word alone: 市级, 法规科, 工作日.
const ENDINGS: &str = "级局科处部厅委院所队市县区省证费日款";

/// Endings before which a single changed character is half a word: 水务局, 行政科.
const OFFICES: &str = "局科处部厅委院所队证费";

/// The pieces of two texts.
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let mut stretches = Vec::new();
    let whole = Stretch {
        same: false,
        old: 0..old.len(),
        new: 0..new.len(),
    };
    // Clauses first, so that a long text costs no more than what changed in it.
    for stretch in diff(old, new, &whole, clauses) {
        let of_words = |text: &str, range: &Range<usize>| tokens(&text[range.clone()]).len();
        let short = !stretch.same
            && !stretch.old.is_empty()
            && !stretch.new.is_empty()
            && of_words(old, &stretch.old) + of_words(new, &stretch.new) <= LONGEST;
        if short {
            stretches.extend(diff(old, new, &stretch, tokens));
        } else {
            stretches.push(stretch);
        }
    }
    smooth(old, &mut stretches);
    complete(old, new, &mut stretches);
    pieces(old, new, &stretches)
}

/// A part of both texts, in the order of both.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stretch {
    same: bool,
    old: Range<usize>,
    new: Range<usize>,
}

/// The parts of a stretch, by words of a kind.
fn diff(old: &str, new: &str, within: &Stretch, split: fn(&str) -> Vec<&str>) -> Vec<Stretch> {
    let old_words = split(&old[within.old.clone()]);
    let new_words = split(&new[within.new.clone()]);
    let (mut at_old, mut at_new) = (within.old.start, within.new.start);
    let mut out: Vec<Stretch> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old_words, &new_words) {
        let length = |words: &[&str], range| {
            let words: &[&str] = words.get(range).unwrap_or_default();
            words.iter().map(|w| w.len()).sum::<usize>()
        };
        let stretch = Stretch {
            same: op.tag() == DiffTag::Equal,
            old: at_old..at_old + length(&old_words, op.old_range()),
            new: at_new..at_new + length(&new_words, op.new_range()),
        };
        (at_old, at_new) = (stretch.old.end, stretch.new.end);
        out.push(stretch);
    }
    out
}

/// Clauses with the mark that ends each.
fn clauses(text: &str) -> Vec<&str> {
    text.split_inclusive(['，', '。', '；', '：', '、', '！', '？', '\n'])
        .collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || "〇零一二三四五六七八九十百千万两".contains(c)
}

/// Words: 第二十五条, 之一, 20, power-list; else single characters.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let after = |at: usize| rest.get(at..).unwrap_or_default();
        let while_ = |at: usize, keeps: fn(char) -> bool| {
            let tail = after(at);
            at + tail.find(|c| !keeps(c)).unwrap_or(tail.len())
        };
        let word = |c: char| c.is_alphanumeric() && !is_han(c) || c == '_';
        let mut end = first.len_utf8();
        if first == '第' || first == '之' {
            let mut open = end;
            // 第（三）项
            if after(open).starts_with(['（', '(']) {
                open += after(open).chars().next().map_or(0, char::len_utf8);
            }
            let numbered = while_(open, is_numeral);
            if numbered > open {
                end = numbered;
                let closing = ['）', ')', '条', '款', '项', '目', '章', '节', '编'];
                while after(end).starts_with(closing) {
                    let c = after(end).chars().next();
                    end += c.map_or(0, char::len_utf8);
                    if c.is_some_and(is_han) {
                        break;
                    }
                }
            }
        } else if is_numeral(first) && is_han(first) {
            end = while_(0, is_numeral);
        } else if word(first) {
            let part = |c: char| c.is_alphanumeric() && !is_han(c) || "_-.%".contains(c);
            end = while_(0, part);
        }
        let (token, tail) = rest.split_at(end);
        out.push(token);
        rest = tail;
    }
    out
}

/// A single character between two changes is the same by chance.
fn smooth(old: &str, stretches: &mut Vec<Stretch>) {
    for i in 1..stretches.len().saturating_sub(1) {
        let changed = |i: usize| stretches.get(i).is_some_and(|s| !s.same);
        let between = changed(i - 1) && changed(i + 1);
        if let Some(stretch) = stretches.get_mut(i).filter(|s| s.same && between) {
            let mut chars = old[stretch.old.clone()].chars();
            if matches!((chars.next(), chars.next()), (Some(c), None) if is_han(c)) {
                stretch.same = false;
            }
        }
    }
    join(stretches);
}

/// Neighbours of one kind become one.
fn join(stretches: &mut Vec<Stretch>) {
    let mut out: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for stretch in stretches.drain(..) {
        if stretch.old.is_empty() && stretch.new.is_empty() {
            continue;
        }
        match out.last_mut() {
            Some(last) if last.same == stretch.same => {
                last.old.end = stretch.old.end;
                last.new.end = stretch.new.end;
            }
            _ => out.push(stretch),
        }
    }
    *stretches = out;
}

/// Half words become whole: the ending that both sides have in common is part of what changed.
fn complete(old: &str, new: &str, stretches: &mut Vec<Stretch>) {
    for i in 0..stretches.len() {
        let Some(at) = stretches.get(i).cloned().filter(|s| !s.same) else {
            continue;
        };
        let (gone, came) = (&old[at.old.clone()], &new[at.new.clone()]);
        let ends_in_word = |text: &str| text.chars().next_back().is_some_and(is_han);
        if !ends_in_word(gone) || !ends_in_word(came) {
            continue;
        }
        let next = stretches
            .get(i + 1)
            .and_then(|s| old[s.old.clone()].chars().next());
        let Some(ending) = next.filter(|c| ENDINGS.contains(*c)) else {
            continue;
        };
        let single = |text: &str| text.chars().count() == 1;
        let half = OFFICES.contains(ending) && single(gone) && single(came);
        let before = i.checked_sub(1).and_then(|i| stretches.get(i));
        let before = before.and_then(|s| old[s.old.clone()].chars().next_back());
        let before = before
            .filter(|c| half && is_han(*c))
            .map_or(0, char::len_utf8);
        if let Some(previous) = i.checked_sub(1).and_then(|i| stretches.get_mut(i)) {
            previous.old.end -= before;
            previous.new.end -= before;
        }
        if let Some(next) = stretches.get_mut(i + 1) {
            next.old.start += ending.len_utf8();
            next.new.start += ending.len_utf8();
        }
        if let Some(at) = stretches.get_mut(i) {
            at.old = at.old.start - before..at.old.end + ending.len_utf8();
            at.new = at.new.start - before..at.new.end + ending.len_utf8();
        }
    }
    join(stretches);
}

fn pieces(old: &str, new: &str, stretches: &[Stretch]) -> Vec<Piece> {
    let mut out = Vec::new();
    for stretch in stretches {
        let (before, after) = (&old[stretch.old.clone()], &new[stretch.new.clone()]);
        let parts = if stretch.same {
            [(PieceKind::Same, before), (PieceKind::New, "")]
        } else {
            [(PieceKind::Gone, before), (PieceKind::New, after)]
        };
        let said = parts.into_iter().filter(|(_, text)| !text.is_empty());
        out.extend(said.map(|(kind, text)| Piece::new(kind, text)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 甲[-县-]{+市+}乙
    fn marked(old: &str, new: &str) -> String {
        words(old, new)
            .into_iter()
            .map(|p| match p.kind {
                PieceKind::Same => p.text,
                PieceKind::Gone => format!("[-{}-]", p.text),
                PieceKind::New => format!("{{+{}+}}", p.text),
            })
            .collect()
    }

    #[test]
    fn changes_show_as_words() {
        let cases = [
            ("县级", "市级", "[-县级-]{+市级+}"),
            ("由县级行使", "由市级行使", "由[-县级-]{+市级+}行使"),
            (
                "《水法》第二十五条",
                "《水法》第二十六条",
                "《水法》[-第二十五条-]{+第二十六条+}",
            ),
            (
                "《水法》第二十五条第（三）项",
                "《水法》第二十五条第（四）项",
                "《水法》第二十五条[-第（三）项-]{+第（四）项+}",
            ),
            ("20个工作日", "15个工作日", "[-20-]{+15+}个工作日"),
            ("二十个工作日", "二十个自然日", "二十个[-工作日-]{+自然日+}"),
            (
                "市水务局法规科",
                "市水利局法规科",
                "市[-水务局-]{+水利局+}法规科",
            ),
            (
                "企业、事业单位",
                "企业、事业单位、个人",
                "企业、事业单位{+、个人+}",
            ),
            ("", "新的", "{+新的+}"),
            ("旧的", "", "[-旧的-]"),
            ("一样", "一样", "一样"),
            (
                "see power-list 1.0",
                "see power-list 1.1",
                "see power-list [-1.0-]{+1.1+}",
            ),
        ];
        for (old, new, expected) in cases {
            assert_eq!(marked(old, new), expected);
        }
    }

    #[test]
    fn long_texts_written_anew_are_not_taken_apart() {
        let old = "甲".repeat(4000);
        let new = "乙".repeat(4000);
        assert_eq!(words(&old, &new).len(), 2);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_back(
            old in "[第二十五条款（三）项之县市级局水，。a1 \n]{0,60}",
            new in "[第二十五条款（三）项之县市级局水，。a1 \n]{0,60}",
        ) {
            let pieces = words(&old, &new);
            let of = |not: PieceKind| pieces.iter().filter(|p| p.kind != not).map(|p| p.text.as_str()).collect::<String>();
            prop_assert_eq!(of(PieceKind::New), old.clone());
            prop_assert_eq!(of(PieceKind::Gone), new.clone());
            prop_assert!(pieces.iter().all(|p| !p.text.is_empty()));
            let changed = pieces.iter().any(|p| p.kind != PieceKind::Same);
            prop_assert_eq!(changed, old != new);
        }

        #[test]
        fn a_small_change_stays_small(text in "[甲乙丙丁，。]{1,40}", at in 0usize..40) {
            let mut chars: Vec<char> = text.chars().collect();
            let at = at % chars.len();
            chars.insert(at, '新');
            let new: String = chars.into_iter().collect();
            let gone = words(&text, &new).into_iter().filter(|p| p.kind == PieceKind::Gone).map(|p| p.text.chars().count()).sum::<usize>();
            prop_assert_eq!(gone, 0);
        }
    }
}
