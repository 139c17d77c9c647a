//! What is done with hostile input: one function for each way into the program, called by the fuzzer with whatever it
//! comes up with and by `tests/fuzz` with what it came up with before.
//!
//! Each fails by a panic: of the program, or of what it holds true of everything that was read.

#![forbid(unsafe_code)]

pub mod citation;
pub mod configuration;
pub mod events;
pub mod feedback;
pub mod flowchart_yaml;
pub mod item_yaml;
mod packed;
mod place;
pub mod release;
pub mod statute;
pub mod workbook;
