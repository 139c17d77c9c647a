//! Publication: what the review has confirmed becomes a release.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::compare::catalogs;
use crate::domain::adoption::ParentList;
use crate::domain::catalog::{Catalog, ChartRow};
use crate::domain::edition;
use crate::domain::flowchart::{ChartFile, DrawingKind};
use crate::domain::ids::{DepartmentId, Digest};
use crate::domain::law::Register;
use crate::domain::project::{Project, PublishedItem};
use crate::domain::release::{
    AdjustmentRow, ChangeRow, DecisionRow, Drawing, Header, Release, ReleaseId,
};
use crate::io::files::FileError;
use crate::io::sqlite::release::{self, ReleaseError, Staged, Written};
use crate::io::{project, register};
use crate::render::flow::{self, Notes};
use crate::rules::list::code_reused::are_strangers;

use super::catalog;

/// What the review decided in the end on an item that leaves the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removal {
    /// Code of the item.
    pub item_code: String,
    /// 取消, 下放, 转移, 划转 or 冻结 of the item itself, or 整合 for one that another item absorbs.
    pub decision: String,
    /// Ground, receiver, or the item that absorbs it.
    pub reason: String,
}

/// What is published.
#[derive(Debug, Clone)]
pub struct PublishInput<'a> {
    /// The project as it stands.
    pub project: &'a Project,
    /// Its folder.
    pub root: &'a Path,
    /// The law.
    pub register: &'a Register,
    /// Day of publication.
    pub date: Date,
    /// Whether units may be missing; said so in the release.
    pub partial: bool,
    /// Which release of that day it is, from 1.
    pub number: u16,
    /// Units whose list is confirmed.
    pub confirmed: Vec<DepartmentId>,
    /// Items that leave the list.
    pub removals: Vec<Removal>,
    /// The adjustments that are in it for the first time.
    pub adjustments: Vec<AdjustmentRow>,
    /// Head of the review's chain.
    pub ledger_head: Digest,
    /// How many errors the gate 公布 found.
    pub gate_errors: usize,
}

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Its name.
    pub id: ReleaseId,
    /// Its file.
    pub path: PathBuf,
    /// Whether it was there already, the same to the last byte.
    pub already_there: bool,
    /// Items in it.
    pub items: usize,
    /// Items that left the list.
    pub removed: usize,
    /// Adjustments that are in it for the first time.
    pub adjustments: usize,
    /// Units that are not in it; empty unless partial.
    pub left_out: Vec<String>,
    /// Digest of its content.
    pub digest: Digest,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The gate does not open.
    #[error("公布关口有 {0} 个错误，不能公布")]
    Gate(usize),
    /// Units are not confirmed.
    #[error("还有 {} 个单位没有确认，不能公布：{}", .0.len(), some(.0))]
    NotConfirmed(Vec<String>),
    /// Nothing would be in it.
    #[error("没有可以公布的事项")]
    Nothing,
    /// An item has no code.
    #[error("“{0}”没有事项编码，不能公布")]
    NoCode(String),
    /// An item's unit or category is not in the project.
    #[error("“{item}”的{field}“{value}”不在工程里，不能公布")]
    Unknown {
        /// Code of the item.
        item: String,
        /// 单位 or 类别.
        field: &'static str,
        /// What it says.
        value: String,
    },
    /// The edition was over before.
    #[error(
        "公布 {added} 以后，{id} 的版本“{edition}”就隔着别的版本又出现了；一个版本结束以后不能再用它的名称"
    )]
    EditionOver {
        /// The edition.
        edition: String,
        /// The release of it that would come after another edition.
        id: String,
        /// The release that is to be published.
        added: String,
    },
    /// Codes that were published stand for other items now.
    #[error("用过的编码给了另一事项，不能公布：{}", some(.0))]
    CodesReused(Vec<String>),
    /// A drawing is no longer the one that was judged.
    #[error("流程图“{0}”在读取以后被改动，没有公布；再运行一次")]
    DrawingChanged(String),
    /// A file of the project could not be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file could not be written, or is there with another content.
    #[error(transparent)]
    Release(#[from] ReleaseError),
}

fn some(names: &[String]) -> String {
    let shown = names.iter().take(8).cloned().collect::<Vec<_>>().join("、");
    if names.len() > 8 {
        format!("{shown} 等")
    } else {
        shown
    }
}

/// Publishes into the folder `releases`. The same input makes the same bytes; a release that is there stays as it is.
///
/// # Errors
/// When the gate has errors, units are not confirmed (and `partial` is not set), there is nothing to publish, or
/// the file cannot be written.
pub fn publish(input: &PublishInput<'_>, releases: &Path) -> Result<Published, PublishError> {
    prepare(input, releases)?.place()
}

/// A release that is made but not published yet; dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Prepared {
    staged: Staged,
    id: ReleaseId,
    items: usize,
    removed: usize,
    adjustments: usize,
    left_out: Vec<String>,
}

/// All of [`publish`] but the last step.
///
/// # Errors
/// As [`publish`].
pub fn prepare(input: &PublishInput<'_>, releases: &Path) -> Result<Prepared, PublishError> {
    if input.gate_errors > 0 {
        return Err(PublishError::Gate(input.gate_errors));
    }
    let release = build(input, releases)?;
    let left_out = release.catalog.departments.iter().filter(|d| !d.confirmed);
    Ok(Prepared {
        staged: release::stage(releases, &release)?,
        id: release.header.id.clone(),
        items: release.catalog.items.len(),
        removed: release.decisions.len(),
        adjustments: release.adjustments.chunk_by(|a, b| a.id == b.id).count(),
        left_out: left_out.map(|d| d.short_name.clone()).collect(),
    })
}

impl Prepared {
    /// Digest of the bytes of the file, which is not that of its content.
    ///
    /// # Errors
    /// When they cannot be read back.
    pub fn file_digest(&self) -> Result<Digest, PublishError> {
        Ok(self.staged.digest()?)
    }

    /// Publishes it.
    ///
    /// # Errors
    /// When a release of this name is there with other bytes, or the disk fails.
    pub fn place(self) -> Result<Published, PublishError> {
        let digest = self.staged.content();
        let written = self.staged.place()?;
        Ok(Published {
            id: self.id,
            path: written.path().to_path_buf(),
            already_there: matches!(written, Written::AlreadyThere(_)),
            items: self.items,
            removed: self.removed,
            adjustments: self.adjustments,
            left_out: self.left_out,
            digest,
        })
    }
}

/// The name that a release will have; `partial` where units are missing in it.
pub fn name(project: &Project, date: Date, partial: bool, number: u16) -> ReleaseId {
    let jurisdiction = project.settings.jurisdiction.value.clone();
    ReleaseId::new(jurisdiction, date, partial, number)
}

/// Short names of the units that are not confirmed.
fn unconfirmed(input: &PublishInput<'_>) -> Vec<String> {
    input
        .project
        .departments
        .iter()
        .filter(|d| !input.confirmed.contains(&d.id.value))
        .map(|d| d.short_name.clone())
        .collect()
}

fn build(input: &PublishInput<'_>, releases: &Path) -> Result<Release, PublishError> {
    let project = input.project;
    let settings = &project.settings;
    let confirmed: BTreeSet<&str> = input.confirmed.iter().map(DepartmentId::as_str).collect();
    let missing = unconfirmed(input);
    if !missing.is_empty() && !input.partial {
        return Err(PublishError::NotConfirmed(missing));
    }
    let removed: BTreeMap<&str, &Removal> = input
        .removals
        .iter()
        .map(|r| (r.item_code.as_str(), r))
        .collect();
    let catalog = catalog::build(
        project,
        input.register,
        settings.as_of,
        |item| {
            let gone = item
                .code
                .as_ref()
                .is_some_and(|c| removed.contains_key(c.value.as_str()));
            confirmed.contains(item.department.value.as_str()) && !gone
        },
        |d| confirmed.contains(d.id.value.as_str()),
    );
    if catalog.items.is_empty() {
        return Err(PublishError::Nothing);
    }
    for item in &catalog.items {
        if item.code.is_empty() {
            return Err(PublishError::NoCode(item.name.clone()));
        }
        let unknown = |field, value: &str| PublishError::Unknown {
            item: item.code.clone(),
            field,
            value: value.to_owned(),
        };
        if catalog.department(&item.department).is_none() {
            return Err(unknown("单位", &item.department));
        }
        if catalog.category(&item.category).is_none() {
            return Err(unknown("类别", &item.category));
        }
    }
    let reused = reused(&catalog, &project.published);
    if !reused.is_empty() {
        return Err(PublishError::CodesReused(reused));
    }
    let decisions: Vec<DecisionRow> = removed
        .values()
        .map(|r| DecisionRow {
            item_code: r.item_code.clone(),
            name: project
                .items
                .iter()
                .find(|i| {
                    i.code
                        .as_ref()
                        .is_some_and(|c| c.value.as_str() == r.item_code)
                })
                .map(|i| i.name.value.clone())
                .or_else(|| Some(project.published.get(&r.item_code)?.name.clone())),
            decision: r.decision.clone(),
            reason: r.reason.clone(),
        })
        .collect();
    let id = name(project, input.date, !missing.is_empty(), input.number);
    let mut published = release::editions(releases)?;
    published.retain(|(other, _)| *other != id && other.jurisdiction() == id.jurisdiction());
    let added = (id.clone(), settings.edition.clone());
    if let Some((returned, edition)) = edition::comes_back(published, added) {
        return Err(PublishError::EditionOver {
            edition,
            id: returned.to_string(),
            added: id.to_string(),
        });
    }
    let (previous, changes) = match release::before(releases, &id)? {
        None => (None, Vec::new()),
        Some(file) => {
            let old = file.read()?;
            let changes = changes(&old.catalog, &catalog, &decisions);
            (Some(old.header.id), changes)
        }
    };
    let drawings = drawings(input, &catalog)?;
    Ok(Release {
        header: Header {
            id,
            jurisdiction_name: settings.jurisdiction_name.clone(),
            edition: settings.edition.clone(),
            category_set: settings.categories.id.to_string(),
            notice: settings.notice.clone(),
            published_on: input.date,
            as_of: settings.as_of,
            ledger_head: input.ledger_head,
            register_digest: Some(register::digest(input.register)),
            parent: project
                .parent
                .as_ref()
                .and_then(ParentList::release)
                .map(|parent| parent.id.clone()),
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        catalog,
        decisions,
        previous,
        changes,
        adjustments: input.adjustments.clone(),
        drawings,
    })
}

/// Codes of items and sub-items under which something else was published before, whatever the settings say of the rule.
fn reused(catalog: &Catalog, published: &BTreeMap<String, PublishedItem>) -> Vec<String> {
    let items = catalog.items.iter().flat_map(|item| {
        let subs = item.sub_items.iter().map(|sub| (&sub.code, &sub.name));
        std::iter::once((&item.code, &item.name)).chain(subs)
    });
    items
        .filter_map(|(code, name)| {
            let earlier = published.get(code)?;
            are_strangers(&earlier.name, name).then(|| {
                format!(
                    "{code} 在 {} 里是“{}”，现在是“{name}”",
                    earlier.release, earlier.name
                )
            })
        })
        .collect()
}

/// What changed from one release to the next. A unit that one of the two leaves out has neither lost nor gained anything.
pub fn changes(old: &Catalog, new: &Catalog, decisions: &[DecisionRow]) -> Vec<ChangeRow> {
    let in_both = |unit: &str| {
        let in_it = |catalog: &Catalog| catalog.department(unit).is_none_or(|d| d.confirmed);
        in_it(old) && in_it(new)
    };
    catalogs::changes(old, new, decisions, in_both)
}

/// The pictures of the charts: structured ones drawn with what the items say of their steps, drawings made elsewhere as
/// they were judged.
fn drawings(input: &PublishInput<'_>, catalog: &Catalog) -> Result<Vec<Drawing>, PublishError> {
    let charts: Vec<(&ChartRow, Notes)> = catalog
        .charts
        .iter()
        .zip(Notes::of_catalog(catalog))
        .collect();
    let drawn = charts.par_iter().map(|(chart, notes)| {
        let drawing = |kind, bytes| Drawing {
            chart: chart.id.clone(),
            kind,
            bytes,
        };
        match input.project.charts.get(&chart.id) {
            Some(ChartFile::Structured(_)) => {
                let svg = flow::svg(chart, notes);
                Ok(Some(drawing(DrawingKind::Svg, svg.into_bytes())))
            }
            Some(ChartFile::Drawing { kind, digest }) => {
                let bytes = project::drawing(input.root, &chart.id, *digest)?;
                let bytes = bytes.ok_or_else(|| PublishError::DrawingChanged(chart.id.clone()))?;
                Ok(Some(drawing(*kind, bytes)))
            }
            _ => Ok(None),
        }
    });
    let drawn: Result<Vec<Option<Drawing>>, PublishError> = drawn.collect();
    Ok(drawn?.into_iter().flatten().collect())
}
