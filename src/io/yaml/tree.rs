//! A YAML document as an arena of nodes that remember where they stand.
//!
//! The canonical form is read by a reader of this project's own ([`super::canonical`]), everything else by a kept
//! library (granit-parser), whose events are written down in order, so that every key and value keeps its place,
//! duplicate keys are still there to be reported, and aliases are refused before they expand.

use std::ops::Range;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError};

use super::canonical;

/// Index of a node in its [`Tree`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NodeId(u32);

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'t> {
    /// A scalar; `plain` when written without quotation marks or block style.
    Scalar {
        /// Its text after unquoting.
        text: &'t str,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node<'t> {
    /// What it is.
    pub kind: Kind<'t>,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A node as it is kept: small, because there are some hundred for each item.
#[derive(Debug)]
struct Kept {
    start: u32,
    end: u32,
    /// Of a list or mapping, the index one past the last node inside; of a scalar, where its text is.
    link: u32,
    form: Form,
}

/// What a kept node is, and of a scalar where its text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Sequence,
    Mapping,
    /// The text is the span.
    Plain,
    /// The text is the span without its first and last byte.
    Quoted,
    /// The text is the beginning of the span, up to the link.
    Head,
    /// No text at all, which the parser calls `~`.
    Nothing,
    /// The text is the one of this number among those made.
    Made {
        plain: bool,
        verbatim: bool,
    },
}

/// A document, or a part of it.
#[derive(Debug, Default)]
pub struct Tree<'a> {
    source: &'a str,
    nodes: Vec<Kept>,
    /// Texts that do not stand in the source as they are meant, one behind the other, and where each ends.
    made: String,
    ends: Vec<u32>,
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

impl NodeId {
    /// The first node of a tree.
    pub(super) const FIRST: Self = Self(0);
}

impl<'a> Tree<'a> {
    /// Reads the first document of a text.
    pub fn parse(text: &'a str) -> Result<Self, SyntaxError> {
        Self::read(text, false)
    }

    /// As [`Tree::parse`], with the places of the comments.
    pub fn with_comments(text: &'a str) -> Result<Self, SyntaxError> {
        Self::read(text, true)
    }

    fn read(text: &'a str, with_comments: bool) -> Result<Self, SyntaxError> {
        let mut tree = Tree::of(text);
        match canonical::document(&mut tree, with_comments) {
            true => Ok(tree),
            false => Self::by_parser(text, with_comments),
        }
    }

    /// As [`Tree::parse`], by the parser alone; what the canonical reader is measured against.
    pub fn by_parser(text: &'a str, with_comments: bool) -> Result<Self, SyntaxError> {
        let mut tree = Tree::of(text);
        tree.events(0..text.len(), options(text, with_comments))?;
        Ok(tree)
    }

    /// As [`Tree::parse`] where the text is in canonical form.
    pub fn canonical(text: &'a str) -> Option<Self> {
        let mut tree = Tree::of(text);
        canonical::document(&mut tree, false).then_some(tree)
    }

    /// A tree of a text that nothing has been read of yet.
    pub(super) fn of(source: &'a str) -> Self {
        Self {
            source,
            ..Self::default()
        }
    }

    /// Forgets what was read; what is read next takes the same memory.
    pub(super) fn clear(&mut self) {
        self.nodes.clear();
        self.made.clear();
        self.ends.clear();
        self.refused.clear();
        self.second_document = None;
        self.comments.clear();
    }

    /// Adds what the parser says of a part of the text that can be read by itself. A nesting that the parser just bears
    /// here it might refuse where the part stands.
    pub(super) fn part(
        &mut self,
        part: Range<usize>,
        with_comments: bool,
    ) -> Result<(), SyntaxError> {
        let mut options = options(&self.source[part.clone()], with_comments);
        options.block_nesting_limit -= 8;
        options.flow_nesting_limit -= 8;
        self.events(part, options)
    }

    /// Whether it is one document, without anchors, aliases and tags.
    pub(super) fn is_simple(&self) -> bool {
        self.refused.is_empty() && self.second_document.is_none()
    }

    /// The node that is added next.
    pub(super) fn next_id(&self) -> NodeId {
        NodeId(self.nodes.len() as u32)
    }

    /// Whether a node is a scalar with this text.
    pub(super) fn is_scalar(&self, id: NodeId, wanted: &str) -> bool {
        matches!(self.node(id).kind, Kind::Scalar { text, .. } if text == wanted)
    }

    /// The text.
    pub(super) fn source(&self) -> &'a str {
        self.source
    }

    /// Adds what the parser says of a part of the text that can be read by itself.
    fn events(&mut self, part: Range<usize>, options: Options) -> Result<(), SyntaxError> {
        let base = part.start as u32;
        let text = &self.source[part];
        let mut open: Vec<NodeId> = Vec::new();
        let mut documents = 0;
        for next in Parser::new_from_str_with_options(text, options) {
            let (event, span) = next.map_err(|error| SyntaxError::new(text, base, &error))?;
            let range = span.byte_range().unwrap_or(0..0);
            let (start, end) = (base + range.start as u32, base + range.end as u32);
            if let Some(tag) = span.tag_span() {
                let range = tag.byte_range().unwrap_or(range);
                let (start, end) = (base + range.start as u32, base + range.end as u32);
                self.refuse(start, end, Refused::Tag);
            }
            match event {
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        self.second_document = Some(start);
                        break;
                    }
                }
                Event::Scalar(value, style, ..) => self.scalar(&value, style, start, end),
                Event::SequenceStart(..) => open.push(self.sequence(start, end)),
                Event::MappingStart(..) => open.push(self.mapping(start, end)),
                Event::SequenceEnd | Event::MappingEnd => {
                    if let Some(id) = open.pop() {
                        self.close(id, end);
                    }
                }
                Event::Comment(..) => self.comments.push((start, end)),
                Event::Anchor(..) => self.refuse(start, end, Refused::Anchor),
                Event::Alias(_) | Event::UnresolvedAlias(_) => {
                    self.refuse(start, end, Refused::Alias);
                    // Stands as an empty value, so that the rest of the document keeps its shape.
                    self.made("", true, false, start, end);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn refuse(&mut self, start: u32, end: u32, what: Refused) {
        if self.refused.len() < MAX_REFUSED {
            self.refused.push((start, end, what));
        }
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, start: u32, end: u32) {
        let written = self
            .source
            .get(start as usize..end as usize)
            .unwrap_or_default();
        let plain = style == ScalarStyle::Plain;
        match style {
            ScalarStyle::Plain if written == text => self.plain(start, end),
            ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted
                if written.get(1..written.len().saturating_sub(1)) == Some(text) =>
            {
                self.quoted(start, end);
            }
            ScalarStyle::Literal | ScalarStyle::Folded if written.starts_with(text) => {
                self.head(start, start + text.len() as u32, end);
            }
            _ => {
                let quotes = usize::from(!plain);
                let verbatim = matches!(
                    style,
                    ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted
                ) && written.len() == text.len() + 2 * quotes;
                self.made(text, plain, verbatim, start, end);
            }
        }
    }

    fn push(&mut self, form: Form, link: u32, start: u32, end: u32) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Kept {
            start,
            end,
            link,
            form,
        });
        id
    }

    /// Opens a list.
    pub(super) fn sequence(&mut self, start: u32, end: u32) -> NodeId {
        let after = self.nodes.len() as u32 + 1;
        self.push(Form::Sequence, after, start, end)
    }

    /// Opens a mapping.
    pub(super) fn mapping(&mut self, start: u32, end: u32) -> NodeId {
        let after = self.nodes.len() as u32 + 1;
        self.push(Form::Mapping, after, start, end)
    }

    /// Closes a list or mapping behind the last node.
    pub(super) fn close(&mut self, id: NodeId, end: u32) {
        let after = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.link = after;
            node.end = node.end.max(end);
        }
    }

    /// A scalar without quotation marks, as it stands.
    pub(super) fn plain(&mut self, start: u32, end: u32) {
        self.push(Form::Plain, 0, start, end);
    }

    /// The value of a key or dash that has none.
    pub(super) fn nothing(&mut self, at: u32) {
        self.push(Form::Nothing, 0, at, at);
    }

    /// A scalar in quotation marks, as it stands between them.
    pub(super) fn quoted(&mut self, start: u32, end: u32) {
        self.push(Form::Quoted, 0, start, end);
    }

    /// A block scalar whose text stands at the beginning of its span.
    pub(super) fn head(&mut self, start: u32, text_end: u32, end: u32) {
        self.push(Form::Head, text_end, start, end);
    }

    /// A scalar whose text does not stand in the source as it is meant.
    pub(super) fn made(&mut self, text: &str, plain: bool, verbatim: bool, start: u32, end: u32) {
        self.made.push_str(text);
        self.made_so_far(plain, verbatim, start, end);
    }

    /// As [`Tree::made`], of the text that was put into [`Tree::making`] since the last one.
    pub(super) fn made_so_far(&mut self, plain: bool, verbatim: bool, start: u32, end: u32) {
        let number = self.ends.len() as u32;
        self.ends.push(self.made.len() as u32);
        self.push(Form::Made { plain, verbatim }, number, start, end);
    }

    /// Takes the last node back, a scalar that turned out to belong somewhere else.
    pub(super) fn take_back_scalar(&mut self) {
        if let Some(Form::Made { .. }) = self.nodes.pop().map(|node| node.form) {
            self.ends.pop();
            let end = self.ends.last().map_or(0, |end| *end as usize);
            self.made.truncate(end);
        }
    }

    /// Where texts are made.
    pub(super) fn making(&mut self) -> &mut String {
        &mut self.made
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.source
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// The top node; `None` for a document without content.
    pub fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    /// First byte of a node, and one past its last.
    pub fn place(&self, id: NodeId) -> (u32, u32) {
        let kept = &self.nodes[id.0 as usize];
        (kept.start, kept.end)
    }

    /// Whether a node is a mapping.
    pub fn is_mapping(&self, id: NodeId) -> bool {
        matches!(self.nodes[id.0 as usize].form, Form::Mapping)
    }

    /// The node with this id.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        let kept = &self.nodes[id.0 as usize];
        let (start, end) = (kept.start, kept.end);
        let scalar = |text, plain, verbatim| Kind::Scalar {
            text,
            plain,
            verbatim,
        };
        let kind = match kept.form {
            Form::Sequence => Kind::Sequence,
            Form::Mapping => Kind::Mapping,
            Form::Plain => scalar(self.slice(start, end), true, true),
            Form::Quoted => scalar(self.slice(start + 1, end - 1), false, true),
            Form::Head => scalar(self.slice(start, kept.link), false, false),
            Form::Nothing => scalar("~", true, false),
            Form::Made { plain, verbatim } => {
                let number = kept.link as usize;
                let from = number.checked_sub(1).map_or(0, |i| self.ends[i]);
                let text = &self.made[from as usize..self.ends[number] as usize];
                scalar(text, plain, verbatim)
            }
        };
        Node { kind, start, end }
    }

    fn after(&self, id: NodeId) -> u32 {
        let kept = &self.nodes[id.0 as usize];
        match kept.form {
            Form::Sequence | Form::Mapping => kept.link,
            _ => id.0 + 1,
        }
    }

    /// Whether a node and all inside it are what another is, places included.
    pub(super) fn is_same(&self, id: NodeId, other: &Tree<'_>, of: NodeId) -> bool {
        let count = self.after(id) - id.0;
        count == other.after(of) - of.0
            && (0..count)
                .map(|i| (NodeId(id.0 + i), NodeId(of.0 + i)))
                .all(|(a, b)| {
                    self.node(a) == other.node(b) && self.after(a) - id.0 == other.after(b) - of.0
                })
    }

    /// The last node inside, at any depth; the node itself where it holds none.
    pub fn last_inside(&self, id: NodeId) -> NodeId {
        NodeId(self.after(id) - 1)
    }

    /// The nodes directly inside: values of a list, or keys and values in turn.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.after(id);
        let mut next = id.0 + 1;
        std::iter::from_fn(move || {
            (next < end).then(|| {
                let child = NodeId(next);
                next = self.after(child);
                child
            })
        })
    }
}

/// Byte ranges of the comments of a text, `#` included.
pub fn comments(text: &str) -> Result<Vec<Range<usize>>, SyntaxError> {
    let mut out = Vec::new();
    for next in Parser::new_from_str_with_options(text, options(text, true)) {
        let (event, span) = next.map_err(|error| SyntaxError::new(text, 0, &error))?;
        if matches!(event, Event::Comment(..)) {
            out.extend(span.byte_range());
        }
    }
    Ok(out)
}

fn options(text: &str, with_comments: bool) -> Options {
    let mut options = Options::default();
    options.emit_comments = with_comments;
    // A file may be commented as much as a person likes.
    options.max_buffered_comment_events = text.len();
    options.emit_anchor_events = true;
    options.emit_unresolved_aliases = true;
    // A key may be as long as a file that a person could have written.
    options.simple_key_max_lookahead = 1 << 20;
    options
}

impl SyntaxError {
    /// The parser's error in a part of a text that begins at `base`.
    fn new(part: &str, base: u32, error: &ScanError) -> Self {
        let mut offset = error.marker().byte_offset().unwrap_or(0).min(part.len());
        while !part.is_char_boundary(offset) {
            offset -= 1;
        }
        Self {
            offset: base + offset as u32,
            kind: error.kind().clone(),
        }
    }
}
