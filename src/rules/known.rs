//! What is known of the texts that cite: they stand again and again, and need not be asked about each time.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, OnceLock};

use foldhash::fast::FixedState;
use jiff::civil::Date;

use crate::domain::citation::{ParsedCitations, find_law, law_names};
use crate::domain::item::{BasisRole, CitedText};
use crate::domain::law::{Law, Register, Standing};

use super::key::prints;

/// Blocks of slots; each is made when it is first needed, since most lists are small.
const BLOCKS: usize = 256;
/// Slots in a block.
const SLOTS: usize = 256;
/// How many slots are looked at for a text.
const PROBES: usize = 4;

/// The law that a citation means, and its standing on the day of the run.
pub(super) type Meant<'a> = (Option<&'a Law>, Option<Standing<'a>>);

/// One text, by what it cites.
pub(super) struct Known<'a> {
    /// Held here, so that nothing else comes to stand at its place in memory.
    parsed: Arc<ParsedCitations>,
    /// Of each of its citations.
    pub(super) laws: Box<[Meant<'a>]>,
    /// A number for each provision that it cites; `None` where it refers to a law without naming it.
    pub(super) prints: Option<Box<[u64]>>,
    /// Where no rule had anything to say of it.
    sound: AtomicU8,
}

impl Known<'_> {
    /// Whether no rule has anything to say of the text where it stands. What rules on texts and citations see is the text,
    /// whether it is a legal basis, and what is the same for the whole run; so what is sound once is sound wherever it
    /// stands. Not where quotations are compared with statutes: then a text is not all that is looked at.
    pub(super) fn is_sound(&self, stated: Stated<'_>) -> bool {
        let (_, _, text) = stated;
        text.verbatim && self.sound.load(Ordering::Relaxed) & mark(stated) != 0
    }

    /// Remembers that no rule had anything to say of the text.
    pub(super) fn found_sound(&self, stated: Stated<'_>) {
        let (_, _, text) = stated;
        // Of one that is not written as it is read, rules see less.
        if text.verbatim {
            let elsewhere = ELSEWHERE | mark(stated);
            self.sound.fetch_or(elsewhere, Ordering::Relaxed);
        }
    }
}

/// A text in its field.
pub(super) type Stated<'a> = (&'static str, BasisRole, &'a CitedText);

type Block<'a> = Box<[OnceLock<Known<'a>>]>;

/// The texts of one run; who comes first is kept.
pub(super) struct KnownTexts<'a> {
    pub(super) register: &'a Register,
    as_of: Date,
    blocks: Box<[OnceLock<Block<'a>>]>,
}

impl<'a> KnownTexts<'a> {
    /// None so far.
    pub(super) fn new(register: &'a Register, as_of: Date) -> Self {
        Self {
            register,
            as_of,
            blocks: empty(BLOCKS),
        }
    }

    /// What is known of a text; `None` where there is no room for it.
    pub(super) fn of(&self, text: &CitedText) -> Option<&Known<'a>> {
        let hash = FixedState::default().hash_one(Arc::as_ptr(&text.parsed) as usize);
        let block = self.blocks.get(hash as usize % BLOCKS)?;
        let slots = block.get_or_init(|| empty(SLOTS));
        let first = (hash >> 32) as usize;
        (first..first + PROBES).find_map(|at| {
            let known = slots.get(at % SLOTS)?.get_or_init(|| Known {
                parsed: Arc::clone(&text.parsed),
                laws: self.laws(&text.parsed),
                prints: prints(&text.parsed, self.register),
                sound: AtomicU8::new(0),
            });
            Arc::ptr_eq(&known.parsed, &text.parsed).then_some(known)
        })
    }

    fn laws(&self, parsed: &ParsedCitations) -> Box<[Meant<'a>]> {
        let names = law_names(&parsed.citations);
        let laws = names.map(|name| name.and_then(|name| find_law(self.register, name)));
        laws.map(|law| (law, law.map(|law| law.standing(self.as_of))))
            .collect()
    }
}

fn empty<T>(slots: usize) -> Box<[OnceLock<T>]> {
    std::iter::repeat_with(OnceLock::new).take(slots).collect()
}

/// A text is sound as a legal basis, and therefore everywhere.
const EVERYWHERE: u8 = 1;
/// A text is sound in all other fields.
const ELSEWHERE: u8 = 2;

/// Whether a text stands where rules ask most of it: as a legal basis.
pub(super) fn asks_most((field, ..): Stated<'_>) -> bool {
    field == "legal_basis"
}

/// What has to be known of a text for it to be sound in this field.
fn mark(stated: Stated<'_>) -> u8 {
    if asks_most(stated) {
        EVERYWHERE
    } else {
        ELSEWHERE
    }
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

    const DAY: Date = jiff::civil::date(2015, 3, 1);

    #[test]
    fn what_is_sound_as_a_basis_is_sound_everywhere() {
        let parsed = Arc::new(parse("《水法》第三条"));
        let (plain, escaped) = (text(&parsed, true), text(&parsed, false));
        let register = Register::default();
        let role = BasisRole::Creates;
        let (basis, fee) = (("legal_basis", role, &plain), ("fee", role, &plain));
        let texts = KnownTexts::new(&register, DAY);
        let known = texts.of(&plain).unwrap();
        known.found_sound(("legal_basis", role, &escaped));
        assert!(!known.is_sound(basis) && !known.is_sound(fee));
        known.found_sound(fee);
        assert!(!known.is_sound(basis) && known.is_sound(fee));
        assert!(!known.is_sound(("fee", role, &escaped)));
        let texts = KnownTexts::new(&register, DAY);
        let known = texts.of(&plain).unwrap();
        known.found_sound(basis);
        assert!(known.is_sound(basis) && known.is_sound(fee));
    }

    #[test]
    fn a_text_is_known_again_and_never_taken_for_another() {
        let register = Register::default();
        let texts = KnownTexts::new(&register, DAY);
        let many = BLOCKS * SLOTS * 2;
        let parsed: Vec<_> = (0..many)
            .map(|_| Arc::new(ParsedCitations::default()))
            .collect();
        let mut kept = 0;
        for parsed in &parsed {
            let text = text(parsed, true);
            if let Some(known) = texts.of(&text) {
                kept += 1;
                assert!(Arc::ptr_eq(&known.parsed, parsed));
                let again = texts.of(&text);
                assert!(again.is_some_and(|again| std::ptr::eq(again, known)));
            }
        }
        assert!(
            (BLOCKS * SLOTS / 2..=BLOCKS * SLOTS).contains(&kept),
            "{kept}"
        );
    }
}
