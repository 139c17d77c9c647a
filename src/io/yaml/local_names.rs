//! The names of a project's own laws (`laws/*.yaml`) with their places; what they say is read by the register.

use crate::domain::place::{At, SourceId, Span};

use super::tree::{Kind, NodeId, Tree};

/// The value of `name` of each document of the file. A file that cannot be read has none: the register says why.
pub fn read(text: &str, source: SourceId) -> Vec<At<String>> {
    let Ok(tree) = Tree::parse(text) else {
        return Vec::new();
    };
    let Some(root) = tree.root() else {
        return Vec::new();
    };
    match tree.node(root).kind {
        Kind::Sequence => tree
            .children(root)
            .filter_map(|document| name(&tree, document, source))
            .collect(),
        _ => name(&tree, root, source).into_iter().collect(),
    }
}

fn name(tree: &Tree<'_>, document: NodeId, source: SourceId) -> Option<At<String>> {
    if !matches!(tree.node(document).kind, Kind::Mapping) {
        return None;
    }
    let mut children = tree.children(document);
    while let (Some(key), Some(value)) = (children.next(), children.next()) {
        let (key, value) = (tree.node(key), tree.node(value));
        if let (Kind::Scalar { text: key, .. }, Kind::Scalar { text, .. }) = (key.kind, value.kind)
            && key == "name"
        {
            let span = Span {
                source,
                start: value.start,
                end: value.end,
            };
            return Some(At::new(text.to_owned(), span));
        }
    }
    None
}
