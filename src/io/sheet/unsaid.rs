//! What the entries made of a citation do not repeat: words that the parser passed over without reading them.

use std::ops::Range;

use super::text::key;
use crate::domain::citation::Citation;

/// Words among the marks of provisions.
const MARKS: &str = "第条款项目之至到和及与或以编章节〇零一二三四五六七八九十百千两";

/// Text between the title of the law and its first provision that stands in no brackets: it is neither a history nor a
/// number, and may be statute text that lost its article.
pub fn before_provisions(text: &str, citation: &Citation) -> Option<Range<usize>> {
    let end = citation.provisions.iter().map(|p| p.span.start).min()?;
    let start = citation.law_span.end;
    let head = text.get(start..end)?;
    let (mut first, mut last) = (None, 0);
    let mut depth = 0_usize;
    let mut words = String::new();
    for (i, c) in head.char_indices() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            c if depth == 0 && c.is_alphanumeric() => {
                first.get_or_insert(i);
                last = i + c.len_utf8();
                words.push(c);
            }
            _ => {}
        }
    }
    let first = first?;
    // A number of the document without brackets is a remark.
    let known = citation.remarks.iter().any(|r| bare(r).contains(&words));
    (words.chars().count() > 2 && !known).then_some(start + first..start + last)
}

/// Words of a citation, its quotes apart, that are not in `said`, what its entries and notes say.
pub fn words<'t>(
    text: &'t str,
    range: Range<usize>,
    citation: &Citation,
    said: &[&str],
) -> Vec<&'t str> {
    let said: Vec<String> = said.iter().map(|s| bare(s)).collect();
    let mut quotes: Vec<&Range<usize>> = citation
        .provisions
        .iter()
        .filter_map(|p| p.quote.as_ref())
        .collect();
    quotes.sort_by_key(|quote| quote.start);
    let mut out = Vec::new();
    let mut at = range.start;
    let ends = quotes
        .into_iter()
        .map(|quote| (quote.start, quote.end))
        .chain([(range.end, range.end)]);
    for (start, end) in ends {
        let piece = text.get(at..start).unwrap_or("");
        out.extend(
            piece
                .split(|c: char| !c.is_alphanumeric() && !c.is_whitespace())
                .map(str::trim)
                .filter(|words| !is_said(words, citation, &said)),
        );
        at = at.max(end);
    }
    out
}

fn is_said(words: &str, citation: &Citation, said: &[String]) -> bool {
    let words = bare(words);
    let mark = |c: char| c.is_ascii_digit() || MARKS.contains(c);
    let tag = citation.tag.as_deref().map(key).unwrap_or_default();
    words.chars().all(mark) || tag.contains(&words) || said.iter().any(|s| s.contains(&words))
}

fn bare(text: &str) -> String {
    let words: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    words.replace("中华人民共和国", "")
}
