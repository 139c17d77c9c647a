//! An outcome as bytes. Whatever does not fit is no outcome: the file is judged again.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::survey::{Ground, Outcome, spans_of};
use crate::domain::allow::AllowComment;
use crate::domain::place::{At, SourceId, Span};
use crate::domain::project::ItemFile;
use crate::finding::code::Family;
use crate::finding::{Excerpt, Finding, RuleCode, Severity};
use crate::io::project::outline::{ItemPath, Outline};
use crate::rules;
use crate::rules::key::FileKeys;

/// A place: which of the named files, first byte, one past the last.
type Place = (u16, u32, u32);

#[derive(Serialize, Deserialize)]
struct PackedFinding {
    rule: (char, u16),
    severity: u8,
    message: String,
    /// `None` for the rule's own remedy, which most findings have.
    help: Option<Option<String>>,
    primary: Place,
    related: Vec<(Place, String)>,
    department: Option<String>,
    item: Option<String>,
    field: Option<String>,
    provision: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct PackedComment {
    rules: Vec<(String, Place)>,
    reason: String,
    covers: Place,
    department: Option<String>,
}

/// A value with its place in the file itself.
type Header = Option<(String, u32, u32)>;

#[derive(Serialize, Deserialize)]
struct Packed {
    ground: Ground,
    /// Names of the files that places are in; the first is the file itself.
    files: Vec<String>,
    department: Header,
    category: Header,
    items: u64,
    whole: bool,
    findings: Vec<PackedFinding>,
    comments: Vec<PackedComment>,
    keys: FileKeys,
    excerpt: Excerpt,
}

/// The files that places are in, numbered as they come up.
struct Files<'o> {
    outline: &'o Outline,
    names: Vec<String>,
    numbers: HashMap<SourceId, u16>,
}

impl Files<'_> {
    fn place(&mut self, span: Span) -> Place {
        let number = *self.numbers.entry(span.source).or_insert_with(|| {
            let name = self.outline.loaded.path_of(span.source);
            self.names.push(name.to_owned());
            self.names.len() as u16 - 1
        });
        (number, span.start, span.end)
    }
}

/// Packs what became of a file; `None` for one that has findings in more files than can be numbered.
pub(super) fn pack(
    outline: &Outline,
    file: &ItemPath,
    ground: Ground,
    outcome: &Outcome,
) -> Option<Vec<u8>> {
    let of_comments = outcome.comments.iter().flat_map(|c| &c.rules);
    let places = outcome.findings.iter().flat_map(spans_of).count() + of_comments.count();
    if places > usize::from(u16::MAX) {
        return None;
    }
    let mut files = Files {
        outline,
        names: vec![file.path.clone()],
        numbers: HashMap::from([(file.source, 0)]),
    };
    let header = |at: &Option<At<String>>| {
        let at = at.as_ref()?;
        Some((at.value.clone(), at.span.start, at.span.end))
    };
    let findings = outcome
        .findings
        .iter()
        .map(|f| PackedFinding {
            rule: (f.code.family.letter(), f.code.number),
            severity: f.severity as u8,
            message: f.message.clone(),
            help: match rules::RULES.iter().find(|rule| rule.code == f.code) {
                Some(rule) if f.help.as_deref() == Some(rule.remedy) => None,
                _ => Some(f.help.clone()),
            },
            primary: files.place(f.primary),
            related: f
                .related
                .iter()
                .map(|(span, label)| (files.place(*span), label.clone()))
                .collect(),
            department: f.department.clone(),
            item: f.item.clone(),
            field: f.field.clone(),
            provision: f.provision.clone(),
        })
        .collect();
    let comments = outcome
        .comments
        .iter()
        .map(|c| PackedComment {
            rules: c
                .rules
                .iter()
                .map(|rule| (rule.value.clone(), files.place(rule.span)))
                .collect(),
            reason: c.reason.clone(),
            covers: files.place(c.covers),
            department: c.department.clone(),
        })
        .collect();
    let packed = Packed {
        ground,
        department: header(&outcome.file.department),
        category: header(&outcome.file.category),
        items: outcome.file.items as u64,
        whole: outcome.file.whole,
        findings,
        comments,
        keys: outcome.keys.clone(),
        excerpt: outcome.excerpt.clone(),
        files: files.names,
    };
    postcard::to_stdvec(&packed).ok()
}

/// What was packed, if it is of this file and `holds` of what it rests on.
pub(super) fn unpack(
    outline: &Outline,
    file: &ItemPath,
    bytes: &[u8],
    holds: impl FnOnce(&Ground) -> bool,
) -> Option<Outcome> {
    let mut packed: Packed = postcard::from_bytes(bytes).ok()?;
    if packed.files.first() != Some(&file.path) || !holds(&packed.ground) {
        return None;
    }
    let sources: Vec<SourceId> = packed
        .files
        .iter()
        .enumerate()
        .map(|(at, name)| match at {
            0 => Some(file.source),
            _ => outline.source_of(name),
        })
        .collect::<Option<_>>()?;
    let span = |(number, start, end): Place| {
        let source = *sources.get(usize::from(number))?;
        Some(Span { source, start, end })
    };
    let header = |header: Header| {
        let (value, start, end) = header?;
        let source = file.source;
        Some(At::new(value, Span { source, start, end }))
    };
    let findings = packed
        .findings
        .into_iter()
        .map(|f| {
            let (letter, number) = f.rule;
            let family = Family::ALL.into_iter().find(|f| f.letter() == letter)?;
            let code = RuleCode::new(family, number);
            let rule = rules::RULES.iter().find(|rule| rule.code == code)?;
            let severity = Severity::ALL.into_iter().find(|s| *s as u8 == f.severity)?;
            let mut finding = Finding::new(code, rule.name, severity, span(f.primary)?, f.message);
            finding.help = f.help.unwrap_or_else(|| Some(rule.remedy.to_owned()));
            for (place, label) in f.related {
                finding.related.push((span(place)?, label));
            }
            finding.department = f.department;
            finding.item = f.item;
            finding.field = f.field;
            finding.provision = f.provision;
            Some(finding)
        })
        .collect::<Option<_>>()?;
    let comments = packed
        .comments
        .into_iter()
        .map(|c| {
            let rules = c.rules.into_iter();
            Some(AllowComment {
                rules: rules
                    .map(|(word, place)| Some(At::new(word, span(place)?)))
                    .collect::<Option<_>>()?,
                reason: c.reason,
                covers: span(c.covers)?,
                department: c.department,
            })
        })
        .collect::<Option<_>>()?;
    packed.keys.moved_to(file.source);
    Some(Outcome {
        file: ItemFile {
            source: file.source,
            path: file.path.clone(),
            department: header(packed.department),
            category: header(packed.category),
            items: packed.items as usize,
            whole: packed.whole,
            span: Span::head(file.source),
        },
        findings,
        comments,
        keys: packed.keys,
        excerpt: packed.excerpt,
    })
}
