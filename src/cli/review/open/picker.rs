//! Choosing one of the office's stock phrases by some of its characters.

use power_list::domain::people::{Body, Phrase};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::TextArea;

use super::form::{area, write};
use crate::cli::review::said::matching;

/// Phrases being looked through.
pub struct Picker {
    /// What is looked for.
    pub search: TextArea<'static>,
    /// Place among the phrases that are left.
    pub cursor: usize,
    decision: &'static str,
    body: Option<Body>,
}

impl Picker {
    /// For a decision of a body.
    pub fn new(decision: &'static str, body: Option<Body>) -> Self {
        Self {
            search: area(""),
            cursor: 0,
            decision,
            body,
        }
    }

    /// The phrases that are left: those made for the decision before those for any; those made for another last.
    pub fn left<'p>(&self, phrases: &'p [Phrase]) -> Vec<&'p Phrase> {
        let wanted = self.search.lines().concat();
        let mut left: Vec<&Phrase> = matching(phrases, self.body, &wanted).collect();
        left.sort_by_key(|p| match p.decision {
            Some(decision) if decision == self.decision => 0,
            None => 1,
            Some(_) => 2,
        });
        left
    }

    /// The phrase that the cursor is on.
    pub fn chosen<'p>(&self, phrases: &'p [Phrase]) -> Option<&'p Phrase> {
        self.left(phrases).get(self.cursor).copied()
    }

    /// Takes a key: up, down, or something to look for.
    pub fn key(&mut self, key: KeyEvent, phrases: &[Phrase]) {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let last = self.left(phrases).len().saturating_sub(1);
        match key.code {
            KeyCode::Down => self.cursor = (self.cursor + 1).min(last),
            KeyCode::Char('n') if control => self.cursor = (self.cursor + 1).min(last),
            KeyCode::Up => self.cursor = self.cursor.saturating_sub(1),
            KeyCode::Char('p') if control => self.cursor = self.cursor.saturating_sub(1),
            _ => {
                if write(&mut self.search, key) {
                    self.cursor = 0;
                }
            }
        }
    }

    /// Takes pasted text as something to look for.
    pub fn paste(&mut self, text: &str) {
        self.search.insert_str(text.replace(['\n', '\r'], " "));
        self.cursor = 0;
    }
}
