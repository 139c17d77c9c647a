//! The rows of a list, made as they are wanted.

use rayon::prelude::*;

use crate::domain::catalog::{Catalog, ItemRow};
use crate::io::project::outline::Changed;
use crate::ops::catalog::{Named, Survey};
use crate::rules::context::Shared;

use super::{Chosen, Unjudged};

/// A list whose rows are made as they are wanted.
pub struct Rows<'s, 'a> {
    survey: Survey<'s, 'a>,
    /// All of the list but the items.
    pub frame: Catalog,
}

impl<'s, 'a> Rows<'s, 'a> {
    /// The rows of a project whose items name so much.
    ///
    /// # Errors
    /// When the items are not any more what they were at first.
    pub fn of(
        project: &Unjudged,
        named: Named<'a>,
        shared: &'s Shared<'a>,
    ) -> Result<Self, Changed> {
        let mut survey = Survey::of(shared, named);
        if survey.asks() {
            project.of_kinds(|_| Some(0)).each(&mut |items| {
                items.iter().for_each(|item| survey.answer(item));
                true
            })?;
        }
        Ok(Self {
            frame: survey.frame(|_| true),
            survey,
        })
    }

    /// Makes something of the row of each item, on all threads, and hands it over in the order of the items, until `take`
    /// says no. What `place` says of a row, in that order, is given along.
    ///
    /// # Errors
    /// When the items are not any more what they were at first.
    pub fn each<P: Send, T: Send>(
        &self,
        items: &Chosen<'_>,
        place: &mut dyn FnMut(&ItemRow) -> P,
        make: impl Fn(ItemRow, P) -> T + Sync,
        take: &mut dyn FnMut(T) -> bool,
    ) -> Result<(), Changed> {
        items.each(&mut |items| {
            let rows: Vec<ItemRow> = items.par_iter().map(|item| self.survey.row(item)).collect();
            let places: Vec<P> = rows.iter().map(&mut *place).collect();
            let made: Vec<T> = rows
                .into_par_iter()
                .zip(places)
                .map(|(row, place)| make(row, place))
                .collect();
            made.into_iter().all(&mut *take)
        })
    }
}
