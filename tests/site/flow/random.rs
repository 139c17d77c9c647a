//! Charts that no office would draw.

use power_list::domain::catalog::{ChartRow, EdgeRow, RiskRow, StepRow};
use power_list::render::flow::{self, Notes};
use proptest::prelude::*;

use super::geometry;

const WORDS: [&str; 8] = [
    "",
    "受理",
    "一次告知补正",
    "审查（管网水力复核、现场勘查）",
    "征求意见：政府部门、军事机关和上一级国防交通主管机构，逾期不答复的视为同意",
    "IC卡 express-delivery 2014",
    "。，、）（《》",
    "averyveryverylongwordthatnobreakdivides",
];

fn chart() -> impl Strategy<Value = (ChartRow, Vec<RiskRow>)> {
    let way = (0usize..16, 0usize..12);
    let step = (
        0usize..4,
        0usize..WORDS.len(),
        0usize..13,
        proptest::collection::vec(way, 0..5),
        0u32..3,
        0usize..3,
    );
    (proptest::collection::vec(step, 1..15), 1usize..13).prop_map(|(steps, lanes)| {
        let mut risks = Vec::new();
        let steps =
            steps
                .into_iter()
                .enumerate()
                .map(|(n, (kind, name, actor, next, days, risky))| {
                    for r in 0..risky {
                        risks.push(RiskRow {
                            step: format!("s{n}"),
                            risk: WORDS[(name + r) % WORDS.len()].to_owned(),
                            level: ["高", "中", "低"][r % 3].to_owned(),
                            measure: WORDS[4].to_owned(),
                        });
                    }
                    StepRow {
                        id: format!("s{n}"),
                        name: WORDS[name].to_owned(),
                        kind: ["start", "task", "decision", "end"][kind].to_owned(),
                        actor: (actor > 0).then(|| format!("第{}科（室）办公会议", actor % lanes)),
                        days: (days > 0).then_some(days * 15),
                        stage: None,
                        cite: None,
                        next: next
                            .into_iter()
                            .map(|(to, label)| EdgeRow {
                                to: format!("s{to}"),
                                label: WORDS.get(label).map(|w| (*w).to_owned()),
                            })
                            .collect(),
                    }
                });
        let chart = ChartRow {
            id: "flowcharts/a/b.yaml".to_owned(),
            kind: "structured".to_owned(),
            title: Some(WORDS[4].to_owned()),
            category: None,
            steps: steps.collect(),
        };
        (chart, risks)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_graph_keeps_the_promises((chart, risks) in chart()) {
        let layout = flow::layout(&chart, Some("工作日"), &risks);
        let mut faults = geometry::faults(&chart, &layout);
        // In a thicket of loops two lines may meet; boxes and words never do.
        faults.retain(|f| !f.contains("的线相叠"));
        prop_assert!(faults.is_empty(), "{}\n{:?}", faults.join("\n"), chart);
        let svg = flow::svg(&chart, &Notes { day_unit: None, risks });
        prop_assert!(svg.ends_with("</svg>\n"));
    }
}
