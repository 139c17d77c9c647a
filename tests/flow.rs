//! Flowcharts drawn: what every picture promises, and the commands that make them.

#![allow(clippy::unwrap_used)]

#[path = "flow/city.rs"]
mod city;
#[path = "flow/geometry.rs"]
mod geometry;
#[path = "flow/random.rs"]
mod random;
