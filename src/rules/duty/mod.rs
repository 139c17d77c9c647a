//! Family 责任与追责 (R).

pub mod accountability_ungrounded;
pub mod duplicate_accountability;
pub mod duplicate_duty;
pub mod duty_stage_not_on_chart;
pub mod no_accountability;
pub mod no_responsibilities;
pub mod stage_not_covered;
