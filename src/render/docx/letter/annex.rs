//! The annexes of the letter: what has to be answered, all items, what came of the last round.

use super::asks;
use crate::domain::people::Body;
use crate::render::docx::document::Document;
use crate::render::docx::measure::mm;
use crate::render::docx::style::Style;
use crate::render::docx::table::{Cell, Column};
use crate::render::docx::text::Paragraph;
use crate::workflow::decision::Decision;
use crate::workflow::feedback::{Feedback, FeedbackItem, FeedbackOpinion};

/// An annex.
pub(super) struct Annex {
    /// Its title.
    pub(super) title: &'static str,
    kind: AnnexKind,
}

#[derive(Clone, Copy)]
enum AnnexKind {
    ToAnswer,
    All,
    Earlier,
}

/// The annexes that a feedback has matter for, in order.
pub(super) fn annexes(feedback: &Feedback) -> Vec<Annex> {
    let mut out = Vec::new();
    if feedback.to_answer() > 0 {
        out.push(Annex {
            title: "需要答复的审核意见",
            kind: AnnexKind::ToAnswer,
        });
    }
    if !feedback.items.is_empty() {
        out.push(Annex {
            title: "全部事项审核意见汇总",
            kind: AnnexKind::All,
        });
    }
    if feedback.items.iter().any(|item| !item.earlier.is_empty()) {
        out.push(Annex {
            title: "上一轮意见的答复情况",
            kind: AnnexKind::Earlier,
        });
    }
    out
}

const TO_ANSWER: [Column; 7] = [
    Column::centered("编号", mm(14)),
    Column::centered("事项编码", mm(37)),
    Column::new("事项名称", mm(42)),
    Column::centered("审核单位", mm(24)),
    Column::new("处理意见", mm(30)),
    Column::new("说明", mm(43)),
    Column::new("部门答复", mm(35)),
];

const ALL: [Column; 8] = [
    Column::centered("序号", mm(12)),
    Column::centered("事项编码", mm(37)),
    Column::centered("类别", mm(20)),
    Column::new("事项名称", mm(42)),
    Column::new(Body::OrganizationOffice.chinese(), mm(28)),
    Column::new(Body::LegalOffice.chinese(), mm(27)),
    Column::new(Body::ServiceCenter.chinese(), mm(29)),
    Column::new("综合组裁定", mm(30)),
];

const EARLIER: [Column; 7] = [
    Column::centered("事项编码", mm(37)),
    Column::new("事项名称", mm(42)),
    Column::centered("审核单位", mm(24)),
    Column::new("处理意见", mm(30)),
    Column::new("说明", mm(38)),
    Column::centered("部门答复", mm(20)),
    Column::new("答复理由", mm(34)),
];

impl Annex {
    /// Sets its table.
    pub(super) fn table(&self, document: &mut Document, feedback: &Feedback) {
        match self.kind {
            AnnexKind::ToAnswer => {
                let items = feedback.items.iter().filter(|i| asks(i));
                document.table(&TO_ANSWER, items.flat_map(rows_to_answer));
            }
            AnnexKind::All => {
                let items = (1..).zip(&feedback.items);
                document.table(&ALL, items.map(|(n, item)| row_of_all(n, item)));
            }
            AnnexKind::Earlier => {
                document.table(&EARLIER, feedback.items.iter().flat_map(rows_of_earlier));
            }
        }
    }
}

/// The opinions on an item that the unit has to answer, its code and name beside all of them.
fn rows_to_answer(item: &FeedbackItem) -> Vec<Vec<Cell>> {
    let asking = item.opinions.iter().filter(|o| o.asks);
    (0..)
        .zip(asking)
        .map(|(n, opinion)| {
            let spanning = |text: &str| match n {
                0 => Cell::Spanning(vec![Paragraph::new(Style::Cell, text)]),
                _ => Cell::Covered,
            };
            vec![
                Cell::text(opinion.seq.to_string()),
                spanning(item.code.as_str()),
                spanning(&item.name),
                Cell::text(opinion.body.chinese()),
                Cell::text(opinion.decision.to_string()),
                said(opinion),
                Cell::text(""),
            ]
        })
        .collect()
}

/// What an opinion says, with what the register says of what it cites.
fn said(opinion: &FeedbackOpinion) -> Cell {
    let text = opinion.text.as_deref().unwrap_or("");
    let mut paragraphs = vec![Paragraph::new(Style::Cell, text)];
    if text.is_empty() && !opinion.cited.is_empty() {
        paragraphs.clear();
    }
    let cited = opinion.cited.iter();
    paragraphs.extend(cited.map(|says| Paragraph::new(Style::Cell, format!("（引用核对）{says}"))));
    Cell::Own(paragraphs)
}

/// What was asked of an item in the round before, with the answers.
fn rows_of_earlier(item: &FeedbackItem) -> Vec<Vec<Cell>> {
    (0..)
        .zip(&item.earlier)
        .map(|(n, opinion)| {
            let spanning = |text: &str| match n {
                0 => Cell::Spanning(vec![Paragraph::new(Style::Cell, text)]),
                _ => Cell::Covered,
            };
            let answer = opinion.answer.as_ref();
            let reason = answer.and_then(|a| a.reason());
            vec![
                spanning(item.code.as_str()),
                spanning(&item.name),
                Cell::text(opinion.body.chinese()),
                Cell::text(opinion.decision.to_string()),
                Cell::text(opinion.text.as_deref().unwrap_or("")),
                Cell::text(answer.map_or("没有答复", |a| a.chinese())),
                Cell::text(reason.map_or("", |r| r.as_str())),
            ]
        })
        .collect()
}

fn row_of_all(number: usize, item: &FeedbackItem) -> Vec<Cell> {
    let said = |decision: &Decision, text: Option<&str>| {
        let mut paragraphs = vec![Paragraph::new(Style::Cell, decision.to_string())];
        paragraphs.extend(text.map(|t| Paragraph::new(Style::Cell, t)));
        Cell::Own(paragraphs)
    };
    let mut cells = vec![
        Cell::text(number.to_string()),
        Cell::text(item.code.as_str()),
        Cell::text(&item.category),
        Cell::text(&item.name),
    ];
    for body in Body::ALL {
        let opinion = item.opinions.iter().find(|o| o.body == body);
        cells
            .push(opinion.map_or_else(|| Cell::text(""), |o| said(&o.decision, o.text.as_deref())));
    }
    cells.push(match &item.ruling {
        Some((decision, reason)) => said(decision, Some(reason)),
        None if item.disputed => Cell::text("意见不一致，待裁定"),
        None => Cell::text(""),
    });
    cells
}
