//! From the review to the release: what was confirmed, nothing else, is published, and the publication is recorded.

mod settled;

use std::path::Path;

use jiff::civil::Date;

use super::contents::Contents;
use super::publish::{self, Items, PublishError, PublishInput, Published};
use super::review::{Act, ReviewError, Session};
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::Digest;
use crate::domain::law::Register;
use crate::domain::project::Frame;
use crate::io::files;
use crate::io::sqlite::release::ReleaseError;
use crate::io::store::{Store, StoreError};
use crate::workflow::adjust::Phase;
use crate::workflow::stage::Position;
use crate::workflow::{Campaign, Command, Refusal, Words};

pub use self::settled::Outcome;

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
    /// The adjustment that is published alone because it cannot wait.
    pub urgent: Option<AdjustmentId>,
}

/// A project that was judged.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    /// The project with its items.
    pub project: &'a dyn Items,
    /// How many errors the gate 公布 found.
    pub gate_errors: usize,
}

/// Publishes a judged project: the gate, the confirmation of every unit and the identity of what was confirmed with
/// what lies in the project are checked first; the release is made; its publication becomes an event; then the file
/// gets its name.
///
/// The release carries the head of the chain and its event has to follow just there: where others have recorded
/// something meanwhile, it is made anew. What the items come to, `contents`, is let go of before anything is made: of a
/// long list it is much. Publishing again what was published gives the same file and no second event,
/// also where the file was lost or could not be given its name.
///
/// # Errors
/// When something is not confirmed, has changed since it was, or cannot be written.
pub fn publish<S: Store>(
    session: &mut Session<S>,
    act: Act<'_>,
    list: List<'_>,
    contents: Contents,
    register: &Register,
    order: Order<'_>,
) -> Result<Published, PublicationError> {
    session.prove()?;
    let mut tries = TRIES;
    let mut known = Some(contents);
    loop {
        tries -= 1;
        let contents = match known.take() {
            Some(contents) => contents,
            None => Contents::of_items(list.project).map_err(PublishError::from)?,
        };
        match attempt(session, act, list, contents, register, order) {
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
    list: List<'_>,
    contents: Contents,
    register: &Register,
    order: Order<'_>,
) -> Result<Published, PublicationError> {
    let project = list.project.frame();
    let campaign = session.campaign();
    let id = publish::name(
        project,
        order.date,
        unsettled(campaign, project),
        order.number,
    );
    let id = id.to_string();
    let place = campaign.releases().iter().position(|r| r.id.as_str() == id);
    // What was published stands on what was published before it, and on its own adjustments.
    let before = place.unwrap_or(campaign.releases().len());
    let adjustments = match place.and_then(|at| campaign.releases().get(at)) {
        Some(earlier) => earlier.adjustments.clone(),
        None => candidates(campaign, order.urgent)?,
    };
    let adjustments =
        settled::merged(campaign, &contents, before, order.date, &adjustments).map_err(refused)?;
    drop(contents);
    if let Some(urgent) = order.urgent
        && !adjustments.contains(&urgent)
    {
        return Err(refused(
            Refusal::new(
                "adjustment_not_merged",
                format!("工程里没有调整 {urgent} 上报时的内容，不能紧急公布"),
            )
            .next(format!("power-list adjust show {urgent}")),
        ));
    }
    let outcome = Outcome::of(campaign, before, &adjustments);
    let edition = edition(campaign, before, &project.settings.edition, order).map_err(refused)?;
    let recorded = |head: Digest| PublishInput {
        project: list.project,
        root: order.root,
        register,
        date: order.date,
        partial: order.partial,
        number: order.number,
        confirmed: outcome.confirmed(),
        removals: outcome.removals.clone(),
        adjustments: outcome.adjusted.clone(),
        ledger_head: head,
        gate_errors: list.gate_errors,
    };
    if let Some(lost) = lost(campaign, &id, order.releases)? {
        return Err(refused(lost));
    }
    if let Some(earlier) = place.and_then(|at| campaign.releases().get(at)) {
        // The chain's head as it was then makes the same bytes again, also where the file was lost.
        let input = recorded(earlier.ledger_head);
        return Ok(publish::publish(&input, order.releases)?);
    }
    let head = campaign.head();
    let command = |digest| {
        Ok::<_, PublicationError>(Command::Publish {
            release: words(&id)?,
            digest,
            partial: order.partial,
            adjustments: adjustments.clone(),
            edition: edition.clone(),
        })
    };
    // The workflow is asked before anything is made: a refused publication leaves nothing behind.
    session
        .would(act, &command(Digest::ZERO)?)
        .map_err(ReviewError::from)?;
    let prepared = publish::prepare(&recorded(head.digest), order.releases)?;
    let digest = prepared.file_digest()?;
    session.act_at(act, &command(digest)?, head)?;
    prepared.place().map_err(PublicationError::Unplaced)
}

fn refused(refusal: Refusal) -> PublicationError {
    ReviewError::from(refusal).into()
}

/// Whether units of the project are not settled yet.
fn unsettled(campaign: &Campaign, project: &Frame) -> bool {
    let opened = campaign
        .adjustments()
        .values()
        .filter(|a| a.may_be_published())
        .filter_map(|a| a.action.units())
        .flat_map(|units| &units.opened);
    let opened: Vec<_> = opened.map(|seat| &seat.department).collect();
    project.departments.iter().any(|d| {
        let id = &d.id.value;
        let stage = campaign.department(id).map(|state| state.stage.position());
        !matches!(stage, Some(Position::Confirmed | Position::Published)) && !opened.contains(&id)
    })
}

/// The adjustments that may be published now, in the order in which they were agreed on.
///
/// # Errors
/// Refuses an urgent one that was neither ordered nor agreed on.
fn candidates(
    campaign: &Campaign,
    urgent: Option<AdjustmentId>,
) -> Result<Vec<AdjustmentId>, PublicationError> {
    if let Some(id) = urgent {
        let known = campaign.adjustments().get(&id);
        if known.is_some_and(|a| a.may_be_published()) {
            return Ok(vec![id]);
        }
        return Err(refused(
            Refusal::new(
                "not_urged",
                format!("调整 {id} 不能紧急公布：没有这一次，或者没有上报、没有下令，或者已经公布"),
            )
            .next("power-list adjust list"),
        ));
    }
    let mut agreed: Vec<_> = campaign
        .adjustments()
        .values()
        .filter(|a| a.phase == Phase::Agreed && a.release.is_none())
        .collect();
    agreed.sort_by_key(|a| (a.ended_at, a.id));
    Ok(agreed.into_iter().map(|a| a.id).collect())
}

fn words(id: &str) -> Result<Words, PublicationError> {
    id.parse().map_err(|_| {
        ReviewError::from(Refusal::new(
            "bad_release_id",
            format!("“{id}”不能作发布的名称"),
        ))
        .into()
    })
}

/// The edition that begins with this release, where one does: another name than that of the release before.
///
/// # Errors
/// Refuses another edition than the one that was confirmed while a unit is not published yet, with an urgent
/// publication, and a name that was left behind before.
fn edition(
    campaign: &Campaign,
    releases: usize,
    wanted: &str,
    order: Order<'_>,
) -> Result<Option<Words>, Refusal> {
    let Some(first) = campaign.edition() else {
        return Ok(None);
    };
    let later = campaign.releases().iter().take(releases);
    let mut editions = vec![first];
    editions.extend(later.filter_map(|r| r.edition.as_ref()));
    let now = editions.last().copied().unwrap_or(first);
    if now.as_str() == wanted {
        return Ok(None);
    }
    let refusal = |why: String| {
        Refusal::new(
            "other_edition",
            format!("{why}，power-list.yaml 里写的版本是“{wanted}”，不能公布"),
        )
        .missing([format!("power-list.yaml 的 edition 应为 {now}")])
    };
    if editions.iter().any(|edition| edition.as_str() == wanted) {
        return Err(refusal(format!(
            "现行的版本是“{now}”，“{wanted}”已经过去了"
        )));
    }
    let open = campaign
        .departments()
        .values()
        .any(|s| s.stage.position() != Position::Published);
    if releases == 0 || open {
        return Err(refusal(format!("三上三下确认的是“{now}”")));
    }
    if order.urgent.is_some() {
        return Err(refusal(format!("现行的版本是“{now}”，紧急公布不能换版本")));
    }
    wanted
        .parse()
        .map(Some)
        .map_err(|_| refusal(format!("现行的版本是“{now}”")))
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
        match files::digest_if_there(&path).map_err(PublishError::from)? {
            Some(digest) if digest == release.digest => {}
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
