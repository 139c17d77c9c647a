//! Floor 3: the only library code that touches disk or database.
#![allow(clippy::disallowed_macros, clippy::disallowed_methods)]

pub mod register;
pub mod statute;
