//! Values on one line, and texts of several.

use super::super::tree::{Kind, NodeId};
use super::super::write::{self, Style};
use super::build::{Block, Builder, Unsure};
use super::order::rank;

impl Builder<'_, '_> {
    pub(super) fn scalar(
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
    pub(super) fn block_header(&self, after: usize) -> Option<usize> {
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
    pub(super) fn flow(&self, id: NodeId, under: &str) -> String {
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
                        let name = match self.tree.node(*key).kind {
                            Kind::Scalar { text, .. } => text,
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
}
