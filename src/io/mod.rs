//! Floor 3: the only library code that touches disk or database.
#![allow(clippy::disallowed_methods)]

pub mod atomic;
pub mod feedback;
pub mod sqlite;
pub mod store;
