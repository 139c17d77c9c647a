//! A document whose list is read entry by entry, each into the same small tree, so that the list is never held whole.
//!
//! An entry that is not in canonical form is read by the parser alone, as a list of itself, up to and with the dash of
//! the entry behind it. That is how the parser reads it in the document: it goes from left to right, the lines of an
//! entry are indented further than its dash, and where a scalar or a flow collection is open at that dash the part by
//! itself is no YAML. Anchors, tags and whatever could mean something else at the beginning of a text are not read so.

use memchr::memrchr;

use super::super::tree::{NodeId, Tree};

use super::Reader;
use super::lines::{self, Lines};
use super::strides;

/// A document, read up to somewhere.
pub(in super::super) struct Outline<'a> {
    /// The document without the entries of its list.
    tree: Tree<'a>,
    /// The entry that was read last.
    entry: Tree<'a>,
    lines: Lines<'a>,
    root: NodeId,
    list: NodeId,
    /// Where the keys of the document and the dashes of the list stand.
    columns: (i32, i32),
}

impl<'a> Outline<'a> {
    /// Reads a document up to the entries of the list under a key. `None` where that is not in canonical form, or there
    /// is no such list.
    pub(in super::super) fn open(text: &'a str, list: &str, with_comments: bool) -> Option<Self> {
        let mut tree = Tree::of(text);
        let mut lines = Lines::new(text.as_bytes(), with_comments);
        lines.seek_content(0);
        let (column, start) = (lines.column, lines.at as u32);
        let mut reader = Reader::new(&mut tree, &mut lines);
        if column < 0 || reader.is_entry() {
            return None;
        }
        let root = reader.tree.mapping(start, start);
        let id = loop {
            if reader.lines.column != column {
                return None;
            }
            let name = reader.tree.next_id();
            let colon = reader.key(reader.lines.at, column)?;
            if !reader.tree.is_scalar(name, list) {
                reader.value(colon, column)?;
                continue;
            }
            let content = reader.lines.behind_spaces(colon + 1);
            if !reader.lines.is_rest_empty(colon + 1, content) {
                return None;
            }
            reader.lines.end(colon + 1)?;
            if !reader.is_entry() || reader.lines.column < column {
                return None;
            }
            let at = reader.lines.at as u32;
            break match reader.lines.column == column {
                true => reader.flush_list(),
                false => reader.tree.sequence(at, at),
            };
        };
        // For who looks at the head; it is closed for good behind the list.
        tree.close(root, start);
        let columns = (column, lines.column);
        // Up to the end of the first entry's line: where a list begins may depend on it.
        let head = &text.as_bytes()[..lines.line_end(lines.at).1];
        lines::are_clean(head).then_some(Self {
            tree,
            entry: Tree::of(text),
            lines,
            root,
            list: id,
            columns,
        })
    }

    /// What stands before the list.
    pub(in super::super) fn head(&self) -> &Tree<'a> {
        &self.tree
    }

    /// Reads the next entry: its tree, and its node in there. `Ok(None)` behind the last one; an error where the
    /// document can only be read as a whole.
    pub(in super::super) fn next(&mut self) -> Result<Option<(&Tree<'a>, NodeId)>, ReadWhole> {
        let column = self.columns.1;
        let dash = self.lines.at;
        let is_dash = self.lines.byte(dash) == Some(b'-') && self.lines.is_blank(dash + 1);
        if self.lines.column != column || !is_dash {
            return Ok(None);
        }
        let comments = self.lines.comments.len();
        self.entry.clear();
        let mut reader = Reader::new(&mut self.entry, &mut self.lines);
        if reader.entry(column).is_some()
            && self.lines.column <= column
            && lines::are_clean(&self.lines.bytes[dash..self.lines.at])
        {
            return Ok(Some((&self.entry, NodeId::FIRST)));
        }
        self.lines.comments.truncate(comments);
        let entry = self.by_parser(dash).ok_or(ReadWhole)?;
        Ok(Some((&self.entry, entry)))
    }

    /// Whether [`seek`](Self::seek) may be asked before the first entry is read.
    pub(in super::super) fn can_seek(&self) -> bool {
        let (document, list) = self.columns;
        document == 0 && list > 0 && strides::are_even(&self.lines.bytes[self.lines.at..])
    }

    /// Goes to the entry in which a place of the text lies; `false` where that was read already, or lies before the list.
    pub(in super::super) fn seek(&mut self, place: usize) -> bool {
        let column = self.columns.1 as usize;
        let mut end = place;
        while let Some(line) = memrchr(b'\n', &self.lines.bytes[..end]) {
            let dash = self.lines.behind_spaces(line + 1);
            if dash < self.lines.at {
                return false;
            }
            if dash - line == column + 1
                && self.lines.byte(dash) == Some(b'-')
                && self.lines.is_blank(dash + 1)
            {
                self.lines.at = dash;
                self.lines.column = self.columns.1;
                return true;
            }
            end = line;
        }
        false
    }

    /// Has the parser read the entry with this dash.
    fn by_parser(&mut self, dash: usize) -> Option<NodeId> {
        let column = self.columns.1 as usize;
        let text = self.tree.source();
        let line = dash - column;
        let mut next = self.lines.line_end(dash).1;
        let behind = loop {
            let at = self.lines.behind_spaces(next);
            match self.lines.byte(at) {
                None => break text.len(),
                Some(b'-') if at - next == column && self.lines.is_blank(at + 1) => break at + 1,
                Some(b'#') => {}
                Some(_) if self.lines.is_line_end(at) || at - next > column => {}
                Some(_) => return None,
            }
            next = self.lines.line_end(at).1;
        };
        let part = line..behind;
        if !lines::can_stand_alone(&self.lines.bytes[part.clone()]) {
            return None;
        }
        self.entry.clear();
        self.entry.part(part, self.lines.noting).ok()?;
        self.lines.comments.append(&mut self.entry.comments);
        let is_last = behind == text.len();
        let list = self.entry.root()?;
        let mut entries = self.entry.children(list);
        let entry = entries.next()?;
        let others = entries.count();
        self.lines.seek_content(next);
        (others == usize::from(!is_last) && self.entry.is_simple()).then_some(entry)
    }

    /// Reads what stands behind the list: the whole document, but for the entries, and its comments, if they were
    /// asked for; the list in there.
    pub(in super::super) fn close(self) -> Option<(Tree<'a>, NodeId)> {
        let Self {
            mut tree,
            mut lines,
            root,
            list,
            columns: (column, _),
            ..
        } = self;
        let from = lines.at;
        tree.close(list, from as u32);
        while lines.column == column {
            let mut reader = Reader::new(&mut tree, &mut lines);
            let colon = reader.key(reader.lines.at, column)?;
            reader.value(colon, column)?;
        }
        tree.close(root, lines.at as u32);
        tree.comments = std::mem::take(&mut lines.comments);
        (lines.is_at_end() && lines::are_clean(&lines.bytes[from..])).then_some((tree, list))
    }
}

/// The document has to be read as a whole.
#[derive(Debug)]
pub(in super::super) struct ReadWhole;
