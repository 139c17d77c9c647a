//! Steps of adjustments: what has to be asked of the register, the project and the clock before the workflow decides.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Act, Plan, ReviewError, Session};
use crate::domain::adjustment::AdjustmentId;
use crate::domain::canonical;
use crate::domain::ids::{Digest, ItemCode};
use crate::domain::law::Register;
use crate::io::store::Store;
use crate::ops::submission;
use crate::ops::validate::Judged;
use crate::workflow::adjust::{Adjustment, Answer};
use crate::workflow::decide::{Adjust, AdjustContent, unknown_adjustment};
use crate::workflow::snapshot::{Manifest, ManifestFile, ManifestItem};
use crate::workflow::{Command, Event, found};

impl<S: Store> Session<S> {
    /// One step of an adjustment that needs nothing beside the record.
    ///
    /// # Errors
    /// When the workflow refuses or the store fails.
    pub fn adjust(&mut self, act: Act<'_>, step: &Adjust) -> Result<Vec<Event>, ReviewError> {
        self.act(act, &Command::Adjust(step.clone()))
    }

    /// 一上 of an adjustment: keeps the content of its items as the project has them.
    ///
    /// # Errors
    /// When the workflow refuses or the store fails.
    pub fn submit_adjustment(
        &mut self,
        act: Act<'_>,
        id: AdjustmentId,
        judged: &Judged,
        register: &Register,
        today: Date,
    ) -> Result<Vec<Event>, ReviewError> {
        self.perform(act, |session| {
            let Some(adjustment) = session.campaign.adjustments().get(&id) else {
                return Err(unknown_adjustment(&session.campaign, id).into());
            };
            let outlived = adjustment.ground.outlived(register, today);
            let (content, kept) = content(adjustment, judged);
            Ok(Plan {
                command: Command::Adjust(Adjust::Submit {
                    adjustment: id,
                    content,
                    outlived,
                }),
                content: kept,
                settled: Vec::new(),
            })
        })
    }

    /// 一下 of an adjustment.
    ///
    /// # Errors
    /// When the workflow refuses or the store fails.
    pub fn answer_adjustment(
        &mut self,
        act: Act<'_>,
        id: AdjustmentId,
        answer: &Answer,
        register: &Register,
        today: Date,
    ) -> Result<Vec<Event>, ReviewError> {
        self.perform(act, |session| {
            let known = session.campaign.adjustments().get(&id);
            Ok(Plan::from(Command::Adjust(Adjust::Answer {
                adjustment: id,
                answer: answer.clone(),
                outlived: known.and_then(|a| a.ground.outlived(register, today)),
            })))
        })
    }
}

/// What an adjustment sends up, with the bytes to be kept.
fn content(adjustment: &Adjustment, judged: &Judged) -> (AdjustContent, Vec<Vec<u8>>) {
    let project = &judged.loaded.project;
    let wanted: BTreeSet<&ItemCode> = adjustment.action.new_codes().into_iter().collect();
    let leaving: BTreeSet<&ItemCode> = adjustment
        .action
        .old()
        .into_iter()
        .filter(|code| !wanted.contains(code))
        .collect();
    let mut kept = Vec::new();
    let mut items = Vec::new();
    let mut listed = Vec::new();
    let mut still_there = Vec::new();
    let mut charts: BTreeSet<&str> = BTreeSet::new();
    let mut sorted: Vec<_> = project
        .items
        .iter()
        .filter_map(|item| Some((&item.code.as_ref()?.value, item)))
        .collect();
    sorted.sort_by_key(|(code, _)| *code);
    for (code, item) in sorted {
        if leaving.contains(code) {
            still_there.push(code.clone());
        }
        if !wanted.contains(code) {
            continue;
        }
        let bytes = canonical::item(item, |path| {
            canonical::chart_digest(project.charts.get(path)?)
        });
        let digest = Digest::of(&bytes);
        listed.push((code.clone(), digest));
        items.push(ManifestItem {
            code: code.clone(),
            category: item.category.value.clone(),
            name: item.name.value.clone(),
            digest,
        });
        kept.push(bytes);
        charts.extend(item.charts().map(|path| path.value.as_str()));
    }
    let mut files = Vec::new();
    for path in charts {
        if let Some(source) = project.chart_sources.get(path) {
            let bytes = judged.loaded.sources.get(*source).text.as_bytes().to_vec();
            files.push(ManifestFile {
                path: path.to_owned(),
                digest: Digest::of(&bytes),
            });
            kept.push(bytes);
        }
    }
    let manifest = Manifest::new(adjustment.department.clone(), items, files).bytes();
    let snapshot = Digest::of(&manifest);
    kept.push(manifest);
    let (gate_errors, found) = submission::of_items(judged, &wanted);
    let found = found::bytes(&found);
    let findings = Digest::of(&found);
    kept.push(found);
    let content = AdjustContent {
        snapshot,
        items: listed,
        still_there,
        gate_errors,
        findings,
    };
    (content, kept)
}
