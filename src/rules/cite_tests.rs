use jiff::civil::date;

use super::*;
use crate::domain::citation::parse;
use crate::domain::law::{Enactment, LawLevel, Structure};

fn law(id: &str, versions: Vec<LawVersion>, repeal: Option<Repeal>) -> Law {
    Law {
        id: id.parse().unwrap(),
        full_name: format!("中华人民共和国{id}").into(),
        level: LawLevel::Law,
        former_names: Vec::new(),
        versions,
        repeal,
    }
}

fn version(year: i16, structure: Option<&str>) -> LawVersion {
    LawVersion {
        published: date(year, 1, 1),
        effective: Some(date(year, 7, 1)),
        enactment: Enactment::Amended,
        source: "".into(),
        structure: structure.map(Structure::from_notation),
    }
}

fn register() -> Register {
    let ended = |year| Repeal {
        on: Some(date(year, 1, 1)),
        known_by: None,
        by: None,
    };
    let mut register = Register::new([
        // Article 2: two 款, the second with three 项; article 3: nothing known but that it is there.
        law(
            "甲法",
            vec![version(2000, None), version(2010, Some("0 0.3 ?"))],
            None,
        ),
        law("乙法", vec![version(2000, Some("0x9"))], Some(ended(2012))),
    ]);
    register.add_repealed_name("丙法", ended(2012));
    register
}

fn statuses(text: &str, year: i16) -> Vec<String> {
    let parsed = parse(text);
    let register = register();
    let explained = explain(text, &parsed, &register, date(year, 9, 1));
    explained
        .citations
        .iter()
        .flat_map(|c| match c.provisions.is_empty() {
            true => vec![c.status.key().to_owned()],
            false => c
                .provisions
                .iter()
                .map(|p| p.status.key().to_owned())
                .collect(),
        })
        .collect()
}

#[test]
fn every_provision_is_judged_by_the_version_of_the_day() {
    let text = "《甲法》第二条第二款第（三）项、第（四）项、第三款、第九条";
    assert_eq!(
        statuses(text, 2015),
        [
            "in_force",
            "subparagraph_not_found",
            "paragraph_not_found",
            "article_not_found"
        ]
    );
    assert_eq!(statuses(text, 2005), ["structure_unknown"; 4]);
    assert_eq!(statuses(text, 1999), ["not_yet_in_force"; 4]);
    assert_eq!(statuses("《甲法》", 2005), ["in_force"]);
}

#[test]
fn what_the_register_does_not_hold_is_not_judged() {
    assert_eq!(
        statuses(
            "《甲法》第一章、附表、第二条第二款第（一）项第1目、第三条第二款、第三条",
            2015
        ),
        [
            "structure_unknown",
            "structure_unknown",
            "structure_unknown",
            "structure_unknown",
            "in_force"
        ]
    );
}

#[test]
fn laws_that_ended_and_laws_unknown() {
    assert_eq!(statuses("《乙法》第二条", 2011), ["in_force"]);
    assert_eq!(statuses("《乙法》第二条", 2012), ["repealed"]);
    assert_eq!(statuses("《丙法》第二条", 2011), ["structure_unknown"]);
    assert_eq!(statuses("《丙法》第二条", 2012), ["repealed"]);
    assert_eq!(statuses("《丁法》", 2012), ["unknown_law"]);
    assert_eq!(statuses("本法第二条", 2012), ["unknown_law"]);
    assert_eq!(
        statuses("《甲法》第一条，同法第八条", 2012),
        ["in_force", "article_not_found"]
    );
}

#[test]
fn a_range_is_every_article_of_it() {
    assert_eq!(
        statuses("《甲法》第二条至第四条", 2015),
        ["in_force", "in_force", "article_not_found"]
    );
}

#[test]
fn a_text_of_ranges_does_not_grow_without_bound() {
    let text = format!("《甲法》{}", "第一条至第一百条、".repeat(1000));
    assert_eq!(statuses(&text, 2015).len(), 10_000 + 900 * 2);
}

#[test]
fn a_role_holds_until_the_next() {
    let text = "《甲法》第一条。设定依据：《甲法》第二条；《乙法》第一条\n【收费依据】《甲法》第一条\n实施 依据：\n《甲法》第一条";
    let parsed = parse(text);
    let register = register();
    let explained = explain(text, &parsed, &register, date(2011, 9, 1));
    let roles: Vec<_> = explained.citations.iter().map(|c| c.role).collect();
    assert_eq!(
        roles,
        [
            None,
            Some(BasisRole::Creates),
            Some(BasisRole::Creates),
            Some(BasisRole::Charges),
            Some(BasisRole::Implements)
        ]
    );
    assert_eq!(heading_role("实施依据的规定"), None);
}
