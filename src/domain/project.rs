//! A list project (清单工程): its settings, units, items and charts, as read.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::adjustment::AdjustmentClock;
use super::adoption::ParentList;
use super::allow::{Allow, AllowComment};
use super::calendar::WorkCalendar;
use super::category::CategorySet;
use super::department::Department;
use super::flowchart::ChartFile;
use super::gate::Gate;
use super::ids::{DepartmentId, Jurisdiction};
use super::item::PowerItem;
use super::people::{Person, Phrase};
use super::place::{At, SourceId, Span};
use super::published::Published;
use super::timetable::Timetable;

/// Settings of `power-list.yaml`.
#[derive(Debug, Clone)]
pub struct Settings {
    /// 行政区划 code, e.g. 341100.
    pub jurisdiction: At<Jurisdiction>,
    /// Its name, e.g. 滁州市.
    pub jurisdiction_name: String,
    /// Edition of the list, e.g. 2015年版.
    pub edition: String,
    /// Remarks that every release and every sheet carries, e.g. that it is a worked example.
    pub notice: Option<String>,
    /// Category set.
    pub categories: CategorySet,
    /// The day whose law the list is judged by.
    pub as_of: Date,
    /// Where that day is written.
    pub as_of_span: Span,
    /// What is planned for the campaign.
    pub timetable: Timetable,
    /// Working days: those that the program knows, with what the project adds or has otherwise.
    pub calendar: WorkCalendar,
    /// The time that each step of an adjustment has.
    pub adjustment_clock: AdjustmentClock,
    /// The gate the project stands before; judged by default.
    pub gate: Gate,
    /// 审核组.
    pub review_groups: Vec<String>,
    /// Units allotted to groups in the settings; those of `departments.yaml` stand with the units.
    pub allotted: Vec<Allotment>,
    /// People.
    pub people: Vec<Person>,
    /// Whether each act of the review has to be signed.
    pub signatures: Signatures,
    /// Sentences that reviewers use again and again.
    pub phrases: Vec<Phrase>,
    /// Severity settings by rule code or name.
    pub severities: Vec<SeveritySetting>,
    /// What is allowed for single items and files.
    pub allow: Vec<Allow>,
    /// Path of the baseline in the project, where it is not the usual one.
    pub baseline: Option<At<String>>,
    /// Folder of statute texts that quotations are compared with, as written; relative to the project.
    pub law_texts: Option<At<String>>,
    /// How many days before a cited law changes or ends that is noted; 0: not at all.
    pub notice_days: u32,
    /// Where the working database is, as written, where it is not the usual file.
    pub store: Option<At<String>>,
    /// The release of the level above, as written; relative to the project.
    pub parent: Option<At<String>>,
}

/// How many days ahead coming changes of the law are noted where the settings do not say: a round of adjustments takes
/// less.
pub const NOTICE_DAYS: u32 = 180;

/// Whether each act of the review has to be signed with a key of the person who acts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signatures {
    /// Whoever wants to signs.
    #[default]
    Optional,
    /// What is not signed is not recorded.
    Required,
}

impl Signatures {
    /// The words of the settings.
    pub const WORDS: [&'static str; 2] = ["optional", "required"];

    /// What a word of the settings means.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "optional" => Some(Self::Optional),
            "required" => Some(Self::Required),
            _ => None,
        }
    }

    /// Whether whoever wants to signs; what events and checkpoints do not mention.
    pub fn are_optional(&self) -> bool {
        *self == Self::Optional
    }
}

/// A unit allotted to a review group in `power-list.yaml`.
#[derive(Debug, Clone)]
pub struct Allotment {
    /// The unit.
    pub department: At<DepartmentId>,
    /// Its 审核组.
    pub group: String,
}

/// A severity set in `power-list.yaml`; checked against the rules by whoever knows them.
#[derive(Debug, Clone)]
pub struct SeveritySetting {
    /// Code or name of the rule as written.
    pub rule: At<String>,
    /// `error`, `warning`, `note` or `off`.
    pub severity: At<String>,
}

/// What stands around the items of a project: each item is judged within it, and by itself.
#[derive(Debug)]
pub struct Frame {
    /// Settings.
    pub settings: Settings,
    /// Place of the settings file.
    pub settings_source: SourceId,
    /// Units in the order of `departments.yaml`.
    pub departments: Vec<Department>,
    /// Names of the laws that the project brings along in `laws/`.
    pub local_laws: Vec<At<String>>,
    /// What was published under each code before, from the releases of the project.
    pub published: Published,
    /// The list of the level above, where the settings name one.
    pub parent: Option<ParentList>,
    /// Headers of the item files that were read.
    pub files: Vec<ItemFile>,
    /// Flowcharts by path, both those that items name and those that lie in `flowcharts/`.
    pub charts: BTreeMap<String, ChartFile>,
    /// Where each chart file's own text is, for those that have one.
    pub chart_sources: BTreeMap<String, SourceId>,
    /// What stands for each drawing and each unusable chart that lies in `flowcharts/`: a source without text.
    pub drawing_sources: BTreeMap<String, SourceId>,
    /// Comments in item files and charts that allow something.
    pub comments: Vec<AllowComment>,
}

/// For texts quoted under `quote:` in a literal block (`|`), by the place of the block: the byte in the source at which
/// each line of the text begins.
pub type QuoteLines = BTreeMap<Span, Vec<u32>>;

/// Everything of a project that could be read. Faults found on the way are findings, not here.
#[derive(Debug)]
pub struct Project {
    /// What stands around the items.
    pub frame: Frame,
    /// Items in the order of files and within them.
    pub items: Vec<PowerItem>,
    /// Lines of what the items quote.
    pub quote_lines: QuoteLines,
}

/// A project is its frame with items in it: whoever asks for settings or units need not care which of the two it has.
impl std::ops::Deref for Project {
    type Target = Frame;
    fn deref(&self) -> &Frame {
        &self.frame
    }
}

/// Header of an item file.
#[derive(Debug, Clone)]
pub struct ItemFile {
    /// The file.
    pub source: SourceId,
    /// Path within the project, with forward slashes.
    pub path: String,
    /// `department:` as written.
    pub department: Option<At<String>>,
    /// `category:` as written.
    pub category: Option<At<String>>,
    /// How many items it holds.
    pub items: usize,
    /// Whether every entry of the file could be read as an item; what is missing in a file that is not whole
    /// must not be held against the rest of the list.
    pub whole: bool,
    /// The place to point at for the file as a whole.
    pub span: Span,
}

impl AsRef<Frame> for Project {
    fn as_ref(&self) -> &Frame {
        &self.frame
    }
}

impl AsRef<Frame> for Frame {
    fn as_ref(&self) -> &Frame {
        self
    }
}

impl Frame {
    /// The unit with this id.
    pub fn department(&self, id: &DepartmentId) -> Option<&Department> {
        self.departments.iter().find(|d| d.id.value == *id)
    }
}
