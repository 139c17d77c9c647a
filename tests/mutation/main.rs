//! A mutation test (issue 3): every rule's fault is planted in five places of the clean example city, the faults of all
//! rules at once, and precisely the planted faults must be found: none missed, none extra, each at its very text.
// A test may look at files and fail loudly.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    clippy::unwrap_used
)]

#[path = "../sample/mod.rs"]
mod sample;

mod city;
mod clean;
mod found;
mod planters;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use power_list::domain::gate::Gate;
use power_list::rules::{self, RULES};

use city::{City, Clean, Expected, Place};
use found::{Found, difference, lay_out, validate};
use planters::{PLANTERS, Planter, When};

/// Places for each rule.
const PLACES: usize = 5;
/// A day on which the rules that are younger than the city speak.
const LATER: [&str; 2] = ["--as-of", "2024-12-31"];

fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/data/chuzhou"))
}

fn clean(arguments: &[&str]) -> City {
    City::new(Rc::new(Clean::read(&root(), validate(&root(), arguments))))
}

fn of(when: When) -> impl Iterator<Item = &'static Planter> {
    PLANTERS
        .iter()
        .copied()
        .flatten()
        .filter(move |p| p.when == when)
}

/// How severe a finding of a rule is at publication, the gate of the city.
fn severity(code: &str) -> String {
    let rule = rules::find(code).unwrap();
    rule.severities
        .at(Gate::Publication)
        .unwrap()
        .key()
        .to_owned()
}

/// Lets the program judge a planted city; what is wrong is said at the end.
fn judge(city: &City, arguments: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    lay_out(city, folder.path());
    difference(city, validate(folder.path(), arguments), severity)
}

fn plant(city: &mut City, planter: &Planter) {
    city.rule = planter.rule;
    let before = city.expected.len();
    (planter.plant)(city);
    let own = |e: &Expected| e.code == planter.rule;
    assert!(
        city.expected[before..].iter().any(own),
        "{} 什么也没有种",
        planter.rule
    );
}

fn fail(wrong: &[String]) {
    assert!(
        wrong.is_empty(),
        "{} 处不对：\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn precisely_the_planted_faults_are_found() {
    all_at_once(When::Now);
}

#[test]
fn what_changes_the_judging_of_the_whole_city_is_found() {
    all_at_once(When::Apart);
}

#[test]
fn what_silences_its_like_is_found_by_itself() {
    let mut city = clean(&[]);
    let mut wrong = Vec::new();
    for round in 0..PLACES {
        for planter in of(When::Solo) {
            city.round = round;
            plant(&mut city, planter);
            wrong.extend(judge(&city, &[]));
            city = city.again();
        }
    }
    fail(&wrong);
}

/// Plants the faults of all rules of a kind at once, round by round.
fn all_at_once(when: When) {
    let mut city = clean(&[]);
    let mut wrong = Vec::new();
    for round in 0..PLACES {
        city.round = round;
        for planter in of(when) {
            plant(&mut city, planter);
        }
        wrong.extend(
            judge(&city, &[])
                .iter()
                .map(|w| format!("第 {} 轮 {w}", round + 1)),
        );
        city = city.again();
    }
    fail(&wrong);
}

#[test]
fn rules_younger_than_the_city_find_theirs_later() {
    let mut city = clean(&LATER);
    for round in 0..PLACES {
        city.round = round;
        for planter in of(When::Later) {
            plant(&mut city, planter);
        }
    }
    fail(&judge(&city, &LATER));
}

#[test]
fn what_another_day_brings_is_found_by_the_rule_alone() {
    for planter in of(When::Overtaken) {
        let only = ["--select", planter.rule];
        let mut city = clean(&only);
        let mut wrong = Vec::new();
        for round in 0..PLACES {
            city.round = round;
            plant(&mut city, planter);
            wrong.extend(judge(&city, &only));
            city = city.again();
        }
        fail(&wrong);
    }
}

#[test]
fn faults_of_the_settings_are_found_and_stop_the_run() {
    let mut city = City::new(Rc::new(Clean::read(&root(), Vec::new())));
    let mut wrong = Vec::new();
    for round in 0..PLACES {
        city.round = round;
        for planter in of(When::Alone) {
            plant(&mut city, planter);
            // Nothing else is read before the settings and the units are sound; without any item file there is no run.
            let mut items = 0;
            city.texts.retain(|path, _| {
                items += usize::from(path.starts_with("items/"));
                !path.contains('/') || path.starts_with("items/") && items == 1
            });
            wrong.extend(judge(&city, &[]));
            city = city.again();
        }
    }
    fail(&wrong);
}

#[test]
fn faults_of_tables_are_found_at_their_cells() {
    let mut city = clean(&[]);
    for round in 0..PLACES {
        city.round = round;
        for planter in of(When::HandedIn) {
            plant(&mut city, planter);
        }
    }
    // The city as a whole, and the tables.
    let tables = city.raw.keys().map(String::as_str);
    let arguments: Vec<&str> = std::iter::once(".").chain(tables).collect();
    fail(&judge(&city, &arguments));
}

#[test]
fn a_fault_that_is_put_right_is_not_found_any_more() {
    let before = clean(&[]);
    let mut city = clean(&[]);
    for planter in of(When::Now) {
        plant(&mut city, planter);
    }
    let folder = tempfile::tempdir().unwrap();
    lay_out(&city, folder.path());
    let spoiled = validate(folder.path(), &[]);
    assert!(spoiled.len() > before.clean.baseline.len());
    for path in city.texts.keys().chain(city.raw.keys()) {
        if !before.texts.contains_key(path) || city.raw.contains_key(path) {
            let path = folder.path().join(path);
            let gone = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
            gone.unwrap();
        }
    }
    lay_out(&before, folder.path());
    let sorted = |mut all: Vec<Found>| {
        all.sort();
        all
    };
    assert_eq!(
        sorted(validate(folder.path(), &[])),
        sorted(before.clean.baseline.clone())
    );
}

#[test]
fn files_that_cannot_be_read_are_not_held_against_the_rest() {
    let mut city = clean(&[]);
    let clean = Rc::clone(&city.clean);
    for (unit, _) in &clean.units {
        let folder = format!("items/{unit}/");
        let own: Vec<_> = clean
            .texts
            .keys()
            .filter(|path| path.starts_with(&folder))
            .collect();
        // Without it the unit may seem to have too much of 其他权力, charts without users, or nothing at all.
        let path = own
            .iter()
            .find(|path| !path.ends_with("其他权力.yaml"))
            .unwrap_or(&own[0]);
        let gbk = encoding_rs::GB18030
            .encode(&clean.texts[*path].to_string())
            .0
            .into_owned();
        city.rule = "S002";
        city.spoil(path, Some(gbk));
        city.expect(&Place::head(path), "");
    }
    let mut wrong = judge(&city, &[]);
    // Notes elsewhere that name an item of a file that is lost may go with it.
    wrong.retain(|w| !w.starts_with("不见了：X"));
    fail(&wrong);
}

#[test]
fn every_rule_has_a_planter() {
    let mut planted: BTreeMap<&str, usize> = BTreeMap::new();
    for planter in PLANTERS.iter().copied().flatten() {
        *planted.entry(planter.rule).or_default() += PLACES;
    }
    let codes: BTreeSet<String> = RULES.iter().map(|r| r.code.to_string()).collect();
    let unknown: Vec<_> = planted
        .keys()
        .filter(|code| !codes.contains(**code))
        .collect();
    assert!(unknown.is_empty(), "没有这些规则：{unknown:?}");
    let missing: Vec<String> = RULES
        .iter()
        .filter(|r| !planted.contains_key(r.code.to_string().as_str()))
        .map(|r| format!("{} {}（{}）", r.code, r.name, r.title))
        .collect();
    assert!(
        missing.is_empty(),
        "这些规则还没有种错的办法：\n{}\n请在 tests/mutation/planters/ 里它那一族的文件加一个函数，用 city 选一处、\
         改成错的、写明应当指到哪几个字，再登记到该文件的 PLANTERS；写法见 docs/architecture.md“Tests”一节",
        missing.join("\n")
    );
}
