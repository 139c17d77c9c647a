//! What a change of the law does to a list: every place that rests on a touched provision, what became of it, and what
//! to cite instead. Pure: a list and a register in, rows out. Places that cite other laws cost nothing but a look at the name.

mod changes;
mod coming;
mod places;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::domain::citation::{Cited, print_cited};
use crate::domain::law::{Confidence, Evidence, Existence, Fate, Outcome, Register, Route};
use crate::domain::provision::Provision;

pub use changes::{
    LawChange, LawEvent, Period, change_of, change_of_name, changes, ended_by, new_in,
};
pub use coming::{Coming, coming, with_impacts};
pub use places::{Field, Place, cited_in, of_catalog};
pub use words::{became, became_of, event_words, what_to_do, words};

/// What happened at one place.
#[derive(Debug, Clone)]
pub struct Impact<'r> {
    /// The place.
    pub place: Place,
    /// What happened to the law.
    pub change: LawChange<'r>,
    /// What became of what is cited.
    pub what: What,
    /// The citation to write instead, in canonical form; that of today where only the words changed. `None` where
    /// there is none, or where it is not known.
    pub proposed: Option<String>,
}

/// What became of a cited provision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The law has another version, in which this became of it.
    Became(Outcome),
    /// The law has ended; where the provision went, if that is known.
    Ended(Option<(String, Outcome)>),
    /// The law has another version, and nobody knows where its provisions went.
    Unknown,
    /// The version by which it is cited does not have it: the citation was wrong before.
    NotThere,
}

impl What {
    /// All keys that [`What::key`] has.
    pub const KEYS: [&'static str; 8] = [
        "same",
        "moved",
        "changed",
        "moved_and_changed",
        "gone",
        "repealed",
        "unknown",
        "not_there",
    ];

    /// The key in reports.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Became(outcome) => outcome.fate.key(),
            Self::Ended(_) => "repealed",
            Self::Unknown => "unknown",
            Self::NotThere => "not_there",
        }
    }

    /// In Chinese.
    pub const fn chinese(&self) -> &'static str {
        match self {
            Self::Became(outcome) => match outcome.fate {
                Fate::Same => "未见变化",
                Fate::Moved => "条号变了",
                Fate::Changed => "内容改了",
                Fate::MovedAndChanged => "条号和内容都变了",
                Fate::Gone => "删去了",
                Fate::New => "新增",
            },
            Self::Ended(_) => "法已废止",
            Self::Unknown => "去向不明",
            Self::NotThere => "原来就没有",
        }
    }

    /// The outcome that it rests on.
    pub const fn outcome(&self) -> Option<&Outcome> {
        match self {
            Self::Became(outcome) | Self::Ended(Some((_, outcome))) => Some(outcome),
            Self::Ended(None) | Self::Unknown | Self::NotThere => None,
        }
    }
}

/// Least confidence at which a number is changed without a person looking, by what the mapping rests on: where only
/// the counts of 款 and 项 are known, neighbours of one shape look alike.
const SURE_BY_TEXT: Confidence = Confidence::percent(90);
const SURE_BY_STRUCTURE: Confidence = Confidence::percent(98);

/// Whether a provision only got another number, surely enough to write it without a person looking.
pub fn only_moved(outcome: &Outcome) -> bool {
    let least = match outcome.evidence {
        Evidence::Text | Evidence::Record => SURE_BY_TEXT,
        Evidence::Structure => SURE_BY_STRUCTURE,
    };
    outcome.fate == Fate::Moved && outcome.to.len() == 1 && outcome.confidence >= least
}

impl Impact<'_> {
    /// Whether nothing but the number has to be changed, which the program can do.
    pub fn only_moved(&self) -> bool {
        matches!(&self.what, What::Became(outcome) if only_moved(outcome))
    }

    /// Whether nothing happened as far as can be seen, but the words are not known well enough to say so.
    pub const fn unseen(&self) -> bool {
        matches!(&self.what, What::Became(outcome) if matches!(outcome.fate, Fate::Same))
    }
}

/// How much there is to do. Items with nothing but unseen changes are counted apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Places.
    pub places: usize,
    /// Items concerned.
    pub items: usize,
    /// Units concerned.
    pub departments: usize,
    /// Items of which only numbers changed.
    pub only_moved: usize,
    /// Items that a person has to look at.
    pub to_check: usize,
    /// Places at which nothing is seen to have changed, and the words are not known; in none of the numbers above.
    pub unseen: usize,
}

/// What the changes do to the places, in the order of the places.
pub fn impacts<'r>(
    register: &'r Register,
    changes: &[LawChange<'r>],
    places: Vec<Place>,
) -> Vec<Impact<'r>> {
    let mut tracer = Tracer::new(register, changes);
    let mut out = Vec::new();
    for place in places {
        let Some((change, what)) = tracer.what(&place.law, place.provision, place.part) else {
            continue;
        };
        let proposed = proposal(&place, &what);
        out.push(Impact {
            place,
            change,
            what,
            proposed,
        });
    }
    out
}

/// Follows provisions over some changes. Each law's way is made when it is first asked for, each provision asked once.
#[derive(Debug, Clone)]
pub struct Tracer<'r> {
    register: &'r Register,
    changes: HashMap<&'r str, LawChange<'r>>,
    traced: HashMap<&'r str, Traced<'r>>,
}

impl<'r> Tracer<'r> {
    /// Over these changes.
    pub fn new(register: &'r Register, changes: &[LawChange<'r>]) -> Self {
        Self {
            register,
            changes: changes.iter().map(|change| (change.law, *change)).collect(),
            traced: HashMap::new(),
        }
    }

    /// What happened to a law and what became of a provision of it; `None` where nothing did. `part`: what is cited is
    /// no provision but a 章 or the like.
    pub fn what(
        &mut self,
        law: &str,
        provision: Option<Provision>,
        part: bool,
    ) -> Option<(LawChange<'r>, What)> {
        let change = *self.changes.get(law)?;
        let register = self.register;
        let traced = self.traced.entry(change.law);
        let traced = traced.or_insert_with(|| Traced::new(register, change));
        Some((change, traced.what(register, provision, part)?))
    }
}

/// The numbers of some impacts.
pub fn summary(impacts: &[Impact<'_>]) -> Summary {
    let mut items: BTreeMap<&str, bool> = BTreeMap::new();
    let mut departments = BTreeSet::new();
    let mut out = Summary::default();
    for impact in impacts {
        if impact.unseen() {
            out.unseen += 1;
            continue;
        }
        out.places += 1;
        departments.insert(impact.place.department.as_str());
        for item in &impact.place.items {
            *items.entry(item).or_insert(true) &= impact.only_moved();
        }
    }
    out.items = items.len();
    out.departments = departments.len();
    out.only_moved = items.values().filter(|moved| **moved).count();
    out.to_check = out.items - out.only_moved;
    out
}

/// One change with the way of its law, and what was already asked.
#[derive(Debug, Clone)]
struct Traced<'r> {
    change: LawChange<'r>,
    route: Option<Route<'r>>,
    known: HashMap<Option<Provision>, Option<What>>,
}

impl<'r> Traced<'r> {
    fn new(register: &'r Register, change: LawChange<'r>) -> Self {
        Self {
            route: route(register, &change),
            change,
            known: HashMap::new(),
        }
    }

    /// What became of a provision; `None` where nothing did.
    fn what(
        &mut self,
        register: &Register,
        provision: Option<Provision>,
        part: bool,
    ) -> Option<What> {
        if part && matches!(self.change.event, LawEvent::Version(_)) {
            return Some(What::Unknown);
        }
        if let Some(what) = self.known.get(&provision) {
            return what.clone();
        }
        let what = self.find(register, provision);
        self.known.insert(provision, what.clone());
        what
    }

    fn find(&self, register: &Register, provision: Option<Provision>) -> Option<What> {
        let (LawEvent::Version(_), Some(provision)) = (self.change.event, provision) else {
            return match self.change.event {
                // A law that is cited as a whole is still the same law.
                LawEvent::Version(_) => None,
                LawEvent::End(_) => Some(What::Ended(self.successor(register, provision))),
            };
        };
        if is_missing(&self.change, &provision) {
            return Some(What::NotThere);
        }
        let Some(outcome) = self.route.as_ref().map(|route| route.of(&provision)) else {
            return Some(What::Unknown);
        };
        // The counts alone do not tell whether the words are the same.
        let unchanged = outcome.fate == Fate::Same
            && outcome.evidence != Evidence::Structure
            && outcome.confidence >= SURE_BY_TEXT;
        (!unchanged).then_some(What::Became(outcome))
    }

    /// Where a provision of a law that ended went, over the versions between.
    fn successor(
        &self,
        register: &Register,
        provision: Option<Provision>,
    ) -> Option<(String, Outcome)> {
        let (law, provision) = (self.change.known?, provision?);
        let last = match &self.route {
            Some(route) => route.of(&provision),
            None => return None,
        };
        let at = *last.to.first()?;
        let (successor, mut outcome) = register.successor(law, &at)?;
        outcome.confidence = outcome.confidence.and(last.confidence);
        outcome.evidence = outcome.evidence.min(last.evidence);
        Some((successor.to_string(), outcome))
    }
}

/// Whether the version by which a provision is cited does not have it.
fn is_missing(change: &LawChange<'_>, provision: &Provision) -> bool {
    let structure = change.before.and_then(|v| v.structure.as_ref());
    structure.is_some_and(|s| s.existence(provision) != Existence::Exists)
}

/// The way from the version before to the one after; of a law that ended, to its last one.
fn route<'r>(register: &'r Register, change: &LawChange<'r>) -> Option<Route<'r>> {
    let (law, before) = (change.known?, change.before?);
    let after = match change.event {
        LawEvent::Version(after) => after,
        LawEvent::End(_) => law.versions.last()?,
    };
    register.route(law, before.published, after.published)
}

fn proposal(place: &Place, what: &What) -> Option<String> {
    let print = |law: &str, to: &[Provision]| {
        let cited: Vec<Cited> = to.iter().copied().map(Cited::Provision).collect();
        (!cited.is_empty()).then(|| format!("《{law}》{}", print_cited(&cited)))
    };
    match what {
        What::Became(outcome) => print(&place.law, &outcome.to),
        What::Ended(Some((law, outcome))) => print(law, &outcome.to),
        What::Ended(None) | What::Unknown | What::NotThere => None,
    }
}
