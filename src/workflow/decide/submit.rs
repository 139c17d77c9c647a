//! The unit's acts: submitting and answering.

use std::collections::{BTreeMap, BTreeSet};

use super::super::campaign::DepartmentState;
use super::super::closing::{before_resubmission, not_now, some};
use super::super::event::{Answer, EventKind, Listed};
use super::super::refusal::{Refusal, run};
use super::super::stage::{Leg, Position, Round};
use super::Desk;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::people::Role;

/// What a submission consists of.
#[derive(Clone, Copy)]
pub(super) struct Content<'a> {
    pub snapshot: Digest,
    pub items: &'a [Listed],
    pub declares_none: bool,
    pub findings: Option<Digest>,
}

impl Desk<'_> {
    pub(super) fn submit(
        &self,
        department: &DepartmentId,
        content: Content<'_>,
        gate_errors: usize,
    ) -> Result<Vec<EventKind>, Refusal> {
        let state = self.seat(department)?;
        self.must_be_of(
            department,
            "上报",
            run::submit(department, &self.staff.clerk(department)),
        )?;
        let Some((_, round)) = state.stage.submit() else {
            return Err(not_now(self.campaign, self.staff, department, "上报"));
        };
        let leg = round.leg(Leg::Up);
        if round == Round::Third && !matches!(self.actor.role, Role::Head(_)) {
            return Err(self.not_yours(
                "办理三上",
                &format!("{department} 负责人"),
                run::submit(department, &self.staff.head(department)),
            ));
        }
        if gate_errors > 0 {
            return Err(Refusal::new(
                "gate_failed",
                format!("{department} 没有通过{leg}的校验：{gate_errors} 处错误"),
            )
            .missing([format!("改正 {gate_errors} 处错误")])
            .next(run::validate(department, round.number())));
        }
        let listed = check_list(department, content, leg, self)?;
        let unprompted = match state.being_answered() {
            None => Vec::new(),
            Some(answered) => {
                let outlook = before_resubmission(self.staff, department, answered);
                if !outlook.missing.is_empty() {
                    return Err(Refusal::new(
                        "unanswered",
                        format!("{department} 还不能{leg}：每条意见都要答复"),
                    )
                    .missing(outlook.missing)
                    .nexts(outlook.next));
                }
                answered.unprompted_changes(&listed)
            }
        };
        Ok(vec![EventKind::Submitted {
            department: department.clone(),
            round,
            snapshot: content.snapshot,
            items: listed
                .into_iter()
                .map(|(code, digest)| (code.clone(), digest))
                .collect(),
            unprompted,
            findings: content.findings,
        }])
    }

    pub(super) fn answer(
        &self,
        department: &DepartmentId,
        answers: &[(u64, Answer)],
    ) -> Result<Vec<EventKind>, Refusal> {
        let state = self.seat(department)?;
        self.must_be_of(
            department,
            "答复意见",
            run::answer_all(department, &self.staff.clerk(department)),
        )?;
        let Some(answered) = state.being_answered() else {
            return Err(not_now(self.campaign, self.staff, department, "答复意见"));
        };
        if answers.is_empty() {
            return Err(Refusal::new("nothing_selected", "没有要答复的意见")
                .next(next_up(self, department, state)));
        }
        let known: BTreeMap<u64, (&ItemCode, bool)> = answered
            .items
            .iter()
            .flat_map(|(code, item)| item.opinions().map(move |(_, o)| (o, code)))
            .map(|(o, code)| (o.seq, (code, o.asks())))
            .collect();
        let mut seen = BTreeSet::new();
        let mut events = Vec::with_capacity(answers.len());
        for (seq, answer) in answers {
            if !seen.insert(*seq) {
                return Err(Refusal::new(
                    "duplicate_answer",
                    format!("第 {seq} 号意见一次给了两个答复"),
                ));
            }
            let Some((item, asks)) = known.get(seq) else {
                return Err(Refusal::new(
                    "unknown_opinion",
                    format!(
                        "第 {seq} 号不是{}给 {department} 的有效意见（可能已被同一单位的新意见代替）",
                        answered.round.leg(Leg::Down)
                    ),
                )
                .next(run::status_of(department)));
            };
            if !asks {
                return Err(Refusal::new(
                    "nothing_asked",
                    format!("第 {seq} 号意见是保留，没有要答复的内容"),
                )
                .next(run::status_of(department)));
            }
            events.push(EventKind::Answered {
                department: department.clone(),
                round: answered.round,
                item: (*item).clone(),
                opinion: *seq,
                answer: answer.clone(),
            });
        }
        Ok(events)
    }

    /// Refuses whoever is neither 填报人 nor 负责人 of the unit.
    fn must_be_of(
        &self,
        department: &DepartmentId,
        act: &str,
        command: String,
    ) -> Result<(), Refusal> {
        match &self.actor.role {
            Role::Clerk(own) | Role::Head(own) if own == department => Ok(()),
            Role::Clerk(own) | Role::Head(own) => Err(Refusal::new(
                "not_your_department",
                format!(
                    "{} 是 {own} 的人，不能替 {department} {act}",
                    self.actor.id.value
                ),
            )
            .next(command)),
            _ => Err(self.not_yours(act, &format!("{department} 填报人"), command)),
        }
    }
}

fn next_up(desk: &Desk<'_>, department: &DepartmentId, state: &DepartmentState) -> String {
    match state.stage.position() {
        Position::Revision(revision) => run::submit(
            department,
            &desk.staff.submitter(department, revision.prepares()),
        ),
        _ => run::status_of(department),
    }
}

/// The items by code, refused where the list is empty without a word, lists an item twice or one of another unit.
fn check_list<'a>(
    department: &DepartmentId,
    content: Content<'a>,
    leg: &str,
    desk: &Desk<'_>,
) -> Result<BTreeMap<&'a ItemCode, Digest>, Refusal> {
    let Content {
        items,
        declares_none,
        ..
    } = content;
    let submit = || run::submit(department, &desk.actor.id.to_string());
    if items.is_empty() && !declares_none {
        return Err(Refusal::new(
            "nothing_to_submit",
            format!("{department} 没有事项，{leg}是空的"),
        )
        .missing([format!("items/{department}/ 里的事项文件")])
        .next(format!("{} --no-items", submit())));
    }
    if !items.is_empty() && declares_none {
        return Err(Refusal::new(
            "has_items",
            format!(
                "{department} 声明没有权力事项（--no-items），却有 {} 项",
                items.len()
            ),
        )
        .next(submit()));
    }
    let foreign: Vec<&ItemCode> = items
        .iter()
        .map(|(code, _)| code)
        .filter(|code| code.parts().department != department.as_str())
        .collect();
    if !foreign.is_empty() {
        return Err(Refusal::new(
            "foreign_item",
            format!("上报里有别的部门的事项：{}", some(foreign.iter().copied())),
        )
        .next(run::validate(department, 1)));
    }
    let mut listed = BTreeMap::new();
    for (code, digest) in items {
        if listed.insert(code, *digest).is_some() {
            return Err(
                Refusal::new("duplicate_item", format!("事项 {code} 在上报里有两次"))
                    .next(run::validate(department, 1)),
            );
        }
    }
    Ok(listed)
}
