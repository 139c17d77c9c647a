//! `cite --explain-failures`: which cells were not fully read, where, and why.

use std::io::{self, Write};

use crate::domain::citation::ParsedCitations;
use crate::rules::cite_problems::gap_words;

use super::{Characters, marked};

/// Counts the cells and writes those that were not fully read.
#[derive(Debug, Default)]
pub struct Failures {
    cells: usize,
    understood: usize,
}

impl Failures {
    /// Looks at one cell; `line` is the line of the input, counted from 1. A blank cell does not count.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn cell(
        &mut self,
        line: usize,
        text: &str,
        parsed: &ParsedCitations,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.cells += 1;
        if parsed.gaps.is_empty() {
            self.understood += 1;
        }
        let mut at = Characters::new(text);
        for gap in &parsed.gaps {
            let (message, help) = gap_words(gap.why);
            let (shown, carets) = marked(text, &gap.span);
            let place = at.before(gap.span.start) + 1;
            writeln!(out, "第 {line} 行第 {place} 字：{message}")?;
            writeln!(out, "  | {shown}\n  | {carets}\n  = 怎么办: {help}\n")?;
        }
        Ok(())
    }

    /// Whether every cell was fully read.
    pub const fn none(&self) -> bool {
        self.cells == self.understood
    }

    /// The closing line: 3528 条引文，3498 条读懂（99.15%）. The share is rounded down, so that only all are 100%.
    ///
    /// # Errors
    /// When the writer fails.
    pub fn statistic(&self, out: &mut dyn Write) -> io::Result<()> {
        let share = (self.understood * 10_000)
            .checked_div(self.cells)
            .unwrap_or(10_000);
        let (cells, understood) = (self.cells, self.understood);
        let (whole, part) = (share / 100, share % 100);
        writeln!(
            out,
            "{cells} 条引文，{understood} 条读懂（{whole}.{part:02}%）"
        )
    }
}
