//! What a change of the law does to a project is found in a part of its files. It is the same as in the whole: compared
//! with the list of the whole project, in whatever way people write law, chart and YAML.

use std::fs;
use std::path::Path;

use fastrand::Rng;
use power_list::compare::impact::{Period, Place, changes, impacts, of_catalog, summary};
use power_list::domain::citation::Mentions;
use power_list::domain::law::Register;
use power_list::finding::Severity;
use power_list::io::project::{Loaded, citing, load};
use power_list::io::register::builtin;
use power_list::ops::catalog;
use power_list::report::law_impact::{ImpactReport, json};

use super::world::{AS_OF, ends, project};
use crate::sample::program::{parts, run};
use crate::sample::put;

const CHANGED: [&str; 3] = ["种子法", "农药管理条例", "野生动物保护法"];

fn is_sound(loaded: &Loaded) -> bool {
    loaded
        .findings
        .iter()
        .all(|f| f.severity != Severity::Error)
}

fn places(loaded: &Loaded, register: &Register, wanted: &impl Fn(&str) -> bool) -> Vec<Place> {
    let as_of = loaded.project.settings.as_of;
    let list = catalog::build(&loaded.project, register, as_of, |_| true, |_| true);
    of_catalog(&list, register, wanted)
}

/// The places of the whole project, and those of the part with the number of items read for it.
fn both(root: &Path, laws: &[&str]) -> Option<(Vec<Place>, Vec<Place>, usize)> {
    let register = builtin();
    let wanted = |law: &str| laws.contains(&law);
    let whole = load(root, None, "", None).unwrap();
    if !is_sound(&whole) {
        return None;
    }
    let names = register.spellings(wanted).chain(laws.iter().copied());
    let part = citing::load(root, "", &Mentions::of(names, []).unwrap()).unwrap();
    assert!(is_sound(&part));
    let items = part.project.items.len();
    Some((
        places(&whole, register, &wanted),
        places(&part, register, &wanted),
        items,
    ))
}

/// Ways to write the name of a law in its marks.
fn spelt(random: &mut Rng, law: &str) -> String {
    let letters: Vec<String> = law.chars().map(String::from).collect();
    let mut name = match random.u8(..5) {
        0 => letters.join(" "),
        1 => letters.join("\u{3000}"),
        2 => format!("中华人民共和国{law}"),
        3 => format!("中华人民共和国 {law}"),
        _ => law.to_owned(),
    };
    name.push_str(["", "", "（2015年修正）", "(2015 年修订)"][random.usize(..4)]);
    let (open, close) = [
        ("《", "》"),
        ("〈", "〉"),
        ("《", "》"),
        ("【法律】《", "》"),
    ][random.usize(..4)];
    format!("{open}{name}{close}")
}

/// A citation, mostly of another law.
fn cite(random: &mut Rng) -> String {
    let law = match random.u8(..6) {
        0 => CHANGED[random.usize(..3)],
        _ => ["水法", "价格法", "种子检验办法", "渔业法"][random.usize(..4)],
    };
    let title = spelt(random, law);
    let mark = random.u8(1..60);
    match random.u8(..5) {
        0 => format!("{title}第{mark}条、本法第二条"),
        1 => format!("根据{title}第{mark}条，同法第三条第一款"),
        2 => title,
        _ => format!("{title}第{mark}条"),
    }
}

fn escaped(text: &str) -> String {
    text.chars()
        .map(|c| format!("\\u{:04x}", c as u32))
        .collect()
}

/// Ways to write a text as a value whose key stands in a column.
fn value(random: &mut Rng, text: &str, column: usize) -> String {
    let indent = " ".repeat(column + 2);
    let at = text.char_indices().nth(3).map_or(text.len(), |(at, _)| at);
    let (head, tail) = text.split_at(at);
    match random.u8(..14) {
        0 => format!("'{text}'"),
        1 => format!("\"{text}\""),
        2 => format!("\"{}\"", escaped(text)),
        3 => format!("\"{head}\\\n{indent}{tail}\""),
        4 => format!("\"{head}\n{indent}{tail}\""),
        5 => format!("'{head}\n\n{indent}{tail}'"),
        6 => format!("{head}\n{indent}{tail}"),
        7 => format!(">-\n{indent}{head}\n{indent}{tail}"),
        8 => format!("|\n{indent}{text}"),
        9 => format!("{text}   # 注 \"{head}"),
        _ => text.to_owned(),
    }
}

/// An item with a number, which may use a chart, written in one way or another.
fn item(random: &mut Rng, unit: &str, number: usize) -> String {
    let mut out = format!("  - code: 341100-{unit}-02-{number:04}\n    name: 第{number}项[甲]\n");
    let text = cite(random);
    match random.u8(..4) {
        0 => out.push_str(&format!("    legal_basis: [ '{text}', 《水法》第三条 ]\n")),
        1 => out.push_str(&format!(
            "    legal_basis:\n      - cite: {}\n",
            value(random, &text, 8)
        )),
        _ => out.push_str(&format!(
            "    legal_basis:\n      - {}\n",
            value(random, &text, 6)
        )),
    }
    let charts = ["a.yaml", "./a.yaml", "b.yaml", "c d.yaml"];
    let chart = charts[random.usize(..charts.len())];
    let folder = ["flowcharts/x/", "flowcharts/x/", "drawn/"][random.usize(..3)];
    let path = format!("{folder}{chart}");
    match random.u8(..5) {
        0 => {}
        1 => out.push_str(&format!("    flowchart: \"{path}\"\n")),
        2 => out.push_str(&format!("    \"flowchart\": {path}\n")),
        3 => out.push_str(&format!(
            "    flowchart: {}\n",
            path.replacen(' ', "\n      ", 1)
        )),
        _ => out.push_str(&format!("    flowchart: {path}\n")),
    }
    if random.u8(..4) == 0 {
        let sub = format!(
            "code: 341100-{unit}-02-{number:04}-01, name: 子项, legal_basis: [{}]",
            "《水法》第三条"
        );
        out.push_str(&format!(
            "    sub_items:\n      - {{ {sub}, flowchart: {path} }}\n"
        ));
    }
    if random.bool() {
        let text = cite(random);
        let text = value(random, &text, 8);
        out.push_str(&format!(
            "    responsibilities:\n      - stage: 受理\n        duty: 办\n        basis: {text}\n"
        ));
    }
    out
}

fn chart(random: &mut Rng) -> String {
    let text = cite(random);
    let text = value(random, &text, 4);
    format!(
        "title: 图\nsteps:\n  - id: a\n    name: 受理\n    kind: start\n    basis: {text}\n    next: [b]\n  - {{ id: b, name: 办结, kind: end }}\n"
    )
}

fn write(random: &mut Rng, root: &Path) {
    for (unit, category) in [
        ("nyj", "行政处罚"),
        ("lyj", "行政处罚"),
        ("lyj", "行政许可"),
    ] {
        let count = random.usize(1..6);
        let items: Vec<String> = (1..=count).map(|n| item(random, unit, n)).collect();
        let head = format!("department: {unit}\ncategory: {category}\n");
        let text = match random.u8(..6) {
            0 => format!("items:\n{}{head}", items.concat()),
            1 => format!("{head}items:\n{}# 完\n\n", items.concat()).replace('\n', "\r\n"),
            _ => format!("{head}items:\n{}", items.concat()),
        };
        put(root, &format!("items/{unit}/{category}.yaml"), &text);
    }
    for name in [
        "flowcharts/x/a.yaml",
        "flowcharts/x/b.yaml",
        "flowcharts/x/c d.yaml",
        "drawn/a.yaml",
    ] {
        let text = chart(random);
        put(root, name, &text);
    }
}

#[test]
fn the_part_says_what_the_whole_says() {
    let dir = project();
    let mut random = Rng::with_seed(20_180_501);
    let (mut sound, mut found, mut read, mut there) = (0, 0, 0, 0);
    for _ in 0..150 {
        write(&mut random, dir.path());
        let laws: Vec<&str> = CHANGED[random.usize(..3)..].to_vec();
        let Some((whole, part, items)) = both(dir.path(), &laws) else {
            continue;
        };
        assert_eq!(
            part,
            whole,
            "{laws:?} {:?}",
            crate::sample::program::content(dir.path())
        );
        sound += 1;
        found += whole.len();
        read += items;
        there += load(dir.path(), None, "", None)
            .unwrap()
            .project
            .items
            .len();
    }
    assert!(sound > 60 && found > 300, "{sound} {found}");
    assert!(read < there, "{read} {there}");
}

#[test]
fn the_program_says_what_the_whole_says() {
    let dir = project();
    let mut random = Rng::with_seed(7);
    let register = builtin();
    let period = Period {
        from: AS_OF.parse().unwrap(),
        to: Some("2024-06-01".parse().unwrap()),
    };
    let mut compared = 0;
    for _ in 0..12 {
        write(&mut random, dir.path());
        let whole = load(dir.path(), None, "", None).unwrap();
        let laws = changes(register, period);
        let laws: Vec<_> = laws
            .into_iter()
            .filter(|c| CHANGED[..2].contains(&c.law))
            .collect();
        let wanted = |law: &str| laws.iter().any(|c| c.law == law);
        let list = catalog::build(&whole.project, register, period.from, |_| true, |_| true);
        let all = impacts(register, &laws, of_catalog(&list, register, &wanted));
        let summary = summary(&all);
        let shown: Vec<_> = all.into_iter().filter(|impact| !impact.unseen()).collect();
        let report = ImpactReport {
            list: "工程现状",
            catalog: &list,
            from: period.from,
            to: period.to,
            impacts: &shown,
            summary,
        };
        let mut expected = Vec::new();
        json(&report, &mut expected).unwrap();
        let arguments = [
            "law",
            "impact",
            CHANGED[0],
            CHANGED[1],
            "--to",
            "2024-06-01",
            "--format",
            "json",
        ];
        let (code, out, err) = parts(&run(dir.path(), &arguments));
        match is_sound(&whole) {
            true => {
                assert_eq!(
                    (code, out),
                    (0, String::from_utf8(expected).unwrap()),
                    "{err}"
                );
                compared += usize::from(summary.places > 0);
            }
            // What is wrong was read, or nothing of that was wanted.
            false => assert!(matches!(code, 0 | 1), "{code} {err}"),
        }
    }
    assert!(compared > 3, "{compared}");
}

#[test]
fn what_is_wrong_is_refused_where_it_may_hide_something() {
    let dir = project();
    let root = dir.path();
    let ask = ["law", "impact", "种子法", "--format", "json"];
    let (before, _) = ends(root, 0, &ask);
    // An item that says nothing of the law may be as wrong as it likes.
    let other = "department: lyj\ncategory: 行政许可\nitems:\n  - code: 甲\n    name: [\n";
    put(root, "items/lyj/行政许可.yaml", other);
    assert_eq!(ends(root, 0, &ask).0, before);
    let refused = |bytes: &[u8], why: &str| {
        fs::write(root.join("items/lyj/行政许可.yaml"), bytes).unwrap();
        let (code, out, err) = parts(&run(root, &ask));
        assert!(code != 0 && out.is_empty(), "{out}");
        assert!(err.contains("没有导出") && err.contains(why), "{err}");
    };
    let naming = other.replace("name: [", "name: 种子 法 [");
    refused(naming.as_bytes(), "行政许可.yaml:");
    refused(b"\xd6\xd6\xd7\xd3\xb7\xa8\n", "UTF-8");
    refused(b"", "空的");
    refused(b"items: \"\\u79cd", "行政许可.yaml:");
    fs::remove_file(root.join("items/lyj/行政许可.yaml")).unwrap();
    put(
        root,
        "flowcharts/nyj/other.yaml",
        "title: 《种子法》第一条\nsteps: 无\n",
    );
    let (code, _, err) = parts(&run(root, &ask));
    assert!(code != 0 && err.contains("other.yaml"), "{err}");
    // A question that makes no sense is asked of a list that can be read.
    put(root, "items/lyj/行政许可.yaml", other);
    let (_, _, err) = parts(&run(
        root,
        &["law", "impact", "种子法", "--to", "2001-01-01"],
    ));
    assert!(err.contains("没有导出"), "{err}");
}
