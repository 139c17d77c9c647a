//! A release read piece by piece, for those who must not hold a list of a million items.

use std::path::Path;

use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::ids::Digest;
use crate::domain::release::{ChangeRow, ContentDigest, DrawingMark, Release};

use super::items::Walk;
use super::read::Which;
use super::{BATCH, Depth, ReleaseError, ReleaseFile};

/// Which items a reader of pieces is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of<'a> {
    /// All of them.
    List,
    /// Those of a unit.
    Unit(&'a str),
    /// Those of a category.
    Category(&'a str),
}

/// Items of a release in official order, a piece at a time.
#[derive(Debug)]
pub struct Reader<'o> {
    file: ReleaseFile,
    of: Of<'o>,
    depth: Depth,
    /// How many items a piece has.
    piece: usize,
    /// Position of the last item that was read.
    last: i64,
}

impl<'o> Reader<'o> {
    /// Opens a release to read all its items.
    ///
    /// # Errors
    /// As [`ReleaseFile::open`].
    pub fn open(path: &Path, depth: Depth, piece: usize) -> Result<Self, ReleaseError> {
        Ok(Self {
            file: ReleaseFile::open(path)?,
            of: Of::List,
            depth,
            piece,
            last: i64::MIN,
        })
    }

    /// Begins anew with other items.
    pub const fn turn_to(&mut self, of: Of<'o>) {
        self.of = of;
        self.last = i64::MIN;
    }

    /// The next items; none behind the last.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn piece(&mut self) -> Result<Vec<ItemRow>, ReleaseError> {
        self.read().map_err(|e| self.file.failed(&e))
    }

    fn read(&mut self) -> rusqlite::Result<Vec<ItemRow>> {
        let db = &self.file.db;
        self.file.want_nothing()?;
        let (only, key) = match self.of {
            Of::List => ("?3 IS NULL", None),
            Of::Unit(id) => ("department_id = ?3", Some(id)),
            Of::Category(code) => ("category_code = ?3", Some(code)),
        };
        let most = i64::try_from(self.piece).unwrap_or(i64::MAX);
        db.execute(
            &format!(
                "INSERT INTO temp.wanted_item SELECT code FROM item
                 WHERE position > ?1 AND {only} ORDER BY position LIMIT ?2"
            ),
            (self.last, most, key),
        )?;
        let items = self.file.items_in(Which::Wanted, self.depth)?;
        if let Some(item) = items.last() {
            let sql = "SELECT position FROM item WHERE code = ?1";
            self.last = db.query_row(sql, [&item.code], |r| r.get(0))?;
        }
        Ok(items)
    }
}

impl ReleaseFile {
    /// Everything but the items.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn without_items(&self) -> Result<Release, ReleaseError> {
        let read = || self.with_drawings(self.bare_release()?);
        read().map_err(|e| self.failed(&e))
    }

    /// Everything but the items and the pictures of the charts.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn bare(&self) -> Result<Release, ReleaseError> {
        self.bare_release().map_err(|e| self.failed(&e))
    }

    fn bare_release(&self) -> rusqlite::Result<Release> {
        self.around(Catalog {
            as_of: self.header().as_of,
            departments: self.departments()?,
            categories: self.categories()?,
            laws: self.law_rows()?,
            charts: self.charts(Which::All)?,
            items: Vec::new(),
        })
    }

    /// [`Release::digest`] of what is in the file, of which `bare` and `marks` have been read already. The items are read
    /// on the way; `hear` is told each of them, in official order.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn content(
        &self,
        bare: &Release,
        marks: &[DrawingMark<'_>],
        hear: &mut dyn FnMut(&[ItemRow]),
    ) -> Result<Digest, ReleaseError> {
        let mut digest = ContentDigest::begin(bare);
        let mut read = || {
            let mut statement = self.db.prepare(Walk::SQL)?;
            let mut walk = Walk::begin(self, &mut statement)?;
            let mut items = walk.piece(BATCH)?;
            while !items.is_empty() {
                items = rayon::in_place_scope(|scope| {
                    scope.spawn(|_| digest.items(&items));
                    hear(&items);
                    walk.piece(BATCH)
                })?;
            }
            Ok(())
        };
        read().map_err(|e: rusqlite::Error| self.failed(&e))?;
        Ok(digest.end(bare, &bare.changes, marks))
    }

    /// The differences from the release before, by code.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn changes(&self) -> Result<Vec<ChangeRow>, ReleaseError> {
        self.change_rows().map_err(|e| self.failed(&e))
    }

    /// Tells the code of every item, by code.
    ///
    /// # Errors
    /// When the file is damaged.
    pub fn each_code(&self, mut take: impl FnMut(&str)) -> Result<(), ReleaseError> {
        let mut read = || {
            let mut statement = self.db.prepare("SELECT code FROM item ORDER BY code")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                take(row.get_ref(0)?.as_str()?);
            }
            Ok(())
        };
        read().map_err(|e: rusqlite::Error| self.failed(&e))
    }
}
