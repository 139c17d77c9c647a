//! Family 责任与追责 (R).

pub mod accountability_ungrounded;
pub mod no_accountability;
pub mod no_responsibilities;
pub mod stage_not_covered;
