//! Comments that are instructions: `# power-list: allow L007 原因`.
//!
//! The parser says what is a comment, so that a `#` inside quotation marks or a block scalar is none.

use std::ops::Range;

use crate::domain::allow::{AllowComment, Directive, MalformedDirective, may_instruct};
use crate::domain::gate::Gate;
use crate::domain::place::{At, SourceId, Span};
use crate::finding::Finding;
use crate::rules::shape;

use super::decode::{Decoder, MOST_ENTRIES};
use super::syntax;
use super::tree::{Kind, NodeId, Tree};

/// Reads the comments of a file of a unit. Costs next to nothing where there is no instruction; of a file with syntax
/// errors, those in its sound entries are read.
///
/// A comment behind something covers its line. A comment on a line of its own covers the next line that is neither
/// blank nor a comment; where an entry of the file's list begins on that line, the whole entry.
pub fn read(
    text: &str,
    source: SourceId,
    gate: Gate,
    department: Option<&str>,
) -> (Vec<AllowComment>, Vec<Finding>) {
    if !may_instruct(text) {
        return (Vec::new(), Vec::new());
    }
    let sound;
    let tree = match Tree::with_comments(text) {
        Ok(tree) => tree,
        Err(_) => {
            sound = syntax::sound_part(text);
            Tree::with_comments(&sound).unwrap_or_default()
        }
    };
    let entries = last_list(&tree).map_or_else(Vec::new, |list| {
        let place = |entry| EntryPlace::of(&tree, entry);
        tree.children(list).map(place).collect()
    });
    of(text, &tree, &entries, source, gate, department)
}

/// Where an entry of a file's list stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct EntryPlace {
    start: u32,
    /// Where the last thing in it ends.
    end: u32,
}

impl EntryPlace {
    pub(super) fn of(tree: &Tree<'_>, entry: NodeId) -> Self {
        Self {
            start: tree.node(entry).start,
            end: tree.node(tree.last_inside(entry)).end,
        }
    }
}

/// The list whose entries a comment covers.
pub(super) fn last_list(tree: &Tree<'_>) -> Option<NodeId> {
    let mut keys = tree.children(tree.root()?);
    let mut list = None;
    while let (Some(key), Some(value)) = (keys.next(), keys.next()) {
        let is_list =
            matches!(tree.node(key).kind, Kind::Scalar { text, .. } if syntax::is_list(text));
        if is_list && matches!(tree.node(value).kind, Kind::Sequence) {
            list = Some(value);
        }
    }
    list
}

/// As [`read`], of a text whose comments have been found, in a tree of it, and the places of its list's entries.
pub(super) fn of(
    text: &str,
    tree: &Tree<'_>,
    entries: &[EntryPlace],
    source: SourceId,
    gate: Gate,
    department: Option<&str>,
) -> (Vec<AllowComment>, Vec<Finding>) {
    let mut d = Decoder::new(tree, source, gate);
    d.department = department.map(str::to_owned);
    let mut comments = Vec::new();
    let mut ahead = 0..0;
    for &(start, end) in &tree.comments {
        let span = Span { source, start, end };
        let (start, end) = (start as usize, end as usize);
        // The first byte is the `#`.
        let Some(comment) = text.get(start + 1..end) else {
            continue;
        };
        match Directive::parse(comment) {
            None => {}
            Some(Ok(_)) if comments.len() == MOST_ENTRIES => {
                let message = format!("允许规则的注释超过 {MOST_ENTRIES} 处，其余的不起作用");
                d.report(&shape::malformed_comment::RULE, span, message);
                break;
            }
            Some(Ok(directive)) => comments.push(AllowComment {
                rules: directive
                    .rules
                    .iter()
                    .map(|&(at, rule)| At::new(rule.to_owned(), part(span, at, rule)))
                    .collect(),
                reason: directive.reason.to_owned(),
                covers: covers(text, entries, span, &mut ahead),
                department: d.department.clone(),
            }),
            Some(Err(fault)) => malformed(&mut d, span, fault),
        }
    }
    (comments, d.told())
}

/// The place of a word in a comment; `at` counts from behind the `#`.
fn part(comment: Span, at: usize, word: &str) -> Span {
    let start = comment.start + 1 + at as u32;
    Span {
        start,
        end: start + word.len() as u32,
        ..comment
    }
}

fn malformed(d: &mut Decoder<'_, '_>, span: Span, fault: MalformedDirective) {
    d.report(&shape::malformed_comment::RULE, span, fault.to_string());
}

/// `ahead` are the lines that were last found to have nothing but comments: those of many comments on end are looked at
/// once.
fn covers(text: &str, entries: &[EntryPlace], comment: Span, ahead: &mut Range<usize>) -> Span {
    let at = comment.start as usize;
    let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
    let line_end = |from: usize| text[from..].find('\n').map_or(text.len(), |i| from + i + 1);
    let range = |start: usize, end: usize| Span {
        source: comment.source,
        start: start as u32,
        end: end as u32,
    };
    if !text[line..at].trim().is_empty() {
        return range(line, line_end(at));
    }
    let behind = line_end(at);
    let mut start = behind;
    if ahead.contains(&start) {
        start = ahead.end;
    }
    while start < text.len() {
        let end = line_end(start);
        let content = text[start..end].trim();
        if !content.is_empty() && !content.starts_with('#') {
            *ahead = behind..start;
            let whole = entry_on(text, entries, start..end);
            return range(start, whole.map_or(end, |e| e.max(end)));
        }
        start = end;
    }
    *ahead = behind..text.len();
    range(text.len(), text.len())
}

/// Where the entry of the file's list ends that begins on a line.
fn entry_on(text: &str, entries: &[EntryPlace], line: Range<usize>) -> Option<usize> {
    let first = entries.partition_point(|entry| (entry.start as usize) < line.start);
    let entry = entries.get(first)?;
    // `- ` before it is all that may stand between the line's beginning and the entry.
    let before = text.get(line.start..entry.start as usize)?;
    (before.trim() == "-").then_some(entry.end as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each comment covers, and the messages about those that are none.
    fn covered(text: &str) -> (Vec<&str>, Vec<String>) {
        let (comments, findings) = read(text, SourceId(0), Gate::Publication, None);
        let covered = comments
            .iter()
            .map(|c| &text[c.covers.start as usize..c.covers.end as usize])
            .collect();
        for comment in &comments {
            for rule in &comment.rules {
                let place = rule.span.start as usize..rule.span.end as usize;
                assert_eq!(&text[place], rule.value);
            }
        }
        (covered, findings.into_iter().map(|f| f.message).collect())
    }

    #[test]
    fn the_line_the_next_line_or_the_entry_is_covered() {
        let entry = "  - a: 1\n    b:\n      - x\n";
        let text = format!(
            "# power-list: allow L002 原因\n\n# 说明\nk: 1 # power-list: allow L003 原因\n\
             items:\n  # power-list: allow L004 原因\n{entry}  - a: 2\n"
        );
        let line = "k: 1 # power-list: allow L003 原因\n";
        let (covered, faults) = covered(&text);
        assert_eq!(covered[..2], [line, line]);
        assert!(entry.starts_with(covered[2].trim_end()), "{covered:?}");
        assert!(covered[2].trim_end().ends_with("- x") && faults.is_empty());
    }

    #[test]
    fn line_ends_of_windows_and_walls_of_comments_do_no_harm() {
        let text = "k: 1 # power-list: allow L002 原因\r\nm: 2\r\n";
        assert_eq!(covered(text).0, ["k: 1 # power-list: allow L002 原因\r\n"]);
        let wall = "# 说明\n".repeat(500);
        let text = format!("items:\n{wall}  # power-list: allow L002 原因\n{wall}  - a: 1\n{wall}");
        assert_eq!(covered(&text).0.len(), 1);
        assert!(covered(&text).0[0].starts_with("  - a: 1"));
        let text = "items: [ # power-list: allow L002 原因\n  { a: 1 }, # power-list: allow\n]\n";
        assert_eq!(
            covered(text).0,
            ["items: [ # power-list: allow L002 原因\n"]
        );
        assert_eq!(covered(text).1, ["注释没有写明允许哪条规则"]);
    }

    #[test]
    fn texts_are_no_comments() {
        for text in [
            "a: '# power-list: allow L002 原因'\n",
            "a: \"x # power-list: allow L002 原因\"\n",
            "a: |\n  x\n  # power-list: allow L002\n",
            "a: >-\n  # power-list: allow\nb: 1\n",
            "a: x# power-list: allow L002 原因\n",
        ] {
            assert_eq!(covered(text), (vec![], vec![]), "{text}");
        }
    }
}
