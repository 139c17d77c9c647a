//! A list whose items are read again whenever they are wanted is published, and taken into the working database, as one that
//! is held in memory.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use power_list::domain::canonical;
use power_list::domain::gate::Gate;
use power_list::domain::ids::Digest;
use power_list::domain::item::PowerItem;
use power_list::finding::Severity;
use power_list::io::project::{self, outline};
use power_list::io::sqlite::release::ReleaseFile;
use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::{Holdings as _, ImportCounts, StoreError};
use power_list::ops::contents::Contents;
use power_list::ops::imported::Imported;
use power_list::ops::items::of_unit;
use power_list::ops::publish::{self, Items, Listed, PublishError, PublishInput, Published};
use power_list::ops::submission;
use power_list::ops::validate::{Leniency, Request, Silent, survey_outline, validate};

use crate::sample::put;
use crate::sample::small::{register, small_project};

/// Items of a file, one after another as their numbers stand here.
fn file(unit: &str, category: (&str, &str), numbers: impl Iterator<Item = usize>) -> String {
    let (name, code) = category;
    let mut text = format!("department: {unit}\ncategory: {name}\nitems:\n");
    for number in numbers {
        write!(
            text,
            "  - code: 341100-{unit}-{code}-{number:04}\n    name: 第{number}项取水许可\n    \
             legal_basis: [《水法》第{}条]\n",
            ["四十八", "七", "六十九"][number % 3]
        )
        .unwrap();
    }
    text
}

/// Long files and short ones, in order and not, several of one kind, and items without a code.
fn project(root: &Path) {
    small_project(root);
    let other = ("其他权力", "10");
    let fees = ("行政征收", "03");
    put(
        root,
        "items/slj/a/其他权力.yaml",
        file("slj", other, (1..2200).rev()),
    );
    put(
        root,
        "items/slj/b/其他权力.yaml",
        file("slj", other, (3000..4000).step_by(3)),
    );
    put(
        root,
        "items/slj/c/其他权力.yaml",
        file("slj", other, (3001..4000).step_by(3)),
    );
    put(root, "items/slj/行政征收.yaml", file("slj", fees, 1..2500));
    let one = file("sljd", fees, [3, 7, 5].into_iter());
    put(root, "items/sljd/行政征收.yaml", one);
    let another = file("sljd", fees, [6, 2].into_iter())
        + "  - name: 没有编码的许可\n    legal_basis: [《水法》第七条]\n";
    put(root, "items/sljd/more/行政征收.yaml", another);
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

fn listed(root: &Path) -> Listed {
    let gate = Gate::Publication;
    let outline = outline::outline(root, Some(gate), "").unwrap();
    let request = Request {
        gate: Some(gate),
        ..Request::new("2015-03-01".parse().unwrap(), Leniency::Gate)
    };
    Listed::of(survey_outline(outline, root, &register(), &request, &Silent).unwrap())
}

fn publish(list: &dyn Items, root: &Path, releases: &str) -> Result<Published, PublishError> {
    let input = PublishInput {
        project: list,
        root,
        register: &register(),
        date: "2015-03-01".parse().unwrap(),
        partial: false,
        number: 1,
        confirmed: vec!["slj".parse().unwrap(), "sljd".parse().unwrap()],
        removals: Vec::new(),
        adjustments: Vec::new(),
        ledger_head: Digest::of(b"chain"),
        gate_errors: 0,
    };
    publish::publish(&input, &root.join(releases))
}

fn items(list: &dyn Items) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    list.each(&mut |some| {
        all.extend(some.iter().map(|item| canonical::item(item, |_| None)));
        true
    })
    .unwrap();
    all
}

#[test]
fn the_items_are_the_same_in_the_same_order() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    project(root);
    let listed = listed(root);
    let held = project::load(root, None, "", None).unwrap().project;
    let (one, other) = (items(&listed), items(&held));
    assert!(one.len() > 5000 && one == other, "{}", one.len());
    // Whoever has enough is not given more.
    let mut seen = 0;
    let list: &dyn Items = &listed;
    list.each(&mut |some| {
        seen += some.len();
        seen < 3000
    })
    .unwrap();
    assert!((3000..4000).contains(&seen), "{seen}");
    let known = Contents::of(&held);
    assert!(listed.contents.iter().eq(known.iter()));
    // An item without a code stops both.
    for list in [&listed as &dyn Items, &held] {
        let error = publish(list, root, "none").unwrap_err();
        assert!(matches!(&error, PublishError::NoCode(name) if name == "没有编码的许可"));
    }
}

#[test]
fn the_release_is_the_same_to_the_last_byte() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    project(root);
    let path = "items/sljd/more/行政征收.yaml";
    let coded = read(root, path).replace(
        "  - name: 没有编码",
        "  - code: 341100-sljd-03-0001\n    name: 没有编码",
    );
    put(root, path, coded);
    let held = project::load(root, None, "", None).unwrap().project;
    let one = publish(&listed(root), root, "one").unwrap();
    let other = publish(&held, root, "other").unwrap();
    assert_eq!(one.items, held.items.len());
    assert!(fs::read(&one.path).unwrap() == fs::read(&other.path).unwrap());
    // So is the next one, which says what has changed.
    fs::create_dir(root.join("releases")).unwrap();
    fs::copy(&one.path, root.join("releases/341100-20150301.db")).unwrap();
    let path = "items/slj/行政征收.yaml";
    put(root, path, read(root, path).replace("第17项", "第十七项"));
    let next = |list: &dyn Items, folder: &str| {
        let input = PublishInput {
            project: list,
            root,
            register: &register(),
            date: "2015-06-01".parse().unwrap(),
            partial: true,
            number: 2,
            confirmed: vec!["slj".parse().unwrap()],
            removals: Vec::new(),
            adjustments: Vec::new(),
            ledger_head: Digest::ZERO,
            gate_errors: 0,
        };
        publish::publish(&input, &root.join(folder)).unwrap().path
    };
    let held = project::load(root, None, "", None).unwrap().project;
    let (one, other) = (next(&listed(root), "one"), next(&held, "other"));
    assert!(fs::read(&one).unwrap() == fs::read(&other).unwrap());
    let release = ReleaseFile::open(&one).unwrap().read().unwrap();
    assert_eq!(release.changes.len(), 1, "{:?}", release.changes);
}

#[test]
fn a_file_that_was_changed_after_it_was_judged_is_not_published() {
    for (path, old, new) in [
        ("items/slj/行政审批.yaml", "取水", "引水"),
        ("items/slj/行政征收.yaml", "第2400项", "第两千四百项"),
        ("items/slj/a/其他权力.yaml", "第1项取水", "第一项取水"),
    ] {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        project(root);
        let listed = listed(root);
        let text = read(root, path);
        let other = text.replace(old, new);
        assert_ne!(text, other);
        put(root, path, other);
        let error = publish(&listed, root, "releases").unwrap_err();
        assert!(matches!(&error, PublishError::ItemsChanged(_)), "{error}");
        assert_eq!(
            error.to_string(),
            format!("事项文件“{path}”在读取以后被改动；再运行一次")
        );
        assert!(!root.join("releases").exists());
    }
}

/// What a working database holds: its items, and the contents that are kept under digests.
fn held_in(path: &Path) -> Vec<Vec<String>> {
    let db = rusqlite::Connection::open(path).unwrap();
    let mut all = Vec::new();
    for sql in [
        "SELECT code, department, category, name, digest FROM item ORDER BY code",
        "SELECT digest, hex(bytes), '', '', '' FROM blob ORDER BY digest",
    ] {
        let mut statement = db.prepare(sql).unwrap();
        let row = |row: &rusqlite::Row<'_>| (0..5).map(|at| row.get(at)).collect();
        all.extend(statement.query_map([], row).unwrap().map(Result::unwrap));
    }
    all
}

#[test]
fn a_unit_sends_up_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    project(root);
    let elsewhere = "别处/图.yaml";
    // A chart that is wrong is wrong in each item that uses it.
    let chart = read(root, "flowcharts/slj/licence.yaml").replace("[done]", "[nowhere]");
    put(root, elsewhere, chart);
    let path = "items/slj/行政审批.yaml";
    let text = read(root, path).replace("flowcharts/slj/licence.yaml", elsewhere);
    put(root, path, text);
    // In the folder of another unit, and broken further on.
    let more = file("sljd", ("行政处罚", "02"), 1..4) + "  - name: \"丙\n";
    put(root, "items/slj/行政处罚.yaml", more);
    let register = register();
    let gate = Gate::Third;
    let request = || Request {
        gate: Some(gate),
        ..Request::new("2015-03-01".parse().unwrap(), Leniency::Gate)
    };
    let judged = validate(root, &register, request()).unwrap();
    for unit in ["slj", "sljd", "nobody"] {
        let unit = unit.parse().unwrap();
        let whole = submission::of_department(&judged, &unit);
        let outline = outline::outline(root, Some(gate), "").unwrap();
        let surveyed = survey_outline(outline, root, &register, &request(), &Silent).unwrap();
        let (judged, own) = of_unit(surveyed, &unit).unwrap();
        let own: Vec<&PowerItem> = own.iter().collect();
        let read = submission::of_unit(&judged, &own, &unit);
        assert!(format!("{read:?}") == format!("{whole:?}"), "{unit}");
        assert_eq!(read.items.is_empty(), unit.as_str() == "nobody");
        assert_eq!(read.findings.is_empty(), unit.as_str() == "nobody");
    }
}

#[test]
fn the_same_is_taken_into_the_working_database() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    project(root);
    let elsewhere = "别处/图.yaml";
    put(root, elsewhere, read(root, "flowcharts/slj/licence.yaml"));
    let path = "items/slj/行政审批.yaml";
    let text = read(root, path).replace("flowcharts/slj/licence.yaml", elsewhere);
    assert!(text.contains(elsewhere));
    put(root, path, text);
    let twice = file("sljd", ("行政征收", "03"), [3].into_iter()).replace("第3项", "另一项");
    put(root, "items/sljd/twice.yaml", twice);
    let stores = ["read", "held"].map(|name| root.join(name));
    let both = |counts: ImportCounts| {
        let imported = Imported::read(root, "").unwrap();
        let held = project::load(root, Some(Gate::Publication), "", None).unwrap();
        let faulty = |f: &&power_list::finding::Finding| f.severity == Severity::Error;
        assert_eq!(imported.errors, held.findings.iter().filter(faulty).count());
        assert_eq!(
            imported.without_code,
            submission::without_code(&held.project)
        );
        let held = submission::imported(&held.project);
        let [one, other] = &stores;
        let mut one = WorkStore::open_or_create(one).unwrap();
        let mut other = WorkStore::open_or_create(other).unwrap();
        assert_eq!(one.count_import(&imported).unwrap(), counts);
        assert_eq!(one.import_items(&imported).unwrap(), counts);
        assert_eq!(other.import_items(&held).unwrap(), counts);
        drop((one, other));
        assert!(held_in(&stores[0]) == held_in(&stores[1]));
    };
    let of = |created, changed, unchanged, removed| ImportCounts {
        created,
        changed,
        unchanged,
        removed,
    };
    let all = items(&listed(root)).len() - 2;
    both(of(all, 0, 0, 0));
    both(of(0, 0, all, 0));
    // A chart that lies elsewhere is part of what an item comes to.
    put(
        root,
        elsewhere,
        read(root, elsewhere).replace("受理", "接收"),
    );
    let path = "items/slj/行政征收.yaml";
    put(root, path, read(root, path).replace("第17项", "第十七项"));
    fs::remove_file(root.join("items/sljd/twice.yaml")).unwrap();
    put(
        root,
        "items/slj/more.yaml",
        file("slj", ("行政征收", "03"), 3000..3002),
    );
    fs::remove_file(root.join("items/slj/b/其他权力.yaml")).unwrap();
    let gone = (3000..4000).step_by(3).count();
    both(of(2, 3, all - 3 - gone, gone));
}

#[test]
fn a_file_that_changes_meanwhile_is_not_taken_in() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    project(root);
    let imported = Imported::read(root, "").unwrap();
    let path = "items/slj/行政征收.yaml";
    put(root, path, read(root, path).replace("第17项", "第十七项"));
    let mut store = WorkStore::open_or_create(&root.join("work.db")).unwrap();
    let error = store.import_items(&imported).unwrap_err();
    assert!(matches!(&error, StoreError::Changed(_)), "{error}");
    assert!(error.to_string().contains(path), "{error}");
    drop(store);
    assert!(held_in(&root.join("work.db")).is_empty());
}
