//! One item of a project by its code: the others are only read past.

use jiff::civil::Date;

use super::ReadOnce;
use super::once::read_first;
use crate::domain::catalog::Catalog;
use crate::domain::gate::Gate;
use crate::domain::item::PowerItem;
use crate::domain::law::Register;
use crate::domain::near::Near;
use crate::domain::project::Frame;
use crate::io::project::Loaded;
use crate::io::project::outline::{Changed, Outline};
use crate::io::yaml::item_file::Taker;
use crate::ops::catalog::{Official, Survey};
use crate::ops::reread::{Place, ReadAgain};
use crate::rules::context::Shared;

/// What was found under a code.
#[derive(Debug)]
pub struct Sought {
    /// The project without its items, and what is wrong with it.
    pub loaded: Loaded<Frame>,
    /// The list with just the item; where there is none, the codes that are near.
    pub found: Result<Catalog, Vec<String>>,
}

/// The list with just the item of a code, or the item whose sub-item has it, and with the laws and charts that it needs;
/// where there is none, the codes that are near. By the law of `as_of`.
///
/// # Errors
/// When the files are not any more what they were at first.
pub fn one(
    outline: Outline,
    register: &Register,
    as_of: Date,
    code: &str,
) -> Result<Sought, Changed> {
    let (once, files, as_read) = read_first(outline, |_, read| {
        let mut looking = Looking {
            code,
            found: Vec::new(),
            passed: 0,
        };
        read(&mut looking);
        looking
    });
    let ReadOnce { loaded, came } = once;
    let frame = &loaded.project;
    let official = Official::of(frame);
    let places: Vec<Place> = (0..)
        .zip(&came)
        .flat_map(|(file, of_file)| (0..of_file.passed).map(move |at| (file, at)))
        .collect();
    let files = ReadAgain::new(files, as_read);
    let all = files.order(places);
    let found = came.into_iter().flat_map(|of_file| of_file.found);
    // Where several have the code, the one that the list has first.
    let first = found
        .min_by_key(|item| official.rank(item.department.value.as_str(), &item.category.value));
    let Some(item) = first else {
        let mut near = Near::to(code);
        files.each(&all, &mut |items| {
            items.iter().flat_map(codes_of).for_each(|c| near.see(c));
            true
        })?;
        let found = Err(near.codes());
        return Ok(Sought { loaded, found });
    };
    let shared = Shared::new(frame, register, as_of, Gate::Publication);
    let mut survey = Survey::new(&shared);
    survey.see(&item);
    if survey.asks() {
        files.each(&all, &mut |items| {
            items.iter().for_each(|item| survey.answer(item));
            true
        })?;
    }
    let catalog = Catalog {
        items: vec![survey.row(&item)],
        ..survey.frame(|_| true)
    };
    let found = Ok(catalog);
    Ok(Sought { loaded, found })
}

fn codes_of(item: &PowerItem) -> impl Iterator<Item = &str> {
    let own = item.code.iter().map(|code| code.value.as_str());
    own.chain(item.sub_items.iter().map(|sub| sub.code.value.as_str()))
}

struct Looking<'c> {
    code: &'c str,
    found: Vec<PowerItem>,
    passed: u32,
}

impl Taker for Looking<'_> {
    fn take(&mut self, item: PowerItem) {
        self.passed += 1;
        if codes_of(&item).any(|code| code == self.code) {
            self.found.push(item);
        }
    }

    fn start_over(&mut self) {
        self.found.clear();
        self.passed = 0;
    }
}
