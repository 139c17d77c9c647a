//! Asking before many things are done at once.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

/// Whether there is somebody to ask.
pub fn somebody_there() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks; anything but a yes is a no.
///
/// # Errors
/// When the terminal cannot be written or read.
pub fn confirm(question: &str) -> std::io::Result<bool> {
    let mut err = crate::cli::screen::stderr();
    write!(err, "{question} [y/N] ")?;
    err.flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "是"))
}

/// Asks for something that nobody may see: what is typed does not appear.
///
/// # Errors
/// When the terminal cannot be written or read.
pub fn secret(question: &str) -> std::io::Result<String> {
    let hidden = rpassword::ConfigBuilder::new()
        .password_feedback_hide()
        .build();
    rpassword::prompt_password_with_config(question, hidden)
}

/// Says something beside the questions.
///
/// # Errors
/// When the terminal cannot be written.
pub fn say(what: &str) -> std::io::Result<()> {
    writeln!(crate::cli::screen::stderr(), "{what}")
}
