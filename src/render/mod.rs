//! Documents as offices hand them round: what stands in them is described once, and one writer for each format makes
//! bytes of it. Nothing here knows of files.

pub mod csv;
pub mod docx;
pub mod feedback;
pub mod flow;
pub mod form;
pub mod json;
pub mod jsonld;
pub mod law_impact;
pub mod list_diff;
pub mod listing;
pub mod markdown;
pub mod paper;
pub mod progress;
pub mod site;
pub mod special;
pub mod table;
mod wrap;
pub mod xlsx;
