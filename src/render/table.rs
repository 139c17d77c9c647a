//! A document of tables, in no format: what the writers of workbooks, CSV and Markdown have in common.

use jiff::civil::Date;

/// Sheets that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// What it is called, e.g. 滁州市权力清单（2015年版）.
    pub title: String,
    /// The day that it counts as made on, so that the same content gives the same bytes.
    pub day: Date,
    /// The sheets.
    pub sheets: Vec<Sheet>,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet, one that spreadsheets take (see [`SheetNames`]).
    pub name: String,
    /// Line above the table.
    pub title: String,
    /// Headings over several columns, in their order; empty or one for every column.
    pub bands: Vec<Band>,
    /// Columns.
    pub columns: Vec<Column>,
    /// What belongs together, e.g. an item with its sub-items.
    pub blocks: Vec<Block>,
    /// Line below the table.
    pub foot: Option<String>,
    /// Column that is filled where a block begins: such rows are shaded, also those that people add.
    pub opened_by: Option<usize>,
    /// Columns that stay in sight, and stand on every page, where the table is wider than a page.
    pub fixed_columns: u16,
    /// Whether a text that no row is high enough for goes on in further rows; else it stays in its cell.
    pub breaks_rows: bool,
    /// What of it people may write in.
    pub access: Access,
}

/// What of a sheet people may write in. Protection has no password: it keeps off slips, not people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// Everything: nothing is protected.
    All,
    /// All rows and so many empty ones below; the head is protected.
    Rows(u32),
    /// The cells of these columns; all else is protected.
    Columns(Vec<usize>),
}

impl Access {
    /// Whether the cells of a column, below the head of a protected sheet, may be written in.
    pub fn unlocks(&self, column: usize) -> bool {
        match self {
            Self::All => false,
            Self::Rows(_) => true,
            Self::Columns(columns) => columns.contains(&column),
        }
    }
}

/// A heading over several columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The heading.
    pub title: &'static str,
    /// How many columns it covers.
    pub columns: usize,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its title.
    pub title: &'static str,
    /// Its width in Chinese characters.
    pub width: u16,
    /// Whether it holds running text, not short words.
    pub running_text: bool,
    /// Whether whole numbers in it are to be reckoned with: a spreadsheet takes them as numbers.
    pub number: bool,
    /// Whether it says which block a row belongs to, so that a flat table repeats it in every row.
    pub identifies: bool,
    /// What belongs there, for people who fill it in.
    pub help: Option<String>,
    /// Words to choose from; empty: anything.
    pub choices: Vec<String>,
    /// Whether nothing but the words may stand there.
    pub closed: bool,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Texts of the block as a whole, by column; `None` where each row has its own.
    pub whole: Vec<Option<String>>,
    /// Texts of the rows, by column; empty where the block as a whole has one. At least one row.
    pub rows: Vec<Vec<String>>,
}

impl Block {
    /// The rows for a table without merged cells: what the block as a whole says stands in its first row, what
    /// identifies it, as these columns do, in every row.
    pub fn flat_rows<'b>(&'b self, identifies: &'b [bool]) -> impl Iterator<Item = Vec<&'b str>> {
        self.rows.iter().enumerate().map(move |(n, row)| {
            let text =
                |(own, (whole, identifies)): (&'b String, (&'b Option<String>, &bool))| match whole
                {
                    Some(whole) if n == 0 || *identifies => whole.as_str(),
                    Some(_) => "",
                    None => own.as_str(),
                };
            row.iter()
                .zip(self.whole.iter().zip(identifies))
                .map(text)
                .collect()
        })
    }
}

/// Longest name of a sheet that spreadsheets take, in UTF-16 units.
const LONGEST_NAME: usize = 31;

/// Makes names for sheets: no sign that spreadsheets refuse, not too long, no two alike.
#[derive(Debug, Default)]
pub struct SheetNames {
    taken: Vec<String>,
}

impl SheetNames {
    /// Names that only these may not be.
    pub fn besides(taken: &[&str]) -> Self {
        Self {
            taken: taken.iter().map(|name| name.to_lowercase()).collect(),
        }
    }

    /// The name that comes nearest to a wish.
    pub fn name(&mut self, wish: &str) -> String {
        let clean: String = wish
            .chars()
            .map(|c| {
                if "[]:*?/\\".contains(c) || c.is_control() {
                    ' '
                } else {
                    c
                }
            })
            .collect();
        // An apostrophe may not stand at either end, and Excel keeps History for itself.
        let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        let clean = match clean {
            "" => "未命名",
            other => other,
        };
        let mut name = shortened(clean, LONGEST_NAME).to_owned();
        let mut number = 2_u32;
        while self.taken.contains(&name.to_lowercase()) || name.eq_ignore_ascii_case("history") {
            let tail = format!("（{number}）");
            let room = LONGEST_NAME - tail.chars().count();
            name = format!("{}{tail}", shortened(clean, room));
            number += 1;
        }
        self.taken.push(name.to_lowercase());
        name
    }
}

/// As much of a text as this many UTF-16 units hold.
fn shortened(text: &str, most: usize) -> &str {
    let mut units = 0;
    let end = text.char_indices().find_map(|(i, c)| {
        units += c.len_utf16();
        (units > most).then_some(i)
    });
    text.get(..end.unwrap_or(text.len()))
        .unwrap_or(text)
        .trim_end_matches(|c: char| c == '\'' || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_ones_that_spreadsheets_take() {
        let mut names = SheetNames::besides(&["选项"]);
        assert_eq!(names.name("滁州市统计局"), "滁州市统计局");
        assert_eq!(names.name("滁州市统计局"), "滁州市统计局（2）");
        assert_eq!(names.name("选项"), "选项（2）");
        assert_eq!(names.name("a[b]:*?/\\c"), "a b      c");
        assert_eq!(names.name("'引号'"), "引号");
        assert_eq!(names.name("History"), "History（2）");
        assert_eq!(names.name("tjj"), "tjj");
        assert_eq!(names.name("TJJ"), "TJJ（2）");
        assert_eq!(names.name(" "), "未命名");
        let long = "长".repeat(40);
        assert_eq!(names.name(&long).chars().count(), 31);
        let second = names.name(&long);
        assert_eq!(second.chars().count(), 31);
        assert!(second.ends_with("（2）"), "{second}");
        assert!(names.name(&"𠀀".repeat(20)).encode_utf16().count() <= 31);
    }

    #[test]
    fn a_flat_table_says_in_every_row_whose_row_it_is() {
        let text = |text: &str| Some(text.to_owned());
        let row = |own: &str| vec![String::new(), String::new(), own.to_owned()];
        let block = Block {
            whole: vec![text("编码"), text("依据"), None],
            rows: vec![row("一"), row("二")],
        };
        let rows: Vec<Vec<&str>> = block.flat_rows(&[true, false, false]).collect();
        assert_eq!(rows, [["编码", "依据", "一"], ["编码", "", "二"]]);
    }
}
