//! Floor 2: what differs between two lists.

pub mod catalogs;
pub mod impact;
pub mod items;
pub mod lists;
mod rows;
pub mod words;
