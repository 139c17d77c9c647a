//! The list (权力清单) to print: cover, contents, a table for every category of every unit.

use std::io;

use jiff::civil::Date;

use super::chinese_date;
use super::document::{Document, Edges, Sheet};
use super::measure::{mm, page};
use super::style::{Align, Style};
use super::table::{Cell, Column};
use super::text::Paragraph;
use crate::domain::catalog::{BasisField, BasisRow, Catalog, ItemRow};
use crate::domain::item::BasisRole;
use crate::domain::numeral::Chinese;

/// What the list says of itself on its cover.
#[derive(Debug, Clone, Copy, Default)]
pub struct ListHead<'a> {
    /// Name of the jurisdiction, e.g. 滁州市.
    pub jurisdiction: &'a str,
    /// Edition, e.g. 2015年版.
    pub edition: &'a str,
    /// Day of publication; `None` for a list in work.
    pub published_on: Option<Date>,
    /// Name of the release; `None` for a list in work.
    pub release: Option<&'a str>,
    /// Remarks that go with every copy.
    pub notice: Option<&'a str>,
}

const COLUMNS: [Column; 8] = [
    Column::centered("序号", mm(10)),
    Column::new("项目名称及子项", mm(37)),
    Column::new("实施依据", mm(43)),
    Column::centered("承办机构", mm(18)),
    Column::centered("办理期限", mm(19)),
    Column::new("责任事项", mm(45)),
    Column::new("追责情形", mm(31)),
    Column::new("备注", mm(22)),
];

/// The items of one unit.
struct Unit<'a> {
    name: &'a str,
    items: Vec<&'a ItemRow>,
}

/// The list of all units in the catalog, those without items included.
///
/// # Errors
/// When the document outgrows what a zip file can hold.
pub fn list(catalog: &Catalog, head: &ListHead<'_>) -> io::Result<Vec<u8>> {
    let units = units(catalog);
    let title = match units.as_slice() {
        [only] => format!("{}权力清单", only.name),
        _ => format!("{}权力清单", head.jurisdiction),
    };
    let mut document = Document::new();
    cover(&mut document, catalog, head, &title, &units);
    if units.len() > 1 {
        contents(&mut document, &units);
    }
    document.end_section(Sheet::Portrait, &Edges::Bare);
    for (number, unit) in (1..).zip(&units) {
        let heading = Paragraph::new(Style::Unit, unit.name).bookmark(number, bookmark(number));
        document.push(if number == 1 {
            heading
        } else {
            heading.new_page()
        });
        categories(&mut document, catalog, unit);
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
            items: catalog.items.iter().filter(|i| i.department == id).collect(),
        })
        .collect()
}

fn bookmark(number: usize) -> String {
    format!("unit_{number}")
}

fn cover(
    document: &mut Document,
    catalog: &Catalog,
    head: &ListHead<'_>,
    title: &str,
    units: &[Unit<'_>],
) {
    document.push(Paragraph::new(Style::Title, title).before(mm(60)));
    if !head.edition.is_empty() {
        document.push(Paragraph::new(Style::Cover, format!("（{}）", head.edition)).before(mm(4)));
    }
    let items = catalog.items.len();
    let size = match units.len() {
        1 => format!("共 {items} 项"),
        units => format!("{units} 个单位，{items} 项"),
    };
    document.push(Paragraph::new(Style::Cover, size).before(mm(50)));
    let law = format!("依据的法律以 {} 为准", chinese_date(catalog.as_of));
    document.push(Paragraph::new(Style::Cover, law));
    let left_out: Vec<&str> = catalog
        .departments
        .iter()
        .filter(|d| !d.confirmed)
        .map(|d| d.short_name.as_str())
        .collect();
    if !left_out.is_empty() {
        let text = format!("部分公布，不含：{}", left_out.join("、"));
        document.push(Paragraph::new(Style::Cover, text));
    }
    if let Some(id) = head.release {
        document.push(Paragraph::new(Style::Cover, format!("发布编号 {id}")));
    }
    let day = match head.published_on {
        Some(day) => format!("{} 公布", chinese_date(day)),
        None => "编制中，尚未公布".to_owned(),
    };
    document.push(Paragraph::new(Style::Cover, day));
    if let Some(notice) = head.notice {
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
        document.table(&COLUMNS, (1..).zip(items).map(|(n, item)| row(n, item)));
    }
}

fn row(number: usize, item: &ItemRow) -> Vec<Cell> {
    vec![
        Cell::text(number.to_string()),
        Cell::Own(name(item)),
        lines(basis(item)),
        Cell::text(item.office.as_deref().unwrap_or("")),
        lines(time_limit(item)),
        lines(duties(item)),
        lines(accountability(item)),
        lines(remarks(item)),
    ]
}

fn lines(texts: Vec<String>) -> Cell {
    let paragraphs = texts.into_iter().map(|t| Paragraph::new(Style::Cell, t));
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
        out.push(Paragraph::new(Style::Cell, format!("{n}．{}", sub.name)));
        out.push(Paragraph::new(Style::CellNote, &sub.code));
    }
    out
}

/// The citations of a field, each once, with what is quoted of them.
fn cites(item: &ItemRow, field: BasisField) -> Vec<(u32, String)> {
    let rows: Vec<&BasisRow> = item.basis.iter().filter(|r| r.field == field).collect();
    let same = |a: &&BasisRow, b: &&BasisRow| (a.entry, &a.cite) == (b.entry, &b.cite);
    rows.chunk_by(same)
        .filter_map(|rows| {
            let first = rows.first()?;
            let mut text = first.cite.clone();
            if first.role != BasisRole::Creates.chinese() && field == BasisField::LegalBasis {
                text.push_str(&format!("（{}）", first.role));
            }
            let mut quotes: Vec<&str> = Vec::new();
            for quote in rows.iter().filter_map(|r| r.quote.as_deref()) {
                if !first.cite.contains(quote) && !quotes.contains(&quote) {
                    quotes.push(quote);
                }
            }
            for quote in quotes {
                text.push_str(&format!("：“{quote}”"));
            }
            Some((first.entry, text))
        })
        .collect()
}

fn basis(item: &ItemRow) -> Vec<String> {
    let own = cites(item, BasisField::LegalBasis);
    let of_subs = cites(item, BasisField::SubItems);
    own.into_iter()
        .map(|(_, text)| text)
        .chain(of_subs.into_iter().map(|(sub, text)| format!("子项{sub}：{text}")))
        .collect()
}

fn time_limit(item: &ItemRow) -> Vec<String> {
    let unit = item.day_unit.as_deref().unwrap_or("日");
    [("法定", item.statutory_days), ("承诺", item.promised_days)]
        .into_iter()
        .filter_map(|(what, days)| Some(format!("{what} {} {unit}", days?)))
        .collect()
}

fn with_cite(text: String, cite: Option<&String>) -> String {
    match cite {
        Some(cite) => format!("{text}（{cite}）"),
        None => text,
    }
}

fn duties(item: &ItemRow) -> Vec<String> {
    let duties = (1..).zip(&item.responsibilities);
    duties
        .map(|(n, d)| with_cite(format!("{n}．{}：{}", d.stage, d.duty), d.cite.as_ref()))
        .collect()
}

fn accountability(item: &ItemRow) -> Vec<String> {
    let situations = (1..).zip(&item.accountability);
    situations
        .map(|(n, a)| with_cite(format!("{n}．{}", a.situation), a.cite.as_ref()))
        .collect()
}

/// What has no column of its own: fees, what comes before, who is paid in between, remarks.
fn remarks(item: &ItemRow) -> Vec<String> {
    let mut out: Vec<String> = item.remarks.iter().cloned().collect();
    if item.fee_charged == Some(true) {
        let standard = item.fee_standard.as_deref();
        out.push(standard.map_or_else(|| "收费".to_owned(), |s| format!("收费：{s}")));
        let basis = cites(item, BasisField::Fee).into_iter();
        out.extend(basis.map(|(_, text)| format!("收费依据：{text}")));
    }
    for p in &item.prerequisites {
        out.push(with_cite(
            format!("前置审批：{}", p.prerequisite),
            p.cite.as_ref(),
        ));
    }
    for s in &item.intermediary_services {
        let payer = match &s.paid_by {
            Some(payer) => format!("（费用由{payer}承担）"),
            None => String::new(),
        };
        out.push(with_cite(
            format!("中介服务：{}{payer}", s.name),
            s.cite.as_ref(),
        ));
    }
    out
}
