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
}
