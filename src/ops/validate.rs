//! Loads a project and judges it.

use std::collections::HashSet;
use std::path::Path;

use jiff::civil::Date;

use crate::domain::gate::Gate;
use crate::domain::law::Register;
use crate::domain::place::SourceId;
use crate::domain::quote::LawTexts;
use crate::finding::{Finding, Report, Severity};
use crate::io::project::{self, Loaded, ProjectError};
use crate::io::statute::folder::Folder;
use crate::io::statute::texts;
use crate::rules::{self, quote, shape};

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
    /// Folder of statute texts instead of the project's own.
    pub law_texts: Option<&'a Path>,
}

/// A judged project.
#[derive(Debug)]
pub struct Judged {
    /// The project with its texts; its findings have moved into the report.
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
    let mut loaded = project::load(root, request.gate, request.prefix, request.stdin)?;
    let texts = law_texts(root, &mut loaded, register, request.law_texts)?;
    Ok(judge(loaded, register, request.gate, request.as_of, &texts))
}

/// The statute texts that the project's quotations are compared with; none where it names no folder. A folder of the
/// settings that cannot be used is a finding at its place there, and then nothing is compared.
fn law_texts(
    root: &Path,
    loaded: &mut Loaded,
    register: &Register,
    given: Option<&Path>,
) -> Result<LawTexts, ProjectError> {
    let settings = &loaded.project.settings;
    let folder = match (given, &settings.law_texts) {
        (Some(given), _) => given.to_owned(),
        (None, Some(written)) => root.join(&written.value),
        (None, None) => return Ok(LawTexts::default()),
    };
    let wanted = quote::quoted_laws(&loaded.project, register);
    let error = match Folder::open(&folder).and_then(|f| texts::load(&f, register, &wanted)) {
        Ok(texts) => return Ok(texts),
        Err(error) => error,
    };
    match &settings.law_texts {
        Some(written) if given.is_none() => {
            let rule = &shape::invalid_value::RULE;
            loaded.findings.push(
                Finding::new(
                    rule.code,
                    rule.name,
                    Severity::Error,
                    written.span,
                    format!("law.text_dir 不能用：{error}"),
                )
                .with_help("写成从工程文件夹算起的路径，指向存放法规 Markdown 文件的文件夹；没有文本就删去这一行，引文不核对"),
            );
            Ok(LawTexts::default())
        }
        _ => Err(ProjectError::LawTexts(error)),
    }
}

/// Judges a project that is already loaded.
pub fn judge(
    mut loaded: Loaded,
    register: &Register,
    gate: Option<Gate>,
    as_of: Option<Date>,
    texts: &LawTexts,
) -> Judged {
    let settings = &loaded.project.settings;
    let gate = gate.unwrap_or(settings.gate);
    let as_of = as_of.unwrap_or(settings.as_of);
    let mut findings = std::mem::take(&mut loaded.findings);
    rules::override_severities(settings, gate, &mut findings);
    findings.extend(rules::judge(
        &loaded.project,
        register,
        rules::Options { gate, as_of, texts },
    ));
    let mut report = Report {
        findings,
        files: loaded.files,
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
        self.report.files = sources.len();
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
            .count();
        self.report
            .findings
            .retain(|f| f.department.as_deref().is_some_and(is_wanted));
    }
}
