//! A bar for work that takes long.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Global;

/// What is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_millis(700);

/// Shows at a terminal how much is done and how long the rest will take. Nothing elsewhere, and nothing with `--quiet`.
#[derive(Debug)]
pub struct Bar {
    start: Instant,
    bar: ProgressBar,
}

impl Bar {
    /// A bar that looks as `template` says; it is not to be seen before the work has taken a while.
    pub fn new(global: &Global, template: &str) -> Self {
        let shown = std::io::stderr().is_terminal() && !global.quiet;
        let target = match shown {
            true => ProgressDrawTarget::stderr_with_hz(8),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        // A template that cannot be read would be a mistake in the line that gives it; the usual bar does as well.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        Self {
            start: Instant::now(),
            bar,
        }
    }

    /// So much is done, of so much.
    pub fn at(&self, done: u64, of: u64) {
        if self.start.elapsed() > PATIENCE {
            self.bar.set_length(of);
            self.bar.set_position(done);
        }
    }

    /// As [`Bar::at`], of a part of the work that these words name in the place of `{msg}`.
    pub fn at_part(&self, words: &str, done: u64, of: u64) {
        self.at(done, of);
        if self.start.elapsed() > PATIENCE && self.bar.message() != words {
            self.bar.set_message(words.to_owned());
            self.bar.reset_eta();
        }
    }

    /// Takes it off the screen.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}
