//! Feedback to a unit as YAML, with room for its answers.

use serde::Serialize;

use crate::workflow::feedback::{EarlierOpinion, Feedback};

#[derive(Serialize)]
struct File<'a> {
    schema: &'static str,
    department: &'a str,
    name: &'a str,
    edition: &'a str,
    leg: &'static str,
    round: u8,
    group: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    legality: Option<Legality<'a>>,
    to_answer: usize,
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Legality<'a> {
    result: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct Item<'a> {
    code: &'a str,
    category: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    disputed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    ruling: Option<Ruling<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    last_round: Vec<Earlier<'a>>,
    opinions: Vec<Opinion<'a>>,
}

#[derive(Serialize)]
struct Earlier<'a> {
    body: &'static str,
    decision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct Ruling<'a> {
    decision: String,
    reason: &'a str,
}

#[derive(Serialize)]
struct Opinion<'a> {
    opinion: u64,
    body: &'static str,
    decision: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// Blank for the unit to fill in; absent where nothing is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
}

fn earlier(opinion: &EarlierOpinion) -> Earlier<'_> {
    let answer = opinion.answer.as_ref();
    Earlier {
        body: opinion.body.chinese(),
        decision: opinion.decision.to_string(),
        text: opinion.text.as_deref(),
        answer: answer.map(|a| a.chinese()),
        reason: answer.and_then(|a| a.reason()).map(|r| r.as_str()),
    }
}

/// The feedback as YAML, format `power-list/feedback/v1`. Same feedback, same bytes.
pub fn yaml(feedback: &Feedback) -> Vec<u8> {
    let items = feedback.items.iter().map(|item| Item {
        code: item.code.as_str(),
        category: &item.category,
        name: &item.name,
        disputed: item.disputed,
        ruling: item.ruling.as_ref().map(|(decision, reason)| Ruling {
            decision: decision.to_string(),
            reason,
        }),
        last_round: item.earlier.iter().map(earlier).collect(),
        opinions: item
            .opinions
            .iter()
            .map(|o| Opinion {
                opinion: o.seq,
                body: o.body.chinese(),
                decision: o.decision.to_string(),
                text: o.text.as_deref(),
                answer: o.asks.then_some(""),
                reason: o.asks.then_some(""),
            })
            .collect(),
    });
    let file = File {
        schema: Feedback::SCHEMA,
        department: feedback.department.as_str(),
        name: &feedback.name,
        edition: &feedback.edition,
        leg: feedback.leg(),
        round: feedback.round.number(),
        group: &feedback.group,
        legality: feedback.legality.as_ref().map(|l| Legality {
            result: l.result.chinese(),
            text: l.text.as_ref().map(|t| t.as_str()),
        }),
        to_answer: feedback.to_answer(),
        items: items.collect(),
    };
    let head = "# 审核意见。answer 填 采纳、部分采纳 或 不采纳；后两种要在 reason 写明理由。\n";
    // Only texts, numbers and lists: YAML takes them all.
    let body = serde_yaml::to_string(&file).unwrap_or_default();
    format!("{head}{body}").into_bytes()
}
