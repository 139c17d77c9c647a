//! Whether the entries of a list can be told apart by their dashes alone, so that those nobody asks for need not be read.
//!
//! A dash in the column of the list begins an entry unless a quoted scalar or a flow collection is open there: the text
//! of any other scalar is indented further. So every line that could open one of these is seen to close it again; a
//! line of which that cannot be told at a glance says no.

use memchr::{memchr, memrchr};

use super::lines;

/// Looks at the lines from the first entry of a list, whose column is not the first, to the end of the text: whether
/// the list reaches as far, and no entry says something of another one.
pub(super) fn are_even(text: &[u8]) -> bool {
    const STEP: usize = 64;
    if !lines::are_clean(text) {
        return false;
    }
    let mut seen = 0;
    let mut at = 0;
    while at < text.len() {
        let end = (at + STEP).min(text.len());
        let step = &text[at..end];
        let next = &text[(at + 1).min(end)..(end + 1).min(text.len())];
        let is_suspicious = step.iter().fold(false, |found, &b| found | may_open(b))
            | step
                .iter()
                .zip(next)
                .fold(false, |found, (&b, &n)| found | leaves(b, n));
        if is_suspicious {
            for i in at..end {
                let next = text.get(i + 1).copied().unwrap_or(b'\n');
                if matches!(text[i], b'&' | b'*') || leaves(text[i], next) {
                    return false;
                }
                if i >= seen && may_open(text[i]) {
                    let from = memrchr(b'\n', &text[..i]).map_or(0, |line| line + 1);
                    seen = memchr(b'\n', &text[i..]).map_or(text.len(), |length| i + length);
                    let line = &text[from..seen];
                    if !closes(line.strip_suffix(b"\r").unwrap_or(line)) {
                        return false;
                    }
                }
            }
        }
        at = end;
    }
    true
}

/// Whether a byte may begin something that goes on over lines of any indentation, or that entries refer to.
fn may_open(b: u8) -> bool {
    (b == b'"') | (b == b'\'') | (b == b'[') | (b == b'{') | (b == b'&') | (b == b'*')
}

/// Whether a line begins in the first column with anything but a comment.
fn leaves(b: u8, next: u8) -> bool {
    (b == b'\n') & (next != b' ') & (next != b'\n') & (next != b'\r') & (next != b'#')
}

/// Whether nothing is open at the end of a line at whose beginning nothing was.
fn closes(line: &[u8]) -> bool {
    let mut rest = line.trim_ascii();
    if rest.starts_with(b"#") {
        return true;
    }
    while let Some(entry) = rest.strip_prefix(b"- ") {
        rest = entry.trim_ascii_start();
    }
    let key = rest
        .iter()
        .take_while(|b| b.is_ascii_lowercase() || **b == b'_');
    let key = key.count();
    if key > 0
        && let Some(value) = rest.get(key..).and_then(|rest| rest.strip_prefix(b": "))
    {
        rest = value.trim_ascii_start();
    }
    match rest.first() {
        None => true,
        Some(b'"' | b'\'') => quoted(rest) == Some(rest.len()),
        Some(b'[' | b'{') => flow(rest),
        // The text of a block scalar is indented further.
        Some(b'|' | b'>') => true,
        Some(b) if !b.is_ascii() || b.is_ascii_alphanumeric() || b"-(./".contains(b) => {
            let has = |two: &[u8]| memchr::memmem::find(rest, two).is_some();
            !has(b": ") && !has(b" #") && !rest.ends_with(b":")
        }
        Some(_) => false,
    }
}

/// How long the quoted scalar is that begins here; `None` where it does not end on the line, or could be meant otherwise.
fn quoted(text: &[u8]) -> Option<usize> {
    let (&quote, inner) = text.split_first()?;
    let length = memchr(quote, inner)?;
    let is_escaped = quote == b'"' && memchr(b'\\', &inner[..length]).is_some();
    let is_doubled = quote == b'\'' && inner.get(length + 1) == Some(&quote);
    (!is_escaped && !is_doubled).then_some(length + 2)
}

/// Whether a flow collection that begins here is all of the text.
fn flow(text: &[u8]) -> bool {
    let (mut depth, mut at) = (0u32, 0);
    // Whether a scalar or a collection may begin here.
    let mut is_free = true;
    while let Some(&b) = text.get(at) {
        let mut length = 1;
        match b {
            b'[' | b'{' if is_free => depth += 1,
            b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1 == text.len();
                }
                is_free = false;
            }
            b',' => is_free = true,
            b':' if text.get(at + 1) == Some(&b' ') => is_free = true,
            b' ' if text.get(at + 1) != Some(&b'#') => {}
            b'"' | b'\'' if is_free => match quoted(&text[at..]) {
                Some(all) => {
                    length = all;
                    is_free = false;
                }
                None => return false,
            },
            b'[' | b'{' | b'"' | b'\'' | b' ' => return false,
            _ => is_free = false,
        }
        at += length;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_close_what_they_open_are_even() {
        for line in [
            "  - code: a\n    name: 甲[乙]\"丙\n",
            "  - { step: b, risk: 'x', list: [a, \"b, c\"] }\n    # 注 \"\n\n",
            "  - - 'a'\n  - cite: \"《水法》第三条\"\r\n    quote: |\n      ['\n# \"\n",
            "  - fee: { charged: false }\n    phone: '0550-1'",
        ] {
            let is_block = line.contains("['");
            assert_eq!(are_even(line.as_bytes()), !is_block, "{line}");
        }
    }

    #[test]
    fn what_may_go_on_behind_a_line_is_not() {
        for line in [
            "  - 'a\n",
            "  - \"a\\\"\n",
            "  - 'a''\n",
            "  - it\"s: \"a\n",
            "  - a \"b: \"\n",
            "  - [a, # ]\n  - b ]\n",
            "  - [ \"]\"\n",
            "  - { a: \"b }\n",
            "  - ? \"a\n",
            "  - &a b\n",
            "  - *a\n",
            "  - !x 'a\n",
            "  - a\nb: c\n",
            "  - a\n---\n",
            "  - \"a\":\n",
            "  - 中: \"a\n",
            "  -\t'a'\n",
        ] {
            assert!(!are_even(line.as_bytes()), "{line}");
        }
    }
}
