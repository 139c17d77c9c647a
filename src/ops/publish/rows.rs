//! The list on its way into a release: batch by batch it becomes rows and pictures, and each row is held against the
//! release before.

use std::borrow::Cow;
use std::sync::mpsc::{Receiver, SyncSender};
use std::thread::ScopedJoinHandle;

use rayon::prelude::*;

use super::PublishError;
use super::drawings::Drawer;
use crate::compare::catalogs::{Frame, changed};
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::ids::Digest;
use crate::domain::item::PowerItem;
use crate::domain::release::{ChangeKind, ChangeRow};
use crate::io::sqlite::release::{Piece, Pieces, ReleaseError, ReleaseFile};
use crate::ops::catalog::Survey;
use crate::ops::items::Items;

/// How many batches may wait: whoever is ahead stops.
pub(super) const WAITING: usize = 4;

/// The rows as another thread makes them.
pub(super) struct Incoming<'s> {
    pub(super) rows: Receiver<Piece<'static>>,
    /// It gives what has changed.
    pub(super) maker: Option<ScopedJoinHandle<'s, Result<Vec<ChangeRow>, PublishError>>>,
    /// Why it made no more rows, where that is not for whoever writes them to say.
    pub(super) fault: Option<PublishError>,
}

impl Pieces<'static> for Incoming<'_> {
    fn next(&mut self) -> Result<Option<Piece<'static>>, ReleaseError> {
        Ok(self.rows.recv().ok())
    }

    fn changes(&mut self) -> Result<Cow<'static, [ChangeRow]>, ReleaseError> {
        match self.maker.take().map(ScopedJoinHandle::join) {
            None => Ok(Cow::Borrowed(&[])),
            Some(Ok(Ok(changes))) => Ok(Cow::Owned(changes)),
            Some(Ok(Err(PublishError::Release(error)))) => Err(error),
            Some(Ok(Err(other))) => {
                let error = ReleaseError::Inconsistent(other.to_string());
                self.fault = Some(other);
                Err(error)
            }
            Some(Err(panic)) => std::panic::resume_unwind(panic),
        }
    }
}

/// What rows are made with.
pub(super) struct Making<'m, 's, 'a> {
    /// All that will be on the list has been seen.
    pub(super) survey: &'m Survey<'s, 'a>,
    pub(super) drawer: Drawer<'m>,
    /// The release before.
    pub(super) before: Option<ReleaseFile>,
    /// The list without its items.
    pub(super) list: &'m Catalog,
}

impl Making<'_, '_, '_> {
    /// Makes the rows of the items that `keep` takes, and the pictures of their charts; gives what has changed since the
    /// release before.
    pub(super) fn make(
        self,
        items: &dyn Items,
        keep: &(dyn Fn(&PowerItem) -> bool + Sync),
        out: &SyncSender<Piece<'static>>,
    ) -> Result<Vec<ChangeRow>, PublishError> {
        let Self {
            survey,
            mut drawer,
            before,
            list,
        } = self;
        let old = before.as_ref().map(ReleaseFile::frame).transpose()?;
        let mut changes = match (&before, &old) {
            (Some(file), Some(old)) => Some(Changes::since(file, old, list)),
            _ => None,
        };
        let mut held = Ok(());
        items.each(&mut |batch| {
            let kept: Vec<&PowerItem> = batch.iter().copied().filter(|item| keep(item)).collect();
            let heard = drawer.hear(&kept);
            let rows: Vec<ItemRow> = kept.par_iter().map(|item| survey.row(item)).collect();
            let drawings = drawer.draw(heard);
            let sent = drawings.and_then(|drawings| {
                if let Some(changes) = &mut changes {
                    changes.hold(&rows)?;
                }
                let (items, drawings) = (Cow::Owned(rows), Cow::Owned(drawings));
                Ok(out.send(Piece { items, drawings }).is_ok())
            });
            match sent {
                Ok(goes_on) => goes_on,
                Err(error) => {
                    held = Err(error);
                    false
                }
            }
        })?;
        held?;
        Ok(changes.map_or(Ok(Vec::new()), Changes::end)?)
    }
}

/// What changes from a release to a list that passes by. A unit that one of the two leaves out has neither lost nor gained
/// anything.
pub(in crate::ops) struct Changes<'a> {
    file: &'a ReleaseFile,
    old: Frame<'a>,
    new: Frame<'a>,
    /// What is on the new list: the first half of the SHA-256 of each code.
    there: Vec<[u8; 16]>,
    rows: Vec<ChangeRow>,
}

impl<'a> Changes<'a> {
    /// Nothing has passed by yet; the items of `old`, the list in `file`, and of `new` do not count.
    pub(in crate::ops) fn since(file: &'a ReleaseFile, old: &'a Catalog, new: &'a Catalog) -> Self {
        Self {
            file,
            old: Frame::of(old),
            new: Frame::of(new),
            there: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn is_in_both(&self, unit: &str) -> bool {
        self.old.has_settled(unit) && self.new.has_settled(unit)
    }

    /// The next items of the list.
    ///
    /// # Errors
    /// When the file is damaged.
    pub(in crate::ops) fn hold(&mut self, items: &[ItemRow]) -> Result<(), ReleaseError> {
        let new: Vec<&ItemRow> = items
            .iter()
            .filter(|item| self.is_in_both(&item.department))
            .collect();
        let codes = new.iter().map(|item| item.code.as_str());
        let mut old = self.file.items_of(codes)?;
        old.retain(|item| self.is_in_both(&item.department));
        old.sort_by(|a, b| a.code.cmp(&b.code));
        for item in new {
            self.there.push(half(&item.code));
            let found = old.binary_search_by(|old| old.code.cmp(&item.code));
            match found.ok().and_then(|at| old.get(at)) {
                Some(was) => {
                    let change = changed((&self.old, was), (&self.new, item));
                    self.rows.extend(change);
                }
                None => self.rows.push(ChangeRow {
                    item_code: item.code.clone(),
                    kind: ChangeKind::Created,
                    what: item.name.clone(),
                }),
            }
        }
        Ok(())
    }

    /// The differences, by code.
    ///
    /// # Errors
    /// When the file is damaged.
    pub(in crate::ops) fn end(mut self) -> Result<Vec<ChangeRow>, ReleaseError> {
        self.there.sort_unstable();
        let is_there = |code: &str| self.there.binary_search(&half(code)).is_ok();
        let gone = self
            .file
            .places(|code, unit| self.is_in_both(unit) && !is_there(code))?;
        self.rows
            .extend(gone.into_iter().map(|(code, name)| ChangeRow {
                item_code: code,
                kind: ChangeKind::Removed,
                what: name,
            }));
        self.rows.sort_by(|a, b| a.item_code.cmp(&b.item_code));
        Ok(self.rows)
    }
}

/// The first half of the SHA-256 of a code: a key of a million codes that is short and the same for none of them.
pub(in crate::ops) fn half(code: &str) -> [u8; 16] {
    let digest = Digest::of(code.as_bytes());
    let mut half = [0; 16];
    half.copy_from_slice(&digest.as_bytes()[..16]);
    half
}
