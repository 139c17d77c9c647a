//! Floor 3: documents. Bytes out, no files.

pub mod docx;
