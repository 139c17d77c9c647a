//! YAML in and out. Item files, charts and settings go through a reader that keeps the place of every key and
//! value; data files and writing go through serde.

mod adjust;
pub mod baseline;
pub mod calendar;
pub mod canonical;
pub mod categories;
pub mod comments;
pub mod decode;
pub mod departments;
pub mod edit;
pub mod feedback;
pub mod flowchart;
pub mod headers;
pub mod item_file;
pub mod items;
pub mod keys;
pub mod law_settings;
pub mod layout;
pub mod local_names;
pub mod reorganization;
pub mod settings;
pub mod syntax;
pub mod tree;
pub mod write;
