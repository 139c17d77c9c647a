//! What a unit is given back at the end of a leg down: the opinions beside its items.

use jiff::Timestamp;

use super::campaign::DepartmentState;
use super::decision::Decision;
use super::event::{Answer, Legality};
use super::round::RoundState;
use super::snapshot::Manifest;
use super::stage::{Leg, Round};
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::Body;

/// One opinion of the feedback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackOpinion {
    /// Sequence number: what an answer refers to.
    pub seq: u64,
    /// Body that speaks.
    pub body: Body,
    /// What it proposes.
    pub decision: Decision,
    /// What it says.
    pub text: Option<String>,
    /// Whether the unit has to answer.
    pub asks: bool,
    /// What the register says of the provisions that it cites. Depends on the register, so that it is told on the papers
    /// for people and is no part of what is recorded.
    pub cited: Vec<String>,
}

/// An opinion of the round before, with what the unit answered to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierOpinion {
    /// Body that spoke.
    pub body: Body,
    /// What it proposed.
    pub decision: Decision,
    /// What it said.
    pub text: Option<String>,
    /// The answer.
    pub answer: Option<Answer>,
}

/// One item of the feedback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackItem {
    /// Its code.
    pub code: ItemCode,
    /// Name of its category; empty when the manifest does not know the item.
    pub category: String,
    /// Its name.
    pub name: String,
    /// Whether the bodies differ.
    pub disputed: bool,
    /// The opinions, one of each body at most.
    pub opinions: Vec<FeedbackOpinion>,
    /// The ruling of 综合组 with its reason.
    pub ruling: Option<(Decision, String)>,
    /// What was asked in the round before, and answered.
    pub earlier: Vec<EarlierOpinion>,
}

/// The feedback of one leg down to one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// The unit.
    pub department: DepartmentId,
    /// Its name.
    pub name: String,
    /// Edition of the list.
    pub edition: String,
    /// Round that ends.
    pub round: Round,
    /// When it was given; `None` while the round is still under review.
    pub returned_at: Option<Timestamp>,
    /// 审核组.
    pub group: String,
    /// 合法性审查, in 复审.
    pub legality: Option<Legality>,
    /// All items that were submitted, in order of code.
    pub items: Vec<FeedbackItem>,
}

impl Feedback {
    /// Name and version of the file format.
    pub const SCHEMA: &'static str = "power-list/feedback/v1";

    /// The feedback on a round as it stands.
    pub fn of(
        edition: &str,
        department: &DepartmentId,
        name: &str,
        state: &DepartmentState,
        round: &RoundState,
        manifest: &Manifest,
    ) -> Self {
        let before = Round::ALL
            .get(..round.round.index())
            .and_then(<[Round]>::last)
            .and_then(|before| state.round(*before));
        let items = round.items.iter().map(|(code, item)| {
            let listed = manifest.item(code);
            FeedbackItem {
                code: code.clone(),
                category: listed.map_or(String::new(), |i| i.category.clone()),
                name: listed.map_or(String::new(), |i| i.name.clone()),
                disputed: item.is_disputed(),
                opinions: item
                    .opinions()
                    .map(|(body, o)| FeedbackOpinion {
                        seq: o.seq,
                        body,
                        decision: o.decision.clone(),
                        text: o.text.as_ref().map(ToString::to_string),
                        asks: o.asks(),
                        cited: Vec::new(),
                    })
                    .collect(),
                ruling: item
                    .ruling
                    .as_ref()
                    .map(|r| (r.decision.clone(), r.reason.to_string())),
                earlier: before.map_or_else(Vec::new, |before| earlier(before, code)),
            }
        });
        Self {
            department: department.clone(),
            name: name.to_owned(),
            edition: edition.to_owned(),
            round: round.round,
            returned_at: round.returned_at,
            group: state.group.clone(),
            legality: round
                .signature(Body::LegalOffice)
                .and_then(|s| s.legality.clone()),
            items: items.collect(),
        }
    }

    /// Name of the leg: 一下 or 二下.
    pub const fn leg(&self) -> &'static str {
        self.round.leg(Leg::Down)
    }

    /// How many opinions the unit has to answer.
    pub fn to_answer(&self) -> usize {
        self.asking().count()
    }

    /// The opinions that the unit has to answer, with their items.
    pub fn asking(&self) -> impl Iterator<Item = (&FeedbackItem, &FeedbackOpinion)> {
        self.items
            .iter()
            .flat_map(|item| item.opinions.iter().map(move |opinion| (item, opinion)))
            .filter(|(_, opinion)| opinion.asks)
    }
}

/// What was asked of an item in a round.
fn earlier(round: &RoundState, code: &ItemCode) -> Vec<EarlierOpinion> {
    let opinions = round.items.get(code).into_iter().flat_map(|i| i.opinions());
    opinions
        .filter(|(_, opinion)| opinion.asks())
        .map(|(body, opinion)| EarlierOpinion {
            body,
            decision: opinion.decision.clone(),
            text: opinion.text.as_ref().map(ToString::to_string),
            answer: opinion.answer.clone(),
        })
        .collect()
}

impl EarlierOpinion {
    /// In one line: 编办：优化；缩短时限——采纳（已缩短）.
    pub fn sentence(&self) -> String {
        let mut out = format!("{}：{}", self.body.chinese(), self.decision);
        if let Some(text) = &self.text {
            out.push_str(&format!("；{text}"));
        }
        out.push_str("——");
        match &self.answer {
            None => out.push_str("没有答复"),
            Some(answer) => {
                out.push_str(answer.chinese());
                if let Some(reason) = answer.reason() {
                    out.push_str(&format!("（{reason}）"));
                }
            }
        }
        out
    }
}
