//! What is to be indexed, kept until the tables before the index are full: of a long list it lies beside the release, not
//! in memory.

use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};
use std::path::Path;

use rayon::prelude::*;
use tempfile::SpooledTempFile;

use super::insert::{Words, words};
use crate::domain::catalog::{Catalog, ItemRow, SearchColumns};

/// How much is kept in memory, in bytes.
const IN_MEMORY: usize = 4 << 20;

/// The texts of items, in order, on their way into the spool.
pub(super) struct Spool(BufWriter<SpooledTempFile>);

/// The same on their way out.
pub(super) struct Unspool(BufReader<SpooledTempFile>);

/// An empty one; what does not fit into memory goes to a nameless file in `folder`.
pub(super) fn spool(folder: &Path) -> SpooledTempFile {
    tempfile::spooled_tempfile_in(IN_MEMORY, folder)
}

impl Spool {
    /// An empty one; what does not fit into memory goes to a nameless file in `folder`.
    pub(super) fn beside(folder: &Path) -> Self {
        Self(BufWriter::new(spool(folder)))
    }

    /// Adds what is searched of these items.
    pub(super) fn put(&mut self, items: &[ItemRow], catalog: &Catalog) -> io::Result<()> {
        for item in items {
            let SearchColumns {
                name,
                basis,
                duties,
                department,
            } = item.search_columns(catalog);
            for text in [name, basis, duties, department] {
                let length = u32::try_from(text.len()).map_err(io::Error::other)?;
                self.0.write_all(&length.to_le_bytes())?;
                self.0.write_all(text.as_bytes())?;
            }
        }
        Ok(())
    }

    pub(super) fn turn(self) -> io::Result<Unspool> {
        let mut file = self
            .0
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        Ok(Unspool(BufReader::new(file)))
    }
}

impl Unspool {
    /// The words of the next items, of so many or of those that are left.
    pub(super) fn words(&mut self, most: usize) -> io::Result<Vec<Words>> {
        let mut columns: Vec<[String; 4]> = Vec::with_capacity(most);
        while columns.len() < most {
            let Some(name) = self.text()? else { break };
            let mut rest = || self.text().map(Option::unwrap_or_default);
            let item = [name, rest()?, rest()?, rest()?];
            columns.push(item);
        }
        Ok(columns.par_iter().map(words).collect())
    }

    fn text(&mut self) -> io::Result<Option<String>> {
        let mut length = [0; 4];
        match self.0.read_exact(&mut length) {
            Err(e) if e.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        let mut text = Vec::new();
        let length = u64::from(u32::from_le_bytes(length));
        (&mut self.0).take(length).read_to_end(&mut text)?;
        String::from_utf8(text).map(Some).map_err(io::Error::other)
    }
}
