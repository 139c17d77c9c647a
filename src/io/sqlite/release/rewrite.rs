//! A release written anew from its own file, piece by piece.

use std::borrow::Cow;
use std::path::Path;

use super::items::Walk;
use super::pictures::Pictures;
use super::write::{BATCH, Piece, Pieces, Staged, stage_pieces};
use super::{ReleaseError, ReleaseFile};
use crate::domain::release::{ChangeRow, Release};

/// How many pictures come with a piece: each may be some megabytes.
const PICTURES: usize = 8;

/// The pieces as the file has them.
struct FromFile<'s> {
    file: &'s ReleaseFile,
    items: Walk<'s>,
    pictures: Pictures<'s>,
    changes: &'s [ChangeRow],
}

impl FromFile<'_> {
    fn piece(&mut self) -> rusqlite::Result<Option<Piece<'static>>> {
        let items = self.items.piece(BATCH)?;
        let mut drawings = Vec::new();
        while drawings.len() < PICTURES
            && let Some(drawing) = self.pictures.next()?
        {
            drawings.push(drawing);
        }
        let is_over = items.is_empty() && drawings.is_empty();
        Ok((!is_over).then_some(Piece {
            items: Cow::Owned(items),
            drawings: Cow::Owned(drawings),
        }))
    }
}

impl<'s> Pieces<'s> for FromFile<'s> {
    fn next(&mut self) -> Result<Option<Piece<'s>>, ReleaseError> {
        self.piece().map_err(|e| self.file.failed(&e))
    }

    fn changes(&mut self) -> Result<Cow<'s, [ChangeRow]>, ReleaseError> {
        Ok(Cow::Borrowed(self.changes))
    }
}

impl ReleaseFile {
    /// Writes what is in it into a folder as if it were published there; `bare` has been read from it already.
    pub(super) fn stage_again(
        &self,
        folder: &Path,
        bare: &Release,
    ) -> Result<Staged, ReleaseError> {
        let failed = |e: rusqlite::Error| self.failed(&e);
        let mut items = self.db.prepare(Walk::SQL).map_err(failed)?;
        let mut pictures = self.db.prepare(Pictures::SQL).map_err(failed)?;
        let mut pieces = FromFile {
            file: self,
            items: Walk::begin(self, &mut items).map_err(failed)?,
            pictures: Pictures::begin(&mut pictures).map_err(failed)?,
            changes: &bare.changes,
        };
        stage_pieces(folder, bare, &mut pieces)
    }
}
