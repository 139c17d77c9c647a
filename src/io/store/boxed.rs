//! A store behind a pointer is a store.

use jiff::Timestamp;

use super::{Holdings, Store, StoreError};
use crate::domain::ids::Digest;
use crate::workflow::chain::{Head, Record};
use crate::workflow::packed::Checkpoint;
use crate::workflow::{NotebookKey, Step};

impl Store for Box<dyn Holdings> {
    fn head(&self) -> Result<Head, StoreError> {
        self.as_ref().head()
    }

    fn read(&self, after: u64) -> Result<Vec<Record>, StoreError> {
        self.as_ref().read(after)
    }

    fn read_some(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError> {
        self.as_ref().read_some(after, limit)
    }

    fn event(&self, seq: u64) -> Result<Option<Record>, StoreError> {
        self.as_ref().event(seq)
    }

    fn append(
        &mut self,
        expected: Head,
        records: &[Record],
        content: &[Vec<u8>],
        settled: &[(NotebookKey, u64)],
    ) -> Result<(), StoreError> {
        self.as_mut().append(expected, records, content, settled)
    }

    fn hold(&mut self) -> Result<(), StoreError> {
        self.as_mut().hold()
    }

    fn release(&mut self) {
        self.as_mut().release();
    }

    fn notebook(&self, key: &NotebookKey) -> Result<Vec<Step>, StoreError> {
        self.as_ref().notebook(key)
    }

    fn notebooks(&self) -> Result<Vec<NotebookKey>, StoreError> {
        self.as_ref().notebooks()
    }

    fn note(
        &mut self,
        key: &NotebookKey,
        expected: u64,
        at: Timestamp,
        step: &Step,
    ) -> Result<(), StoreError> {
        self.as_mut().note(key, expected, at, step)
    }

    fn discard(&mut self, key: &NotebookKey, expected: u64) -> Result<(), StoreError> {
        self.as_mut().discard(key, expected)
    }

    fn put(&mut self, bytes: &[u8]) -> Result<Digest, StoreError> {
        self.as_mut().put(bytes)
    }

    fn get(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreError> {
        self.as_ref().get(digest)
    }

    fn remember(&mut self, since: Option<Head>, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.as_mut().remember(since, checkpoint)
    }

    fn recall(&self) -> Option<Checkpoint> {
        self.as_ref().recall()
    }
}
