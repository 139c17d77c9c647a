//! The one look that all tables have.

use comfy_table::{ContentArrangement, Row, Table, presets};

/// A table with a header, a line under it and no other lines, as wide as the terminal allows.
pub fn new(header: impl Into<Row>) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::ASCII_MARKDOWN)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header);
    if table.width().is_none() {
        table.set_width(super::context::width() as u16);
    }
    table
}
