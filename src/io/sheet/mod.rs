//! Workbooks: opened by content, read by the titles of their columns, turned into drafts of items.

pub mod annotate;
pub mod basis;
pub mod cite;
pub mod draft;
pub mod duties;
pub mod field;
pub mod form;
pub mod grid;
pub mod headers;
pub mod joined;
pub mod rows;
pub mod section;
pub mod text;
pub mod unsaid;
pub mod workbook;
