//! How cells look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The face of every text: there on every office computer.
const FONT: &str = "宋体";

/// Size of the text in tables, in points.
const SIZE: f64 = 9.0;

/// Behind titles of columns.
const HEADER: Color = Color::RGB(0xED_ED_ED);

/// Behind rows that begin a block.
const OPENING: Color = Color::RGB(0xF3_F7_FB);

/// Behind cells that wait for an answer.
const ASKED: Color = Color::RGB(0xFF_FB_E6);

/// Behind headings over several columns.
const BAND: Color = Color::RGB(0xDD_E6_F0);

/// What a cell of a table is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Look {
    /// Running text stands left, other texts in the middle.
    pub running_text: bool,
    /// The cell holds a number, not a text.
    pub number: bool,
    /// A spreadsheet would run the text, were it typed in.
    pub guarded: bool,
    /// The text begins above.
    pub goes_on_from_above: bool,
    /// The text goes on below.
    pub goes_on_below: bool,
    /// The block is too long for a page to be likely to hold it: its texts stand where it begins.
    pub top: bool,
    /// People may write in it although the sheet is protected.
    pub unlocked: bool,
    /// It is the place for an answer on a sheet that else is only read.
    pub asked: bool,
}

fn text() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(SIZE)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
}

/// What texts of a column have in common.
fn aligned(running_text: bool) -> Format {
    if running_text {
        return text().set_align(FormatAlign::Left);
    }
    // Text as a number format keeps the zeros of codes that people type in; running texts of more than 255
    // characters would show as ### in old versions.
    text().set_align(FormatAlign::Center).set_num_format("@")
}

/// A cell of the table.
pub(super) fn cell(look: Look) -> Format {
    let mut format = match look.number {
        true => text().set_align(FormatAlign::Center),
        false => aligned(look.running_text),
    };
    format = format
        .set_border_left(FormatBorder::Thin)
        .set_border_right(FormatBorder::Thin);
    if !look.goes_on_from_above {
        format = format.set_border_top(FormatBorder::Thin);
    }
    if !look.goes_on_below {
        format = format.set_border_bottom(FormatBorder::Thin);
    }
    if look.top {
        format = format.set_align(FormatAlign::Top);
    }
    if look.guarded {
        format = format.set_quote_prefix();
    }
    if look.unlocked {
        format = format.set_unlocked();
    }
    if look.asked {
        format = format.set_background_color(ASKED);
    }
    format
}

/// A cell to write in.
pub(super) fn spare(running_text: bool) -> Format {
    aligned(running_text).set_unlocked()
}

/// A row that begins a block.
pub(super) fn shade() -> Format {
    Format::new().set_background_color(OPENING)
}

/// A row that something is written in.
pub(super) fn borders() -> Format {
    Format::new().set_border(FormatBorder::Thin)
}

/// What people may write beside the table.
pub(super) fn margin() -> Format {
    text().set_unlocked()
}

/// The line above the table.
pub(super) fn title() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(16)
        .set_bold()
        .set_shrink()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

/// A title of a column.
pub(super) fn header() -> Format {
    text()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_background_color(HEADER)
        .set_align(FormatAlign::Center)
}

/// A heading over several columns.
pub(super) fn band() -> Format {
    header().set_background_color(BAND)
}

/// The line below the table.
pub(super) fn foot() -> Format {
    text().set_align(FormatAlign::Left)
}
