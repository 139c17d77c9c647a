//! Block mappings and lists.

use super::super::tree::NodeId;
use super::Reader;

impl Reader<'_, '_> {
    /// Reads the block collection that begins at the next content, and goes to the content behind it.
    pub(super) fn block(&mut self) -> Option<()> {
        let column = self.lines.column;
        if self.is_entry() {
            let id = self
                .tree
                .sequence(self.lines.at as u32, self.lines.at as u32);
            self.deeper(|r| r.entries(column))?;
            self.tree.close(id, self.lines.at as u32);
            return Some(());
        }
        let start = self.lines.at;
        let id = self.tree.mapping(start as u32, start as u32);
        let colon = self.key(start, column)?;
        self.deeper(|r| r.pairs(column, colon))?;
        self.tree.close(id, self.lines.at as u32);
        Some(())
    }

    /// Whether an entry of a list begins at the next content.
    pub(super) fn is_entry(&self) -> bool {
        self.lines.byte(self.lines.at) == Some(b'-') && self.lines.is_blank(self.lines.at + 1)
    }

    /// Reads a key; where its colon is.
    pub(super) fn key(&mut self, start: usize, column: i32) -> Option<usize> {
        match self.lines.byte(start)? {
            b'"' | b'\'' => {
                let end = self.quoted(start)?;
                let is_key = self.lines.byte(end) == Some(b':') && self.lines.is_blank(end + 1);
                is_key.then_some(end)
            }
            // Could be the end of the document.
            b'.' if column == 0 => None,
            _ => {
                let plain = self.lines.plain(start)?;
                if !plain.is_key {
                    return None;
                }
                self.tree.plain(start as u32, plain.end as u32);
                Some(plain.end)
            }
        }
    }

    /// Reads the pairs of a mapping; the first key has been read.
    fn pairs(&mut self, column: i32, colon: usize) -> Option<()> {
        let mut colon = colon;
        loop {
            self.value(colon, column)?;
            if self.lines.column != column {
                // What stands deeper would belong to the value, and that has been read.
                return (self.lines.column < column).then_some(());
            }
            colon = self.key(self.lines.at, column)?;
        }
    }

    /// Reads the value behind a colon.
    pub(super) fn value(&mut self, colon: usize, column: i32) -> Option<()> {
        let start = self.lines.behind_spaces(colon + 1);
        if self.lines.is_rest_empty(colon + 1, start) {
            self.lines.end(colon + 1)?;
            return self.value_below(colon, column);
        }
        self.inline(start, column)
    }

    /// Reads the value of a key that has none on its line; the next content has been gone to.
    pub(super) fn value_below(&mut self, colon: usize, column: i32) -> Option<()> {
        if self.lines.column > column {
            return self.block();
        }
        if self.lines.column == column && self.is_entry() {
            let id = self.flush_list();
            self.deeper(|r| r.entries(column))?;
            self.tree.close(id, self.lines.at as u32);
            return Some(());
        }
        self.tree.nothing(colon as u32);
        Some(())
    }

    /// Opens a list that is indented no further than its key.
    pub(super) fn flush_list(&mut self) -> NodeId {
        // The parser says that such a list begins with its first entry's content.
        let start = self.entry_content(self.lines.at) as u32;
        self.tree.sequence(start, start)
    }

    /// Where an entry's content begins; where there is none on the line, its end, with a comment.
    fn entry_content(&self, dash: usize) -> usize {
        let start = self.lines.behind_spaces(dash + 1);
        match self.lines.byte(start) {
            Some(b'#') => self.lines.line_end(start).0,
            _ => start,
        }
    }

    /// Reads the entries of a list whose dashes stand at a column.
    fn entries(&mut self, column: i32) -> Option<()> {
        loop {
            self.entry(column)?;
            if self.lines.column != column {
                return (self.lines.column < column).then_some(());
            }
            if !self.is_entry() {
                // The next key of the mapping, where the list is not indented; a fault otherwise, found by whoever
                // has asked for the list.
                return Some(());
            }
        }
    }

    /// Reads one entry from its dash on.
    pub(super) fn entry(&mut self, column: i32) -> Option<()> {
        let dash = self.lines.at;
        let start = self.entry_content(dash);
        if self.lines.is_line_end(start) {
            self.lines.end(dash + 1)?;
            if self.lines.column > column {
                return self.block();
            }
            self.tree.nothing(start as u32);
            return Some(());
        }
        let inner = column + (start - dash) as i32;
        match self.lines.byte(start)? {
            b'-' if self.lines.is_blank(start + 1) => {
                self.lines.at = start;
                self.lines.column = inner;
                self.block()
            }
            b'"' | b'\'' => {
                let end = self.quoted(start)?;
                if self.lines.byte(end) == Some(b':') && self.lines.is_blank(end + 1) {
                    self.tree.take_back_scalar();
                    return self.inner_mapping(start, inner);
                }
                self.lines.end(end)
            }
            b'[' | b'{' | b'|' => self.inline(start, column),
            _ => {
                let plain = self.lines.plain(start)?;
                if plain.is_key {
                    return self.inner_mapping(start, inner);
                }
                self.tree.plain(start as u32, plain.end as u32);
                self.lines.end(plain.end)
            }
        }
    }

    fn inner_mapping(&mut self, start: usize, column: i32) -> Option<()> {
        self.lines.at = start;
        self.lines.column = column;
        self.block()
    }

    /// Reads a value on the line of its key or dash, and goes to the next content.
    fn inline(&mut self, start: usize, column: i32) -> Option<()> {
        let end = match self.lines.byte(start)? {
            b'"' | b'\'' => self.quoted(start)?,
            b'[' | b'{' => self.flow(start)?,
            b'|' => return self.literal(start, column),
            _ => {
                let plain = self.lines.plain(start)?;
                if plain.is_key {
                    return None;
                }
                self.tree.plain(start as u32, plain.end as u32);
                plain.end
            }
        };
        self.lines.end(end)
    }
}
