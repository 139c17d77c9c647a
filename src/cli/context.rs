//! What commands share: which project, which laws, how wide and colourful the terminal is.

use std::borrow::Cow;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use power_list::domain::law::{Law, Register};
use power_list::domain::office_time;
use power_list::io::yaml::law_settings;
use power_list::io::{files, project, register};

use super::Global;
use super::error::usage;

/// The project that the command is about: `--project`, or the nearest one above the current folder.
pub fn project_root(global: &Global) -> anyhow::Result<PathBuf> {
    if let Some(dir) = &global.project {
        if !dir.join(project::SETTINGS).is_file() {
            return Err(usage(
                format!("“{}”不是清单工程：没有找到 power-list.yaml", dir.display()),
                "--project 要写含有 power-list.yaml 的文件夹",
            ));
        }
        return Ok(dir.clone());
    }
    let here = Path::new(".");
    if here.join(project::SETTINGS).is_file() {
        return Ok(here.to_path_buf());
    }
    project::find(here).ok_or_else(|| {
        usage(
            "当前目录和它的上级目录都没有 power-list.yaml，不知道是哪个清单工程",
            "用 --project 指明工程目录；power-list demo 会生成一个完整的例子",
        )
    })
}

/// What to put before project paths so that they can be opened from the current folder.
pub fn prefix(root: &Path) -> String {
    if root == Path::new(".") || root.as_os_str().is_empty() {
        return String::new();
    }
    let here = std::env::current_dir().ok();
    let relative = here
        .as_deref()
        .and_then(|here| root.strip_prefix(here).ok())
        .unwrap_or(root);
    match relative.to_string_lossy().trim_end_matches('/') {
        "" => String::new(),
        text => format!("{text}/"),
    }
}

/// The national register with the project's local laws.
pub fn register(root: &Path) -> anyhow::Result<Cow<'static, Register>> {
    let local = local_laws(root)?;
    let national = national(root)?;
    if local.is_empty() {
        return Ok(national);
    }
    let mut register = match national {
        Cow::Owned(register) => register,
        Cow::Borrowed(_) => register::builtin_owned()?,
    };
    register.extend(local);
    Ok(Cow::Owned(register))
}

/// Where what can be computed again is kept: the folder that `POWER_LIST_CACHE` names, else one in the user's own cache.
/// `None` where there is no such folder, or the variable is empty.
pub fn cache() -> Option<PathBuf> {
    match std::env::var_os("POWER_LIST_CACHE") {
        Some(named) => (!named.is_empty()).then(|| PathBuf::from(named)),
        None => Some(dirs::cache_dir()?.join("power-list")),
    }
}

/// The national register: that of the project's settings (`law.register`), else the one in the program.
///
/// # Errors
/// When the folder that the settings name holds no register, or a damaged one.
pub fn national(root: &Path) -> anyhow::Result<Cow<'static, Register>> {
    // What is wrong with the settings themselves is told by whoever reads the project.
    let own = files::read_text(&root.join(project::SETTINGS)).ok();
    let own = own.and_then(|text| law_settings::read(&text).register);
    let Some(own) = own else {
        return Ok(Cow::Borrowed(register::builtin()));
    };
    let read = register::folder::open(&root.join(&own));
    let register = read.map_err(|error| {
        usage(
            error.to_string(),
            format!("power-list.yaml 的 law.register 写的是“{own}”；改正它，或者删去这一行，用程序自带的法规库"),
        )
    })?;
    Ok(Cow::Owned(register))
}

/// The project's folder of statute texts, if there is a project and it names one.
pub fn text_dir(global: &Global) -> Option<PathBuf> {
    let root = project_root(global).ok()?;
    let text = files::read_text(&root.join(project::SETTINGS)).ok()?;
    Some(root.join(law_settings::read(&text).text_dir?))
}

/// The project's own documents.
///
/// # Errors
/// When one cannot be read.
pub fn local_laws(root: &Path) -> anyhow::Result<Vec<Law>> {
    let folder = root.join("laws");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    Ok(register::local::read_folder(&folder)?)
}

/// Whether standard output takes colours (no-color.org).
pub fn colour() -> bool {
    std::io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
        && std::env::var_os("TERM").is_none_or(|t| t != "dumb")
}

/// Cells of a line on standard output; a generous width where it is no terminal.
pub fn width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|c| c.parse().ok())
        .unwrap_or(120)
}

/// Parses a date argument.
pub fn date(text: &str) -> Result<Date, String> {
    text.parse()
        .map_err(|_| format!("“{text}”不是日期，应写作 2015-03-01"))
}

/// The day whose law counts: `--as-of`, else that of the project.
pub fn as_of(global: &Global, own: Date) -> Date {
    global.as_of.unwrap_or(own)
}

/// Refuses another day than the project's own for what is recorded or published: a record of one day must not say that
/// it was judged by another.
///
/// # Errors
/// When `--as-of` names another day.
pub fn only_own_day(global: &Global, own: Date) -> anyhow::Result<()> {
    match global.as_of {
        Some(day) if day != own => Err(other_day(day, own)),
        _ => Ok(()),
    }
}

/// That something is done by the project's own day only.
pub fn other_day(day: Date, own: Date) -> anyhow::Error {
    usage(
        format!("记录和公布只按工程自己的基准日 {own} 办，不能按 {day} 办"),
        format!(
            "清单是按 {own} 有效的法律报送、审核、确认的，换一天要重新校验。去掉 --as-of；确实要换，先用 power-list validate --as-of {day} 看有什么不同，\n再改 power-list.yaml 的 as_of（引用只是条号变了的，可以用 power-list fix --law-moves --to {day}），由各单位重新报送"
        ),
    )
}

/// The day it is in Chinese offices (UTC+8).
pub fn today() -> Date {
    office_time::day(jiff::Timestamp::now())
}

/// Which day a command takes it to be.
#[derive(Debug, clap::Args)]
pub struct DayArgs {
    /// 以这一天为今天（默认：今天）
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Option<Date>,
}

impl DayArgs {
    /// The day.
    pub fn day(&self) -> Date {
        self.date.unwrap_or_else(today)
    }
}
