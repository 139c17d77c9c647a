//! Floor 4: operations in which the order of effects matters.

pub mod import_source;
