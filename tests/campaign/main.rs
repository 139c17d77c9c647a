//! 三上三下, from the working database to the papers, and the adjustments after it.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

#[path = "../docx_support/mod.rs"]
mod docx_support;
#[path = "../papers_support/mod.rs"]
mod papers_support;
#[path = "../sample/mod.rs"]
mod sample;
#[path = "../schema_support/mod.rs"]
mod schema_support;

mod adjust;
mod answer_from;
mod checkpoint;
mod deadlines;
mod docx;
mod drafts;
mod feedback_papers;
mod progress;
mod queue;
mod record;
mod record_mutation;
mod reports;
mod review;
mod review_show;
mod signatures;
mod upgraded;
mod working_database;
