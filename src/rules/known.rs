//! What is known of the texts that cite: they stand again and again, and need not be asked about each time.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU8, Ordering};

use jiff::civil::Date;

use crate::domain::citation::{MOST_KEPT, ParsedCitations, find_law, law_names};
use crate::domain::item::{BasisRole, CitedText};
use crate::domain::law::{Law, Register, Standing};

use super::key::prints;

/// Texts in a block; each block is made when it is first needed, since most lists are small.
const BLOCK: usize = 256;

/// The law that a citation means, and its standing on the day of the run.
pub(super) type Meant<'a> = (Option<&'a Law>, Option<Standing<'a>>);

/// One text, by what it cites.
pub(super) struct Known<'a> {
    /// Of each of its citations.
    pub(super) laws: Box<[Meant<'a>]>,
    prints: Prints,
}

/// A number for each provision that a text cites.
enum Prints {
    /// It refers to a law without naming it.
    Uncertain,
    /// As nearly all.
    One([u64; 1]),
    Many(Box<[u64]>),
}

impl Known<'_> {
    /// A number for each provision that it cites; `None` where it refers to a law without naming it.
    pub(super) fn prints(&self) -> Option<&[u64]> {
        match &self.prints {
            Prints::Uncertain => None,
            Prints::One(print) => Some(print),
            Prints::Many(prints) => Some(prints),
        }
    }
}

/// A text in its field.
pub(super) type Stated<'a> = (&'static str, BasisRole, &'a CitedText);

type Block<'a> = Box<[OnceLock<Known<'a>>]>;

/// The texts of one run, by the numbers of what they cite. Most texts are only asked whether they are sound; the answers
/// stand close together, so that they stay in the processor's cache.
pub(super) struct KnownTexts<'a> {
    pub(super) register: &'a Register,
    as_of: Date,
    /// Where no rule had anything to say of a text.
    sound: Box<[AtomicU8]>,
    blocks: Box<[OnceLock<Block<'a>>]>,
}

impl<'a> KnownTexts<'a> {
    /// None so far.
    pub(super) fn new(register: &'a Register, as_of: Date) -> Self {
        Self {
            register,
            as_of,
            sound: many(MOST_KEPT as usize),
            blocks: many((MOST_KEPT as usize).div_ceil(BLOCK)),
        }
    }

    /// What is known of a text; `None` where it is none of those that stand again and again.
    pub(super) fn of(&self, text: &CitedText) -> Option<&Known<'a>> {
        let number = text.parsed.number()? as usize;
        let block = self.blocks.get(number / BLOCK)?;
        let slots = block.get_or_init(|| many(BLOCK));
        let known = slots.get(number % BLOCK)?.get_or_init(|| Known {
            laws: self.laws(&text.parsed),
            prints: match prints(&text.parsed, self.register) {
                None => Prints::Uncertain,
                Some(prints) => <[u64; 1]>::try_from(&*prints)
                    .map_or_else(|_| Prints::Many(prints), Prints::One),
            },
        });
        Some(known)
    }

    /// Whether no rule has anything to say of a text where it stands. What rules on texts and citations see is the text,
    /// whether it is a legal basis, and what is the same for the whole run; so what is sound once is sound wherever it
    /// stands. Not where quotations are compared with statutes: then a text is not all that is looked at.
    pub(super) fn is_sound(&self, stated: Stated<'_>) -> bool {
        let (_, _, text) = stated;
        let sound = |sound: &AtomicU8| sound.load(Ordering::Relaxed) & mark(stated) != 0;
        text.verbatim && self.sound_of(text).is_some_and(sound)
    }

    /// Remembers that no rule had anything to say of a text.
    pub(super) fn found_sound(&self, stated: Stated<'_>) {
        let (_, _, text) = stated;
        // Of one that is not written as it is read, rules see less.
        if let Some(sound) = self.sound_of(text).filter(|_| text.verbatim) {
            sound.fetch_or(ELSEWHERE | mark(stated), Ordering::Relaxed);
        }
    }

    fn sound_of(&self, text: &CitedText) -> Option<&AtomicU8> {
        self.sound.get(text.parsed.number()? as usize)
    }

    fn laws(&self, parsed: &ParsedCitations) -> Box<[Meant<'a>]> {
        let names = law_names(&parsed.citations);
        let laws = names.map(|name| name.and_then(|name| find_law(self.register, name)));
        laws.map(|law| (law, law.map(|law| law.standing(self.as_of))))
            .collect()
    }
}

fn many<T: Default>(count: usize) -> Box<[T]> {
    std::iter::repeat_with(T::default).take(count).collect()
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
    use crate::domain::citation::{Citations, parse, parse_once};
    use crate::domain::place::{At, SourceId, Span};

    fn text(parsed: &Citations, verbatim: bool) -> CitedText {
        CitedText {
            text: At::new("《水法》第三条".to_owned(), Span::head(SourceId(0))),
            verbatim,
            parsed: parsed.clone(),
        }
    }

    const DAY: Date = jiff::civil::date(2015, 3, 1);

    #[test]
    fn what_is_sound_as_a_basis_is_sound_everywhere() {
        let parsed = parse_once("《水法》第三条");
        let (plain, escaped) = (text(&parsed, true), text(&parsed, false));
        let register = Register::default();
        let role = BasisRole::Creates;
        let (basis, fee) = (("legal_basis", role, &plain), ("fee", role, &plain));
        let texts = KnownTexts::new(&register, DAY);
        texts.found_sound(("legal_basis", role, &escaped));
        assert!(!texts.is_sound(basis) && !texts.is_sound(fee));
        texts.found_sound(fee);
        assert!(!texts.is_sound(basis) && texts.is_sound(fee));
        assert!(!texts.is_sound(("fee", role, &escaped)));
        let texts = KnownTexts::new(&register, DAY);
        texts.found_sound(basis);
        assert!(texts.is_sound(basis) && texts.is_sound(fee));
    }

    #[test]
    fn a_text_is_known_again_and_never_taken_for_another() {
        let register = Register::default();
        let texts = KnownTexts::new(&register, DAY);
        let one = text(&parse_once("《水法》第三条"), true);
        let same = text(&parse_once("《水法》第三条"), false);
        let other = text(&parse_once("《水法》第四条"), true);
        let known = |text| texts.of(text).unwrap();
        assert!(std::ptr::eq(known(&one), known(&same)));
        assert!(!std::ptr::eq(known(&one), known(&other)));
        let own = Citations::from(parse("《水法》第三条"));
        assert!(texts.of(&text(&own, true)).is_none());
    }
}
