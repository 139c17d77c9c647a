//! Changes to the text of a YAML file that leave everything else byte for byte, comments and layout included.
//!
//! No change is trusted unread: the new text is parsed, and must hold what the old one held but for what was meant.

mod codes;
mod moves;
pub(super) mod sort;
#[cfg(test)]
mod tests;
mod units;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::decode::is_null;
use super::tree::{Kind, NodeId, Tree};
use super::write;

pub use codes::{Entry, Header, entries, insert_codes};
pub use moves::{NotMoved, Taken, add_items, file_of_items, replace_codes, take_items};
pub use sort::{Sorted, sort_items};
pub use units::{AddedUnit, RenamedUnit, change_units, move_people};

/// Whether a comment is an instruction to this program, whose meaning hangs on the line that it stands above or in.
pub(in crate::io::yaml) fn instructs(comment: &str) -> bool {
    comment
        .split("power-list")
        .skip(1)
        .any(|rest| rest.trim_start().starts_with([':', '：']))
}

/// Why a text was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotChanged {
    /// It is no YAML.
    #[error("文件有语法错误，没有改动")]
    Syntax,
    /// What was written did not read as what was meant.
    #[error("改写后读出来的内容与预想的不同，没有改动")]
    Differs,
}

/// One change: these bytes become that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) new: String,
}

/// Makes edits that do not overlap; `None` when they do or do not fit the text.
pub(super) fn apply(text: &str, mut edits: Vec<Edit>) -> Option<String> {
    edits.sort_by_key(|e| (e.range.start, e.range.end));
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        out.push_str(text.get(at..edit.range.start)?);
        out.push_str(&edit.new);
        at = edit.range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// What a document says, in the order it says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::io::yaml) enum Token<'a> {
    /// A scalar; nothing and the word for nothing in quotes are two things.
    Scalar(Cow<'a, str>, bool),
    Sequence,
    Mapping,
    End,
}

pub(super) fn flatten<'t>(tree: &'t Tree<'_>, id: NodeId, out: &mut Vec<Token<'t>>) {
    match &tree.node(id).kind {
        Kind::Scalar { text, plain, .. } => {
            out.push(Token::Scalar(Cow::Borrowed(text), *plain && is_null(text)));
        }
        kind => {
            out.push(if matches!(kind, Kind::Sequence) {
                Token::Sequence
            } else {
                Token::Mapping
            });
            for child in tree.children(id) {
                flatten(tree, child, out);
            }
            out.push(Token::End);
        }
    }
}

/// Whether a text can be worked on at all: one document without anchors, aliases and tags.
pub(in crate::io::yaml) fn sound(text: &str) -> Result<Tree<'_>, NotChanged> {
    let tree = Tree::parse(text).map_err(|_| NotChanged::Syntax)?;
    if tree.refused.is_empty() && tree.second_document.is_none() {
        Ok(tree)
    } else {
        Err(NotChanged::Syntax)
    }
}

/// All that a text says.
pub(super) fn tokens<'t>(tree: &'t Tree<'_>) -> Vec<Token<'t>> {
    let mut out = Vec::new();
    if let Some(root) = tree.root() {
        flatten(tree, root, &mut out);
    }
    out
}

/// A scalar that is to have another value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewValue {
    /// Bytes of the scalar in the text, quotation marks included.
    pub range: Range<usize>,
    /// Its value.
    pub value: String,
    /// Whether it is a number, which stands without quotation marks.
    pub number: bool,
}

struct Place {
    node: NodeId,
    in_flow: bool,
}

/// Gives scalars other values. Those that do not stand in the text letter for letter (folded, in block style, with
/// escapes) are left as they are; the places of the values that were set are returned with the text.
///
/// # Errors
/// When the text is no YAML, or the new text would not say what was meant.
pub fn replace(text: &str, values: &[NewValue]) -> Result<(String, Vec<Range<usize>>), NotChanged> {
    let tree = sound(text)?;
    let mut places = HashMap::new();
    if let Some(root) = tree.root() {
        scalars(&tree, text, root, false, &mut places);
    }
    let mut edits = Vec::new();
    let mut set: HashMap<NodeKey, &str> = HashMap::new();
    let mut done = Vec::new();
    for new in values {
        let key = (new.range.start, new.range.end);
        let Some(place) = places.get(&key) else {
            continue;
        };
        let Kind::Scalar {
            plain,
            verbatim: true,
            ..
        } = tree.node(place.node).kind
        else {
            continue;
        };
        if set.insert(key, &new.value).is_some() {
            continue;
        }
        edits.push(Edit {
            range: new.range.clone(),
            new: if new.number && plain {
                new.value.clone()
            } else {
                let first = text.as_bytes().get(new.range.start);
                styled(first, plain, place.in_flow, &new.value)
            },
        });
        done.push(new.range.clone());
    }
    if edits.is_empty() {
        return Ok((text.to_owned(), done));
    }
    let mut wanted = Vec::new();
    if let Some(root) = tree.root() {
        substituted(&tree, root, &set, &mut wanted);
    }
    let out = apply(text, edits).ok_or(NotChanged::Differs)?;
    let new = sound(&out).map_err(|_| NotChanged::Differs)?;
    if tokens(&new) != wanted {
        return Err(NotChanged::Differs);
    }
    drop(new);
    Ok((out, done))
}

type NodeKey = (usize, usize);

fn key(tree: &Tree<'_>, id: NodeId) -> NodeKey {
    let node = tree.node(id);
    (node.start as usize, node.end as usize)
}

fn scalars(
    tree: &Tree<'_>,
    text: &str,
    id: NodeId,
    in_flow: bool,
    out: &mut HashMap<NodeKey, Place>,
) {
    let node = tree.node(id);
    if matches!(node.kind, Kind::Scalar { .. }) {
        out.insert(key(tree, id), Place { node: id, in_flow });
        return;
    }
    let in_flow = in_flow || is_flow(tree, text, id);
    for child in tree.children(id) {
        scalars(tree, text, child, in_flow, out);
    }
}

/// Whether a list or mapping is written with brackets.
pub(in crate::io::yaml) fn is_flow(tree: &Tree<'_>, text: &str, id: NodeId) -> bool {
    let node = tree.node(id);
    !matches!(node.kind, Kind::Scalar { .. })
        && matches!(text.as_bytes().get(node.start as usize), Some(b'{' | b'['))
}

/// A value in the style of the one before it, or in the plainest that carries it.
fn styled(first: Option<&u8>, plain: bool, in_flow: bool, value: &str) -> String {
    let safest = if in_flow {
        write::flow_line(value)
    } else {
        write::one_line(value)
    };
    match first {
        _ if plain || safest.starts_with('"') => safest,
        Some(b'"') if !value.contains(['"', '\\']) => format!("\"{value}\""),
        _ => format!("'{}'", value.replace('\'', "''")),
    }
}

fn substituted<'t>(
    tree: &'t Tree<'_>,
    id: NodeId,
    set: &HashMap<NodeKey, &'t str>,
    out: &mut Vec<Token<'t>>,
) {
    match &tree.node(id).kind {
        Kind::Scalar { .. } => match set.get(&key(tree, id)) {
            Some(value) => out.push(Token::Scalar(Cow::Borrowed(value), false)),
            None => flatten(tree, id, out),
        },
        kind => {
            out.push(if matches!(kind, Kind::Sequence) {
                Token::Sequence
            } else {
                Token::Mapping
            });
            for child in tree.children(id) {
                substituted(tree, child, set, out);
            }
            out.push(Token::End);
        }
    }
}

/// The value of a key of a mapping, with the key.
pub(super) fn child(tree: &Tree<'_>, mapping: NodeId, name: &str) -> Option<(NodeId, NodeId)> {
    if !matches!(tree.node(mapping).kind, Kind::Mapping) {
        return None;
    }
    let mut children = tree.children(mapping);
    while let (Some(key), Some(value)) = (children.next(), children.next()) {
        if matches!(&tree.node(key).kind, Kind::Scalar { text, .. } if *text == name) {
            return Some((key, value));
        }
    }
    None
}

/// The text of a scalar that says something.
pub(super) fn scalar<'t>(tree: &'t Tree<'_>, id: NodeId) -> Option<&'t str> {
    match &tree.node(id).kind {
        Kind::Scalar { text, plain, .. } if !(*plain && is_null(text)) => Some(text),
        _ => None,
    }
}
