//! Minutes of a review group's day (审核工作纪要).

use super::{Column, Form, Head, Paper, Part, Table};
use crate::domain::people::Body;
use crate::render::docx::chinese_date;

/// What the minutes are made of.
#[derive(Debug, Clone, Default)]
pub struct MinutesFacts {
    /// The 审核组.
    pub group: String,
    /// Where the group met, where told.
    pub place: Option<String>,
    /// Who presided, where told.
    pub chair: Option<String>,
    /// Who acted on the group's units that day: name and role.
    pub present: Vec<(String, String)>,
    /// Others who took part, as told.
    pub guests: Vec<String>,
    /// What was done on each unit.
    pub units: Vec<UnitDay>,
    /// Opinions that ask a unit for something.
    pub opinions: Vec<RemarkLine>,
    /// Rulings of 综合组.
    pub rulings: Vec<RemarkLine>,
    /// Items on which the bodies differ at the end of the day.
    pub disputes: Vec<DisputeLine>,
    /// Units under review that nobody has spoken on.
    pub untouched: Vec<String>,
    /// What each other unit under review still waits for at the end of the day.
    pub open: Vec<(String, Vec<String>)>,
}

/// What was done on one unit.
#[derive(Debug, Clone, Default)]
pub struct UnitDay {
    /// Its name.
    pub name: String,
    /// Where it stands at the end of the day.
    pub stage: &'static str,
    /// Items of its latest submission.
    pub items: usize,
    /// Opinions given by each body, in the order of [`Body::ALL`].
    pub opinions: [usize; 3],
    /// Of all these, such that ask the unit for something.
    pub asking: usize,
    /// Answers of the unit.
    pub answers: usize,
    /// Legs that ended and signatures that were given, in words.
    pub events: Vec<String>,
}

/// An opinion or a ruling.
#[derive(Debug, Clone)]
pub struct RemarkLine {
    /// Name of the unit.
    pub unit: String,
    /// Code of the item.
    pub code: String,
    /// Name of the item.
    pub item: String,
    /// Who speaks.
    pub speaker: &'static str,
    /// What is proposed or ruled.
    pub decision: String,
    /// What is said to it.
    pub text: String,
}

/// An item on which the bodies differ.
#[derive(Debug, Clone)]
pub struct DisputeLine {
    /// Name of the unit.
    pub unit: String,
    /// Code of the item.
    pub code: String,
    /// Name of the item.
    pub item: String,
    /// What each proposes.
    pub positions: String,
}

/// The minutes.
pub fn minutes(facts: &MinutesFacts, head: Head) -> Paper {
    let mut body = vec![Part::Text(format!("时间：{}", chinese_date(head.date)))];
    for (what, value) in [("地点", &facts.place), ("主持", &facts.chair)] {
        if let Some(value) = value {
            body.push(Part::Text(format!("{what}：{value}")));
        }
    }
    body.push(Part::Text(format!("参加：{}", present(facts))));
    body.push(Part::Section("审核情况".to_owned()));
    body.push(Part::Text(summary(facts)));
    if !facts.units.is_empty() {
        body.push(Part::Table(units(facts)));
    }
    body.push(Part::Section("意见不一致的事项".to_owned()));
    if facts.disputes.is_empty() {
        body.push(Part::Text(
            "没有三家意见不一致、尚待裁定的事项。".to_owned(),
        ));
    } else {
        body.push(Part::Text(format!(
            "当日结束时，{}项三家意见不一致，提请综合组研究：",
            facts.disputes.len()
        )));
        for dispute in &facts.disputes {
            body.push(Part::Text(format!(
                "{} {}（{}）：{}。",
                dispute.code, dispute.item, dispute.unit, dispute.positions
            )));
        }
    }
    if !facts.rulings.is_empty() {
        body.push(Part::Section("综合组裁定".to_owned()));
        for ruling in &facts.rulings {
            body.push(Part::Text(format!(
                "{} {}（{}）：{}。{}",
                ruling.code, ruling.item, ruling.unit, ruling.decision, ruling.text
            )));
        }
    }
    body.push(Part::Section("下一步工作".to_owned()));
    if facts.open.is_empty() && facts.untouched.is_empty() {
        body.push(Part::Text("本组各部门没有待办的审核工作。".to_owned()));
    }
    for (unit, missing) in &facts.open {
        body.push(Part::Text(format!("{unit}：{}。", missing.join("；"))));
    }
    if !facts.untouched.is_empty() {
        body.push(Part::Text(format!(
            "尚未开始审核的部门{}个：{}。",
            facts.untouched.len(),
            facts.untouched.join("、")
        )));
    }
    let annexes = match facts.opinions.as_slice() {
        [] => Vec::new(),
        opinions => vec![remarks("当日提出的审核意见", opinions)],
    };
    Paper {
        form: Form::Report,
        title: vec![
            facts.group.clone(),
            "审核工作纪要".to_owned(),
            format!("（{}）", chinese_date(head.date)),
        ],
        head,
        body,
        annexes,
    }
}

fn present(facts: &MinutesFacts) -> String {
    let acted = facts
        .present
        .iter()
        .map(|(name, role)| format!("{name}（{role}）"));
    let all: Vec<String> = acted.chain(facts.guests.iter().cloned()).collect();
    match all.as_slice() {
        [] => "（没有记录）".to_owned(),
        all => all.join("、"),
    }
}

fn summary(facts: &MinutesFacts) -> String {
    if facts.units.is_empty() {
        return format!("{}当日没有审核记录。", facts.group);
    }
    let sum = |f: &dyn Fn(&UnitDay) -> usize| facts.units.iter().map(f).sum::<usize>();
    let by_body: Vec<String> = Body::ALL
        .into_iter()
        .enumerate()
        .map(|(n, body)| {
            let count = sum(&|unit| unit.opinions.get(n).copied().unwrap_or(0));
            format!("{}{count}条", body.chinese())
        })
        .collect();
    let opinions = sum(&|unit| unit.opinions.iter().sum());
    let mut text = format!(
        "当日审核涉及{}个部门，提出审核意见{opinions}条",
        facts.units.len()
    );
    if opinions > 0 {
        text.push_str(&format!(
            "（{}），其中要求部门处理的{}条",
            by_body.join("，"),
            sum(&|unit| unit.asking)
        ));
    }
    let answers = sum(&|unit| unit.answers);
    if answers > 0 {
        text.push_str(&format!("；收到部门答复{answers}条"));
    }
    text.push('。');
    text
}

fn units(facts: &MinutesFacts) -> Table {
    let rows = facts
        .units
        .iter()
        .map(|unit| {
            let mut row = vec![unit.name.clone(), unit.items.to_string()];
            row.extend(unit.opinions.iter().map(usize::to_string));
            row.extend([
                unit.asking.to_string(),
                unit.answers.to_string(),
                unit.events.join("；"),
                unit.stage.to_owned(),
            ]);
            row
        })
        .collect();
    Table {
        title: "当日审核情况".to_owned(),
        columns: vec![
            Column::running("部门", 8),
            Column::number("事项", 3),
            Column::number(Body::OrganizationOffice.chinese(), 3),
            Column::number(Body::LegalOffice.chinese(), 3),
            Column::number(Body::ServiceCenter.chinese(), 4),
            Column::number("要求处理", 3),
            Column::number("答复", 3),
            Column::running("签署、上报、反馈", 10),
            Column::short("当日所处阶段", 5),
        ],
        rows,
    }
}

fn remarks(title: &str, lines: &[RemarkLine]) -> Table {
    let row = |(n, line): (usize, &RemarkLine)| {
        vec![
            n.to_string(),
            line.unit.clone(),
            line.code.clone(),
            line.item.clone(),
            line.speaker.to_owned(),
            line.decision.clone(),
            line.text.clone(),
        ]
    };
    Table {
        title: title.to_owned(),
        columns: vec![
            Column::number("序号", 3),
            Column::short("部门", 7),
            Column::short("事项编码", 10),
            Column::running("事项名称", 14),
            Column::short("审核单位", 6),
            Column::running("处理意见", 10),
            Column::running("说明", 18),
        ],
        rows: (1..).zip(lines).map(row).collect(),
    }
}
