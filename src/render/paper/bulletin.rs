//! The monthly bulletin (月报): how far the campaign is, what was done, what was found, compared with the month before.

use jiff::civil::Date;

use super::late::{LateLine, late_table};
use super::{Column, Form, Head, Paper, Part, Table};
use crate::domain::people::Body;
use crate::render::docx::chinese_date;
use crate::workflow::adjust::Action;
use crate::workflow::doings::{Doings, Period};
use crate::workflow::progress::Figures;
use crate::workflow::standing::Standing;
use crate::workflow::{Answer, Decision, Round};

/// What a bulletin is made of.
#[derive(Debug, Clone)]
pub struct BulletinFacts {
    /// Name of the city, e.g. 滁州市.
    pub jurisdiction: String,
    /// The month, or what of it has passed.
    pub month: Period,
    /// Where the campaign stood when the month began.
    pub before: Standing,
    /// Where it stands at its end.
    pub now: Standing,
    /// What was done in the month before.
    pub last: Doings,
    /// What was done in the month.
    pub done: Doings,
    /// What the rules found in what the units sent up.
    pub found: Found,
    /// The units at the end of the month, in official order.
    pub units: Vec<UnitLine>,
    /// Legs that are late at the end of the month.
    pub late: Vec<LateLine>,
    /// Legs that end in the month to come, with their planned last days.
    pub ahead: Vec<(String, Date)>,
}

/// What the rules found at the submissions of a month and of the one before.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Errors in the month, and in the month before.
    pub errors: [usize; 2],
    /// Warnings in the month, and in the month before.
    pub warnings: [usize; 2],
    /// The rules that found most, the first the most often.
    pub rules: Vec<RuleLine>,
}

/// What one rule found.
#[derive(Debug, Clone)]
pub struct RuleLine {
    /// Its code.
    pub code: String,
    /// What it says is wrong.
    pub title: String,
    /// Errors and warnings in the month.
    pub now: usize,
    /// Errors and warnings in the month before.
    pub before: usize,
}

/// Where a unit stands.
#[derive(Debug, Clone)]
pub struct UnitLine {
    /// Its name.
    pub name: String,
    /// Its 审核组.
    pub group: String,
    /// Its stage.
    pub stage: &'static str,
    /// Its figures.
    pub figures: Figures,
}

/// The bulletin.
pub fn bulletin(facts: &BulletinFacts, head: Head) -> Paper {
    let mut body = vec![Part::Section("总体进展".to_owned())];
    body.push(Part::Text(progress(facts)));
    body.push(Part::Table(stages(facts)));
    body.push(Part::Section("本月工作".to_owned()));
    body.push(Part::Text(work(facts)));
    if !facts.done.meetings.is_empty() {
        let meetings: Vec<String> = facts
            .done
            .meetings
            .iter()
            .map(|m| {
                format!(
                    "{}（{}，{}）",
                    m.kind.chinese(),
                    chinese_date(m.date),
                    m.document
                )
            })
            .collect();
        body.push(Part::Text(format!("召开会议：{}。", meetings.join("、"))));
    }
    body.push(Part::Table(works(facts)));
    body.push(Part::Section("发现的主要问题".to_owned()));
    problems(facts, &mut body);
    body.push(Part::Section("逾期情况".to_owned()));
    if facts.late.is_empty() {
        body.push(Part::Text("没有逾期的环节。".to_owned()));
    } else {
        body.push(Part::Text(format!(
            "{}个部门的环节超过了规定期限，应当抓紧办理：",
            facts.late.len()
        )));
        body.push(Part::Table(late_table("逾期的环节", &facts.late)));
    }
    if !facts.ahead.is_empty() {
        body.push(Part::Section("下月安排".to_owned()));
        let ahead: Vec<String> = facts
            .ahead
            .iter()
            .map(|(leg, day)| format!("{}前完成{leg}", chinese_date(*day)))
            .collect();
        body.push(Part::Text(format!("{}。", ahead.join("，"))));
    }
    Paper {
        form: Form::Report,
        title: vec![
            facts.jurisdiction.clone(),
            "权力清单工作月报".to_owned(),
            format!(
                "（{}年{}月）",
                facts.month.first.year(),
                facts.month.first.month()
            ),
        ],
        head,
        body,
        annexes: vec![units(facts)],
    }
}

/// 增加3 / 减少2 / 持平.
fn change(before: usize, now: usize) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("＋{}", now - before),
        std::cmp::Ordering::Less => format!("－{}", before - now),
        std::cmp::Ordering::Equal => "—".to_owned(),
    }
}

/// What a unit has done after each of the steps from 一上 to 公布.
const STEPS: [&str; 7] = [
    "完成一上",
    "完成一下",
    "完成二上",
    "完成二下",
    "完成三上",
    "三下确认",
    "已经公布",
];

fn progress(facts: &BulletinFacts) -> String {
    let (before, now) = (&facts.before.figures, &facts.now.figures);
    let reached: Vec<String> = (1..)
        .zip(STEPS)
        .filter(|(steps, _)| facts.now.past(*steps) > 0)
        .map(|(steps, done)| format!("{done}的{}个", facts.now.past(steps)))
        .collect();
    let mut text = format!(
        "截至{}，{}个部门中，{}。",
        chinese_date(facts.month.last),
        now.units,
        match reached.as_slice() {
            [] => "还没有部门完成一上".to_owned(),
            reached => reached.join("，"),
        }
    );
    if now.items > 0 {
        text.push_str(&format!(
            "在审事项{}项，已有处理结果{}项（上月末{}项），三家意见不一致待裁定{}项，待部门答复的意见{}条。",
            now.items, now.decided, before.decided, now.disputed, now.unanswered
        ));
    }
    text
}

fn stages(facts: &BulletinFacts) -> Table {
    let row = |what: String, before: usize, now: usize| {
        vec![
            what,
            before.to_string(),
            now.to_string(),
            change(before, now),
        ]
    };
    let (before, now) = (&facts.before, &facts.now);
    let mut rows: Vec<Vec<String>> = (1..)
        .zip(STEPS)
        .map(|(steps, done)| row(format!("{done}的部门"), before.past(steps), now.past(steps)))
        .collect();
    let (before, now) = (&before.figures, &now.figures);
    for (what, before, now) in [
        ("在审事项", before.items, now.items),
        ("已有处理结果的事项", before.decided, now.decided),
        ("意见不一致待裁定的事项", before.disputed, now.disputed),
        ("待部门答复的意见", before.unanswered, now.unanswered),
    ] {
        rows.push(row(what.to_owned(), before, now));
    }
    Table {
        title: "进展情况".to_owned(),
        columns: vec![
            Column::running("项目", 16),
            Column::number("上月末", 6),
            Column::number("本月末", 6),
            Column::short("增减", 6),
        ],
        rows,
    }
}

fn work(facts: &BulletinFacts) -> String {
    let done = &facts.done;
    let sent = |round: Round| done.sent.iter().filter(|s| s.round == round).count();
    let returned = |round: Round| done.returned.iter().filter(|(_, r)| *r == round).count();
    let legs: Vec<String> = [
        ("一上", sent(Round::First)),
        ("一下", returned(Round::First)),
        ("二上", sent(Round::Second)),
        ("二下", returned(Round::Second)),
        ("三上", sent(Round::Third)),
        ("三下", done.confirmed.len()),
    ]
    .into_iter()
    .filter(|(_, count)| *count > 0)
    .map(|(leg, count)| format!("{leg}{count}个部门"))
    .collect();
    let mut text = match legs.as_slice() {
        [] => "本月没有部门上报或者反馈。".to_owned(),
        legs => format!("本月完成{}。", legs.join("、")),
    };
    if done.opinions() > 0 {
        let by_body: Vec<String> = Body::ALL
            .into_iter()
            .map(|body| format!("{}{}条", body.chinese(), done.opinions_of(body)))
            .collect();
        text.push_str(&format!(
            "提出审核意见{}条（{}）",
            done.opinions(),
            by_body.join("，")
        ));
        let asking: Vec<String> = Decision::TERMS
            .into_iter()
            .filter(|term| *term != "保留" && done.proposals(term) > 0)
            .map(|term| format!("{term}{}条", done.proposals(term)))
            .collect();
        if !asking.is_empty() {
            text.push_str(&format!("，其中建议{}", asking.join("、")));
        }
        text.push('。');
    }
    if done.answers() > 0 {
        let kinds: Vec<String> = Answer::TERMS
            .into_iter()
            .filter(|term| done.answers_of(term) > 0)
            .map(|term| format!("{term}{}条", done.answers_of(term)))
            .collect();
        text.push_str(&format!(
            "部门答复意见{}条（{}）。",
            done.answers(),
            kinds.join("，")
        ));
    }
    let rulings = done.rulings().count();
    if rulings > 0 {
        text.push_str(&format!("综合组裁定{rulings}项。"));
    }
    text.push_str(&adjusted(done));
    text
}

/// What was done about adjustments of the published list, in one sentence; nothing where nothing was.
fn adjusted(done: &Doings) -> String {
    let adjusted = &done.adjusted;
    let mut parts = Vec::new();
    if adjusted.opened() > 0 {
        let kinds: Vec<String> = Action::TERMS
            .into_iter()
            .filter(|term| adjusted.opened_of(term) > 0)
            .map(|term| format!("{term}{}件", adjusted.opened_of(term)))
            .collect();
        parts.push(format!(
            "申请{}件（{}）",
            adjusted.opened(),
            kinds.join("，")
        ));
    }
    if adjusted.agreed > 0 {
        parts.push(format!("同意{}件", adjusted.agreed));
    }
    if adjusted.ended > 0 {
        parts.push(format!("不同意或者撤回{}件", adjusted.ended));
    }
    if parts.is_empty() {
        return String::new();
    }
    format!("清单动态调整{}。", parts.join("，"))
}

fn works(facts: &BulletinFacts) -> Table {
    let (last, done) = (&facts.last, &facts.done);
    let unprompted = |doings: &Doings| doings.sent.iter().map(|s| s.unprompted).sum::<usize>();
    let mut lines = vec![
        (
            "上报（部门次）".to_owned(),
            last.sent.len(),
            done.sent.len(),
        ),
        (
            "反馈和确认（部门次）".to_owned(),
            last.returned.len() + last.confirmed.len(),
            done.returned.len() + done.confirmed.len(),
        ),
        ("审核意见".to_owned(), last.opinions(), done.opinions()),
    ];
    for term in Decision::TERMS {
        let counts = (last.proposals(term), done.proposals(term));
        if counts != (0, 0) {
            lines.push((format!("其中：{term}"), counts.0, counts.1));
        }
    }
    lines.extend([
        ("撤回意见".to_owned(), last.withdrawn, done.withdrawn),
        ("签署".to_owned(), last.signed.len(), done.signed.len()),
        ("部门答复".to_owned(), last.answers(), done.answers()),
        (
            "综合组裁定".to_owned(),
            last.rulings().count(),
            done.rulings().count(),
        ),
        ("延长期限".to_owned(), last.extensions, done.extensions),
        (
            "没有意见要求的改动".to_owned(),
            unprompted(last),
            unprompted(done),
        ),
    ]);
    let adjusted = (last.adjusted.opened(), done.adjusted.opened());
    if adjusted != (0, 0) {
        lines.push(("申请调整".to_owned(), adjusted.0, adjusted.1));
        let agreed = (last.adjusted.agreed, done.adjusted.agreed);
        lines.push(("同意调整".to_owned(), agreed.0, agreed.1));
    }
    Table {
        title: "工作量".to_owned(),
        columns: vec![
            Column::running("项目", 16),
            Column::number("上月", 6),
            Column::number("本月", 6),
            Column::short("增减", 6),
        ],
        rows: lines
            .into_iter()
            .map(|(what, before, now)| {
                vec![
                    what,
                    before.to_string(),
                    now.to_string(),
                    change(before, now),
                ]
            })
            .collect(),
    }
}

fn problems(facts: &BulletinFacts, body: &mut Vec<Part>) {
    let found = &facts.found;
    let [errors, errors_before] = found.errors;
    let [warnings, warnings_before] = found.warnings;
    if facts.done.sent.is_empty() {
        body.push(Part::Text(
            "本月没有部门上报，没有新的校验结果。".to_owned(),
        ));
    } else if [errors, errors_before, warnings, warnings_before] == [0; 4] {
        body.push(Part::Text(
            "本月上报的内容经自动校验，没有发现错误和警告。".to_owned(),
        ));
    } else {
        body.push(Part::Text(format!(
            "本月上报的内容经自动校验，发现错误{errors}处（上月{errors_before}处），警告{warnings}处（上月{warnings_before}处）。"
        )));
    }
    if !found.rules.is_empty() {
        let rows = found
            .rules
            .iter()
            .map(|rule| {
                vec![
                    rule.code.clone(),
                    rule.title.clone(),
                    rule.before.to_string(),
                    rule.now.to_string(),
                    change(rule.before, rule.now),
                ]
            })
            .collect();
        body.push(Part::Table(Table {
            title: "校验发现最多的问题".to_owned(),
            columns: vec![
                Column::short("规则", 4),
                Column::running("问题", 18),
                Column::number("上月", 4),
                Column::number("本月", 4),
                Column::short("增减", 4),
            ],
            rows,
        }));
    }
    let legality: Vec<String> = facts
        .done
        .signed
        .iter()
        .filter_map(|s| s.legality.as_ref())
        .fold(Vec::new(), |mut counts: Vec<(&str, usize)>, legality| {
            let term = legality.result.chinese();
            match counts.iter_mut().find(|(known, _)| *known == term) {
                Some((_, count)) => *count += 1,
                None => counts.push((term, 1)),
            }
            counts
        })
        .into_iter()
        .map(|(term, count)| format!("{term}{count}个部门"))
        .collect();
    if !legality.is_empty() {
        body.push(Part::Text(format!(
            "合法性审查结果：{}。",
            legality.join("，")
        )));
    }
}

fn units(facts: &BulletinFacts) -> Table {
    let rows = (1..)
        .zip(&facts.units)
        .map(|(n, unit): (usize, _)| {
            let standing = &unit.figures;
            let mut row = vec![
                n.to_string(),
                unit.name.clone(),
                unit.group.clone(),
                unit.stage.to_owned(),
            ];
            row.extend(
                [
                    standing.items,
                    standing.decided,
                    standing.open() - standing.disputed,
                    standing.disputed,
                    standing.unanswered,
                ]
                .map(|n| n.to_string()),
            );
            row
        })
        .collect();
    Table {
        title: "各部门进展".to_owned(),
        columns: vec![
            Column::number("序号", 4),
            Column::running("部门", 16),
            Column::short("审核组", 8),
            Column::short("所处阶段", 8),
            Column::number("事项", 5),
            Column::number("已定", 5),
            Column::number("未定", 5),
            Column::number("待裁定", 5),
            Column::number("待答复", 5),
        ],
        rows,
    }
}
