//! Citations that were read before: a list cites the same provisions again and again.

use std::fmt;
use std::hash::BuildHasher;
use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

use foldhash::fast::FixedState;

use super::{ParsedCitations, parse};

/// Longer texts quote the statute, and hardly ever stand twice.
const LONGEST: usize = 240;
/// Texts in a block; blocks are made when they are first needed, since most lists are small.
const BLOCK: usize = 512;
/// Rows of places, by hash.
const ROWS: usize = 8192;
/// Places in a row: a line of the processor's cache, so that looking for a text touches one.
const ROW: usize = 16;
/// Bits of a place that hold the number of a text; the others are of its hash.
const NUMBER_BITS: u32 = MOST_KEPT.ilog2() + 1;

/// What a text cites: of a text that stands in many places, shared by all of them.
#[derive(Clone)]
pub struct Citations(Holder);

#[derive(Clone)]
enum Holder {
    /// Held for as long as the program runs, so that no one has to count who looks at it.
    Kept(&'static Text),
    Own(Arc<ParsedCitations>),
}

impl Citations {
    /// The number of the text among those that are kept, from 0 to below [`MOST_KEPT`]; texts of one number are alike. `None`
    /// where it is not kept.
    pub const fn number(&self) -> Option<u32> {
        match &self.0 {
            Holder::Kept(text) => Some(text.number),
            Holder::Own(_) => None,
        }
    }
}

impl Deref for Citations {
    type Target = ParsedCitations;

    fn deref(&self) -> &ParsedCitations {
        match &self.0 {
            Holder::Kept(text) => &text.parsed,
            Holder::Own(parsed) => parsed,
        }
    }
}

/// Who holds it is no part of what it says.
impl fmt::Debug for Citations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.deref().fmt(f)
    }
}

impl From<ParsedCitations> for Citations {
    fn from(parsed: ParsedCitations) -> Self {
        Self(Holder::Own(Arc::new(parsed)))
    }
}

#[derive(Debug)]
struct Text {
    number: u32,
    written: Written,
    parsed: Box<ParsedCitations>,
}

/// The bytes of a text. Nearly all are short, and then what they are compared with stands where they are looked for.
#[derive(Debug)]
enum Written {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<[u8]>),
}

/// So that a text fills two lines of the processor's cache.
const SHORT: usize = 102;

impl Written {
    fn new(text: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self::Short { length, bytes }
            }
            _ => Self::Long(text.as_bytes().into()),
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Short { length, bytes } => bytes.get(..usize::from(*length)).unwrap_or(bytes),
            Self::Long(bytes) => bytes,
        }
    }
}

static KEPT: LazyLock<Kept> = LazyLock::new(Kept::default);

/// As [`parse`], for texts of a list, of which most stand in many places.
pub fn parse_once(text: &str) -> Citations {
    KEPT.parse(text)
}

/// How many texts are kept at most; what comes later is read each time.
pub const MOST_KEPT: u32 = 1 << 16;

#[derive(Debug, Default)]
#[repr(align(128))]
struct Slot(OnceLock<Text>);

#[derive(Debug, Default)]
#[repr(align(64))]
struct Row([AtomicU32; ROW]);

/// What texts cite, each read once. A place holds the number of a text with some bits of its hash, so that a text is
/// looked at only where it is most likely the one; whoever finds a place empty fills it, and nothing is ever taken away.
/// What is asked for many times over is laid out for it: the texts of a province do not fit the processor's cache.
#[derive(Debug)]
struct Kept {
    rows: Box<[Row]>,
    blocks: Box<[OnceLock<Box<[Slot]>>]>,
    next: AtomicU32,
    most: u32,
}

impl Default for Kept {
    fn default() -> Self {
        Self::with_room(MOST_KEPT)
    }
}

impl Kept {
    fn with_room(most: u32) -> Self {
        Self {
            rows: many(ROWS),
            blocks: many(most.div_ceil(BLOCK as u32) as usize),
            next: AtomicU32::new(0),
            most,
        }
    }

    fn parse(&'static self, text: &str) -> Citations {
        let hash = hash(text);
        let Some(Row(places)) = self.row(hash).filter(|_| text.len() <= LONGEST) else {
            return parse(text).into();
        };
        let mut unplaced = None;
        for place in places {
            let mut there = place.load(Ordering::Acquire);
            if there == EMPTY {
                let new = match unplaced {
                    Some(new) => new,
                    None => match self.read(text) {
                        Ok(new) => new,
                        Err(read) => return read.into(),
                    },
                };
                let mine = entry(hash, new.number);
                match place.compare_exchange(EMPTY, mine, Ordering::AcqRel, Ordering::Acquire) {
                    Ok(_) => return Citations(Holder::Kept(new)),
                    // Another thread was quicker, perhaps with the same text.
                    Err(other) => (there, unplaced) = (other, Some(new)),
                }
            }
            let known = self.at(hash, there);
            if let Some(known) = known.filter(|known| known.written.bytes() == text.as_bytes()) {
                return Citations(Holder::Kept(known));
            }
        }
        unplaced.map_or_else(|| parse(text).into(), |new| Citations(Holder::Kept(new)))
    }

    fn row(&'static self, hash: u64) -> Option<&'static Row> {
        self.rows.get(hash as usize % ROWS)
    }

    /// The text that a place names, if it can be the one with this hash.
    fn at(&'static self, hash: u64, place: u32) -> Option<&'static Text> {
        let number = (place & ((1 << NUMBER_BITS) - 1)).checked_sub(1)?;
        if place != entry(hash, number) {
            return None;
        }
        self.slot(number)?.0.get()
    }

    fn slot(&'static self, number: u32) -> Option<&'static Slot> {
        let block = self.blocks.get(number as usize / BLOCK)?;
        let slots = block.get_or_init(|| many(BLOCK));
        slots.get(number as usize % BLOCK)
    }

    /// Reads a text and gives it a number; without one where there is no room for it.
    fn read(&'static self, text: &str) -> Result<&'static Text, ParsedCitations> {
        let mut parsed = parse(text);
        parsed.shrink();
        // Beyond the last number nobody counts on, so that it never comes round.
        let number = (self.next.load(Ordering::Relaxed) < self.most)
            .then(|| self.next.fetch_add(1, Ordering::Relaxed))
            .filter(|&number| number < self.most);
        let slot = number.and_then(|number| Some((number, self.slot(number)?)));
        let Some((number, Slot(slot))) = slot else {
            return Err(parsed);
        };
        Ok(slot.get_or_init(|| Text {
            number,
            written: Written::new(text),
            parsed: Box::new(parsed),
        }))
    }
}

fn hash(text: &str) -> u64 {
    FixedState::default().hash_one(text)
}

const EMPTY: u32 = 0;

/// What stands at the place of a text: never [`EMPTY`].
const fn entry(hash: u64, number: u32) -> u32 {
    let seen = (hash >> 32) as u32;
    seen << NUMBER_BITS | (number + 1)
}

fn many<T: Default>(count: usize) -> Box<[T]> {
    std::iter::repeat_with(T::default).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(most: u32) -> &'static Kept {
        Box::leak(Box::new(Kept::with_room(most)))
    }

    #[test]
    fn a_text_fills_two_lines() {
        assert_eq!((size_of::<Slot>(), size_of::<Row>()), (128, 64));
    }

    #[test]
    fn alike_is_shared_and_read_as_ever() {
        let kept = kept(MOST_KEPT);
        let one = kept.parse("《水法》第三条");
        let again = kept.parse("《水法》第三条");
        assert!(std::ptr::eq(&*one, &*again));
        assert_eq!((one.number(), again.number()), (Some(0), Some(0)));
        assert_eq!(*one, parse("《水法》第三条"));
        let other = kept.parse("《水法》第四条");
        assert_eq!(other.number(), Some(1));
        assert_ne!(*one, *other);
    }

    #[test]
    fn no_more_is_kept_than_there_is_room_for() {
        let kept = kept(100);
        let text = |number: u32| format!("《水法》第{number}条");
        for round in 0..2 {
            for number in 1..=999 {
                let read = kept.parse(&text(number));
                assert_eq!(*read, parse(&text(number)));
                let own = (number <= 100).then(|| number - 1);
                assert_eq!(read.number(), own, "{round}");
            }
        }
        let long = format!("《水法》第三条：“{}”", "水".repeat(LONGEST));
        assert_eq!(kept.parse(&long).number(), None);
    }

    #[test]
    fn threads_agree_on_every_text() {
        let kept = kept(MOST_KEPT);
        let read = || -> Vec<_> {
            let texts = (0..20_000).map(|number| format!("《水法》第{}条", number % 5_000 + 1));
            texts
                .map(|text| (text.clone(), kept.parse(&text)))
                .collect()
        };
        let all: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(read)).collect();
            threads
                .into_iter()
                .flat_map(|t| t.join().unwrap())
                .collect()
        });
        let mut by_number = std::collections::HashMap::new();
        for (text, read) in &all {
            assert_eq!(**read, parse(text));
            if let Some(number) = read.number() {
                assert_eq!(by_number.entry(number).or_insert(text), &text);
            }
        }
        assert!(by_number.len() >= 5_000);
    }
}
