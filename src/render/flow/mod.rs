//! Flowcharts drawn: steps in lanes from above to below, as SVG and in other formats.
//!
//! The layout is layered and of our own: it wants lanes, the widths of Chinese text and whole numbers, so that the bytes
//! are the same on every machine. No layout library has been tried against these wishes.

mod bpmn;
mod colour;
mod font;
mod graph;
mod label;
mod layout;
mod mermaid;
mod node;
mod pdf;
mod place;
mod png;
mod port;
mod route;
mod scene;
pub mod shape;
mod svg;
pub mod text;
mod track;

pub use font::Font;
pub use layout::layout;
pub use mermaid::mermaid;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::BuildHasher as _;

use foldhash::fast::FixedState;

use crate::domain::catalog::{Catalog, ChartRow, ItemRow, RiskRow, StepRow};

/// What the items that use a chart say of its steps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// Unit of the day limits, where all items have the same.
    pub day_unit: Option<String>,
    /// 廉政风险点 of all items, each once, in the order of the steps.
    pub risks: Vec<RiskRow>,
}

impl Notes {
    /// What the items of a list say of each of its charts, in the order of the charts.
    pub fn of_catalog(catalog: &Catalog) -> Vec<Self> {
        let mut users: HashMap<&str, Vec<&ItemRow>> = HashMap::new();
        for item in &catalog.items {
            for id in item.charts() {
                let users = users.entry(id).or_default();
                if users.last().is_none_or(|last| !std::ptr::eq(*last, item)) {
                    users.push(item);
                }
            }
        }
        let of = |chart: &ChartRow| {
            let items = users.get(chart.id.as_str()).map_or(&[][..], Vec::as_slice);
            Self::of_items(chart, items.iter().copied())
        };
        catalog.charts.iter().map(of).collect()
    }

    /// What these items say of a chart.
    pub fn of_items<'a>(chart: &ChartRow, items: impl Iterator<Item = &'a ItemRow>) -> Self {
        let mut said = Hearing::default();
        for item in items {
            said.unit(item.day_unit.as_deref());
            for r in &item.integrity_risks {
                said.risk(&r.step, &r.risk, &r.level, &r.measure);
            }
        }
        said.notes(chart)
    }
}

/// [`Notes`] in the making: what each of the items says, one after another.
#[derive(Debug, Clone, Default)]
pub struct Hearing {
    units: Vec<Option<String>>,
    risks: Vec<RiskRow>,
    /// Hashes of the risks: thousands of items that share a chart may each have risks of their own.
    heard: HashSet<u64, FixedState>,
}

impl Hearing {
    /// The unit of the day limits of an item.
    pub fn unit(&mut self, unit: Option<&str>) {
        if !self.units.iter().any(|known| known.as_deref() == unit) {
            self.units.push(unit.map(str::to_owned));
        }
    }

    /// A 廉政风险点 of an item.
    pub fn risk(&mut self, step: &str, risk: &str, level: &str, measure: &str) {
        let is_it =
            |r: &RiskRow| [&r.step, &r.risk, &r.level, &r.measure] == [step, risk, level, measure];
        let hash = FixedState::default().hash_one([step, risk, level, measure]);
        if self.heard.insert(hash) || !self.risks.iter().any(is_it) {
            self.risks.push(RiskRow {
                step: step.to_owned(),
                risk: risk.to_owned(),
                level: level.to_owned(),
                measure: measure.to_owned(),
            });
        }
    }

    /// What that comes to for a chart.
    pub fn notes(&self, chart: &ChartRow) -> Notes {
        let place = |risk: &RiskRow| chart.steps.iter().position(|s| s.id == risk.step);
        let known = self.risks.iter().filter(|risk| place(risk).is_some());
        let mut risks: Vec<RiskRow> = known.cloned().collect();
        risks.sort_by_key(place);
        let day_unit = match self.units.as_slice() {
            [unit] => unit.clone(),
            _ => None,
        };
        Notes { day_unit, risks }
    }
}

/// A structured chart as SVG, the same bytes for the same chart on every machine.
///
/// One document without any reference to another; it may be put into a page as it is. Its width and height are the size
/// at which the letters are 12 and 13 pixels high: a page that makes it smaller should rather let it scroll.
pub fn svg(chart: &ChartRow, notes: &Notes) -> String {
    let picture = Picture::new(chart, notes);
    let said = in_words(chart, notes);
    svg::svg(
        &mark(&chart.id),
        title(chart),
        &said,
        picture.size,
        &picture.parts,
    )
}

/// A structured chart as BPMN 2.0 with the places of its shapes.
pub fn bpmn(chart: &ChartRow, notes: &Notes) -> String {
    let layout = layout(chart, notes.day_unit.as_deref(), &notes.risks);
    bpmn::bpmn(chart, notes, &layout)
}

/// A structured chart as PNG, `scale` times as large as the SVG.
///
/// # Errors
/// When the font lacks letters of the chart, or the picture would be too large.
pub fn png(
    chart: &ChartRow,
    notes: &Notes,
    scale: f32,
    font: &Font<'_>,
) -> Result<Vec<u8>, Unpaintable> {
    let picture = Picture::new(chart, notes);
    picture.letters(font)?;
    png::png(picture.size, scale, &picture.parts, font).ok_or(Unpaintable::TooLarge)
}

/// A structured chart as PDF: one sheet of A4, with the letters it needs.
///
/// # Errors
/// When the font lacks letters of the chart, or cannot be put into a PDF.
pub fn pdf(chart: &ChartRow, notes: &Notes, font: &Font<'_>) -> Result<Vec<u8>, Unpaintable> {
    let picture = Picture::new(chart, notes);
    picture.letters(font)?;
    pdf::pdf(title(chart), picture.size, &picture.parts, font).ok_or(Unpaintable::Font)
}

/// Why a chart does not become a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unpaintable {
    /// The font does not have these characters.
    #[error("字体里没有这些字：{0}")]
    Letters(String),
    /// No picture is as large.
    #[error("图太大，画不成图片")]
    TooLarge,
    /// The font does not let itself be put into a PDF.
    #[error("这个字体不能放进 PDF")]
    Font,
}

/// A chart ready to be painted.
struct Picture {
    size: (i32, i32),
    parts: Vec<scene::Part>,
}

impl Picture {
    fn new(chart: &ChartRow, notes: &Notes) -> Self {
        let layout = layout(chart, notes.day_unit.as_deref(), &notes.risks);
        Self {
            size: (layout.width, layout.height),
            parts: scene::scene(&layout, chart),
        }
    }

    /// Refuses a font that would leave boxes where letters should be.
    fn letters(&self, font: &Font<'_>) -> Result<(), Unpaintable> {
        let lacking: BTreeSet<char> = font::texts(&self.parts)
            .flat_map(|text| font.lacks(text))
            .collect();
        if lacking.is_empty() {
            Ok(())
        } else {
            Err(Unpaintable::Letters(lacking.into_iter().take(20).collect()))
        }
    }
}

fn title(chart: &ChartRow) -> &str {
    chart.title.as_deref().unwrap_or("权力运行流程图")
}

/// The risks of a step with the numbers that stand on it.
fn risks_of<'n>(notes: &'n Notes, step: &StepRow) -> impl Iterator<Item = (usize, &'n RiskRow)> {
    let id = step.id.clone();
    let numbered = notes
        .risks
        .iter()
        .enumerate()
        .map(|(n, risk)| (n + 1, risk));
    numbered.filter(move |(_, risk)| risk.step == id)
}

/// A chart in words, for those who do not see it: each step, who does it, how long it may take, and where it leads.
pub fn in_words(chart: &ChartRow, notes: &Notes) -> String {
    let number = |id: &str| chart.steps.iter().position(|s| s.id == id).map(|n| n + 1);
    let mut out: Vec<String> = Vec::new();
    for (n, step) in chart.steps.iter().enumerate() {
        let mut said = format!("{}. {}", n + 1, step.name.trim());
        let details = [
            step.actor.as_ref().map(|a| a.trim().to_owned()),
            step.days.map(|d| node::days(d, notes.day_unit.as_deref())),
        ];
        let details: Vec<String> = details.into_iter().flatten().collect();
        if !details.is_empty() {
            said.push_str(&format!("（{}）", details.join("，")));
        }
        let ways = step.next.iter().filter_map(|way| {
            let to = number(&way.to)?;
            Some(match way.label.as_deref().map(str::trim) {
                Some(label) if !label.is_empty() => format!("{label}，到第 {to} 步"),
                _ => format!("到第 {to} 步"),
            })
        });
        let ways: Vec<String> = ways.collect();
        if !ways.is_empty() {
            said.push('：');
            said.push_str(&ways.join("；"));
        }
        out.push(said);
    }
    for risk in &notes.risks {
        if let Some(to) = number(&risk.step) {
            out.push(format!(
                "第 {to} 步的廉政风险（{}）：{}",
                risk.level, risk.risk
            ));
        }
    }
    out.join("。") + "。"
}

/// A short name for a chart within a page: FNV-1a of its id.
fn mark(id: &str) -> String {
    let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("plf-{hash:016x}")
}
