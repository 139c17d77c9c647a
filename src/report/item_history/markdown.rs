//! As an office hands it round: one paragraph for each thing that happened.

use super::{ItemHistory, row};
use crate::compare::words::PieceKind;
use crate::report::text::escaped as escape;

/// The history as Markdown.
pub fn markdown(history: &ItemHistory<'_>) -> String {
    let mut out = format!("# {} {} 的沿革\n", history.code, escape(history.name));
    if history.codes.len() > 1 {
        out.push_str(&format!("\n用过的编码：{}。\n", history.codes.join("、")));
    }
    out.push('\n');
    for entry in history.entries {
        let [on, word, what, why, who, source] = row(history, entry);
        out.push_str(&format!("- **{on} {}**", escape(&word)));
        for (label, text) in [
            ("", what),
            ("依据、理由：", why),
            ("办理：", who),
            ("见：", source),
        ] {
            if !text.is_empty() {
                out.push_str(&format!("　{label}{}", escape(&text).replace('\n', " ")));
            }
        }
        out.push('\n');
        for field in &entry.fields {
            for one in &field.entries {
                out.push_str(&format!("  - {}：", field.label));
                for piece in &one.pieces {
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
    }
    out
}
