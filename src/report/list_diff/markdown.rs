//! As an office hands it round: one heading for each unit, one entry for each item.

use super::{ListDiff, fate};
use crate::compare::items::FieldChange;
use crate::compare::words::PieceKind;
use crate::report::text::escaped as escape;

/// The changes as Markdown.
pub fn markdown(diff: &ListDiff<'_>) -> String {
    let mut out = format!(
        "# {} 与 {} 的不同\n\n{}。\n",
        escape(diff.old),
        escape(diff.new),
        diff.summary()
    );
    let mut unit = None;
    for change in diff.changes {
        if unit != Some(change.department()) {
            unit = Some(change.department());
            out.push_str(&format!("\n## {}\n\n", escape(change.department_name())));
        }
        out.push_str(&format!(
            "- **{}** {}　{}\n",
            change.kind.chinese(),
            escape(change.code()),
            escape(change.name())
        ));
        let fate = fate(change);
        if !fate.is_empty() {
            out.push_str(&format!("  - {}\n", escape(&fate)));
        }
        change.fields.iter().for_each(|f| field(f, &mut out));
    }
    out
}

/// A field: what is gone struck out, what is new in bold.
fn field(field: &FieldChange, out: &mut String) {
    for entry in &field.entries {
        let number = entry
            .number
            .map_or_else(String::new, |n| format!("第 {n} 条"));
        out.push_str(&format!("  - {}{number}：", field.label));
        for piece in &entry.pieces {
            let text = escape(&piece.text).replace('\n', " ");
            match piece.kind {
                PieceKind::Same => out.push_str(&text),
                PieceKind::Gone => out.push_str(&format!("~~{text}~~")),
                PieceKind::New => out.push_str(&format!("**{text}**")),
            }
        }
        out.push('\n');
    }
}
