//! Citations that no rule had anything to say of: they stand again and again, and need not be asked about each time.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::FixedState;

use crate::domain::citation::ParsedCitations;
use crate::domain::item::{BasisRole, CitedText};

/// So that threads seldom wait for each other.
const SHARDS: usize = 64;
/// Texts in a shard before it is emptied.
const FULL: usize = 1024;

/// The fields of an item that citations stand in.
const FIELDS: [&str; 7] = [
    "legal_basis",
    "responsibilities",
    "accountability",
    "fee",
    "sub_items",
    "prerequisites",
    "intermediary_services",
];

/// What a text cites, by its place in memory. It is held here, so that nothing else comes to stand there.
type Shard = HashMap<usize, (Arc<ParsedCitations>, u32), FixedState>;

/// The texts that are sound within one run. What rules on texts and citations see is the text, the field, the role, and
/// what is the same for the whole run; so what is sound once is sound wherever it stands in such a field.
pub struct SoundTexts(Option<Vec<Mutex<Shard>>>);

/// A text in its field, as [`SoundTexts`] knows it.
pub type Stated<'a> = (&'static str, BasisRole, &'a CitedText);

impl SoundTexts {
    /// None so far. `comparing` says that quotations are compared with statutes: then a text is not all that is looked
    /// at, and nothing is kept.
    pub fn new(comparing: bool) -> Self {
        let shards = || {
            std::iter::repeat_with(Mutex::default)
                .take(SHARDS)
                .collect()
        };
        Self((!comparing).then(shards))
    }

    /// Whether no rule has anything to say of a text.
    pub fn has(&self, stated: Stated<'_>) -> bool {
        let (Some(mut shard), Some(mark)) = (self.shard(stated.2), mark(stated)) else {
            return false;
        };
        let known = shard.get_mut(&address(stated.2));
        known.is_some_and(|(_, marks)| *marks & mark != 0)
    }

    /// Keeps a text that no rule had anything to say of.
    pub fn add(&self, stated: Stated<'_>) {
        let (Some(mut shard), Some(mark)) = (self.shard(stated.2), mark(stated)) else {
            return;
        };
        if shard.len() >= FULL {
            shard.clear();
        }
        let held = || (Arc::clone(&stated.2.parsed), 0);
        shard.entry(address(stated.2)).or_insert_with(held).1 |= mark;
    }

    fn shard(&self, text: &CitedText) -> Option<MutexGuard<'_, Shard>> {
        let hash = FixedState::default().hash_one(address(text));
        let shard = self.0.as_ref()?.get((hash >> 40) as usize % SHARDS)?;
        // What a thread that died left behind is as good as ever: entries are put in whole.
        Some(shard.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn address(text: &CitedText) -> usize {
    Arc::as_ptr(&text.parsed) as usize
}

/// One bit for the field and the role. None where the text is not written as it is read: then rules see less of it.
fn mark((field, role, text): Stated<'_>) -> Option<u32> {
    let field = FIELDS.iter().position(|f| *f == field)?;
    let roles = BasisRole::ALL.len();
    text.verbatim.then(|| 1 << (field * roles + role as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::citation::parse;
    use crate::domain::place::{At, SourceId, Span};

    fn text(parsed: &Arc<ParsedCitations>, verbatim: bool) -> CitedText {
        CitedText {
            text: At::new("《水法》第三条".to_owned(), Span::head(SourceId(0))),
            verbatim,
            parsed: Arc::clone(parsed),
        }
    }

    #[test]
    fn a_text_is_sound_in_the_field_and_role_it_was_found_so() {
        let parsed = Arc::new(parse("《水法》第三条"));
        let (plain, escaped) = (text(&parsed, true), text(&parsed, false));
        let sound = SoundTexts::new(false);
        for field in FIELDS {
            for role in BasisRole::ALL {
                assert!(!sound.has((field, role, &plain)));
                sound.add((field, role, &plain));
                assert!(sound.has((field, role, &plain)));
            }
        }
        sound.add(("fee", BasisRole::Charges, &escaped));
        assert!(!sound.has(("fee", BasisRole::Charges, &escaped)));
        assert!(!sound.has(("elsewhere", BasisRole::Creates, &plain)));
    }

    #[test]
    fn nothing_is_kept_where_quotations_are_compared() {
        let plain = text(&Arc::new(parse("《水法》第三条")), true);
        let sound = SoundTexts::new(true);
        sound.add(("fee", BasisRole::Charges, &plain));
        assert!(!sound.has(("fee", BasisRole::Charges, &plain)));
    }
}
