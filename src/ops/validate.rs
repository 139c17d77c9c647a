//! Loads a project and judges it.

use std::collections::HashSet;
use std::path::Path;

use jiff::civil::Date;

use crate::domain::gate::Gate;
use crate::domain::law::Register;
use crate::domain::place::SourceId;
use crate::finding::Report;
use crate::io::project::{self, Loaded, ProjectError};
use crate::rules;

/// What to judge, and how.
#[derive(Debug, Default)]
pub struct Request<'a> {
    /// Gate instead of the project's own.
    pub gate: Option<Gate>,
    /// As-of date instead of the project's own.
    pub as_of: Option<Date>,
    /// Put before the paths in findings.
    pub prefix: &'a str,
    /// An item file from standard input.
    pub stdin: Option<Vec<u8>>,
}

/// A judged project.
#[derive(Debug)]
pub struct Judged {
    /// The project with its texts; its findings and the list of files have moved into the report.
    pub loaded: Loaded,
    /// All findings.
    pub report: Report,
    /// The gate that was judged.
    pub gate: Gate,
    /// The day whose law counted.
    pub as_of: Date,
}

/// Loads the project in `root` and judges it against the register that `register` makes of the project's local laws.
///
/// # Errors
/// When there is no usable project there.
pub fn validate(
    root: &Path,
    register: &Register,
    request: Request<'_>,
) -> Result<Judged, ProjectError> {
    let loaded = project::load(root, request.gate, request.prefix, request.stdin)?;
    Ok(judge(loaded, register, request.gate, request.as_of))
}

/// Judges a project that is already loaded.
pub fn judge(
    mut loaded: Loaded,
    register: &Register,
    gate: Option<Gate>,
    as_of: Option<Date>,
) -> Judged {
    let settings = &loaded.project.settings;
    let gate = gate.unwrap_or(settings.gate);
    let as_of = as_of.unwrap_or(settings.as_of);
    let mut findings = std::mem::take(&mut loaded.findings);
    rules::override_severities(settings, gate, &mut findings);
    findings.extend(rules::judge(
        &loaded.project,
        register,
        rules::Options { gate, as_of },
    ));
    let mut report = Report {
        findings,
        files: std::mem::take(&mut loaded.files),
        items: loaded.project.items.len(),
    };
    report.sort();
    Judged {
        loaded,
        report,
        gate,
        as_of,
    }
}

impl Judged {
    /// Keeps what concerns some files, and the charts that their items use.
    pub fn restrict_to_files(&mut self, wanted: &HashSet<SourceId>) {
        let project = &self.loaded.project;
        let mut sources = wanted.clone();
        let items: Vec<_> = project
            .items
            .iter()
            .filter(|item| wanted.contains(&item.span.source))
            .collect();
        for item in &items {
            let charts = item.flowchart.iter();
            let subs = item.sub_items.iter().filter_map(|s| s.flowchart.as_ref());
            for path in charts.chain(subs) {
                sources.extend(project.chart_sources.get(path.value.as_str()));
            }
        }
        self.report.items = items.len();
        self.report.files = sources.iter().copied().collect();
        self.report.files.sort_unstable();
        self.report
            .findings
            .retain(|f| sources.contains(&f.primary.source));
    }

    /// Keeps what concerns some units.
    pub fn restrict_to_departments(&mut self, wanted: &[String]) {
        let is_wanted = |id: &str| wanted.iter().any(|w| w == id);
        let project = &self.loaded.project;
        self.report.items = project
            .items
            .iter()
            .filter(|i| is_wanted(i.department.value.as_str()))
            .count();
        self.report.files = project
            .files
            .iter()
            .filter(|f| f.department.as_ref().is_some_and(|d| is_wanted(&d.value)))
            .map(|f| f.source)
            .collect();
        self.report
            .findings
            .retain(|f| f.department.as_deref().is_some_and(is_wanted));
    }
}
