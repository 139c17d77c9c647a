//! `export`: the list as a document, from the project or from a release.

mod content;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use power_list::render::{csv, json, listing, markdown, xlsx};

use self::content::Content;
use super::Global;
use super::error::{Exit, usage};
use super::output::Target;

/// 导出清单：CSV、JSON 或 Markdown
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list export -o 清单.md                        可以读的文稿
  power-list export --format csv -o -                 写到标准输出

退出码：0 完成；1 工程里有读不懂的文件；2 用法不对，或者文件已经存在；3 读写失败")]
pub struct ExportArgs {
    /// 导出公布的清单：发布编号或 .db 文件（默认：工程现状）
    #[arg(long, value_name = "发布")]
    release: Option<String>,
    /// 格式（默认按 -o 的文件名结尾）
    #[arg(long, value_name = "格式", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// 怎样分表：department（默认，一个部门一张）或 category（一个类别一张）
    #[arg(long, value_name = "方式", value_enum, default_value_t = By::Department, hide_default_value = true, hide_possible_values = true)]
    by: By,
    /// 只导出这个部门（departments.yaml 里的代号；可以写多次）
    #[arg(long, value_name = "代号")]
    department: Vec<String>,
    /// 只导出这个类别
    #[arg(long, value_name = "类别")]
    category: Option<String>,
    /// 写到哪个文件；- 是标准输出
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
    /// 覆盖已经存在的文件
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum By {
    Department,
    Category,
}

impl From<By> for listing::By {
    fn from(by: By) -> Self {
        match by {
            By::Department => Self::Department,
            By::Category => Self::Category,
        }
    }
}

/// A format; one writer in `render` for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Xlsx,
    Csv,
    Json,
    #[value(alias = "md")]
    Markdown,
}

impl Format {
    /// All formats with the endings of their files.
    const ENDINGS: [(Self, &'static str); 4] = [
        (Self::Xlsx, "xlsx"),
        (Self::Csv, "csv"),
        (Self::Json, "json"),
        (Self::Markdown, "md"),
    ];

    /// Ending of a file in this format.
    fn ending(self) -> &'static str {
        Self::ENDINGS
            .iter()
            .find(|(format, _)| *format == self)
            .map_or("", |(_, ending)| ending)
    }

    /// The format that the ending of a file means.
    fn of(path: &Path) -> anyhow::Result<Self> {
        let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        Self::ENDINGS
            .iter()
            .find(|(_, known)| ending.as_deref() == Some(known))
            .map(|(format, _)| *format)
            .ok_or_else(|| {
                let known: Vec<String> =
                    Self::ENDINGS.iter().map(|(_, e)| format!(".{e}")).collect();
                usage(
                    format!("从文件名“{}”看不出要哪种格式", path.display()),
                    format!("文件名以 {} 结尾，或者用 --format 写明", known.join("、")),
                )
            })
    }

    /// Whether it is no text for a terminal.
    fn is_binary(self) -> bool {
        match self {
            Self::Xlsx => true,
            Self::Csv | Self::Json | Self::Markdown => false,
        }
    }
}

/// Runs the command.
pub fn run(args: &ExportArgs, global: &Global) -> anyhow::Result<Exit> {
    let format = match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, Some(path)) if path.as_os_str() != "-" => Format::of(path)?,
        (None, _) => Format::Xlsx,
    };
    let content = Content::read(args, global)?;
    let usual = format!("{}.{}", content.file_title(), format.ending());
    let target = Target::new(args.output.as_deref(), &usual);
    target.check(format.is_binary())?;
    let (catalog, heading) = (&content.catalog, &content.heading);
    let by = args.by.into();
    let bytes = match format {
        Format::Xlsx => xlsx::write(&listing::book(catalog, heading, by))?,
        Format::Csv => csv::write(&listing::book(catalog, heading, by)),
        Format::Json => json::write(catalog, heading),
        Format::Markdown => markdown::write(catalog, heading, by),
    };
    let done = (!global.quiet).then(|| content.summary());
    target.put(&bytes, args.force, done.as_deref())?;
    Ok(Exit::Clean)
}
