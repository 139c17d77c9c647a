//! For a terminal: by unit, the changed words in colour or in brackets.

use super::{ListDiff, fate, sign};
use crate::compare::lists::Kind;
use crate::report::changed;
use crate::report::styled::{Line, Paper, Run, Style};

/// The lines, at most `columns` wide.
pub fn plain(diff: &ListDiff<'_>, columns: usize, marks: bool) -> Vec<Line> {
    let mut paper = Paper::new(columns);
    let mut unit = None;
    for change in diff.changes {
        if unit != Some(change.department()) {
            if unit.is_some() {
                paper.blank();
            }
            unit = Some(change.department());
            paper.text(0, &Run::new(Style::Heading, change.department_name()));
        }
        let style = match change.kind {
            Kind::Added => Style::Added,
            Kind::Removed | Kind::Merged => Style::Removed,
            Kind::Moved | Kind::Renamed | Kind::Changed => Style::Warn,
        };
        let lead = format!("{} {} ", sign(change.kind), change.kind.chinese());
        let name = format!("{}　{}", change.code(), change.name());
        paper.hang(&Run::new(style, lead), &Run::new(Style::Strong, name));
        let fate = fate(change);
        if !fate.is_empty() {
            paper.text(2, &Run::plain(fate));
        }
        changed::set(&mut paper, &change.fields, marks);
    }
    if !diff.changes.is_empty() {
        paper.blank();
    }
    let sides = format!("{} → {}：", diff.old, diff.new);
    let sum = Run::new(Style::Muted, sides).with(Style::Strong, diff.summary());
    paper.text(0, &sum);
    paper.lines
}
