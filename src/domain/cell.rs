//! Cells of a spreadsheet: where a value of a workbook stands.

/// A cell, row and column counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellRef {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
}

impl CellRef {
    /// A cell.
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }
}

impl std::fmt::Display for CellRef {
    /// `F23`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut letters = Vec::new();
        let mut n = u64::from(self.column) + 1;
        while n > 0 {
            n -= 1;
            // Always below 26, so the sum stays a letter.
            letters.push(char::from(b'A' + (n % 26) as u8));
            n /= 26;
        }
        let name: String = letters.iter().rev().collect();
        write!(f, "{name}{}", u64::from(self.row) + 1)
    }
}

/// Signs at which a spreadsheet takes what is typed for a formula or a command, half-width and full-width.
const SIGNS: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet could take a text for a formula or a command, were it typed in.
pub fn runs_in_spreadsheets(text: &str) -> bool {
    text.starts_with(SIGNS)
}

/// Whether a text needs an apostrophe before it in a format that knows no types: because it runs, or because it has
/// apostrophes of its own before what runs, which would be taken for ours.
pub fn needs_guard(text: &str) -> bool {
    runs_in_spreadsheets(text.trim_start_matches('\''))
}

/// A text without the apostrophe that [`needs_guard`] asked for.
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if needs_guard(rest) => rest,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_spreadsheets_do() {
        for (row, column, name) in [
            (0, 0, "A1"),
            (22, 5, "F23"),
            (0, 25, "Z1"),
            (9, 26, "AA10"),
            (0, 16383, "XFD1"),
        ] {
            assert_eq!(CellRef::new(row, column).to_string(), name);
        }
    }

    #[test]
    fn a_guard_comes_off_again() {
        for text in ["=1", "'=1", "''+1", "甲", "'甲", "'", "－甲"] {
            let written = if needs_guard(text) {
                format!("'{text}")
            } else {
                text.to_owned()
            };
            assert!(!runs_in_spreadsheets(&written), "{text}");
            assert_eq!(unguarded(&written), text);
        }
    }
}
