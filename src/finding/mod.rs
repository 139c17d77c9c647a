//! Floor 1: what is wrong, where, and what to do about it.

pub mod code;
pub mod excerpt;
pub mod severity;
pub mod source;
pub mod suppressed;

pub use code::RuleCode;
pub use excerpt::Excerpt;
pub use severity::{Severities, Severity};
pub use source::{SourceText, Sources};
pub use suppressed::{Suppressed, Suppressor};

use crate::domain::place::{SourceId, Span};

/// One fault at one place.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which rule.
    pub code: RuleCode,
    /// Its kebab-case name.
    pub name: &'static str,
    /// How severe at the gate that was judged.
    pub severity: Severity,
    /// What is wrong, in one Chinese sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where. There is always a place: a finding nobody can find is none.
    pub primary: Span,
    /// Other places that belong to it, with what they show.
    pub related: Vec<(Span, String)>,
    /// Unit concerned.
    pub department: Option<String>,
    /// Code (or name) of the item concerned.
    pub item: Option<String>,
    /// Field of the item file.
    pub field: Option<String>,
    /// Provision concerned, in canonical form.
    pub provision: Option<String>,
}

impl Finding {
    /// A finding at a place; the optional parts are added by the `with_` methods.
    pub fn new(
        code: RuleCode,
        name: &'static str,
        severity: Severity,
        primary: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            code,
            name,
            severity,
            message: message.into(),
            help: None,
            primary,
            related: Vec::new(),
            department: None,
            item: None,
            field: None,
            provision: None,
        }
    }

    /// What to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Another place that belongs to it.
    #[must_use]
    pub fn with_related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// The field of the item file.
    #[must_use]
    pub fn with_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The provision concerned.
    #[must_use]
    pub fn with_provision(mut self, provision: impl Into<String>) -> Self {
        self.provision = Some(provision.into());
        self
    }
}

/// Findings and what they were looked for in.
#[derive(Debug, Default)]
pub struct Report {
    /// Findings in the order of files, then places, then codes.
    pub findings: Vec<Finding>,
    /// Findings that do not count, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// The files that were looked at, in the order they were read; a finding may also stand in another one.
    pub files: Vec<SourceId>,
    /// How many items were judged.
    pub items: usize,
}

/// So many findings of one file are told; nobody reads more, and a hostile file has tens of millions.
pub const MOST_OF_A_FILE: usize = 100_000;

/// Longest text of a finding in bytes: no message of ours is longer, only what a hostile file puts into it.
const MAX_TEXT: usize = 1200;

/// As much of a text as a finding shows.
pub fn beginning(text: &str) -> &str {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

fn truncate(text: &mut String) {
    let end = beginning(text).len();
    if end < text.len() {
        text.truncate(end);
        text.push('…');
    }
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub notes: usize,
}

impl Report {
    /// Brings the findings into their order, drops exact repetitions, and keeps what a file says from flooding them.
    pub fn sort(&mut self) {
        for finding in &mut self.findings {
            let texts = [
                Some(&mut finding.message),
                finding.help.as_mut(),
                finding.department.as_mut(),
                finding.item.as_mut(),
                finding.provision.as_mut(),
            ];
            for text in texts.into_iter().flatten() {
                truncate(text);
            }
        }
        self.findings.sort_by(|a, b| {
            (a.primary, &a.code, &a.message).cmp(&(b.primary, &b.code, &b.message))
        });
        self.findings
            .dedup_by(|a, b| (a.primary, &a.code, &a.message) == (b.primary, &b.code, &b.message));
    }

    /// How many findings people have allowed, in the settings and in comments.
    pub fn allowed(&self) -> usize {
        self.suppressed.len() - self.baselined()
    }

    /// How many findings the baseline covers.
    pub fn baselined(&self) -> usize {
        let covered = |s: &&Suppressed| matches!(s.by, Suppressor::Baseline { .. });
        self.suppressed.iter().filter(covered).count()
    }

    /// Counts by severity.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for finding in &self.findings {
            match finding.severity {
                Severity::Error => counts.errors += 1,
                Severity::Warning => counts.warnings += 1,
                Severity::Note => counts.notes += 1,
            }
        }
        counts
    }
}
