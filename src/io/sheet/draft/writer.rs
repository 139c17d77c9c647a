//! One row's worth of cells into a draft.

use super::{Draft, DraftLimit, DraftSubItem, Remark, WorkbookDraft};
use crate::domain::category::CategorySet;
use crate::domain::citation::ParsedCitations;
use crate::domain::ids::ItemCode;
use crate::domain::item::{BasisRole, DayUnit};
use crate::io::sheet::basis::{self, DraftBasis};
use crate::io::sheet::duties::{self, DraftDuty};
use crate::io::sheet::grid::CellRef;
use crate::io::sheet::headers::{Field, HeaderTable};
use crate::io::sheet::rows::{Part, Piece, RawItem, is_nothing};
use crate::io::sheet::text::{key, marker, one_line, paragraphs};

/// Turns the items of one sheet into drafts.
pub(super) struct Writer<'a> {
    pub sheet: &'a str,
    pub table: &'a HeaderTable,
    pub set: &'a CategorySet,
    pub sets: &'a [CategorySet],
    pub parse: &'a dyn Fn(&str) -> ParsedCitations,
    pub out: &'a mut WorkbookDraft,
}

/// Text of a field in one part of an item, pieces joined in order, with its first cell.
fn joined(part: &Part, field: Field) -> Option<(CellRef, String)> {
    let pieces = part.cells.get(&field)?;
    let text: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
    Some((pieces.first()?.cell, text.join("\n")))
}

/// Texts of a field over all parts, repetitions dropped.
fn distinct(item: &RawItem, field: Field) -> Vec<(CellRef, String)> {
    let mut out: Vec<(CellRef, String)> = Vec::new();
    for part in &item.parts {
        if let Some((cell, text)) = joined(part, field)
            && !is_nothing(&text)
            && !out.iter().any(|(_, known)| key(known) == key(&text))
        {
            out.push((cell, text));
        }
    }
    out
}

fn short(item: &RawItem, field: Field) -> Option<String> {
    let texts: Vec<String> = distinct(item, field)
        .iter()
        .map(|(_, text)| one_line(text))
        .collect();
    (!texts.is_empty()).then(|| texts.join("；"))
}

impl Writer<'_> {
    pub fn trouble(&mut self, cell: CellRef, why: String) {
        self.out.not_understood.push(Remark {
            sheet: self.sheet.to_owned(),
            cell,
            why,
        });
    }

    pub fn note(&mut self, cell: CellRef, why: String) {
        self.out.notes.push(Remark {
            sheet: self.sheet.to_owned(),
            cell,
            why,
        });
    }

    pub fn item(&mut self, item: &RawItem) {
        let Some(category) = self.category(item) else {
            self.out.lost += 1;
            return;
        };
        let mut remarks: Vec<String> = distinct(item, Field::Remarks)
            .iter()
            .map(|(_, text)| paragraphs(text))
            .collect();
        let (code, mut national_code) = self.code(item, &mut remarks);
        if let Some(text) = short(item, Field::NationalCode) {
            national_code = Some(text);
        }
        let sub_items = self.sub_items(item);
        let legal_basis = self.bases(item, &sub_items);
        let (responsibilities, accountability) = self.duties(item);
        let time_limit = self.time_limit(item, &mut remarks);
        remarks.extend(noted(item));
        let draft = Draft {
            sheet: self.sheet.to_owned(),
            cell: item.cell,
            category,
            unit: distinct(item, Field::Department)
                .into_iter()
                .next()
                .map(|(c, t)| (c, one_line(&t))),
            code,
            name: item.name.clone(),
            sub_items,
            legal_basis,
            exercised_by: short(item, Field::Level),
            office: short(item, Field::Office),
            target: short(item, Field::Target),
            time_limit,
            responsibilities,
            accountability,
            phone: short(item, Field::Phone),
            national_code,
            remarks: (!remarks.is_empty()).then(|| remarks.join("\n")),
        };
        self.out.items.push(draft);
    }

    fn category(&mut self, item: &RawItem) -> Option<String> {
        let written = distinct(item, Field::Category);
        let (cell, text) = match (written.first(), &item.section) {
            (Some((cell, text)), _) => (*cell, one_line(text)),
            (None, Some(section)) => (item.cell, section.clone()),
            (None, None) => {
                let why = format!("事项“{}”没有写类别，没有导入", item.name);
                self.trouble(item.cell, why);
                return None;
            }
        };
        for (other, text) in written.iter().skip(1) {
            let why = format!("同一事项写了两个类别，“{}”没有采用", one_line(text));
            self.trouble(*other, why);
        }
        match self.table.category(&text, self.set, self.sets) {
            Some(name) => {
                if name != text {
                    self.note(
                        cell,
                        format!("类别“{text}”按“{}”的“{name}”导入", self.set.name),
                    );
                }
                Some(name.to_owned())
            }
            None => {
                let why = format!(
                    "类别“{text}”不在“{}”里，事项“{}”没有导入",
                    self.set.name, item.name
                );
                self.trouble(cell, why);
                None
            }
        }
    }

    fn code(
        &mut self,
        item: &RawItem,
        remarks: &mut Vec<String>,
    ) -> (Option<ItemCode>, Option<String>) {
        let Some((_, text)) = distinct(item, Field::Code).into_iter().next() else {
            return (None, None);
        };
        let text = one_line(&text);
        if let Ok(code) = text.parse() {
            return (Some(code), None);
        }
        let national =
            matches!(text.len(), 12 | 31) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if national {
            return (None, Some(text));
        }
        remarks.push(format!("原编码：{text}"));
        (None, None)
    }

    fn basis_cell(
        &mut self,
        cell: CellRef,
        text: &str,
        role: BasisRole,
    ) -> Vec<(BasisRole, DraftBasis)> {
        let split = basis::split(text, &(self.parse)(text));
        for (why, piece) in split.not_understood {
            let shown: String = piece.chars().take(40).collect();
            let more = if shown.len() < piece.len() { "…" } else { "" };
            self.trouble(
                cell,
                format!(
                    "{why}：“{}{more}”，原文照录在法律依据里",
                    shown.replace('\n', " ")
                ),
            );
        }
        if !split.history.is_empty() {
            let why = format!("法规的制定修订经过不写入依据：{}", split.history.join("；"));
            self.note(cell, why);
        }
        split
            .entries
            .into_iter()
            .map(|entry| (role, entry))
            .collect()
    }

    fn sub_items(&mut self, item: &RawItem) -> Vec<DraftSubItem> {
        // A basis below the first sub-item makes each sub-item's basis its own; one basis is that of the item.
        let own = item
            .parts
            .iter()
            .skip(1)
            .any(|p| p.cells.contains_key(&Field::LegalBasis));
        item.parts
            .iter()
            .filter_map(|part| {
                let name = strip_number(&part.sub_item.as_ref()?.text);
                let basis = joined(part, Field::LegalBasis).filter(|_| own);
                let legal_basis = basis
                    .map(|(cell, text)| self.basis_cell(cell, &text, BasisRole::Creates))
                    .unwrap_or_default();
                Some(DraftSubItem { name, legal_basis })
            })
            .collect()
    }

    fn bases(
        &mut self,
        item: &RawItem,
        sub_items: &[DraftSubItem],
    ) -> Vec<(BasisRole, DraftBasis)> {
        let mut out: Vec<(BasisRole, DraftBasis)> = Vec::new();
        let below = sub_items.iter().any(|s| !s.legal_basis.is_empty());
        for (field, role) in [
            (Field::LegalBasis, BasisRole::Creates),
            (Field::FeeBasis, BasisRole::Charges),
            (Field::ResponsibilityBasis, BasisRole::Implements),
            (Field::AccountabilityBasis, BasisRole::HoldsAccountable),
        ] {
            let texts = if field == Field::LegalBasis && below {
                let own = item.parts.iter().filter(|p| p.sub_item.is_none());
                own.filter_map(|p| joined(p, field)).collect()
            } else {
                distinct(item, field)
            };
            for (cell, text) in texts {
                for entry in self.basis_cell(cell, &text, role) {
                    if !out.contains(&entry) {
                        out.push(entry);
                    }
                }
            }
        }
        // What is below the sub-items is the ground of the item too.
        if below && !out.iter().any(|(role, _)| *role == BasisRole::Creates) {
            let mut own: Vec<(BasisRole, DraftBasis)> = Vec::new();
            for entry in sub_items.iter().flat_map(|s| &s.legal_basis) {
                if !own.contains(entry) {
                    own.push(entry.clone());
                }
            }
            own.append(&mut out);
            out = own;
        }
        out
    }

    fn duties(&mut self, item: &RawItem) -> (Vec<DraftDuty>, Vec<String>) {
        let (mut duties, mut situations) = (Vec::new(), Vec::new());
        for (_, text) in distinct(item, Field::Responsibilities) {
            for duty in duties::responsibilities(&text) {
                if !duties.contains(&duty) {
                    duties.push(duty);
                }
            }
        }
        for (cell, text) in distinct(item, Field::Accountability) {
            let (list, opening) = duties::accountability(&text);
            if let Some(opening) = opening {
                self.note(
                    cell,
                    format!("追责情形的总起句不写入条目：{}", one_line(&opening)),
                );
            }
            for situation in list {
                if !situations.contains(&situation) {
                    situations.push(situation);
                }
            }
        }
        (duties, situations)
    }

    fn time_limit(&mut self, item: &RawItem, remarks: &mut Vec<String>) -> Option<DraftLimit> {
        let mut limit: Option<DraftLimit> = None;
        for (field, name) in [
            (Field::StatutoryDays, "法定期限"),
            (Field::PromisedDays, "承诺期限"),
        ] {
            let Some((cell, text)) = distinct(item, field).into_iter().next() else {
                continue;
            };
            let text = one_line(&text);
            match (days(&text), limit) {
                (Some((n, unit)), known) if known.is_none_or(|k| k.unit == unit) => {
                    let limit = limit.get_or_insert(DraftLimit {
                        statutory: None,
                        promised: None,
                        unit,
                    });
                    match field {
                        Field::StatutoryDays => limit.statutory = Some(n),
                        _ => limit.promised = Some(n),
                    }
                }
                (days, _) => {
                    let why = if days.is_some() {
                        "与法定期限的单位不同"
                    } else {
                        "不是天数"
                    };
                    self.trouble(cell, format!("{name}“{text}”{why}，记入备注"));
                    remarks.push(format!("{name}：{text}"));
                }
            }
        }
        limit
    }
}

/// `20个工作日`, `30日`, `15`: days and their unit; a bare number counts working days (行政许可法 art. 82).
fn days(text: &str) -> Option<(u32, DayUnit)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = text[..text.len() - rest.len()].parse().ok()?;
    match rest.trim_start_matches('个') {
        "" | "工作日" | "工作日内" => Some((number, DayUnit::WorkingDays)),
        "日" | "天" | "自然日" | "日内" => Some((number, DayUnit::CalendarDays)),
        _ => None,
    }
}

/// `1.新建…同步建设` without its number.
fn strip_number(text: &str) -> String {
    let line = one_line(text);
    marker(&line)
        .map_or(line.as_str(), |(_, rest)| rest)
        .trim()
        .to_owned()
}

/// Texts of columns without a field of their own, under the titles of their columns.
fn noted(item: &RawItem) -> Vec<String> {
    let mut titles: Vec<&str> = Vec::new();
    for (title, _) in item.parts.iter().flat_map(|p| &p.noted) {
        if !titles.contains(&title.as_str()) {
            titles.push(title);
        }
    }
    let mut out = Vec::new();
    for title in titles {
        let mut texts: Vec<String> = Vec::new();
        for part in &item.parts {
            let pieces: Vec<&Piece> = part
                .noted
                .iter()
                .filter(|(t, _)| t == title)
                .map(|(_, p)| p)
                .collect();
            let text: Vec<&str> = pieces.iter().map(|p| p.text.as_str()).collect();
            let text = paragraphs(&text.join("\n"));
            if !is_nothing(&text) && !texts.contains(&text) {
                texts.push(text);
            }
        }
        if !texts.is_empty() {
            let text = texts.join("；");
            // A list of its own begins on a line of its own.
            let joint = if text.contains('\n') { "\n" } else { "" };
            out.push(format!("{title}：{joint}{text}"));
        }
    }
    out
}
