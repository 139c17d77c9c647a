//! The rectification notice (整改通知): what a unit owes and has wrong, and the day by which it has to be put right.

use jiff::civil::Date;

use super::late::LateLine;
use super::{Column, Form, Head, Paper, Part, Table};
use crate::render::docx::chinese_date;

/// What a notice is made of.
#[derive(Debug, Clone)]
pub struct RectificationFacts {
    /// Full name of the unit.
    pub unit: String,
    /// The day of the notice.
    pub day: Date,
    /// Legs of the unit's own that are late: 一上, 二上, 三上.
    pub late: Vec<LateLine>,
    /// The gate by whose rules the errors are errors, e.g. 二上.
    pub gate: &'static str,
    /// Errors in the unit's list as it stands.
    pub errors: Vec<ErrorLine>,
    /// Opinions that wait for the unit's answer.
    pub unanswered: Vec<UnansweredLine>,
    /// By when all of it has to be put right.
    pub by: Date,
    /// Working days until then.
    pub within: u32,
}

impl RectificationFacts {
    /// Whether there is nothing to put right.
    pub fn is_empty(&self) -> bool {
        self.late.is_empty() && self.errors.is_empty() && self.unanswered.is_empty()
    }
}

/// An error.
#[derive(Debug, Clone)]
pub struct ErrorLine {
    /// Code of the rule.
    pub rule: String,
    /// Code of the item; empty for what concerns the unit as a whole.
    pub code: String,
    /// Name of the item.
    pub item: String,
    /// What is wrong.
    pub message: String,
    /// How to put it right.
    pub help: String,
}

/// An opinion without an answer.
#[derive(Debug, Clone)]
pub struct UnansweredLine {
    /// Code of the item.
    pub code: String,
    /// Name of the item.
    pub item: String,
    /// Who gave it.
    pub body: &'static str,
    /// What it says.
    pub opinion: String,
}

/// The notice; how the unit did is to be filled in and sent back.
pub fn rectification(facts: &RectificationFacts, head: Head) -> Paper {
    let mut body = vec![Part::Text(
        "经核查，你单位权力清单编制工作存在以下问题，现通知你单位限期整改：".to_owned(),
    )];
    if !facts.late.is_empty() {
        body.push(Part::Section("逾期未办".to_owned()));
        for late in &facts.late {
            body.push(Part::Text(format!(
                "{}应当于{}前完成，至{}已逾期{}个工作日。",
                late.leg,
                chinese_date(late.due),
                chinese_date(facts.day),
                late.days
            )));
        }
    }
    if !facts.errors.is_empty() {
        body.push(Part::Section("内容有误".to_owned()));
        let mut items: Vec<&str> = facts
            .errors
            .iter()
            .map(|e| e.code.as_str())
            .filter(|code| !code.is_empty())
            .collect();
        items.sort_unstable();
        items.dedup();
        body.push(Part::Text(format!(
            "按{}的要求校验，你单位清单有错误{}处，涉及事项{}项，不改正不能上报，见附件。",
            facts.gate,
            facts.errors.len(),
            items.len()
        )));
    }
    if !facts.unanswered.is_empty() {
        body.push(Part::Section("意见未答复".to_owned()));
        body.push(Part::Text(format!(
            "审核意见还有{}条没有答复，见附件。",
            facts.unanswered.len()
        )));
    }
    body.push(Part::Section("整改要求".to_owned()));
    body.push(Part::Text(format!(
        "请于{}前（{}个工作日内）完成整改，在附件“整改情况”栏写明整改结果，经单位负责人审签后报送。逾期不整改的，将予以通报。",
        chinese_date(facts.by),
        facts.within
    )));
    body.push(Part::Text("特此通知。".to_owned()));
    let mut annexes = Vec::new();
    if !facts.errors.is_empty() {
        annexes.push(errors(facts));
    }
    if !facts.unanswered.is_empty() {
        annexes.push(unanswered(facts));
    }
    Paper {
        form: Form::Letter {
            addressee: facts.unit.clone(),
        },
        title: vec![
            "关于限期整改".to_owned(),
            "权力清单编制问题".to_owned(),
            "的通知".to_owned(),
        ],
        head,
        body,
        annexes,
    }
}

fn errors(facts: &RectificationFacts) -> Table {
    let row = |(n, error): (usize, &ErrorLine)| {
        vec![
            n.to_string(),
            error.code.clone(),
            error.item.clone(),
            error.rule.clone(),
            error.message.clone(),
            error.help.clone(),
            String::new(),
        ]
    };
    Table {
        title: "需要改正的错误".to_owned(),
        columns: vec![
            Column::number("序号", 3),
            Column::short("事项编码", 10),
            Column::running("事项名称", 13),
            Column::short("规则", 4),
            Column::running("问题", 18),
            Column::running("怎样改", 16),
            Column::running("整改情况", 9),
        ],
        rows: (1..).zip(&facts.errors).map(row).collect(),
    }
}

fn unanswered(facts: &RectificationFacts) -> Table {
    let row = |(n, line): (usize, &UnansweredLine)| {
        vec![
            n.to_string(),
            line.code.clone(),
            line.item.clone(),
            line.body.to_owned(),
            line.opinion.clone(),
            String::new(),
        ]
    };
    Table {
        title: "没有答复的审核意见".to_owned(),
        columns: vec![
            Column::number("序号", 3),
            Column::short("事项编码", 10),
            Column::running("事项名称", 16),
            Column::short("审核单位", 6),
            Column::running("意见", 24),
            Column::running("整改情况", 12),
        ],
        rows: (1..).zip(&facts.unanswered).map(row).collect(),
    }
}
