//! Family 流程图 (F).

pub mod branch_count;
pub mod chart_category_mismatch;
pub mod customary_step_missing;
pub mod dangling_step;
pub mod duplicate_step;
pub mod flowchart_not_found;
pub mod flowchart_outside_project;
pub mod flowchart_unusable;
pub mod no_flowchart;
pub mod no_way_to_end;
pub mod orphan_chart;
pub mod path_over_limit;
pub mod start_count;
pub mod statutory_step_missing;
pub mod unknown_risk_step;
pub mod unreachable_step;
