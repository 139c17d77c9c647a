//! Lines of styled text: what a terminal, a screen or a page draws, without saying how.

use std::ops::Range;

use unicode_width::UnicodeWidthChar as _;

use super::text::{breaks, harmless, width};

/// What a piece of text is to stand out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Style {
    /// Nothing in particular.
    Plain,
    /// Title of a section.
    Heading,
    /// What is looked for first.
    Strong,
    /// What matters less.
    Muted,
    /// As it should be.
    Good,
    /// Doubtful.
    Warn,
    /// Wrong.
    Bad,
    /// New in a text.
    Added,
    /// Gone from a text.
    Removed,
}

/// A piece of text of one style, without line breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Its style.
    pub style: Style,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// Its text without the styles.
    pub fn text(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }

    /// Columns that it takes.
    pub fn width(&self) -> usize {
        self.0.iter().map(|span| width(&span.text)).sum()
    }
}

/// Styled text that has not been broken into lines yet; line breaks in it are kept.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run(Vec<Span>);

impl Run {
    /// A text of one style.
    pub fn new(style: Style, text: impl AsRef<str>) -> Self {
        Self::default().with(style, text)
    }

    /// A text of no style.
    pub fn plain(text: impl AsRef<str>) -> Self {
        Self::new(Style::Plain, text)
    }

    /// Some more text. Control characters and what turns the direction of writing must not steer the terminal.
    #[must_use]
    pub fn with(mut self, style: Style, text: impl AsRef<str>) -> Self {
        let text: String = text.as_ref().chars().filter_map(harmless).collect();
        if !text.is_empty() {
            self.0.push(Span { text, style });
        }
        self
    }

    /// Columns that it takes on one line.
    pub fn width(&self) -> usize {
        self.0.iter().map(|span| width(&span.text)).sum()
    }

    /// Lines of at most `columns` columns.
    pub fn lines(&self, columns: usize) -> Vec<Line> {
        let whole: String = self.0.iter().map(|span| span.text.as_str()).collect();
        breaks(&whole, columns)
            .into_iter()
            .flat_map(|range| cut(&whole, range, columns))
            .map(|range| self.part(&range))
            .collect()
    }

    fn part(&self, range: &Range<usize>) -> Line {
        let mut start = 0;
        let mut out = Vec::new();
        for span in &self.0 {
            let end = start + span.text.len();
            let from = range.start.clamp(start, end) - start;
            let to = range.end.clamp(start, end) - start;
            if let Some(text) = span.text.get(from..to).filter(|t| !t.is_empty()) {
                out.push(Span {
                    text: text.to_owned(),
                    style: span.style,
                });
            }
            start = end;
        }
        Line(out)
    }
}

/// A word that is wider than the line is cut where the line ends.
fn cut(text: &str, range: Range<usize>, columns: usize) -> Vec<Range<usize>> {
    let line = text.get(range.clone()).unwrap_or_default();
    if width(line) <= columns {
        return vec![range];
    }
    let mut out = Vec::new();
    let (mut start, mut used) = (range.start, 0);
    for (at, c) in line.char_indices() {
        let wide = c.width().unwrap_or(0);
        if used + wide > columns && used > 0 {
            out.push(start..range.start + at);
            (start, used) = (range.start + at, 0);
        }
        used += wide;
    }
    out.push(start..range.end);
    out
}

/// Lines being put together for a width.
#[derive(Debug)]
pub struct Paper {
    columns: usize,
    /// What is there so far.
    pub lines: Vec<Line>,
}

impl Paper {
    /// Narrowest that anything is set; a narrower screen shows what fits.
    pub const NARROWEST: usize = 24;

    /// An empty one.
    pub fn new(columns: usize) -> Self {
        Self {
            columns: columns.max(Self::NARROWEST),
            lines: Vec::new(),
        }
    }

    /// Columns of a line.
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.lines.push(Line::default());
    }

    /// A text behind blanks, broken where it has to be.
    pub fn text(&mut self, indent: usize, run: &Run) {
        self.hang(&Run::plain(" ".repeat(indent)), run);
    }

    /// A text behind a lead on the first line, further lines under the text.
    pub fn hang(&mut self, lead: &Run, run: &Run) {
        let indent = lead.width().min(self.columns / 2);
        for (i, line) in run.lines(self.columns - indent).into_iter().enumerate() {
            let mut spans = match i {
                0 => lead.0.clone(),
                _ => Run::plain(" ".repeat(indent)).0,
            };
            spans.extend(line.0);
            self.lines.push(Line(spans));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(run: &Run, columns: usize) -> Vec<String> {
        let mark = |span: &Span| match span.style {
            Style::Plain => span.text.clone(),
            _ => format!("<{}>", span.text),
        };
        let lines = run.lines(columns);
        lines
            .iter()
            .map(|l| l.0.iter().map(mark).collect())
            .collect()
    }

    #[test]
    fn styles_go_on_over_the_end_of_a_line() {
        let run = Run::plain("由")
            .with(Style::Removed, "县级政府")
            .with(Style::Plain, "行使");
        assert_eq!(shown(&run, 8), ["由<县级政>", "<府>行使"]);
        assert_eq!(shown(&Run::default(), 8), [""]);
        assert_eq!(shown(&Run::plain("甲\n乙"), 8), ["甲", "乙"]);
        assert_eq!(shown(&Run::plain("abcdefghij"), 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn nothing_steers_the_terminal() {
        let run = Run::plain("a\u{1b}[31m\tb\u{202e}c\r\n");
        assert_eq!(shown(&run, 20), ["a\u{fffd}[31m bc"]);
    }

    proptest! {
        #[test]
        fn lines_fit_and_lose_nothing(parts in proptest::collection::vec("[一-龥，。《》a-z \n]{0,20}", 0..5), columns in 4usize..40) {
            let run = parts.iter().fold(Run::default(), |run, part| run.with(Style::Good, part));
            let lines = run.lines(columns);
            let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let all: String = lines.iter().map(Line::text).collect();
            prop_assert_eq!(squeeze(&all), squeeze(&parts.concat()));
            prop_assert!(lines.iter().all(|l| l.width() <= columns));
        }
    }
}
