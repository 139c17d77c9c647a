//! Whether a text is read here as the parser reads it, every place included; for the bench and the tests.

use super::super::tree::{Kind, NodeId, Tree};
use super::outline::Outline;

/// Which readers took a text; what they took they read as the parser does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// The canonical reader.
    pub whole: bool,
    /// The reader of a list's entries one by one.
    pub by_entry: bool,
}

/// Reads a text in every way there is.
///
/// # Errors
/// What is read otherwise than by the parser.
pub fn compare(text: &str) -> Result<Taken, String> {
    let mut whole = Tree::of(text);
    let is_whole = super::document(&mut whole, true);
    let entries = Outline::open(text, "items", true);
    if !is_whole && entries.is_none() {
        return Ok(Taken::default());
    }
    let parser = Tree::by_parser(text, false);
    let parser = parser.as_ref().map_err(|e| format!("{e:?}"));
    let mut taken = Taken::default();
    if is_whole {
        taken.whole = true;
        let parser = parser.clone()?;
        let roots = (whole.root(), parser.root());
        if !(parser.is_simple() && is_same_at(&whole, roots.0, parser, roots.1)) {
            return Err(format!(
                "read as a whole: {whole:?}\nby the parser: {parser:?}"
            ));
        }
        comments(text, &whole)?;
    }
    if let Some(outline) = entries
        && let Some(tree) = by_entry(outline, parser.clone())?
    {
        taken.by_entry = true;
        comments(text, &tree)?;
    }
    Ok(taken)
}

/// How many entries the list `items` of a text has, each read into the same memory. `None` where the text has to be read
/// as a whole.
pub fn entries(text: &str) -> Option<usize> {
    let mut outline = Outline::open(text, "items", false)?;
    let mut count = 0;
    while outline.next().ok()?.is_some() {
        count += 1;
    }
    outline.close()?;
    Some(count)
}

/// The document without its list, where all of it can be read entry by entry.
fn by_entry<'a>(
    mut outline: Outline<'a>,
    parser: Result<&Tree<'_>, String>,
) -> Result<Option<Tree<'a>>, String> {
    let list = parser.clone().ok().and_then(|tree| first_list(tree));
    let mut expected: Vec<NodeId> = match (&parser, list) {
        (Ok(tree), Some(list)) => tree.children(list).collect(),
        _ => Vec::new(),
    };
    expected.reverse();
    let mut fault = None;
    loop {
        let Ok(next) = outline.next() else {
            return Ok(None);
        };
        let Some((tree, id)) = next else { break };
        let is_right = parser
            .as_ref()
            .is_ok_and(|parser| is_same_at(tree, Some(id), parser, expected.pop()));
        if !is_right {
            fault.get_or_insert_with(|| format!("read as an entry: {tree:?}"));
        }
    }
    let Some((tree, _)) = outline.close() else {
        return Ok(None);
    };
    let parser = parser?;
    if let Some(fault) = fault {
        return Err(format!("{fault}\nby the parser: {parser:?}"));
    }
    let is_right =
        expected.is_empty() && parser.is_simple() && is_same_outline(&tree, parser, list);
    match is_right {
        true => Ok(Some(tree)),
        false => Err(format!(
            "read as outline: {tree:?}\nby the parser: {parser:?}"
        )),
    }
}

/// The list that is read entry by entry.
fn first_list(tree: &Tree<'_>) -> Option<NodeId> {
    let mut children = tree.children(tree.root()?);
    while let (Some(key), Some(value)) = (children.next(), children.next()) {
        if tree.is_scalar(key, "items") {
            return Some(value);
        }
    }
    None
}

fn is_same_at(one: &Tree<'_>, id: Option<NodeId>, other: &Tree<'_>, of: Option<NodeId>) -> bool {
    matches!((id, of), (Some(id), Some(of)) if one.is_same(id, other, of))
}

/// Whether two documents are the same but for what is in the list of the second.
fn is_same_outline(outline: &Tree<'_>, parser: &Tree<'_>, list: Option<NodeId>) -> bool {
    let (Some(root), Some(of)) = (outline.root(), parser.root()) else {
        return false;
    };
    let mut children = outline.children(root);
    let mut others = parser.children(of);
    let is_same = others.by_ref().all(|other| {
        children.next().is_some_and(|child| {
            if Some(other) == list {
                outline.node(child) == parser.node(other)
                    && outline.node(child).kind == Kind::Sequence
            } else {
                outline.is_same(child, parser, other)
            }
        })
    });
    is_same && children.next().is_none() && outline.node(root) == parser.node(of)
}

fn comments(text: &str, tree: &Tree<'_>) -> Result<(), String> {
    // The parser takes its time: one text in four will do.
    if !text.contains('#') || !text.len().is_multiple_of(4) {
        return match tree.comments.is_empty() || text.contains('#') {
            true => Ok(()),
            false => Err("comments where there are none".to_owned()),
        };
    }
    let parser = Tree::by_parser(text, true).map_err(|e| format!("{e:?}"))?;
    match parser.comments == tree.comments {
        true => Ok(()),
        false => Err(format!(
            "comments at {:?}, not {:?}",
            tree.comments, parser.comments
        )),
    }
}
