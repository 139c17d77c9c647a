//! Writes a release: beside its place, checked, renamed, read-only. The same content gives the same bytes.

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use crate::domain::catalog::ItemRow;
use crate::domain::ids::Digest;
use crate::domain::release::{ChangeRow, Drawing, Release};
use crate::io::files::{self, FileError};

use super::fill::{Fault, fill};
use super::{ReleaseError, explain, path_of};

/// What became of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// The file is new.
    New(PathBuf),
    /// The file was there already, with the same bytes.
    AlreadyThere(PathBuf),
}

impl Written {
    /// The file.
    pub fn path(&self) -> &Path {
        match self {
            Self::New(path) | Self::AlreadyThere(path) => path,
        }
    }
}

/// The list of a release that is handed over piece by piece, so that nobody has to hold all of it.
pub trait Pieces<'r> {
    /// The next piece; `None` behind the last.
    ///
    /// # Errors
    /// What stops the publication.
    fn next(&mut self) -> Result<Option<Piece<'r>>, ReleaseError>;

    /// The differences from the release before, by code; asked for behind the last item.
    ///
    /// # Errors
    /// What stops the publication.
    fn changes(&mut self) -> Result<Cow<'r, [ChangeRow]>, ReleaseError>;
}

/// Some of a list.
#[derive(Debug)]
pub struct Piece<'r> {
    /// The next items in official order.
    pub items: Cow<'r, [ItemRow]>,
    /// Pictures of charts, in any order; each comes once.
    pub drawings: Cow<'r, [Drawing]>,
}

/// A release that is in memory.
struct Whole<'r> {
    items: std::slice::Chunks<'r, ItemRow>,
    drawings: std::slice::Chunks<'r, Drawing>,
    changes: &'r [ChangeRow],
}

impl<'r> Whole<'r> {
    fn of(release: &'r Release) -> Self {
        Self {
            items: release.catalog.items.chunks(BATCH),
            drawings: release.drawings.chunks(BATCH),
            changes: &release.changes,
        }
    }
}

impl<'r> Pieces<'r> for Whole<'r> {
    fn next(&mut self) -> Result<Option<Piece<'r>>, ReleaseError> {
        let (items, drawings) = (self.items.next(), self.drawings.next());
        let is_over = items.is_none() && drawings.is_none();
        Ok((!is_over).then(|| Piece {
            items: Cow::Borrowed(items.unwrap_or_default()),
            drawings: Cow::Borrowed(drawings.unwrap_or_default()),
        }))
    }

    fn changes(&mut self) -> Result<Cow<'r, [ChangeRow]>, ReleaseError> {
        Ok(Cow::Borrowed(self.changes))
    }
}

/// How many items go from hand to hand at once: enough that the handing over costs nothing.
pub const BATCH: usize = 256;

/// A release that is written and checked but does not have its name yet; dropped, it leaves nothing behind.
#[derive(Debug)]
pub struct Staged {
    temporary: tempfile::TempPath,
    /// Open, and so locked, until the file has its name.
    held: fs::File,
    target: PathBuf,
    content: Digest,
}

/// Writes `release` into the folder `releases`, which is made where it is missing.
///
/// Until the last step nothing is there under the release's name; when it fails nothing is left.
///
/// # Errors
/// When a release of this name is there with other bytes, the content contradicts itself, or the disk or the
/// database fails.
pub fn write(releases: &Path, release: &Release) -> Result<Written, ReleaseError> {
    stage_pieces(releases, release, &mut Whole::of(release))?.place()
}

/// The first step of [`write()`], all but the name, of a list that comes piece by piece; items, drawings and changes of
/// `frame` itself do not count.
///
/// # Errors
/// As [`write()`], and what the pieces fail with.
pub fn stage_pieces<'r>(
    releases: &Path,
    frame: &Release,
    pieces: &mut dyn Pieces<'r>,
) -> Result<Staged, ReleaseError> {
    stage_within(releases, frame, pieces, None)
}

/// As [`stage_pieces`], with at most `max_pages` pages: how a full disk is tried out.
fn stage_within<'r>(
    releases: &Path,
    frame: &Release,
    pieces: &mut dyn Pieces<'r>,
    max_pages: Option<u32>,
) -> Result<Staged, ReleaseError> {
    let target = path_of(releases, &frame.header.id);
    let file_error = |e| FileError::new("写入", &target, e);
    files::make_folder(releases).map_err(file_error)?;
    files::sweep(releases);
    let (held, temporary) = files::temporary_in(releases, ".db")
        .map_err(file_error)?
        .into_parts();
    let content = fill(&temporary, frame, pieces, max_pages).map_err(|fault| match fault {
        Fault::Sqlite(error) => ReleaseError::Database {
            action: "写入",
            path: files::shown(&target),
            why: explain(&error),
        },
        Fault::Inconsistent(why) => ReleaseError::Inconsistent(why),
        Fault::Aside(error) => file_error(error).into(),
        Fault::Pieces(error) => error,
    })?;
    let staged = Staged {
        temporary,
        held,
        target,
        content,
    };
    staged.is_there()?;
    Ok(staged)
}

/// [`write()`] without the name, on a disk of so many pages.
#[cfg(test)]
pub(super) fn stage_on_small_disk(
    releases: &Path,
    release: &Release,
    pages: u32,
) -> Result<Staged, ReleaseError> {
    stage_within(releases, release, &mut Whole::of(release), Some(pages))
}

impl Staged {
    /// [`Release::digest`] of what was written: it runs over the whole list, so it is not taken twice.
    pub const fn content(&self) -> Digest {
        self.content
    }

    /// The file as it is called until then.
    pub(super) fn path(&self) -> &Path {
        &self.temporary
    }

    /// Digest of the file's bytes.
    ///
    /// # Errors
    /// When it cannot be read back.
    pub fn digest(&self) -> Result<Digest, ReleaseError> {
        Ok(files::digest(&self.temporary)?)
    }

    /// Gives the file its name; never over another one.
    ///
    /// # Errors
    /// When a release of this name is there with other bytes, or the disk fails.
    pub fn place(self) -> Result<Written, ReleaseError> {
        if self.is_there()? {
            return Ok(Written::AlreadyThere(self.target));
        }
        let file = fs::File::open(&self.temporary).map_err(|e| self.fault("写入", e))?;
        self.make_read_only(&file)
            .and_then(|()| file.sync_all())
            .map_err(|e| self.fault("写入", e))?;
        drop(file);
        let Self {
            temporary,
            held,
            target,
            content,
        } = self;
        match temporary.persist_noclobber(&target) {
            Ok(()) => {}
            // Somebody else has published in the meantime.
            Err(error) if error.error.kind() == std::io::ErrorKind::AlreadyExists => {
                let staged = Self {
                    temporary: error.path,
                    held,
                    target,
                    content,
                };
                staged.is_there()?;
                return Ok(Written::AlreadyThere(staged.target));
            }
            Err(error) => return Err(FileError::new("写入", &target, error.error).into()),
        }
        #[cfg(unix)]
        if let Some(releases) = target.parent() {
            fs::File::open(releases)
                .and_then(|dir| dir.sync_all())
                .map_err(|e| FileError::new("写入", &target, e))?;
        }
        Ok(Written::New(target))
    }

    /// Whether the release is there already; an error where what is there has other bytes.
    fn is_there(&self) -> Result<bool, ReleaseError> {
        if self.target.symlink_metadata().is_err() {
            return Ok(false);
        }
        if files::are_same(&self.target, &self.temporary)? {
            Ok(true)
        } else {
            Err(ReleaseError::Exists(files::shown(&self.target)))
        }
    }

    fn make_read_only(&self, file: &fs::File) -> std::io::Result<()> {
        let mut permissions = file.metadata()?.permissions();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            permissions.set_mode(0o444);
        }
        #[cfg(not(unix))]
        permissions.set_readonly(true);
        fs::set_permissions(&self.temporary, permissions)
    }

    fn fault(&self, action: &'static str, error: std::io::Error) -> FileError {
        FileError::new(action, &self.target, error)
    }
}
