//! A bar for work that takes long.

use std::io::IsTerminal as _;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Global;

/// A bar by `template` at a terminal: how much is done, and how long the rest will take. Nothing elsewhere, and nothing
/// with `--quiet`.
pub fn bar(global: &Global, template: &str) -> ProgressBar {
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
    bar
}
