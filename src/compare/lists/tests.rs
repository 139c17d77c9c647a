//! Items known again, and the promise that every one is told of once.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn item(unit: &str, number: u32, name: &str, cite: &str) -> ItemRow {
    let basis = crate::domain::catalog::BasisRow {
        field: BasisField::LegalBasis,
        entry: 1,
        role: "设定依据".to_owned(),
        cite: cite.to_owned(),
        law_id: None,
        law_name: None,
        article: None,
        article_sub: None,
        paragraph: None,
        subparagraph: None,
        point: None,
        quote: None,
    };
    ItemRow {
        code: format!("341100-{unit}-01-{number:04}"),
        department: unit.to_owned(),
        category: "01".to_owned(),
        name: name.to_owned(),
        exercised_by: None,
        office: None,
        target: None,
        statutory_days: None,
        promised_days: None,
        day_unit: None,
        fee_charged: None,
        fee_on_enterprises: None,
        fee_standard: None,
        phone: None,
        email: None,
        national_code: None,
        adopts: None,
        flowchart: None,
        remarks: None,
        sub_items: Vec::new(),
        basis: vec![basis],
        responsibilities: Vec::new(),
        accountability: Vec::new(),
        integrity_risks: Vec::new(),
        prerequisites: Vec::new(),
        intermediary_services: Vec::new(),
    }
}

fn catalog(items: Vec<ItemRow>) -> Catalog {
    Catalog {
        as_of: date(2015, 3, 1),
        departments: Vec::new(),
        categories: Vec::new(),
        laws: Vec::new(),
        charts: Vec::new(),
        items,
    }
}

fn told(old: &Catalog, new: &Catalog, decisions: &[DecisionRow]) -> Vec<String> {
    let old = Side {
        catalog: old,
        decisions: &[],
    };
    let new = Side {
        catalog: new,
        decisions,
    };
    let word = |c: &ItemDiff| format!("{} {}", c.kind.chinese(), c.name());
    diff(old, new, |_| true).iter().map(word).collect()
}

#[test]
fn an_item_is_known_again_by_what_it_rests_on() {
    let old = catalog(vec![
        item("slj", 1, "取水许可证核发", "《水法》第四十八条"),
        item("slj", 2, "采砂许可", "《水法》第三十九条"),
    ]);
    let new = catalog(vec![
        item("sljd", 1, "取水许可证核发", "《水法》第四十八条"),
        item("slj", 3, "河道采砂许可", "《水法》第三十九条"),
    ]);
    let expected = ["更名 河道采砂许可", "划转 取水许可证核发"];
    assert_eq!(told(&old, &new, &[]), expected);
}

#[test]
fn where_several_could_be_meant_nothing_is_guessed() {
    let cite = "《水法》第四十八条";
    let old = catalog(vec![item("slj", 1, "取水许可", cite)]);
    let twice = vec![
        item("nw", 1, "取水许可", cite),
        item("jtj", 1, "取水许可", cite),
    ];
    let told = told(&old, &catalog(twice), &[]);
    assert_eq!(told, ["新增 取水许可", "新增 取水许可", "退出 取水许可"]);
}

#[test]
fn what_was_absorbed_went_into_the_item_that_absorbed_it() {
    let keeper = item("slj", 1, "取水许可", "《水法》第四十八条");
    let old = catalog(vec![
        keeper.clone(),
        item("slj", 2, "取水许可变更", "《水法》第四十八条"),
        item("slj", 3, "取水登记", "《水法》第四十九条"),
    ]);
    let decision = |code: &str, decision: &str, reason: &str| DecisionRow {
        item_code: code.to_owned(),
        name: None,
        decision: decision.to_owned(),
        reason: reason.to_owned(),
    };
    let decisions = [
        decision("341100-slj-01-0002", "整合", "并入 341100-slj-01-0001"),
        decision("341100-slj-01-0003", "取消", "依据已经废止"),
    ];
    let mut now = keeper;
    now.remarks = Some("含变更".to_owned());
    let new = catalog(vec![now]);
    let old = Side {
        catalog: &old,
        decisions: &[],
    };
    let new = Side {
        catalog: &new,
        decisions: &decisions,
    };
    let changes = diff(old, new, |_| true);
    let kinds: Vec<Kind> = changes.iter().map(|c| c.kind).collect();
    assert_eq!(kinds, [Kind::Changed, Kind::Merged, Kind::Removed]);
    assert_eq!(changes[0].absorbed, ["341100-slj-01-0002"]);
    assert_eq!(changes[1].into.as_deref(), Some("341100-slj-01-0001"));
    let cancelled = Some(("取消".to_owned(), "依据已经废止".to_owned()));
    assert_eq!(changes[2].decision, cancelled);
}

proptest! {
    #[test]
    fn every_item_is_told_of_once(
        old in proptest::collection::btree_map((0..3_u32, 0..6_u32), 0..4_u32, 0..12),
        new in proptest::collection::btree_map((0..3_u32, 0..6_u32), 0..4_u32, 0..12),
    ) {
        let make = |all: &BTreeMap<(u32, u32), u32>| {
            let each = |(&(unit, number), &name): (&(u32, u32), &u32)| {
                let unit = ["slj", "nw", "jtj"][unit as usize];
                item(unit, number, &format!("事项{name}"), &format!("《法》第{name}条"))
            };
            catalog(all.iter().map(each).collect())
        };
        let (old, new) = (make(&old), make(&new));
        let side = |catalog| Side { catalog, decisions: &[] };
        let changes = diff(side(&old), side(&new), |_| true);
        let codes = |of: fn(&ItemDiff) -> Option<&Place>| -> Vec<&str> {
            let mut codes: Vec<_> = changes.iter().filter_map(of).map(|p| p.code.as_str()).collect();
            codes.sort_unstable();
            codes
        };
        let (was, is) = (codes(|c| c.old.as_ref()), codes(|c| c.new.as_ref()));
        let told = |codes: &[&str], code: &str| codes.iter().filter(|c| **c == code).count();
        for (list, told_of, other) in [(&old, &was, &new), (&new, &is, &old)] {
            for item in &list.items {
                let same = other.items.iter().any(|o| o == item);
                prop_assert_eq!(told(told_of, &item.code), usize::from(!same));
            }
        }
        // Nothing differs from itself, and the way back tells of as many items.
        prop_assert!(diff(side(&old), side(&old), |_| true).is_empty());
        prop_assert_eq!(diff(side(&new), side(&old), |_| true).len(), changes.len());
    }
}
