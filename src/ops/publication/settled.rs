//! What is settled and so may be published: what the review confirmed, with the adjustments that were agreed on since;
//! and whether the project is that and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::release::AdjustmentRow;
use crate::ops::contents::{Content, Contents};
use crate::ops::publish::Removal;
use crate::workflow::adjust::list::{self, Settled};
use crate::workflow::adjust::{Action, Adjustment, Phase};
use crate::workflow::{Campaign, Decision, Refusal};

/// How many differences are named.
const SHOWN: usize = 10;

/// What the review and the adjustments came to.
#[derive(Debug, Clone)]
pub struct Outcome<'c> {
    /// Items on the list, and units whose list is settled.
    pub settled: Settled<'c>,
    /// Items that left the list, by code.
    pub removals: Vec<Removal>,
    /// The adjustments that are published for the first time.
    pub adjusted: Vec<AdjustmentRow>,
}

impl<'c> Outcome<'c> {
    /// What stands after the first so many releases, with these adjustments besides.
    pub fn of(campaign: &'c Campaign, releases: usize, adjustments: &[AdjustmentId]) -> Self {
        let mut settled = Settled::until(campaign, releases);
        let now: Vec<&Adjustment> = adjustments
            .iter()
            .filter_map(|id| campaign.adjustments().get(id))
            .collect();
        now.iter().for_each(|a| settled.adjust(a));
        let mut removals = reviewed(campaign);
        for adjustment in list::published(campaign, releases).chain(now.iter().copied()) {
            removals.extend(removed(adjustment).map(|r| (r.item_code.clone(), r)));
        }
        Self {
            settled,
            removals: removals.into_values().collect(),
            adjusted: now.iter().flat_map(|a| rows(a)).collect(),
        }
    }

    /// Units whose list is settled.
    pub fn confirmed(&self) -> Vec<DepartmentId> {
        self.settled.units.iter().cloned().collect()
    }
}

/// Items that the review took off the list, of units whose list it settled.
fn reviewed(campaign: &Campaign) -> BTreeMap<String, Removal> {
    let units: BTreeSet<&str> = list::reviewed(campaign)
        .map(|(id, _)| id.as_str())
        .collect();
    let mut removals: BTreeMap<String, Removal> = BTreeMap::new();
    let ours = |code: &ItemCode| units.contains(code.parts().department);
    for (_, state) in list::reviewed(campaign) {
        state.each_decision(|code, decision| {
            let reason = match decision {
                Decision::Cancel { ground } => ground.to_string(),
                Decision::Delegate { level, date } => format!("下放{level}，自{date}起"),
                Decision::Transfer { to } => format!("转移给{to}"),
                Decision::Freeze {} => "法律仍有规定，实际不再行使".to_owned(),
                Decision::Merge { absorbs } => {
                    for absorbed in absorbs.codes().iter().filter(|c| ours(c)) {
                        let reason = format!("并入 {code}");
                        let removal = removal(absorbed, decision.chinese(), reason);
                        removals.insert(absorbed.to_string(), removal);
                    }
                    return;
                }
                Decision::Keep {}
                | Decision::Optimize {}
                | Decision::Adjust {}
                | Decision::Supplement {} => return,
            };
            // An item that another absorbs leaves as 整合, whatever was said of it alone.
            removals
                .entry(code.to_string())
                .or_insert_with(|| removal(code, decision.chinese(), reason));
        });
    }
    removals
}

/// Items that an adjustment takes off the list.
fn removed(adjustment: &Adjustment) -> impl Iterator<Item = Removal> {
    let since = format!("自{}起", adjustment.effective);
    let ground = adjustment.ground.words();
    let cancelled: &[ItemCode] = match &adjustment.action {
        Action::Cancel { items } => items,
        _ => &[],
    };
    let reason = format!("{since}取消：{ground}");
    let cancelled = cancelled
        .iter()
        .map(move |code| removal(code, "取消", reason.clone()));
    let moved = adjustment.action.moves().iter();
    cancelled.chain(moved.map(move |m| {
        let reason = format!("{since}划转，新编码 {}", m.to);
        removal(&m.from, "划转", reason)
    }))
}

fn removal(code: &ItemCode, decision: &str, reason: String) -> Removal {
    Removal {
        item_code: code.to_string(),
        decision: decision.to_owned(),
        reason,
    }
}

/// What a release says of an adjustment, one row for each item; of a unit that only has another name, one for the unit.
fn rows(adjustment: &Adjustment) -> Vec<AdjustmentRow> {
    let action = &adjustment.action;
    let row = |code: Option<&ItemCode>, becomes: Option<&ItemCode>| AdjustmentRow {
        id: adjustment.id.to_string(),
        item_code: code.map(ToString::to_string),
        becomes: becomes.map(ToString::to_string),
        department: adjustment.department.to_string(),
        kind: action.chinese().to_owned(),
        ground: adjustment.ground.basis.chinese().to_owned(),
        ground_detail: adjustment.ground.words(),
        reason: adjustment.reason.to_string(),
        happened_on: adjustment.ground.happened,
        effective_on: adjustment.effective,
        approved_by: adjustment
            .approval
            .as_ref()
            .map(|a| a.document.to_string())
            .or_else(|| Some(adjustment.urgency.as_ref()?.document.to_string())),
        urgent: adjustment.phase == Phase::Review,
    };
    let moves = action.moves();
    if !moves.is_empty() {
        return moves
            .iter()
            .map(|m| row(Some(&m.from), Some(&m.to)))
            .collect();
    }
    let touched = action.touched();
    if touched.is_empty() {
        return vec![row(None, None)];
    }
    touched
        .into_iter()
        .map(|code| row(Some(code), None))
        .collect()
}

/// The adjustments that the project has taken in, of those that may be published.
///
/// # Errors
/// Refuses where the project is neither as it was nor as an adjustment has it, where one that has taken effect is
/// missing, and where something differs that nobody has agreed on.
pub fn merged(
    campaign: &Campaign,
    now: &Contents,
    releases: usize,
    date: Date,
    candidates: &[AdjustmentId],
) -> Result<Vec<AdjustmentId>, Refusal> {
    let mut settled = Settled::until(campaign, releases);
    let mut taken = Vec::new();
    let mut late = Vec::new();
    for id in candidates {
        let Some(adjustment) = campaign.adjustments().get(id) else {
            continue;
        };
        if is_in(adjustment, now) {
            settled.adjust(adjustment);
            taken.push(*id);
        } else if adjustment.effective <= date {
            late.push(format!(
                "{id} {}（{} 起施行）",
                adjustment.action.chinese(),
                adjustment.effective
            ));
        }
    }
    if !late.is_empty() {
        return Err(Refusal::new(
            "adjustment_not_merged",
            "有的调整已经同意、到了施行的日子，工程里却没有它的内容，不能公布",
        )
        .missing(late)
        .next("power-list adjust list"));
    }
    match drift(&settled, now) {
        None => Ok(taken),
        Some(refusal) => Err(refusal),
    }
}

/// Whether the project has what an adjustment sent up, and nothing of what it takes away.
fn is_in(adjustment: &Adjustment, now: &Contents) -> bool {
    let Some(sent) = &adjustment.sent else {
        return false;
    };
    let kept: Vec<&ItemCode> = adjustment.action.new_codes();
    let gone = adjustment.action.old();
    sent.items
        .iter()
        .all(|(code, digest)| now.get(code) == Some(*digest))
        && gone
            .iter()
            .all(|code| kept.contains(code) || now.get(code).is_none())
}

/// Refuses when the project's items are not those that are settled.
fn drift(settled: &Settled<'_>, now: &Contents) -> Option<Refusal> {
    let mut differ = Vec::new();
    let mut compared = vec![false; now.len()];
    settled.each(|code, digest| {
        let found = now.position(code);
        if let Some(compared) = found.and_then(|at| compared.get_mut(at)) {
            *compared = true;
        }
        if found.is_none() {
            differ.push((code.clone(), "确认以后被删去"));
        } else if !now.is(code, digest) {
            differ.push((code.clone(), "确认以后改动过"));
        }
    });
    differ.sort();
    let mut changed: Vec<String> = differ.iter().map(|(c, how)| format!("{c} {how}")).collect();
    for (Content { code, .. }, compared) in now.iter().zip(compared) {
        if compared || !settled.units.contains(code.parts().department) {
            continue;
        }
        match settled.taken_off.get(code) {
            Some(digest) if now.is(code, *digest) => {}
            Some(_) => changed.push(format!("{code} 确认以后改动过")),
            None => changed.push(format!("{code} 没有经过审核")),
        }
    }
    if changed.is_empty() {
        return None;
    }
    let total = changed.len();
    changed.truncate(SHOWN);
    Some(
        Refusal::new(
            "changed_after_confirmation",
            format!(
                "工程里有 {total} 项与确认的内容不同，不能公布；把文件恢复成确认时的内容再公布，要改的先申请调整（power-list adjust open）"
            ),
        )
        .missing(changed),
    )
}
