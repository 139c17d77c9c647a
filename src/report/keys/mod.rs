//! The keys of the JSON that is written, said once: the JSON Schemas are made of these tables, and the tests hold what
//! is written to the schemas.

pub mod adjustments;
pub mod cite;
pub mod diff;
pub mod findings;
pub mod item_history;
pub mod law_calendar;
pub mod law_diff;
pub mod law_impact;
pub mod level_stats;
pub mod list;
pub mod overdue;
pub mod progress;
pub mod release;
pub mod review_item;
pub mod special_lists;
pub mod verified;

use crate::schema::File;

/// The outputs that have a schema.
pub static FILES: [&File; 18] = [
    &adjustments::FILE,
    &cite::FILE,
    &diff::FILE,
    &findings::FILE,
    &item_history::FILE,
    &law_calendar::FILE,
    &law_diff::FILE,
    &law_impact::FILE,
    &level_stats::FILE,
    &list::FILE,
    &overdue::FILE,
    &progress::FILE,
    &release::LIST_FILE,
    &release::RELEASE_FILE,
    &release::VERIFIED_FILE,
    &review_item::FILE,
    &special_lists::FILE,
    &verified::FILE,
];
