//! What can only be tried from inside: a full disk, contradictions, the index against the words.

use proptest::prelude::*;

use super::write::stage_on_small_disk;
use super::*;
use crate::domain::bigram::Query;
use crate::domain::catalog::{Catalog, CategoryRow, DepartmentRow, ItemRow};
use crate::domain::ids::Digest;
use crate::domain::release::{Header, Release};

fn item(number: usize, name: &str) -> ItemRow {
    ItemRow {
        code: format!("341100-slj-01-{number:04}"),
        department: "slj".to_owned(),
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
        basis: Vec::new(),
        responsibilities: Vec::new(),
        accountability: Vec::new(),
        integrity_risks: Vec::new(),
        prerequisites: Vec::new(),
        intermediary_services: Vec::new(),
    }
}

fn release(names: &[&str]) -> Release {
    let day = jiff::civil::date(2015, 3, 1);
    Release {
        header: Header {
            id: "341100-20150301".parse().unwrap(),
            jurisdiction_name: "滁州市".to_owned(),
            edition: "2015年版".to_owned(),
            category_set: "anhui-2014".to_owned(),
            notice: None,
            published_on: day,
            as_of: day,
            ledger_head: Digest::ZERO,
            register_digest: None,
            parent: None,
            tool_version: "0".to_owned(),
        },
        catalog: Catalog {
            as_of: day,
            departments: vec![DepartmentRow {
                id: "slj".to_owned(),
                name: "水利".to_owned(),
                short_name: "水利".to_owned(),
                kind: "市政府工作部门".to_owned(),
                review_group: None,
                parent: None,
                confirmed: true,
            }],
            categories: vec![CategoryRow {
                code: "01".to_owned(),
                name: "行政'审\"批".to_owned(),
                kind: "licensing".to_owned(),
            }],
            laws: Vec::new(),
            charts: Vec::new(),
            items: (1..).zip(names).map(|(n, name)| item(n, name)).collect(),
        },
        decisions: Vec::new(),
        previous: None,
        changes: Vec::new(),
        adjustments: Vec::new(),
        drawings: Vec::new(),
    }
}

#[test]
fn the_digest_is_that_of_the_whole_as_json() {
    let mut all = release(&["取水", "排水"]);
    let as_json = |release: &Release| Digest::of(&serde_json::to_vec(release).unwrap());
    assert_eq!(all.digest(), as_json(&all));
    all.catalog.items[1].remarks = Some("长".repeat(40_000));
    all.changes.push(crate::domain::release::ChangeRow {
        item_code: all.catalog.items[0].code.clone(),
        kind: crate::domain::release::ChangeKind::Created,
        what: "“取水”".to_owned(),
    });
    all.drawings.push(crate::domain::release::Drawing {
        chart: "flowcharts/甲.svg".to_owned(),
        kind: crate::domain::flowchart::DrawingKind::Svg,
        bytes: b"<svg/>".to_vec(),
    });
    assert_eq!(all.digest(), as_json(&all));
    all.catalog.items.clear();
    assert_eq!(all.digest(), as_json(&all));
}

fn files_in(dir: &Path) -> usize {
    std::fs::read_dir(dir).unwrap().count()
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let error = stage_on_small_disk(dir.path(), &release(&["取水"]), 12).unwrap_err();
    assert!(error.to_string().contains("磁盘已满"), "{error}");
    assert_eq!(files_in(dir.path()), 0);
}

#[test]
fn contradictions_are_not_written() {
    let dir = tempfile::tempdir().unwrap();
    let mut dangling = release(&["取水"]);
    dangling.catalog.items[0].flowchart = Some("flowcharts/none.yaml".to_owned());
    let mut twice = release(&["取水", "排水"]);
    twice.catalog.items[1].code = twice.catalog.items[0].code.clone();
    let mut paragraph = release(&["取水"]);
    paragraph.catalog.items[0].day_unit = Some("年".to_owned());
    for (wrong, said) in [
        (dangling, "表 item 里有一行指向表 flowchart 里没有的内容"),
        (twice, "UNIQUE constraint failed: item.code"),
        (paragraph, "CHECK constraint failed: day_unit"),
    ] {
        match write(dir.path(), &wrong) {
            Err(ReleaseError::Inconsistent(why)) => assert!(why.starts_with(said), "{why}"),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(files_in(dir.path()), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// The index answers as the words themselves do.
    #[test]
    fn index_and_words_agree(
        names in proptest::collection::vec("[水土法𠀀A-c12（ ]{1,8}", 1..5),
        query in "[水土法𠀀A-c12（ ]{1,4}",
    ) {
        let Ok(query) = Query::parse(&query) else {
            return Ok(());
        };
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let release = release(&names);
        let dir = tempfile::tempdir().unwrap();
        let path = write(dir.path(), &release).unwrap().path().to_path_buf();
        let found: Vec<String> = ReleaseFile::open(&path)
            .unwrap()
            .search(&query, None, None)
            .unwrap()
            .into_iter()
            .map(|hit| hit.code)
            .collect();
        let mut expected: Vec<&ItemRow> = release.catalog.items.iter().filter(|i| {
            let c = i.search_columns(&release.catalog);
            query.matches(&[&c.name, &c.basis, &c.duties, &c.department])
        }).collect();
        expected.sort_by_key(|i| std::cmp::Reverse(query.terms_in(&i.name)));
        let expected: Vec<&str> = expected.iter().map(|i| i.code.as_str()).collect();
        prop_assert_eq!(found, expected);
    }
}
