//! The publication in the record of the review.

use std::collections::BTreeSet;

use super::Outcome;
use super::confirmed::Confirming;
use crate::domain::adjustment::AdjustmentId;
use crate::domain::ids::Digest;
use crate::domain::release::{DrawingMark, Release, ReleaseId};
use crate::io::history::HistoryFile;
use crate::io::store::{AnyStore, StoreError};
use crate::ops::history::{self, HistoryFailure};
use crate::ops::publication;
use crate::ops::review::{AT_ONCE, verify_store};
use crate::workflow::chain::{Head, Record};
use crate::workflow::event::EventKind;
use crate::workflow::{Campaign, Keyring};

/// A record of a review.
#[derive(Debug)]
pub enum Ledger {
    /// That of the project at hand, with the keys of its people.
    Store(AnyStore, Keyring),
    /// One that was exported.
    File(Box<HistoryFile>, Keyring),
}

impl Ledger {
    /// Checks the whole record; gives its end, or what is wrong with it.
    fn verify(&mut self) -> Result<Result<Head, String>, String> {
        match self {
            Self::Store(store, keyring) => match verify_store(store, keyring) {
                Ok(Ok(verified)) => Ok(Ok(verified.head)),
                Ok(Err(broken)) => Ok(Err(broken.to_string())),
                Err(error) => Err(error.to_string()),
            },
            Self::File(file, keyring) => match history::verify_file(file, keyring) {
                Ok(verified) => Ok(Ok(verified.head)),
                Err(HistoryFailure::Store(error)) => Err(error.to_string()),
                Err(error) => Ok(Err(error.to_string())),
            },
        }
    }

    /// Gives the events in order, as long as `take` wants more.
    fn events(&mut self, mut take: impl FnMut(&Record) -> bool) -> Result<(), String> {
        match self {
            Self::Store(store, _) => {
                let mut after = 0;
                loop {
                    let records = store.read_some(after, AT_ONCE).map_err(text)?;
                    let Some(last) = records.last() else {
                        return Ok(());
                    };
                    after = last.seq;
                    if !records.iter().all(&mut take) {
                        return Ok(());
                    }
                }
            }
            Self::File(file, _) => file
                .records(AT_ONCE, |records| records.iter().all(&mut take))
                .map(drop)
                .map_err(|e| e.to_string()),
        }
    }

    /// Content by its digest.
    pub(super) fn content(&mut self, digest: Digest) -> Option<Vec<u8>> {
        match self {
            Self::Store(store, _) => store.get(digest).ok().flatten(),
            Self::File(file, _) => file.content(digest).ok()?.ok().flatten(),
        }
    }
}

fn text(error: StoreError) -> String {
    error.to_string()
}

/// A record whose chain is whole and that has the publication.
pub(super) struct Found {
    ledger: Ledger,
    publication: Publication,
}

/// What the record says of a publication.
struct Publication {
    seq: u64,
    previous: Digest,
    digest: Digest,
    partial: bool,
    departments: BTreeSet<String>,
    adjustments: Vec<AdjustmentId>,
    /// The state just before.
    campaign: Campaign,
}

/// Looks a release up in the record; where the record is not whole or does not have it, what the checks of the record and
/// of what was confirmed come to.
pub(super) fn find(
    ledger: Result<Ledger, Outcome>,
    id: Option<&ReleaseId>,
) -> Result<Found, (Outcome, Outcome)> {
    let mut ledger = match ledger {
        Ok(ledger) => ledger,
        Err(outcome) => {
            let confirmed = Outcome::unchecked("没有审核记录可以对照", "同上一项");
            return Err((outcome, confirmed));
        }
    };
    let unsure = |why: &str| Outcome::unchecked(why, "先弄清审核记录");
    let head = match ledger.verify() {
        Ok(Ok(head)) => head,
        Ok(Err(broken)) => {
            return Err((
                Outcome::wrong(format!("审核记录不完整：{broken}")),
                unsure("审核记录不完整"),
            ));
        }
        Err(why) => {
            let outcome = Outcome::unchecked(why, "让审核记录可以读取，再核验一次");
            return Err((outcome, unsure("审核记录读不出来")));
        }
    };
    let Some(id) = id else {
        let outcome = Outcome::unchecked(
            "不知道是哪一次发布",
            "用公布时的文件名，如 341100-20150301.db",
        );
        return Err((outcome, unsure("不知道是哪一次发布")));
    };
    match publication(&mut ledger, &id.to_string()) {
        Ok(Some(publication)) => Ok(Found {
            ledger,
            publication,
        }),
        Ok(None) => Err((
            Outcome::wrong(format!(
                "审核记录（{} 个事件，链尾 {}）里没有公布 {id} 这件事",
                head.seq,
                head.digest.short()
            )),
            unsure("审核记录里没有这次公布"),
        )),
        Err(why) => {
            let outcome = Outcome::unchecked(why, "让审核记录可以读取，再核验一次");
            Err((outcome, unsure("审核记录读不出来")))
        }
    }
}

fn publication(ledger: &mut Ledger, id: &str) -> Result<Option<Publication>, String> {
    let mut campaign = Campaign::default();
    let (mut found, mut failed) = (None, None);
    ledger.events(|record| {
        let event = match record.read() {
            Ok(event) => event,
            Err(broken) => {
                failed = Some(broken.to_string());
                return false;
            }
        };
        if let EventKind::Published {
            release,
            digest,
            partial,
            departments,
            adjustments,
            edition: _,
        } = &event.payload
            && release.as_str() == id
        {
            found = Some(Publication {
                seq: event.seq,
                previous: event.previous,
                digest: *digest,
                partial: *partial,
                departments: departments.iter().map(ToString::to_string).collect(),
                adjustments: adjustments.clone(),
                campaign: std::mem::take(&mut campaign),
            });
            return false;
        }
        if let Err(broken) = campaign.apply(&event) {
            failed = Some(broken.to_string());
            return false;
        }
        true
    })?;
    match failed {
        Some(why) => Err(why),
        None => Ok(found),
    }
}

impl Found {
    /// Begins to hold what passes by against what was confirmed.
    pub(super) fn confirming<'a>(
        &'a mut self,
        release: &'a Release,
        marks: &[DrawingMark<'a>],
    ) -> Confirming<'a> {
        let Publication {
            campaign,
            adjustments,
            ..
        } = &self.publication;
        let outcome = publication::Outcome::of(campaign, campaign.releases().len(), adjustments);
        Confirming::new(outcome, &mut self.ledger, release, marks)
    }

    /// Whether the file is the one that was published; `release` is what could be read of it.
    pub(super) fn compare(&self, sha256: Digest, release: Option<&Release>) -> Outcome {
        let found = &self.publication;
        let mut wrong = Vec::new();
        if found.digest != sha256 {
            wrong.push(format!(
                "第 {} 号事件记下的 SHA-256 是 {}，文件是 {sha256}",
                found.seq, found.digest
            ));
        }
        if let Some(release) = release {
            let header = &release.header;
            if header.ledger_head != found.previous {
                wrong.push(format!(
                    "文件里写的链尾 {} 不是第 {} 号事件之前的链尾 {}",
                    header.ledger_head.short(),
                    found.seq,
                    found.previous.short()
                ));
            }
            if header.id.partial() && !found.partial {
                wrong.push("文件是部分公布，记录里不是".to_owned());
            }
            let inside: BTreeSet<String> = release
                .catalog
                .departments
                .iter()
                .filter(|d| d.confirmed)
                .map(|d| d.id.clone())
                .collect();
            let missing: Vec<&str> = found
                .departments
                .difference(&inside)
                .map(String::as_str)
                .collect();
            if !missing.is_empty() {
                wrong.push(format!(
                    "记录里公布了而文件里没有的单位：{}",
                    missing.join("、")
                ));
            }
        }
        if wrong.is_empty() {
            Outcome::Good(format!(
                "链完整；第 {} 号事件公布了它，SHA-256 和链尾都相符",
                found.seq
            ))
        } else {
            Outcome::Wrong(wrong)
        }
    }
}
