//! Where a document goes: a file that is not there yet, or standard output.

use std::io::{BufWriter, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use power_list::io::files::{self, Written};

use super::error::usage;

/// Where a document goes.
pub enum Target {
    /// Standard output.
    Stdout,
    /// A file.
    File(PathBuf),
}

impl Target {
    /// The place that `-o` names; without one, a file of this name in the current folder.
    pub fn new(output: Option<&Path>, usual: &str) -> Self {
        match output {
            Some(path) if path.as_os_str() == "-" => Self::Stdout,
            Some(path) => Self::File(path.to_owned()),
            None => Self::File(PathBuf::from(file_name(usual))),
        }
    }

    /// Refuses, before any work is done, a place that the document cannot go to.
    pub fn check(&self, binary: bool) -> anyhow::Result<()> {
        match self {
            Self::Stdout if binary && std::io::stdout().is_terminal() => Err(usage(
                "这种格式不是文字，不能显示在终端上",
                "用 -o 写成文件，或者用管道交给别的程序",
            )),
            Self::File(path) if path.is_dir() => Err(usage(
                format!("“{}”是文件夹，不能写成文件", files::shown(path)),
                "-o 后面写文件名，例如 -o 清单.xlsx",
            )),
            _ => Ok(()),
        }
    }

    /// Refuses a name by which no program would know what is in the file.
    pub fn ends_with(&self, ending: &str) -> anyhow::Result<()> {
        match self {
            Self::File(path)
                if path
                    .extension()
                    .is_none_or(|e| !e.eq_ignore_ascii_case(ending)) =>
            {
                Err(usage(
                    format!("“{}”不以 .{ending} 结尾", files::shown(path)),
                    format!("写成 -o 文件名.{ending}"),
                ))
            }
            _ => Ok(()),
        }
    }

    /// Puts the document there, and says so unless it goes to standard output.
    pub fn put(&self, bytes: &[u8], force: bool, done: Option<&str>) -> anyhow::Result<()> {
        match self {
            Self::Stdout => {
                let mut out = crate::cli::screen::stdout();
                out.write_all(bytes)?;
                Ok(out.flush()?)
            }
            Self::File(path) => {
                let written = files::write_unless_different(path, bytes, force)?;
                say(path, written, done)
            }
        }
    }

    /// As [`Target::put`], of what `write` puts there piece by piece.
    pub fn put_pieces(
        &self,
        force: bool,
        done: Option<&str>,
        write: impl FnOnce(&mut dyn std::io::Write) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        match self {
            Self::Stdout => {
                let mut out = BufWriter::with_capacity(1 << 16, crate::cli::screen::stdout());
                write(&mut out)?;
                Ok(out.flush()?)
            }
            Self::File(path) => {
                let written = files::write_pieces(path, force, write)?;
                say(path, written, done)
            }
        }
    }
}

fn say(path: &Path, written: Written, done: Option<&str>) -> anyhow::Result<()> {
    let shown = files::shown(path);
    let verb = match written {
        Written::New => "写出",
        Written::Same => "没有变化",
        Written::Differs => {
            return Err(usage(
                format!("“{shown}”已经存在，内容不同，没有覆盖"),
                "换一个文件名（-o），或者用 --force 覆盖它",
            ));
        }
    };
    if let Some(done) = done {
        writeln!(crate::cli::screen::stdout(), "{verb}　{shown}：{done}")?;
    }
    Ok(())
}

/// What of a letter has to be filled in by hand, as a line to say: sender, number and contact where they are not given.
pub fn blanks(given: [&Option<String>; 3]) -> String {
    let options = [
        "发文机关（--sender）",
        "发文字号（--number）",
        "联系人（--contact）",
    ];
    let blanks: Vec<&str> = options
        .into_iter()
        .zip(given)
        .filter_map(|(option, given)| given.is_none().then_some(option))
        .collect();
    if blanks.is_empty() {
        return String::new();
    }
    format!("\n  标黄的空白要填写：{}", blanks.join("、"))
}

/// What the ending of a file's name means, of these.
///
/// # Errors
/// When it means none of them.
pub fn by_ending<T: Copy>(path: &Path, known: &[(T, &str)]) -> anyhow::Result<T> {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    known
        .iter()
        .find(|(_, known)| ending.as_deref() == Some(known))
        .map(|(meant, _)| *meant)
        .ok_or_else(|| {
            let known: Vec<String> = known.iter().map(|(_, e)| format!(".{e}")).collect();
            usage(
                format!("从文件名“{}”看不出要哪种格式", path.display()),
                format!("文件名以 {} 结尾，或者用 --format 写明", known.join("、")),
            )
        })
}

/// A name without what file systems refuse.
pub fn file_name(wish: &str) -> String {
    wish.chars()
        .map(|c| {
            if "/\\:*?\"<>|".contains(c) || c.is_control() {
                '_'
            } else {
                c
            }
        })
        .collect()
}
