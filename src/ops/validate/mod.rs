//! Loads a project and judges it.

mod cache;
mod packed;
mod survey;
mod workbook;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::domain::allow::AllowComment;
use crate::domain::flowchart::{ChartFault, ChartFile};
use crate::domain::gate::Gate;
use crate::domain::ids::{DepartmentId, LawId};
use crate::domain::law::Register;
use crate::domain::place::{SourceId, Span};
use crate::domain::project::{Frame, Project};
use crate::domain::quote::LawTexts;
use crate::finding::code::Family;
use crate::finding::{Excerpt, Finding, Report, Severity};
use crate::io::baseline::{self, BaselineFile};
use crate::io::project::{self, Loaded, ProjectError, outline};
use crate::io::statute::folder::Folder;
use crate::io::statute::texts;
use crate::rules::baseline::Stale;
use crate::rules::key::FileKeys;
use crate::rules::selection::Selection;
use crate::rules::suppress::{Complaints, Permissions};
use crate::rules::{self, quote, shape};

pub use survey::{Observer, Phase, Seen, Silent, Surveyed, survey, survey_outline};
pub use workbook::Handed;

/// What is let pass. A gate looks at the list as it is; only what was decided for the project counts there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leniency<'a> {
    /// A gate: what the settings allow.
    Gate,
    /// Daily work without a baseline: what comments in the files allow as well.
    Comments,
    /// Daily work: what the baseline counts as well.
    Baseline {
        /// Path in the project instead of the project's own.
        file: Option<&'a str>,
    },
}

/// What to judge, and how.
#[derive(Debug)]
pub struct Request<'a> {
    /// Gate instead of the project's own.
    pub gate: Option<Gate>,
    /// As-of date instead of the project's own.
    pub as_of: Option<Date>,
    /// The calendar day on which what is allowed must not have expired.
    pub today: Date,
    /// What is let pass.
    pub leniency: Leniency<'a>,
    /// Put before the paths in findings.
    pub prefix: &'a str,
    /// An item file from standard input.
    pub stdin: Option<Vec<u8>>,
    /// Workbooks that are judged as if they had been imported.
    pub workbooks: Vec<Handed>,
    /// Whose items are in the workbooks, instead of what they say themselves.
    pub unit: Option<DepartmentId>,
    /// Folder of statute texts instead of the project's own.
    pub law_texts: Option<&'a Path>,
}

impl Request<'_> {
    /// The project as its settings say, on a day.
    pub fn new(today: Date, leniency: Leniency<'_>) -> Request<'_> {
        Request {
            gate: None,
            as_of: None,
            today,
            leniency,
            prefix: "",
            stdin: None,
            workbooks: Vec::new(),
            unit: None,
            law_texts: None,
        }
    }

    fn terms(&self) -> Terms {
        Terms {
            gate: self.gate,
            as_of: self.as_of,
            today: self.today,
            comments: self.leniency != Leniency::Gate,
        }
    }
}

/// How a project that is loaded is judged.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Gate instead of the project's own.
    pub gate: Option<Gate>,
    /// As-of date instead of the project's own.
    pub as_of: Option<Date>,
    /// The calendar day on which what is allowed must not have expired.
    pub today: Date,
    /// Whether comments in the files count.
    pub comments: bool,
}

impl Terms {
    /// As the settings say, at a gate on a day.
    pub const fn at_gate(gate: Gate, today: Date) -> Self {
        Self {
            gate: Some(gate),
            as_of: None,
            today,
            comments: false,
        }
    }
}

/// A judged project, or its frame where the items were not held.
#[derive(Debug)]
pub struct Judged<P = Project> {
    /// The project with its texts; its findings and the list of files have moved into the report.
    pub loaded: Loaded<P>,
    /// The items, as far as rules across the list know them.
    pub keys: Vec<FileKeys>,
    /// All findings.
    pub report: Report,
    /// The gate that was judged.
    pub gate: Gate,
    /// The day whose law counted.
    pub as_of: Date,
    /// Entries of the baseline that count more than there is; empty where that cannot be told.
    pub stale: Vec<Stale>,
    /// The workbooks that were handed in.
    pub workbooks: Vec<SourceId>,
    /// Whether the run tells what is used in vain: everything could be read, and the law is that of the project's day.
    pub telling: bool,
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
    let terms = request.terms();
    let mut loaded = project::load(root, request.gate, request.prefix, request.stdin)?;
    let gate = terms.gate.unwrap_or(loaded.project.settings.gate);
    let workbooks = request.workbooks.into_iter();
    let workbooks = workbooks
        .map(|handed| workbook::hand_in(&mut loaded, gate, handed, request.unit.as_ref()))
        .collect();
    let texts = law_texts(root, &mut loaded, register, request.law_texts)?;
    let baseline = match request.leniency {
        Leniency::Baseline { file } => read_baseline(root, file, &mut loaded)?,
        Leniency::Gate | Leniency::Comments => None,
    };
    let mut judged = judge_with(loaded, register, terms, &texts, baseline.as_ref());
    judged.workbooks = workbooks;
    Ok(judged)
}

/// The statute texts that the project's quotations are compared with; none where it names no folder. A folder of the
/// settings that cannot be used is a finding at its place there, and then nothing is compared.
///
/// # Errors
/// When the folder is `given` and cannot be used.
pub fn law_texts(
    root: &Path,
    loaded: &mut Loaded,
    register: &Register,
    given: Option<&Path>,
) -> Result<LawTexts, ProjectError> {
    let quoted = |project: &Project| quote::quoted_laws(project, register);
    texts_of(root, loaded, register, given, quoted)
}

/// As [`law_texts`], for the laws that `quoted` finds.
fn texts_of<P: AsRef<Frame>>(
    root: &Path,
    loaded: &mut Loaded<P>,
    register: &Register,
    given: Option<&Path>,
    quoted: impl FnOnce(&P) -> BTreeSet<LawId>,
) -> Result<LawTexts, ProjectError> {
    let settings = &loaded.project.as_ref().settings;
    let folder = match (given, &settings.law_texts) {
        (Some(given), _) => given.to_owned(),
        (None, Some(written)) => root.join(&written.value),
        (None, None) => return Ok(LawTexts::default()),
    };
    let wanted = quoted(&loaded.project);
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

/// Judges a project that is already loaded, without a baseline.
pub fn judge(loaded: Loaded, register: &Register, terms: Terms, texts: &LawTexts) -> Judged {
    judge_with(loaded, register, terms, texts, None)
}

fn judge_with(
    mut loaded: Loaded,
    register: &Register,
    terms: Terms,
    texts: &LawTexts,
    baseline: Option<&BaselineFile>,
) -> Judged {
    let settings = &loaded.project.settings;
    let gate = terms.gate.unwrap_or(settings.gate);
    let as_of = terms.as_of.unwrap_or(settings.as_of);
    let mut found = std::mem::take(&mut loaded.findings);
    rules::override_severities(settings, gate, &mut found);
    let options = rules::Options { gate, as_of, texts };
    let (judged, keys) = rules::judge(&loaded.project, register, options);
    found.extend(judged);
    let mut judged = Judged::new(loaded, keys, found, (gate, as_of));
    judged.let_pass(terms, baseline);
    judged
}

impl<P: AsRef<Frame>> Judged<P> {
    /// What was found, in its order, before anything is let pass.
    fn new(
        mut loaded: Loaded<P>,
        keys: Vec<FileKeys>,
        findings: Vec<Finding>,
        (gate, as_of): (Gate, Date),
    ) -> Self {
        let mut report = Report {
            findings,
            files: std::mem::take(&mut loaded.files),
            items: keys.iter().map(FileKeys::len).sum(),
            ..Report::default()
        };
        report.sort();
        Self {
            loaded,
            keys,
            report,
            gate,
            as_of,
            stale: Vec::new(),
            workbooks: Vec::new(),
            telling: false,
        }
    }

    /// What stands around the items.
    pub fn frame(&self) -> &Frame {
        self.loaded.project.as_ref()
    }

    /// Reads once more the texts that are not held and in which findings stand that the rules across the list made.
    fn complete_excerpts(&mut self, root: &Path) {
        let suppressed = self.report.suppressed.iter().map(|s| &s.finding);
        let findings = self.report.findings.iter().chain(suppressed);
        let mut places: BTreeMap<SourceId, Vec<u32>> = BTreeMap::new();
        for span in findings.flat_map(survey::spans_of) {
            let of_source = places.entry(span.source).or_default();
            of_source.extend([span.start, span.end]);
        }
        let missing = places.into_iter().filter_map(|(id, offsets)| {
            let source = self.loaded.sources.get(id);
            let mut wanted = source.unknown(offsets);
            if wanted.is_empty() {
                return None;
            }
            wanted.extend(source.known());
            Some((id, self.loaded.path_of(id), wanted))
        });
        let missing: Vec<_> = missing.collect();
        let completed: Vec<_> = missing
            .into_par_iter()
            .map(|(id, path, wanted)| {
                let excerpt = outline::look_again(root, path, |text| Excerpt::of(text, wanted));
                (id, excerpt)
            })
            .collect();
        for (id, excerpt) in completed {
            self.loaded.sources.set_excerpt(id, excerpt);
        }
    }

    fn let_pass(&mut self, terms: Terms, baseline: Option<&BaselineFile>) {
        let complaints = self.complaints(terms, baseline);
        if !complaints.is_empty() {
            self.report.findings.extend(complaints);
            self.report.sort();
        }
    }

    /// Takes out of the findings what is allowed and what the baseline counts; what is wrong with either.
    fn complaints(&mut self, terms: Terms, baseline: Option<&BaselineFile>) -> Vec<Finding> {
        let project = self.loaded.project.as_ref();
        let path_of = |source| self.loaded.path_of(source);
        let mut complaints = Complaints::new(&project.settings, self.gate);
        complaints.severities();
        let comments: &[AllowComment] = if terms.comments {
            &project.comments
        } else {
            &[]
        };
        let mut permissions = Permissions::on(
            terms.today,
            &project.settings.allow,
            comments,
            &mut complaints,
        );
        let report = &mut self.report;
        report.suppressed = permissions.apply(&mut report.findings, path_of);
        let covered = baseline.map(|file| file.baseline.cover(&mut report.findings, path_of));
        self.telling = self.as_of == project.settings.as_of && is_whole(project, report);
        if self.telling {
            permissions.report_unused(project, &self.keys, self.gate, &mut complaints);
        }
        if let (Some(file), Some(covered)) = (baseline, covered) {
            report.suppressed.extend(covered.suppressed);
            if self.telling {
                self.stale = covered.stale;
                // A rule that is silent at this gate says nothing about its old faults.
                self.stale.retain(|stale| {
                    rules::find(&stale.key.rule.to_string())
                        .is_none_or(|rule| rule.severities.at(self.gate).is_some())
                });
            }
            for stale in &self.stale {
                let span = file.places.get(&stale.key).copied();
                let span = span.unwrap_or(Span::head(project.settings_source));
                let message = stale_message(stale);
                complaints.report(&shape::stale_baseline::RULE, span, message, None);
            }
        }
        complaints.findings
    }

    /// Keeps the findings of some rules.
    pub fn restrict_to_rules(&mut self, wanted: &Selection) {
        self.retain(|f| wanted.shows(f.code));
    }

    fn retain(&mut self, wanted: impl Fn(&Finding) -> bool) {
        self.report.findings.retain(&wanted);
        self.report.suppressed.retain(|s| wanted(&s.finding));
    }

    /// Keeps what concerns some files, and the charts that their items use.
    pub fn restrict_to_files(&mut self, wanted: &HashSet<SourceId>) {
        let project = self.loaded.project.as_ref();
        let mut sources = wanted.clone();
        let mut items = 0;
        for file in self.keys.iter().filter(|f| wanted.contains(&f.source())) {
            items += file.len();
            let charts = file
                .uses()
                .filter_map(|(chart, _)| project.chart_sources.get(chart));
            sources.extend(charts);
        }
        self.report.items = items;
        self.report.files = sources.iter().copied().collect();
        self.report.files.sort_unstable();
        self.retain(|f| sources.contains(&f.primary.source));
    }

    /// Keeps what concerns some units.
    pub fn restrict_to_departments(&mut self, wanted: &[String]) {
        let is_wanted = |id: &str| wanted.iter().any(|w| w == id);
        let project = self.loaded.project.as_ref();
        let items = self.keys.iter().flat_map(FileKeys::items);
        self.report.items = items.filter(|item| is_wanted(item.department())).count();
        self.report.files = project
            .files
            .iter()
            .filter(|f| f.department.as_ref().is_some_and(|d| is_wanted(&d.value)))
            .map(|f| f.source)
            .collect();
        self.retain(|f| f.department.as_deref().is_some_and(is_wanted));
    }
}

/// The baseline at `file` in the project, or else the project's own. One that the settings name but that is not there
/// is a finding.
fn read_baseline<P: AsRef<Frame>>(
    root: &Path,
    file: Option<&str>,
    loaded: &mut Loaded<P>,
) -> Result<Option<BaselineFile>, ProjectError> {
    let own = loaded.project.as_ref().settings.baseline.clone();
    let own = own.as_ref();
    let path = file.or(own.map(|path| path.value.as_str()));
    let path = path.unwrap_or(baseline::DEFAULT);
    let (message, help) = match baseline::check_path(path) {
        Err(error) => (error.to_string(), "写相对于工程目录的路径"),
        Ok(path) => {
            let read = baseline::read(root, path, &loaded.prefix, &mut loaded.sources)?;
            if read.is_some() {
                return Ok(read);
            }
            let help = "运行 power-list baseline create 建立，或者删去 baseline 这一行";
            (format!("工程里没有 baseline 写的“{path}”"), help)
        }
    };
    if let Some(own) = own.filter(|_| file.is_none()) {
        let rule = &shape::invalid_value::RULE;
        let finding = Finding::new(rule.code, rule.name, Severity::Error, own.span, message);
        loaded.findings.push(finding.with_help(help));
    }
    Ok(None)
}

/// Whether everything could be read: what could not may be where a fault was that is missing now.
fn is_whole(project: &Frame, report: &Report) -> bool {
    let broken = |f: &Finding| f.code.family == Family::Shape && f.severity == Severity::Error;
    let unread = |chart: &ChartFile| matches!(chart, ChartFile::Faulty(ChartFault::Broken));
    !report.findings.iter().any(broken)
        && project.files.iter().all(|file| file.whole)
        && !project.charts.values().any(unread)
}

fn stale_message(stale: &Stale) -> String {
    let item = stale.key.item.as_deref().unwrap_or("");
    let gap = if item.is_empty() { "" } else { " " };
    format!(
        "{}{gap}{item} 的 {} 在基线里有 {} 个，现在只有 {} 个",
        stale.key.file,
        stale.key.rule,
        stale.count,
        stale.left.len()
    )
}
