//! From the review to the release: what was confirmed, nothing else, is published, and the publication is recorded.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::publish::{self, PublishError, PublishInput, Published, Removal};
use super::review::{Act, ReviewError, Session};
use super::submission;
use super::validate::Judged;
use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::domain::item::PowerItem;
use crate::domain::law::Register;
use crate::domain::project::Project;
use crate::io::files;
use crate::io::sqlite::release::ReleaseError;
use crate::io::store::{Store, StoreError};
use crate::workflow::stage::Position;
use crate::workflow::{Campaign, Command, Decision, Refusal};

/// How often a release is made anew because others recorded something meanwhile.
const TRIES: usize = 8;

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublicationError {
    /// The release could not be made.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// The review says no, or cannot be read.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// The publication is recorded but the file did not get its name.
    #[error("公布已经记录，但发布文件没有写出")]
    Unplaced(#[source] PublishError),
}

/// What the review came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Units whose list is confirmed.
    pub confirmed: Vec<DepartmentId>,
    /// Items that leave the list.
    pub removals: Vec<Removal>,
}

/// What a publication needs besides the project.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// Day of publication.
    pub date: Date,
    /// Whether units may be missing.
    pub partial: bool,
    /// Which release of that day it is, from 1.
    pub number: u16,
    /// Folder of the project.
    pub root: &'a Path,
    /// Folder of the releases.
    pub releases: &'a Path,
}

/// Publishes a judged project: the gate, the confirmation of every unit and the identity of what was confirmed with
/// what lies in the project are checked first; the release is made; its publication becomes an event; then the file
/// gets its name.
///
/// The release carries the head of the chain and its event has to follow just there: where others have recorded
/// something meanwhile, it is made anew. Publishing again what was published gives the same file and no second event,
/// also where the file was lost or could not be given its name.
///
/// # Errors
/// When something is not confirmed, has changed since it was, or cannot be written.
pub fn publish<S: Store>(
    session: &mut Session<S>,
    act: Act<'_>,
    judged: &Judged,
    register: &Register,
    order: Order<'_>,
) -> Result<Published, PublicationError> {
    session.prove()?;
    let mut tries = TRIES;
    loop {
        tries -= 1;
        match attempt(session, act, judged, register, order) {
            Err(PublicationError::Review(ReviewError::Store(StoreError::Conflict { .. })))
                if tries > 0 => {}
            // The file in the way may be that of somebody who has just published: the record knows.
            Err(PublicationError::Publish(PublishError::Release(ReleaseError::Exists(path))))
                if tries > 0 =>
            {
                let known = session.campaign().head();
                session.refresh()?;
                if session.campaign().head() == known {
                    return Err(PublishError::Release(ReleaseError::Exists(path)).into());
                }
            }
            other => return other,
        }
    }
}

fn attempt<S: Store>(
    session: &mut Session<S>,
    act: Act<'_>,
    judged: &Judged,
    register: &Register,
    order: Order<'_>,
) -> Result<Published, PublicationError> {
    let project = &judged.loaded.project;
    let campaign = session.campaign();
    let outcome = outcome(campaign);
    let recorded = |head: Digest, gate_errors| PublishInput {
        project,
        root: order.root,
        register,
        date: order.date,
        partial: order.partial,
        number: order.number,
        confirmed: outcome.confirmed.clone(),
        removals: outcome.removals.clone(),
        ledger_head: head,
        gate_errors,
    };
    if let Some(drift) = drift(campaign, project) {
        return Err(ReviewError::from(drift).into());
    }
    if let Some(other) = other_edition(campaign, &project.settings.edition) {
        return Err(ReviewError::from(other).into());
    }
    let gate_errors = judged.report.counts().errors;
    let id = publish::release_id(&recorded(Digest::ZERO, gate_errors)).to_string();
    if let Some(lost) = lost(campaign, &id, order.releases)? {
        return Err(ReviewError::from(lost).into());
    }
    let earlier = campaign.releases().iter().find(|r| r.id.as_str() == id);
    if let Some(earlier) = earlier {
        // The chain's head as it was then makes the same bytes again, also where the file was lost.
        let input = recorded(earlier.ledger_head, gate_errors);
        return Ok(publish::publish(&input, order.releases)?);
    }
    let head = campaign.head();
    let command = |digest| {
        Ok::<_, PublicationError>(Command::Publish {
            release: words(&id)?,
            digest,
            partial: order.partial,
        })
    };
    // The workflow is asked before anything is made: a refused publication leaves nothing behind.
    session
        .would(act, &command(Digest::ZERO)?)
        .map_err(ReviewError::from)?;
    let prepared = publish::prepare(&recorded(head.digest, gate_errors), order.releases)?;
    let digest = prepared.file_digest()?;
    session.act_at(act, &command(digest)?, head)?;
    prepared.place().map_err(PublicationError::Unplaced)
}

fn words(id: &str) -> Result<crate::workflow::Words, PublicationError> {
    id.parse().map_err(|_| {
        ReviewError::from(Refusal::new(
            "bad_release_id",
            format!("“{id}”不能作发布的名称"),
        ))
        .into()
    })
}

/// The units that are confirmed or published, and the items that leave the list by what was decided on them.
pub fn outcome(campaign: &Campaign) -> Outcome {
    let mut outcome = Outcome {
        confirmed: Vec::new(),
        removals: Vec::new(),
    };
    let mut removals: BTreeMap<&ItemCode, Removal> = BTreeMap::new();
    for (id, state) in campaign.departments() {
        if !matches!(
            state.stage.position(),
            Position::Confirmed | Position::Published
        ) {
            continue;
        }
        outcome.confirmed.push(id.clone());
        for (code, decision) in state.decisions() {
            let reason = match decision {
                Decision::Cancel { ground } => ground.to_string(),
                Decision::Delegate { level, date } => format!("下放{level}，自{date}起"),
                Decision::Transfer { to } => format!("转移给{to}"),
                Decision::Freeze {} => "法律仍有规定，实际不再行使".to_owned(),
                Decision::Merge { absorbs } => {
                    for absorbed in absorbs.codes() {
                        removals.insert(
                            absorbed,
                            removal(absorbed, decision, format!("并入 {code}")),
                        );
                    }
                    continue;
                }
                Decision::Keep {}
                | Decision::Optimize {}
                | Decision::Adjust {}
                | Decision::Supplement {} => continue,
            };
            // An item that another absorbs leaves as 整合, whatever was said of it alone.
            removals
                .entry(code)
                .or_insert_with(|| removal(code, decision, reason));
        }
    }
    outcome.removals = removals.into_values().collect();
    outcome
}

fn removal(code: &ItemCode, decision: &Decision, reason: String) -> Removal {
    Removal {
        item_code: code.to_string(),
        decision: decision.chinese().to_owned(),
        reason,
    }
}

/// Refuses when the settings speak of another edition than the one that was confirmed.
fn other_edition(campaign: &Campaign, edition: &str) -> Option<Refusal> {
    let confirmed = campaign.edition()?;
    (confirmed.as_str() != edition).then(|| {
        Refusal::new(
            "other_edition",
            format!(
                "三上三下确认的是“{confirmed}”，power-list.yaml 里写的版本是“{edition}”，不能公布"
            ),
        )
        .missing([format!("power-list.yaml 的 edition 应为 {confirmed}")])
    })
}

/// Refuses when what was published before is not there as it was: codes and changes are held against it.
fn lost(
    campaign: &Campaign,
    id: &str,
    releases: &Path,
) -> Result<Option<Refusal>, PublicationError> {
    let mut missing = Vec::new();
    for release in campaign.releases() {
        if release.id.as_str() == id {
            continue;
        }
        let path = releases.join(format!("{}.db", release.id));
        let there = files::read_if_there(&path).map_err(ReleaseError::from);
        match there.map_err(PublishError::from)? {
            Some(bytes) if Digest::of(&bytes) == release.digest => {}
            Some(_) => missing.push(format!("{} 被改动过", files::shown(&path))),
            None => missing.push(format!("{} 不见了", files::shown(&path))),
        }
    }
    if missing.is_empty() {
        return Ok(None);
    }
    Ok(Some(
        Refusal::new(
            "earlier_release_lost",
            "以前公布的文件不全，编码和变化对照不了，不能公布",
        )
        .missing(missing)
        .next("从备份取回公布时的文件；工程还是那时的样子的，用那时的 --date 再运行一次 power-list publish，会写出同样的文件"),
    ))
}

/// Refuses when the project's items are not those that were confirmed.
fn drift(campaign: &Campaign, project: &Project) -> Option<Refusal> {
    let now = submission::digests(project);
    let as_before = |code: &ItemCode| {
        let is_it = |item: &&PowerItem| item.code.as_ref().is_some_and(|c| c.value == *code);
        let item = project.items.iter().find(is_it)?;
        Some(submission::old_digest(project, item))
    };
    let mut changed = Vec::new();
    for (id, state) in campaign.departments() {
        let confirmed = matches!(
            state.stage.position(),
            Position::Confirmed | Position::Published
        );
        let Some(round) = state.latest().filter(|_| confirmed) else {
            continue;
        };
        for (code, item) in &round.items {
            match now.get(code) {
                Some(digest) if *digest == item.digest => {}
                Some(_) if as_before(code) == Some(item.digest) => {}
                Some(_) => changed.push(format!("{code} 确认以后改动过")),
                None => changed.push(format!("{code} 确认以后被删去")),
            }
        }
        for code in now.keys() {
            if code.parts().department == id.as_str() && !round.items.contains_key(code) {
                changed.push(format!("{code} 没有经过审核"));
            }
        }
    }
    if changed.is_empty() {
        return None;
    }
    let total = changed.len();
    changed.truncate(10);
    Some(
        Refusal::new(
            "changed_after_confirmation",
            format!(
                "工程里有 {total} 项与确认的内容不同，不能公布；把文件恢复成确认时的内容再公布"
            ),
        )
        .missing(changed),
    )
}
