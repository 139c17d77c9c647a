//! Floor 3: the only library code that touches disk or database.
#![allow(clippy::disallowed_methods)]

pub mod baseline;
pub mod bounds;
pub mod cache;
pub mod demo;
pub mod feedback;
pub mod files;
pub mod fonts;
pub mod history;
#[cfg(feature = "postgres")]
pub mod postgres;
pub mod project;
pub mod register;
pub mod schemas;
pub mod sheet;
pub mod site;
pub mod sqlite;
pub mod ssh;
pub mod statute;
pub mod store;
pub mod submission;
pub mod yaml;
