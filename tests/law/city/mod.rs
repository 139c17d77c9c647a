//! The example city through library and binary: that it is what DESIGN says it is, that it is clean in its own time, and
//! that what ten years of law did to it is so by the text of the statutes.

mod cited;
mod statutes;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::process::{Command, Output};

use jiff::civil::{Date, date};
use power_list::domain::citation::Cited;
use power_list::domain::flowchart::ChartFile;
use power_list::domain::item::BasisRole;
use power_list::domain::provision::Provision;
use serde_json::Value;

use cited::{charts, citations, city, root};
use statutes::{Lines, Row, Statutes};

const THEN: Date = date(2015, 3, 1);
const NOW: Date = date(2025, 4, 19);

fn validate(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_power-list"))
        .args(["validate", "--format", "json", "--project"])
        .arg(root())
        .args(args)
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stderr)))
}

/// What `validate` finds as of the day of the corpus.
fn findings_now() -> Vec<Value> {
    let page = json(&validate(&["--as-of", "2025-04-19"]));
    page["findings"].as_array().unwrap().clone()
}

/// The statutes given out beside the project, if they are at hand.
fn corpus() -> Option<Statutes> {
    let shared = std::env::var_os("POWER_LIST_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared")),
        PathBuf::from,
    );
    let corpus = shared.join("law-corpus");
    if corpus.is_dir() {
        return Some(Statutes::open(&corpus));
    }
    aloud(&format!(
        "跳过：找不到 {}（可设 POWER_LIST_SHARED）",
        corpus.display()
    ));
    None
}

#[test]
fn fifty_one_units_of_six_kinds_and_ten_categories() {
    let project = city();
    assert_eq!(project.departments.len(), 51);
    let kinds: BTreeSet<&str> = project
        .departments
        .iter()
        .map(|d| d.kind.chinese())
        .collect();
    assert_eq!(kinds.len(), 6, "{kinds:?}");
    assert_eq!(&*project.settings.categories.id, "anhui-2014");
    assert_eq!(project.settings.categories.categories.len(), 10);
    assert!(project.items.len() >= 350, "{} 项", project.items.len());
    for unit in &project.departments {
        let id = unit.id.value.as_str();
        let items = project
            .items
            .iter()
            .filter(|i| i.department.value.as_str() == id);
        let items = items.count();
        assert!(items >= 3, "{}只有 {items} 项", unit.name.value);
    }
    for category in &project.settings.categories.categories {
        let items = project
            .items
            .iter()
            .filter(|i| *i.category.value == *category.name);
        let items = items.count();
        assert!(items >= 10, "{}只有 {items} 项", category.name);
    }
    let codes: BTreeSet<&str> = project
        .items
        .iter()
        .map(|i| i.code.as_ref().unwrap().value.as_str())
        .collect();
    assert_eq!(codes.len(), project.items.len());
}

#[test]
fn every_item_is_complete() {
    for item in &city().items {
        let label = item.label();
        assert!(!item.legal_basis.is_empty(), "{label}没有依据");
        assert!(!item.responsibilities.is_empty(), "{label}没有责任事项");
        assert!(!item.accountability.is_empty(), "{label}没有追责情形");
        let supervision = item.supervision.as_ref();
        assert!(
            supervision.is_some_and(|s| s.phone.is_some() || s.email.is_some()),
            "{label}没有监督方式"
        );
        let chart = &item.flowchart.as_ref().unwrap().value;
        assert!(
            matches!(
                city().charts.get(chart),
                Some(ChartFile::Structured(_) | ChartFile::Drawing { .. })
            ),
            "{label}的流程图 {chart} 不能用"
        );
    }
}

#[test]
fn every_chart_shows_the_steps_of_its_category() {
    let categories = &city().settings.categories;
    let charts = charts();
    let mut judged = BTreeSet::new();
    for item in &city().items {
        let own = item.flowchart.iter();
        let subs = item.sub_items.iter().filter_map(|s| s.flowchart.as_ref());
        for path in own.chain(subs) {
            let Some(chart) = charts.get(path.value.as_str()) else {
                continue;
            };
            let patterns = &categories.find(&item.category.value).unwrap().steps;
            let shows = |word: &str| {
                chart.steps.iter().any(|step| {
                    step.name.value.contains(word)
                        || step.stage.as_ref().is_some_and(|s| s.contains(word))
                })
            };
            let satisfied = patterns
                .iter()
                .any(|p| p.steps.iter().all(|word| shows(word)));
            assert!(
                patterns.is_empty() || satisfied,
                "{}用于{}，缺少该类的环节",
                path.value,
                item.category.value
            );
            judged.insert(path.value.as_str());
        }
    }
    let unused: Vec<&&str> = charts.keys().filter(|p| !judged.contains(*p)).collect();
    assert!(unused.is_empty(), "没有事项使用：{unused:?}");
}

#[test]
fn every_cited_law_is_known_and_most_are_known_to_the_letter() {
    let cited = citations(THEN);
    let unknown: Vec<_> = cited
        .iter()
        .filter(|c| c.law.is_none())
        .map(|c| &c.place)
        .collect();
    assert!(unknown.is_empty(), "引用的法不在法规库里：{unknown:?}");
    let creating: Vec<_> = cited
        .iter()
        .filter(|c| c.field == "legal_basis" && c.role == BasisRole::Creates)
        .collect();
    assert!(creating.iter().all(|c| c.provision.is_some()));
    let known = creating.iter().filter(|c| c.known).count();
    let share = 100 * known / creating.len();
    assert!(
        share >= 60,
        "设定依据 {} 处，只有 {known} 处（{share}%）所在的版本知道条文结构",
        creating.len()
    );
}

#[test]
fn the_city_is_clean_in_its_own_time() {
    for gate in ["1", "2", "3", "4"] {
        let output = validate(&["--gate", gate]);
        let page = json(&output);
        assert_eq!(
            output.status.code(),
            Some(0),
            "第 {gate} 关：{}",
            page["findings"]
        );
        assert_eq!(page["summary"]["items"], city().items.len());
        assert_eq!(
            (&page["summary"]["errors"], &page["summary"]["warnings"]),
            (&0.into(), &0.into())
        );
    }
}

#[test]
fn ten_years_of_law_leave_their_mark() {
    let output = validate(&["--as-of", "2025-04-19"]);
    assert_eq!(output.status.code(), Some(1));
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for finding in findings_now() {
        if finding["severity"] == "error" {
            *codes
                .entry(finding["code"].as_str().unwrap().to_owned())
                .or_default() += 1;
        }
    }
    let kinds: Vec<&str> = codes.keys().map(String::as_str).collect();
    assert_eq!(kinds, ["L003", "L004", "L005"], "{codes:?}");
}

/// 《name》 at the beginning of a message and what stands behind it.
fn title(message: &str) -> (&str, &str) {
    let rest = message.strip_prefix('《').unwrap();
    let mut depth = 1;
    let end = rest
        .char_indices()
        .find(|(_, c)| {
            depth += i32::from(*c == '《') - i32::from(*c == '》');
            depth == 0
        })
        .unwrap()
        .0;
    (&rest[..end], &rest[end + '》'.len_utf8()..])
}

/// The parts of a provision in canonical form: 第三条之一第二款第（四）项.
fn provision(text: &str) -> (u16, u16, Option<u16>, Option<u16>) {
    let parsed = power_list::domain::citation::parse(&format!("《某法》{text}"));
    let Cited::Provision(p) = parsed.citations[0].provisions[0].cited else {
        panic!("{text}");
    };
    let (paragraph, item) = (
        p.paragraph.map(|n| n.get()),
        p.subparagraph.map(|n| n.get()),
    );
    (p.article.number.get(), p.article.sub, paragraph, item)
}

#[test]
fn what_is_said_not_to_be_there_is_not_in_the_text() {
    let Some(corpus) = corpus() else { return };
    let (mut told, mut wrong) = (BTreeSet::new(), Vec::new());
    for finding in findings_now() {
        let code = finding["code"].as_str().unwrap();
        if !["L002", "L003", "L004"].contains(&code) {
            continue;
        }
        let message = finding["message"].as_str().unwrap();
        let (law, cited) = title(finding["provision"].as_str().unwrap());
        told.insert(format!("《{law}》{cited}"));
        let (article, sub, paragraph, item) = provision(cited);
        let row = corpus
            .on(law, NOW)
            .unwrap_or_else(|| panic!("index.csv 没有《{law}》"));
        let named = format!("（{}", chinese(row.published.unwrap()));
        let lines = corpus.article(row, article, sub);
        let there = lines.as_ref().is_some_and(|l| l.has(paragraph, item));
        // An article that is not there at all is another fault than one without that paragraph.
        let fault = match &lines {
            None => code == "L002",
            Some(lines) if code == "L003" => message.contains(&lines.paragraphs()),
            Some(_) => code == "L004",
        };
        if there || !fault || !message.contains(&named) {
            wrong.push(format!("{code} {message}：{} {lines:?}", row.path));
        }
    }
    assert!(wrong.is_empty(), "{} 处不符：{wrong:#?}", wrong.len());
    // And nothing else that the city cites is missing from the texts of 2025.
    let missing: BTreeSet<String> = citations(NOW)
        .into_iter()
        .filter(|cited| cited.known)
        .filter_map(|cited| {
            let (law, p) = (cited.law?, cited.provision?);
            let row = corpus.on(law, NOW)?;
            let there = is_there(&corpus, row, &p).1;
            assert_eq!(row.published, cited.version, "{}", row.path);
            (!there).then(|| format!("《{law}》{p}"))
        })
        .collect();
    assert!(!told.is_empty());
    assert_eq!(told, missing);
}

/// The lines of the article, and whether the provision is among them.
fn is_there(corpus: &Statutes, row: &Row, p: &Provision) -> (Option<Lines>, bool) {
    let number = |n: Option<NonZeroU16>| n.map(NonZeroU16::get);
    let lines = corpus.article(row, p.article.number.get(), p.article.sub);
    let there = lines
        .as_ref()
        .is_some_and(|l| l.has(number(p.paragraph), number(p.subparagraph)));
    (lines, there)
}

fn chinese(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

#[test]
fn what_is_said_to_be_repealed_is_repealed() {
    let Some(corpus) = corpus() else { return };
    let (mut judged, mut wrong) = (BTreeSet::new(), Vec::new());
    for finding in findings_now() {
        let code = finding["code"].as_str().unwrap();
        let message = finding["message"].as_str().unwrap();
        if !["L005", "L006"].contains(&code) || !judged.insert(message.to_owned()) {
            continue;
        }
        let (name, said) = title(message);
        let newest = corpus.versions(name).last();
        if code == "L006" {
            // Passed after the day, or at least not in effect on it.
            if newest.is_some_and(|row| row.published.is_some_and(|p| p <= NOW)) {
                wrong.push(message.to_owned());
            }
            continue;
        }
        let expired = newest.is_some_and(|row| row.expired);
        let told = said.split_once("被《").is_some_and(|(_, by)| {
            let (by, _) = by.split_once("》废止").unwrap();
            let day = said
                .split_once('自')
                .and_then(|(_, s)| s.split_once('起'))
                .map(|s| s.0);
            corpus.versions(by).iter().any(|row| {
                let lines = corpus.repeals(row, name);
                let at_publication = |line: &String| {
                    let day_of = row.published.map(chinese);
                    line.contains("公布之日起施行") && day_of.as_deref() == day
                };
                lines
                    .iter()
                    .any(|line| day.is_none_or(|day| line.contains(day)) || at_publication(line))
            })
        });
        let by_whom = said.contains("被《");
        if !(told || expired && !by_whom) {
            wrong.push(format!(
                "{message}（index.csv 标失效：{expired}；废止条文：{told}）"
            ));
        }
    }
    assert!(judged.len() > 5, "{judged:?}");
    // And nothing that the city cites is marked as expired without being told.
    let untold: BTreeSet<&str> = citations(NOW)
        .iter()
        .filter_map(|cited| cited.law)
        .filter(|law| corpus.versions(law).last().is_some_and(|row| row.expired))
        .filter(|law| !judged.iter().any(|message| title(message).0 == *law))
        .collect();
    assert!(untold.is_empty(), "index.csv 标失效而没有指出：{untold:?}");
    assert!(wrong.is_empty(), "{} 条中不符：{wrong:#?}", judged.len());
}

#[test]
fn what_is_cited_in_2015_is_in_the_text() {
    let Some(corpus) = corpus() else { return };
    let (mut judged, mut wrong) = (BTreeSet::new(), Vec::new());
    for cited in citations(THEN) {
        let (Some(law), Some(p), true) = (cited.law, cited.provision, cited.known) else {
            continue;
        };
        if !judged.insert(format!("《{law}》{p}")) {
            continue;
        }
        let Some(row) = corpus.on(law, THEN) else {
            wrong.push(format!(
                "{}：index.csv 在 {THEN} 没有《{law}》",
                cited.place
            ));
            continue;
        };
        let (lines, there) = is_there(&corpus, row, &p);
        if !there || row.published != cited.version {
            wrong.push(format!(
                "{}：《{law}》{p}（{:?}）：{} {lines:?}",
                cited.place, cited.version, row.path
            ));
        }
    }
    assert!(judged.len() >= 300, "只有 {} 处", judged.len());
    assert!(
        wrong.is_empty(),
        "{} 处中 {} 处不符：{wrong:#?}",
        judged.len(),
        wrong.len()
    );
}

/// Says so past the test harness, which keeps what a passing test prints to itself.
fn aloud(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}
