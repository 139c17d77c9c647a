//! What is written is read back letter for letter.

use proptest::prelude::*;

use crate::domain::adoption::{Adoption, AdoptionKind};
use crate::domain::citation;
use crate::domain::flowchart::{Flowchart, NextStep, Step, StepKind};
use crate::domain::gate::Gate;
use crate::domain::item::*;
use crate::domain::place::{At, SourceId, Span};
use crate::io::yaml::{flowchart as read_chart, item_file, syntax::with_document};

use super::item_file;

const NOWHERE: Span = Span::head(SourceId(0));

fn at<T>(value: T) -> At<T> {
    At::new(value, NOWHERE)
}

fn cite(text: &str) -> CitedText {
    CitedText {
        text: at(text.to_owned()),
        verbatim: false,
        parsed: citation::parse(text).into(),
    }
}

fn basis(text: &str, role: BasisRole, quote: Option<&str>) -> Basis {
    Basis {
        cite: cite(text),
        role,
        quote: quote.map(|q| at(q.to_owned())),
    }
}

fn full(t: &[String]) -> PowerItem {
    let s = |i: usize| at(t[i % t.len()].clone());
    PowerItem {
        span: NOWHERE,
        department: at("tjj".parse().unwrap()),
        category: at("行政处罚".to_owned()),
        code: Some(at("341100-tjj-02-0001".parse().unwrap())),
        name: s(0),
        sub_items: vec![SubItem {
            code: at("341100-tjj-02-0001-01".parse().unwrap()),
            name: s(1),
            legal_basis: vec![basis(&t[2 % t.len()], BasisRole::Creates, None)],
            flowchart: Some(s(3)),
        }],
        legal_basis: vec![
            basis(&t[4 % t.len()], BasisRole::Creates, Some(&t[5 % t.len()])),
            basis(&t[6 % t.len()], BasisRole::Implements, None),
        ],
        exercised_by: Some(s(7)),
        office: Some(s(8)),
        target: Some(s(9)),
        flowchart: Some(s(10)),
        time_limit: Some(TimeLimit {
            statutory: Some(at(60)),
            promised: None,
            unit: DayUnit::CalendarDays,
            span: NOWHERE,
        }),
        fee: Some(Fee {
            charged: at(true),
            on_enterprises: Some(false),
            basis: vec![basis(&t[11 % t.len()], BasisRole::Charges, None)],
            standard: Some(s(12)),
        }),
        responsibilities: vec![
            Responsibility {
                stage: s(13),
                duty: s(14),
                basis: Some(cite(&t[15 % t.len()])),
            },
            Responsibility {
                stage: s(1),
                duty: s(2),
                basis: None,
            },
        ],
        accountability: vec![Accountability {
            situation: s(0),
            basis: None,
        }],
        integrity_risks: vec![IntegrityRisk {
            step: s(3),
            risk: t[4 % t.len()].clone(),
            level: RiskLevel::High,
            measure: t[5 % t.len()].clone(),
        }],
        supervision: Some(Supervision {
            phone: Some(s(6)),
            email: None,
        }),
        prerequisites: vec![
            Prerequisite {
                item: s(7),
                handled_by: None,
                basis: None,
            },
            Prerequisite {
                item: s(8),
                handled_by: Some(s(3)),
                basis: Some(cite(&t[9 % t.len()])),
            },
        ],
        intermediary_services: vec![IntermediaryService {
            name: s(10),
            basis: None,
            chosen_by: Some(At::new(ServiceChoice::Applicant, NOWHERE)),
            paid_by: Some(t[11 % t.len()].clone()),
        }],
        national_code: Some(s(12)),
        adopts: (t.len() > 1).then(|| {
            at(Adoption {
                item: "340000-hbt-01-0002".parse().unwrap(),
                kind: AdoptionKind::ALL[t.len() % 3],
            })
        }),
        remarks: Some(t[13 % t.len()].clone()),
    }
}

/// Everything of an item but the places it was read from.
fn content(item: &PowerItem) -> String {
    let mut item = item.clone();
    item.span = NOWHERE;
    if let Some(limit) = &mut item.time_limit {
        limit.span = NOWHERE;
    }
    let cites = |item: &mut PowerItem| {
        let forget = |b: &mut Basis| b.cite.verbatim = false;
        item.legal_basis.iter_mut().for_each(forget);
        item.sub_items
            .iter_mut()
            .flat_map(|s| &mut s.legal_basis)
            .for_each(forget);
        item.fee
            .iter_mut()
            .flat_map(|f| &mut f.basis)
            .for_each(forget);
        item.responsibilities
            .iter_mut()
            .flat_map(|r| &mut r.basis)
            .for_each(|c| c.verbatim = false);
        item.prerequisites
            .iter_mut()
            .flat_map(|p| &mut p.basis)
            .for_each(|c| c.verbatim = false);
    };
    cites(&mut item);
    format!("{item:#?}")
}

fn read(text: &str) -> Vec<PowerItem> {
    let ((_, items), findings) = item_file::read(text, SourceId(0), Gate::Publication, "x");
    assert!(findings.is_empty(), "{findings:#?}\n{text}");
    items
}

#[test]
fn order_and_style_are_fixed() {
    let mut item = full(&["甲".to_owned()]);
    item.legal_basis = vec![
        basis("《统计法》第四十四条", BasisRole::Creates, None),
        basis(
            "《统计法》第五条",
            BasisRole::Implements,
            Some("第一款。\n第二款。"),
        ),
    ];
    item.sub_items.clear();
    item.fee = None;
    item.integrity_risks.clear();
    item.prerequisites.clear();
    item.intermediary_services.clear();
    item.supervision = Some(Supervision {
        phone: Some(at("0550-3020000".to_owned())),
        email: None,
    });
    assert_eq!(
        item_file("tjj", "行政处罚", &[item]),
        "# yaml-language-server: $schema=../../schemas/items.schema.json
department: tjj
category: 行政处罚
items:
  - code: 341100-tjj-02-0001
    name: 甲
    legal_basis:
      - 《统计法》第四十四条
      - cite: 《统计法》第五条
        role: 实施依据
        quote: |-
          第一款。
          第二款。
    exercised_by: 甲
    office: 甲
    target: 甲
    flowchart: 甲
    time_limit:
      statutory: 60
      unit: 日
    responsibilities:
      - stage: 甲
        duty: 甲
        basis: 甲
      - stage: 甲
        duty: 甲
    accountability:
      - situation: 甲
    supervision:
      phone: 0550-3020000
    national_code: 甲
    remarks: 甲
"
    );
    assert!(read(&item_file("tjj", "行政处罚", &[])).is_empty());
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("《统计法》第五条".to_owned()),
        prop::sample::select(vec![
            ": ",
            " #",
            "#",
            "- ",
            "'",
            "\"",
            "\\",
            "\n",
            "\n\n",
            "\n  ",
            "\t",
            "\r\n",
            " ",
            "\u{3000}",
            "\u{a0}",
            "：",
            "true",
            "NO",
            "null",
            "~",
            "0123",
            "1.5",
            "2015-03-01",
            "0x1F",
            "{",
            "}",
            "[",
            "]",
            ",",
            "&a",
            "*a",
            "!t",
            "|",
            ">",
            "%",
            "@",
            "`",
            "---",
            "...",
            "?",
            "=",
            "<<",
            "\u{2028}",
            "\u{85}",
            "\u{feff}",
            "\u{1}",
            "。",
            "（一）",
            "a b",
        ])
        .prop_map(str::to_owned),
        "[ -~]{0,8}",
        "\\PC{0,6}",
        Just("很长的一段话".repeat(20)),
    ];
    prop::collection::vec(piece, 1..6)
        .prop_map(|pieces| pieces.concat())
        // What is blank is no value: the reader says so and nothing writes it.
        .prop_filter("blank", |text| !text.trim().is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn reading_what_was_written_gives_the_same(texts in prop::collection::vec(texts(), 1..16)) {
        let item = full(&texts);
        let text = item_file("tjj", "行政处罚", &[item.clone(), item.clone()]);
        let back = read(&text);
        prop_assert_eq!(back.len(), 2);
        for item in &back {
            prop_assert_eq!(content(item), content(&full(&texts)));
        }
        prop_assert_eq!(item_file("tjj", "行政处罚", &back), text);
    }

    #[test]
    fn flowcharts_too(texts in prop::collection::vec(texts(), 6)) {
        let step = |id: &str, kind, next| Step {
            id: at(id.to_owned()),
            name: at(texts[0].clone()),
            kind: at(kind),
            actor: Some(texts[1].clone()),
            days: Some(at(5)),
            basis: Some(cite(&texts[2])),
            stage: None,
            next,
            span: NOWHERE,
        };
        let to = |label: Option<&str>, to: &str| NextStep { label: label.map(str::to_owned), to: at(to.to_owned()) };
        let chart = Flowchart {
            path: "flowcharts/tjj/a.yaml".to_owned(),
            span: NOWHERE,
            title: at(texts[3].clone()),
            category: Some(at(texts[4].clone())),
            steps: vec![
                step("a", StepKind::Start, vec![to(None, "b")]),
                step("b", StepKind::Decision, vec![to(Some(&format!("是{}", texts[5])), "c"), to(Some("否"), "a")]),
                step("c", StepKind::End, Vec::new()),
            ],
        };
        let text = super::super::flowchart(&chart);
        let (back, findings) = with_document(&text, SourceId(0), Gate::Publication, |d| read_chart::read(d, "flowcharts/tjj/a.yaml"));
        prop_assert!(findings.is_empty(), "{:#?}\n{}", findings, text);
        let plain = |chart: &Flowchart| {
            let ways = chart.steps.iter().flat_map(|s| s.next.iter().map(|n| (n.label.clone(), n.to.value.clone())));
            let steps = chart.steps.iter().map(|s| (s.name.value.clone(), s.actor.clone(), s.basis.as_ref().map(|b| b.text.value.clone())));
            (chart.title.value.clone(), chart.category.clone(), ways.collect::<Vec<_>>(), steps.collect::<Vec<_>>())
        };
        prop_assert_eq!(plain(&back.unwrap()), plain(&chart));
    }
}
