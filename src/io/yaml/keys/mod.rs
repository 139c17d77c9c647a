//! The keys of the files that people write, said once: the reader knows and demands keys by these tables, `fmt` orders
//! keys by them, and the JSON Schemas are made of them.

pub mod adjust;
pub mod baseline;
pub mod departments;
pub mod feedback;
pub mod flowchart;
pub mod headers;
pub mod items;
pub mod reorganization;
pub mod settings;

use crate::schema::File;

/// The files whose keys are in tables.
pub static FILES: [&File; 8] = [
    &baseline::FILE,
    &departments::FILE,
    &feedback::FILE,
    &flowchart::FILE,
    &headers::FILE,
    &items::FILE,
    &reorganization::FILE,
    &settings::FILE,
];
