//! The digest of a release, taken while its items pass by: nobody has to hold the list as a whole.

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{ChangeRow, DrawingMark, Release};
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::ids::Digest;

/// How many bytes are gathered before they are hashed.
const PIECE: usize = 1 << 16;

/// [`Release::digest`], begun before the items are at hand and ended when they and the changes have passed.
#[derive(Debug)]
pub struct ContentDigest {
    hash: Sha256,
    text: Vec<u8>,
    /// Whether an item has passed.
    begun: bool,
}

impl ContentDigest {
    /// Begins with all that stands before the items; those of `frame` itself do not count.
    pub fn begin(frame: &Release) -> Self {
        let mut out = Self {
            hash: Sha256::new(),
            text: Vec::with_capacity(2 * PIECE),
            begun: false,
        };
        let Catalog {
            as_of,
            departments,
            categories,
            laws,
            charts,
            items: _,
        } = &frame.catalog;
        out.member("{\"header\":", &frame.header);
        out.member(",\"catalog\":{\"as_of\":", &as_of.to_string());
        out.member(",\"departments\":", departments);
        out.member(",\"categories\":", categories);
        out.member(",\"laws\":", laws);
        out.member(",\"charts\":", charts);
        out.text.extend_from_slice(b",\"items\":[");
        out
    }

    /// The next items.
    pub fn items(&mut self, items: &[ItemRow]) {
        for item in items {
            self.member(if self.begun { "," } else { "" }, item);
            self.begun = true;
        }
    }

    /// Ends with all that stands behind the items; changes and drawings of `frame` itself do not count.
    pub fn end(
        mut self,
        frame: &Release,
        changes: &[ChangeRow],
        drawings: &[DrawingMark<'_>],
    ) -> Digest {
        let Release {
            header: _,
            catalog: _,
            decisions,
            previous,
            changes: _,
            adjustments,
            drawings: _,
        } = frame;
        self.member("]},\"decisions\":", decisions);
        self.member(",\"previous\":", previous);
        self.member(",\"changes\":", changes);
        if !adjustments.is_empty() {
            self.member(",\"adjustments\":", adjustments);
        }
        if !drawings.is_empty() {
            self.member(",\"drawings\":", drawings);
        }
        self.text.push(b'}');
        self.hash.update(&self.text);
        Digest::from_bytes(self.hash.finalize().into())
    }

    fn member(&mut self, before: &str, value: &(impl Serialize + ?Sized)) {
        self.text.extend_from_slice(before.as_bytes());
        // Strings, numbers and options always serialise; half a text could only come of a mistake in a Serialize
        // implementation, and would not go unnoticed: no file has that digest.
        let _ = serde_json::to_writer(&mut self.text, value);
        if self.text.len() >= PIECE {
            self.hash.update(&self.text);
            self.text.clear();
        }
    }
}
