//! Items of a file in the order of their codes, each moved whole with the comments above it.

use std::ops::Range;

use crate::domain::ids::ItemCode;

use super::super::tree::{Kind, NodeId, Tree};
use super::{NotChanged, Token, child, flatten, instructs, is_flow, scalar, sound, tokens};

/// The outcome of [`sort_items`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sorted {
    /// The items are in order, or not all of them have a code to go by.
    Already,
    /// The text with the items in order.
    Moved(String),
    /// They are not in order and cannot be moved without touching something else; why.
    Left(&'static str),
}

/// Sorts the items of a file by code.
///
/// # Errors
/// When the text is no YAML, or the new text would not say what was meant.
pub fn sort_items(text: &str) -> Result<Sorted, NotChanged> {
    let tree = sound(text)?;
    let Some((root, list)) = tree
        .root()
        .and_then(|root| Some((root, child(&tree, root, "items")?.1)))
    else {
        return Ok(Sorted::Already);
    };
    if !matches!(tree.node(list).kind, Kind::Sequence) {
        return Ok(Sorted::Already);
    }
    let items: Vec<NodeId> = tree.children(list).collect();
    let codes: Option<Vec<ItemCode>> = items
        .iter()
        .map(|id| scalar(&tree, child(&tree, *id, "code")?.1)?.parse().ok())
        .collect();
    let Some(codes) = codes else {
        return Ok(Sorted::Already);
    };
    if codes.is_sorted() {
        return Ok(Sorted::Already);
    }
    if is_flow(&tree, text, list) {
        return Ok(Sorted::Left("事项列表写在方括号里"));
    }
    let starts: Vec<usize> = items
        .iter()
        .map(|id| tree.node(*id).start as usize)
        .collect();
    let Some((head, chunks, tail)) = chunks(text, &starts) else {
        return Ok(Sorted::Left("有的事项不是从“- ”开头的一行写起"));
    };
    if instructed_apart(text, &head, &chunks) {
        return Ok(Sorted::Left("有的“# power-list:”注释不紧挨着它管的那一项"));
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by(|a, b| codes.get(*a).cmp(&codes.get(*b)));
    let out = assemble(text, head, &chunks, &order, tail).ok_or(NotChanged::Differs)?;
    let new = sound(&out).map_err(|_| NotChanged::Differs)?;
    if tokens(&new) != permuted(&tree, root, list, &items, &order) {
        return Err(NotChanged::Differs);
    }
    drop(new);
    Ok(Sorted::Moved(out))
}

/// What belongs to an item: its lines with the comments directly above, and the blank lines before, which stay where
/// they are.
struct Chunk {
    blank: Range<usize>,
    lines: Range<usize>,
}

fn chunks(text: &str, starts: &[usize]) -> Option<(Range<usize>, Vec<Chunk>, Range<usize>)> {
    let mut out: Vec<Chunk> = Vec::new();
    let mut dash = None;
    let mut head = 0..0;
    for start in starts {
        let line = text.get(..*start)?.rfind('\n').map_or(0, |i| i + 1);
        let before = text.get(line..*start)?;
        let column = before.find('-')?;
        let clean = before.get(..column)?.bytes().all(|b| b == b' ')
            && before.get(column + 1..)?.bytes().all(|b| b == b' ');
        if !clean || *dash.get_or_insert(column) != column {
            return None;
        }
        let from = out.last().map_or(0, |c| c.lines.end);
        let between = text.get(from..line)?;
        let (blank, lead) = if out.is_empty() {
            let lead = comments_above(between);
            head = 0..line - lead;
            (line - lead..line - lead, line - lead)
        } else {
            // Comments of an outer level, and blank lines among them, stand above what follows.
            let mut at = from;
            for content in between.split_inclusive('\n') {
                if !content.trim().is_empty() {
                    break;
                }
                at += content.len();
            }
            (from..at, at)
        };
        out.push(Chunk {
            blank,
            lines: lead..content_end(text, line, column)?,
        });
    }
    let end = out.last()?.lines.end;
    Some((head, out, end..text.len()))
}

/// Whether an instruction would come to stand above another item: one that ends an item, or stands above the first
/// with a blank line between.
fn instructed_apart(text: &str, head: &Range<usize>, chunks: &[Chunk]) -> bool {
    let ends_in_instruction = |range: &Range<usize>| {
        text.get(range.clone()).is_some_and(|part| {
            part.lines()
                .rev()
                .take_while(|l| l.trim().is_empty() || l.trim_start().starts_with('#'))
                .any(instructs)
        })
    };
    ends_in_instruction(head) || chunks.iter().any(|c| ends_in_instruction(&c.lines))
}

/// Bytes of the comment lines directly above, without a blank line between.
fn comments_above(between: &str) -> usize {
    between
        .split_inclusive('\n')
        .rev()
        .take_while(|l| l.trim_start().starts_with('#') && !l.contains("yaml-language-server"))
        .map(str::len)
        .sum()
}

/// One past the last line of the entry whose dash stands in this line and column.
pub(in crate::io::yaml) fn content_end(text: &str, line: usize, dash: usize) -> Option<usize> {
    let (mut at, mut end) = (line, line);
    for (i, content) in text.get(line..)?.split_inclusive('\n').enumerate() {
        let body = content.trim();
        let width = content.len() - content.trim_start_matches(' ').len();
        if i > 0 && !body.is_empty() && width <= dash {
            break;
        }
        at += content.len();
        if i == 0 || !body.is_empty() {
            end = at;
        }
    }
    Some(end)
}

fn assemble(
    text: &str,
    head: Range<usize>,
    chunks: &[Chunk],
    order: &[usize],
    tail: Range<usize>,
) -> Option<String> {
    let mut out = text.get(head)?.to_owned();
    for (slot, from) in chunks.iter().zip(order) {
        out.push_str(text.get(slot.blank.clone())?);
        out.push_str(text.get(chunks.get(*from)?.lines.clone())?);
        // The last line of a file may end without a line break.
        if !out.ends_with('\n') {
            out.push('\n');
        }
    }
    out.push_str(text.get(tail)?);
    if !text.ends_with('\n') && out.ends_with('\n') {
        out.pop();
    }
    Some(out)
}

fn permuted<'t>(
    tree: &'t Tree<'_>,
    root: NodeId,
    list: NodeId,
    items: &[NodeId],
    order: &[usize],
) -> Vec<Token<'t>> {
    let mut out = vec![Token::Mapping];
    for child in tree.children(root) {
        if child == list {
            out.push(Token::Sequence);
            for item in order.iter().filter_map(|i| items.get(*i)) {
                flatten(tree, *item, &mut out);
            }
            out.push(Token::End);
        } else {
            flatten(tree, child, &mut out);
        }
    }
    out.push(Token::End);
    out
}
