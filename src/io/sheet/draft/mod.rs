//! Rows into drafts of items: what a workbook says, in the words of item files.

mod fee;
mod values;
mod writer;

use std::collections::BTreeMap;

use super::annotate;
use super::form::{self, FormItem};
use super::grid::{CellRef, Sheet};
use super::headers::{Field, HeaderTable};
use super::rows::{self, Doubt};
use super::text::one_line;
use crate::domain::category::CategorySet;
use crate::domain::citation::ParsedCitations;
use crate::domain::form::AUXILIARY_SHEETS;
use crate::domain::ids::ItemCode;
use crate::domain::item::{BasisRole, DayUnit};
use crate::domain::place::{At, Span};

use writer::Writer;

/// One entry of 法律依据 as a workbook gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftBasis {
    /// What it is cited for.
    pub role: BasisRole,
    /// The citation in canonical form, or the text that could not be read as one.
    pub cite: At<String>,
    /// Statute text that is quoted.
    pub quote: Option<At<String>>,
    /// The level that the workbook ascribes to the law, e.g. 法律.
    pub tag: Option<String>,
    /// The column it stands in.
    pub column: Field,
}

/// One 责任事项 as a workbook gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftDuty {
    /// Stage.
    pub stage: At<String>,
    /// The duty.
    pub duty: At<String>,
    /// What imposes it, where the entry says so.
    pub basis: Option<At<String>>,
}

/// One 追责情形 as a workbook gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSituation {
    /// The situation.
    pub situation: At<String>,
    /// What makes officials answerable, where the entry says so.
    pub basis: Option<At<String>>,
}

/// 收费 as a workbook gives it.
#[derive(Debug, Clone)]
pub struct DraftFee {
    /// Whether anything is charged.
    pub charged: At<bool>,
    /// Whether enterprises pay it.
    pub on_enterprises: Option<bool>,
    /// What allows it.
    pub basis: Vec<DraftBasis>,
    /// 收费标准.
    pub standard: Option<At<String>>,
}

/// A 子项 as a workbook gives it.
#[derive(Debug, Clone)]
pub struct DraftSubItem {
    /// Its name, without the number before it.
    pub name: At<String>,
    /// Its name as written.
    pub written: String,
    /// Its own basis.
    pub legal_basis: Vec<DraftBasis>,
}

/// An item as a workbook gives it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Sheet it stands in.
    pub sheet: String,
    /// Cell of its name.
    pub cell: CellRef,
    /// Category, by its name in the project's set.
    pub category: At<String>,
    /// 行使主体 as written.
    pub unit: Option<(CellRef, At<String>)>,
    /// Further bodies that are named as 行使主体 of the same item.
    pub more_units: Vec<At<String>>,
    /// Code of the project's own kind.
    pub code: Option<At<ItemCode>>,
    /// Name.
    pub name: At<String>,
    /// What else there is.
    pub content: Content,
}

impl Draft {
    /// 行使层级 as written.
    pub fn level(&self) -> Option<&str> {
        let level = match &self.content {
            Content::List(list) => &list.exercised_by,
            Content::Form(form) => &form.exercised_by,
        };
        level.as_ref().map(|level| level.value.as_str())
    }
}

/// What a workbook says of an item, by the kind of its table.
#[derive(Debug, Clone)]
pub enum Content {
    /// A list: what it does not say is left open.
    List(Box<ListItem>),
    /// The form: what is blank there is meant to be blank.
    Form(Box<FormItem>),
}

impl Content {
    fn sub_items(&self) -> usize {
        match self {
            Self::List(list) => list.sub_items.len(),
            Self::Form(form) => form.sub_items.len(),
        }
    }
}

/// What a list says of an item beside its head; what it does not say is empty.
#[derive(Debug, Clone)]
pub struct ListItem {
    /// What stands in the columns, as [`key`](super::text::key) has it, pieces joined: to see what was edited.
    pub written: BTreeMap<Field, String>,
    /// 子项.
    pub sub_items: Vec<DraftSubItem>,
    /// Basis with what it is cited for.
    pub legal_basis: Vec<DraftBasis>,
    /// 行使层级.
    pub exercised_by: Option<At<String>>,
    /// 承办机构.
    pub office: Option<At<String>>,
    /// 行政相对人.
    pub target: Option<At<String>>,
    /// 法定期限 and 承诺期限 in one unit.
    pub time_limit: Option<DraftLimit>,
    /// 责任事项.
    pub responsibilities: Vec<DraftDuty>,
    /// 追责情形.
    pub accountability: Vec<DraftSituation>,
    /// 收费.
    pub fee: Option<DraftFee>,
    /// 监督电话.
    pub phone: Option<At<String>>,
    /// 国家编码.
    pub national_code: Option<At<String>>,
    /// 备注.
    pub remarks: Option<String>,
    /// Values that are none of their field's; they go into the remarks.
    pub misfits: Vec<Misfit>,
    /// What stands in columns without a field of their own, by title.
    pub noted: Vec<Noted>,
}

/// A value that is none of its field's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// The field.
    pub field: Field,
    /// The line in the remarks: what it was meant as, and the text.
    pub line: String,
}

impl Misfit {
    /// A value under the name of what it was meant as.
    pub fn new(field: Field, name: &str, text: &str) -> Self {
        let line = format!("{name}：{text}");
        Self { field, line }
    }
}

/// Text of a column without a field of its own; it goes into the remarks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Title of the column.
    pub title: String,
    /// The first of its cells.
    pub cell: CellRef,
    /// Where that is in the text of the workbook.
    pub span: Span,
    /// The text.
    pub text: String,
}

impl Noted {
    /// The line in the remarks.
    pub fn line(&self) -> String {
        // A list of its own begins on a line of its own.
        let joint = if self.text.contains('\n') { "\n" } else { "" };
        format!("{}：{joint}{}", self.title, self.text)
    }
}

/// 办理时限.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLimit {
    /// 法定.
    pub statutory: Option<At<u32>>,
    /// 承诺.
    pub promised: Option<At<u32>>,
    /// Unit of both.
    pub unit: DayUnit,
}

/// Something to say about a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Sheet.
    pub sheet: String,
    /// Cell.
    pub cell: CellRef,
    /// Where that is in the text of the workbook.
    pub span: Span,
    /// What, in one Chinese sentence.
    pub why: String,
    /// The text it is about, where that went nowhere else.
    pub text: String,
}

/// Something that was not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What kind of thing.
    pub doubt: Doubt,
    /// Where, and why.
    pub remark: Remark,
}

/// What came of one sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetCount {
    /// Its name.
    pub sheet: String,
    /// Row of the titles, from 1; `None` where there is no header, or none is wanted.
    pub header_row: Option<u32>,
    /// Rows below the header that hold something.
    pub rows: usize,
    /// Items made.
    pub items: usize,
    /// Their sub-items.
    pub sub_items: usize,
    /// Cells that were not understood.
    pub not_understood: usize,
}

/// The words by which a workbook is read.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// Titles of columns.
    pub table: &'a HeaderTable,
    /// The project's categories.
    pub set: &'a CategorySet,
    /// All known category sets, for names of other sets.
    pub sets: &'a [CategorySet],
}

impl<'a> Words<'a> {
    /// The category of the project's set that a name means.
    pub fn category(&self, name: &str) -> Option<&'a str> {
        self.table.category(name, self.set, self.sets)
    }

    fn is_category(&self, name: &str) -> bool {
        let known = self.sets.iter().any(|s| s.find(name).is_some());
        known || self.category(name).is_some()
    }
}

/// What a workbook holds.
#[derive(Debug, Default)]
pub struct WorkbookDraft {
    /// Items in the order of the sheets.
    pub items: Vec<Draft>,
    /// Items that could not be made because their category is not known.
    pub lost: usize,
    /// Cells that were not understood.
    pub not_understood: Vec<Trouble>,
    /// What was left out or put elsewhere on purpose.
    pub notes: Vec<Remark>,
    /// Every sheet that holds something, in order.
    pub sheets: Vec<SheetCount>,
}

/// Reads sheets into drafts. `parse` reads citations.
pub fn read(
    sheets: &[Sheet],
    words: Words<'_>,
    parse: &dyn Fn(&str) -> ParsedCitations,
) -> WorkbookDraft {
    let mut out = WorkbookDraft::default();
    for sheet in sheets {
        if let Some(why) = ours(sheet) {
            out.notes.extend(passed_over(sheet, why));
            continue;
        }
        let (items, not_understood) = (out.items.len(), out.not_understood.len());
        let (header_row, rows) = read_sheet(sheet, words, parse, &mut out);
        let new = out.items.get(items..).unwrap_or_default();
        out.sheets.push(SheetCount {
            sheet: sheet.name.clone(),
            header_row,
            rows,
            items: new.len(),
            sub_items: new.iter().map(|draft| draft.content.sub_items()).sum(),
            not_understood: out.not_understood.len() - not_understood,
        });
    }
    out
}

/// Reads one sheet. Gives the row of its titles, from 1, and how many rows below it hold something.
fn read_sheet(
    sheet: &Sheet,
    words: Words<'_>,
    parse: &dyn Fn(&str) -> ParsedCitations,
    out: &mut WorkbookDraft,
) -> (Option<u32>, usize) {
    if let Some(header) = form::find(sheet) {
        let category = |name: &str| words.category(name).map(str::to_owned);
        form::read(sheet, &header, &category, out);
        let rows = sheet.rows().filter(|&row| row > header.row).count();
        return (Some(header.row + 1), rows);
    }
    let Some(read) = rows::read(sheet, words.table, &|name| words.is_category(name)) else {
        out.not_understood.push(Trouble {
            doubt: Doubt::NoHeader,
            remark: no_header(sheet),
        });
        return (None, 0);
    };
    let mut writer = Writer {
        sheet,
        words,
        parse,
        out,
    };
    for unread in read.unread {
        let remark = writer.remark(unread.cell, unread.span, unread.why, unread.text);
        writer.out.not_understood.push(Trouble {
            doubt: unread.doubt,
            remark,
        });
    }
    for (cell, why) in read.notes {
        writer.note(cell, sheet.span(cell), why, String::new());
    }
    for skipped in read.skipped {
        writer.out.notes.push(skipped.remark(sheet));
    }
    for item in read.items {
        writer.item(&item);
    }
    (Some(read.header_row), read.rows)
}

/// Why a sheet holds no items though it may look so: it is one that we put there.
fn ours(sheet: &Sheet) -> Option<&'static str> {
    if AUXILIARY_SHEETS.contains(&sheet.name.as_str()) {
        return Some("模板里的辅助工作表，没有导入");
    }
    annotate::is_findings(sheet).then_some("上次反馈的检查结果，没有导入")
}

/// What is said of a sheet of ours that holds no items.
fn passed_over(sheet: &Sheet, why: &str) -> Option<Remark> {
    let (cell, _) = sheet.cells(sheet.rows().next()?).next()?;
    Some(Remark {
        sheet: sheet.name.clone(),
        cell,
        span: sheet.span(cell),
        why: why.to_owned(),
        text: String::new(),
    })
}

/// What is said of a sheet without a header, at its first cell.
fn no_header(sheet: &Sheet) -> Remark {
    let first = sheet.rows().next().and_then(|r| sheet.cells(r).next());
    let (cell, span) = match (first, sheet.faults.first()) {
        (Some((cell, _)), _) => (cell, sheet.span(cell)),
        (None, Some(fault)) => (fault.cell, sheet.span_of_fault(fault)),
        (None, None) => (CellRef::new(0, 0), sheet.span(CellRef::new(0, 0))),
    };
    Remark {
        sheet: sheet.name.clone(),
        cell,
        span,
        why: "没有找到表头（事项名称和另外两个以上认识的列标题在同一行），整张表没有读".to_owned(),
        text: whole(sheet),
    }
}

/// All texts of a sheet, as much as a person looks through.
fn whole(sheet: &Sheet) -> String {
    const MOST: usize = 100_000;
    let mut out = String::new();
    for (_, text) in sheet.rows().flat_map(|row| sheet.cells(row)) {
        if out.len() + text.len() > MOST {
            out.push_str("……");
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&one_line(text));
    }
    out
}

#[cfg(test)]
mod tests;
