//! Comments and blank lines: which of them belong to what follows, and which to what stands before.

use std::ops::Range;

use super::build::{Builder, Lead};

impl Builder<'_, '_> {
    /// The comments on lines of their own before a byte, blank lines among them as one.
    pub(super) fn lead(&mut self, before: usize, first: bool) -> Vec<Lead> {
        let mut out = Vec::new();
        while let Some(comment) = self.comments.get(self.next) {
            if comment.start >= before || !self.is_own_line(comment.start) {
                break;
            }
            self.push(comment.clone(), &mut out);
            self.next += 1;
        }
        if self.after_blank(before) {
            out.push(Lead::Blank);
        }
        if first && out.first() == Some(&Lead::Blank) {
            out.remove(0);
        }
        out
    }

    /// The comments on lines of their own before a byte that stand at a column or further in.
    pub(super) fn own_lines(&mut self, before: usize, column: usize) -> Vec<Lead> {
        let mut out = Vec::new();
        while let Some(comment) = self.comments.get(self.next) {
            let fits = comment.start < before
                && self.is_own_line(comment.start)
                && self.column(comment.start) >= column;
            if !fits {
                break;
            }
            self.push(comment.clone(), &mut out);
            self.next += 1;
        }
        out
    }

    fn push(&self, comment: Range<usize>, out: &mut Vec<Lead>) {
        if self.after_blank(comment.start) {
            out.push(Lead::Blank);
        }
        let text = self.text.get(comment).unwrap_or_default();
        out.push(Lead::Comment(text.trim_end().to_owned()));
    }

    /// The comment that stands after a byte on its line.
    pub(super) fn same_line(&mut self, after: usize, until: usize) -> Option<String> {
        let comment = self.comments.get(self.next)?.clone();
        let line_end = self
            .text
            .get(after..)?
            .find('\n')
            .map_or(self.text.len(), |i| after + i);
        if comment.start < after || comment.start >= line_end.min(until.max(after)) {
            return None;
        }
        // Something else may stand between, which the comment then belongs to.
        self.next += 1;
        Some(self.text.get(comment)?.trim_end().to_owned())
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text
            .get(..at)
            .and_then(|head| head.rfind('\n'))
            .map_or(0, |i| i + 1)
    }

    pub(super) fn line(&self, at: usize) -> usize {
        1 + self.text.bytes().take(at).filter(|b| *b == b'\n').count()
    }

    pub(super) fn column(&self, at: usize) -> usize {
        at - self.line_start(at)
    }

    fn is_own_line(&self, at: usize) -> bool {
        self.text
            .get(self.line_start(at)..at)
            .is_some_and(|head| head.trim().is_empty())
    }

    /// Whether the line above the one that a byte stands in is blank.
    fn after_blank(&self, at: usize) -> bool {
        let start = self.line_start(at);
        let Some(above) = start.checked_sub(1) else {
            return false;
        };
        self.text
            .get(self.line_start(above)..above)
            .is_some_and(|line| line.trim().is_empty())
    }

    /// The dash that the value beginning at a byte stands behind: on its line, or alone on a line above.
    pub(super) fn dash(&self, start: usize) -> Option<usize> {
        let mut line = self.line_start(start);
        let mut head = self.text.get(line..start)?;
        loop {
            let body = head.trim();
            if let Some(rest) = body.strip_prefix('-') {
                let comment = rest.trim_start();
                return (comment.is_empty() || comment.starts_with('#'))
                    .then(|| line + head.find('-').unwrap_or(0));
            }
            if !(body.is_empty() || body.starts_with('#')) || line == 0 {
                return None;
            }
            let above = line - 1;
            line = self.line_start(above);
            head = self.text.get(line..above)?;
        }
    }
}
