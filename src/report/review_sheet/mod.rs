//! One item of the review as a readable sheet: styled lines for a width, in sections that can be jumped to.

mod change;
mod elements;
pub mod json;
mod legal;
pub mod markdown;
mod said;
mod view;

pub use view::{
    ChartView, CitationView, CitedView, Drawn, Hand, ItemChange, ItemView, LastView, LawView,
    OpinionView, ProvisionView, QuoteView, RulingView, Verdict,
};

use super::styled::{Line, Paper, Run, Style};
use super::text::{padded, width};

/// A section of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Code, name, and the values of the item itself.
    Head,
    /// 上一轮意见与答复.
    Last,
    /// 与上一次上报相比.
    Changes,
    /// 法律依据, with those of the fee.
    Basis,
    /// 子项.
    SubItems,
    /// 责任事项.
    Responsibilities,
    /// 追责情形.
    Accountability,
    /// 廉政风险点.
    IntegrityRisks,
    /// 前置审批 and 中介服务.
    Around,
    /// 流程图.
    Flowchart,
    /// 校验发现.
    Findings,
    /// 本轮意见.
    Opinions,
    /// 裁定.
    Ruling,
}

impl Section {
    /// All sections in the order of the sheet, with their keys and titles: from the second round on, what came of the
    /// first is read first.
    pub const ALL: [(Self, &'static str, &'static str); 13] = [
        (Self::Head, "head", "事项"),
        (Self::Last, "last", "上一轮意见与答复"),
        (Self::Changes, "changes", "与上一次上报相比"),
        (Self::Basis, "basis", "法律依据"),
        (Self::SubItems, "sub-items", "子项"),
        (Self::Responsibilities, "responsibilities", "责任事项"),
        (Self::Accountability, "accountability", "追责情形"),
        (Self::IntegrityRisks, "risks", "廉政风险点"),
        (Self::Around, "around", "前置审批和中介服务"),
        (Self::Flowchart, "flowchart", "流程图"),
        (Self::Findings, "findings", "校验发现"),
        (Self::Opinions, "opinions", "本轮意见"),
        (Self::Ruling, "ruling", "裁定"),
    ];

    /// Its title.
    pub fn title(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    /// The word that names it on a command line.
    pub fn key(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The section that a word names.
    pub fn from_key(key: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(_, known, _)| *known == key);
        found.map(|(section, ..)| *section)
    }
}

/// How a sheet is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Columns of a line.
    pub columns: usize,
    /// Whether what is new and what is gone carry marks, because colours will not show them.
    pub marks: bool,
}

/// The sheet: its lines, and where each section begins. A section without content is not there.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// All lines.
    pub lines: Vec<Line>,
    /// The sections with the line of their title, in order.
    pub sections: Vec<(Section, usize)>,
}

impl Sheet {
    /// The lines of a section with its title, without the blank line before the next one.
    pub fn section(&self, wanted: Section) -> &[Line] {
        let Some(at) = self.sections.iter().position(|(s, _)| *s == wanted) else {
            return &[];
        };
        let line = |at: usize| self.sections.get(at).map(|(_, line)| *line);
        let end = line(at + 1).map_or(self.lines.len(), |next| next.saturating_sub(1));
        self.lines.get(line(at).unwrap_or(0)..end).unwrap_or(&[])
    }

    /// Every section that is there with its lines.
    pub fn sections_with_lines(&self) -> Vec<(Section, &[Line])> {
        let each = self.sections.iter().map(|(s, _)| (*s, self.section(*s)));
        each.collect()
    }

    /// The first line of a section.
    pub fn start(&self, wanted: Section) -> Option<usize> {
        let found = self.sections.iter().find(|(s, _)| *s == wanted);
        found.map(|(_, line)| *line)
    }
}

/// Sets the sheet of an item.
pub fn lay_out(view: &ItemView, setting: Setting) -> Sheet {
    let mut setter = Setter {
        view,
        paper: Paper::new(setting.columns),
        marks: setting.marks,
        sections: Vec::with_capacity(Section::ALL.len()),
    };
    for (section, ..) in Section::ALL {
        match section {
            Section::Head => setter.head(),
            Section::Basis => setter.bases(),
            Section::SubItems => setter.sub_items(),
            Section::Responsibilities => setter.responsibilities(),
            Section::Accountability => setter.accountability(),
            Section::IntegrityRisks => setter.risks(),
            Section::Around => setter.around(),
            Section::Flowchart => setter.flowcharts(),
            Section::Findings => setter.findings(),
            Section::Opinions => setter.opinions(),
            Section::Ruling => setter.ruling(),
            Section::Last => setter.last(),
            Section::Changes => setter.changes(),
        }
    }
    Sheet {
        lines: setter.paper.lines,
        sections: setter.sections,
    }
}

/// A sheet being set.
struct Setter<'v> {
    view: &'v ItemView,
    paper: Paper,
    marks: bool,
    sections: Vec<(Section, usize)>,
}

/// Columns of the labels of the head.
const LABEL: usize = 14;

impl Setter<'_> {
    /// Begins a section.
    fn begin(&mut self, section: Section, note: &str) {
        if !self.paper.lines.is_empty() {
            self.paper.blank();
        }
        self.sections.push((section, self.paper.lines.len()));
        let title = Run::new(Style::Heading, section.title());
        let title = match note {
            "" => title,
            note => title.with(Style::Muted, format!("　{note}")),
        };
        self.paper.text(0, &title);
    }

    /// A label with its value.
    fn field(&mut self, label: &str, value: &Run) {
        let lead = Run::new(Style::Muted, padded(label, LABEL.max(width(label) + 2)));
        self.paper.hang(&lead, value);
    }

    /// A label with a value that may be missing.
    fn value(&mut self, label: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.field(label, &Run::plain(value));
        }
    }
}
