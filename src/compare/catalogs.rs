//! Differences of two lists, item by item.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::catalog::{BasisRow, Catalog, ItemRow};
use crate::domain::release::{ChangeKind, ChangeRow};

/// What changed from `old` to `new` among the units that `in_scope` names, by item code.
pub fn changes(old: &Catalog, new: &Catalog, in_scope: impl Fn(&str) -> bool) -> Vec<ChangeRow> {
    let (before, after) = (by_code(old, &in_scope), by_code(new, &in_scope));
    let codes: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    codes
        .into_iter()
        .filter_map(|code| {
            let (kind, what) = match (before.get(code), after.get(code)) {
                (None, Some(item)) => (ChangeKind::Created, item.name.clone()),
                (Some(item), None) => (ChangeKind::Removed, item.name.clone()),
                (Some(a), Some(b)) => {
                    let fields = fields(a, b);
                    if fields.is_empty() {
                        return None;
                    }
                    (ChangeKind::Changed, fields.join("、"))
                }
                (None, None) => return None,
            };
            Some(ChangeRow {
                item_code: code.to_owned(),
                kind,
                what,
            })
        })
        .collect()
}

fn by_code(catalog: &Catalog, in_scope: impl Fn(&str) -> bool) -> BTreeMap<&str, &ItemRow> {
    catalog
        .items
        .iter()
        .filter(|item| in_scope(&item.department))
        .map(|item| (item.code.as_str(), item))
        .collect()
}

/// Names of the fields in which two items differ.
fn fields(a: &ItemRow, b: &ItemRow) -> Vec<&'static str> {
    // As written: that the register has learnt something of a law is no change of the list.
    fn cites(item: &ItemRow) -> Vec<(&str, &str, Option<&str>)> {
        let mut rows: Vec<_> = item
            .basis
            .iter()
            .filter(|r| r.field.key() == "legal_basis" || r.field.key() == "sub_items")
            .map(|r: &BasisRow| (r.role.as_str(), r.cite.as_str(), r.quote.as_deref()))
            .collect();
        rows.dedup();
        rows
    }
    fn fee_cites(item: &ItemRow) -> BTreeSet<&str> {
        let fee = item.basis.iter().filter(|r| r.field.key() == "fee");
        fee.map(|r| r.cite.as_str()).collect()
    }
    let limit = |i: &ItemRow| (i.statutory_days, i.promised_days, i.day_unit.clone());
    let fee = |i: &ItemRow| (i.fee_charged, i.fee_on_enterprises, i.fee_standard.clone());
    [
        ("单位", a.department != b.department),
        ("类别", a.category != b.category),
        ("名称", a.name != b.name),
        ("子项", a.sub_items != b.sub_items),
        ("法律依据", cites(a) != cites(b)),
        ("行使层级", a.exercised_by != b.exercised_by),
        ("承办机构", a.office != b.office),
        ("行政相对人", a.target != b.target),
        ("流程图", a.flowchart != b.flowchart),
        ("办理时限", limit(a) != limit(b)),
        ("收费", fee(a) != fee(b) || fee_cites(a) != fee_cites(b)),
        ("责任事项", a.responsibilities != b.responsibilities),
        ("追责情形", a.accountability != b.accountability),
        ("廉政风险点", a.integrity_risks != b.integrity_risks),
        ("监督方式", (&a.phone, &a.email) != (&b.phone, &b.email)),
        ("前置审批", a.prerequisites != b.prerequisites),
        (
            "中介服务",
            a.intermediary_services != b.intermediary_services,
        ),
        ("国家编码", a.national_code != b.national_code),
        ("备注", a.remarks != b.remarks),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}
