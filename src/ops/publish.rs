//! Publication: what the review has confirmed becomes a release.

mod drawings;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;

use crate::domain::adoption::ParentList;
use crate::domain::edition;
use crate::domain::gate::Gate;
use crate::domain::ids::{DepartmentId, Digest};
use crate::domain::item::PowerItem;
use crate::domain::law::Register;
use crate::domain::project::Frame;
use crate::domain::release::{AdjustmentRow, DecisionRow, Header, Release, ReleaseId};
use crate::io::files::FileError;
use crate::io::project::outline::Changed;
use crate::io::register;
use crate::io::sqlite::release::{self, ReleaseError, Staged, Written};
use crate::rules::context::Shared;
use crate::rules::list::code_reused::are_strangers;
use jiff::civil::Date;
use rayon::ThreadPoolBuilder;

use self::drawings::{Drawer, Uses};
pub(in crate::ops) use self::rows::{Changes, half};
use self::rows::{Incoming, Making, WAITING};
use super::catalog::{Survey, category_code};
pub use super::items::{Items, Listed};

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
    /// The project as it stands. Its items are wanted twice, three times where some have prerequisites; none of them is kept
    /// longer than it takes to write it down.
    pub project: &'a dyn Items,
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
    /// A file of the list is no longer the one that was judged.
    #[error(transparent)]
    ItemsChanged(#[from] Changed),
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

/// All of [`publish`] but the last step.
///
/// # Errors
/// As [`publish`].
pub fn prepare(input: &PublishInput<'_>, releases: &Path) -> Result<Prepared, PublishError> {
    if input.gate_errors > 0 {
        return Err(PublishError::Gate(input.gate_errors));
    }
    let missing = unconfirmed(input);
    if !missing.is_empty() && !input.partial {
        return Err(PublishError::NotConfirmed(missing));
    }
    let confirmed: BTreeSet<&str> = input.confirmed.iter().map(DepartmentId::as_str).collect();
    let removed: BTreeMap<&str, &Removal> = input
        .removals
        .iter()
        .map(|r| (r.item_code.as_str(), r))
        .collect();
    let keep = |item: &PowerItem| {
        let code = item.code.as_ref().map(|c| c.value.as_str());
        let gone = code.is_some_and(|code| removed.contains_key(code));
        confirmed.contains(item.department.value.as_str()) && !gone
    };
    let (items, project) = (input.project, input.project.frame());
    let as_of = project.settings.as_of;
    // The gate decides severities only, and nothing is judged here.
    let shared = Shared::new(project, input.register, as_of, Gate::Publication);
    let mut first = FirstLook::new(&shared);
    items.each(&mut |batch| {
        batch.iter().all(|item| {
            if let Some(code) = &item.code
                && let Some((code, _)) = removed.get_key_value(code.value.as_str())
            {
                let name = || item.name.value.clone();
                first.removed.entry(*code).or_insert_with(name);
            }
            !keep(item) || first.take(item)
        })
    })?;
    let FirstLook {
        mut survey,
        uses,
        count,
        removed: names,
        ..
    } = first.passed()?;
    if survey.asks() {
        items.each(&mut |batch| {
            let kept = batch.iter().filter(|item| keep(item));
            kept.for_each(|item| survey.answer(item));
            true
        })?;
    }
    let decisions: Vec<DecisionRow> = removed
        .values()
        .map(|r| DecisionRow {
            item_code: r.item_code.clone(),
            name: names
                .get(r.item_code.as_str())
                .cloned()
                .or_else(|| Some(project.published.get(&r.item_code)?.name)),
            decision: r.decision.clone(),
            reason: r.reason.clone(),
        })
        .collect();
    let frame = survey.frame(|d| confirmed.contains(d.id.value.as_str()));
    let id = name(project, input.date, !missing.is_empty(), input.number);
    check_edition(input, &id, releases)?;
    let before = release::before(releases, &id)?;
    let release = Release {
        header: header(input, id),
        decisions,
        previous: before.as_ref().map(|file| file.header().id.clone()),
        changes: Vec::new(),
        adjustments: input.adjustments.clone(),
        drawings: Vec::new(),
        catalog: frame,
    };
    let (survey, list) = (&survey, &release.catalog);
    let drawer = Drawer::new(project, input.root, &list.charts, &uses);
    drawer.check()?;
    // This thread waits for rows that others make. Is it one of the pool, they are made elsewhere: where as many publications
    // wait as the pool has threads, nobody would be left to make them.
    let apart = rayon::current_thread_index().and_then(|_| ThreadPoolBuilder::new().build().ok());
    let staged = std::thread::scope(|scope| {
        let (out, rows) = sync_channel(WAITING);
        let keep = &keep;
        let making = Making {
            survey,
            drawer,
            before,
            list,
        };
        let maker = scope.spawn(move || match apart {
            Some(pool) => pool.install(|| making.make(items, keep, &out)),
            None => making.make(items, keep, &out),
        });
        let mut incoming = Incoming {
            rows,
            maker: Some(maker),
            fault: None,
        };
        // Dropped before the thread is waited for: it stops where nobody takes its rows.
        let staged = release::stage_pieces(releases, &release, &mut incoming);
        let Incoming { rows, fault, .. } = incoming;
        drop(rows);
        match fault {
            None => staged.map_err(PublishError::from),
            Some(fault) => Err(fault),
        }
    })?;
    let left_out = release.catalog.departments.iter().filter(|d| !d.confirmed);
    Ok(Prepared {
        staged,
        items: count,
        removed: release.decisions.len(),
        adjustments: release.adjustments.chunk_by(|a, b| a.id == b.id).count(),
        left_out: left_out.map(|d| d.short_name.clone()).collect(),
        id: release.header.id,
    })
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
pub fn name(project: &Frame, date: Date, partial: bool, number: u16) -> ReleaseId {
    let jurisdiction = project.settings.jurisdiction.value.clone();
    ReleaseId::new(jurisdiction, date, partial, number)
}

/// Short names of the units that are not confirmed.
fn unconfirmed(input: &PublishInput<'_>) -> Vec<String> {
    let project = input.project.frame();
    project
        .departments
        .iter()
        .filter(|d| !input.confirmed.contains(&d.id.value))
        .map(|d| d.short_name.clone())
        .collect()
}

/// What the items have to pass before anything is made of them.
struct FirstLook<'s, 'a> {
    shared: &'s Shared<'a>,
    survey: Survey<'s, 'a>,
    uses: Uses,
    count: usize,
    /// Names of items that leave the list, by code.
    removed: BTreeMap<&'s str, String>,
    /// Codes under which something else was published before, whatever the settings say of the rule.
    reused: Vec<String>,
    fault: Option<PublishError>,
}

impl<'s, 'a> FirstLook<'s, 'a> {
    fn new(shared: &'s Shared<'a>) -> Self {
        Self {
            shared,
            survey: Survey::new(shared),
            uses: Uses::default(),
            count: 0,
            removed: BTreeMap::new(),
            reused: Vec::new(),
            fault: None,
        }
    }

    /// An item that will be on the list; false where it cannot be.
    fn take(&mut self, item: &PowerItem) -> bool {
        self.count += 1;
        self.fault = self.fault_of(item);
        self.look_back(item);
        self.survey.see(item);
        self.uses.see(item);
        self.fault.is_none()
    }

    fn fault_of(&self, item: &PowerItem) -> Option<PublishError> {
        let Some(code) = &item.code else {
            return Some(PublishError::NoCode(item.name.value.clone()));
        };
        let unknown = |field, value: &str| PublishError::Unknown {
            item: code.value.to_string(),
            field,
            value: value.to_owned(),
        };
        let unit = item.department.value.as_str();
        if self.shared.department(unit).is_none() {
            return Some(unknown("单位", unit));
        }
        let category = category_code(self.shared.project, item);
        let known = &self.shared.project.settings.categories.categories;
        let is_known = known.iter().any(|c| *c.code == *category);
        (!is_known).then(|| unknown("类别", category))
    }

    fn look_back(&mut self, item: &PowerItem) {
        let published = &self.shared.project.published;
        if published.is_empty() {
            return;
        }
        let own = item
            .code
            .iter()
            .map(|code| (code.value.as_str(), &item.name.value));
        let subs = item.sub_items.iter();
        let subs = subs.map(|sub| (sub.code.value.as_str(), &sub.name.value));
        for (code, name) in own.chain(subs) {
            let Some(earlier) = published.other(code, name) else {
                continue;
            };
            if are_strangers(&earlier.name, name) {
                self.reused.push(format!(
                    "{code} 在 {} 里是“{}”，现在是“{name}”",
                    earlier.release, earlier.name
                ));
            }
        }
    }

    /// What was seen, when nothing stands in the way.
    fn passed(self) -> Result<Self, PublishError> {
        match self {
            Self {
                fault: Some(fault), ..
            } => Err(fault),
            Self { count: 0, .. } => Err(PublishError::Nothing),
            Self { reused, .. } if !reused.is_empty() => Err(PublishError::CodesReused(reused)),
            passed => Ok(passed),
        }
    }
}

fn check_edition(
    input: &PublishInput<'_>,
    id: &ReleaseId,
    releases: &Path,
) -> Result<(), PublishError> {
    let mut published = release::editions(releases)?;
    published.retain(|(other, _)| other != id && other.jurisdiction() == id.jurisdiction());
    let added = (id.clone(), input.project.frame().settings.edition.clone());
    match edition::comes_back(published, added) {
        None => Ok(()),
        Some((returned, edition)) => Err(PublishError::EditionOver {
            edition,
            id: returned.to_string(),
            added: id.to_string(),
        }),
    }
}

fn header(input: &PublishInput<'_>, id: ReleaseId) -> Header {
    let Frame {
        settings, parent, ..
    } = input.project.frame();
    Header {
        id,
        jurisdiction_name: settings.jurisdiction_name.clone(),
        edition: settings.edition.clone(),
        category_set: settings.categories.id.to_string(),
        notice: settings.notice.clone(),
        published_on: input.date,
        as_of: settings.as_of,
        ledger_head: input.ledger_head,
        register_digest: Some(register::digest(input.register)),
        parent: parent
            .as_ref()
            .and_then(ParentList::release)
            .map(|parent| parent.id.clone()),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
