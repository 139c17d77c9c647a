//! Floor 4: only where the order of effects matters.

pub mod law_index;
