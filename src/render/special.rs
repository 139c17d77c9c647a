//! 专项目录清单 as documents: a sheet or a table for each list.

use jiff::civil::Date;
use serde::Serialize;

use super::listing::Heading;
use super::markdown::{escaped, escaped_within};
use super::table::{Access, Block, Book, Column as TableColumn, Sheet, SheetNames};
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::special_list::{Column, SpecialList};

/// Chinese characters on a line of an A4 page in landscape, over all columns.
const PAGE: u16 = 103;

/// Title of the serial number.
const SERIAL: &str = "序号";

/// Special lists of one catalogue, as far as somebody asked for them.
#[derive(Debug)]
pub struct Specials<'a> {
    /// Whose lists they are.
    pub heading: &'a Heading,
    /// The whole list: what an entry refers to is looked up there.
    pub catalog: &'a Catalog,
    /// Which lists.
    pub lists: Vec<SpecialList>,
}

/// One special list with its lines.
struct Filled {
    list: SpecialList,
    title: String,
    rows: Vec<Vec<String>>,
}

impl Specials<'_> {
    /// The lists with the lines of the items that `wanted` names.
    fn filled(&self, wanted: &dyn Fn(&ItemRow) -> bool) -> Vec<Filled> {
        let each = |&list: &SpecialList| {
            let entries = list.entries(self.catalog).into_iter();
            Filled {
                list,
                title: title_of(self.heading, list.title()),
                rows: entries
                    .filter(|entry| wanted(entry.item))
                    .map(|entry| entry.cells)
                    .collect(),
            }
        };
        self.lists.iter().map(each).collect()
    }

    /// What a document of them is called.
    pub fn title(&self) -> String {
        match self.lists.as_slice() {
            [only] => title_of(self.heading, only.title()),
            _ => title_of(self.heading, "专项目录清单"),
        }
    }

    /// How many lines each list has.
    pub fn counts(&self, wanted: &dyn Fn(&ItemRow) -> bool) -> Vec<(SpecialList, usize)> {
        let lists = self.filled(wanted).into_iter();
        lists.map(|f| (f.list, f.rows.len())).collect()
    }

    /// A workbook: a sheet for each list, also for one without lines, which then says so.
    pub fn book(&self, wanted: &dyn Fn(&ItemRow) -> bool) -> Book {
        let title = self.title();
        book(self.heading, title, self.catalog.as_of, self.filled(wanted))
    }

    /// Tables in Markdown.
    pub fn markdown(&self, wanted: &dyn Fn(&ItemRow) -> bool) -> Vec<u8> {
        let mut out = String::new();
        for filled in self.filled(wanted) {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&format!("# {}\n\n", escaped(&filled.title)));
            out.push_str(&format!("{}\n", filled.list.about()));
            if filled.rows.is_empty() {
                out.push_str("\n没有这一类事项。\n");
                continue;
            }
            let titles = filled.list.columns().iter().map(|c| c.title);
            let titles: Vec<&str> = std::iter::once(SERIAL).chain(titles).collect();
            out.push_str(&format!("\n| {} |\n", titles.join(" | ")));
            out.push_str(&format!("|{}\n", " --- |".repeat(titles.len())));
            for (n, row) in (1..).zip(&filled.rows) {
                let cells = row
                    .iter()
                    .map(|text| escaped_within(text).replace('\n', "<br>"));
                let cells: Vec<String> = cells.collect();
                out.push_str(&format!("| {n} | {} |\n", cells.join(" | ")));
            }
        }
        if let Some(notice) = &self.heading.notice {
            out.push_str(&format!("\n{}\n", escaped(notice)));
        }
        out.into_bytes()
    }

    /// `power-list/special-lists/v1`.
    pub fn json(&self, wanted: &dyn Fn(&ItemRow) -> bool) -> Vec<u8> {
        let lists = self.filled(wanted).into_iter().map(|filled| {
            let columns = filled.list.columns();
            let entry = |row: Vec<String>| -> serde_json::Map<String, serde_json::Value> {
                let key = |(column, text): (&Column, String)| {
                    let value = match text.is_empty() {
                        true => serde_json::Value::Null,
                        false => text.into(),
                    };
                    (column.key.to_owned(), value)
                };
                columns.iter().zip(row).map(key).collect()
            };
            List {
                key: filled.list.key(),
                title: filled.list.title(),
                total: filled.rows.len(),
                entries: filled.rows.into_iter().map(entry).collect(),
            }
        });
        let document = Document {
            schema: "power-list/special-lists/v1",
            jurisdiction: &self.heading.jurisdiction,
            edition: &self.heading.edition,
            notice: self.heading.notice.as_deref(),
            as_of: self.catalog.as_of.to_string(),
            lists: lists.collect(),
        };
        // Texts, numbers and maps of them always have a JSON form.
        let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }
}

/// All special lists of a list as a workbook, from their lines.
pub fn book_of(heading: &Heading, day: Date, lines: Vec<(SpecialList, Vec<Vec<String>>)>) -> Book {
    let filled = lines.into_iter().map(|(list, rows)| Filled {
        list,
        title: title_of(heading, list.title()),
        rows,
    });
    let title = title_of(heading, "专项目录清单");
    book(heading, title, day, filled.collect())
}

/// 滁州市专项目录清单（2015年版）
fn title_of(heading: &Heading, list: &str) -> String {
    format!("{}{list}（{}）", heading.jurisdiction, heading.edition)
}

fn book(heading: &Heading, title: String, day: Date, filled: Vec<Filled>) -> Book {
    let mut names = SheetNames::default();
    let notice = heading.notice.as_ref();
    let sheets = filled.into_iter().map(|filled| Sheet {
        name: names.name(filled.list.subject()),
        title: filled.title,
        bands: Vec::new(),
        columns: columns(filled.list),
        foot: match (filled.rows.is_empty(), notice) {
            (true, _) => Some("没有这一类事项。".to_owned()),
            (false, Some(notice)) => Some(format!("说明：{notice}")),
            (false, None) => None,
        },
        blocks: blocks(filled.rows),
        opened_by: None,
        fixed_columns: 0,
        breaks_rows: true,
        access: Access::All,
    });
    Book {
        title,
        day,
        sheets: sheets.collect(),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    jurisdiction: &'a str,
    edition: &'a str,
    notice: Option<&'a str>,
    as_of: String,
    lists: Vec<List>,
}

#[derive(Serialize)]
struct List {
    key: &'static str,
    title: &'static str,
    total: usize,
    entries: Vec<serde_json::Map<String, serde_json::Value>>,
}

/// The columns, their widths shared out over the page.
fn columns(list: SpecialList) -> Vec<TableColumn> {
    let width = |column: &Column| match column.key {
        "code" | "prerequisite_code" => 10,
        "department" | "handled_by" => 8,
        "statutory_limit" | "promised_limit" | "chosen_by" => 5,
        _ => 7,
    };
    let of_list = list.columns();
    let short = of_list.iter().filter(|c| !c.running_text);
    let taken: u16 = short.map(width).sum::<u16>() + 3;
    let running = of_list.iter().filter(|c| c.running_text).count();
    let share = PAGE.saturating_sub(taken) / u16::try_from(running).unwrap_or(1).max(1);
    let column = |title, width, running_text, number| TableColumn {
        title,
        width,
        running_text,
        number,
        identifies: false,
        help: None,
        choices: Vec::new(),
        closed: false,
    };
    let serial = column(SERIAL, 3, false, true);
    let others = of_list.iter().map(|c| match c.running_text {
        true => column(c.title, share, true, false),
        false => column(c.title, width(c), false, false),
    });
    std::iter::once(serial).chain(others).collect()
}

fn blocks(rows: Vec<Vec<String>>) -> Vec<Block> {
    let numbered = (1..).zip(rows).map(|(n, row): (usize, _)| {
        let cells = std::iter::once(n.to_string()).chain(row);
        let whole: Vec<Option<String>> = cells.map(Some).collect();
        let rows = vec![vec![String::new(); whole.len()]];
        Block { whole, rows }
    });
    numbered.collect()
}
