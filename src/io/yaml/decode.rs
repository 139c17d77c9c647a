//! Reads values out of a [`Tree`] and reports everything that does not fit, not only the first.

mod shaped;

use std::collections::HashMap;

use crate::domain::gate::Gate;
use crate::domain::place::{At, SourceId, Span};
use crate::finding::{Finding, MOST_OF_A_FILE};
use crate::rules::Rule;
use crate::rules::shape;
use crate::schema::Shape;

use super::tree::{Kind, NodeId, Tree};

/// So many entries of a list, and keys of a mapping, are read: no list of an office has a tenth of it.
pub const MOST_ENTRIES: usize = 100_000;

/// Longest text that is taken, in bytes: a statute as a whole is shorter.
const LONGEST_TEXT: usize = 1 << 20;

/// State of reading one document: the tree, whose it is, and what was found.
pub struct Decoder<'t, 'a> {
    /// The document.
    pub tree: &'t Tree<'a>,
    /// The text it came from.
    pub source: SourceId,
    /// The gate that is judged.
    pub gate: Gate,
    /// Unit that findings belong to, once known.
    pub department: Option<String>,
    /// Item that findings belong to, while one is read.
    pub item: Option<String>,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Room of mappings that are done with.
    spare: Vec<Vec<Entry<'t>>>,
}

/// The keys of a mapping, taken one by one; what is left over is unknown.
pub struct Fields<'a> {
    entries: Vec<Entry<'a>>,
    /// The whole mapping.
    pub span: Span,
    /// Behind the key that was taken last: most files have the keys in the order in which they are asked for.
    next: usize,
    shape: Option<&'static Shape>,
}

struct Entry<'a> {
    key: &'a str,
    key_span: Span,
    value: NodeId,
    taken: bool,
}

impl<'t, 'a> Decoder<'t, 'a> {
    /// A decoder at the beginning of a document.
    pub fn new(tree: &'t Tree<'a>, source: SourceId, gate: Gate) -> Self {
        Self {
            tree,
            source,
            gate,
            department: None,
            item: None,
            findings: Vec::new(),
            spare: Vec::new(),
        }
    }

    /// The place of a node.
    pub fn span(&self, id: NodeId) -> Span {
        let (start, end) = self.tree.place(id);
        Span {
            source: self.source,
            start,
            end,
        }
    }

    /// Reports a fault of one of the rules that the reader keeps; more can be said through the finding, where there is one.
    pub fn report(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
    ) -> Option<&mut Finding> {
        self.report_with_help(rule, span, message, rule.remedy)
    }

    /// As [`Decoder::report`], with advice for this very case.
    pub fn report_with_help(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Option<&mut Finding> {
        // One more than are told, so that it is known that there are more.
        if self.findings.len() > MOST_OF_A_FILE {
            return None;
        }
        let severity = rule.severities.at(self.gate)?;
        let mut finding =
            Finding::new(rule.code, rule.name, severity, span, message).with_help(help);
        finding.department.clone_from(&self.department);
        finding.item.clone_from(&self.item);
        self.findings.push(finding);
        self.findings.last_mut()
    }

    /// What was found, at the end of the document.
    pub fn told(mut self) -> Vec<Finding> {
        shape::unreadable_file::bound(&mut self.findings, self.source);
        self.findings
    }

    /// What a node is, for messages.
    pub fn describe(&self, id: NodeId) -> String {
        match &self.tree.node(id).kind {
            Kind::Scalar { text, plain, .. } if *plain && is_null(text) => "空值".to_owned(),
            Kind::Scalar { text, .. } => format!("“{}”", shorten(text)),
            Kind::Sequence => "列表".to_owned(),
            Kind::Mapping => "键值表".to_owned(),
        }
    }

    fn wrong_type(&mut self, id: NodeId, what: &str, expected: &str) {
        let found = self.describe(id);
        let message = format!("{what}应当是{expected}，这里是{found}");
        let full_width =
            matches!(&self.tree.node(id).kind, Kind::Scalar { text, .. } if text.contains('：'));
        if full_width {
            self.report_with_help(
                &shape::wrong_type::RULE,
                self.span(id),
                message,
                "键和值之间要用半角冒号加空格（: ），不是全角冒号（：）",
            );
        } else {
            self.report(&shape::wrong_type::RULE, self.span(id), message);
        }
    }

    /// The keys of a mapping. Duplicate keys and keys that are no scalars are reported here.
    pub fn mapping(&mut self, id: NodeId, what: &str) -> Option<Fields<'t>> {
        let tree: &'t Tree<'a> = self.tree;
        if !tree.is_mapping(id) {
            self.wrong_type(id, what, "键值表（键: 值）");
            return None;
        }
        let mut entries = self.spare.pop().unwrap_or_default();
        let mut seen: HashMap<&str, Span> = HashMap::new();
        let mut children = tree.children(id);
        while let (Some(key), Some(value)) = (children.next(), children.next()) {
            let key_span = self.span(key);
            let Kind::Scalar { text, .. } = &tree.node(key).kind else {
                self.wrong_type(key, "键", "一个词");
                continue;
            };
            // A hash only for what no person writes: most mappings have a handful of keys.
            let first = if seen.is_empty() {
                entries
                    .iter()
                    .find(|e| e.key == &**text)
                    .map(|e| e.key_span)
            } else {
                seen.get(&**text).copied()
            };
            if let Some(first_span) = first {
                let message = format!("键“{}”出现了两次", shorten(text));
                if let Some(found) = self.report(&shape::duplicate_key::RULE, key_span, message) {
                    found.related.push((first_span, "第一次在这里".to_owned()));
                }
                continue;
            }
            if entries.len() == MOST_ENTRIES {
                self.too_many(id, what, "个键");
                break;
            }
            entries.push(Entry {
                key: text,
                key_span,
                value,
                taken: false,
            });
            if entries.len() == 32 {
                seen.extend(entries.iter().map(|e| (e.key, e.key_span)));
            } else if entries.len() > 32 {
                seen.insert(text, key_span);
            }
        }
        Some(Fields {
            entries,
            span: self.span(id),
            next: 0,
            shape: None,
        })
    }

    /// The keys and values of a mapping whose keys are free, duplicates reported.
    pub fn pairs(&mut self, id: NodeId, what: &str) -> Vec<(At<String>, NodeId)> {
        self.mapping(id, what).map_or_else(Vec::new, |fields| {
            fields
                .entries
                .iter()
                .map(|e| (At::new(e.key.to_owned(), e.key_span), e.value))
                .collect()
        })
    }

    /// The elements of a list; an absent or empty value is an empty list.
    pub fn sequence(&mut self, id: NodeId, what: &str) -> Vec<NodeId> {
        let Some(id) = self.list(id, what) else {
            return Vec::new();
        };
        let mut children = self.tree.children(id);
        let entries = children.by_ref().take(MOST_ENTRIES).collect();
        if children.next().is_some() {
            self.too_many(id, what, "个");
        }
        entries
    }

    /// Reports a list or mapping that is longer than is read.
    pub fn too_many(&mut self, id: NodeId, what: &str, unit: &str) {
        let at = self.span(id);
        let head = Span {
            end: at.start,
            ..at
        };
        let message = format!("{what}超过 {MOST_ENTRIES} {unit}，其余的没有读");
        let help = "多半是重复生成的：删去多余的，或者分成几个文件";
        self.report_with_help(&shape::unreadable_file::RULE, head, message, help);
    }

    /// A node that is a list; an absent or empty value is none.
    pub fn list(&mut self, id: NodeId, what: impl std::fmt::Display) -> Option<NodeId> {
        match &self.tree.node(id).kind {
            Kind::Sequence => Some(id),
            Kind::Scalar { text, plain, .. } if *plain && is_null(text) => None,
            _ => {
                self.wrong_type(id, &what.to_string(), "列表（每行以“- ”开头）");
                None
            }
        }
    }

    /// A text. Numbers count as the text they are written as, so leading zeros stay.
    pub fn text(&mut self, id: NodeId, what: &str) -> Option<At<String>> {
        let text = self.borrowed(id, what)?;
        Some(At::new(text.value.to_owned(), text.span))
    }

    /// As [`Decoder::text`], not yet taken out of the tree.
    pub fn borrowed(&mut self, id: NodeId, what: &str) -> Option<At<&'t str>> {
        let span = self.span(id);
        let tree: &'t Tree<'a> = self.tree;
        match tree.node(id).kind {
            Kind::Scalar { text, plain, .. } if plain && is_null(text) => {
                self.report(
                    &shape::missing_value::RULE,
                    span,
                    format!("{what}后面没有内容"),
                );
                None
            }
            Kind::Scalar { text, .. } if is_blank(text) => {
                self.report(&shape::missing_value::RULE, span, format!("{what}是空白"));
                None
            }
            Kind::Scalar { text, .. } if text.len() > LONGEST_TEXT => {
                let message = format!("{what}太长：{} 字节，最多 {LONGEST_TEXT} 字节", text.len());
                let help = "写要点，全文放在附件里";
                self.report_with_help(&shape::invalid_value::RULE, span, message, help);
                None
            }
            Kind::Scalar { text, .. } => Some(At::new(text, span)),
            _ => {
                self.wrong_type(id, what, "一段文字");
                None
            }
        }
    }

    /// Whether a scalar's text stands in the source letter for letter.
    pub fn is_verbatim(&self, id: NodeId) -> bool {
        matches!(self.tree.node(id).kind, Kind::Scalar { verbatim: true, .. })
    }

    /// A text that must be one of a closed set.
    pub fn choice<T>(
        &mut self,
        id: NodeId,
        what: &str,
        parse: impl Fn(&str) -> Option<T>,
        allowed: &[&str],
    ) -> Option<At<T>> {
        let text = self.borrowed(id, what)?;
        match parse(text.value) {
            Some(value) => Some(At::new(value, text.span)),
            None => {
                let found = shorten(text.value);
                self.report_with_help(
                    &shape::invalid_value::RULE,
                    text.span,
                    format!("{what}不能是“{found}”"),
                    format!("可以写：{}", allowed.join("、")),
                );
                None
            }
        }
    }

    /// A text that a type of the domain parses.
    pub fn parsed<T: std::str::FromStr>(&mut self, id: NodeId, what: &str) -> Option<At<T>>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.borrowed(id, what)?;
        match text.value.parse() {
            Ok(value) => Some(At::new(value, text.span)),
            Err(error) => {
                self.report(
                    &shape::invalid_value::RULE,
                    text.span,
                    format!("{what}：{error}"),
                );
                None
            }
        }
    }

    /// A whole number of days and the like.
    pub fn number(&mut self, id: NodeId, what: &str) -> Option<At<u32>> {
        let text = self.borrowed(id, what)?;
        match text.value.parse() {
            Ok(value) => Some(At::new(value, text.span)),
            Err(_) => {
                let found = shorten(text.value);
                self.report(
                    &shape::wrong_type::RULE,
                    text.span,
                    format!("{what}应当是非负整数，这里是“{found}”"),
                );
                None
            }
        }
    }

    /// true or false.
    pub fn flag(&mut self, id: NodeId, what: &str) -> Option<At<bool>> {
        let text = self.borrowed(id, what)?;
        match text.value {
            "true" | "True" | "TRUE" => Some(At::new(true, text.span)),
            "false" | "False" | "FALSE" => Some(At::new(false, text.span)),
            other => {
                let message = format!("{what}应当是 true 或 false，这里是“{}”", shorten(other));
                self.report(&shape::wrong_type::RULE, text.span, message);
                None
            }
        }
    }
}

impl Fields<'_> {
    /// Takes the value of a key; an explicit empty value counts as absent for keys read this way.
    pub fn take(&mut self, key: &'static str) -> Option<NodeId> {
        debug_assert!(
            self.shape.is_none_or(|shape| shape.position(key).is_some()),
            "{key} is not in the table"
        );
        let found = match self.entries.get(self.next) {
            Some(entry) if entry.key == key => self.next,
            _ => self.entries.iter().position(|e| e.key == key)?,
        };
        self.next = found + 1;
        let entry = self.entries.get_mut(found)?;
        entry.taken = true;
        Some(entry.value)
    }
}

/// The YAML words for nothing.
pub fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Whether a text has nothing in it but blanks.
fn is_blank(text: &str) -> bool {
    // With these bytes letters, digits and most Chinese characters begin, and nothing blank: nearly every text.
    let is_plain = |b: &u8| b.is_ascii_graphic() || (0xe4..=0xe9).contains(b);
    !text.as_bytes().first().is_some_and(is_plain) && text.trim().is_empty()
}

/// A text short enough for a message, on one line.
pub fn shorten(text: &str) -> String {
    const MAX: usize = 30;
    let mut out: String = text
        .chars()
        .take(MAX)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if text.chars().nth(MAX).is_some() {
        out.push('…');
    }
    out
}
