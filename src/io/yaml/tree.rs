//! A YAML document as an arena of nodes that remember where they stand.
//!
//! The parser is a kept library (granit-parser); this only writes its events down in order, so that every key and
//! value keeps its place, duplicate keys are still there to be reported, and aliases are refused before they expand.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser, ScalarStyle};

/// Index of a node in its [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeId(u32);

/// What a node is.
#[derive(Debug)]
pub enum Kind<'a> {
    /// A scalar; `plain` when written without quotation marks or block style.
    Scalar {
        /// Its text after unquoting.
        text: Cow<'a, str>,
        /// Without quotation marks.
        plain: bool,
        /// Whether the text stands in the source letter for letter, at the start of the span or after one mark.
        verbatim: bool,
    },
    /// A list.
    Sequence,
    /// Keys and values, in the order of the text.
    Mapping,
}

/// One node with its byte range.
#[derive(Debug)]
pub struct Node<'a> {
    /// What it is.
    pub kind: Kind<'a>,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Index one past the last node inside.
    after: u32,
}

/// A document.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    nodes: Vec<Node<'a>>,
    /// Places of anchors, aliases and tags, which are refused.
    pub refused: Vec<(u32, u32, Refused)>,
    /// Where a second document begins, if there is one.
    pub second_document: Option<u32>,
    /// Places of comments from their `#` on, where they were asked for.
    pub comments: Vec<(u32, u32)>,
}

/// What is refused though it is YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// `&name`
    Anchor,
    /// `*name`
    Alias,
    /// `!tag`
    Tag,
}

/// Where and why the text is no YAML.
#[derive(Debug)]
pub struct SyntaxError {
    /// Byte offset.
    pub offset: u32,
    /// The parser's reason.
    pub kind: granit_parser::ErrorKind,
}

/// How many refused marks are kept: enough to show, too few for a bomb.
const MAX_REFUSED: usize = 20;

impl<'a> Tree<'a> {
    /// Reads the first document of a text.
    pub fn parse(text: &'a str) -> Result<Self, SyntaxError> {
        let mut options = Options::default();
        options.emit_comments = false;
        Self::build(text, options)
    }

    /// As [`Tree::parse`], with the places of the comments.
    pub fn with_comments(text: &'a str) -> Result<Self, SyntaxError> {
        let mut options = Options::default();
        options.emit_comments = true;
        // A file may be commented as much as a person likes.
        options.max_buffered_comment_events = text.len();
        Self::build(text, options)
    }

    fn build(text: &'a str, mut options: Options) -> Result<Self, SyntaxError> {
        options.emit_anchor_events = true;
        options.emit_unresolved_aliases = true;
        // A key may be as long as a file that a person could have written.
        options.simple_key_max_lookahead = 1 << 20;
        let mut tree = Tree::default();
        let mut open: Vec<u32> = Vec::new();
        let mut documents = 0;
        for next in Parser::new_from_str_with_options(text, options) {
            let (event, span) = next.map_err(|error| SyntaxError {
                offset: offset(text, error.marker().byte_offset()),
                kind: error.kind().clone(),
            })?;
            let range = span.byte_range().unwrap_or(0..0);
            let (start, end) = (range.start as u32, range.end as u32);
            if let Some(tag) = span.tag_span() {
                let range = tag.byte_range().unwrap_or(start as usize..end as usize);
                tree.refuse(range.start as u32, range.end as u32, Refused::Tag);
            }
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        tree.second_document = Some(start);
                        break;
                    }
                }
                Event::Scalar(value, style, ..) => {
                    let plain = style == ScalarStyle::Plain;
                    let quotes = usize::from(!plain);
                    let verbatim = matches!(
                        style,
                        ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted
                    ) && range.end - range.start == value.len() + 2 * quotes;
                    tree.push(
                        Kind::Scalar {
                            text: value,
                            plain,
                            verbatim,
                        },
                        start,
                        end,
                    );
                }
                Event::SequenceStart(..) => {
                    open.push(tree.nodes.len() as u32);
                    tree.push(Kind::Sequence, start, end);
                }
                Event::MappingStart(..) => {
                    open.push(tree.nodes.len() as u32);
                    tree.push(Kind::Mapping, start, end);
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let after = tree.nodes.len() as u32;
                    if let Some(node) = open.pop().and_then(|i| tree.nodes.get_mut(i as usize)) {
                        node.after = after;
                        node.end = node.end.max(end);
                    }
                }
                Event::Comment(..) => tree.comments.push((start, end)),
                Event::Anchor(..) => tree.refuse(start, end, Refused::Anchor),
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    tree.refuse(start, end, Refused::Alias);
                    // Stands as an empty value, so that the rest of the document keeps its shape.
                    tree.push(
                        Kind::Scalar {
                            text: Cow::Borrowed(""),
                            plain: true,
                            verbatim: false,
                        },
                        start,
                        end,
                    );
                }
                _ => {}
            }
        }
        Ok(tree)
    }

    fn refuse(&mut self, start: u32, end: u32, what: Refused) {
        if self.refused.len() < MAX_REFUSED {
            self.refused.push((start, end, what));
        }
    }

    fn push(&mut self, kind: Kind<'a>, start: u32, end: u32) {
        let after = self.nodes.len() as u32 + 1;
        self.nodes.push(Node {
            kind,
            start,
            end,
            after,
        });
    }

    /// The top node; `None` for a document without content.
    pub fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    /// The node with this id.
    pub fn node(&self, id: NodeId) -> &Node<'a> {
        &self.nodes[id.0 as usize]
    }

    /// The last node inside, at any depth; the node itself where it holds none.
    pub fn last_inside(&self, id: NodeId) -> NodeId {
        NodeId(self.node(id).after - 1)
    }

    /// The nodes directly inside: values of a list, or keys and values in turn.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.node(id).after;
        let mut next = id.0 + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = NodeId(next);
                next = self.nodes[next as usize].after;
                child
            })
        })
    }
}

/// Byte ranges of the comments of a text, `#` included.
pub fn comments(text: &str) -> Result<Vec<std::ops::Range<usize>>, SyntaxError> {
    let mut options = Options::default();
    options.emit_comments = true;
    // A file may be commented as much as a person likes.
    options.max_buffered_comment_events = text.len();
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    options.simple_key_max_lookahead = 1 << 20;
    let mut out = Vec::new();
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = next.map_err(|error| SyntaxError {
            offset: offset(text, error.marker().byte_offset()),
            kind: error.kind().clone(),
        })?;
        if matches!(event, Event::Comment(..)) {
            out.extend(span.byte_range());
        }
    }
    Ok(out)
}

fn offset(text: &str, offset: Option<usize>) -> u32 {
    let mut offset = offset.unwrap_or(0).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset as u32
}
