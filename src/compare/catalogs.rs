//! Differences of two lists as a release tells them, item by item.

use super::lists::{ItemDiff, Side, diff};
use crate::domain::catalog::Catalog;
use crate::domain::release::{ChangeKind, ChangeRow, DecisionRow};

/// What changed from `old` to `new` among the units that `in_scope` names, by item code. An item that got another code
/// left under the old one and came under the new one.
pub fn changes(
    old: &Catalog,
    new: &Catalog,
    decisions: &[DecisionRow],
    in_scope: impl Fn(&str) -> bool,
) -> Vec<ChangeRow> {
    let old = Side {
        catalog: old,
        decisions: &[],
    };
    let new = Side {
        catalog: new,
        decisions,
    };
    let changes = diff(old, new, in_scope);
    let mut rows: Vec<ChangeRow> = changes.iter().flat_map(rows).collect();
    rows.sort_by(|a, b| a.item_code.cmp(&b.item_code));
    rows
}

fn rows(change: &ItemDiff) -> Vec<ChangeRow> {
    let row = |code: &str, kind, what: String| ChangeRow {
        item_code: code.to_owned(),
        kind,
        what,
    };
    match (&change.old, &change.new) {
        (Some(old), Some(new)) if old.code == new.code => {
            let labels: Vec<&str> = change.fields.iter().map(|f| f.label).collect();
            vec![row(&new.code, ChangeKind::Changed, labels.join("、"))]
        }
        (old, new) => {
            let gone = old.iter();
            let gone = gone.map(|p| row(&p.code, ChangeKind::Removed, p.name.clone()));
            let came = new.iter();
            let came = came.map(|p| row(&p.code, ChangeKind::Created, p.name.clone()));
            gone.chain(came).collect()
        }
    }
}
