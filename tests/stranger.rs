//! A release as a file that a stranger can check: what lies beside it, what `release verify` finds, what Datasette shows.
// Helpers of tests fail the test, as the tests themselves do, and lay out its files.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod releases;
mod sample;
