//! Floor 3: the only library code that touches disk or database.
#![allow(clippy::disallowed_methods)]

pub mod files;
pub mod project;
pub mod sheet;
pub mod submission;
pub mod yaml;
