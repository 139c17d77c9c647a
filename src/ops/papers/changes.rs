//! What changed between two releases, as it is announced.

use crate::compare::history::grounds_of;
use crate::compare::items::{Entry, FieldChange};
use crate::compare::lists::{ItemDiff, Kind, Side, diff};
use crate::compare::words::PieceKind;
use crate::domain::adoption::AdoptionKind;
use crate::domain::catalog::{BasisField, Catalog, ItemRow};
use crate::domain::release::{AdjustmentRow, DecisionRow, Header};
use crate::render::paper::{ChangeLine, ChangesFacts, Published};

/// A release with what a comparison needs of it.
#[derive(Debug, Clone, Copy)]
pub struct Announced<'a> {
    /// What it says of itself.
    pub header: &'a Header,
    /// The list.
    pub catalog: &'a Catalog,
    /// What was decided about items that left it.
    pub decisions: &'a [DecisionRow],
    /// The adjustments that it took in.
    pub adjustments: &'a [AdjustmentRow],
}

/// The words of a notice, in the order in which it lists the items.
const WORDS: [&str; 11] = [
    "新增", "承接", "取消", "下放", "转移", "整合", "冻结", "退出", "划转", "更名", "变更",
];

/// What is announced of two releases.
pub fn changes(old: Announced<'_>, new: Announced<'_>, grounds: &[String]) -> ChangesFacts {
    let tells =
        |catalog: &Catalog, unit: &str| catalog.department(unit).is_none_or(|d| d.confirmed);
    let in_both = |unit: &str| tells(old.catalog, unit) && tells(new.catalog, unit);
    let units = new.catalog.departments.iter();
    let left_out = units.filter(|unit| !in_both(&unit.id));
    let left_out = left_out.map(|unit| unit.short_name.clone()).collect();
    let found = diff(side(old), side(new), in_both);
    let mut lines: Vec<ChangeLine> = found.iter().map(|c| line(c, new)).collect();
    // The order of the list stays within each kind.
    lines.sort_by_key(|line| WORDS.iter().position(|word| *word == line.word));
    let published = |one: Announced<'_>| Published {
        id: one.header.id.to_string(),
        edition: one.header.edition.clone(),
        on: one.header.published_on,
        items: one.catalog.items.len(),
    };
    ChangesFacts {
        jurisdiction: new.header.jurisdiction_name.clone(),
        old: published(old),
        new: published(new),
        grounds: grounds.to_vec(),
        lines,
        left_out,
    }
}

fn side(one: Announced<'_>) -> Side<'_> {
    Side {
        catalog: one.catalog,
        decisions: one.decisions,
    }
}

fn line(change: &ItemDiff, new: Announced<'_>) -> ChangeLine {
    let item = change.new.as_ref();
    let item = item.and_then(|place| new.catalog.item(&place.code));
    let adopted = item.and_then(|item| item.adopts.as_ref());
    let place = change.new.as_ref().or(change.old.as_ref());
    let word = match change.kind {
        Kind::Added if adopted.is_some_and(|a| a.kind == AdoptionKind::Delegated) => "承接",
        Kind::Added => "新增",
        Kind::Merged => "整合",
        Kind::Moved => "划转",
        Kind::Renamed => "更名",
        Kind::Changed => "变更",
        Kind::Removed => {
            let decided = change
                .decision
                .as_ref()
                .map(|(decision, _)| decision.as_str());
            WORDS
                .into_iter()
                .find(|word| Some(*word) == decided)
                .unwrap_or("退出")
        }
    };
    let codes = [&change.old, &change.new].map(|p| p.as_ref().map_or("", |p| p.code.as_str()));
    let adjusted = grounds_of(new.adjustments, codes);
    let ground = match (&change.decision, change.kind, item) {
        _ if !adjusted.is_empty() => adjusted,
        (Some((_, reason)), ..) => reason.clone(),
        (None, Kind::Added, Some(item)) => {
            let adopted = adopted.map(|a| format!("{a}；")).unwrap_or_default();
            format!("{adopted}{}", grounds(item))
        }
        _ => String::new(),
    };
    ChangeLine {
        word,
        unit: change.department_name().to_owned(),
        code: change.code().to_owned(),
        name: change.name().to_owned(),
        category: place.map_or_else(String::new, |p| p.category.clone()),
        what: what(change),
        ground,
    }
}

/// The legal basis of an item, as written.
fn grounds(item: &ItemRow) -> String {
    let rows = item.basis.iter();
    let rows = rows.filter(|row| row.field == BasisField::LegalBasis);
    let mut cites: Vec<&str> = rows.map(|row| row.cite.as_str()).collect();
    cites.dedup();
    cites.join("；")
}

fn what(change: &ItemDiff) -> String {
    let mut out: Vec<String> = Vec::new();
    let moved = change.kind == Kind::Moved;
    if let (Some(old), Some(new)) = (&change.old, &change.new) {
        if moved {
            out.push(format!(
                "由{}划转到{}",
                old.department_name, new.department_name
            ));
        }
        if old.code != new.code {
            out.push(format!("原编码 {}", old.code));
        }
        if old.name != new.name {
            out.push(format!("原名称“{}”", old.name));
        }
    }
    if let Some(into) = &change.into {
        out.push(format!("并入 {into}"));
    }
    if !change.absorbed.is_empty() {
        out.push(format!("并入了 {}", change.absorbed.join("、")));
    }
    // The name and the unit have been told.
    let told = ["事项名称", "行使主体"];
    let fields = change.fields.iter().filter(|f| !told.contains(&f.label));
    out.extend(fields.map(field));
    out.join("；")
}

/// Longest value that is told as it was and as it is.
const SHORT: usize = 40;

/// What changed in a field, in a line: of a value what it was and is, of a list how many entries.
fn field(field: &FieldChange) -> String {
    let side = |entry: &Entry, not: PieceKind| -> String {
        let pieces = entry.pieces.iter().filter(|p| p.kind != not);
        pieces.map(|p| p.text.as_str()).collect()
    };
    if let [entry] = field.entries.as_slice()
        && entry.number.is_none()
    {
        let (was, is) = (side(entry, PieceKind::New), side(entry, PieceKind::Gone));
        let short = |text: &str| text.chars().count() <= SHORT;
        return match (was.is_empty(), is.is_empty()) {
            (true, _) if short(&is) => format!("{}写明为“{is}”", field.label),
            (_, true) if short(&was) => format!("{}删去“{was}”", field.label),
            _ if short(&was) && short(&is) => format!("{}由“{was}”改为“{is}”", field.label),
            _ => format!("{}有改动", field.label),
        };
    }
    let all = |entry: &Entry, kind| entry.pieces.iter().all(|p| p.kind == kind);
    let [mut added, mut gone, mut edited] = [0_usize; 3];
    for entry in &field.entries {
        match entry {
            _ if all(entry, PieceKind::New) => added += 1,
            _ if all(entry, PieceKind::Gone) => gone += 1,
            _ => edited += 1,
        }
    }
    let counts = [("增加", added), ("删去", gone), ("修改", edited)];
    let counts = counts.into_iter().filter(|(_, n)| *n > 0);
    let counts: Vec<String> = counts.map(|(word, n)| format!("{word}{n}条")).collect();
    format!("{}{}", field.label, counts.join("、"))
}
