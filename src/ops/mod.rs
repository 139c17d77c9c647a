//! Floor 4: only where the order of effects matters, and the list as values, which rests on several floors.

pub mod catalog;
pub mod publish;
pub mod review;
pub mod validate;
