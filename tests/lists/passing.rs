//! A project that is counted, searched and exported file by file comes to what the whole of it comes to.

use std::fmt::Write as _;
use std::path::Path;

use power_list::domain::bigram::Query;
use power_list::domain::catalog::Catalog;
use power_list::finding::Finding;
use power_list::io::project::{self, Loaded, outline};
use power_list::io::register;
use power_list::ops::{catalog, items};
use power_list::render::listing::{self, By, Heading};
use power_list::render::{csv, json, jsonld, markdown};
use power_list::report::figures::{Counts, matrix};
use serde_json::Value;

use crate::sample::program::{parts, run};
use crate::sample::put;
use crate::sample::small::small_project;

/// Items of a file, as their numbers stand here.
fn file(unit: &str, category: (&str, &str), numbers: impl Iterator<Item = usize>) -> String {
    let (name, code) = category;
    let mut text = format!("department: {unit}\ncategory: {name}\nitems:\n");
    for number in numbers {
        let law = ["《水法》第四十八条", "《水法》第七条", "《没有的法》第一条"][number % 3];
        writeln!(
            text,
            "  - code: 341100-{unit}-{code}-{number:04}\n    name: 第{number}项取水许可\n    \
             legal_basis: [{law}]"
        )
        .unwrap();
    }
    text
}

/// Long files and short ones, in order and not, several of one kind, units and categories that nobody knows, items without
/// a code, with prerequisites, with a chart that lies elsewhere.
fn project_of_all_kinds(root: &Path) {
    small_project(root);
    let (other, fees, strange) = (("其他权力", "10"), ("行政征收", "03"), ("怪类", "77"));
    let numbers = [(0, 2200), (3000, 4000)].map(|(from, to)| from + 1..to);
    let [many, more] = numbers;
    put(
        root,
        "items/slj/a/其他权力.yaml",
        file("slj", other, many.clone().rev()),
    );
    put(
        root,
        "items/slj/b/其他权力.yaml",
        file("slj", other, more.step_by(3)),
    );
    put(root, "items/slj/行政征收.yaml", file("slj", fees, many));
    put(
        root,
        "items/zzz/怪类.yaml",
        file("zzz", strange, [4, 2].into_iter()),
    );
    put(
        root,
        "items/aaa/怪类.yaml",
        file("aaa", strange, [3, 5].into_iter()),
    );
    put(
        root,
        "items/aaa/行政征收.yaml",
        file("aaa", fees, [9].into_iter()),
    );
    put(
        root,
        "items/zzz/行政征收.yaml",
        file("zzz", fees, [8].into_iter()),
    );
    let last = file("sljd", fees, [3, 7, 5].into_iter())
        + "  - name: 没有编码的许可\n    flowchart: charts/elsewhere.yaml\n    \
           prerequisites: [{ item: 第3项取水许可 }, { item: 第8项取水许可 }]\n";
    put(root, "items/sljd/行政征收.yaml", last);
    let chart = std::fs::read(root.join("flowcharts/slj/licence.yaml")).unwrap();
    put(root, "charts/elsewhere.yaml", chart);
}

/// The whole project as a list.
fn whole(root: &Path) -> (Catalog, Heading) {
    let loaded = project::load(root, None, "", None).unwrap();
    let settings = &loaded.project.settings;
    let heading = Heading {
        jurisdiction: settings.jurisdiction_name.clone(),
        edition: settings.edition.clone(),
        notice: settings.notice.clone(),
    };
    let register = register::builtin();
    let as_of = settings.as_of;
    let list = catalog::build(&loaded.project, register, as_of, |_| true, |_| true);
    (list, heading)
}

fn ok(root: &Path, arguments: &[&str]) -> String {
    let (code, out, err) = parts(&run(root, arguments));
    assert_eq!((code, err.as_str()), (0, ""), "{arguments:?}");
    out
}

/// A document of JSON as it is written at once; its keys may come in another order.
fn in_one_piece(text: &str) -> String {
    serde_json::to_string_pretty(&serde_json::from_str::<Value>(text).unwrap()).unwrap()
}

/// The lines of a document of JSON, wherever they stand.
fn sorted(text: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = text
        .lines()
        .map(|line| line.trim_end_matches(','))
        .collect();
    lines.sort_unstable();
    lines
}

#[test]
fn every_format_is_written_item_by_item_as_of_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    project_of_all_kinds(root);
    let (list, heading) = whole(root);
    let export = |arguments: &[&str]| {
        let always = ["export", "-q", "-o", "-", "--format"];
        ok(root, &[&always, arguments].concat())
    };
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let of_list = export(&["json"]);
    assert!(of_list == text(json::write(&list, &heading)));
    assert!(sorted(&of_list) == sorted(&in_one_piece(&of_list)));
    assert!(export(&["jsonld"]) == text(jsonld::write(&list, &heading, None)));
    for (word, by) in [("department", By::Department), ("category", By::Category)] {
        let of_whole = text(csv::write(&listing::book(&list, &heading, by)));
        assert!(export(&["csv", "--by", word]) == of_whole, "{word}");
        let of_whole = text(markdown::write(&list, &heading, by));
        assert!(export(&["markdown", "--by", word]) == of_whole, "{word}");
    }
    // Of a part of it, with what the rest says of prerequisites.
    let mut part = list.clone();
    part.items
        .retain(|item| item.department == "sljd" && item.category == "03");
    assert_eq!(part.items.len(), 4);
    let asked = ["--department", "sljd", "--category", "行政征收"];
    let exported = export(&[&["json"], &asked[..]].concat());
    assert_eq!(exported, text(json::write(&part, &heading)));
    let read: Value = serde_json::from_str(&exported).unwrap();
    let prerequisites = &read["items"][3]["prerequisites"];
    assert_eq!(prerequisites[0]["prerequisite_code"], "341100-sljd-03-0003");
    assert_eq!(prerequisites[1]["prerequisite_code"], Value::Null);
}

#[test]
fn items_are_counted_and_found_as_in_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    project_of_all_kinds(root);
    let (list, _) = whole(root);
    let counted: Value = serde_json::from_str(&ok(root, &["stats", "--format", "json"])).unwrap();
    let figures = matrix(&list, &Counts::of(&list));
    assert_eq!(counted["items"], list.items.len());
    let units = counted["departments"].as_array().unwrap();
    assert_eq!(units.len(), figures.rows.len());
    for (unit, row) in units.iter().zip(&figures.rows) {
        assert_eq!(unit["id"], row.id);
        for (category, count) in figures.categories.iter().zip(&row.counts) {
            assert_eq!(
                unit["categories"][category], *count,
                "{} {category}",
                row.id
            );
        }
    }
    for words in [
        "取水",
        "没有",
        "中华人民共和国水法",
        "监察 取水",
        "项1",
        "许可 12",
    ] {
        let query = Query::parse(words).unwrap();
        let mut wanted: Vec<_> = list.items.iter().collect();
        wanted.retain(|item| {
            let c = item.search_columns(&list);
            query.matches(&[&c.name, &c.basis, &c.duties, &c.department])
        });
        wanted.sort_by_key(|item| std::cmp::Reverse(query.terms_in(&item.name)));
        let found = ok(root, &["search", words, "--format", "json", "-q"]);
        let found: Value = serde_json::from_str(&found).unwrap();
        let found = found["items"].as_array().unwrap();
        let found: Vec<_> = found.iter().map(|i| [&i["code"], &i["name"]]).collect();
        let wanted: Vec<_> = wanted.iter().map(|i| [&i.code, &i.name]).collect();
        assert!(found == wanted, "{words}");
    }
}

/// What is wrong, and where.
fn told<P>(loaded: &Loaded<P>) -> Vec<String> {
    let tell = |finding: &Finding| {
        let source = loaded.sources.get(finding.primary.source);
        let at = source.position(finding.primary.start);
        let (name, message) = (&source.name, &finding.message);
        format!(
            "{:?} {name}:{}:{} {message}",
            finding.severity, at.line, at.column
        )
    };
    loaded.findings.iter().map(tell).collect()
}

#[test]
fn what_is_wrong_is_told_as_of_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    project_of_all_kinds(root);
    let broken = file("slj", ("行政处罚", "02"), 1..4) + "  - name: \"丙\n";
    put(root, "items/slj/行政处罚.yaml", broken);
    put(root, "items/slj/空.yaml", "");
    put(root, "items/slj/不是.yaml", b"\xb2\xe2".as_slice());
    put(root, "items/slj/注.txt", "注");
    put(root, "charts/broken.yaml", "steps: [\n");
    put(root, "flowcharts/slj/z.yaml", "steps: {\n");
    put(
        root,
        "flowcharts/slj/a.yaml",
        "# power-list: allow\nstep: []\n",
    );
    let named = "department: slj\ncategory: 行政奖励\nitems:\n  # power-list: allow\n  - name: 甲\n    \
                 flowchart: charts/broken.yaml\n    offices: 乙\n";
    put(root, "items/slj/行政奖励.yaml", named);
    let of_whole = told(&project::load(root, None, "在/", None).unwrap());
    let outline = outline::alone(root, None, "在/").unwrap();
    let (loaded, _) = items::count(outline);
    assert_eq!(told(&loaded), of_whole);
    assert!(of_whole.len() > 8, "{of_whole:?}");
    let (code, out, err) = parts(&run(root, &["export", "--format", "json", "-o", "-"]));
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        err.contains("导出会缺内容") && err.contains("items/slj/不是.yaml:1:1"),
        "{err}"
    );
    let (code, _, err) = parts(&run(root, &["stats"]));
    assert_eq!(code, 0);
    let errors = of_whole.iter().filter(|told| told.starts_with("Error"));
    assert!(
        err.contains(&format!("有 {} 个错误", errors.count())),
        "{err}"
    );
}
