//! Rows into drafts of items: what a workbook says, in the words of item files.

mod writer;

use super::basis::DraftBasis;
use super::duties::DraftDuty;
use super::grid::{CellRef, Sheet};
use super::headers::HeaderTable;
use super::rows;
use crate::domain::category::CategorySet;
use crate::domain::citation::ParsedCitations;
use crate::domain::ids::ItemCode;
use crate::domain::item::{BasisRole, DayUnit};

use writer::Writer;

/// A 子项 as a workbook gives it.
#[derive(Debug, Clone, Default)]
pub struct DraftSubItem {
    /// Its name.
    pub name: String,
    /// Its own basis.
    pub legal_basis: Vec<(BasisRole, DraftBasis)>,
}

/// An item as a workbook gives it; what the workbook does not say is empty.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Sheet it stands in.
    pub sheet: String,
    /// Cell of its name.
    pub cell: CellRef,
    /// Category, by its name in the project's set.
    pub category: String,
    /// 行使主体 as written, with its cell.
    pub unit: Option<(CellRef, String)>,
    /// Code of the project's own kind.
    pub code: Option<ItemCode>,
    /// Name.
    pub name: String,
    /// 子项.
    pub sub_items: Vec<DraftSubItem>,
    /// Basis with what it is cited for.
    pub legal_basis: Vec<(BasisRole, DraftBasis)>,
    /// 行使层级.
    pub exercised_by: Option<String>,
    /// 承办机构.
    pub office: Option<String>,
    /// 行政相对人.
    pub target: Option<String>,
    /// 法定期限 and 承诺期限 in one unit.
    pub time_limit: Option<DraftLimit>,
    /// 责任事项.
    pub responsibilities: Vec<DraftDuty>,
    /// 追责情形.
    pub accountability: Vec<String>,
    /// 监督电话.
    pub phone: Option<String>,
    /// 国家编码.
    pub national_code: Option<String>,
    /// 备注, and what has no field of its own.
    pub remarks: Option<String>,
}

/// 办理时限.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftLimit {
    /// 法定.
    pub statutory: Option<u32>,
    /// 承诺.
    pub promised: Option<u32>,
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
    /// What, in one Chinese sentence.
    pub why: String,
}

/// What a workbook holds.
#[derive(Debug, Default)]
pub struct WorkbookDraft {
    /// Items in the order of the sheets.
    pub items: Vec<Draft>,
    /// Items that could not be made because their category is not known.
    pub lost: usize,
    /// Cells that were not understood.
    pub not_understood: Vec<Remark>,
    /// What was left out or put elsewhere on purpose.
    pub notes: Vec<Remark>,
}

/// Reads sheets into drafts. `sets` are all known category sets, for names of other sets; `parse` reads citations.
pub fn read(
    sheets: &[Sheet],
    set: &CategorySet,
    sets: &[CategorySet],
    parse: &dyn Fn(&str) -> ParsedCitations,
) -> WorkbookDraft {
    let table = HeaderTable::built_in();
    let is_category = |name: &str| {
        let known = sets.iter().any(|s| s.find(name).is_some());
        known || table.category(name, set, sets).is_some()
    };
    let mut out = WorkbookDraft::default();
    for sheet in sheets {
        let Some(read) = rows::read(sheet, table, &is_category) else {
            let first = sheet
                .rows()
                .next()
                .and_then(|r| sheet.cells(r).next().map(|(cell, _)| cell));
            let cell = first
                .or(sheet.faults.first().map(|f| f.0))
                .unwrap_or(CellRef::new(0, 0));
            out.not_understood.push(Remark {
                sheet: sheet.name.clone(),
                cell,
                why: "没有找到表头（事项名称和另外两个以上认识的列标题在同一行），整张表没有读"
                    .to_owned(),
            });
            continue;
        };
        let mut writer = Writer {
            sheet: &sheet.name,
            table,
            set,
            sets,
            parse,
            out: &mut out,
        };
        for unread in read.unread {
            writer.trouble(unread.cell, unread.why);
        }
        for skipped in read.skipped {
            writer.note(
                skipped.cell,
                format!("{}，没有导入：{}", skipped.what, skipped.text),
            );
        }
        for item in read.items {
            writer.item(&item);
        }
    }
    out
}

#[cfg(test)]
mod tests;
