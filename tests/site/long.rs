//! What becomes of a list that is too long for a workbook.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use power_list::io::sqlite::release::ReleaseFile;
use power_list::ops::site::{self, SiteOrder};

use crate::sample::program::content;
use crate::world::{SECOND, world};

#[test]
fn each_unit_has_a_workbook_of_its_own_and_nothing_else_changes() {
    let world = world();
    let releases = world.city.join("releases");
    let dir = tempfile::tempdir().unwrap();
    let target = dir.path().join("site");
    let order = SiteOrder {
        releases: &releases,
        shown: None,
        target: &target,
        address: None,
        workbook: 400,
    };
    let told = Mutex::new((0, BTreeSet::new()));
    let made = site::make(order, &|done, all| {
        let mut told = told.lock().unwrap();
        told.0 = told.0.max(done);
        told.1.insert(all);
    })
    .unwrap();
    let (done, all) = told.into_inner().unwrap();
    assert_eq!(all, BTreeSet::from([done]));
    assert!(done > made.items);

    let of_units: BTreeSet<String> = ReleaseFile::open(&releases.join(format!("{SECOND}.db")))
        .unwrap()
        .read()
        .unwrap()
        .catalog
        .items
        .iter()
        .map(|item| format!("data/{SECOND}-unit-{}.xlsx", item.department))
        .collect();
    let whole = ["by-unit", "by-category"].map(|by| format!("data/{SECOND}-{by}.xlsx"));
    let mut expected: BTreeMap<PathBuf, Vec<u8>> = content(&world.site).into_iter().collect();
    for path in &whole {
        assert!(expected.remove(Path::new(path)).is_some(), "{path}");
    }
    let mut found: BTreeMap<PathBuf, Vec<u8>> = content(&target).into_iter().collect();
    let page = String::from_utf8(found.remove(Path::new("download.html")).unwrap()).unwrap();
    expected.remove(Path::new("download.html"));
    for path in &of_units {
        let bytes = found.remove(Path::new(path)).unwrap();
        assert!(bytes.starts_with(b"PK"), "{path}");
        assert!(page.contains(&format!("<a href=\"{path}\"")), "{path}");
    }
    assert!(of_units.len() > 10);
    assert!(!whole.iter().any(|path| page.contains(path)));
    assert!(found == expected);
}
