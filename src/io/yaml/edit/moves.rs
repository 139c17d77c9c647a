//! Takes items out of one file and puts them into another, letter for letter but for their codes.

use std::ops::Range;

use super::super::write::{entry_lines, one_line};
use super::{NotChanged, entries};

/// An item as it was taken out of a file: its lines with the comments above it, the dash in the first column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its code there.
    pub code: String,
    /// Its lines.
    pub lines: String,
}

/// Why items could not be moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotMoved {
    /// It is no YAML, or not read as what was meant.
    #[error(transparent)]
    Text(#[from] NotChanged),
    /// The layout does not let lines be moved.
    #[error("这个文件的写法不能逐行移动（例如写成一行的 items: [{{…}}]），先运行 power-list fmt")]
    Layout,
}

/// Takes the items with these codes out; gives the text without them, `None` where no item is left, and the items in the
/// order of the file.
///
/// # Errors
/// When the text is no YAML or laid out in a way that does not let lines be moved.
pub fn take_items(text: &str, codes: &[&str]) -> Result<(Option<String>, Vec<Taken>), NotMoved> {
    let header = entries(text)?;
    let mut rest = String::with_capacity(text.len());
    let mut taken = Vec::new();
    let mut at = 0;
    let mut left = 0;
    for entry in &header.items {
        let Some(code) = entry.code.as_deref().filter(|c| codes.contains(c)) else {
            left += 1;
            continue;
        };
        let (lines, dash) = whole(text, entry.start).ok_or(NotMoved::Layout)?;
        let before = text.get(at..lines.start).ok_or(NotMoved::Layout)?;
        rest.push_str(before);
        let own = text.get(lines.clone()).ok_or(NotMoved::Layout)?;
        taken.push(Taken {
            code: code.to_owned(),
            lines: shifted(own, dash, 0),
        });
        at = lines.end;
    }
    rest.push_str(text.get(at..).ok_or(NotMoved::Layout)?);
    Ok(((left > 0).then_some(rest), taken))
}

/// Puts items at the end of the items of a file.
///
/// # Errors
/// As [`take_items`].
pub fn add_items(text: &str, taken: &[Taken]) -> Result<String, NotMoved> {
    let header = entries(text)?;
    let last = header.items.last().ok_or(NotMoved::Layout)?;
    let (lines, dash) = whole(text, last.start).ok_or(NotMoved::Layout)?;
    let mut out = text.get(..lines.end).ok_or(NotMoved::Layout)?.to_owned();
    if !out.ends_with('\n') {
        out.push('\n');
    }
    for one in taken {
        out.push_str(&shifted(&one.lines, 0, dash));
    }
    out.push_str(text.get(lines.end..).ok_or(NotMoved::Layout)?);
    Ok(out)
}

/// A file of its own for items of a unit and category.
pub fn file_of_items(department: &str, category: &str, taken: &[Taken]) -> String {
    let mut out = format!(
        "department: {department}\ncategory: {}\nitems:\n",
        one_line(category)
    );
    for one in taken {
        out.push_str(&shifted(&one.lines, 0, 2));
    }
    out
}

/// The lines of the entry that begins at a byte, with the comments directly above it, and the place of its dash.
fn whole(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    if text.contains('\r') {
        return None;
    }
    let (lines, dash) = entry_lines(text, start)?;
    let mut from = lines.start;
    while let Some(above) = text.get(..from)?.strip_suffix('\n') {
        let begin = above.rfind('\n').map_or(0, |i| i + 1);
        let line = above.get(begin..)?;
        let width = line.len() - line.trim_start_matches(' ').len();
        if !line.trim_start().starts_with('#') || width < dash {
            break;
        }
        from = begin;
    }
    Some((from..lines.end, dash))
}

/// Lines with their indentation moved from one depth to another; blank lines stay blank.
fn shifted(lines: &str, from: usize, to: usize) -> String {
    let mut out = String::with_capacity(lines.len());
    for line in lines.split_inclusive('\n') {
        let body = line.trim_start_matches(' ');
        if body.trim_end().is_empty() {
            out.push('\n');
            continue;
        }
        let width = (line.len() - body.len()).saturating_sub(from) + to;
        out.extend(std::iter::repeat_n(' ', width));
        out.push_str(body);
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// A text with codes replaced wherever they stand, those of sub-items too, which begin with the item's.
pub fn replace_codes(text: &str, codes: &[(&str, &str)]) -> String {
    let mut out = text.to_owned();
    for (old, new) in codes {
        if !out.contains(old) {
            continue;
        }
        let mut next = String::with_capacity(out.len());
        let mut at = 0;
        for (found, _) in out.match_indices(old) {
            let before = out.get(..found).and_then(|t| t.chars().next_back());
            let after = out.get(found + old.len()..).and_then(|t| t.chars().next());
            let part = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            if part(before) || before == Some('-') || part(after) {
                continue;
            }
            next.push_str(&out[at..found]);
            next.push_str(new);
            at = found + old.len();
        }
        next.push_str(&out[at..]);
        out = next;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const FROM: &str = "department: nw\ncategory: 行政处罚\nitems:\n  # 第一项\n  - code: 341100-nw-02-0001 # 甲\n    name: 甲\n    remarks: |\n      一\n\n      二\n\n  # 第二项\n  - code: 341100-nw-02-0002\n    name: 乙\n";
    const TO: &str = "department: lyj\ncategory: 行政处罚\nitems:\n- code: 341100-lyj-02-0001\n  name: 丙\n\n# 完\n";

    #[test]
    fn an_item_moves_with_its_comments() {
        let (rest, taken) = take_items(FROM, &["341100-nw-02-0001"]).unwrap();
        let rest = rest.unwrap();
        assert_eq!(
            rest,
            "department: nw\ncategory: 行政处罚\nitems:\n\n  # 第二项\n  - code: 341100-nw-02-0002\n    name: 乙\n"
        );
        let new = add_items(TO, &taken).unwrap();
        assert_eq!(
            new,
            "department: lyj\ncategory: 行政处罚\nitems:\n- code: 341100-lyj-02-0001\n  name: 丙\n# 第一项\n- code: 341100-nw-02-0001 # 甲\n  name: 甲\n  remarks: |\n    一\n\n    二\n\n# 完\n"
        );
        let file = file_of_items("lyj", "行政处罚", &taken);
        assert_eq!(entries(&file).unwrap().items.len(), 1);
    }

    #[test]
    fn nothing_is_left_of_a_file_without_items() {
        let (rest, taken) = take_items(FROM, &["341100-nw-02-0001", "341100-nw-02-0002"]).unwrap();
        assert_eq!((rest, taken.len()), (None, 2));
        let flow = "department: nw\nitems: [{code: 341100-nw-02-0001}]\n";
        assert_eq!(
            take_items(flow, &["341100-nw-02-0001"]),
            Err(NotMoved::Layout)
        );
    }

    #[test]
    fn codes_are_replaced_whole() {
        let text =
            "a 341100-nw-02-0001, 341100-nw-02-0001-01 341100-nw-02-00011 x341100-nw-02-0001";
        assert_eq!(
            replace_codes(text, &[("341100-nw-02-0001", "341100-lyj-02-0007")]),
            "a 341100-lyj-02-0007, 341100-lyj-02-0007-01 341100-nw-02-00011 x341100-nw-02-0001"
        );
    }
}
