//! What people look at: flowcharts drawn, and
//! `power-list publish --site` through the real binary, and its pages as people see them: in Chromium, on a desk and on a
//! phone, in light and in dark, with and without JavaScript, with the keyboard alone.
//!
//! What Chromium is needed for is said loudly and passed over where there is none.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

#[path = "../sample/mod.rs"]
mod sample;

mod axe;
mod browser;
mod command;
mod content;
mod flow;
mod links;
mod long;
mod looks;
mod searching;
mod world;
