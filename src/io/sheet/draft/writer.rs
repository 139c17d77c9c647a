//! One row's worth of cells into a draft.

use std::collections::BTreeMap;

use super::values::{days, level, serial, strip_number};
use super::{
    Content, Draft, DraftBasis, DraftDuty, DraftLimit, DraftSituation, DraftSubItem, ListItem,
    Misfit, Noted, Remark, Trouble, Words, WorkbookDraft,
};
use crate::domain::citation::ParsedCitations;
use crate::domain::ids::ItemCode;
use crate::domain::item::BasisRole;
use crate::domain::place::{At, Span};
use crate::io::sheet::basis;
use crate::io::sheet::duties;
use crate::io::sheet::grid::{CellRef, Sheet};
use crate::io::sheet::headers::Field;
use crate::io::sheet::joined::Joined;
use crate::io::sheet::rows::{Doubt, Part, RawItem, is_nothing};
use crate::io::sheet::text::{key, one_line, paragraphs};

/// Turns the items of one sheet into drafts.
pub(super) struct Writer<'a> {
    pub sheet: &'a Sheet,
    pub words: Words<'a>,
    pub parse: &'a dyn Fn(&str) -> ParsedCitations,
    pub out: &'a mut WorkbookDraft,
}

/// Text of a field in one part of an item, pieces joined in order.
fn joined(part: &Part, field: Field) -> Option<Joined<'_>> {
    Joined::new(part.cells.get(&field)?)
}

/// Texts of a field over all parts, repetitions dropped.
pub(super) fn distinct(item: &RawItem, field: Field) -> Vec<Joined<'_>> {
    let mut out: Vec<Joined<'_>> = Vec::new();
    for part in &item.parts {
        if let Some(text) = joined(part, field)
            && !is_nothing(&text.text)
            && !out.iter().any(|known| key(&known.text) == key(&text.text))
        {
            out.push(text);
        }
    }
    out
}

fn short(item: &RawItem, field: Field) -> Option<At<String>> {
    let found = distinct(item, field);
    let texts: Vec<String> = found.iter().map(|text| one_line(&text.text)).collect();
    Some(found.first()?.at(texts.join("；")))
}

impl Writer<'_> {
    pub fn remark(&self, cell: CellRef, span: Span, why: String, text: String) -> Remark {
        Remark {
            sheet: self.sheet.name.clone(),
            cell,
            span,
            why,
            text,
        }
    }

    pub fn trouble(&mut self, doubt: Doubt, cell: CellRef, span: Span, why: String) {
        let remark = self.remark(cell, span, why, String::new());
        self.out.not_understood.push(Trouble { doubt, remark });
    }

    pub fn note(&mut self, cell: CellRef, span: Span, why: String, text: String) {
        let remark = self.remark(cell, span, why, text);
        self.out.notes.push(remark);
    }

    pub fn item(&mut self, item: &RawItem) {
        let Some(category) = self.category(item) else {
            self.out.lost += 1;
            return;
        };
        let remarks: Vec<String> = distinct(item, Field::Remarks)
            .iter()
            .map(|text| paragraphs(&text.text))
            .collect();
        let mut misfits = Vec::new();
        let (code, mut national_code) = self.code(item, &mut misfits);
        if let Some(text) = short(item, Field::NationalCode) {
            national_code = Some(text);
        }
        let sub_items = self.sub_items(item);
        let legal_basis = self.bases(item, &sub_items);
        let (responsibilities, accountability) = self.duties(item);
        let time_limit = self.time_limit(item, &mut misfits);
        let exercised_by = level(item, &mut misfits);
        misfits.extend(serial(item));
        let mut noted = noted(item);
        let fee = self.fee(item, &mut noted);
        let mut units = distinct(item, Field::Department)
            .into_iter()
            .map(|text| (text.first().cell, text.at(one_line(&text.text))));
        let draft = Draft {
            sheet: self.sheet.name.clone(),
            cell: item.cell,
            category,
            unit: units.next(),
            more_units: units.map(|(_, text)| text).collect(),
            code,
            name: At::new(item.name.clone(), self.sheet.span(item.cell)),
            content: Content::List(Box::new(ListItem {
                written: written(item),
                sub_items,
                legal_basis,
                exercised_by,
                office: short(item, Field::Office),
                target: short(item, Field::Target),
                time_limit,
                responsibilities,
                accountability,
                phone: short(item, Field::Phone),
                national_code,
                fee,
                remarks: (!remarks.is_empty()).then(|| remarks.join("\n")),
                misfits,
                noted,
            })),
        };
        self.out.items.push(draft);
    }

    fn category(&mut self, item: &RawItem) -> Option<At<String>> {
        let own = self.sheet.span(item.cell);
        let written = distinct(item, Field::Category);
        let (cell, span, text) = match (written.first(), &item.section) {
            (Some(text), _) => (text.first().cell, text.whole(), one_line(&text.text)),
            (None, Some(section)) => (item.cell, own, section.clone()),
            (None, None) => {
                let why = format!("事项“{}”没有写类别，没有导入", item.name);
                self.trouble(Doubt::Category, item.cell, own, why);
                return None;
            }
        };
        for other in written.iter().skip(1) {
            let text = one_line(&other.text);
            let why = format!("同一事项写了两个类别，“{text}”没有采用");
            self.trouble(Doubt::Category, other.first().cell, other.whole(), why);
        }
        match self.words.category(&text) {
            Some(name) => {
                if name != text {
                    let why = format!("类别“{text}”按“{}”的“{name}”导入", self.words.set.name);
                    self.note(cell, span, why, String::new());
                }
                Some(At::new(name.to_owned(), span))
            }
            None => {
                let why = format!(
                    "类别“{text}”不在“{}”里，事项“{}”没有导入",
                    self.words.set.name, item.name
                );
                self.trouble(Doubt::Category, cell, span, why);
                None
            }
        }
    }

    fn code(
        &mut self,
        item: &RawItem,
        misfits: &mut Vec<Misfit>,
    ) -> (Option<At<ItemCode>>, Option<At<String>>) {
        let found = distinct(item, Field::Code);
        let Some(written) = found.first() else {
            return (None, None);
        };
        let others = found.iter().skip(1).map(|other| one_line(&other.text));
        misfits.extend(others.map(|text| Misfit::new(Field::Code, "另有编码", &text)));
        let text = one_line(&written.text);
        if let Ok(code) = text.parse() {
            return (Some(written.at(code)), None);
        }
        let national =
            matches!(text.len(), 12 | 31) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if national {
            return (None, Some(written.at(text)));
        }
        misfits.push(Misfit::new(Field::Code, "原编码", &text));
        (None, None)
    }

    pub(super) fn basis_cell(
        &mut self,
        cell: &Joined<'_>,
        column: Field,
        role: BasisRole,
    ) -> Vec<DraftBasis> {
        let split = basis::split(&cell.text, &(self.parse)(&cell.text));
        for left in split.not_understood {
            let shown: String = left.text.chars().take(40).collect();
            let more = if shown.len() < left.text.len() {
                "…"
            } else {
                ""
            };
            let why = format!(
                "{}：“{}{more}”，原文照录在法律依据里",
                left.why,
                shown.replace('\n', " ")
            );
            let span = cell.span(&left.range);
            self.trouble(Doubt::Citation, cell.first().cell, span, why);
        }
        if !split.unsaid.is_empty() {
            let why = "依据里有几个字不是法规名称、条款或引文，没有写入依据".to_owned();
            let unsaid = split.unsaid.join("；");
            self.note(cell.first().cell, cell.whole(), why, unsaid);
        }
        if !split.history.is_empty() {
            let why = "法规的制定修订经过不写入依据".to_owned();
            let history = split.history.join("；");
            self.note(cell.first().cell, cell.whole(), why, history);
        }
        split
            .entries
            .into_iter()
            .map(|entry| DraftBasis {
                column,
                // 【实施依据】 says what it is cited for, 【法律】 of what level it is.
                role: entry
                    .tag
                    .as_deref()
                    .and_then(BasisRole::from_chinese)
                    .unwrap_or(role),
                cite: At::new(entry.cite, cell.span(&entry.range)),
                quote: entry.quote.map(|quote| {
                    let range = entry.quote_range.unwrap_or(entry.range);
                    At::new(quote, cell.span(&range))
                }),
                tag: entry
                    .tag
                    .filter(|tag| BasisRole::from_chinese(tag).is_none()),
            })
            .collect()
    }

    fn sub_items(&mut self, item: &RawItem) -> Vec<DraftSubItem> {
        // A basis below the first sub-item makes each sub-item's basis its own; one basis is that of the item.
        let own = item
            .parts
            .iter()
            .skip(1)
            .any(|p| p.cells.contains_key(&Field::LegalBasis));
        let mut out: Vec<DraftSubItem> = Vec::new();
        for part in &item.parts {
            let Some(written) = &part.sub_item else {
                continue;
            };
            let basis = joined(part, Field::LegalBasis).filter(|_| own);
            let mut legal_basis = basis
                .map(|text| self.basis_cell(&text, Field::LegalBasis, BasisRole::Creates))
                .unwrap_or_default();
            let name = strip_number(&written.text);
            match out.iter_mut().find(|s| key(&s.name.value) == key(&name)) {
                // A sub-item that stands in two rows is one.
                Some(known) => {
                    legal_basis.retain(|basis| !known.legal_basis.contains(basis));
                    known.legal_basis.append(&mut legal_basis);
                }
                None => out.push(DraftSubItem {
                    name: At::new(name, written.span),
                    written: one_line(&written.text),
                    legal_basis,
                }),
            }
        }
        out
    }

    fn bases(&mut self, item: &RawItem, sub_items: &[DraftSubItem]) -> Vec<DraftBasis> {
        let mut out: Vec<DraftBasis> = Vec::new();
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
            for text in texts {
                for entry in self.basis_cell(&text, field, role) {
                    if !out.contains(&entry) {
                        out.push(entry);
                    }
                }
            }
        }
        // What is below the sub-items is the ground of the item too.
        if below && !out.iter().any(|basis| basis.role == BasisRole::Creates) {
            let mut own: Vec<DraftBasis> = Vec::new();
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

    fn duties(&mut self, item: &RawItem) -> (Vec<DraftDuty>, Vec<DraftSituation>) {
        let (mut duties, mut situations) = (Vec::new(), Vec::new());
        for text in distinct(item, Field::Responsibilities) {
            for (stage, duty) in duties::responsibilities(&text.text) {
                let (duty, basis) = duties::own_basis(&duty);
                let duty = DraftDuty {
                    stage: text.at(stage),
                    duty: text.at(duty.to_owned()),
                    basis: basis.map(|basis| text.at(basis.to_owned())),
                };
                if !duties.contains(&duty) {
                    duties.push(duty);
                }
            }
        }
        for text in distinct(item, Field::Accountability) {
            let (list, opening) = duties::accountability(&text.text);
            if let Some(opening) = opening {
                let why = "追责情形的总起句不写入条目".to_owned();
                self.note(text.first().cell, text.whole(), why, one_line(&opening));
            }
            for situation in list {
                let (situation, basis) = duties::own_basis(&situation);
                let situation = DraftSituation {
                    situation: text.at(situation.to_owned()),
                    basis: basis.map(|basis| text.at(basis.to_owned())),
                };
                if !situations.contains(&situation) {
                    situations.push(situation);
                }
            }
        }
        (duties, situations)
    }

    fn time_limit(&mut self, item: &RawItem, misfits: &mut Vec<Misfit>) -> Option<DraftLimit> {
        let mut limit: Option<DraftLimit> = None;
        for (field, name) in [
            (Field::StatutoryDays, "法定期限"),
            (Field::PromisedDays, "承诺期限"),
        ] {
            let found = distinct(item, field);
            let Some(written) = found.first() else {
                continue;
            };
            for other in found.iter().skip(1) {
                let text = one_line(&other.text);
                let why = format!("同一事项写了两个{name}，“{text}”记入备注");
                self.trouble(Doubt::Value, other.first().cell, other.whole(), why);
                misfits.push(Misfit::new(field, name, &text));
            }
            let text = one_line(&written.text);
            let known = limit.as_ref().map(|limit| limit.unit);
            match days(&text) {
                Some((n, unit)) if known.is_none_or(|known| known == unit) => {
                    let limit = limit.get_or_insert(DraftLimit {
                        statutory: None,
                        promised: None,
                        unit,
                    });
                    match field {
                        Field::StatutoryDays => limit.statutory = Some(written.at(n)),
                        _ => limit.promised = Some(written.at(n)),
                    }
                }
                days => {
                    let why = if days.is_some() {
                        "与法定期限的单位不同"
                    } else {
                        "不是天数"
                    };
                    let why = format!("{name}“{text}”{why}，记入备注");
                    self.trouble(Doubt::Value, written.first().cell, written.whole(), why);
                    misfits.push(Misfit::new(field, name, &text));
                }
            }
        }
        limit
    }
}

/// What stands in each column, row by row of the item's parts; what a part repeats of the one before is said once.
fn written(item: &RawItem) -> BTreeMap<Field, String> {
    let mut out: BTreeMap<Field, Vec<String>> = BTreeMap::new();
    let mut add = |field, text: String| {
        let texts = out.entry(field).or_default();
        if texts.last() != Some(&text) {
            texts.push(text);
        }
    };
    add(Field::Name, key(&item.name));
    for part in &item.parts {
        if let Some(sub) = &part.sub_item {
            add(Field::SubItem, key(&sub.text));
        }
        for (field, pieces) in &part.cells {
            add(
                *field,
                pieces.iter().map(|piece| key(&piece.text)).collect(),
            );
        }
    }
    out.into_iter()
        .map(|(field, texts)| (field, texts.concat()))
        .collect()
}

/// Texts of columns without a field of their own, under the titles of their columns.
fn noted(item: &RawItem) -> Vec<Noted> {
    let mut out: Vec<Noted> = Vec::new();
    for part in &item.parts {
        let mut titles: Vec<&str> = Vec::new();
        for (title, _) in &part.noted {
            if !titles.contains(&title.as_str()) {
                titles.push(title);
            }
        }
        for title in titles {
            let mut pieces = part
                .noted
                .iter()
                .filter(|(t, _)| t == title)
                .map(|(_, p)| p);
            let Some(first) = pieces.next() else { continue };
            let texts = std::iter::once(first).chain(pieces);
            let texts: Vec<&str> = texts.map(|piece| piece.text.as_str()).collect();
            let text = paragraphs(&texts.join("\n"));
            if is_nothing(&text) {
                continue;
            }
            match out.iter_mut().find(|known| known.title == title) {
                Some(known) => {
                    // The same text beside every sub-item is said once.
                    if !known.text.split('；').any(|t| t == text) && known.text != text {
                        known.text.push('；');
                        known.text.push_str(&text);
                    }
                }
                None => out.push(Noted {
                    title: title.to_owned(),
                    cell: first.cell,
                    span: first.span,
                    text,
                }),
            }
        }
    }
    out
}
