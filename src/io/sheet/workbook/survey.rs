//! A look over all parts of an `.xlsx` before it is read: sizes and counts that would exhaust memory are refused, and
//! what the reader of cells does not tell is gathered: hidden rows and columns, pictures, macros.

use std::collections::HashMap;
use std::io::BufRead as _;

use super::package::{Package, Part, Tag, Tags, Unpacked, unreadable};
use super::{Fault, Page};

/// Most bytes of a part that is no sheet, and of one that is no XML.
const MAX_PART: u64 = 64 << 20;

/// Most bytes of a part in UTF-16, which is not looked into.
const MAX_WIDE: u64 = 1 << 20;

/// Most bytes that fonts and formats may take when each style has its copy.
const MAX_STYLES: usize = 64 << 20;

/// Most bytes that one cell takes in its sheet.
const MAX_CELL: u64 = 16 << 20;

/// Most elements of a kind that the reader keeps.
const LIMITS: &[(&str, usize)] = &[
    ("si", 1_000_000),
    ("xf", 150_000),
    ("font", 70_000),
    ("fill", 70_000),
    ("border", 70_000),
    ("numFmt", 70_000),
    ("mergeCell", 300_000),
    ("Relationship", 50_000),
    ("col", 20_000),
    ("sheet", 10_000),
    ("definedName", 200_000),
];

/// Last row and column that a sheet can have, counted from 1.
const LAST: (u32, u32) = (1_048_576, 16_384);

/// What was seen.
pub struct Survey {
    /// Whether there are macros.
    pub macros: bool,
    pictures: bool,
    looks: HashMap<String, Look>,
    /// Part of each sheet, by its name.
    parts: HashMap<String, String>,
}

/// How a sheet shows.
#[derive(Default)]
struct Look {
    hidden_rows: Vec<(u32, u32)>,
    hidden_columns: Vec<(u32, u32)>,
    drawing: bool,
}

impl Survey {
    /// Looks over all parts.
    pub fn of(package: &mut Package<'_>) -> Result<Self, Fault> {
        let mut survey = Self {
            macros: package.names().any(|name| name.ends_with("vbaProject.bin")),
            pictures: package.names().any(|name| name.contains("/media/")),
            looks: HashMap::new(),
            parts: HashMap::new(),
        };
        let mut unpacked = Unpacked::default();
        for index in 0..package.len() {
            let ((name, size), mut part) = package.at(index)?;
            let head = part.fill_buf().map_err(|e| unreadable(&e))?;
            let too_large = |most: u64| {
                let why = format!("里面的 {name} 解开后有 {} MB，不像清单", size >> 20);
                if size > most {
                    Err(Fault::huge(why))
                } else {
                    Ok(())
                }
            };
            let wide = head.iter().take(4).any(|b| *b == 0) || head.starts_with(b"\xff\xfe");
            let xml = head
                .trim_ascii_start()
                .strip_prefix(b"\xef\xbb\xbf")
                .unwrap_or(head);
            if !xml.trim_ascii_start().starts_with(b"<") {
                too_large(if wide { MAX_WIDE } else { MAX_PART })?;
                continue;
            }
            if wide {
                too_large(MAX_WIDE)?;
            }
            unpacked.add(size)?;
            let seen = look(part, &name)?;
            if seen.is_sheet {
                survey.looks.insert(name, seen.look);
            } else {
                too_large(MAX_PART)?;
            }
        }
        survey.parts = sheets(package)?;
        Ok(survey)
    }

    /// Tells a page how its sheet shows.
    pub fn tell(&mut self, page: &mut Page) {
        let Some(look) = self
            .parts
            .get(&page.name)
            .and_then(|part| self.looks.remove(part))
        else {
            return;
        };
        page.hidden_rows = look.hidden_rows;
        page.hidden_columns = look.hidden_columns;
        page.pictures = usize::from(look.drawing && self.pictures);
    }
}

#[derive(Default)]
struct Seen {
    is_sheet: bool,
    look: Look,
}

fn look(part: Part<'_, '_>, name: &str) -> Result<Seen, Fault> {
    let mut seen = Seen::default();
    let mut counts = vec![0_usize; LIMITS.len()];
    let (mut styles, mut longest) = (0, 0);
    let (mut row, mut cell) = (0, 0);
    let mut tags = Tags::new(part);
    while let Some(tag) = tags.next().map_err(|e| unreadable(&e))? {
        let (kind, at) = (tag.name(), tag.at());
        if let Some(i) = LIMITS.iter().position(|(limited, _)| *limited == kind) {
            counts[i] += 1;
            if counts[i] > LIMITS[i].1 {
                return Err(too_many(name, kind));
            }
        }
        match kind {
            "sheetData" => seen.is_sheet = true,
            "c" => {
                place(&tag, "r")?;
                cell = at;
            }
            "t" if seen.is_sheet && at - cell > MAX_CELL => {
                return Err(Fault::huge(format!(
                    "里面的 {name} 有一个单元格大得不像清单"
                )));
            }
            "row" => {
                row = place(&tag, "r")?.unwrap_or(row + 1);
                if row > LAST.0 {
                    return Err(wrong(&row.to_string()));
                }
                if is_set(&tag, "hidden") {
                    add_row(&mut seen.look.hidden_rows, row.saturating_sub(1));
                }
            }
            "col" if is_set(&tag, "hidden") => {
                let number = |name| tag.attribute(name)?.parse::<u32>().ok()?.checked_sub(1);
                if let (Some(first), Some(last)) = (number("min"), number("max")) {
                    seen.look.hidden_columns.push((first, last));
                }
            }
            "mergeCell" | "dimension" | "f" => range(&tag)?,
            "drawing" => seen.look.drawing = true,
            "sst" => {
                let count = tag.attribute("uniqueCount").map(str::parse::<usize>);
                // The reader makes room for as many as are declared.
                if count.is_some_and(|n| n.is_ok_and(|n| n > LIMITS[0].1)) {
                    return Err(too_many(name, "si"));
                }
            }
            "xf" => styles += 1,
            "numFmt" | "name" | "font" => longest = longest.max(tag.len()),
            _ => {}
        }
        if styles * longest > MAX_STYLES {
            return Err(too_many(name, "xf"));
        }
    }
    Ok(seen)
}

/// Rows come one after the other; neighbours are one range.
fn add_row(ranges: &mut Vec<(u32, u32)>, row: u32) {
    if let Some((_, last)) = ranges.last_mut()
        && *last + 1 == row
    {
        *last = row;
    } else if ranges.len() < LAST.0 as usize {
        // More there cannot be but rows that come twice.
        ranges.push((row, row));
    }
}

fn is_set(tag: &Tag<'_>, name: &str) -> bool {
    matches!(tag.attribute(name), Some("1" | "true"))
}

fn too_many(part: &str, kind: &str) -> Fault {
    Fault::huge(format!("里面的 {part} 有太多的 {kind}，不像清单"))
}

/// The row of a place such as `F23` or `23`, when the place is one that a sheet can have.
fn place(tag: &Tag<'_>, attribute: &str) -> Result<Option<u32>, Fault> {
    match tag.attribute(attribute) {
        Some(place) => corner(place)
            .map(|(row, _)| Some(row))
            .ok_or_else(|| wrong(place)),
        None => Ok(None),
    }
}

fn wrong(place: &str) -> Fault {
    let place: String = place.chars().take(20).collect();
    Fault::broken(format!("单元格的位置“{place}”不对"))
}

/// Refuses a range whose end lies before its beginning.
fn range(tag: &Tag<'_>) -> Result<(), Fault> {
    let Some(range) = tag.attribute("ref") else {
        return Ok(());
    };
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    match (corner(first), corner(last)) {
        (Some(first), Some(last)) if first.0 <= last.0 && first.1 <= last.1 => Ok(()),
        _ => Err(wrong(range)),
    }
}

/// Row and column, counted from 1; column 0 where there is none.
fn corner(place: &str) -> Option<(u32, u32)> {
    let split = place.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = place.split_at(split);
    if letters.len() > 3 || digits.len() > 7 {
        return None;
    }
    let mut column = 0;
    for c in letters.chars() {
        let letter = c.to_ascii_uppercase();
        column = column * 26 + letter.is_ascii_uppercase().then(|| letter as u32 - 64)?;
    }
    let row = digits.parse().ok()?;
    ((1..=LAST.0).contains(&row) && column <= LAST.1).then_some((row, column))
}

/// The part of each sheet by the sheet's name.
fn sheets(package: &mut Package<'_>) -> Result<HashMap<String, String>, Fault> {
    let root = related(package, "", "_rels/.rels")?;
    let book = root
        .into_values()
        .find(|(kind, _)| kind.ends_with("/officeDocument"))
        .map_or_else(|| "xl/workbook.xml".to_owned(), |(_, target)| target);
    let (folder, file) = book.rsplit_once('/').unwrap_or(("", &book));
    let targets = related(package, folder, &format!("{folder}/_rels/{file}.rels"))?;
    let mut out = HashMap::new();
    let Some(part) = package.part(&book)? else {
        return Ok(out);
    };
    let mut tags = Tags::new(part);
    while let Some(tag) = tags.next().map_err(|e| unreadable(&e))? {
        if tag.name() == "sheet"
            && let (Some(name), Some(id)) = (tag.attribute("name"), tag.attribute("r:id"))
            && let Some((_, target)) = targets.get(id)
        {
            let name = quick_xml::escape::unescape(name).unwrap_or(name.into());
            out.insert(name.into_owned(), target.clone());
        }
    }
    Ok(out)
}

/// What a part of relations points to: kind and path by id.
fn related(
    package: &mut Package<'_>,
    folder: &str,
    path: &str,
) -> Result<HashMap<String, (String, String)>, Fault> {
    let mut out = HashMap::new();
    let Some(part) = package.part(path)? else {
        return Ok(out);
    };
    let mut tags = Tags::new(part);
    while let Some(tag) = tags.next().map_err(|e| unreadable(&e))? {
        let (Some(id), Some(kind), Some(target)) = (
            tag.attribute("Id"),
            tag.attribute("Type"),
            tag.attribute("Target"),
        ) else {
            continue;
        };
        let target = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None if folder.is_empty() => target.to_owned(),
            None => format!("{folder}/{target}"),
        };
        out.insert(id.to_owned(), (kind.to_owned(), target));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_a_sheet() {
        assert_eq!(corner("F23"), Some((23, 6)));
        assert_eq!(corner("xfd1048576"), Some(LAST));
        assert_eq!(corner("7"), Some((7, 0)));
        for place in [
            "",
            "A",
            "A0",
            "XFE1",
            "A1048577",
            "甲1",
            "A99999999999",
            "AAAA1",
            "A1B",
        ] {
            assert_eq!(corner(place), None, "{place}");
        }
    }

    #[test]
    fn neighbouring_rows_are_one_range() {
        let mut ranges = Vec::new();
        for row in [1, 2, 3, 7, 8] {
            add_row(&mut ranges, row);
        }
        assert_eq!(ranges, [(1, 3), (7, 8)]);
    }
}
