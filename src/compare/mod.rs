//! Floor 2: what differs between two lists, two versions of an item, two versions of a law.

pub mod catalogs;
pub mod history;
pub mod impact;
pub mod items;
pub mod law_diff;
pub mod law_versions;
pub mod lists;
pub mod register_update;
mod rows;
pub mod words;
