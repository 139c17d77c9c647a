//! The text of one cell of the published list. Nowhere else is that text made: `import` compares a workbook's cell with
//! it to see whether anybody edited the cell.

use super::Column;
use crate::domain::catalog::{BasisField, BasisRow, Catalog, ItemRow, RiskRow};
use crate::domain::item::BasisRole;

/// Stage that `import` gives a duty for which its cell names none; printing it would say nothing.
const NO_STAGE: &str = "责任事项";

/// The text of an item's cell; 序号 is empty here, it depends on the sheet, and 子项名称 belongs to
/// [`sub_item_cell`].
pub fn cell(catalog: &Catalog, item: &ItemRow, column: Column) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    match column {
        Column::Serial | Column::SubItem => String::new(),
        Column::Category => catalog.category_label(&item.category).to_owned(),
        Column::Code => item.code.clone(),
        Column::Name => item.name.clone(),
        Column::LegalBasis => basis(&entries(item, BasisField::LegalBasis, None)),
        Column::Department => catalog
            .department(&item.department)
            .map_or_else(|| item.department.clone(), |d| d.name.clone()),
        Column::Office => text(&item.office),
        Column::Level => text(&item.exercised_by),
        Column::Target => text(&item.target),
        Column::StatutoryDays => days(item.statutory_days, item),
        Column::PromisedDays => days(item.promised_days, item),
        Column::Fee => fee(item),
        Column::Responsibilities => responsibilities(item),
        Column::Accountability => numbered(
            item.accountability
                .iter()
                .map(|a| with_basis(&a.situation, a.cite.as_deref())),
        ),
        Column::Risks => risks(catalog, item),
        Column::Phone => text(&item.phone),
        Column::Remarks => text(&item.remarks),
    }
}

/// The text of a cell in the row of a sub-item, which `index` counts from 0.
pub fn sub_item_cell(item: &ItemRow, index: usize, column: Column) -> String {
    match (column, item.sub_items.get(index)) {
        (Column::SubItem, Some(sub)) => sub.name.clone(),
        (Column::LegalBasis, Some(_)) => {
            let entry = u32::try_from(index + 1).unwrap_or(u32::MAX);
            basis(&entries(item, BasisField::SubItems, Some(entry)))
        }
        _ => String::new(),
    }
}

/// `1.甲` in a line of its own; a single entry needs no number.
fn numbered(entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries.collect();
    match entries.as_slice() {
        [only] => only.clone(),
        list => list
            .iter()
            .enumerate()
            .map(|(i, entry)| format!("{}.{entry}", i + 1))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

/// One entry of a field of citations.
struct Entry<'a> {
    role: &'a str,
    cite: &'a str,
    quote: Option<&'a str>,
}

/// Entries of a field: the rows of one entry, one for each provision, are put together again.
fn entries(item: &ItemRow, field: BasisField, number: Option<u32>) -> Vec<Entry<'_>> {
    let mut out: Vec<Entry<'_>> = Vec::new();
    let mut last: Option<&BasisRow> = None;
    let rows = item
        .basis
        .iter()
        .filter(|row| row.field == field && number.is_none_or(|n| row.entry == n));
    for row in rows {
        // A sub-item's entries all bear the number of the sub-item, so the citation has to tell them apart.
        let same =
            last.is_some_and(|l| l.entry == row.entry && l.cite == row.cite && l.role == row.role);
        // What the citation quotes itself is in its own text already.
        let quote = row.quote.as_deref().filter(|q| !row.cite.contains(q));
        match out.last_mut() {
            Some(entry) if same => entry.quote = entry.quote.or(quote),
            _ => out.push(Entry {
                role: &row.role,
                cite: &row.cite,
                quote,
            }),
        }
        last = Some(row);
    }
    out
}

/// 依据: numbered, the text quoted on the lines below, 【实施依据】 and the like where it is not what creates the power.
fn basis(entries: &[Entry<'_>]) -> String {
    numbered(entries.iter().map(|entry| {
        let mut text = String::new();
        if entry.role != BasisRole::Creates.chinese() {
            text.push_str(&format!("【{}】", entry.role));
        }
        text.push_str(entry.cite);
        if let Some(quote) = entry.quote {
            text.push_str("：\n");
            text.push_str(quote);
        }
        text
    }))
}

/// 甲（依据：《乙法》第一条）
fn with_basis(text: &str, cite: Option<&str>) -> String {
    match cite {
        Some(cite) => format!("{text}（依据：{cite}）"),
        None => text.to_owned(),
    }
}

/// 20个工作日, 30日
fn days(days: Option<u32>, item: &ItemRow) -> String {
    let Some(days) = days else {
        return String::new();
    };
    match item.day_unit.as_deref() {
        Some("工作日") | None => format!("{days}个工作日"),
        Some(unit) => format!("{days}{unit}"),
    }
}

fn fee(item: &ItemRow) -> String {
    let mut lines = Vec::new();
    match (item.fee_charged, item.fee_on_enterprises) {
        (None, _) => {}
        (Some(false), _) => lines.push("不收费".to_owned()),
        (Some(true), Some(true)) => lines.push("收费（涉企收费）".to_owned()),
        (Some(true), _) => lines.push("收费".to_owned()),
    }
    let cites: Vec<String> = entries(item, BasisField::Fee, None)
        .iter()
        .map(|entry| match entry.quote {
            Some(quote) => format!("{}：\n{quote}", entry.cite),
            None => entry.cite.to_owned(),
        })
        .collect();
    if !cites.is_empty() {
        lines.push(format!("依据：{}", cites.join("；")));
    }
    if let Some(standard) = &item.fee_standard {
        lines.push(format!("标准：{standard}"));
    }
    lines.join("\n")
}

/// 1.受理责任：公示应当提交的材料……
fn responsibilities(item: &ItemRow) -> String {
    numbered(item.responsibilities.iter().map(|duty| {
        let text = with_basis(&duty.duty, duty.cite.as_deref());
        match duty.stage.as_str() {
            NO_STAGE | "" => text,
            stage if stage.ends_with("责任") => format!("{stage}：{text}"),
            stage => format!("{stage}责任：{text}"),
        }
    }))
}

/// 1.立案环节：选择性立案（风险等级：高；防控措施：……）
fn risks(catalog: &Catalog, item: &ItemRow) -> String {
    let chart = item.flowchart.as_deref().and_then(|id| catalog.chart(id));
    let step = |risk: &RiskRow| {
        let step = chart.and_then(|chart| chart.steps.iter().find(|step| step.id == risk.step));
        step.map_or_else(|| risk.step.clone(), |step| step.name.clone())
    };
    numbered(item.integrity_risks.iter().map(|risk| {
        format!(
            "{}环节：{}（风险等级：{}；防控措施：{}）",
            step(risk),
            risk.risk,
            risk.level,
            risk.measure
        )
    }))
}
