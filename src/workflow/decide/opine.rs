//! The bodies' acts, opinions and signatures, and the rulings of 综合组 on what they leave open.

use std::collections::{BTreeMap, BTreeSet};

use super::super::campaign::DepartmentState;
use super::super::closing::{not_now, some};
use super::super::decision::Decision;
use super::super::event::{EventKind, Legality, LegalityResult};
use super::super::notebook::Entry;
use super::super::refusal::{Refusal, run};
use super::super::round::RoundState;
use super::super::stage::{Position, Round};
use super::super::words::Words;
use super::Desk;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::Body;

impl<'a> Desk<'a> {
    pub(super) fn opine(
        &self,
        department: &DepartmentId,
        items: &[ItemCode],
        decision: &Decision,
        text: Option<&Words>,
    ) -> Result<Vec<EventKind>, Refusal> {
        let (running, body) = self.speaking(department)?;
        self.check_items(department, running, items, decision)?;
        Ok(items
            .iter()
            .map(|item| opined(department, running.round, body, item, decision, text))
            .collect())
    }

    /// Opinions and withdrawals, item by item.
    pub(super) fn record(
        &self,
        department: &DepartmentId,
        entries: &[(ItemCode, Entry)],
    ) -> Result<Vec<EventKind>, Refusal> {
        let (running, body) = self.speaking(department)?;
        if entries.is_empty() {
            return Err(
                Refusal::new("nothing_drafted", format!("没有 {department} 的草稿"))
                    .next(run::status_of(department)),
            );
        }
        self.entries(department, running, body, entries)
    }

    /// The round in which the actor may speak on the unit, and for which body.
    pub(super) fn speaking(
        &self,
        department: &DepartmentId,
    ) -> Result<(&'a RoundState, Body), Refusal> {
        let state = self.seat(department)?;
        let body = self.reviewing_body(department, state, "提出审核意见", |_, who| {
            run::opine_rest(department, who)
        })?;
        let running = self.running(department, state, "提出意见")?;
        match running.signature(body) {
            None => Ok((running, body)),
            Some(signature) => Err(Refusal::new(
                "already_signed",
                format!(
                    "{}已在{}中签署（第 {} 号，{}），签署之后不能再提意见",
                    body.chinese(),
                    running.round.review(),
                    signature.seq,
                    signature.actor
                ),
            )
            .next(run::status_of(department))),
        }
    }

    /// The events of entries, each item once.
    fn entries(
        &self,
        department: &DepartmentId,
        running: &RoundState,
        body: Body,
        entries: &[(ItemCode, Entry)],
    ) -> Result<Vec<EventKind>, Refusal> {
        let mut seen = BTreeSet::new();
        if let Some((twice, _)) = entries.iter().find(|(code, _)| !seen.insert(code)) {
            return Err(
                Refusal::new("duplicate_item", format!("事项 {twice} 选了两次"))
                    .next(run::status_of(department)),
            );
        }
        let event = |(item, entry): &(ItemCode, Entry)| match entry {
            Entry::Opinion { decision, text } => {
                self.check_items(department, running, std::slice::from_ref(item), decision)?;
                Ok(opined(
                    department,
                    running.round,
                    body,
                    item,
                    decision,
                    text.as_ref(),
                ))
            }
            Entry::Withdrawal {} => {
                let given = running.items.get(item).and_then(|i| i.opinion(body));
                if given.is_none() {
                    return Err(Refusal::new(
                        "nothing_to_withdraw",
                        format!("{}在 {item} 上没有提过意见，无可撤回", body.chinese()),
                    )
                    .next(run::status_of(department)));
                }
                Ok(EventKind::Withdrawn {
                    department: department.clone(),
                    round: running.round,
                    item: item.clone(),
                    body,
                })
            }
        };
        entries.iter().map(event).collect()
    }

    pub(super) fn sign(
        &self,
        department: &DepartmentId,
        legality: Option<&Legality>,
        entries: &[(ItemCode, Entry)],
    ) -> Result<Vec<EventKind>, Refusal> {
        let state = self.seat(department)?;
        let with_legality = |body| {
            body == Body::LegalOffice && state.stage.position() == Position::Review(Round::Second)
        };
        let body = self.reviewing_body(department, state, "签署", |body, who| {
            run::sign(department, with_legality(body), who)
        })?;
        let running = self.running(department, state, "签署")?;
        let me = self.actor.id.to_string();
        if self.actor.role.signs_in(&state.group).is_none() {
            return Err(Refusal::new(
                "not_entitled",
                format!(
                    "{me} 只提意见，不代{}签署（power-list.yaml 里写了 signs: false）",
                    body.chinese()
                ),
            )
            .next(run::sign(
                department,
                with_legality(body),
                &self.staff.reviewer(body, &state.group),
            )));
        }
        if running.signature(body).is_some() {
            return Err(Refusal::new(
                "already_signed",
                format!("{}已在{}中签署", body.chinese(), running.round.review()),
            )
            .next(run::status_of(department)));
        }
        let mut events = self.entries(department, running, body, entries)?;
        let drafted: BTreeMap<&ItemCode, &Entry> = entries.iter().map(|(i, e)| (i, e)).collect();
        let spoken = running
            .items
            .iter()
            .any(|(code, item)| match drafted.get(code) {
                Some(entry) => entry.decision().is_some(),
                None => item.opinion(body).is_some(),
            });
        if !running.items.is_empty() && !spoken {
            return Err(Refusal::new(
                "no_opinion",
                format!(
                    "{}在{}中还没有提出意见，不能签署",
                    body.chinese(),
                    running.round.review()
                ),
            )
            .missing([format!("{}的意见", body.chinese())])
            .next(run::opine_rest(department, &me)));
        }
        match (with_legality(body), legality) {
            (true, None) => {
                return Err(Refusal::new(
                    "legality_missing",
                    "法制办在复审中签署，要写明合法性审查的结果",
                )
                .missing(["合法性审查结果（合法、基本合法、不合法）".to_owned()])
                .next(run::sign(department, true, &me)));
            }
            (false, Some(_)) => {
                return Err(Refusal::new(
                    "legality_not_due",
                    "合法性审查的结果只由法制办在复审签署时给出",
                )
                .next(run::sign(department, false, &me)));
            }
            (true, Some(legality))
                if legality.result != LegalityResult::Legal && legality.text.is_none() =>
            {
                return Err(Refusal::new(
                    "legality_unexplained",
                    format!(
                        "合法性审查结果是“{}”，要说明理由",
                        legality.result.chinese()
                    ),
                )
                .missing(["--text 理由".to_owned()])
                .next(format!(
                    "power-list review sign {department} --legality {} --text 理由 --as {me}",
                    legality.result.chinese()
                )));
            }
            _ => {}
        }
        events.push(EventKind::Signed {
            department: department.clone(),
            round: running.round,
            body,
            legality: legality.cloned(),
        });
        Ok(events)
    }

    pub(super) fn rule(
        &self,
        department: &DepartmentId,
        items: &[ItemCode],
        decision: &Decision,
        reason: &Words,
    ) -> Result<Vec<EventKind>, Refusal> {
        let state = self.seat(department)?;
        let example = items.first().map_or("事项编码", ItemCode::as_str);
        self.must_coordinate(
            "裁定",
            run::rule(department, example, &self.staff.coordinator()),
        )?;
        let running = self.running(department, state, "裁定")?;
        let unsigned: Vec<Body> = Body::ALL
            .into_iter()
            .filter(|b| running.signature(*b).is_none())
            .collect();
        if !unsigned.is_empty() {
            // A ruling on opinions that may still change would have to be made again.
            return Err(Refusal::new(
                "not_signed",
                format!(
                    "{department} 的{}还没有都签署，不能裁定",
                    running.round.review()
                ),
            )
            .missing(unsigned.iter().map(|b| format!("{}的签署", b.chinese())))
            .nexts(unsigned.iter().map(|b| {
                let legality = *b == Body::LegalOffice && running.round == Round::Second;
                run::sign(department, legality, &self.staff.reviewer(*b, &state.group))
            })));
        }
        self.check_items(department, running, items, decision)?;
        let settled: Vec<&ItemCode> = items
            .iter()
            .filter(|code| {
                running.items.get(*code).is_some_and(|item| {
                    let passed_over = item.opinions().next().is_none();
                    let left_open = running.round == Round::Third
                        && item.opinions().any(|(_, o)| !o.decision.is_final());
                    !item.is_disputed() && !passed_over && !left_open
                })
            })
            .collect();
        if !settled.is_empty() {
            return Err(Refusal::new(
                "not_disputed",
                format!("三家意见一致，无须裁定：{}", some(settled.iter().copied())),
            )
            .next(run::status_of(department)));
        }
        if running.round == Round::Third && !decision.is_final() {
            return Err(
                Refusal::new("not_final", "终审的裁定必须是最终决定，不能是“补充材料”")
                    .next(run::rule(department, example, &self.staff.coordinator())),
            );
        }
        Ok(items
            .iter()
            .map(|item| EventKind::Ruled {
                department: department.clone(),
                round: running.round,
                item: item.clone(),
                decision: decision.clone(),
                reason: reason.clone(),
            })
            .collect())
    }

    /// The round under review.
    fn running(
        &self,
        department: &DepartmentId,
        state: &'a DepartmentState,
        act: &str,
    ) -> Result<&'a RoundState, Refusal> {
        state
            .under_review()
            .ok_or_else(|| not_now(self.campaign, self.staff, department, act))
    }

    /// Refuses an empty selection, unknown items, one named twice, and a merge that makes no sense.
    fn check_items(
        &self,
        department: &DepartmentId,
        running: &RoundState,
        items: &[ItemCode],
        decision: &Decision,
    ) -> Result<(), Refusal> {
        let status = run::status_of(department);
        if items.is_empty() {
            return Err(Refusal::new("nothing_selected", "没有选中事项").next(status));
        }
        let unknown: Vec<&ItemCode> = items
            .iter()
            .filter(|code| !running.items.contains_key(*code))
            .collect();
        if !unknown.is_empty() {
            return Err(Refusal::new(
                "unknown_item",
                format!(
                    "{department} 本轮上报里没有：{}",
                    some(unknown.iter().copied())
                ),
            )
            .next(status));
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = items.iter().find(|code| !seen.insert(*code)) {
            return Err(
                Refusal::new("duplicate_item", format!("事项 {twice} 选了两次")).next(status),
            );
        }
        let Decision::Merge { absorbs } = decision else {
            return Ok(());
        };
        if items.len() > 1 {
            return Err(Refusal::new(
                "merge_needs_one_item",
                "整合要指明并入哪一个事项，一次只能一项",
            )
            .next(status));
        }
        if let Some(own) = items.iter().find(|c| absorbs.codes().contains(c)) {
            return Err(
                Refusal::new("merge_with_itself", format!("事项 {own} 不能并入自己")).next(status),
            );
        }
        let nowhere: Vec<&ItemCode> = absorbs
            .codes()
            .iter()
            .filter(|code| !self.is_listed(code))
            .collect();
        if nowhere.is_empty() {
            return Ok(());
        }
        Err(Refusal::new(
            "unknown_item",
            format!(
                "要并入的事项不在任何部门最近的上报里：{}",
                some(nowhere.iter().copied())
            ),
        )
        .next(status))
    }

    /// Whether an item stands in the latest submission of its unit.
    fn is_listed(&self, code: &ItemCode) -> bool {
        self.campaign
            .departments()
            .iter()
            .find(|(id, _)| id.as_str() == code.parts().department)
            .and_then(|(_, state)| state.latest())
            .is_some_and(|round| round.items.contains_key(code))
    }
}

fn opined(
    department: &DepartmentId,
    round: Round,
    body: Body,
    item: &ItemCode,
    decision: &Decision,
    text: Option<&Words>,
) -> EventKind {
    EventKind::Opined {
        department: department.clone(),
        round,
        item: item.clone(),
        body,
        decision: decision.clone(),
        text: text.cloned(),
    }
}
