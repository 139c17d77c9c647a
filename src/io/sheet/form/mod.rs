//! Reads the form (填报表): every value in a cell of its own, taken letter for letter.

mod entries;

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Content, Draft, Remark, Trouble, WorkbookDraft};
use super::grid::{CellRef, Sheet};
use super::rows::{Doubt, Skipped};
use super::text::{key, one_line};
use crate::domain::form::FormColumn;
use crate::domain::ids::ItemCode;
use crate::domain::item::{
    Accountability, Basis, Fee, IntegrityRisk, IntermediaryService, Prerequisite, Responsibility,
    Supervision, TimeLimit,
};
use crate::domain::place::{At, Span};

/// A 子项 as the form gives it.
#[derive(Debug, Clone)]
pub struct FormSubItem {
    /// Its code, once it has one.
    pub code: Option<At<ItemCode>>,
    /// Its name.
    pub name: At<String>,
    /// Its own flowchart.
    pub flowchart: Option<At<String>>,
    /// Its own basis.
    pub legal_basis: Vec<Basis>,
}

/// What the form says of an item beside its head: all there is to say, as far as it has the columns.
#[derive(Debug, Clone, Default)]
pub struct FormItem {
    /// The columns that the form has: what another column would say is left open.
    pub columns: BTreeSet<FormColumn>,
    /// 子项.
    pub sub_items: Vec<FormSubItem>,
    /// 法律依据.
    pub legal_basis: Vec<Basis>,
    /// 行使层级.
    pub exercised_by: Option<At<String>>,
    /// 承办机构.
    pub office: Option<At<String>>,
    /// 行政相对人.
    pub target: Option<At<String>>,
    /// 流程图.
    pub flowchart: Option<At<String>>,
    /// 办理时限.
    pub time_limit: Option<TimeLimit>,
    /// 收费.
    pub fee: Option<Fee>,
    /// 责任事项.
    pub responsibilities: Vec<Responsibility>,
    /// 追责情形.
    pub accountability: Vec<Accountability>,
    /// 廉政风险点.
    pub integrity_risks: Vec<IntegrityRisk>,
    /// 监督方式.
    pub supervision: Option<Supervision>,
    /// 前置审批.
    pub prerequisites: Vec<Prerequisite>,
    /// 中介服务.
    pub intermediary_services: Vec<IntermediaryService>,
    /// 国家编码.
    pub national_code: Option<At<String>>,
    /// 备注.
    pub remarks: Option<String>,
}

/// Where the form's titles stand in a sheet.
#[derive(Debug)]
pub struct FormHeader {
    /// Row of the titles.
    pub row: u32,
    columns: BTreeMap<u32, FormColumn>,
}

/// Titles by which a sheet is known to be the form and no list: no list has them side by side.
const MARKS: [FormColumn; 3] = [
    FormColumn::Name,
    FormColumn::BasisCite,
    FormColumn::DutyStage,
];

/// The header of the form, if the sheet is one.
pub fn find(sheet: &Sheet) -> Option<FormHeader> {
    sheet.rows().find_map(|row| {
        let mut columns = BTreeMap::new();
        for (cell, text) in sheet.cells(row) {
            if let Some(column) = FormColumn::of_title(&key(text)) {
                columns.insert(cell.column, column);
            }
        }
        let has = |wanted: &FormColumn| columns.values().any(|column| column == wanted);
        MARKS.iter().all(has).then_some(FormHeader { row, columns })
    })
}

/// A cell of an item.
#[derive(Debug, Clone, Copy)]
struct Held<'s> {
    cell: CellRef,
    text: &'s str,
    span: Span,
}

impl Held<'_> {
    fn value(self) -> At<String> {
        At::new(self.text.to_owned(), self.span)
    }
}

/// The cells of one row by column.
type Row<'s> = BTreeMap<FormColumn, Held<'s>>;

/// Reads all items of the form. `category` tells the category of the project's set that a name means.
pub fn read(
    sheet: &Sheet,
    header: &FormHeader,
    category: &dyn Fn(&str) -> Option<String>,
    out: &mut WorkbookDraft,
) {
    let mut reader = Reader { sheet, out };
    for row in sheet.rows().take_while(|&row| row < header.row) {
        reader.skip(row, "表题");
    }
    for fault in &sheet.faults {
        let span = sheet.span_of_fault(fault);
        reader.trouble(Doubt::UnreadableCell, fault.cell, span, fault.why.clone());
    }
    for (cell, text) in sheet.cells(header.row) {
        if !header.columns.contains_key(&cell.column) {
            let why = format!("填报表没有“{}”这一列：这一列没有读", one_line(text));
            reader.trouble(Doubt::UnknownColumn, cell, sheet.span(cell), why);
        }
    }
    let mut open: Vec<Row<'_>> = Vec::new();
    for row in sheet.rows().filter(|&row| row > header.row) {
        let mut cells = Row::new();
        for (cell, text) in sheet.cells(row) {
            let held = Held {
                cell,
                text,
                span: sheet.span(cell),
            };
            match header.columns.get(&cell.column) {
                Some(column) => {
                    cells.insert(*column, held);
                }
                None => reader.trouble(
                    Doubt::StrayCell,
                    cell,
                    held.span,
                    "这一格不在填报表的列里，没有读".to_owned(),
                ),
            }
        }
        if cells.contains_key(&FormColumn::Name) {
            let rows = std::mem::take(&mut open);
            reader.item(header, &rows, category);
        } else if open.is_empty() {
            for held in cells.values() {
                let why = "这一行不属于任何事项：上面还没有事项名称".to_owned();
                reader.trouble(Doubt::StrayCell, held.cell, held.span, why);
            }
            continue;
        }
        open.push(cells);
    }
    reader.item(header, &open, category);
}

struct Reader<'s, 'o> {
    sheet: &'s Sheet,
    out: &'o mut WorkbookDraft,
}

impl<'s> Reader<'s, '_> {
    fn trouble(&mut self, doubt: Doubt, cell: CellRef, span: Span, why: String) {
        let remark = Remark {
            sheet: self.sheet.name.clone(),
            cell,
            span,
            why,
            text: String::new(),
        };
        self.out.not_understood.push(Trouble { doubt, remark });
    }

    fn doubtful(&mut self, held: Held<'_>, why: String) {
        self.trouble(Doubt::Value, held.cell, held.span, why);
    }

    fn skip(&mut self, row: u32, what: &'static str) {
        let Some((cell, _)) = self.sheet.cells(row).next() else {
            return;
        };
        let text: Vec<String> = self
            .sheet
            .cells(row)
            .map(|(_, text)| one_line(text))
            .collect();
        let skipped = Skipped {
            cell,
            what,
            text: text.join(" "),
        };
        self.out.notes.push(skipped.remark(self.sheet));
    }

    /// Takes the rows of one item; none are none.
    fn item(
        &mut self,
        header: &FormHeader,
        rows: &[Row<'s>],
        category: &dyn Fn(&str) -> Option<String>,
    ) {
        let Some(first) = rows.first() else { return };
        let Some(name) = first.get(&FormColumn::Name).copied() else {
            return;
        };
        self.once(rows);
        let Some(category) = self.category(first, name, category) else {
            self.out.lost += 1;
            return;
        };
        let code = first.get(&FormColumn::Code).copied();
        let code = code.and_then(|held| self.parsed(held));
        let form = self.entries(header, rows);
        self.out.items.push(Draft {
            sheet: self.sheet.name.clone(),
            cell: name.cell,
            category,
            more_units: Vec::new(),
            unit: first
                .get(&FormColumn::Department)
                .map(|held| (held.cell, held.value())),
            code,
            name: name.value(),
            content: Content::Form(Box::new(form)),
        });
    }

    /// Names what stands below the first row in a column that has one value for the whole item.
    fn once(&mut self, rows: &[Row<'s>]) {
        use crate::domain::form::FormGroup;
        let Some((first, below)) = rows.split_first() else {
            return;
        };
        for (column, held) in below.iter().flatten() {
            let same = first.get(column).is_some_and(|top| top.text == held.text);
            if column.group() == FormGroup::Item && !same {
                let why = format!("{}要写在事项的第一行，这一格没有读", column.title());
                self.trouble(Doubt::StrayCell, held.cell, held.span, why);
            }
        }
    }

    fn category(
        &mut self,
        first: &Row<'s>,
        name: Held<'s>,
        category: &dyn Fn(&str) -> Option<String>,
    ) -> Option<At<String>> {
        let Some(held) = first.get(&FormColumn::Category).copied() else {
            let why = format!("事项“{}”没有写权力类型，没有导入", name.text);
            self.trouble(Doubt::Category, name.cell, name.span, why);
            return None;
        };
        let found = category(&one_line(held.text));
        if found.is_none() {
            let why = format!(
                "权力类型“{}”不在工程的类别里，事项“{}”没有导入",
                held.text, name.text
            );
            self.trouble(Doubt::Category, held.cell, held.span, why);
        }
        found.map(|name| At::new(name, held.span))
    }

    fn parsed(&mut self, held: Held<'_>) -> Option<At<ItemCode>> {
        match held.text.trim().parse() {
            Ok(value) => Some(At::new(value, held.span)),
            Err(error) => {
                self.doubtful(held, format!("{error}，没有采用"));
                None
            }
        }
    }

    /// The value of a cell that may hold one of a few words.
    fn word<T>(
        &mut self,
        held: Held<'_>,
        column: FormColumn,
        words: &[&str],
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = find(held.text.trim());
        if found.is_none() {
            let why = format!(
                "{}写的是“{}”，要写{}，没有采用",
                column.title(),
                held.text.trim(),
                words.join("、")
            );
            self.doubtful(held, why);
        }
        found
    }
}

#[cfg(test)]
mod tests;
