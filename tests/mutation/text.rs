//! A file as the entries of its one list, and edits of them that keep the rest to the letter.

use std::fmt;

/// A file of the project: what stands before the first entry of its list, then entry by entry.
#[derive(Debug, Clone)]
pub struct Text {
    pub blocks: Vec<Vec<String>>,
}

impl Text {
    pub fn new(text: &str) -> Self {
        let mut blocks = vec![Vec::new()];
        for line in text.lines() {
            if line.starts_with("  - ") {
                blocks.push(Vec::new());
            }
            blocks.last_mut().unwrap().push(line.to_owned());
        }
        Self { blocks }
    }

    /// The lines of a block, first and last, counted from 1.
    pub fn range(&self, block: usize) -> (usize, usize) {
        let before: usize = self.blocks[..block].iter().map(Vec::len).sum();
        (before + 1, before + self.blocks[block].len().max(1))
    }

    /// Replaces a key of an entry with all that hangs on it; a new key comes last, an empty text takes the key out.
    pub fn set(lines: &mut Vec<String>, key: &str, text: &str) {
        let (from, to) = key_lines(lines, key).unwrap_or((lines.len(), lines.len()));
        let text = text.lines().enumerate().map(|(i, line)| match (from, i) {
            (0, 0) => format!("  - {line}"),
            _ => format!("    {line}"),
        });
        lines.splice(from..to, text.collect::<Vec<_>>());
        // The entry begins with whatever its first line is now.
        if let Some(first) = lines.first_mut().filter(|l| l.starts_with("    ")) {
            first.replace_range(2..3, "-");
        }
    }

    /// Adds an entry to a list under a key of an entry.
    pub fn push(lines: &mut Vec<String>, key: &str, entry: &str) {
        let at = match key_lines(lines, key) {
            Some((from, to)) => {
                if lines[from].ends_with("[]") {
                    lines[from] = format!("    {key}:");
                }
                assert!(
                    lines[from].ends_with(':'),
                    "不是逐行写的列表：{}",
                    lines[from]
                );
                to
            }
            None => {
                lines.push(format!("    {key}:"));
                lines.len()
            }
        };
        let entry = entry.lines().enumerate().map(|(i, line)| match i {
            0 => format!("      - {line}"),
            _ => format!("        {line}"),
        });
        lines.splice(at..at, entry.collect::<Vec<_>>());
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.blocks
            .iter()
            .flatten()
            .try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Where a key of an entry stands with all that hangs on it: first line, and the line after.
fn key_lines(lines: &[String], key: &str) -> Option<(usize, usize)> {
    let own = |line: &str| {
        line.strip_prefix("    ")
            .or_else(|| line.strip_prefix("  - "))
            .map(str::to_owned)
    };
    let from = lines
        .iter()
        .position(|l| own(l).is_some_and(|l| l.starts_with(&format!("{key}:"))))?;
    let hangs = |line: &&String| line.starts_with("     ");
    let to = from + 1 + lines[from + 1..].iter().take_while(hangs).count();
    Some((from, to))
}

/// What an entry's or a head's key says, written on its own line or within `{ … }`.
pub fn value_of<'t>(lines: &'t [String], key: &str) -> Option<&'t str> {
    let start = format!("{key}: ");
    lines.iter().find_map(|line| {
        let bare = line.trim_start().trim_start_matches("- ");
        if let Some(value) = bare.strip_prefix(&start) {
            return Some(value.trim());
        }
        let inner = bare.strip_prefix("{ ")?.strip_suffix(" }")?;
        let at = if inner.starts_with(&start) {
            0
        } else {
            inner.find(&format!(", {start}"))? + 2
        };
        let value = &inner[at + start.len()..];
        let end = match value.chars().next()? {
            '{' => value.find('}')? + 1,
            '[' => value.find(']')? + 1,
            _ => value.find(", ").unwrap_or(value.len()),
        };
        Some(&value[..end])
    })
}
