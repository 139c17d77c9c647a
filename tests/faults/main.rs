//! What the world does to the program: it is killed at any write, disks are full, fail or only read, somebody else holds
//! the database, clocks are set back, backups are taken while people are at work.
//!
//! `POWER_LIST_FAULTS=all cargo test --test faults` tries every place at which it can be done, instead of some of them.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

#[path = "../sample/mod.rs"]
mod sample;

mod acts;
mod backups;
mod clocks;
mod errors;
mod kills;
mod locked;
mod readonly;
mod state;
mod strace;
