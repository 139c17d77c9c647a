//! Citations that were read before: a list cites the same provisions again and again.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::FixedState;

use super::{ParsedCitations, parse};

/// Longer texts quote the statute, and hardly ever stand twice.
const LONGEST: usize = 240;
/// So that threads seldom wait for each other.
const SHARDS: usize = 64;
/// Texts in a shard before it is emptied: whatever is read, some tens of megabytes are kept.
const FULL: usize = 1024;

type Shard = HashMap<Box<str>, Arc<ParsedCitations>, FixedState>;

/// What texts cite, each read once and shared by all that cite alike.
#[derive(Debug)]
pub struct Kept {
    shards: Vec<Mutex<Shard>>,
    full: usize,
}

impl Default for Kept {
    fn default() -> Self {
        Self::with_room(FULL)
    }
}

impl Kept {
    fn with_room(full: usize) -> Self {
        Self {
            shards: std::iter::repeat_with(Mutex::default)
                .take(SHARDS)
                .collect(),
            full,
        }
    }

    /// As [`parse`].
    pub fn parse(&self, text: &str) -> Arc<ParsedCitations> {
        let hash = FixedState::default().hash_one(text);
        // The map takes its bucket from other bits.
        let shard = self.shards.get((hash >> 40) as usize % SHARDS);
        let Some(shard) = shard.filter(|_| text.len() <= LONGEST) else {
            return Arc::new(parse(text));
        };
        // What a thread that died left behind is as good as ever: only whole entries are put in.
        let lock = || shard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(text) {
            return Arc::clone(known);
        }
        let mut read = parse(text);
        read.shrink();
        let read = Arc::new(read);
        let mut shard = lock();
        if shard.len() >= self.full {
            shard.clear();
        }
        Arc::clone(shard.entry(text.into()).or_insert(read))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alike_is_shared_and_read_as_ever() {
        let kept = Kept::default();
        let one = kept.parse("《水法》第三条");
        assert!(Arc::ptr_eq(&one, &kept.parse("《水法》第三条")));
        assert_eq!(*one, parse("《水法》第三条"));
        assert_ne!(one, kept.parse("《水法》第四条"));
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let kept = Kept::with_room(2);
        for number in 1..=999 {
            kept.parse(&format!("《水法》第{number}条"));
        }
        let held: usize = kept.shards.iter().map(|s| s.lock().unwrap().len()).sum();
        assert!((SHARDS..=SHARDS * 2).contains(&held), "{held}");
        assert_eq!(*kept.parse("《水法》第三条"), parse("《水法》第三条"));
    }
}
