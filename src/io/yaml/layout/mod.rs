//! The house layout of item files and flowcharts: order of keys, indentation, quotation marks only where needed.
//!
//! What the writer decides stays: whether a list or mapping stands in brackets on one line, whether a text stands on
//! its line or in a block, where a blank line sets things apart, and every comment. What `write` writes is in house
//! layout already.

mod build;
mod comment;
mod order;
mod render;
#[cfg(test)]
mod tests;
mod value;

use std::collections::BTreeMap;

use super::decode::is_null;
use super::edit::{NotChanged, sound};
use super::tree::{Kind, NodeId, Tree, comments};

/// A text in house layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The text.
    pub text: String,
    /// Entries that were left byte for byte: their line, and why.
    pub left: Vec<(usize, &'static str)>,
}

/// Brings a text into house layout.
///
/// # Errors
/// When it is no YAML, or the new text would not say the same, with the same comments.
pub fn layout(text: &str) -> Result<Layout, NotChanged> {
    let made = make(text)?;
    let new = sound(&made.text).map_err(|_| NotChanged::Differs)?;
    let same = says(&sound(text)?) == says(&new)
        && remarks(text)? == remarks(&made.text)?
        && make(&made.text)?.text == made.text;
    drop(new);
    if same {
        Ok(made)
    } else {
        Err(NotChanged::Differs)
    }
}

fn make(text: &str) -> Result<Layout, NotChanged> {
    let text = text.replace("\r\n", "\n");
    let tree = sound(&text)?;
    let comments = comments(&text).map_err(|_| NotChanged::Syntax)?;
    let Some(root) = tree.root() else {
        return Ok(Layout {
            text,
            left: Vec::new(),
        });
    };
    let (document, left) =
        build::document(&text, &tree, root, &comments).map_err(|_| NotChanged::Differs)?;
    Ok(Layout {
        text: render::render(&document),
        left,
    })
}

/// All that a text says, mappings whose order means nothing in the order of the house.
fn says(tree: &Tree<'_>) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(root) = tree.root() {
        say(tree, root, "", &mut out);
    }
    out
}

fn say(tree: &Tree<'_>, id: NodeId, under: &str, out: &mut Vec<String>) {
    match &tree.node(id).kind {
        Kind::Scalar { text, plain, .. } => {
            // Nothing, its word and its word in quotation marks are not the same.
            let mark = if *plain && is_null(text) { "∅" } else { "=" };
            out.push(format!("{mark}{text}"));
        }
        Kind::Sequence => {
            out.push("[".to_owned());
            for child in tree.children(id) {
                say(tree, child, under, out);
            }
            out.push("]".to_owned());
        }
        Kind::Mapping => {
            out.push("{".to_owned());
            let mut pairs = Vec::new();
            let mut children = tree.children(id);
            while let (Some(key), Some(value)) = (children.next(), children.next()) {
                let name = match &tree.node(key).kind {
                    Kind::Scalar { text, .. } => text.to_string(),
                    _ => String::new(),
                };
                pairs.push((order::rank(under, &name), name, value));
            }
            pairs.sort_by_key(|(rank, _, _)| *rank);
            for (_, name, value) in pairs {
                out.push(format!(":{name}"));
                say(tree, value, &name, out);
            }
            out.push("}".to_owned());
        }
    }
}

/// How often each comment stands in a text.
fn remarks(text: &str) -> Result<BTreeMap<String, usize>, NotChanged> {
    let mut out = BTreeMap::new();
    for range in comments(text).map_err(|_| NotChanged::Syntax)? {
        let comment = text.get(range).unwrap_or_default().trim_end().to_owned();
        *out.entry(comment).or_default() += 1;
    }
    Ok(out)
}
