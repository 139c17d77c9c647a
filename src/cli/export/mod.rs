//! `export`: the list as a document, from the project or from a release.

pub(super) mod content;
mod letter;
mod passing;
mod special;
pub(super) mod submitted;

use std::path::PathBuf;

use clap::{ArgGroup, Args, ValueEnum};
use power_list::render::{csv, docx, json, jsonld, listing, markdown, xlsx};

use self::content::{Content, Extent};
use self::letter::LetterArgs;
use self::passing::Passing;
use super::Global;
use super::error::{Exit, usage};
use super::output::{Target, by_ending};

/// 导出清单：工作簿（.xlsx）、Word 文稿（.docx）、CSV、JSON 或 Markdown；导出审核意见函
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("whose").args(["department", "letter"]))]
#[command(after_help = "\
例子：
  power-list export                                   整个清单，一个部门一张表，写成当前目录里的 .xlsx
  power-list export --by category -o 按类别.xlsx      一个类别一张表
  power-list export --department hbj                  一个部门的清单
  power-list export --release 341100-20150301         公布的清单
  power-list export --department hbj --round 2        市环保局二上报送的内容
  power-list export --layout form --department hbj    填报表：改好以后能原样导入
  power-list export -o 清单.md                        可以读的文稿
  power-list export --format json -o -                给程序读，写到标准输出
  power-list export --release 341100-20150301 -o 清单.jsonld   关联数据（CPSV-AP 词汇的 JSON-LD）
  power-list export --department hbj -o 清单.docx     打印用的清单
  power-list export --letter hbj -o 函.docx           给部门的审核意见函
  power-list export --special 涉企收费                专项目录清单：行政审批、涉企收费、前置审批、中介服务
  power-list export --special all --release 341100-20150301   公布的四份专项清单，一份一张表

表格里凡是公式样子的文字都只当文字写，打开不会运行；CSV 里这样的文字前面加一撇（'）。

退出码：0 完成；1 工程里有读不懂的文件，或者有写不进表格的文字；2 用法不对，或者文件已经存在；3 读写失败")]
pub struct ExportArgs {
    /// 导出公布的清单：发布编号或 .db 文件（默认：工程现状）
    #[arg(long, value_name = "发布")]
    release: Option<String>,
    /// 导出某个部门某一轮报送的内容：快照摘要（review log 里有，写前几位也可以）
    #[arg(long, value_name = "摘要", conflicts_with_all = ["release", "round"])]
    snapshot: Option<String>,
    /// 第几轮：同 --department 一起用，导出这个部门这一轮（1、2 或 3）报送的内容；同 --letter 一起用，是哪一轮（1 或 2）的反馈，默认最近一次
    #[arg(long, value_name = "轮次", value_parser = clap::value_parser!(u8).range(1..=3), requires = "whose", conflicts_with = "release")]
    round: Option<u8>,
    /// 格式：xlsx、docx、csv、json、jsonld、markdown（默认按 -o 的文件名结尾，没有 -o 时是 xlsx）
    #[arg(long, value_name = "格式", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// 版式：list（默认，公布的样子）或 form（填报表，一格一个值，只有 xlsx）
    #[arg(long, value_name = "版式", value_enum, default_value_t = Layout::List, hide_default_value = true, hide_possible_values = true)]
    layout: Layout,
    /// 导出专项目录清单：行政审批、涉企收费、前置审批、中介服务，或 all（可以写多次）
    #[arg(long, value_name = "专项", value_parser = special::parse, conflicts_with_all = ["letter", "layout", "by"])]
    special: Vec<special::Wanted>,
    /// 怎样分表：department（默认，一个部门一张）或 category（一个类别一张）
    #[arg(long, value_name = "方式", value_enum, default_value_t = By::Department, hide_default_value = true, hide_possible_values = true)]
    by: By,
    #[command(flatten)]
    letter: LetterArgs,
    /// 只导出这个部门（departments.yaml 里的代号；可以写多次）
    #[arg(long, value_name = "代号")]
    department: Vec<String>,
    /// 只导出这个类别
    #[arg(long, value_name = "类别")]
    category: Option<String>,
    /// 写到哪个文件；- 是标准输出（默认：当前目录，以清单的名称为文件名）
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
    /// 覆盖已经存在的文件
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Layout {
    List,
    Form,
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
    /// JSON-LD in the terms of CPSV-AP.
    Jsonld,
    #[value(alias = "md")]
    Markdown,
    Docx,
}

impl Format {
    /// All formats with the endings of their files.
    const ENDINGS: [(Self, &'static str); 6] = [
        (Self::Xlsx, "xlsx"),
        (Self::Docx, "docx"),
        (Self::Csv, "csv"),
        (Self::Json, "json"),
        (Self::Jsonld, "jsonld"),
        (Self::Markdown, "md"),
    ];

    /// Ending of a file in this format.
    fn ending(self) -> &'static str {
        Self::ENDINGS
            .iter()
            .find(|(format, _)| *format == self)
            .map_or("", |(_, ending)| ending)
    }

    /// Whether it is no text for a terminal.
    fn is_binary(self) -> bool {
        match self {
            Self::Xlsx | Self::Docx => true,
            Self::Csv | Self::Json | Self::Jsonld | Self::Markdown => false,
        }
    }
}

/// Runs the command.
pub fn run(args: &ExportArgs, global: &Global) -> anyhow::Result<Exit> {
    let format = match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, Some(path)) if path.as_os_str() != "-" => by_ending(path, &Format::ENDINGS)?,
        (None, _) if args.letter.letter.is_some() => Format::Docx,
        (None, _) => Format::Xlsx,
    };
    if let Some(department) = &args.letter.letter {
        return letter::run(args, department, format, global);
    }
    if !args.special.is_empty() {
        return special::run(args, format, global);
    }
    if args.layout == Layout::Form && format != Format::Xlsx {
        return Err(usage(
            "填报表（--layout form）只有 .xlsx 一种格式",
            "去掉 --format，文件名以 .xlsx 结尾；别的格式用公布的版式",
        ));
    }
    if format == Format::Docx && matches!(args.by, By::Category) {
        return Err(usage(
            "打印用的清单（docx）按部门编排，不能按类别分",
            "去掉 --by category；只要一个类别用 --category",
        ));
    }
    let ending = format.ending();
    let is_project = args.release.is_none() && args.snapshot.is_none() && args.round.is_none();
    if is_project && let Some(passing) = Passing::of(format) {
        return passing::run(args, (passing, ending), global);
    }
    let extent = match args.layout {
        Layout::List => Extent::Rows,
        Layout::Form => Extent::Items,
    };
    let content = Content::read(args, extent, global)?.narrowed()?;
    if format == Format::Docx {
        printable(content.catalog.items.len())?;
    }
    let usual = match args.layout {
        Layout::List => format!("{}.{ending}", content.title()),
        Layout::Form => format!("{}填报表.{ending}", content.title()),
    };
    let target = Target::new(args.output.as_deref(), &usual);
    target.check(format.is_binary())?;
    let bytes = match args.layout {
        Layout::List => list(&content, format, args.by.into())?,
        Layout::Form => xlsx::write(&content.form(args.by.into())?)?,
    };
    let done = (!global.quiet).then(|| content.summary());
    target.put(&bytes, args.force, done.as_deref())?;
    Ok(Exit::Clean)
}

/// How many items a printed list has at most: a longer Word document opens nowhere, and takes more memory than most
/// machines have.
const MOST_PRINTED: usize = 20_000;

fn printable(items: usize) -> anyhow::Result<()> {
    if items <= MOST_PRINTED {
        return Ok(());
    }
    Err(usage(
        format!("{items} 项，一个 Word 文稿装不下（至多 {MOST_PRINTED} 项）"),
        "用 --department 一个部门一份，或者导出 .xlsx、.csv",
    ))
}

/// The list as it is published.
fn list(content: &Content, format: Format, by: listing::By) -> anyhow::Result<Vec<u8>> {
    let (catalog, heading) = (&content.catalog, &content.heading);
    Ok(match format {
        Format::Xlsx => xlsx::write(&listing::book(catalog, heading, by))?,
        Format::Csv => csv::write(&listing::book(catalog, heading, by)),
        Format::Json => json::write(catalog, heading),
        Format::Jsonld => jsonld::write(catalog, heading, content.imprint.as_ref()),
        Format::Markdown => markdown::write(catalog, heading, by),
        Format::Docx => docx::list(&content.printed(), heading, content.imprint.as_ref())?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_word_processor_opens_is_not_written() {
        assert!(printable(MOST_PRINTED).is_ok());
        let refused = printable(MOST_PRINTED + 1).unwrap_err().to_string();
        assert!(
            refused.contains("20001 项，一个 Word 文稿装不下"),
            "{refused}"
        );
    }
}
