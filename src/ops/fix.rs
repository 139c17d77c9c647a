//! Puts right what can be put right without knowing more than the file: how citations and names are written, missing
//! codes, the order of items. Everything else of a file stays byte for byte.

use std::path::Path;

use rayon::prelude::*;

use crate::domain::gate::Gate;
use crate::domain::place::SourceId;
use crate::finding::{RuleCode, Severity};
use crate::io::project::Loaded;
use crate::io::store::StorePlace;
use crate::io::yaml::edit::{self, NewValue, NotChanged, Sorted};
use crate::io::yaml::{flowchart, item_file, syntax::with_document};
use crate::rules::item::{missing_code, wrong_width_characters};
use crate::rules::legal::citation_not_canonical;
use crate::rules::shape::items_not_sorted;
use crate::rules::{self, Rule};

use super::codes::{self, CodesError, Ledger};
use super::planned::PlannedFile;

mod correct;
pub mod moves;

use correct::corrections;

/// The rules whose findings can be put right.
pub static FIXABLE: [&Rule; 4] = [
    &items_not_sorted::RULE,
    &missing_code::RULE,
    &wrong_width_characters::RULE,
    &citation_not_canonical::RULE,
];

/// The rule with this code or name, if its findings can be put right.
pub fn fixable(code_or_name: &str) -> Option<&'static Rule> {
    let rule = rules::find(code_or_name)?;
    FIXABLE.into_iter().find(|r| r.code == rule.code)
}

/// Which rules are wanted; empty: all.
#[derive(Debug, Clone, Default)]
pub struct Select(Vec<RuleCode>);

impl Select {
    /// These rules.
    pub const fn of(rules: Vec<RuleCode>) -> Self {
        Self(rules)
    }

    fn takes(&self, rule: &Rule) -> bool {
        self.0.is_empty() || self.0.contains(&rule.code)
    }
}

/// What kind of file a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An item file.
    Items,
    /// A flowchart.
    Chart,
}

/// One thing put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Code of the rule, e.g. L016.
    pub rule: String,
    /// Line before the change.
    pub line: usize,
    /// What, in one sentence.
    pub what: String,
}

/// A file that changes.
#[derive(Debug, Clone)]
pub struct FixedFile {
    /// Its texts.
    pub file: PlannedFile,
    /// What is put right, in the order of the lines.
    pub fixed: Vec<Fixed>,
}

/// Something that could not be put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The file within the project.
    pub file: String,
    /// The line, where it is about one.
    pub line: Option<usize>,
    /// Why.
    pub why: String,
}

/// What will be done.
#[derive(Debug, Default)]
pub struct Plan {
    /// Files that change.
    pub files: Vec<FixedFile>,
    /// What is left as it is.
    pub left: Vec<Left>,
}

/// Works out what to put right in some files of a project (`None`: all). Writes nothing.
///
/// # Errors
/// When codes are wanted and those used so far cannot be told.
pub fn plan(
    store: &StorePlace,
    loaded: &Loaded,
    releases: &Path,
    wanted: &dyn Fn(SourceId) -> bool,
    select: &Select,
) -> Result<Plan, CodesError> {
    let files: Vec<_> = targets(loaded)
        .filter(|(_, source, _)| wanted(*source))
        .collect();
    let mut drafts: Vec<Draft> = files
        .par_iter()
        .map(|(path, source, kind)| {
            let mut draft = Draft::new(path, &loaded.sources.get(*source).text, *kind);
            draft.values(select);
            draft
        })
        .collect();
    let uncoded = |d: &Draft| d.kind == Kind::Items && codes::is_missing(&d.text);
    // Releases and the working database are read only where a code is to be given.
    if select.takes(&missing_code::RULE) && drafts.iter().any(uncoded) {
        let mut ledger = Ledger::of(store, loaded, releases)?;
        // A code that has just become one counts too.
        for draft in drafts.iter().filter(|d| d.kind == Kind::Items) {
            ledger.read(&draft.text);
        }
        for draft in drafts.iter_mut().filter(|d| d.kind == Kind::Items) {
            draft.codes(loaded, &mut ledger);
        }
    }
    let mut plan = Plan::default();
    for mut draft in drafts {
        draft.sort(select);
        let (file, left) = draft.finish();
        plan.files.extend(file);
        plan.left.extend(left);
    }
    Ok(plan)
}

/// The files of a project that may be rewritten: items, then charts.
fn targets(loaded: &Loaded) -> impl Iterator<Item = (&str, SourceId, Kind)> + Send {
    let project = &loaded.project;
    let item_files = project
        .files
        .iter()
        .map(|f| (f.path.as_str(), f.source, Kind::Items));
    let charts = project
        .chart_sources
        .iter()
        .map(|(path, source)| (path.as_str(), *source, Kind::Chart));
    item_files.chain(charts)
}

/// Puts right what can be put right in one text that belongs to no project: everything but missing codes.
pub fn text(name: &str, text: &str, kind: Kind, select: &Select) -> (Option<FixedFile>, Vec<Left>) {
    let mut draft = Draft::new(name, text, kind);
    draft.values(select);
    draft.sort(select);
    draft.finish()
}

/// A file while it is worked on, step by step; every step checks what it made.
struct Draft {
    path: String,
    kind: Kind,
    before: String,
    text: String,
    fixed: Vec<Fixed>,
    left: Vec<Left>,
    broken: bool,
}

impl Draft {
    fn new(path: &str, text: &str, kind: Kind) -> Self {
        Self {
            path: path.to_owned(),
            kind,
            before: text.to_owned(),
            text: text.to_owned(),
            fixed: Vec::new(),
            left: Vec::new(),
            broken: false,
        }
    }

    fn leave(&mut self, line: Option<usize>, why: impl Into<String>) {
        self.left.push(Left {
            file: self.path.clone(),
            line,
            why: why.into(),
        });
    }

    /// What stands in the way of a step; a file that is no YAML is left alone and said so once.
    fn stop(&mut self, error: NotChanged) {
        self.broken |= error == NotChanged::Syntax;
        self.leave(None, error.to_string());
    }

    /// Citations, widths.
    fn values(&mut self, select: &Select) {
        let corrections = corrections(&self.text, self.kind, select);
        let values: Vec<NewValue> = corrections.iter().map(|c| c.value.clone()).collect();
        match edit::replace(&self.text, &values) {
            Ok((text, done)) => {
                self.text = text;
                for correction in corrections {
                    if done.contains(&correction.value.range) {
                        self.fixed.extend(correction.fixed);
                    }
                }
                self.fixed.sort_by_key(|f| f.line);
            }
            Err(error) => self.stop(error),
        }
    }

    fn codes(&mut self, loaded: &Loaded, ledger: &mut Ledger) {
        if self.broken {
            return;
        }
        let (mut assigned, mut refused) = (Vec::new(), Vec::new());
        let new = codes::assign(
            &self.path,
            &self.text,
            &loaded.project,
            ledger,
            &mut assigned,
            &mut refused,
        );
        for one in refused {
            self.leave(one.line, one.why);
        }
        if let Some(new) = new {
            self.text = new;
            self.fixed.extend(assigned.into_iter().map(|a| Fixed {
                rule: missing_code::RULE.code.to_string(),
                line: a.line,
                what: format!("“{}”编码为 {}", a.name, a.code),
            }));
        }
    }

    fn sort(&mut self, select: &Select) {
        let rule = &items_not_sorted::RULE;
        if self.broken || self.kind != Kind::Items || !select.takes(rule) {
            return;
        }
        match edit::sort_items(&self.text) {
            Ok(Sorted::Already) => {}
            Ok(Sorted::Moved(text)) => {
                self.text = text;
                self.fixed.push(Fixed {
                    rule: rule.code.to_string(),
                    line: 1,
                    what: "事项按编码重新排列".to_owned(),
                });
            }
            Ok(Sorted::Left(why)) => {
                self.leave(None, format!("事项没有按编码排列，但不能移动：{why}"))
            }
            Err(error) => self.stop(error),
        }
    }

    fn finish(self) -> (Option<FixedFile>, Vec<Left>) {
        let Self {
            path,
            kind,
            before,
            text,
            fixed,
            mut left,
            ..
        } = self;
        if text == before {
            return (None, left);
        }
        // The reader has the last word: nothing that it understood may be lost.
        let (old, new) = (read(&before, kind), read(&text, kind));
        if new.entries < old.entries || new.errors > old.errors {
            left.push(Left {
                file: path,
                line: None,
                why: NotChanged::Differs.to_string(),
            });
            return (None, left);
        }
        let file = PlannedFile {
            path,
            before: Some(before),
            after: text,
        };
        (Some(FixedFile { file, fixed }), left)
    }
}

/// How much of a text the reader understands.
struct Understood {
    entries: usize,
    errors: usize,
}

fn read(text: &str, kind: Kind) -> Understood {
    let (entries, findings) = match kind {
        Kind::Items => {
            let ((_, items), findings) = item_file::read(text, SourceId(0), Gate::Publication, "");
            (items.len(), findings)
        }
        Kind::Chart => {
            let (chart, findings) = with_document(text, SourceId(0), Gate::Publication, |d| {
                flowchart::read(d, "")
            });
            (chart.map_or(0, |c| c.steps.len()), findings)
        }
    };
    let errors = findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .count();
    Understood { entries, errors }
}
