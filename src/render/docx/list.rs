//! The list (权力清单) to print: cover, contents, a table for every category of every unit.

use std::io;

use jiff::civil::Date;

use super::chinese_date;
use super::document::{Document, Edges, Sheet};
use super::measure::{mm, page};
use super::style::{Align, Style};
use super::table::{Cell, Column};
use super::text::Paragraph;
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::item::service_terms;
use crate::domain::numeral::Chinese;
use crate::render::listing::{Column as Field, Heading, cell, sub_item_cell};

/// Which release a printed list is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imprint {
    /// Its name.
    pub release: String,
    /// Day of publication.
    pub published_on: Date,
}

const COLUMNS: [Column; 8] = [
    Column::centered("序号", mm(10)),
    Column::new("项目名称及子项", mm(34)),
    Column::new("实施依据", mm(40)),
    Column::centered("承办机构", mm(17)),
    Column::centered("办理期限", mm(20)),
    Column::new("责任事项", mm(52)),
    Column::new("追责情形", mm(34)),
    Column::new("备注", mm(18)),
];

/// The items of one unit.
struct Unit<'a> {
    name: &'a str,
    items: Vec<&'a ItemRow>,
}

/// The list of all units in the catalog, those without items included; without an imprint, a list in work.
///
/// # Errors
/// When the document outgrows what a zip file can hold.
pub fn list(
    catalog: &Catalog,
    heading: &Heading,
    imprint: Option<&Imprint>,
) -> io::Result<Vec<u8>> {
    let units = units(catalog);
    let title = match units.as_slice() {
        [only] => format!("{}权力清单", only.name),
        _ => format!("{}权力清单", heading.jurisdiction),
    };
    let mut document = Document::new();
    cover(&mut document, catalog, heading, imprint, &title, &units);
    if units.len() > 1 {
        contents(&mut document, &units);
    }
    document.end_section(Sheet::Portrait, &Edges::Bare);
    for (number, unit) in (1..).zip(&units) {
        let name = Paragraph::new(Style::Unit, unit.name).bookmark(number, bookmark(number));
        document.push(if number == 1 { name } else { name.new_page() });
        categories(&mut document, catalog, unit);
    }
    if units.is_empty() {
        document.push(Paragraph::new(Style::Body, "没有列入清单的行政权力事项。"));
    }
    document.finish(&title, Sheet::Landscape, &Edges::NumberedFromOne)
}

/// Units in official order; behind them those that items name but the project does not know.
fn units(catalog: &Catalog) -> Vec<Unit<'_>> {
    let mut ids: Vec<&str> = catalog
        .departments
        .iter()
        .filter(|d| d.confirmed)
        .map(|d| d.id.as_str())
        .collect();
    for item in &catalog.items {
        if !ids.contains(&item.department.as_str()) {
            ids.push(&item.department);
        }
    }
    ids.into_iter()
        .map(|id| Unit {
            name: catalog.department(id).map_or(id, |d| &d.name),
            items: catalog
                .items
                .iter()
                .filter(|i| i.department == id)
                .collect(),
        })
        .collect()
}

fn bookmark(number: usize) -> String {
    format!("unit_{number}")
}

fn cover(
    document: &mut Document,
    catalog: &Catalog,
    heading: &Heading,
    imprint: Option<&Imprint>,
    title: &str,
    units: &[Unit<'_>],
) {
    document.push(Paragraph::new(Style::Title, title).before(mm(60)));
    let edition = format!("（{}）", heading.edition);
    document.push(Paragraph::new(Style::Cover, edition).before(mm(4)));
    let items = catalog.items.len();
    let mut said = vec![match units.len() {
        1 => format!("共 {items} 项"),
        units => format!("{units} 个单位，{items} 项"),
    }];
    said.push(format!("依据的法律以 {} 为准", chinese_date(catalog.as_of)));
    let left_out = catalog.departments.iter().filter(|d| !d.confirmed);
    let left_out: Vec<&str> = left_out.map(|d| d.short_name.as_str()).collect();
    if !left_out.is_empty() {
        said.push(format!("部分公布，不含：{}", left_out.join("、")));
    }
    match imprint {
        Some(imprint) => {
            said.push(format!("发布编号 {}", imprint.release));
            said.push(format!("{} 公布", chinese_date(imprint.published_on)));
        }
        None => said.push("编制中，尚未公布".to_owned()),
    }
    for (n, line) in said.into_iter().enumerate() {
        let above = if n == 0 { mm(50) } else { 0 };
        document.push(Paragraph::new(Style::Cover, line).before(above));
    }
    if let Some(notice) = &heading.notice {
        let notice = Paragraph::new(Style::Contents, notice);
        document.push(notice.align(Align::Center).before(mm(12)));
    }
}

fn contents(document: &mut Document, units: &[Unit<'_>]) {
    document.push(Paragraph::new(Style::Title, "目　　录").new_page());
    document.skip();
    for (number, unit) in (1..).zip(units) {
        document.push(
            Paragraph::new(
                Style::Contents,
                format!("{}（{} 项）", unit.name, unit.items.len()),
            )
            .dots_to(page::TEXT_WIDTH)
            .page_of(bookmark(number)),
        );
    }
}

/// The tables of a unit: categories in official order, behind them those that the set does not have.
fn categories(document: &mut Document, catalog: &Catalog, unit: &Unit<'_>) {
    if unit.items.is_empty() {
        document.push(Paragraph::new(
            Style::Body,
            "本单位没有列入清单的行政权力事项。",
        ));
        return;
    }
    let mut codes: Vec<&str> = catalog.categories.iter().map(|c| c.code.as_str()).collect();
    for item in &unit.items {
        if !codes.contains(&item.category.as_str()) {
            codes.push(&item.category);
        }
    }
    let mut number = 0;
    for code in codes {
        let items: Vec<&ItemRow> = unit
            .items
            .iter()
            .copied()
            .filter(|i| i.category == code)
            .collect();
        if items.is_empty() {
            continue;
        }
        number += 1;
        document.push(
            Paragraph::new(
                Style::Category,
                format!(
                    "{}、{}（{} 项）",
                    Chinese(number),
                    catalog.category_label(code),
                    items.len()
                ),
            )
            .before(mm(3)),
        );
        document.table(
            &COLUMNS,
            (1..).zip(items).map(|(n, item)| row(catalog, n, item)),
        );
    }
}

fn row(catalog: &Catalog, number: usize, item: &ItemRow) -> Vec<Cell> {
    let text = |field: Field| lines([cell(catalog, item, field)]);
    vec![
        Cell::text(number.to_string()),
        Cell::Own(name(item)),
        lines(basis(catalog, item)),
        text(Field::Office),
        lines(time_limit(catalog, item)),
        text(Field::Responsibilities),
        text(Field::Accountability),
        lines(remarks(catalog, item)),
    ]
}

/// A paragraph for every line.
fn lines(texts: impl IntoIterator<Item = String>) -> Cell {
    let paragraphs = texts.into_iter().flat_map(|text| {
        text.lines()
            .map(|line| Paragraph::new(Style::Cell, line))
            .collect::<Vec<_>>()
    });
    Cell::Own(paragraphs.collect())
}

fn name(item: &ItemRow) -> Vec<Paragraph> {
    let mut out = vec![Paragraph::new(Style::Cell, &item.name)];
    let code = match item.code.as_str() {
        "" => "（未编码）",
        code => code,
    };
    out.push(Paragraph::new(Style::CellNote, code));
    for (n, sub) in (1..).zip(&item.sub_items) {
        out.push(Paragraph::new(Style::Cell, format!("{n}.{}", sub.name)));
        out.push(Paragraph::new(Style::CellNote, &sub.code));
    }
    out
}

/// The basis of the item, then those of its sub-items.
fn basis(catalog: &Catalog, item: &ItemRow) -> Vec<String> {
    let of_subs = (0..item.sub_items.len()).filter_map(|index| {
        let text = sub_item_cell(item, index, Field::LegalBasis);
        (!text.is_empty()).then(|| format!("子项{}：\n{text}", index + 1))
    });
    std::iter::once(cell(catalog, item, Field::LegalBasis))
        .chain(of_subs)
        .collect()
}

fn time_limit(catalog: &Catalog, item: &ItemRow) -> Vec<String> {
    [
        ("法定", Field::StatutoryDays),
        ("承诺", Field::PromisedDays),
    ]
    .into_iter()
    .map(|(what, field)| (what, cell(catalog, item, field)))
    .filter(|(_, days)| !days.is_empty())
    .map(|(what, days)| format!("{what}\n{days}"))
    .collect()
}

/// Remarks, and what has no column of its own: fees, what comes before, who is paid in between.
fn remarks(catalog: &Catalog, item: &ItemRow) -> Vec<String> {
    let mut out = vec![cell(catalog, item, Field::Remarks)];
    if item.fee_charged == Some(true) {
        out.push(cell(catalog, item, Field::Fee));
    }
    let with_cite = |text: String, cite: Option<&String>| match cite {
        Some(cite) => format!("{text}（依据：{cite}）"),
        None => text,
    };
    for p in &item.prerequisites {
        let unit = p.handled_by.as_ref();
        let unit = unit.map_or_else(String::new, |unit| format!("（{unit}）"));
        let text = format!("前置审批：{}{unit}", p.prerequisite);
        out.push(with_cite(text, p.cite.as_ref()));
    }
    for s in &item.intermediary_services {
        let terms = service_terms(s.chosen_by, s.paid_by.as_deref());
        let text = format!("中介服务：{}{terms}", s.name);
        out.push(with_cite(text, s.cite.as_ref()));
    }
    out
}
