//! What judges files and what sets them right: `validate`, `fix`, `fmt`, `code`, `baseline`, `cite`, `diff`, `lists`, their
//! settings and their formats.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

#[path = "../format_support/mod.rs"]
mod format_support;
#[path = "../sample/mod.rs"]
mod sample;
#[path = "../schema_support/mod.rs"]
mod schema_support;

mod alike;
mod annotate;
mod bad_input;
mod baseline;
mod cache;
mod cite;
mod code;
mod diff;
mod fix;
mod fmt;
mod formats;
mod kills;
mod rules;
mod settings;
mod special_lists;
mod validate_workbook;
mod vast;
