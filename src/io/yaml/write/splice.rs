//! Changes an item file where it must and nowhere else, so that comments and habits of the writer survive.

use std::ops::Range;

use crate::domain::gate::Gate;
use crate::domain::item::PowerItem;
use crate::domain::place::SourceId;
use crate::io::yaml::item_file;

use super::item::{item_entry, item_file};

/// An item as it is to stand in a file.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The item.
    pub item: &'a PowerItem,
    /// Byte at which the item begins in the text as it was; `None` for a new item.
    pub start: Option<u32>,
    /// Whether it differs from what stands there.
    pub changed: bool,
}

/// The new text of a file, and whether comments of the old one had to go.
#[derive(Debug, PartialEq, Eq)]
pub struct Rewritten {
    /// The text.
    pub text: String,
    /// Whether the file was written anew and had comments.
    pub comments_lost: bool,
}

/// Puts items into the text of a file: changed ones in their places, new ones at the end, all else untouched. Where
/// the file is laid out in a way that does not allow that, it is written anew in canonical form.
pub fn update(text: &str, department: &str, category: &str, items: &[Placed<'_>]) -> Rewritten {
    if let Some(new) = splice(text, items)
        && holds(&new, items)
    {
        return Rewritten {
            text: new,
            comments_lost: false,
        };
    }
    let all: Vec<PowerItem> = items.iter().map(|p| p.item.clone()).collect();
    let comments = text
        .lines()
        .filter(|l| l.trim_start().starts_with('#') && !l.contains("yaml-language-server"));
    Rewritten {
        comments_lost: comments.count() > 0,
        text: item_file(department, category, &all),
    }
}

/// Whether a text reads as exactly these items: what was spliced is never trusted unread.
fn holds(text: &str, items: &[Placed<'_>]) -> bool {
    let ((_, read), findings) = item_file::read(text, SourceId(0), Gate::Publication, "");
    findings.is_empty()
        && read.len() == items.len()
        && read
            .iter()
            .zip(items)
            .all(|(a, b)| item_entry(a, 0) == item_entry(b.item, 0))
}

fn splice(text: &str, items: &[Placed<'_>]) -> Option<String> {
    if text.contains('\r') {
        return None;
    }
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let (mut indent, mut end) = (2, None);
    for placed in items {
        match placed.start {
            Some(start) => {
                let (lines, dash) = entry_lines(text, start as usize)?;
                (indent, end) = (dash, Some(lines.end));
                if placed.changed {
                    edits.push((lines, item_entry(placed.item, dash)));
                }
            }
            None => {
                let at = end?;
                edits.push((at..at, item_entry(placed.item, indent)));
            }
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        out.push_str(text.get(at..range.start)?);
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// The lines of the entry whose content begins at a byte, and the indentation of its dash.
pub(in crate::io::yaml) fn entry_lines(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let line = text.get(..start)?.rfind('\n').map_or(0, |i| i + 1);
    let before = text.get(line..start)?;
    let dash = before.find('-')?;
    let clean = before.get(..dash)?.bytes().all(|b| b == b' ')
        && before.get(dash + 1..)?.bytes().all(|b| b == b' ');
    if !clean {
        return None;
    }
    let mut end = line;
    let mut at = line;
    for (i, content) in text.get(line..)?.split_inclusive('\n').enumerate() {
        let body = content.trim();
        let width = content.len() - content.trim_start_matches(' ').len();
        if i > 0 && !body.is_empty() && width <= dash && !body.starts_with('#') {
            break;
        }
        at += content.len();
        // Blank lines and comments of the outer level belong to what follows.
        if i == 0 || (!body.is_empty() && width > dash) {
            end = at;
        }
    }
    Some((line..end, dash))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "# 单位的说明\ndepartment: tjj\ncategory: 行政处罚\nitems:\n- code: 341100-tjj-02-0001   # 第一项\n  name: 甲\n  remarks: |\n    一\n\n    二\n\n# 下面是第二项\n- code: 341100-tjj-02-0002\n  name: 乙\n\n# 完\n";

    fn read(text: &str) -> Vec<PowerItem> {
        let ((_, items), findings) = item_file::read(text, SourceId(0), Gate::Publication, "");
        assert!(findings.is_empty(), "{findings:?}");
        items
    }

    fn placed(item: &PowerItem, changed: bool) -> Placed<'_> {
        Placed {
            item,
            start: Some(item.span.start),
            changed,
        }
    }

    #[test]
    fn only_what_changed_is_touched() {
        let mut items = read(OLD);
        items[1].name.value = "丙: 丁".to_owned();
        let mut third = items[0].clone();
        third.name.value = "戊".to_owned();
        third.remarks = None;
        let new = update(
            OLD,
            "tjj",
            "行政处罚",
            &[
                placed(&items[0], false),
                placed(&items[1], true),
                Placed {
                    item: &third,
                    start: None,
                    changed: true,
                },
            ],
        );
        let expected = OLD.replace(
            "  name: 乙\n",
            "  name: '丙: 丁'\n- code: 341100-tjj-02-0001\n  name: 戊\n",
        );
        assert_eq!(
            new,
            Rewritten {
                text: expected,
                comments_lost: false
            }
        );
    }

    #[test]
    fn a_changed_first_item_keeps_the_comment_of_the_next() {
        let mut items = read(OLD);
        items[0].remarks = None;
        let new = update(
            OLD,
            "tjj",
            "行政处罚",
            &[placed(&items[0], true), placed(&items[1], false)],
        );
        assert!(
            new.text.contains("  name: 甲\n\n# 下面是第二项\n"),
            "{}",
            new.text
        );
    }

    #[test]
    fn other_layouts_are_written_anew() {
        let flow = "department: tjj\ncategory: 行政处罚\n# 说明\nitems: [{name: 甲}]\n";
        let mut items = read(flow);
        items[0].name.value = "乙".to_owned();
        let new = update(flow, "tjj", "行政处罚", &[placed(&items[0], true)]);
        assert!(new.comments_lost);
        assert_eq!(read(&new.text)[0].name.value, "乙");
    }
}
