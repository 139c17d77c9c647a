//! An outcome as bytes. Whatever does not fit is no outcome: the file is judged again.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::survey::{Ground, Outcome};
use crate::domain::allow::AllowComment;
use crate::domain::ids::Digest;
use crate::domain::place::{At, SourceId, Span};
use crate::domain::project::ItemFile;
use crate::finding::code::Family;
use crate::finding::{Excerpt, Finding, RuleCode, Severity};
use crate::io::project::outline::{ItemPath, Outline};
use crate::rules;
use crate::rules::key::FileKeys;

/// A place: which of the named files, first byte, one past the last.
type Place = (u32, u32, u32);

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

/// What the rules across the list found.
#[derive(Serialize, Deserialize)]
struct PackedList {
    /// What the list as a whole is.
    ground: [u8; 32],
    /// Names of the files that places are in.
    files: Vec<String>,
    findings: Vec<PackedFinding>,
}

/// The files that places are in, numbered as they come up.
struct Files<'o> {
    outline: &'o Outline,
    names: Vec<String>,
    numbers: HashMap<SourceId, u32>,
}

impl Files<'_> {
    fn place(&mut self, span: Span) -> Place {
        let number = *self.numbers.entry(span.source).or_insert_with(|| {
            let name = self.outline.loaded.path_of(span.source);
            self.names.push(name.to_owned());
            self.names.len() as u32 - 1
        });
        (number, span.start, span.end)
    }

    fn findings(&mut self, findings: &[Finding]) -> Vec<PackedFinding> {
        findings.iter().map(|f| self.finding(f)).collect()
    }

    fn finding(&mut self, f: &Finding) -> PackedFinding {
        PackedFinding {
            rule: (f.code.family.letter(), f.code.number),
            severity: f.severity as u8,
            message: f.message.clone(),
            help: match rules::RULES.iter().find(|rule| rule.code == f.code) {
                Some(rule) if f.help.as_deref() == Some(rule.remedy) => None,
                _ => Some(f.help.clone()),
            },
            primary: self.place(f.primary),
            related: f
                .related
                .iter()
                .map(|(span, label)| (self.place(*span), label.clone()))
                .collect(),
            department: f.department.clone(),
            item: f.item.clone(),
            field: f.field.clone(),
            provision: f.provision.clone(),
        }
    }
}

/// Packs what the rules across a list found.
pub(super) fn pack_list(
    outline: &Outline,
    ground: Digest,
    findings: &[Finding],
) -> Option<Vec<u8>> {
    let mut files = Files {
        outline,
        names: Vec::new(),
        numbers: HashMap::new(),
    };
    let findings = files.findings(findings);
    postcard::to_stdvec(&PackedList {
        ground: *ground.as_bytes(),
        findings,
        files: files.names,
    })
    .ok()
}

/// What was packed, if it is of the list as it is.
pub(super) fn unpack_list(outline: &Outline, bytes: &[u8], ground: Digest) -> Option<Vec<Finding>> {
    let packed: PackedList = postcard::from_bytes(bytes).ok()?;
    if packed.ground != *ground.as_bytes() {
        return None;
    }
    let loaded = &outline.loaded;
    let ids: HashMap<&str, SourceId> = loaded
        .sources
        .ids()
        .map(|id| (loaded.path_of(id), id))
        .collect();
    let files = packed.files.iter();
    let sources: Vec<SourceId> = files
        .map(|name| ids.get(name.as_str()).copied())
        .collect::<Option<_>>()?;
    unpack_findings(packed.findings, &sources)
}

/// Packs what became of a file.
pub(super) fn pack(
    outline: &Outline,
    file: &ItemPath,
    ground: Ground,
    outcome: &Outcome,
) -> Option<Vec<u8>> {
    let mut files = Files {
        outline,
        names: vec![file.path.clone()],
        numbers: HashMap::from([(file.source, 0)]),
    };
    let header = |at: &Option<At<String>>| {
        let at = at.as_ref()?;
        Some((at.value.clone(), at.span.start, at.span.end))
    };
    let findings = files.findings(&outcome.findings);
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
    let span = |place| span_of(place, &sources);
    let header = |header: Header| {
        let (value, start, end) = header?;
        let source = file.source;
        Some(At::new(value, Span { source, start, end }))
    };
    let findings = unpack_findings(packed.findings, &sources)?;
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

fn span_of((number, start, end): Place, sources: &[SourceId]) -> Option<Span> {
    let source = *sources.get(number as usize)?;
    Some(Span { source, start, end })
}

fn unpack_findings(findings: Vec<PackedFinding>, sources: &[SourceId]) -> Option<Vec<Finding>> {
    let span = |place| span_of(place, sources);
    findings
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
        .collect()
}
