//! Statistics of the clean-up (清理情况统计), as cities publish them.

use std::collections::BTreeMap;

use super::{Column, Form, Head, Paper, Part, Table};
use crate::workflow::cleanup::{Fate, Tally, UnitCleanup, sum};

/// What the statistics are made of.
#[derive(Debug, Clone)]
pub struct CleanupFacts {
    /// Name of the city, e.g. 滁州市.
    pub jurisdiction: String,
    /// Edition of the list, e.g. 2015年版.
    pub edition: String,
    /// The units that have reported, with their names, in official order.
    pub units: Vec<(String, UnitCleanup)>,
    /// Units of the campaign that have not reported.
    pub silent: Vec<String>,
    /// Names of categories by code, in the order of the category set.
    pub categories: Vec<(String, String)>,
}

/// The statistics as a report.
pub fn cleanup(facts: &CleanupFacts, head: Head) -> Paper {
    let whole = sum(facts.units.iter().map(|(_, unit)| unit.total()));
    let open: Vec<&str> = facts
        .units
        .iter()
        .filter(|(_, unit)| !unit.settled)
        .map(|(name, _)| name.as_str())
        .collect();
    let mut body = vec![Part::Text(summary(facts, &whole))];
    if whole.added > 0 {
        body.push(Part::Text(format!(
            "其中，一上以后新报送{}项；减少的事项和清理后的事项都包括它们。",
            whole.added
        )));
    }
    if !open.is_empty() {
        body.push(Part::Text(format!(
            "{}的清单尚未确认，按目前的审核意见计算，不是最后结果：{}。",
            units(open.len()),
            open.join("、")
        )));
    }
    if !facts.silent.is_empty() {
        body.push(Part::Text(format!(
            "{}还没有报送，没有计算在内：{}。",
            units(facts.silent.len()),
            facts.silent.join("、")
        )));
    }
    body.push(Part::Table(by_category(facts, &whole)));
    body.push(Part::Text(
        "说明：“清理前”是一上报送的事项；“整合”是并入其他事项的事项，接收它们的事项算在“保留”里；“冻结”的事项法律仍有规定，\
         单列管理，不在清单内；“自行取消”是没有意见要求、部门自己撤下的事项；“未定”的事项暂时仍在清单内。精简比例＝（清理前－清理后）÷\
         清理前。"
            .to_owned(),
    ));
    Paper {
        form: Form::Report,
        title: vec![
            facts.jurisdiction.clone(),
            "政府部门权力清单".to_owned(),
            format!("（{}）", facts.edition),
            "清理情况统计".to_owned(),
        ],
        head,
        body,
        annexes: vec![by_unit(facts, &whole)],
    }
}

fn units(count: usize) -> String {
    format!("{count}个部门")
}

fn summary(facts: &CleanupFacts, whole: &Tally) -> String {
    let gone: Vec<String> = Fate::LEAVING
        .into_iter()
        .filter(|fate| whole.fate(*fate) > 0)
        .map(|fate| format!("{}{}项", fate.chinese(), whole.fate(fate)))
        .collect();
    let mut text = format!(
        "{}报送行政权力事项{}项，清理后{}项",
        units(facts.units.len()),
        whole.before,
        whole.after()
    );
    text.push_str(&match whole.reduction() {
        None | Some(0) => "。".to_owned(),
        Some(less) if less > 0 => format!("，精简{}。", percent(less)),
        Some(more) => format!("，增加{}。", percent(-more)),
    });
    if !gone.is_empty() {
        text.push_str(&format!("其中{}。", gone.join("，")));
    }
    let bettered = [Fate::Optimized, Fate::Adjusted].map(|fate| whole.fate(fate));
    if bettered.iter().any(|n| *n > 0) {
        text.push_str(&format!(
            "保留的事项中，优化流程{}项，调整{}项。",
            bettered[0], bettered[1]
        ));
    }
    text
}

/// Tenths of a per cent: 73.7%.
fn percent(tenths: i64) -> String {
    format!("{}.{}%", tenths / 10, (tenths % 10).abs())
}

fn reduction(tally: &Tally) -> String {
    match tally.reduction() {
        None => "—".to_owned(),
        Some(less) if less < 0 => format!("－{}", percent(-less)),
        Some(less) => percent(less),
    }
}

/// The figures of a row: before, added, each fate, after, percentage.
fn figures(tally: &Tally) -> Vec<String> {
    let mut out = vec![tally.before.to_string(), tally.added.to_string()];
    out.extend(Fate::ALL.map(|fate| tally.fate(fate).to_string()));
    out.extend([tally.after().to_string(), reduction(tally)]);
    out
}

const FIGURES: [Column; 14] = [
    Column::number("清理前", 4),
    Column::number("新增", 3),
    Column::number(Fate::Kept.chinese(), 4),
    Column::number(Fate::Optimized.chinese(), 3),
    Column::number(Fate::Adjusted.chinese(), 3),
    Column::number(Fate::Open.chinese(), 3),
    Column::number(Fate::Cancelled.chinese(), 3),
    Column::number(Fate::Delegated.chinese(), 3),
    Column::number(Fate::Transferred.chinese(), 3),
    Column::number(Fate::Absorbed.chinese(), 3),
    Column::number(Fate::Frozen.chinese(), 3),
    Column::number(Fate::Withdrawn.chinese(), 4),
    Column::number("清理后", 4),
    Column::short("精简比例", 5),
];

fn row(first: impl IntoIterator<Item = String>, tally: &Tally) -> Vec<String> {
    let mut row: Vec<String> = first.into_iter().collect();
    row.extend(figures(tally));
    row
}

fn by_category(facts: &CleanupFacts, whole: &Tally) -> Table {
    let mut sums: BTreeMap<&str, Tally> = BTreeMap::new();
    for (_, unit) in &facts.units {
        for (code, tally) in &unit.categories {
            *sums.entry(code).or_default() += *tally;
        }
    }
    let mut rows = Vec::new();
    for (code, name) in &facts.categories {
        if let Some(tally) = sums.remove(code.as_str()) {
            rows.push(row([name.clone()], &tally));
        }
    }
    // A category that the set no longer has is named by its code.
    for (code, tally) in sums {
        rows.push(row([code.to_owned()], &tally));
    }
    rows.push(row(["合计".to_owned()], whole));
    let mut columns = vec![Column::short("类别", 6)];
    columns.extend(FIGURES);
    Table {
        title: "按权力类别统计".to_owned(),
        columns,
        rows,
    }
}

fn by_unit(facts: &CleanupFacts, whole: &Tally) -> Table {
    let mut rows: Vec<Vec<String>> = (1..)
        .zip(&facts.units)
        .map(|(n, (name, unit))| {
            let mark = if unit.settled { "" } else { "（未确认）" };
            row(
                [n.to_string(), format!("{name}{mark}"), unit.group.clone()],
                &unit.total(),
            )
        })
        .collect();
    rows.push(row(
        [String::new(), "合计".to_owned(), String::new()],
        whole,
    ));
    let mut columns = vec![
        Column::number("序号", 3),
        Column::running("部门", 12),
        Column::short("审核组", 6),
    ];
    columns.extend(FIGURES);
    Table {
        title: "各部门清理情况".to_owned(),
        columns,
        rows,
    }
}
