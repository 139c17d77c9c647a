//! Flowcharts drawn: what every picture promises, and the commands that make them.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::disallowed_macros
)]

#[path = "flow/city.rs"]
mod city;
#[path = "flow/commands.rs"]
mod commands;
#[path = "flow/geometry.rs"]
mod geometry;
#[path = "flow/random.rs"]
mod random;
