//! Text in boxes: how wide it is, and where its lines break.
//!
//! Whole numbers only, so that a chart is the same on every machine. The widths are those of no one font: they are not
//! smaller than the widths of the fonts that the family list names, so that what is drawn in another font still fits.

use unicode_width::UnicodeWidthChar as _;

/// Width of a character in thousandths of the letter size.
fn em(c: char) -> i32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '.' | ',' | ':' | ';' | '!' | '|' | 'I' => 360,
        ' ' | 'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '{' | '}' | '-' | '"' | '/' | '\\' => 430,
        'm' | 'M' | 'W' | '@' | '%' => 980,
        'w' | 'Q' | 'O' | 'G' | 'N' | 'D' | 'H' | 'U' | '&' => 830,
        'a'..='z' | '0'..='9' => 630,
        'A'..='Z' => 740,
        '!'..='~' => 700,
        // Latin marks that a Chinese font draws as wide as a character.
        '·' | '—' | '…' | '‘' | '’' | '“' | '”' | '×' | '±' | '°' => 1000,
        c => match c.width() {
            None | Some(0) => 0,
            Some(1) => 900,
            Some(_) => 1000,
        },
    }
}

/// Width of a text in letters of this size, rounded up.
pub fn width(text: &str, size: i32) -> i32 {
    let em: i32 = text.chars().map(em).sum();
    (em * size + 999) / 1000
}

/// What may not begin a line.
const NOT_FIRST: &str = "、，。；：！？）》〉】〕」』”’…—·～,.;:!?)]}%‰℃";
/// What may not end a line.
const NOT_LAST: &str = "（《〈【〔「『“‘([{";

/// The cost of ending a line after the character `i`; `None` where it may not end there.
fn break_cost(chars: &[char], depth: &[u32], i: usize) -> Option<i64> {
    let (last, first) = (*chars.get(i)?, *chars.get(i + 1)?);
    if NOT_LAST.contains(last) || NOT_FIRST.contains(first) {
        return None;
    }
    let word = |c: char| c.is_ascii_alphanumeric() || "-_./@".contains(c);
    if word(last) && word(first) {
        return None;
    }
    Some(match () {
        () if "、，。；：".contains(last) && depth.get(i) == Some(&0) => -300,
        () if "（《【“".contains(first) && depth.get(i) == Some(&0) => -300,
        () if "）》】”".contains(last) => -200,
        () if depth.get(i).is_some_and(|d| *d > 0) => 250,
        () if last == ' ' || first == ' ' => -200,
        // A number stays with what it counts, a verb with its 与, 和, 或.
        () if word(last) || word(first) => 300,
        () if "的和与及或并".contains(first) || "的和与及或".contains(last) => 0,
        // Most words have two characters.
        () if !since_mark(chars, i).is_multiple_of(2) => 320,
        () => 60,
    })
}

/// How many characters stand between the last mark and the end of the character `i`.
fn since_mark(chars: &[char], i: usize) -> usize {
    let before = chars.get(..=i).unwrap_or(&[]);
    let plain = before.iter().rev().take_while(|c| c.is_alphabetic());
    plain.count()
}

/// How deep in brackets each character stands; the opening bracket counts as outside of itself.
fn depths(chars: &[char]) -> Vec<u32> {
    let mut depth = 0u32;
    let mut out = Vec::with_capacity(chars.len());
    for c in chars {
        if "）》】”)".contains(*c) {
            depth = depth.saturating_sub(1);
        }
        if "（《【“(".contains(*c) {
            depth += 1;
        }
        out.push(depth);
    }
    out
}

/// Characters without line breaks and control characters, blanks at the ends gone.
fn plain(text: &str) -> Vec<char> {
    let flat: String = text
        .chars()
        .map(|c| {
            if c.is_control() || c == '\u{3000}' {
                ' '
            } else {
                c
            }
        })
        .collect();
    flat.trim().chars().collect()
}

/// The lines of a text, none wider than `room` where any break allows it: as few as possible, about equally long,
/// broken where Chinese typography allows it and at marks rather than within words.
pub fn wrap(text: &str, size: i32, room: i32) -> Vec<String> {
    let chars = plain(text);
    let n = chars.len();
    if n == 0 {
        return Vec::new();
    }
    let mut upto = vec![0i32; n + 1];
    for (i, c) in chars.iter().enumerate() {
        if let (Some(before), Some(slot)) = (upto.get(i).copied(), upto.get_mut(i + 1)) {
            *slot = before + em(*c);
        }
    }
    let span = |from: usize, to: usize| {
        let (from, to) = (upto.get(from), upto.get(to));
        let em = to.copied().unwrap_or(0) - from.copied().unwrap_or(0);
        (em * size + 999) / 1000
    };
    let depth = depths(&chars);
    let lines = i64::from((span(0, n) + room - 1) / room.max(1)).max(1);
    let even = i64::from(span(0, n)) / lines;
    // Best way to lay out the first `i` characters: its cost and where its last line begins.
    let mut best: Vec<Option<(i64, usize)>> = vec![None; n + 1];
    if let Some(slot) = best.first_mut() {
        *slot = Some((0, 0));
    }
    for to in 1..=n {
        let end = if to == n {
            Some(0)
        } else {
            break_cost(&chars, &depth, to - 1)
        };
        for from in (0..to).rev() {
            let wide = span(from, to);
            let over = wide > room;
            // A single character wider than the room, or a run that may not be broken, still needs a line.
            let forced = over && to - from > 1;
            if forced && best.get(to).is_some_and(Option::is_some) {
                break;
            }
            let Some((before, _)) = best.get(from).copied().flatten() else {
                continue;
            };
            // Where nothing is allowed, anything is, at a price.
            let end = end.unwrap_or(20_000);
            let short = (even - i64::from(wide)).abs();
            let lonely = if to == n && to - from == 1 && from > 0 {
                1_500
            } else {
                0
            };
            let too_wide = if over {
                200_000 + 1_000 * i64::from(wide - room)
            } else {
                0
            };
            let cost = before + 2_000 + short * short / 2 + end + lonely + too_wide;
            if let Some(slot) = best.get_mut(to)
                && slot.is_none_or(|(least, _)| cost < least)
            {
                *slot = Some((cost, from));
            }
            if over && to - from > 64 {
                break;
            }
        }
    }
    let mut out = Vec::new();
    let mut to = n;
    while to > 0 {
        let from = best.get(to).copied().flatten().map_or(0, |(_, from)| from);
        let line: String = chars.get(from..to).unwrap_or(&[]).iter().collect();
        out.push(line.trim().to_owned());
        to = from;
    }
    out.reverse();
    out
}

/// Width of the widest of these lines.
pub fn widest(lines: &[String], size: i32) -> i32 {
    lines.iter().map(|l| width(l, size)).max().unwrap_or(0)
}

/// The lines of a longer text: each as full as it can be, as in a paragraph.
pub fn fill(text: &str, size: i32, room: i32) -> Vec<String> {
    let chars = plain(text);
    let depth = vec![0; chars.len()];
    let mut out: Vec<String> = Vec::new();
    let mut from = 0;
    while from < chars.len() {
        let mut em_sum = 0;
        let mut to = from;
        let mut end = None;
        while let Some(c) = chars.get(to) {
            em_sum += em(*c);
            if to > from && (em_sum * size + 999) / 1000 > room {
                break;
            }
            to += 1;
            if to == chars.len() || break_cost(&chars, &depth, to - 1).is_some() {
                end = Some(to);
            }
        }
        let end = end.unwrap_or(to);
        let line: String = chars.get(from..end).unwrap_or(&[]).iter().collect();
        out.push(line.trim().to_owned());
        from = end;
    }
    out
}
