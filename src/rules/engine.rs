//! Runs the rules over a project.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::domain::flowchart::ChartFile;
use crate::domain::gate::Gate;
use crate::domain::glyph::Letters;
use crate::domain::item::{BasisRole, PowerItem};
use crate::domain::law::Register;
use crate::domain::project::{Frame, Project, QuoteLines, Settings};
use crate::domain::quote::LawTexts;
use crate::finding::{Finding, Severity, beginning};

use super::RULES;
use super::basis::LegalBasis;
use super::context::{
    ChartContext, ChartUsers, CiteContext, ItemContext, ListContext, ResolvedCite, Shared,
    TextContext,
};
use super::key::{FileKeys, keys_of};
use super::known::{self, KnownTexts, Stated};
use super::rule::{Check, Rule, Sink};

/// How a project is judged.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Gate.
    pub gate: Gate,
    /// The day whose law counts.
    pub as_of: Date,
    /// Statute texts that quotations are compared with.
    pub texts: &'a LawTexts,
}

type Active<F> = (&'static Rule, Severity, F);
type ItemCheck = fn(&ItemContext<'_>, &mut Sink<'_>);
type ItemRules = Vec<Active<ItemCheck>>;
type TextRules = Vec<Active<fn(&TextContext<'_>, &mut Sink<'_>)>>;
type CiteRules = Vec<Active<fn(&CiteContext<'_>, &mut Sink<'_>)>>;
type ChartRules = Vec<Active<fn(&ChartContext<'_>, &mut Sink<'_>)>>;
type ListRules = Vec<Active<fn(&ListContext<'_>, &mut Sink<'_>)>>;

/// The rules on texts that cite and on what they cite.
struct Citing {
    texts: TextRules,
    cites: CiteRules,
}

/// Everything that a run of the rules is prepared with.
pub struct Judge<'a> {
    shared: Shared<'a>,
    known: KnownTexts<'a>,
    items: ItemRules,
    /// Rules on an item's characters.
    letters: ItemRules,
    citing: Citing,
    charts: ChartRules,
    lists: ListRules,
}

impl<'a> Judge<'a> {
    /// Prepares a run within a frame.
    pub fn new(frame: &'a Frame, register: &'a Register, options: Options<'a>) -> Self {
        let shared = Shared::new(frame, register, options.as_of, options.gate);
        let mut judge = Self {
            shared: shared.with_texts(options.texts),
            known: KnownTexts::new(register, options.as_of),
            items: Vec::new(),
            letters: Vec::new(),
            citing: Citing {
                texts: Vec::new(),
                cites: Vec::new(),
            },
            charts: Vec::new(),
            lists: Vec::new(),
        };
        for rule in RULES.iter().copied() {
            let Some(severity) = effective(&frame.settings, rule, options.gate) else {
                continue;
            };
            match rule.check {
                Check::Reader => {}
                Check::Item(f) => judge.items.push((rule, severity, f)),
                Check::Text(f) => judge.citing.texts.push((rule, severity, f)),
                Check::Letters(item, text) => {
                    judge.letters.push((rule, severity, item));
                    judge.citing.texts.push((rule, severity, text));
                }
                Check::Cite(f) => judge.citing.cites.push((rule, severity, f)),
                Check::Chart(f) => judge.charts.push((rule, severity, f)),
                Check::List(f) => judge.lists.push((rule, severity, f)),
            }
        }
        judge
    }

    /// What the rules that look at one item find in it; `letters` are those of its file.
    pub fn item(
        &self,
        item: &PowerItem,
        quote_lines: &QuoteLines,
        letters: Letters,
    ) -> Vec<Finding> {
        let shared;
        let shared = if quote_lines.is_empty() {
            &self.shared
        } else {
            shared = self.shared.quoting(quote_lines);
            &shared
        };
        let rules = self.items.iter();
        match letters {
            Letters::Plain => judge_item(shared, &self.known, item, rules, &self.citing),
            Letters::Any => {
                let rules = rules.chain(&self.letters);
                judge_item(shared, &self.known, item, rules, &self.citing)
            }
        }
    }

    /// What is left of an item for the rules across the list, put with those of its file.
    pub fn keep(&self, item: &PowerItem, keys: &mut FileKeys) {
        keys.push(item, &self.shared, &self.known);
    }

    /// What the rules that look at charts, and those that look across the list, find.
    pub fn list(&self, keys: &[FileKeys]) -> Vec<Finding> {
        let users = chart_users(keys);
        let structured: Vec<_> = self
            .shared
            .project
            .charts
            .iter()
            .filter_map(|(path, file)| match file {
                ChartFile::Structured(chart) => Some((path.as_str(), chart)),
                _ => None,
            })
            .collect();
        let nobody = BTreeSet::new();
        let mut findings: Vec<Finding> = structured
            .par_iter()
            .flat_map_iter(|(path, chart)| {
                let context = ChartContext {
                    shared: &self.shared,
                    chart,
                    users: users.get(path).unwrap_or(&nobody),
                };
                judge_chart(&context, path, &self.charts, &self.citing)
            })
            .collect();
        let context = ListContext {
            shared: &self.shared,
            keys,
            chart_users: &users,
        };
        findings.par_extend(
            self.lists
                .par_iter()
                .flat_map_iter(|&(rule, severity, check)| {
                    let mut found = Vec::new();
                    Subject::LIST.ask(rule, severity, &mut found, |sink| check(&context, sink));
                    found
                }),
        );
        findings
    }
}

/// Judges a project by all rules that do not belong to the reader; with what the rules across the list saw. The result
/// does not depend on the number of threads.
pub fn judge(
    project: &Project,
    register: &Register,
    options: Options<'_>,
) -> (Vec<Finding>, Vec<FileKeys>) {
    let judge = Judge::new(&project.frame, register, options);
    let mut findings: Vec<Finding> = project
        .items
        .par_iter()
        .flat_map_iter(|item| judge.item(item, &project.quote_lines, Letters::Any))
        .collect();
    let keys = keys_of(&project.items, &judge.shared, &judge.known);
    findings.extend(judge.list(&keys));
    (findings, keys)
}

/// What a finding is about: filled in for every rule alike.
#[derive(Clone, Copy)]
struct Subject<'a> {
    department: Option<&'a str>,
    item: Option<&'a str>,
}

impl Subject<'_> {
    /// The list as a whole.
    const LIST: Self = Self {
        department: None,
        item: None,
    };

    /// Lets a rule report on the subject.
    fn ask(
        self,
        rule: &'static Rule,
        severity: Severity,
        findings: &mut Vec<Finding>,
        check: impl FnOnce(&mut Sink<'_>),
    ) {
        check(&mut Sink {
            rule,
            severity,
            department: self.department,
            item: self.item,
            findings,
        });
    }

    /// Lets the rules on texts and citations look at texts, each with the part of `cites` that stands in it. Where they
    /// have nothing to say of any, that is remembered in `known`.
    fn ask_of_texts<'t>(
        self,
        shared: &'t Shared<'t>,
        citing: &Citing,
        texts: &[Doubtful<'t>],
        cites: &[ResolvedCite<'t>],
        known: Option<&KnownTexts<'_>>,
        findings: &mut Vec<Finding>,
    ) {
        let before = findings.len();
        for &(rule, severity, check) in &citing.texts {
            self.ask(rule, severity, findings, |sink| {
                for (field, _, text) in texts.iter().map(|doubtful| doubtful.stated) {
                    check(&TextContext { field, text }, sink);
                }
            });
        }
        for &(rule, severity, check) in &citing.cites {
            self.ask(rule, severity, findings, |sink| {
                let within = |range: &Range<usize>| cites.get(range.clone()).unwrap_or_default();
                for cite in texts.iter().flat_map(|doubtful| within(&doubtful.cites)) {
                    check(&CiteContext { shared, cite }, sink);
                }
            });
        }
        if let Some(known) = known.filter(|_| findings.len() == before) {
            for doubtful in texts {
                known.found_sound(doubtful.stated);
            }
        }
    }
}

/// A text that rules on texts and citations have to look at.
struct Doubtful<'t> {
    stated: Stated<'t>,
    /// Which of the citations are its own.
    cites: Range<usize>,
}

fn judge_item<'r>(
    shared: &Shared<'_>,
    texts: &KnownTexts<'_>,
    item: &PowerItem,
    rules: impl Iterator<Item = &'r Active<ItemCheck>>,
    citing: &Citing,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut resolved: Vec<ResolvedCite<'_>> = Vec::new();
    let mut doubtful: Vec<Doubtful<'_>> = Vec::new();
    let mut basis = Vec::with_capacity(item.legal_basis.len());
    // What is compared with statutes is more than the texts themselves.
    let texts = (!shared.texts.is_given()).then_some(texts);
    let is_sound = |stated| texts.is_some_and(|texts| texts.is_sound(stated));
    for (field, role, text, quoted) in item.citations_with_quotes() {
        let stated = (field, role, text);
        let known = || texts.and_then(|texts| texts.of(text));
        if known::asks_most(stated) {
            basis.push((stated, known()));
        }
        if is_sound(stated) {
            continue;
        }
        let first = resolved.len();
        match known() {
            Some(known) => Shared::resolve_known(stated, known, &mut resolved),
            None => shared.resolve_quoted(field, role, text, quoted, &mut resolved),
        }
        let cites = first..resolved.len();
        doubtful.push(Doubtful { stated, cites });
    }
    let department = item.department.value.as_str();
    let context = ItemContext {
        shared,
        item,
        department: shared.department(department),
        category: shared.category(&item.category.value),
        chart: item
            .flowchart
            .as_ref()
            .and_then(|path| shared.project.charts.get(path.value.as_str())),
        basis: LegalBasis::new(shared, basis),
    };
    let subject = Subject {
        department: Some(department),
        item: Some(beginning(item.label())),
    };
    for &(rule, severity, check) in rules {
        subject.ask(rule, severity, &mut findings, |sink| check(&context, sink));
    }
    // The basis comes first: what is sound there is mostly cited again in the item's other fields.
    let (basis, mut others): (Vec<_>, Vec<_>) = doubtful
        .into_iter()
        .partition(|text| known::asks_most(text.stated));
    subject.ask_of_texts(shared, citing, &basis, &resolved, texts, &mut findings);
    others.retain(|text| !is_sound(text.stated));
    subject.ask_of_texts(shared, citing, &others, &resolved, texts, &mut findings);
    findings
}

fn judge_chart(
    context: &ChartContext<'_>,
    path: &str,
    rules: &ChartRules,
    citing: &Citing,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let subject = Subject {
        department: path.split('/').nth(1),
        item: None,
    };
    for &(rule, severity, check) in rules {
        subject.ask(rule, severity, &mut findings, |sink| check(context, sink));
    }
    let shared = context.shared;
    let mut resolved = Vec::new();
    let mut texts = Vec::new();
    for text in context.chart.citations() {
        let (field, role) = ("steps", BasisRole::Implements);
        let first = resolved.len();
        shared.resolve(field, role, text, &mut resolved);
        texts.push(Doubtful {
            stated: (field, role, text),
            cites: first..resolved.len(),
        });
    }
    subject.ask_of_texts(shared, citing, &texts, &resolved, None, &mut findings);
    findings
}

fn chart_users(keys: &[FileKeys]) -> ChartUsers<'_> {
    let mut users = ChartUsers::new();
    for (chart, category) in keys.iter().flat_map(FileKeys::uses) {
        users.entry(chart).or_default().insert(category);
    }
    users
}

/// The severity of a rule at a gate under the project's settings; `None` when it is silent.
pub(super) fn effective(settings: &Settings, rule: &Rule, gate: Gate) -> Option<Severity> {
    let code = rule.code.to_string();
    let set = settings
        .severities
        .iter()
        .rev()
        .find(|s| s.rule.value.eq_ignore_ascii_case(&code) || s.rule.value == rule.name);
    match set {
        // A rule that is silent at this gate stays silent: the setting says how severe, not when.
        Some(s) => rule
            .severities
            .at(gate)
            .and_then(|_| Severity::from_key(&s.severity.value)),
        None => rule.severities.at(gate),
    }
}

/// Applies the project's severity settings to findings of the reader.
pub fn override_severities(settings: &Settings, gate: Gate, findings: &mut Vec<Finding>) {
    findings.retain_mut(|finding| {
        let Some(rule) = RULES.iter().find(|r| r.code == finding.code) else {
            return true;
        };
        match effective(settings, rule, gate) {
            Some(severity) => {
                finding.severity = severity;
                true
            }
            None => false,
        }
    });
}
