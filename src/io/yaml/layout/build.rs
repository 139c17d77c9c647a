//! From a parsed text to lines that can be moved: every comment finds the key or entry it belongs to.

use std::ops::Range;

use super::super::edit::sort::content_end;
use super::super::edit::{instructs, is_flow};
use super::super::tree::{Kind, NodeId, Tree};
use super::super::write;
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
    pub(super) at: usize,
    pub(super) why: &'static str,
}

/// Lines of entries that stay as they are, and why.
pub(super) type Kept = Vec<(usize, &'static str)>;

/// Why an instruction keeps its entry as it is.
const MOVED: &str = "“# power-list:”注释挪动以后会管到别的行";

/// Column of the dashes of the lists whose entries may stay as they are.
const DASH: usize = 2;

/// State of the work on one text.
pub(super) struct Builder<'t, 'a> {
    pub(super) text: &'t str,
    pub(super) tree: &'t Tree<'a>,
    pub(super) comments: &'t [Range<usize>],
    /// The first comment that nothing has taken yet: they are taken in the order of the text.
    pub(super) next: usize,
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
    if let Block::Map(entries, _) = &block
        && let Some(first) = entries.first()
        && !text
            .get(tree.node(root).start as usize..)
            .is_some_and(|t| t.starts_with(&first.key))
    {
        // Another key will come to stand under the head.
        builder.stays(&head)?;
    }
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
            self.keeps_instructions(*value, &lead, trailing.as_deref(), &block)?;
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
        self.stays(&tail)?;
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
        self.stays(&tail)?;
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
        if let Block::Map(entries, _) = &block
            && let Some(first) = entries.first()
        {
            // Above the first key there is only the place above the dash, where it would speak of the whole entry.
            self.stays(&first.lead)?;
        }
        let trailing = match block {
            Block::Inline(_) => self.same_line(self.tree.node(id).end as usize, until),
            Block::Text(..) | Block::Map(..) | Block::List(..) => None,
        };
        Ok((block, trailing))
    }

    /// Whether instructions among these comments would come to speak of another line.
    fn stays(&self, leads: &[Lead]) -> Result<(), Unsure> {
        let found = |l: &&Lead| matches!(l, Lead::Comment(text) if instructs(text));
        match leads.iter().find(found) {
            Some(_) => Err(Unsure {
                at: self.last_taken(),
                why: MOVED,
            }),
            None => Ok(()),
        }
    }

    /// The same for the comments of a key whose value will stand on other lines than it did.
    fn keeps_instructions(
        &self,
        value: NodeId,
        lead: &[Lead],
        trailing: Option<&str>,
        block: &Block,
    ) -> Result<(), Unsure> {
        let node = self.tree.node(value);
        let raw = self
            .text
            .get(node.start as usize..node.end as usize)
            .unwrap_or_default();
        let broken = is_flow(self.tree, self.text, value) && raw.contains('\n');
        if !broken && !matches!(block, Block::Text(..)) {
            return Ok(());
        }
        if trailing.is_some_and(instructs) {
            return Err(Unsure {
                at: self.last_taken(),
                why: MOVED,
            });
        }
        self.stays(lead)
    }

    fn last_taken(&self) -> usize {
        self.comments
            .get(self.next.saturating_sub(1))
            .map_or(0, |c| c.start)
    }
}
