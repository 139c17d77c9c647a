//! The text of a citation, as people write them.

use power_list::domain::citation::{parse, parse_once, rewrite, tidy};

/// Reads it; every place lies in it, and tidying comes to an end.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let read = parse(text);
    assert_eq!(*parse_once(text), read);
    assert_eq!(*parse_once(text), read);
    let shown = |range: &std::ops::Range<usize>| {
        assert!(text.get(range.clone()).is_some(), "{range:?}");
    };
    for citation in &read.citations {
        shown(&citation.law_span);
        shown(&citation.span);
        citation.quote.iter().for_each(shown);
        for at in &citation.provisions {
            shown(&at.span);
            at.quote.iter().for_each(shown);
        }
    }
    for gap in &read.gaps {
        shown(&gap.span);
    }
    let mut text = text.to_owned();
    for _ in 0..4 {
        let read = parse(&text);
        let rewrites = tidy(&text, &read);
        match rewrite(&text, &rewrites) {
            Some(tidied) if tidied != text => text = tidied,
            _ => return,
        }
    }
    panic!("tidying does not come to an end: {text}");
}
