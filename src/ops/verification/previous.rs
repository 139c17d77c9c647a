//! What a release says of the one before it, where that lies beside.

use std::path::Path;

use super::Outcome;
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::release::{ChangeRow, Release};
use crate::io::sqlite::release::{ReleaseError, ReleaseFile};
use crate::ops::publish::Changes;

/// The release before.
pub(super) enum Before {
    /// It is good in itself.
    Good {
        id: String,
        file: Box<ReleaseFile>,
        /// Its list without the items.
        list: Box<Catalog>,
    },
    /// There is nothing to compare with, which is what the check comes to.
    Settled(Outcome),
}

impl Before {
    /// The one that a release names.
    ///
    /// # Errors
    /// When the disk fails.
    pub(super) fn of(path: &Path, release: &Release) -> Result<Self, ReleaseError> {
        let Some(id) = &release.previous else {
            return Ok(Self::Settled(Outcome::Good("这是第一次发布".to_owned())));
        };
        let id = id.to_string();
        let before = path.with_file_name(format!("{id}.db"));
        let settled = match ReleaseFile::open_doubtful(&before).and_then(good) {
            // What counts as a change has grown since: charts, items known again under another code.
            Ok(Some(_)) if release.header.register_digest.is_none() => Outcome::unchecked(
                "旧格式的发布不是这样比较的",
                format!(
                    "power-list diff {id} {} 看两次公布的不同",
                    release.header.id
                ),
            ),
            Ok(Some((file, list))) => {
                let (file, list) = (Box::new(file), Box::new(list));
                return Ok(Self::Good { id, file, list });
            }
            Ok(None) => {
                Outcome::unchecked(format!("上一次发布 {id}.db 自己就不对"), verify_it(&id))
            }
            Err(ReleaseError::File(error)) => return Err(error.into()),
            Err(ReleaseError::NotFound(_)) => Outcome::unchecked(
                format!("旁边没有上一次发布 {id}.db"),
                "把它放在同一个文件夹",
            ),
            Err(error) => doubtful(&error, &id),
        };
        Ok(Self::Settled(settled))
    }

    /// Begins to compare a list with it.
    pub(super) fn compare<'a>(&'a self, new: &'a Catalog) -> Since<'a> {
        match self {
            Self::Good { id, file, list } => Since {
                before: id,
                changes: Ok(Changes::since(file, list, new)),
            },
            Self::Settled(outcome) => Since {
                before: "",
                changes: Err(outcome.clone()),
            },
        }
    }
}

/// A release with its list, where the digest that it states is true.
fn good(file: ReleaseFile) -> Result<Option<(ReleaseFile, Catalog)>, ReleaseError> {
    let bare = file.bare()?;
    let marks = file.marks(&bare.catalog.charts)?;
    let found = file.content(&bare, &marks, &mut |_| {})?;
    drop(marks);
    Ok((found == file.digest()).then_some((file, bare.catalog)))
}

fn doubtful(error: &ReleaseError, id: &str) -> Outcome {
    Outcome::unchecked(error.to_string(), verify_it(id))
}

fn verify_it(id: &str) -> String {
    format!("power-list release verify {id}")
}

/// What has changed since the release before, recomputed while the items pass by.
pub(super) struct Since<'a> {
    before: &'a str,
    /// What the check comes to where it cannot be told.
    changes: Result<Changes<'a>, Outcome>,
}

impl Since<'_> {
    /// The next items.
    pub(super) fn hold(&mut self, items: &[ItemRow]) {
        if let Ok(changes) = &mut self.changes
            && let Err(error) = changes.hold(items)
        {
            self.changes = Err(doubtful(&error, self.before));
        }
    }

    /// Compares with what the release says.
    pub(super) fn end(self, stated: &[ChangeRow]) -> Outcome {
        let id = self.before;
        let ended = self
            .changes
            .and_then(|changes| changes.end().map_err(|error| doubtful(&error, id)));
        let changes = match ended {
            Ok(changes) => changes,
            Err(outcome) => return outcome,
        };
        let same = changes.len() == stated.len()
            && changes
                .iter()
                .zip(stated)
                .all(|(a, b)| (&a.item_code, a.kind) == (&b.item_code, b.kind));
        if same {
            let count = changes.len();
            return Outcome::Good(format!("与 {id} 相比 {count} 处，重新比较得到的相同"));
        }
        Outcome::wrong(format!(
            "与 {id} 重新比较得 {} 处变化，文件里写的是 {} 处",
            changes.len(),
            stated.len()
        ))
    }
}
