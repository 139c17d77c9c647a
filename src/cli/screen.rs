//! Standard output and standard error of a terminal: what names and texts say is shown, not obeyed.

use std::io::{self, IsTerminal, StderrLock, StdoutLock, Write};

use power_list::io::files;
use power_list::report::text::harmless;

/// Standard output.
pub fn stdout() -> Screen<StdoutLock<'static>> {
    Screen::new(io::stdout().lock())
}

/// Standard output for what has colours of its own, and shows no character that would steer the terminal.
pub fn coloured() -> Screen<StdoutLock<'static>> {
    Screen {
        out: io::stdout().lock(),
        watched: false,
        begun: Vec::new(),
    }
}

/// Standard error.
pub fn stderr() -> Screen<StderrLock<'static>> {
    Screen::new(io::stderr().lock())
}

/// Says something on standard error; where nobody hears it, so be it.
macro_rules! tell {
    ($($what:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!($crate::cli::screen::stderr(), $($what)*);
    }};
}

/// What was to be shown could not be written: to a file on a full disk, for one.
#[derive(Debug, thiserror::Error)]
#[error("结果没有全部输出：{}", files::explain(.0))]
pub struct Unheard(#[source] io::Error);

impl Unheard {
    /// What to do about it.
    pub const HINT: &str = "命令已经办了的不会撤销：要记录的先看 power-list review log，写文件的看文件，再决定要不要再运行一次";

    fn of(error: io::Error) -> io::Error {
        match error.kind() {
            io::ErrorKind::Interrupted => error,
            kind => io::Error::new(kind, Self(error)),
        }
    }
}

/// Where text goes. On a terminal, characters that would steer it or turn the direction of writing are kept from it; files
/// and other programs get every byte.
pub struct Screen<W> {
    out: W,
    watched: bool,
    /// The beginning of a character whose other bytes are still to come.
    begun: Vec<u8>,
}

impl<W: Write + IsTerminal> Screen<W> {
    fn new(out: W) -> Self {
        Self {
            watched: out.is_terminal(),
            out,
            begun: Vec::new(),
        }
    }
}

impl<W: Write> Screen<W> {
    fn show(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        let mut shown = String::with_capacity(bytes.len());
        loop {
            let (sound, wrong) = match std::str::from_utf8(bytes) {
                Ok(text) => (text, None),
                Err(error) => {
                    let (sound, _) = bytes.split_at(error.valid_up_to());
                    let text = std::str::from_utf8(sound).unwrap_or_default();
                    (text, Some(error.error_len()))
                }
            };
            shown.extend(sound.chars().filter_map(|c| match c {
                '\t' => Some(c),
                c => harmless(c),
            }));
            bytes = bytes.get(sound.len()..).unwrap_or_default();
            match wrong {
                None => break,
                Some(None) => {
                    self.begun.extend_from_slice(bytes);
                    break;
                }
                Some(Some(length)) => {
                    shown.push(char::REPLACEMENT_CHARACTER);
                    bytes = bytes.get(length..).unwrap_or_default();
                }
            }
        }
        self.out.write_all(shown.as_bytes()).map_err(Unheard::of)
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.watched {
            return self.out.write(bytes).map_err(Unheard::of);
        }
        if self.begun.is_empty() {
            self.show(bytes)?;
        } else {
            let mut whole = std::mem::take(&mut self.begun);
            whole.extend_from_slice(bytes);
            self.show(&whole)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush().map_err(Unheard::of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(pieces: &[&[u8]], watched: bool) -> Vec<u8> {
        let mut screen = Screen {
            out: Vec::new(),
            watched,
            begun: Vec::new(),
        };
        for piece in pieces {
            screen.write_all(piece).unwrap();
        }
        screen.out
    }

    #[test]
    fn a_terminal_is_not_steered() {
        let name = "a\u{1b}[2Jb\u{9b}31m\u{202e}c\u{7}\td\n".as_bytes();
        assert_eq!(shown(&[name], true), "a�[2Jb�31mc�\td\n".as_bytes());
        assert_eq!(shown(&[name], false), name);
    }

    #[test]
    fn characters_may_come_in_pieces() {
        let text = "权力\u{1b}清单".as_bytes();
        for at in 0..text.len() {
            let (one, other) = text.split_at(at);
            assert_eq!(shown(&[one, other], true), "权力�清单".as_bytes(), "{at}");
        }
        let bytes: Vec<&[u8]> = text.chunks(1).collect();
        assert_eq!(shown(&bytes, true), "权力�清单".as_bytes());
        assert_eq!(shown(&[b"a\xffb"], true), "a�b".as_bytes());
    }
}
