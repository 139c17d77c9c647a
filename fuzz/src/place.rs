//! Places that findings name.

use power_list::domain::place::Span;
use power_list::finding::Finding;

/// Whether every finding can be shown in the text that it was found in.
pub fn are_in(findings: &[Finding], text: &str) {
    for finding in findings {
        is_in(finding.primary, text);
        for (span, _) in &finding.related {
            is_in(*span, text);
        }
    }
}

/// Whether a place can be shown in its text.
pub fn is_in(span: Span, text: &str) {
    let range = span.start as usize..span.end as usize;
    assert!(
        text.get(range).is_some(),
        "{span:?} is no place of the text"
    );
}
