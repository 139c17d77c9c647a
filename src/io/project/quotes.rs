//! Where the lines of quotations in literal blocks stand, so that a finding can point at a character in them.

use crate::domain::item::PowerItem;
use crate::domain::place::{At, Span};
use crate::domain::project::QuoteLines;
use crate::finding::Sources;

/// The line beginnings of all quotations that are written as literal blocks.
pub fn lines(items: &[PowerItem], sources: &Sources) -> QuoteLines {
    let each = items.iter();
    each.flat_map(|item| quoted(item, |span| sources.slice(span)))
        .collect()
}

/// The same of one item of a file with this text.
pub fn lines_of(item: &PowerItem, text: &str) -> QuoteLines {
    let slice = |span: Span| text.get(span.start as usize..span.end as usize);
    quoted(item, |span| slice(span).unwrap_or_default()).collect()
}

fn quoted<'a>(
    item: &'a PowerItem,
    written: impl Fn(Span) -> &'a str,
) -> impl Iterator<Item = (Span, Vec<u32>)> {
    item.citations_with_quotes()
        .filter_map(move |(_, _, _, quote)| {
            let quote = quote?;
            Some((quote.span, block_lines(quote, written(quote.span))?))
        })
}

/// The line beginnings of a literal block; `None` for text written in another way.
fn block_lines(quote: &At<String>, written: &str) -> Option<Vec<u32>> {
    let mut at = quote.span.start as usize;
    let mut out = Vec::new();
    let mut source = written.split_inclusive('\n');
    // The span begins with the first character of the text; in text written in another way lines are folded.
    for line in quote.value.trim_end_matches('\n').split('\n') {
        let raw = source.next()?;
        let text = raw.trim_end_matches(['\n', '\r']);
        // An empty line may be shorter than the indentation.
        let indent = match line {
            "" => text.len(),
            _ => text.len().checked_sub(line.len())?,
        };
        if !text.is_char_boundary(indent) || !text[..indent].bytes().all(|b| b == b' ') {
            return None;
        }
        if text[indent..] != *line {
            return None;
        }
        out.push(u32::try_from(at + indent).ok()?);
        at += raw.len();
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::SourceId;

    fn found(written: &str, value: &str) -> Option<Vec<u32>> {
        let span = Span {
            source: SourceId(0),
            start: 100,
            end: 100 + written.len() as u32,
        };
        block_lines(&At::new(value.to_owned(), span), written)
    }

    #[test]
    fn lines_are_found_behind_their_indentation() {
        assert_eq!(
            found("甲。\n\n      乙。\n", "甲。\n\n  乙。"),
            Some(vec![100, 107, 112])
        );
        assert_eq!(found("甲\r\n  乙\r\n", "甲\n乙\n"), Some(vec![100, 107]));
        for (written, value) in [
            ("甲\n  乙\n", "甲 乙"),
            ("\"甲\"", "甲"),
            ("甲\n", "乙"),
            ("甲\n", "甲\n乙"),
        ] {
            assert_eq!(found(written, value), None, "{written}");
        }
    }
}
