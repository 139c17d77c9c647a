//! The words of a comment: what several findings say of one cell.

use super::CellNote;

/// Most characters of one comment; what is beyond stands in the sheet of findings.
const MAX_CHARACTERS: usize = 4000;

/// The text of the comment for the findings of one cell, the gravest first.
pub fn comment(notes: &[&CellNote]) -> String {
    let mut sorted = notes.to_vec();
    sorted.sort_by_key(|note| std::cmp::Reverse(note.severity));
    let mut out = String::new();
    for (i, note) in sorted.iter().enumerate() {
        let piece = one(note);
        if i > 0 && out.chars().count() + piece.chars().count() > MAX_CHARACTERS {
            out.push_str(&format!(
                "\n\n另有 {} 个问题，见检查结果工作表",
                sorted.len() - i
            ));
            break;
        }
        if i > 0 {
            out.push_str("\n\n");
        }
        out.extend(piece.chars().take(MAX_CHARACTERS));
    }
    out
}

fn one(note: &CellNote) -> String {
    let mut out = format!(
        "【{}】{}　{}",
        note.severity.chinese(),
        note.code,
        note.message.trim()
    );
    if let Some(help) = note.help.as_deref().filter(|h| !h.trim().is_empty()) {
        out.push_str("\n怎么办：");
        out.push_str(help.trim());
    }
    out
}

/// How large a box has to be for a text, in pixels: width and height.
pub fn size(text: &str) -> (u32, u32) {
    // Nine points: a wide character is about twelve pixels across, a line about sixteen high.
    const WIDE: usize = 12;
    const LINE: u32 = 17;
    let width: u32 = if text.chars().count() > 400 { 520 } else { 340 };
    let room = (width as usize - 16) / WIDE * 2;
    let lines: usize = text
        .lines()
        .map(|line| {
            let halves = unicode_width::UnicodeWidthStr::width(line);
            halves.div_ceil(room).max(1)
        })
        .sum();
    // Bounded by the length of a comment.
    let lines = u32::try_from(lines).unwrap_or(u32::MAX).clamp(2, 200);
    (width, lines * LINE + 14)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    fn note(severity: Severity, message: &str, help: Option<&str>) -> CellNote {
        CellNote {
            sheet: None,
            cell: None,
            severity,
            code: "L002".into(),
            name: "law-not-found".into(),
            item: None,
            message: message.into(),
            help: help.map(str::to_owned),
        }
    }

    #[test]
    fn several_findings_are_one_comment_and_the_gravest_comes_first() {
        let (mild, grave) = (
            note(Severity::Note, "小事", None),
            note(Severity::Error, "大事", Some("改")),
        );
        assert_eq!(
            comment(&[&mild, &grave]),
            "【错误】L002　大事\n怎么办：改\n\n【提示】L002　小事"
        );
    }

    #[test]
    fn an_endless_comment_ends_and_says_so() {
        let long = note(Severity::Error, &"长".repeat(3000), None);
        let text = comment(&[&long, &long, &long]);
        assert!(text.ends_with("另有 2 个问题，见检查结果工作表"), "{text}");
        let (width, height) = size(&text);
        assert!(width > 400 && height > 1000);
    }
}
