//! A strict reader for the canonical block form: what `fmt` writes and people mostly type.
//!
//! It knows block mappings and lists, scalars on one line, flow collections on one line and literal blocks; at anything
//! else it gives up, and the parser takes over, which is the authority. What it does accept it reads exactly as the
//! parser does, every place included; `cargo bench --bench canonical` proves that on as many inputs as one likes.

mod block;
mod flow;
mod lines;
#[cfg(test)]
#[path = "../../../../benches/canonical/maker.rs"]
pub(super) mod maker;
pub(super) mod outline;
pub mod proof;
mod scalar;
mod strides;
#[cfg(test)]
mod tests;

use super::tree::Tree;

use lines::Lines;

/// How deep collections may lie in one another; the parser itself stops somewhat later.
const MAX_DEPTH: u32 = 64;

/// Reads a whole document into an empty tree. `false`: not in canonical form, or not surely; what is in the tree then
/// is of no use.
pub(super) fn document(tree: &mut Tree<'_>, with_comments: bool) -> bool {
    let bytes = tree.source().as_bytes();
    let mut lines = Lines::new(bytes, with_comments);
    lines.seek_content(0);
    // Where there is nothing but comments, or nothing at all, the parser knows what that is.
    let is_read = !lines.is_at_end()
        && Reader::new(tree, &mut lines).block().is_some()
        && lines.is_at_end()
        && lines::are_clean(bytes);
    tree.comments = lines.comments;
    is_read
}

/// Where reading stands. `None` of one of its functions says that the text is not in canonical form.
struct Reader<'r, 'a> {
    tree: &'r mut Tree<'a>,
    lines: &'r mut Lines<'a>,
    depth: u32,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(tree: &'r mut Tree<'a>, lines: &'r mut Lines<'a>) -> Self {
        Self {
            tree,
            lines,
            depth: 0,
        }
    }

    /// Runs a reading of something inside of something.
    fn deeper(&mut self, read: impl FnOnce(&mut Self) -> Option<()>) -> Option<()> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        read(self)?;
        self.depth -= 1;
        Some(())
    }
}
