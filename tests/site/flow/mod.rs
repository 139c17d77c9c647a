//! Flowcharts drawn: what every picture promises, and the commands that make them.

mod city;
mod commands;
mod geometry;
mod random;
