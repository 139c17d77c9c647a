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
    let mut out = format!("# {}\n", escaped(&heading.title()));
    if let Some(notice) = &heading.notice {
        out.push_str(&format!("\n> {}\n", escaped(notice).replace('\n', "\n> ")));
    }
    for group in listing::groups(catalog, by) {
        chapter(catalog, &group, by, &mut out);
    }
    out.into_bytes()
}

fn chapter(catalog: &Catalog, group: &Group<'_>, by: By, out: &mut String) {
    let count = group.items.len();
    out.push_str(&format!(
        "\n## {}（{count} 项）\n",
        escaped(group.full_name)
    ));
    let below = |item: &ItemRow| match by {
        By::Department => cell(catalog, item, Column::Category),
        By::Category => cell(catalog, item, Column::Department),
    };
    let mut last: Option<String> = None;
    for (i, item) in group.items.iter().enumerate() {
        let section = below(item);
        if last.as_ref() != Some(&section) {
            let same = group.items.iter().filter(|other| below(other) == section);
            out.push_str(&format!(
                "\n### {}（{} 项）\n",
                escaped(&section),
                same.count()
            ));
            last = Some(section);
        }
        out.push_str(&format!("\n#### {}. {}\n\n", i + 1, escaped(&item.name)));
        for column in SHOWN {
            entry(out, column.title(), &text(catalog, item, column));
        }
    }
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
