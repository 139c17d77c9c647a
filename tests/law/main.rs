//! The law: the register and its texts, citations and quotations in hand-written and in published lists, what its changes do
//! to a list, and the example city against the statutes.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

#[path = "../sample/mod.rs"]
mod sample;

mod citations;
mod city;
mod command;
mod diff;
mod impact;
mod labelled;
mod quotes;
mod quotes_real;
mod real_lists;
mod updates;
