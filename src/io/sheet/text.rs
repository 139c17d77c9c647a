//! Takes layout out of cell texts: line breaks and spaces that came from a printed page, not from the writer.

/// Letters and marks of Chinese running text, between which no space is written.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '①'..='⑳')
}

/// A name or another short text on one line: breaks and spaces dropped where Chinese has none, one space kept
/// between Latin words.
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = Gap::None;
    for c in text.chars() {
        if c == '\n' {
            gap = gap.max(Gap::Break);
        } else if c.is_whitespace() {
            gap = Gap::Space;
        } else {
            if let Some(last) = out.chars().next_back()
                && keeps_space(last, c, gap)
            {
                out.push(' ');
            }
            out.push(c);
            gap = Gap::None;
        }
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Break,
    Space,
}

fn keeps_space(last: char, next: char, gap: Gap) -> bool {
    if gap == Gap::None || is_wide(last) || is_wide(next) {
        return false;
    }
    // A number that a page broke in two is one number.
    !(gap == Gap::Break && last.is_ascii_digit() && next.is_ascii_digit())
}

/// A long text with its real lines: breaks are kept before list marks and after the end of a sentence, all others
/// dropped, spaces as in [`one_line`].
pub fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut raw = String::new();
    for line in text.lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if !raw.is_empty() && starts_paragraph(&raw, line) {
            push_line(&mut out, &raw);
            raw.clear();
        }
        if !raw.is_empty() {
            raw.push('\n');
        }
        raw.push_str(line);
    }
    push_line(&mut out, &raw);
    out
}

fn push_line(out: &mut String, raw: &str) {
    let line = one_line(raw);
    if !line.is_empty() {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&line);
    }
}

/// Whether a line of the cell begins a line of the text, given what stands before it.
fn starts_paragraph(before: &str, line: &str) -> bool {
    let last = before
        .chars()
        .rev()
        .find(|c| !c.is_whitespace())
        .unwrap_or('\n');
    if last == '第' || line.starts_with(['。', '；', '，', '、', '：']) {
        return false;
    }
    if matches!(last, '。' | '：' | ':') || line.starts_with('【') {
        return true;
    }
    if marker(line).is_some() {
        return true;
    }
    if let Some(rest) = article(line) {
        return matches!(last, '）' | ')' | '》' | '；' | ';')
            || rest.trim_start().starts_with(['：', ':']);
    }
    line.starts_with('《') && matches!(last, '条' | '款' | '项')
}

/// What follows 第…条 (之…) at the beginning of a line.
fn article(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix('第')?
        .trim_start_matches(|c: char| is_numeral(c) || c == ' ');
    rest.strip_prefix('条')
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "〇零一二三四五六七八九十百千两".contains(c)
}

/// How a list entry is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// `1.`, `1、`, `1．`
    Arabic(u32),
    /// `（一）`, `(1)`
    Bracketed,
    /// `一、`
    Chinese,
    /// `①`
    Circled,
}

/// The list mark at the beginning of a text, and what follows it.
pub fn marker(line: &str) -> Option<(MarkKind, &str)> {
    let line = line.trim_start();
    let first = line.chars().next()?;
    if first.is_ascii_digit() {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let digits = &line[..line.len() - rest.len()];
        if digits.len() > 2 {
            return None;
        }
        let after = rest
            .trim_start_matches(' ')
            .strip_prefix(['.', '．', '、'])?;
        // 1.5万元 is a number.
        if after.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        return Some((MarkKind::Arabic(digits.parse().ok()?), after));
    }
    if let Some(inner) = line.strip_prefix(['（', '(']) {
        let close = inner.find(['）', ')'])?;
        let number = inner[..close].trim();
        let rest = &inner[close..];
        let rest = rest.strip_prefix(['）', ')']).unwrap_or(rest);
        let is_number =
            !number.is_empty() && number.chars().count() <= 3 && number.chars().all(is_numeral);
        // （四）项 names an item of a statute.
        let cited = rest
            .trim_start_matches([' ', '、', '和', '及', '或'])
            .starts_with(['项', '（', '(', '目']);
        return (is_number && !cited).then_some((MarkKind::Bracketed, rest));
    }
    if ('①'..='⑳').contains(&first) {
        return Some((MarkKind::Circled, &line[first.len_utf8()..]));
    }
    let rest = line.trim_start_matches(
        "一二三四五六七八九十"
            .chars()
            .collect::<Vec<_>>()
            .as_slice(),
    );
    let count = line[..line.len() - rest.len()].chars().count();
    if (1..=3).contains(&count) {
        return Some((MarkKind::Chinese, rest.strip_prefix('、')?));
    }
    None
}

/// A header or name as it is compared: nothing that does not show, brackets half-width.
pub fn key(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}'))
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '／' => '/',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined() {
        assert_eq!(
            one_line("对拒绝\n配合统\n计调查\n、农业\n普查的 处罚"),
            "对拒绝配合统计调查、农业普查的处罚"
        );
        assert_eq!(
            one_line("A  级\n景区 ISO 9001\ncheck"),
            "A级景区ISO 9001 check"
        );
        assert_eq!(one_line("20\n24 年"), "2024年");
        assert_eq!(one_line(" \n"), "");
    }

    #[test]
    fn real_lines_stay() {
        let text = "直接实施责\n任：\n1.执行甲\n的标准\n。\n2.依法\n处1.5\n万元罚款。\n指导监督责\n任：\n3.加强乙";
        assert_eq!(
            paragraphs(text),
            "直接实施责任：\n1.执行甲的标准。\n2.依法处1.5万元罚款。\n指导监督责任：\n3.加强乙"
        );
        let text =
            "第四十条：有下列行为 ，责\n令改正：\n   （ 一）甲 ；\n （二）乙，依照第\n（一）项处理";
        assert_eq!(
            paragraphs(text),
            "第四十条：有下列行为，责令改正：\n（ 一）甲；\n（二）乙，依照第（一）项处理"
                .replace("（ 一", "（一")
        );
    }

    #[test]
    fn marks_are_told_from_numbers() {
        assert_eq!(marker("1.甲"), Some((MarkKind::Arabic(1), "甲")));
        assert_eq!(marker("10、甲"), Some((MarkKind::Arabic(10), "甲")));
        assert_eq!(marker("1.5万元"), None);
        assert_eq!(marker("2024.甲"), None);
        assert_eq!(marker("（ 一）甲"), Some((MarkKind::Bracketed, "甲")));
        assert_eq!(marker("（一）、（四）项"), None);
        assert_eq!(marker("（甲）"), None);
        assert_eq!(marker("十二、甲"), Some((MarkKind::Chinese, "甲")));
        assert_eq!(marker("（"), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_but_white_space_is_lost(text in "[\\n 　（）()一二第条项款。：；1-3.、《》【a-c]{0,60}") {
            let bare = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            proptest::prop_assert_eq!(bare(&paragraphs(&text)), bare(&text));
            proptest::prop_assert_eq!(bare(&one_line(&text)), bare(&text));
            let once = one_line(&text);
            proptest::prop_assert_eq!(one_line(&once), once.clone());
        }
    }
}
