//! The city that faults are planted in, and the book of what was planted where.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

pub use super::clean::{Chart, Clean, Item, Place};
use super::found::Found;
use super::text::Text;

/// What the program has to find.
#[derive(Debug, Clone)]
pub struct Expected {
    pub code: String,
    pub place: Place,
    /// The text it must point at, to the character.
    pub slice: String,
    /// Where that text stands in several lines of the place, the one that is meant.
    pub line: Option<usize>,
}

/// The city with what has been planted so far.
pub struct City {
    pub clean: Rc<Clean>,
    pub texts: BTreeMap<String, Text>,
    /// Files that are no text; `None` stands for a folder.
    pub raw: BTreeMap<String, Option<Vec<u8>>>,
    pub expected: Vec<Expected>,
    /// Which place of its rule is planted now, from 0.
    pub round: usize,
    /// The rule that is planted now.
    pub rule: &'static str,
    /// Notes of the clean city that go with the text that was taken out: file, item, field.
    removed: Vec<(String, Option<String>, Option<String>)>,
    renamed: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    /// Units of which not everything can be read: rules on the whole list hold back there.
    unread: BTreeSet<String>,
    /// Units that a planted fault relies on to be readable.
    whole: BTreeSet<String>,
    /// Where each rule was planted, this round and before.
    ledger: BTreeSet<(&'static str, String)>,
}

impl City {
    pub fn new(clean: Rc<Clean>) -> Self {
        let texts = clean.texts.clone();
        Self {
            clean,
            texts,
            raw: BTreeMap::new(),
            expected: Vec::new(),
            round: 0,
            rule: "",
            removed: Vec::new(),
            renamed: BTreeMap::new(),
            taken: BTreeSet::new(),
            unread: BTreeSet::new(),
            whole: BTreeSet::new(),
            ledger: BTreeSet::new(),
        }
    }

    /// The clean city again, in which no rule is planted where it was planted before.
    pub fn again(self) -> Self {
        Self {
            ledger: self.ledger,
            round: self.round,
            ..Self::new(self.clean)
        }
    }

    /// The clean notes that must still be there.
    pub fn remaining(&self) -> Vec<Found> {
        let gone = |f: &Found| {
            self.removed.iter().any(|(file, item, field)| {
                f.file == *file
                    && item
                        .as_ref()
                        .is_none_or(|code| f.item.as_ref() == Some(code))
                    && field
                        .as_ref()
                        .is_none_or(|key| f.field.as_ref() == Some(key))
            })
        };
        let mut left: Vec<Found> = self
            .clean
            .baseline
            .iter()
            .filter(|f| !gone(f))
            .cloned()
            .collect();
        for found in &mut left {
            if let Some(new) = self.renamed.get(&found.file) {
                found.file.clone_from(new);
            }
        }
        left
    }

    // Choosing places.

    /// Chooses among places, beginning elsewhere for each rule and round: in a unit the rule was not planted in yet
    /// if there is one, never where it was planted before.
    fn choose(
        &mut self,
        places: &[(String, String)],
        fits: impl Fn(&Self, usize) -> bool,
    ) -> usize {
        let seed = self
            .rule
            .bytes()
            .fold(7usize, |h, b| h.wrapping_mul(131) + usize::from(b));
        let start = seed + self.round * (places.len() / 5 + 1);
        let order = || (0..places.len()).map(|i| (start + i) % places.len());
        let fresh = |i: &usize| !self.ledger.contains(&(self.rule, places[*i].0.clone()));
        let apart = |i: &usize| {
            !self
                .ledger
                .contains(&(self.rule, format!("unit {}", places[*i].1)))
        };
        let found = order()
            .find(|i| fresh(i) && apart(i) && fits(self, *i))
            .or_else(|| order().find(|i| fresh(i) && fits(self, *i)));
        let at = found.unwrap_or_else(|| {
            panic!(
                "{} 第 {} 处：全市没有合适而又没用过的地方",
                self.rule,
                self.round + 1
            )
        });
        self.ledger.insert((self.rule, places[at].0.clone()));
        self.ledger
            .insert((self.rule, format!("unit {}", places[at].1)));
        at
    }

    pub fn free(&self, item: &Item) -> bool {
        !item.entangled && !self.taken.contains(&item.code)
    }

    pub fn take(&mut self, item: &Item) {
        self.taken.insert(item.code.clone());
    }

    /// An item that nothing was planted in.
    pub fn item(&mut self, fits: impl Fn(&Item) -> bool) -> Rc<Item> {
        self.item_in(|_, item| fits(item))
    }

    /// The same, where what was planted before matters.
    pub fn item_in(&mut self, fits: impl Fn(&Self, &Item) -> bool) -> Rc<Item> {
        let clean = Rc::clone(&self.clean);
        let places: Vec<_> = clean
            .items
            .iter()
            .map(|i| (i.code.clone(), i.unit.clone()))
            .collect();
        let at = self.choose(&places, |city, i| {
            city.free(&clean.items[i]) && fits(city, &clean.items[i])
        });
        self.take(&clean.items[at]);
        Rc::clone(&clean.items[at])
    }

    /// An item, and another that nothing was planted in either and that fits it.
    pub fn pair(
        &mut self,
        fits: impl Fn(&Item) -> bool,
        other: impl Fn(&Item, &Item) -> bool,
    ) -> (Rc<Item>, Rc<Item>) {
        let clean = Rc::clone(&self.clean);
        let second = |city: &Self, item: &Item| {
            let mut all = clean.items.iter();
            all.find(|o| o.code != item.code && city.free(o) && other(item, o))
                .map(Rc::clone)
        };
        let first = self.item_in(|city, item| fits(item) && second(city, item).is_some());
        let second = second(self, &first).unwrap();
        self.take(&second);
        (first, second)
    }

    /// A chart of whose users nothing was planted in any; they are taken with it.
    pub fn chart(&mut self, fits: impl Fn(&Chart) -> bool) -> Rc<Chart> {
        self.chart_in(|_, chart| fits(chart))
    }

    /// The same, where what was planted before or who uses it matters.
    pub fn chart_in(&mut self, fits: impl Fn(&Self, &Chart) -> bool) -> Rc<Chart> {
        let clean = Rc::clone(&self.clean);
        let places: Vec<_> = clean
            .charts
            .iter()
            .map(|c| (c.path.clone(), c.unit.clone()))
            .collect();
        let at = self.choose(&places, |city, i| {
            let chart = &clean.charts[i];
            city.users(chart).iter().all(|item| city.free(item)) && fits(city, chart)
        });
        for item in self.users(&clean.charts[at]) {
            self.take(&item);
        }
        Rc::clone(&clean.charts[at])
    }

    pub fn users(&self, chart: &Chart) -> Vec<Rc<Item>> {
        chart
            .users
            .iter()
            .map(|&i| Rc::clone(&self.clean.items[i]))
            .collect()
    }

    /// A unit that the rule was not planted in yet.
    pub fn unit(&mut self, fits: impl Fn(&Self, &str) -> bool) -> (String, Place) {
        let clean = Rc::clone(&self.clean);
        let places: Vec<_> = clean
            .units
            .iter()
            .map(|(id, _)| (id.clone(), id.clone()))
            .collect();
        let at = self.choose(&places, |city, i| fits(city, &clean.units[i].0));
        clean.units[at].clone()
    }

    /// An item file in none of whose items anything was planted; its items are taken with it.
    pub fn file(&mut self, fits: impl Fn(&Self, &str) -> bool) -> String {
        let clean = Rc::clone(&self.clean);
        let unit = |path: &str| path.split('/').nth(1).unwrap().to_owned();
        let paths = clean.texts.keys().filter(|p| p.starts_with("items/"));
        let places: Vec<_> = paths.map(|p| (p.clone(), unit(p))).collect();
        let of = |path: &str| {
            clean
                .items
                .iter()
                .filter(|i| i.place.path == path)
                .collect::<Vec<_>>()
        };
        let at = self.choose(&places, |city, i| {
            let (path, unit) = &places[i];
            of(path).iter().all(|item| city.free(item)) && city.may_break(unit) && fits(city, path)
        });
        for item in of(&places[at].0) {
            self.take(item);
        }
        places[at].0.clone()
    }

    pub fn may_break(&self, unit: &str) -> bool {
        !self.whole.contains(unit)
    }

    pub fn is_whole(&self, unit: &str) -> bool {
        !self.unread.contains(unit)
    }

    /// Says that something of the unit cannot be read any more.
    pub fn breaks(&mut self, unit: &str) {
        assert!(self.may_break(unit));
        self.unread.insert(unit.to_owned());
    }

    /// Says that the fault is only found while everything of the unit can be read.
    pub fn relies_on(&mut self, unit: &str) {
        assert!(self.is_whole(unit));
        self.whole.insert(unit.to_owned());
    }

    // Planting.

    pub fn lines(&mut self, place: &Place) -> &mut Vec<String> {
        &mut self.texts.get_mut(&place.path).unwrap().blocks[place.block]
    }

    /// Replaces one key of an item, with all that hangs on it; an empty text takes it out.
    pub fn set(&mut self, item: &Item, key: &str, text: &str) {
        Text::set(self.lines(&item.place), key, text);
        self.removed.push((
            item.place.path.clone(),
            Some(item.code.clone()),
            Some(key.to_owned()),
        ));
    }

    /// Adds an entry to a list of an item, making the list where there is none.
    pub fn push(&mut self, item: &Item, key: &str, entry: &str) {
        Text::push(self.lines(&item.place), key, entry);
    }

    /// Replaces a piece of text in a place.
    pub fn replace(&mut self, place: &Place, from: &str, to: &str) {
        let line = self.lines(place).iter_mut().find(|l| l.contains(from));
        let line = line.unwrap_or_else(|| panic!("{place:?} 里没有“{from}”"));
        *line = line.replacen(from, to, 1);
    }

    /// A new file.
    pub fn create(&mut self, path: &str, text: &str) {
        let old = self.texts.insert(path.to_owned(), Text::new(text));
        assert!(old.is_none(), "已有 {path}");
    }

    /// Moves a file.
    pub fn rename(&mut self, from: &str, to: &str) {
        let text = self.texts.remove(from).unwrap();
        self.texts.insert(to.to_owned(), text);
        self.renamed.insert(from.to_owned(), to.to_owned());
    }

    /// Puts something that is no text in a file's place; what was noted about the file goes with it.
    pub fn spoil(&mut self, path: &str, content: Option<Vec<u8>>) {
        self.texts.remove(path);
        self.raw.insert(path.to_owned(), content);
        self.lose(path);
    }

    /// Says that the notes about a file go.
    pub fn lose(&mut self, path: &str) {
        self.removed.push((path.to_owned(), None, None));
    }

    /// Says that the notes about an item go.
    pub fn lose_item(&mut self, item: &Item) {
        self.removed
            .push((item.place.path.clone(), Some(item.code.clone()), None));
    }

    /// The rule must be found at this text in this place.
    pub fn expect(&mut self, place: &Place, slice: &str) {
        self.expect_also(self.rule, place, slice);
    }

    /// Another rule must be found too: say beside it why the fault cannot be planted without.
    pub fn expect_also(&mut self, code: &str, place: &Place, slice: &str) {
        let (code, place, slice) = (code.to_owned(), place.clone(), slice.to_owned());
        self.expected.push(Expected {
            code,
            place,
            slice,
            line: None,
        });
    }

    /// The same of a cell of a table, in a row counted from 0.
    pub fn expect_in_row(&mut self, place: &Place, cell: &str, row: usize) {
        self.expect(place, cell);
        self.expected.last_mut().unwrap().line = Some(row);
    }

    /// The same of a text that stands there more than once: the last one is meant.
    pub fn expect_last(&mut self, place: &Place, slice: &str) {
        self.expect(place, slice);
        let line = self.lines(place).iter().rposition(|l| l.contains(slice));
        self.expected.last_mut().unwrap().line = Some(line.unwrap());
    }
}
