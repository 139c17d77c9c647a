//! Codes of items and sub-items: which are missing, and putting them in as the first key.

use std::ops::Range;

use super::super::tree::{Kind, NodeId, Tree};
use super::{Edit, NotChanged, Token, apply, child, instructs, is_flow, scalar, sound, tokens};

/// An item or sub-item as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Byte at which its mapping begins.
    pub start: usize,
    /// Its code; `None` when there is none, a text of any kind otherwise.
    pub code: Option<String>,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// 子项.
    pub sub_items: Vec<Entry>,
}

/// An item file as far as codes go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// `department:`
    pub department: Option<String>,
    /// `category:`
    pub category: Option<String>,
    /// Its items.
    pub items: Vec<Entry>,
}

/// The items of a file with their codes.
///
/// # Errors
/// When the text is no YAML.
pub fn entries(text: &str) -> Result<Header, NotChanged> {
    let tree = sound(text)?;
    let Some(root) = tree.root() else {
        return Ok(Header::default());
    };
    let value = |name| {
        let (_, value) = child(&tree, root, name)?;
        scalar(&tree, value).map(str::to_owned)
    };
    Ok(Header {
        department: value("department"),
        category: value("category"),
        items: list(&tree, root, "items"),
    })
}

fn list(tree: &Tree<'_>, mapping: NodeId, name: &str) -> Vec<Entry> {
    let Some((_, sequence)) = child(tree, mapping, name) else {
        return Vec::new();
    };
    if !matches!(tree.node(sequence).kind, Kind::Sequence) {
        return Vec::new();
    }
    tree.children(sequence)
        .filter(|id| matches!(tree.node(*id).kind, Kind::Mapping))
        .map(|id| {
            let value = |name| {
                let (_, value) = child(tree, id, name)?;
                scalar(tree, value).map(str::to_owned)
            };
            Entry {
                start: tree.node(id).start as usize,
                code: value("code"),
                name: value("name"),
                sub_items: list(tree, id, "sub_items"),
            }
        })
        .collect()
}

/// Gives codes to the items and sub-items whose mappings begin at these bytes: as their first key, or as the value of
/// a `code:` that has none.
///
/// # Errors
/// When the text is no YAML, no such entry begins there, or the new text would not say what was meant.
pub fn insert_codes(text: &str, codes: &[(usize, String)]) -> Result<String, NotChanged> {
    let tree = sound(text)?;
    let root = tree.root().ok_or(NotChanged::Differs)?;
    let mut mappings = Vec::new();
    collect(&tree, root, &mut mappings);
    let mut edits = Vec::new();
    for (start, code) in codes {
        let id = mappings
            .iter()
            .copied()
            .find(|id| tree.node(*id).start as usize == *start)
            .ok_or(NotChanged::Differs)?;
        edits.push(edit(text, &tree, id, code).ok_or(NotChanged::Differs)?);
    }
    let out = apply(text, edits).ok_or(NotChanged::Differs)?;
    let mut wanted = Vec::new();
    with_codes(&tree, root, codes, &mut wanted);
    let new = sound(&out).map_err(|_| NotChanged::Differs)?;
    if tokens(&new) != wanted {
        return Err(NotChanged::Differs);
    }
    drop(new);
    Ok(out)
}

fn collect(tree: &Tree<'_>, id: NodeId, out: &mut Vec<NodeId>) {
    if matches!(tree.node(id).kind, Kind::Mapping) && tree.root() != Some(id) {
        out.push(id);
    }
    for child in tree.children(id) {
        collect(tree, child, out);
    }
}

fn edit(text: &str, tree: &Tree<'_>, id: NodeId, code: &str) -> Option<Edit> {
    if let Some((key, value)) = child(tree, id, "code") {
        let node = tree.node(value);
        let (start, end) = (node.start as usize, node.end as usize);
        if end > start {
            // `~` and `null`.
            return Some(Edit {
                range: start..end,
                new: code.to_owned(),
            });
        }
        let after = tree.node(key).end as usize;
        let colon = after + text.get(after..)?.find(':')? + 1;
        return Some(insertion(colon, format!(" {code}")));
    }
    let first = tree.children(id).next()?;
    let at = tree.node(first).start as usize;
    if is_flow(tree, text, id) {
        return Some(insertion(at, format!("code: {code}, ")));
    }
    let line = text.get(..at)?.rfind('\n').map_or(0, |i| i + 1);
    let before = text.get(line..at)?;
    // Only the dashes of lists and blanks stand before the first key of a block mapping.
    if !before.bytes().all(|b| b == b' ' || b == b'-') {
        return None;
    }
    // An instruction above the first key is about that key's line.
    let above = text.get(..line)?.trim_end();
    let above = above.rsplit('\n').next().unwrap_or_default();
    if !before.contains('-') && above.trim_start().starts_with(['#', '-']) && instructs(above) {
        return None;
    }
    let line_end = if text.get(at..)?.lines().next()?.len() < text.len() - at
        && text
            .get(at..)?
            .find('\n')
            .is_some_and(|i| text.as_bytes().get(at + i - usize::from(i > 0)) == Some(&b'\r'))
    {
        "\r\n"
    } else {
        "\n"
    };
    let indent = " ".repeat(before.len());
    Some(insertion(at, format!("code: {code}{line_end}{indent}")))
}

const fn insertion(at: usize, new: String) -> Edit {
    Edit {
        range: Range { start: at, end: at },
        new,
    }
}

/// What the text says once the codes are in.
fn with_codes<'t>(
    tree: &'t Tree<'_>,
    id: NodeId,
    codes: &'t [(usize, String)],
    out: &mut Vec<Token<'t>>,
) {
    let node = tree.node(id);
    let word = |text: &'t str| Token::Scalar(text.into(), false);
    match &node.kind {
        Kind::Scalar { .. } => super::flatten(tree, id, out),
        Kind::Sequence => {
            out.push(Token::Sequence);
            for child in tree.children(id) {
                with_codes(tree, child, codes, out);
            }
            out.push(Token::End);
        }
        Kind::Mapping => {
            out.push(Token::Mapping);
            let code = codes
                .iter()
                .find(|(start, _)| *start == node.start as usize && tree.root() != Some(id))
                .map(|(_, code)| code.as_str());
            let there = child(tree, id, "code").map(|(_, value)| value);
            if let (Some(code), None) = (code, there) {
                out.extend([word("code"), word(code)]);
            }
            for child in tree.children(id) {
                match code {
                    Some(code) if Some(child) == there => out.push(word(code)),
                    _ => with_codes(tree, child, codes, out),
                }
            }
            out.push(Token::End);
        }
    }
}
