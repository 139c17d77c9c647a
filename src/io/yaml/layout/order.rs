//! The order of keys: that of their tables.

use super::super::keys::{departments, flowchart, items};
use crate::schema::Shape;

/// The files that are laid out.
static FILES: [&Shape; 3] = [&departments::ROOT, &flowchart::ROOT, &items::ROOT];

/// Place of a key in the mapping under another key (nothing for the top of a file); keys that no table has come last,
/// in the order they stand.
pub(super) fn rank(under: &str, key: &str) -> usize {
    if under.is_empty() {
        return top(key);
    }
    FILES
        .iter()
        .find_map(|file| below(file, under))
        .map_or(0, |shape| shape.position(key).unwrap_or(usize::MAX))
}

/// Place of a key at the top of a file. An item file and a chart have 类别 in common: what a chart has before it comes
/// first, what a chart has after it comes last.
fn top(key: &str) -> usize {
    let of_items = items::ROOT.keys.len();
    match (items::ROOT.position(key), flowchart::ROOT.position(key)) {
        (Some(place), _) => 1 + place,
        (None, Some(0)) => 0,
        (None, Some(place)) => 1 + of_items + place,
        (None, None) => usize::MAX,
    }
}

/// The mapping that stands under a key.
fn below(shape: &'static Shape, under: &str) -> Option<&'static Shape> {
    shape.keys.iter().find_map(|key| {
        let inner = key.value.shape()?;
        if key.name == under {
            Some(inner)
        } else {
            below(inner, under)
        }
    })
}
