//! The planters: for each rule, how its fault comes into the city.

pub mod allow;
pub mod category;
pub mod duty;
pub mod flow;
pub mod item;
pub mod legal;
pub mod levels;
pub mod list;
pub mod parts;
pub mod quotes;
pub mod shape;
pub mod steps;
pub mod workbook;

use std::rc::Rc;

use super::city::{Chart, City, Item, Place};
use super::text::value_of;

/// When a planted fault can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// On the city's own day, together with the faults of all other rules.
    Now,
    /// Years later: the rule's law is younger than the city.
    Later,
    /// On the city's own day, but only with its like: it changes how the whole city is judged, or holds back where
    /// anything cannot be read.
    Apart,
    /// The law of another day counts, so that only the rule itself is asked.
    Overtaken,
    /// On the city's own day, but only by itself: it silences its like.
    Solo,
    /// It stops the run: nothing else is judged.
    Alone,
    /// On the city's own day, in a table that is handed in with the city.
    HandedIn,
}

/// Plants the fault of one rule in one place and says what is to be found.
pub struct Planter {
    pub rule: &'static str,
    pub when: When,
    pub plant: fn(&mut City),
}

/// All planters, family by family.
pub static PLANTERS: &[&[Planter]] = &[
    shape::PLANTERS,
    item::PLANTERS,
    legal::PLANTERS,
    flow::PLANTERS,
    steps::PLANTERS,
    duty::PLANTERS,
    category::PLANTERS,
    list::PLANTERS,
    levels::PLANTERS,
    parts::PLANTERS,
    allow::PLANTERS,
    quotes::PLANTERS,
    workbook::PLANTERS,
];

const fn now(rule: &'static str, plant: fn(&mut City)) -> Planter {
    Planter {
        rule,
        when: When::Now,
        plant,
    }
}

const fn later(rule: &'static str, plant: fn(&mut City)) -> Planter {
    Planter {
        rule,
        when: When::Later,
        plant,
    }
}

const fn apart(rule: &'static str, plant: fn(&mut City)) -> Planter {
    Planter {
        rule,
        when: When::Apart,
        plant,
    }
}

const fn overtaken(rule: &'static str, plant: fn(&mut City)) -> Planter {
    Planter {
        rule,
        when: When::Overtaken,
        plant,
    }
}

const fn solo(rule: &'static str, plant: fn(&mut City)) -> Planter {
    Planter {
        rule,
        when: When::Solo,
        plant,
    }
}

const fn alone(rule: &'static str, plant: fn(&mut City)) -> Planter {
    Planter {
        rule,
        when: When::Alone,
        plant,
    }
}

/// One of five variants of a fault, by the round.
fn variant<T: Copy>(c: &City, all: [T; 5]) -> T {
    all[c.round % 5]
}

/// Takes a key out of an item; the rule points at its name.
fn take_out(c: &mut City, item: &Item, key: &str) {
    c.set(item, key, "");
    c.expect(&item.place, &item.name);
}

/// Writes a key of some item anew; the rule points at a piece of it.
fn rewrite(c: &mut City, fits: impl Fn(&Item) -> bool, key: &str, text: &str, slice: &str) {
    let item = c.item(fits);
    c.set(&item, key, text);
    c.expect(&item.place, slice);
}

/// Adds an entry to a list of some item; the rule points at a piece of it.
fn add(c: &mut City, key: &str, entry: &str, slice: &str) {
    let item = c.item(|_| true);
    c.push(&item, key, entry);
    c.expect(&item.place, slice);
}

/// A chart of a category, and its one user.
fn single(c: &mut City, fits: impl Fn(&Chart, &Item) -> bool) -> (Rc<Chart>, Rc<Item>) {
    let chart = c.chart_in(|c, chart| chart.users.len() == 1 && fits(chart, &c.users(chart)[0]));
    let item = Rc::clone(&c.users(&chart)[0]);
    (chart, item)
}

/// The steps of a chart as it is now: place, and what a key says.
fn steps(c: &City, path: &str, key: &str) -> Vec<(Place, String)> {
    let blocks = c.texts[path].blocks.iter().enumerate().skip(1);
    let value = |(block, lines): (usize, &Vec<String>)| {
        Some((Place::entry(path, block), value_of(lines, key)?.to_owned()))
    };
    blocks.filter_map(value).collect()
}

/// Appends a step to a chart.
fn append_step(c: &mut City, path: &str, step: &str) -> Place {
    let blocks = &mut c.texts.get_mut(path).unwrap().blocks;
    blocks.push(vec![format!("  - {{ {step} }}")]);
    Place::entry(path, blocks.len() - 1)
}
