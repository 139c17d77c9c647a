//! From blocks to text.

use super::build::{Block, Document, Element, Entry, Lead};

/// The text of a document.
pub(super) fn render(document: &Document) -> String {
    let mut out = String::new();
    leads(&mut out, &document.head, 0, true);
    match &document.block {
        Block::Map(entries, tail) => {
            map(&mut out, entries, 0, false);
            leads(&mut out, tail, 0, false);
        }
        Block::List(elements, tail) => {
            list(&mut out, elements, 0);
            leads(&mut out, tail, 0, false);
        }
        Block::Inline(line) => line_of(&mut out, line, None),
        Block::Text(header, lines) => text(&mut out, header, lines, 0),
    }
    out
}

/// The keys of a mapping. `after_dash`: the first stands on the line of the dash, which is written already with what
/// stands above it.
fn map(out: &mut String, entries: &[Entry], indent: usize, after_dash: bool) {
    for (i, entry) in entries.iter().enumerate() {
        if !(after_dash && i == 0) {
            leads(out, &entry.lead, indent, i == 0);
            spaces(out, indent);
        }
        out.push_str(&entry.key);
        out.push(':');
        let trailing = entry.trailing.as_deref();
        match &entry.value {
            Block::Inline(line) if line.is_empty() => line_of(out, "", trailing),
            Block::Inline(line) => {
                out.push(' ');
                line_of(out, line, trailing);
            }
            Block::Text(header, lines) => {
                out.push(' ');
                text(out, header, lines, indent);
            }
            Block::Map(entries, tail) => {
                line_of(out, "", trailing);
                map(out, entries, indent + 2, false);
                leads(out, tail, indent + 2, false);
            }
            Block::List(elements, tail) => {
                line_of(out, "", trailing);
                list(out, elements, indent + 2);
                leads(out, tail, indent + 2, false);
            }
        }
    }
}

fn list(out: &mut String, elements: &[Element], indent: usize) {
    for (i, element) in elements.iter().enumerate() {
        let (lead, value, trailing) = match element {
            Element::Raw { lead, lines } => {
                leads(out, lead, indent, i == 0);
                out.push_str(lines);
                if !lines.ends_with('\n') {
                    out.push('\n');
                }
                continue;
            }
            Element::Value {
                lead,
                value,
                trailing,
            } => (lead, value, trailing.as_deref()),
        };
        leads(out, lead, indent, i == 0);
        // A comment above the first key stands above the dash: nowhere else can it stand.
        if let Block::Map(entries, _) = value
            && let Some(first) = entries.first()
        {
            let comments: Vec<Lead> = first
                .lead
                .iter()
                .filter(|l| **l != Lead::Blank)
                .cloned()
                .collect();
            leads(out, &comments, indent, false);
        }
        spaces(out, indent);
        out.push('-');
        match value {
            Block::Inline(line) if line.is_empty() => line_of(out, "", trailing),
            Block::Inline(line) => {
                out.push(' ');
                line_of(out, line, trailing);
            }
            Block::Text(header, lines) => {
                out.push(' ');
                text(out, header, lines, indent);
            }
            Block::Map(entries, tail) => {
                out.push(' ');
                map(out, entries, indent + 2, true);
                leads(out, tail, indent + 2, false);
            }
            Block::List(elements, tail) => {
                out.push('\n');
                list(out, elements, indent + 2);
                leads(out, tail, indent + 2, false);
            }
        }
    }
}

/// Comments and blank lines; none of the latter at the beginning of a block.
fn leads(out: &mut String, leads: &[Lead], indent: usize, first: bool) {
    for (i, lead) in leads.iter().enumerate() {
        match lead {
            Lead::Blank if out.is_empty() || out.ends_with("\n\n") || (first && i == 0) => {}
            Lead::Blank => out.push('\n'),
            Lead::Comment(text) => {
                spaces(out, indent);
                out.push_str(text);
                out.push('\n');
            }
        }
    }
}

fn line_of(out: &mut String, line: &str, trailing: Option<&str>) {
    out.push_str(line);
    if let Some(comment) = trailing {
        out.push(' ');
        out.push_str(comment);
    }
    out.push('\n');
}

fn text(out: &mut String, header: &str, lines: &[String], indent: usize) {
    line_of(out, header, None);
    for line in lines {
        if !line.is_empty() {
            spaces(out, indent + 2);
            out.push_str(line);
        }
        out.push('\n');
    }
}

fn spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}
