//! What differs from the submission before.

use super::{ItemChange, Section, Setter};
use crate::compare::items::Entry;
use crate::compare::words::PieceKind;
use crate::report::styled::{Run, Style};

/// How much of what is the same is shown on either side of a change, in characters.
const AROUND: usize = 30;

impl Setter<'_> {
    pub(super) fn changes(&mut self) {
        let view = self.view;
        let (fields, files) = match &view.change {
            ItemChange::First => return,
            ItemChange::Same => return self.begin(Section::Changes, "没有改动"),
            ItemChange::Added => return self.begin(Section::Changes, "新增的事项"),
            ItemChange::Removed => return self.begin(Section::Changes, "这一项已经删去"),
            ItemChange::Changed { fields, files } => (fields, files),
        };
        let note = if view.unprompted {
            "没有意见要求这样改"
        } else {
            ""
        };
        self.begin(Section::Changes, note);
        for field in fields {
            self.paper.text(2, &Run::new(Style::Strong, field.label));
            for entry in &field.entries {
                let all = |kind| entry.pieces.iter().all(|p| p.kind == kind);
                let (sign, style) = match entry.number {
                    Some(_) if all(PieceKind::New) => ("＋", Style::Added),
                    Some(_) if all(PieceKind::Gone) => ("－", Style::Removed),
                    _ => ("　", Style::Muted),
                };
                let number = entry.number.map_or_else(String::new, |n| format!("{n}. "));
                let lead = Run::new(style, format!("    {sign}{number}"));
                self.paper
                    .hang(&lead, &Run::default().with_pieces(entry, self.marks));
            }
        }
        for path in files {
            self.paper
                .text(2, &Run::plain(format!("{path} 换过，步骤没有不同")));
        }
    }
}

impl Run {
    /// What changed in an entry, as words.
    #[must_use]
    pub(super) fn with_pieces(mut self, entry: &Entry, marks: bool) -> Self {
        let last = entry.pieces.len().saturating_sub(1);
        for (i, piece) in entry.pieces.iter().enumerate() {
            self = match piece.kind {
                PieceKind::Same => self.with(Style::Plain, around(&piece.text, i == 0, i == last)),
                PieceKind::Gone if marks => {
                    self.with(Style::Removed, format!("[-{}-]", piece.text))
                }
                PieceKind::New if marks => self.with(Style::Added, format!("{{+{}+}}", piece.text)),
                PieceKind::Gone => self.with(Style::Removed, &piece.text),
                PieceKind::New => self.with(Style::Added, &piece.text),
            };
        }
        self
    }
}

/// What is the same, cut to what stands near a change.
fn around(text: &str, first: bool, last: bool) -> String {
    let count = text.chars().count();
    let head = if first { 0 } else { AROUND };
    let tail = if last { 0 } else { AROUND };
    if count <= head + tail + 2 || (first && last) {
        return text.to_owned();
    }
    let begin: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(count - tail).collect();
    format!("{begin}…{end}")
}
