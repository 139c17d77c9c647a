//! Text as it is compared: without spaces, quotation marks and numbering, punctuation in one width.

use crate::domain::numeral::is_numeral_char;
use crate::domain::width::narrow;

/// One character that is compared, with the bytes of the source it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    pub ch: char,
    pub start: u32,
    pub end: u32,
    line: bool,
    spaced: bool,
}

/// Where a text may leave out something of the statute and still quote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// Behind a full stop, semicolon or colon, or at a line break.
    Stop,
    /// At an ellipsis, which says that something is left out.
    Omission,
}

/// A text as it is compared.
#[derive(Debug, Default)]
pub(super) struct Folded {
    pub glyphs: Vec<Glyph>,
    /// Positions between glyphs where a part begins, ascending; the beginning of the text is none.
    pub joints: Vec<(usize, Joint)>,
}

/// Marks that end a sentence or a clause of its own.
pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '。' | ';' | ':' | '!' | '?')
}

/// Marks that are no words.
pub(super) fn is_mark(c: char) -> bool {
    is_stop(c)
        || matches!(
            c,
            ',' | '、' | '(' | ')' | '[' | ']' | '<' | '>' | '-' | '·' | '.'
        )
}

/// The character that stands for `c` in comparisons; `None` for what does not count.
fn fold(c: char) -> Option<char> {
    // Most characters are ideographs and stand for themselves.
    if ('\u{4e00}'..='\u{9fff}').contains(&c) {
        return Some(c);
    }
    Some(match narrow(c) {
        '"' | '\'' | '“' | '”' | '‘' | '’' | '「' | '」' | '『' | '』' | '〝' | '〞' | '`' =>
        {
            return None;
        }
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => return None,
        c if c.is_whitespace() || c.is_control() => return None,
        '｡' => '。',
        '､' => '、',
        '【' | '〔' | '［' | '﹝' => '[',
        '】' | '〕' | '］' | '﹞' => ']',
        '《' | '〈' => '<',
        '》' | '〉' => '>',
        '—' | '–' | '―' | '─' | '-' | '~' | '〜' => '-',
        '⋯' => '…',
        '•' | '・' | '‧' => '·',
        '○' | '◯' => '〇',
        c => c.to_ascii_lowercase(),
    })
}

fn glyphs(text: &str) -> Vec<Glyph> {
    let mut out: Vec<Glyph> = Vec::with_capacity(text.len() / 3);
    let (mut line, mut spaced) = (true, false);
    for (start, c) in text.char_indices() {
        let Some(ch) = fold(c) else {
            line |= matches!(c, '\n' | '\r');
            spaced |= c.is_whitespace();
            continue;
        };
        if ch == '-' && out.last().is_some_and(|before| before.ch == '-') {
            continue;
        }
        out.push(Glyph {
            ch,
            start: start as u32,
            end: (start + c.len_utf8()) as u32,
            line,
            spaced: spaced || line,
        });
        (line, spaced) = (false, false);
    }
    // A half-width point behind words ends a sentence; behind a digit or letter it is part of a number.
    for i in 0..out.len() {
        let after_word = i > 0 && !out[i - 1].ch.is_ascii() && !is_mark(out[i - 1].ch);
        if out[i].ch == '.' && after_word && out.get(i + 1).is_none_or(|next| next.ch != '.') {
            out[i].ch = '。';
        }
    }
    out
}

/// Reads a text: numbering at the beginning of lines and clauses goes, ellipses become joints.
pub(super) fn read(text: &str) -> Folded {
    let glyphs = glyphs(text);
    let mut out = Folded::default();
    let mut at = 0;
    let mut fresh = true;
    while at < glyphs.len() {
        if let Some(end) = omission(&glyphs, at) {
            out.joint(Joint::Omission);
            at = end;
            fresh = true;
            continue;
        }
        let glyph = glyphs[at];
        if glyph.line && at > 0 {
            out.joint(Joint::Stop);
            fresh = true;
        }
        if fresh && let Some(end) = numbering(&glyphs, at) {
            at = end;
            continue;
        }
        out.glyphs.push(glyph);
        fresh = is_stop(glyph.ch);
        if fresh && glyphs.get(at + 1).is_some_and(|next| !is_stop(next.ch)) {
            out.joint(Joint::Stop);
        }
        at += 1;
    }
    let length = out.glyphs.len();
    out.joints.retain(|(at, _)| *at < length);
    out
}

impl Folded {
    fn joint(&mut self, joint: Joint) {
        let at = self.glyphs.len();
        match self.joints.last_mut() {
            _ if at == 0 => {}
            Some((last, kind)) if *last == at => {
                if joint == Joint::Omission {
                    *kind = joint;
                }
            }
            _ => self.joints.push((at, joint)),
        }
    }

    /// Takes off the marks at both ends, which belong to the sentence around a quotation.
    pub fn trim(mut self) -> Self {
        let loose = |g: &&Glyph| is_stop(g.ch) || matches!(g.ch, ',' | '、');
        let back = self.glyphs.iter().rev().take_while(loose).count();
        self.glyphs.truncate(self.glyphs.len() - back);
        let front = self.glyphs.iter().take_while(loose).count();
        self.glyphs.drain(..front);
        let length = self.glyphs.len();
        self.joints = self
            .joints
            .iter()
            .filter_map(|(at, kind)| Some((at.checked_sub(front)?, *kind)))
            .filter(|(at, _)| (1..length).contains(at))
            .collect();
        self
    }
}

/// The end of an ellipsis at `at`: …, ......, 。。。, （略）.
fn omission(glyphs: &[Glyph], at: usize) -> Option<usize> {
    let run = |wanted: fn(char) -> bool| glyphs[at..].iter().take_while(|g| wanted(g.ch)).count();
    let dots = run(|c| c == '…');
    if dots > 0 {
        return Some(at + dots);
    }
    let points = run(|c| matches!(c, '.' | '。'));
    if points >= 3 {
        return Some(at + points);
    }
    let word = |text: &str| {
        let mut end = at;
        for c in text.chars() {
            if glyphs.get(end)?.ch != c {
                return None;
            }
            end += 1;
        }
        Some(end)
    };
    word("(略)").or_else(|| word("(以下略)"))
}

/// The end of a number at the beginning of a clause or line: （一）, 一、, 1., ①; 第十条, 第二款, 第（三）项 at the
/// beginning of a line or set off from what follows.
fn numbering(glyphs: &[Glyph], at: usize) -> Option<usize> {
    let ch = |i: usize| glyphs.get(i).map(|g| g.ch);
    let numerals = |from: usize| {
        let count = glyphs[from.min(glyphs.len())..]
            .iter()
            .take_while(|g| is_numeral_char(g.ch))
            .count();
        (1..=6).contains(&count).then_some(from + count)
    };
    let first = ch(at)?;
    if ('①'..='⑳').contains(&first) {
        return Some(at + 1);
    }
    if first == '(' {
        let end = numerals(at + 1)?;
        return (ch(end) == Some(')')).then_some(end + 1);
    }
    if first == '第' {
        let end = provision(glyphs, at, numerals)?;
        let marked = glyphs.get(end).is_none_or(|g| g.spaced) || ch(end - 1) == Some(':');
        return (glyphs[at].line || marked).then_some(end);
    }
    let end = numerals(at)?;
    match ch(end)? {
        '、' => Some(end + 1),
        '.' | '。' if first.is_ascii_digit() && !ch(end + 1)?.is_ascii_digit() => Some(end + 1),
        _ => None,
    }
}

/// 第十条, 第十条之一, 第二款, 第（三）项 where something else follows than the words that go on with it.
fn provision(
    glyphs: &[Glyph],
    at: usize,
    numerals: impl Fn(usize) -> Option<usize>,
) -> Option<usize> {
    let ch = |i: usize| glyphs.get(i).map(|g| g.ch);
    let mut end = at;
    while ch(end) == Some('第') {
        let bracket = ch(end + 1) == Some('(');
        let mut after = numerals(end + 1 + usize::from(bracket))?;
        if bracket {
            after += usize::from(ch(after) == Some(')'));
        }
        if !matches!(ch(after), Some('条' | '款' | '项')) {
            return None;
        }
        after += 1;
        if ch(after) == Some('之')
            && let Some(sub) = numerals(after + 1)
        {
            after = sub;
        }
        end = after;
    }
    match ch(end) {
        None => Some(end),
        Some(':' | '。') => Some(end + 1),
        Some(c) if "规的所和及与或、至".contains(c) => None,
        Some(_) => Some(end),
    }
}

/// A compared character as statutes print it.
pub(super) fn printed(c: char) -> char {
    match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '(' => '（',
        ')' => '）',
        '[' => '〔',
        ']' => '〕',
        '<' => '《',
        '>' => '》',
        '-' => '—',
        '!' => '！',
        '?' => '？',
        other => other,
    }
}
