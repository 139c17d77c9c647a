//! From a parsed text to lines that can be moved: every comment finds the key or entry it belongs to.

use std::ops::Range;

use super::super::edit::is_flow;
use super::super::edit::sort::content_end;
use super::super::tree::{Kind, NodeId, Tree};
use super::super::write::{self, Style};
use super::order::rank;

/// What stands on lines of its own before a key or entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    Blank,
    Comment(String),
}

/// A value.
#[derive(Debug)]
pub(super) enum Block {
    /// On the line of its key; empty for nothing.
    Inline(String),
    /// A block scalar: its header and its lines without indentation.
    Text(String, Vec<String>),
    Map(Vec<Entry>, Vec<Lead>),
    List(Vec<Element>, Vec<Lead>),
}

/// A file.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) head: Vec<Lead>,
    pub(super) block: Block,
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) lead: Vec<Lead>,
    pub(super) key: String,
    pub(super) value: Block,
    pub(super) trailing: Option<String>,
}

/// An entry of a list.
#[derive(Debug)]
pub(super) enum Element {
    Value {
        lead: Vec<Lead>,
        value: Block,
        trailing: Option<String>,
    },
    /// Lines that stay as they are.
    Raw { lead: Vec<Lead>, lines: String },
}

/// Something that cannot be moved for sure: where, and what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unsure {
    at: usize,
    why: &'static str,
}

/// Lines of entries that stay as they are, and why.
pub(super) type Kept = Vec<(usize, &'static str)>;

/// Column of the dashes of the lists whose entries may stay as they are.
const DASH: usize = 2;

struct Builder<'t, 'a> {
    text: &'t str,
    tree: &'t Tree<'a>,
    comments: &'t [Range<usize>],
    /// The first comment that nothing has taken yet: they are taken in the order of the text.
    next: usize,
    left: Kept,
}

/// The document, and the entries that stay as they are.
pub(super) fn document(
    text: &str,
    tree: &Tree<'_>,
    root: NodeId,
    comments: &[Range<usize>],
) -> Result<(Document, Kept), Unsure> {
    let mut builder = Builder {
        text,
        tree,
        comments,
        next: 0,
        left: Vec::new(),
    };
    // What stands above the first key is about the file and stays there.
    let head = builder.lead(tree.node(root).start as usize, true);
    let block = builder.value(root, "", 0, 0..text.len())?;
    let rest = builder.own_lines(text.len(), 0);
    let block = match block {
        Block::Map(entries, mut tail) => {
            tail.extend(rest);
            Block::Map(entries, tail)
        }
        other => other,
    };
    match comments.get(builder.next) {
        Some(left) => Err(Unsure {
            at: left.start,
            why: "这里的注释不知道属于谁",
        }),
        None => Ok((Document { head, block }, builder.left)),
    }
}

impl Builder<'_, '_> {
    /// A value within some bytes: from behind its colon or dash to what comes next. `under` is its key, `parent` the
    /// column of what it belongs to.
    fn value(
        &mut self,
        id: NodeId,
        under: &str,
        parent: usize,
        within: Range<usize>,
    ) -> Result<Block, Unsure> {
        let node = self.tree.node(id);
        if let Kind::Scalar { text, plain, .. } = &node.kind {
            return self.scalar(id, text, *plain, parent, within.start);
        }
        if is_flow(self.tree, self.text, id) {
            let (start, end) = (node.start as usize, node.end as usize);
            let inside = |c: &&Range<usize>| c.start >= start && c.start < end;
            if let Some(comment) = self.comments.iter().find(inside) {
                return Err(Unsure {
                    at: comment.start,
                    why: "括号里面有注释",
                });
            }
            let one_line = !self.text.get(start..end).unwrap_or_default().contains('\n');
            if one_line || self.tree.children(id).next().is_none() {
                return Ok(Block::Inline(self.flow(id, under)));
            }
        }
        if matches!(node.kind, Kind::Sequence) {
            self.list(id, under, parent, within.end)
        } else {
            self.map(id, under, within.end)
        }
    }

    fn map(&mut self, id: NodeId, under: &str, until: usize) -> Result<Block, Unsure> {
        let children: Vec<NodeId> = self.tree.children(id).collect();
        let flow = is_flow(self.tree, self.text, id);
        let mut entries = Vec::new();
        let mut column = 0;
        for (i, pair) in children.chunks(2).enumerate() {
            let [key, value] = pair else { break };
            let start = self.tree.node(*key).start as usize;
            let Kind::Scalar { text: name, .. } = &self.tree.node(*key).kind else {
                return Err(Unsure {
                    at: start,
                    why: "键不是一个词",
                });
            };
            if i == 0 {
                column = self.column(start);
            }
            let next = children
                .get(2 * i + 2)
                .map_or(until, |k| self.tree.node(*k).start as usize);
            let lead = if flow {
                Vec::new()
            } else {
                self.lead(start, i == 0)
            };
            let key_end = self.tree.node(*key).end as usize;
            let mut trailing = self.same_line(key_end, next);
            let colon = self
                .text
                .get(key_end..)
                .and_then(|rest| rest.find(':'))
                .map_or(key_end, |i| key_end + i + 1);
            let block = self.value(*value, name, column, colon..next)?;
            if trailing.is_some() && matches!(block, Block::Inline(_) | Block::Text(..)) {
                // The comment stands between the key and a value on another line, or after the value.
                let value_start = self.tree.node(*value).start as usize;
                let comment = self.comments.get(self.next.saturating_sub(1));
                if comment.is_some_and(|c| c.start < value_start) {
                    return Err(Unsure {
                        at: start,
                        why: "键和值之间有注释",
                    });
                }
            }
            if trailing.is_none() && !flow && self.block_header(colon).is_none() {
                trailing = self.same_line(self.tree.node(*value).end as usize, next);
            }
            let mut lead = lead;
            if matches!(block, Block::Text(..)) {
                // What stood behind a text of several lines has no line of its own to stand on any more.
                lead.extend(trailing.take().map(Lead::Comment));
            }
            let raw = self.text.get(start..key_end).unwrap_or_default();
            let key = if *raw == **name {
                raw.to_owned()
            } else {
                write::one_line(name)
            };
            entries.push((
                rank(under, name),
                Entry {
                    lead,
                    key,
                    value: block,
                    trailing,
                },
            ));
        }
        let tail = if flow {
            Vec::new()
        } else {
            self.own_lines(until, column)
        };
        entries.sort_by_key(|(rank, _)| *rank);
        Ok(Block::Map(
            entries.into_iter().map(|(_, e)| e).collect(),
            tail,
        ))
    }

    fn list(
        &mut self,
        id: NodeId,
        under: &str,
        parent: usize,
        until: usize,
    ) -> Result<Block, Unsure> {
        let children: Vec<NodeId> = self.tree.children(id).collect();
        let flow = is_flow(self.tree, self.text, id);
        let mut elements = Vec::new();
        let mut column = 0;
        for (i, child) in children.iter().enumerate() {
            let node = self.tree.node(*child);
            let start = node.start as usize;
            let next = children
                .get(i + 1)
                .map_or(until, |k| self.tree.node(*k).start as usize);
            if flow {
                let value = self.value(*child, under, 0, start..next)?;
                elements.push(Element::Value {
                    lead: Vec::new(),
                    value,
                    trailing: None,
                });
                continue;
            }
            let Some(dash) = self.dash(start) else {
                return Err(Unsure {
                    at: start,
                    why: "列表的一项不是从“- ”开头的一行写起",
                });
            };
            if i == 0 {
                column = self.column(dash);
            }
            let lead = self.lead(dash, i == 0);
            let kept = (self.next, self.left.len());
            let tried = self.element(*child, under, column, dash, next);
            match tried {
                Ok((value, trailing)) => {
                    elements.push(Element::Value {
                        lead,
                        value,
                        trailing,
                    });
                }
                // An item or step that cannot be laid out for sure stays; what is smaller takes its item with it.
                Err(unsure) if matches!(under, "items" | "steps") && column == DASH => {
                    self.next = kept.0;
                    self.left.truncate(kept.1);
                    let line = self.line_start(dash);
                    let end = content_end(self.text, line, column).unwrap_or(next);
                    while self.comments.get(self.next).is_some_and(|c| c.start < end) {
                        self.next += 1;
                    }
                    let lines = self.text.get(line..end).unwrap_or_default().to_owned();
                    self.left.push((self.line(unsure.at), unsure.why));
                    elements.push(Element::Raw { lead, lines });
                }
                Err(unsure) => return Err(unsure),
            }
        }
        let tail = if flow {
            Vec::new()
        } else {
            // Dashes may stand in the column of their key: what follows there is no more of the list.
            self.own_lines(until, column.max(parent + usize::from(!under.is_empty())))
        };
        Ok(Block::List(elements, tail))
    }

    fn element(
        &mut self,
        id: NodeId,
        under: &str,
        column: usize,
        dash: usize,
        next: usize,
    ) -> Result<(Block, Option<String>), Unsure> {
        let start = self.tree.node(id).start as usize;
        if let Some(comment) = self.comments.get(self.next)
            && comment.start > dash
            && comment.start < start
            && self.line_start(comment.start) == self.line_start(dash)
        {
            return Err(Unsure {
                at: comment.start,
                why: "“-”后面直接是注释",
            });
        }
        // The dash of the next entry is where this one's comments end.
        let until = self.dash(next).filter(|d| *d > dash).unwrap_or(next);
        let block = self.value(id, under, column, dash + 1..until)?;
        let trailing = match block {
            Block::Inline(_) => self.same_line(self.tree.node(id).end as usize, until),
            Block::Text(..) | Block::Map(..) | Block::List(..) => None,
        };
        Ok((block, trailing))
    }

    fn scalar(
        &self,
        id: NodeId,
        value: &str,
        plain: bool,
        parent: usize,
        after: usize,
    ) -> Result<Block, Unsure> {
        let node = self.tree.node(id);
        let (start, end) = (node.start as usize, node.end as usize);
        let raw = self.text.get(start..end).unwrap_or_default();
        if let Some(header) = self.block_header(after) {
            return self.block_scalar(header, parent);
        }
        if raw.contains('\n') {
            return Ok(match write::style(value, false) {
                Style::Inline(line) => Block::Inline(line),
                Style::Block(lines) => Block::Text("|-".to_owned(), lines),
            });
        }
        Ok(Block::Inline(if plain {
            raw.to_owned()
        } else {
            write::one_line(value)
        }))
    }

    /// Where the `|` or `>` stands that a value behind some byte begins with.
    fn block_header(&self, after: usize) -> Option<usize> {
        let rest = self.text.get(after..)?;
        let at = after + rest.len() - rest.trim_start_matches(' ').len();
        matches!(self.text.as_bytes().get(at), Some(b'|' | b'>')).then_some(at)
    }

    fn block_scalar(&self, start: usize, parent: usize) -> Result<Block, Unsure> {
        let rest = self.text.get(start..).unwrap_or_default();
        let (header, body) = rest.split_once('\n').unwrap_or((rest, ""));
        let header = header.trim_end();
        if !matches!(header, "|" | "|-" | ">" | ">-") {
            return Err(Unsure {
                at: start,
                why: "“|”或“>”后面有注释、数字或加号",
            });
        }
        let width = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let mut lines: Vec<&str> = Vec::new();
        for line in body.split('\n') {
            if !line.trim_matches(' ').is_empty() && width(line) <= parent {
                break;
            }
            lines.push(line);
        }
        while lines.last().is_some_and(|l| l.trim_matches(' ').is_empty()) {
            lines.pop();
        }
        let indent = lines
            .iter()
            .find(|l| !l.trim_matches(' ').is_empty())
            .map_or(0, |l| width(l));
        // Lines of nothing but spaces before the text, and tabs, are read in more than one way.
        let odd = |l: &&str| {
            let blank = l.trim_matches(' ').is_empty();
            (blank && l.len() > indent) || (!blank && width(l) < indent)
        };
        if lines.iter().any(odd) {
            return Err(Unsure {
                at: start,
                why: "多行文字的缩进不齐",
            });
        }
        let lines = lines
            .into_iter()
            .map(|l| l.get(indent..).unwrap_or_default().to_owned())
            .collect();
        Ok(Block::Text(header.to_owned(), lines))
    }

    /// A list or mapping in brackets, on one line.
    fn flow(&self, id: NodeId, under: &str) -> String {
        let node = self.tree.node(id);
        match &node.kind {
            Kind::Scalar { text, plain, .. } => {
                let raw = self
                    .text
                    .get(node.start as usize..node.end as usize)
                    .unwrap_or_default();
                if *plain && !raw.contains('\n') {
                    raw.to_owned()
                } else {
                    write::flow_line(text)
                }
            }
            Kind::Sequence => {
                let all: Vec<String> = self
                    .tree
                    .children(id)
                    .map(|c| self.flow(c, under))
                    .collect();
                format!("[{}]", all.join(", "))
            }
            Kind::Mapping => {
                let children: Vec<NodeId> = self.tree.children(id).collect();
                let mut pairs: Vec<(usize, String)> = children
                    .chunks(2)
                    .filter_map(|pair| {
                        let [key, value] = pair else { return None };
                        let name = match &self.tree.node(*key).kind {
                            Kind::Scalar { text, .. } => text.as_ref(),
                            _ => "",
                        };
                        let value = self.flow(*value, name);
                        let space = if value.is_empty() { "" } else { " " };
                        Some((
                            rank(under, name),
                            format!("{}:{space}{value}", self.flow(*key, "")),
                        ))
                    })
                    .collect();
                pairs.sort_by_key(|(rank, _)| *rank);
                let all: Vec<String> = pairs.into_iter().map(|(_, p)| p).collect();
                if all.is_empty() {
                    "{}".to_owned()
                } else {
                    format!("{{ {} }}", all.join(", "))
                }
            }
        }
    }

    /// The comments on lines of their own before a byte, blank lines among them as one.
    fn lead(&mut self, before: usize, first: bool) -> Vec<Lead> {
        let mut out = Vec::new();
        while let Some(comment) = self.comments.get(self.next) {
            if comment.start >= before || !self.is_own_line(comment.start) {
                break;
            }
            self.push(comment.clone(), &mut out);
            self.next += 1;
        }
        if self.after_blank(before) {
            out.push(Lead::Blank);
        }
        if first && out.first() == Some(&Lead::Blank) {
            out.remove(0);
        }
        out
    }

    /// The comments on lines of their own before a byte that stand at a column or further in.
    fn own_lines(&mut self, before: usize, column: usize) -> Vec<Lead> {
        let mut out = Vec::new();
        while let Some(comment) = self.comments.get(self.next) {
            let fits = comment.start < before
                && self.is_own_line(comment.start)
                && self.column(comment.start) >= column;
            if !fits {
                break;
            }
            self.push(comment.clone(), &mut out);
            self.next += 1;
        }
        out
    }

    fn push(&self, comment: Range<usize>, out: &mut Vec<Lead>) {
        if self.after_blank(comment.start) {
            out.push(Lead::Blank);
        }
        let text = self.text.get(comment).unwrap_or_default();
        out.push(Lead::Comment(text.trim_end().to_owned()));
    }

    /// The comment that stands after a byte on its line.
    fn same_line(&mut self, after: usize, until: usize) -> Option<String> {
        let comment = self.comments.get(self.next)?.clone();
        let line_end = self
            .text
            .get(after..)?
            .find('\n')
            .map_or(self.text.len(), |i| after + i);
        if comment.start < after || comment.start >= line_end.min(until.max(after)) {
            return None;
        }
        // Something else may stand between, which the comment then belongs to.
        self.next += 1;
        Some(self.text.get(comment)?.trim_end().to_owned())
    }

    fn line_start(&self, at: usize) -> usize {
        self.text
            .get(..at)
            .and_then(|head| head.rfind('\n'))
            .map_or(0, |i| i + 1)
    }

    fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|b| *b == b'\n').count()
    }

    fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    fn is_own_line(&self, at: usize) -> bool {
        self.text
            .get(self.line_start(at)..at)
            .is_some_and(|head| head.trim().is_empty())
    }

    /// Whether the line above the one that a byte stands in is blank.
    fn after_blank(&self, at: usize) -> bool {
        let start = self.line_start(at);
        let Some(above) = start.checked_sub(1) else {
            return false;
        };
        self.text
            .get(self.line_start(above)..above)
            .is_some_and(|line| line.trim().is_empty())
    }

    /// The dash that the value beginning at a byte stands behind: on its line, or alone on a line above.
    fn dash(&self, start: usize) -> Option<usize> {
        let mut line = self.line_start(start);
        let mut head = self.text.get(line..start)?;
        loop {
            let body = head.trim();
            if let Some(rest) = body.strip_prefix('-') {
                let comment = rest.trim_start();
                return (comment.is_empty() || comment.starts_with('#'))
                    .then(|| line + head.find('-').unwrap_or(0));
            }
            if !(body.is_empty() || body.starts_with('#')) || line == 0 {
                return None;
            }
            let above = line - 1;
            line = self.line_start(above);
            head = self.text.get(line..above)?;
        }
    }
}
