//! Lists as offices keep them: workbooks that are read, written and read again, really published ones among them.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

#[path = "../sample/mod.rs"]
mod sample;
#[path = "../schema_support/mod.rs"]
mod schema_support;

mod export;
mod import;
mod import_lists;
mod passing;
mod real_import;
mod round_trip;
mod statistics_bureau;
mod workbooks;
