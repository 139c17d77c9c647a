//! Releases: publishing, what stands in the file, what a stranger can check, and what comes after the first day of a list.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

#[path = "../docx_support/mod.rs"]
mod docx_support;
#[path = "../sample/mod.rs"]
mod sample;

mod demo;
mod levels;
mod listed;
mod previous;
mod publish;
mod release;
mod stranger;
