//! How styles look on this terminal: in colours, or without them by weight alone (no-color.org).

use power_list::report::styled::{Line, Span, Style};
use ratatui::style::{Color, Modifier, Style as Look};
use ratatui::text;

/// What the terminal can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// The sixteen colours that every terminal has, as its owner set them.
    Colours,
    /// Bold, dim, underlined, reversed.
    Plain,
}

impl Theme {
    /// How a style looks.
    pub const fn look(self, style: Style) -> Look {
        let plain = Look::new();
        match (self, style) {
            (_, Style::Plain) => plain,
            (_, Style::Strong) => plain.add_modifier(Modifier::BOLD),
            (Self::Colours, Style::Heading) => plain.fg(Color::Cyan).add_modifier(Modifier::BOLD),
            (Self::Colours, Style::Muted) => plain.add_modifier(Modifier::DIM),
            (Self::Colours, Style::Good) => plain.fg(Color::Green),
            (Self::Colours, Style::Warn) => plain.fg(Color::Yellow),
            (Self::Colours, Style::Bad) => plain.fg(Color::Red).add_modifier(Modifier::BOLD),
            (Self::Colours, Style::Added) => {
                plain.fg(Color::Green).add_modifier(Modifier::UNDERLINED)
            }
            (Self::Colours, Style::Removed) => {
                plain.fg(Color::Red).add_modifier(Modifier::CROSSED_OUT)
            }
            (Self::Plain, Style::Heading | Style::Bad) => plain.add_modifier(Modifier::BOLD),
            (Self::Plain, Style::Muted) => plain.add_modifier(Modifier::DIM),
            (Self::Plain, Style::Good | Style::Warn) => plain,
            (Self::Plain, Style::Added) => plain.add_modifier(Modifier::UNDERLINED),
            (Self::Plain, Style::Removed) => {
                plain.add_modifier(Modifier::DIM.union(Modifier::CROSSED_OUT))
            }
        }
    }

    /// The bar at the top and the one at the bottom.
    pub const fn bar(self) -> Look {
        Look::new().add_modifier(Modifier::REVERSED)
    }

    /// The line that the cursor is on.
    pub const fn cursor(self) -> Look {
        Look::new().add_modifier(Modifier::REVERSED)
    }

    /// A line as ratatui draws it.
    pub fn line<'l>(self, line: &'l Line) -> text::Line<'l> {
        let span = |span: &'l Span| text::Span::styled(span.text.as_str(), self.look(span.style));
        text::Line::from(line.0.iter().map(span).collect::<Vec<_>>())
    }
}
