//! The list as a readable document in Markdown.

use super::listing::{self, By, Column, Group, Heading, cell, sub_item_cell};
use crate::domain::catalog::{Catalog, ItemRow};

/// Columns below an item's heading; 事项名称 is the heading, 权力类型 or 行使主体 stands above it.
const SHOWN: [Column; 14] = [
    Column::Code,
    Column::LegalBasis,
    Column::Office,
    Column::Level,
    Column::Target,
    Column::StatutoryDays,
    Column::PromisedDays,
    Column::Fee,
    Column::SubItem,
    Column::Responsibilities,
    Column::Accountability,
    Column::Risks,
    Column::Phone,
    Column::Remarks,
];

/// The list by unit and category, or by category and unit.
pub fn write(catalog: &Catalog, heading: &Heading, by: By) -> Vec<u8> {
    let mut out = head(heading);
    for Group { chapter, items } in listing::groups(catalog, by) {
        let mut last = None;
        for (item, serial) in items.into_iter().zip(1..) {
            let section = chapter.section(catalog, item, by);
            let begins = section.filter(|section| last.replace(section.0) != Some(section.0));
            let place = Place {
                chapter: (serial == 1).then_some((chapter.full_name, chapter.count())),
                section: begins,
                serial,
            };
            out.push_str(&self::item(catalog, item, place));
        }
    }
    out.into_bytes()
}

/// What stands before the first chapter.
pub fn head(heading: &Heading) -> String {
    let mut out = format!("# {}\n", escaped(&heading.title()));
    if let Some(notice) = &heading.notice {
        out.push_str(&format!("\n> {}\n", escaped(notice).replace('\n', "\n> ")));
    }
    out
}

/// Where an item stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'c> {
    /// The chapter that begins with it, and how many items it has.
    pub chapter: Option<(&'c str, usize)>,
    /// The section that begins with it, and how many items of the chapter it has.
    pub section: Option<(&'c str, usize)>,
    /// The number of the item in its chapter, from 1.
    pub serial: usize,
}

/// An item, with what begins with it.
pub fn item(catalog: &Catalog, item: &ItemRow, place: Place<'_>) -> String {
    let mut out = String::new();
    if let Some((name, count)) = place.chapter {
        out.push_str(&format!("\n## {}（{count} 项）\n", escaped(name)));
    }
    if let Some((name, count)) = place.section {
        out.push_str(&format!("\n### {}（{count} 项）\n", escaped(name)));
    }
    let name = escaped(&item.name);
    out.push_str(&format!("\n#### {}. {name}\n\n", place.serial));
    for column in SHOWN {
        entry(&mut out, column.title(), &text(catalog, item, column));
    }
    out
}

fn text(catalog: &Catalog, item: &ItemRow, column: Column) -> String {
    if column != Column::SubItem {
        return cell(catalog, item, column);
    }
    let subs = item.sub_items.iter().enumerate().map(|(i, sub)| {
        let basis = sub_item_cell(item, i, Column::LegalBasis);
        if basis.is_empty() {
            format!("{} {}", sub.code, sub.name)
        } else {
            format!("{} {}\n{basis}", sub.code, sub.name)
        }
    });
    subs.collect::<Vec<_>>().join("\n")
}

/// `- **标题**：文字`, or the lines of the text below the title.
fn entry(out: &mut String, title: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    match lines.as_slice() {
        [line] => out.push_str(&format!("- **{title}**：{}\n", escaped(line))),
        lines => {
            out.push_str(&format!("- **{title}**：\\\n"));
            for (i, line) in lines.iter().enumerate() {
                // A backslash at the end keeps the line as a line of its own.
                let end = if i + 1 < lines.len() { "\\" } else { "" };
                out.push_str(&format!("  {}{end}\n", escaped(line.trim())));
            }
        }
    }
}

/// A text that Markdown shows as it stands.
pub(super) fn escaped(text: &str) -> String {
    escaped_from(text, true)
}

/// A text that Markdown shows as it stands where it begins no line, as in a cell of a table.
pub(super) fn escaped_within(text: &str) -> String {
    escaped_from(text, false)
}

fn escaped_from(text: &str, mut line_start: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digits = false;
    for c in text.chars() {
        // 1. and the like at the beginning of a line would make a list of its own.
        let marks = line_start && "#+-=>~".contains(c) || digits && ".)".contains(c);
        if marks || "\\`*_[]<>|~".contains(c) {
            out.push('\\');
        }
        out.push(c);
        digits = (line_start || digits) && c.is_ascii_digit();
        line_start = c == '\n' || line_start && c.is_whitespace();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shown_as_they_stand() {
        assert_eq!(escaped("1.受理*甲*"), "1\\.受理\\*甲\\*");
        assert_eq!(escaped("# 一\n- 二"), "\\# 一\n\\- 二");
        assert_eq!(escaped("2015-03-01"), "2015-03-01");
        assert_eq!(escaped("<b>|x|"), "\\<b\\>\\|x\\|");
    }

    #[test]
    fn lines_stay_lines() {
        let mut out = String::new();
        entry(&mut out, "责任事项", "1.甲\n\n2.乙");
        entry(&mut out, "备注", "");
        entry(&mut out, "行使层级", "市级");
        assert_eq!(
            out,
            "- **责任事项**：\\\n  1\\.甲\\\n  2\\.乙\n- **行使层级**：市级\n"
        );
    }
}
