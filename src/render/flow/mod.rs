//! Flowcharts drawn: steps in lanes from above to below, as SVG and in other formats.
//!
//! The layout is layered, of our own: the libraries that lay out graphs know neither lanes nor Chinese text, and give
//! coordinates that are not the same on every machine. Only whole numbers are used here.

mod colour;
mod graph;
mod label;
mod layout;
mod node;
mod place;
mod port;
mod route;
mod scene;
pub mod shape;
mod svg;
pub mod text;
mod track;

pub use layout::layout;

use std::collections::HashMap;

use crate::domain::catalog::{Catalog, ChartRow, ItemRow, RiskRow};

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
            let own = item.flowchart.iter();
            for id in own.chain(item.sub_items.iter().filter_map(|s| s.flowchart.as_ref())) {
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
        let mut risks: Vec<RiskRow> = Vec::new();
        let mut units: Vec<Option<&str>> = Vec::new();
        for item in items {
            let unit = item.day_unit.as_deref();
            if !units.contains(&unit) {
                units.push(unit);
            }
            for risk in &item.integrity_risks {
                if !risks.contains(risk) {
                    risks.push(risk.clone());
                }
            }
        }
        let place = |risk: &RiskRow| chart.steps.iter().position(|s| s.id == risk.step);
        risks.retain(|risk| place(risk).is_some());
        risks.sort_by_key(place);
        let day_unit = match units.as_slice() {
            [unit] => unit.map(str::to_owned),
            _ => None,
        };
        Self { day_unit, risks }
    }
}

/// A structured chart as SVG, the same bytes for the same chart on every machine.
///
/// One document without any reference to another; it may be put into a page as it is. Its width and height are the size
/// at which the letters are 12 and 13 pixels high: a page that makes it smaller should rather let it scroll.
pub fn svg(chart: &ChartRow, notes: &Notes) -> String {
    let layout = layout(chart, notes.day_unit.as_deref(), &notes.risks);
    let parts = scene::scene(&layout, chart);
    let title = chart.title.as_deref().unwrap_or("权力运行流程图");
    svg::svg(
        &mark(&chart.id),
        title,
        &in_words(chart, notes),
        (layout.width, layout.height),
        &parts,
    )
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
