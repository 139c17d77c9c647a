//! What a rule is.

use crate::domain::place::Span;
use crate::finding::{Finding, RuleCode, Severities, Severity};

use super::context::{
    ChartContext, CiteContext, ItemContext, ListContext, ResolvedCite, TextContext,
};

/// One rule: one fault, its reason in law, its remedy, and how it is found.
pub struct Rule {
    /// Code, never reused.
    pub code: RuleCode,
    /// Kebab-case name that says what is wrong; file and manual anchor bear the same name.
    pub name: &'static str,
    /// Title in Chinese.
    pub title: &'static str,
    /// Why it is a fault, with the statute or standard it rests on.
    pub why: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// Severity at each gate.
    pub severities: Severities,
    /// A project in which the rule finds something.
    pub bad: Sample,
    /// A project in which it does not.
    pub good: Sample,
    /// How it is found.
    pub check: Check,
}

/// At which point a rule looks.
pub enum Check {
    /// Found while the files are read.
    Reader,
    /// Looks at one item at a time.
    Item(fn(&ItemContext<'_>, &mut Sink<'_>)),
    /// Looks at one text that cites at a time, of items and of flowcharts.
    Text(fn(&TextContext<'_>, &mut Sink<'_>)),
    /// Looks at the characters of one item at a time, where those of its file are not known to be plain; and apart from
    /// it at each text that cites: those are many, and most of them known.
    Letters(
        fn(&ItemContext<'_>, &mut Sink<'_>),
        fn(&TextContext<'_>, &mut Sink<'_>),
    ),
    /// Looks at one citation at a time, of items and of flowcharts.
    Cite(fn(&CiteContext<'_>, &mut Sink<'_>)),
    /// Looks at one flowchart at a time.
    Chart(fn(&ChartContext<'_>, &mut Sink<'_>)),
    /// Looks at the list as a whole.
    List(fn(&ListContext<'_>, &mut Sink<'_>)),
}

/// An example, as changes to the small sample project in `tests/sample/mod.rs`.
#[derive(Debug, Clone, Copy)]
pub enum Sample {
    /// The sample project as it is.
    Base,
    /// The sample item with one top-level key replaced: the key's name and the lines that stand instead (empty: left out).
    Key(&'static str, &'static str),
    /// The flowchart `flowcharts/hbj/approve.yaml` with this text.
    Chart(&'static str),
    /// Files written over the sample project.
    Files(&'static [(&'static str, &'static str)]),
    /// Files written over the sample project after it was published as it is.
    Published(&'static [(&'static str, &'static str)]),
    /// Files written over a small county below the sample city, whose release lies in `上级/`: the city has the item
    /// 341100-hbj-01-0001, delegated 341100-hbj-01-0002 and cancelled 341100-hbj-01-0003.
    County(&'static [(&'static str, &'static str)]),
    /// One file written over the sample project in the GB 18030 encoding.
    Gb18030(&'static str, &'static str),
    /// A workbook, as CSV, that is judged with the sample project.
    Workbook(&'static str),
}

/// Takes the findings of one rule and fills in what they have in common.
pub struct Sink<'a> {
    pub(super) rule: &'static Rule,
    pub(super) severity: Severity,
    pub(super) department: Option<&'a str>,
    pub(super) item: Option<&'a str>,
    pub(super) findings: &'a mut Vec<Finding>,
}

impl Sink<'_> {
    /// Reports a fault at a place, with the rule's remedy as help; more can be said through the returned finding.
    pub fn report(&mut self, span: Span, message: impl Into<String>) -> &mut Finding {
        let mut finding =
            Finding::new(self.rule.code, self.rule.name, self.severity, span, message)
                .with_help(self.rule.remedy);
        finding.department = self.department.map(str::to_owned);
        finding.item = self.item.map(str::to_owned);
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        &mut self.findings[last]
    }

    /// Reports a fault in a field of the item.
    pub fn field(
        &mut self,
        field: &'static str,
        span: Span,
        message: impl Into<String>,
    ) -> &mut Finding {
        let finding = self.report(span, message);
        finding.field = Some(field.to_owned());
        finding
    }

    /// Reports a fault in a citation, at a byte range of its text.
    pub fn cite(
        &mut self,
        cite: &ResolvedCite<'_>,
        range: &std::ops::Range<usize>,
        message: impl Into<String>,
    ) -> &mut Finding {
        self.field(cite.field, cite.text.span_of(range), message)
    }
}
