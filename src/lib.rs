//! `power-list`: 政府权力清单的编制、审核、公布与动态管理。
//!
//! The library is layered in floors (see `docs/architecture.md`); a floor uses only floors below.

pub mod compare;
pub mod domain;
pub mod finding;
pub mod io;
pub mod ops;
pub mod render;
pub mod report;
pub mod rules;
pub mod schema;
pub mod workflow;
