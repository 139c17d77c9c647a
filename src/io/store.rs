//! The store: where events and snapshots are kept. Narrow, so that a server can take the place of a file.

mod boxed;
mod error;
pub(in crate::io) mod import;
pub mod news;
mod patience;
mod place;
mod url;

use std::collections::BTreeSet;
use std::fmt::Debug;

use jiff::Timestamp;

use crate::domain::ids::{DepartmentId, Digest, ItemCode};
use crate::workflow::chain::{Head, Record};
use crate::workflow::packed::Checkpoint;
use crate::workflow::{NotebookKey, Step};

pub use self::error::StoreError;
pub use self::import::{Imports, Mark, Take};
pub use self::patience::Patience;
pub use self::place::{PlaceError, StorePlace};
pub use self::url::{ServerUrl, SslMode};

/// So many bytes of events are read at once; whichever goes beyond it is the last.
pub(in crate::io) const BYTES_AT_ONCE: usize = 8 << 20;

/// The working store of a project, whatever keeps it.
pub type AnyStore = Box<dyn Holdings>;

/// A place that keeps events and content.
pub trait Store: Debug + Send {
    /// The end of the chain.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn head(&self) -> Result<Head, StoreError>;

    /// The events after sequence number `after`, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn read(&self, after: u64) -> Result<Vec<Record>, StoreError>;

    /// As [`Store::read`], but no more than `limit` of them, and fewer where they are large: a long history goes by in pieces.
    /// None where there are no more.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn read_some(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError>;

    /// The event with this sequence number, where there is one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn event(&self, seq: u64) -> Result<Option<Record>, StoreError>;

    /// Appends `records` behind `expected`, with the content they refer to, all or nothing. On return it is on disk.
    /// The notebooks in `settled`, each with the number of its steps, end with it: their drafts are in the records.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the chain ends elsewhere or a notebook has other steps because somebody was first;
    /// else when the store cannot be written.
    fn append(
        &mut self,
        expected: Head,
        records: &[Record],
        content: &[Vec<u8>],
        settled: &[(NotebookKey, u64)],
    ) -> Result<(), StoreError>;

    /// Keeps everybody else from appending until the next [`Store::append`] or [`Store::release`] of this store: for a
    /// decision that others were ahead of once, so that they are not again.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the turn does not come in time; else when the store cannot be written.
    fn hold(&mut self) -> Result<(), StoreError>;

    /// Lets others append again, where they were kept from it.
    fn release(&mut self);

    /// The steps of a notebook, in order; none where there is no such notebook.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn notebook(&self, key: &NotebookKey) -> Result<Vec<Step>, StoreError>;

    /// The notebooks that have steps, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn notebooks(&self) -> Result<Vec<NotebookKey>, StoreError>;

    /// Adds a step to a notebook that has `expected` steps. On return it is on disk.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it has others, because the same person is at work elsewhere; else when the store
    /// cannot be written.
    fn note(
        &mut self,
        key: &NotebookKey,
        expected: u64,
        at: Timestamp,
        step: &Step,
    ) -> Result<(), StoreError>;

    /// Throws a notebook of `expected` steps away.
    ///
    /// # Errors
    /// As [`Store::note`].
    fn discard(&mut self, key: &NotebookKey, expected: u64) -> Result<(), StoreError>;

    /// Keeps some bytes; gives their digest. What is there already is not written again.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put(&mut self, bytes: &[u8]) -> Result<Digest, StoreError>;

    /// The bytes with this digest, where kept.
    ///
    /// # Errors
    /// When the store cannot be read or what it keeps under this digest is something else.
    fn get(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps a checkpoint: with the parts of the one at `since`, or, without it, in the place of whatever is there. What is
    /// kept may be lost at any time.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the one that is there is not that at `since`; else when the store cannot be written now.
    fn remember(&mut self, since: Option<Head>, checkpoint: &Checkpoint) -> Result<(), StoreError>;

    /// The checkpoint that is kept, of one moment; `None` also where it cannot be read.
    fn recall(&self) -> Option<Checkpoint>;
}

/// A store that also knows the items of the project as last imported.
pub trait Holdings: Store {
    /// Every code of an item or sub-item that the store speaks of: items as imported, events, and contents that were
    /// there once.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn codes(&self) -> Result<BTreeSet<ItemCode>, StoreError>;

    /// Makes the imported items those of the project, all or nothing. What is unchanged is not written; contents that
    /// were there before stay under their digests. Where a code stands twice the later one counts.
    ///
    /// # Errors
    /// When the store cannot be written; then it is as before.
    fn import_items(&mut self, items: &dyn Imports) -> Result<ImportCounts, StoreError>;

    /// What [`Holdings::import_items`] would do, without doing it.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn count_import(&self, items: &dyn Imports) -> Result<ImportCounts, StoreError>;
}

/// An item as the project has it.
#[derive(Debug, Clone)]
pub struct ImportedItem {
    /// Its code.
    pub code: ItemCode,
    /// Its unit.
    pub department: DepartmentId,
    /// Name of its category.
    pub category: String,
    /// Its name.
    pub name: String,
    /// Its content in canonical form.
    pub bytes: Vec<u8>,
}

/// What an import does, in items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// New.
    pub created: usize,
    /// There with other content.
    pub changed: usize,
    /// There as it is.
    pub unchanged: usize,
    /// In the store and no longer in the project.
    pub removed: usize,
}
