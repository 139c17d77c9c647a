//! `power-list law index`: builds a register from statute text.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use power_list::io::statute::ProblemKind;
use power_list::io::statute::folder::FolderError;
use power_list::ops::law_index::{self, Indexed};
use serde_json::json;

use super::super::context;
use super::super::table;
use super::PageFormat;
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 从法规正文（Markdown）建立法规库
///
/// 逐个读取文件夹中的法规文件，记下名称、位阶、历次版本、施行与废止日期，以及每条有几款、每款有几项；
/// 不保存法规原文。读不懂的行和文件一律列出，不作猜测。
#[derive(Debug, Args)]
#[command(
    next_help_heading = "选项",
    after_help = "\
示例：
  power-list law index 法规文本                        只读取并显示小结，不写文件
  power-list law index 法规文本 --out data/laws        写出法规库文件
  power-list law index 法规文本 --snapshot 2025-04-19  注明来源的截止日期
  power-list law index 法规文本 --format json          全部说明，供程序读取"
)]
pub struct IndexArgs {
    /// 存放法规 Markdown 文件的文件夹
    #[arg(value_name = "文件夹", help_heading = "参数")]
    folder: PathBuf,
    /// 写出法规库文件的文件夹；不给则只显示小结
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
    /// 来源的截止日期，标为失效的法规记为至迟该日失效（默认：今天）
    #[arg(long, value_name = "日期", value_parser = context::date)]
    snapshot: Option<Date>,
    /// 输出格式：table（表格，默认）、json
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        default_value = "table",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: PageFormat,
}

/// Runs the command.
pub fn run(args: &IndexArgs, global: &Global) -> anyhow::Result<Exit> {
    let snapshot = args.snapshot.unwrap_or_else(context::today);
    if let Some(out) = &args.out
        && out.exists()
        && !out.is_dir()
    {
        return Err(usage(
            format!("--out {} 是文件，不是文件夹", out.display()),
            "给出要写入法规库文件的文件夹",
        ));
    }
    let indexed = match law_index::index(&args.folder, snapshot) {
        Err(e @ (FolderError::NotAFolder(_) | FolderError::Index(_))) => {
            return Err(usage(e.to_string(), "用法：power-list law index 文件夹"));
        }
        other => other?,
    };
    if indexed.files == 0 {
        return Err(usage(
            format!("{} 中没有法规文件（*.md）", args.folder.display()),
            "文件夹的样式见 power-list law index --help",
        ));
    }
    if let Some(out) = &args.out {
        law_index::save(&indexed.register, out)?;
    }
    let mut stdout = std::io::stdout().lock();
    match args.format {
        PageFormat::Json => print_json(&mut stdout, args, snapshot, &indexed)?,
        PageFormat::Table => print_table(&mut stdout, args, snapshot, &indexed, global.quiet)?,
    }
    stdout.flush()?;
    Ok(Exit::Clean)
}

fn print_json(
    out: &mut impl Write,
    args: &IndexArgs,
    snapshot: Date,
    indexed: &Indexed,
) -> anyhow::Result<()> {
    let totals = &indexed.totals;
    let problems: Vec<_> = indexed
        .problems
        .iter()
        .map(|(file, p)| {
            json!({
                "file": file,
                "line": (p.line > 0).then_some(p.line),
                "kind": p.kind.key(),
                "what": p.what,
            })
        })
        .collect();
    let levels: serde_json::Map<_, _> = indexed
        .levels
        .iter()
        .map(|(level, n)| (level.chinese().to_owned(), json!(n)))
        .collect();
    let page = json!({
        "schema": "power-list/law-index/v1",
        "snapshot": snapshot.to_string(),
        "out": args.out.as_ref().map(|p| p.display().to_string()),
        "summary": {
            "files": indexed.files,
            "laws": totals.laws,
            "levels": levels,
            "versions": totals.versions,
            "structures": totals.structures,
            "articles": totals.articles,
            "paragraphs": totals.paragraphs,
            "subparagraphs": totals.items,
            "repealed": totals.repealed,
            "repealed_names": totals.repealed_names,
        },
        "problems": problems,
    });
    serde_json::to_writer_pretty(&mut *out, &page)?;
    writeln!(out)?;
    Ok(())
}

fn print_table(
    out: &mut impl Write,
    args: &IndexArgs,
    snapshot: Date,
    indexed: &Indexed,
    quiet: bool,
) -> anyhow::Result<()> {
    let mut problems = table::new(["", "文件", "行", "情况"]);
    let mut shown = 0;
    for kind in [
        ProblemKind::Unread,
        ProblemKind::Conflict,
        ProblemKind::Doubtful,
    ] {
        for (file, p) in indexed.problems.iter().filter(|(_, p)| p.kind == kind) {
            let line = if p.line > 0 {
                p.line.to_string()
            } else {
                String::new()
            };
            problems.add_row([kind.chinese(), file, &line, &p.what]);
            shown += 1;
        }
    }
    if shown > 0 {
        writeln!(out, "{problems}\n")?;
    }
    if quiet {
        return Ok(());
    }
    let count = |kind| {
        indexed
            .problems
            .iter()
            .filter(|(_, p)| p.kind == kind)
            .count()
    };
    let t = &indexed.totals;
    let levels: Vec<String> = indexed
        .levels
        .iter()
        .map(|(level, n)| format!("{} {n}", level.chinese()))
        .collect();
    writeln!(
        out,
        "读取 {} 个文件，得法规 {} 部（{}）",
        indexed.files,
        t.laws,
        levels.join("，")
    )?;
    writeln!(
        out,
        "版本 {} 个，其中结构已知 {} 个：{} 条，{} 款，{} 项",
        t.versions, t.structures, t.articles, t.paragraphs, t.items
    )?;
    writeln!(
        out,
        "已废止或者将废止 {} 部；另有仅知名称的已废法规 {} 件",
        t.repealed, t.repealed_names
    )?;
    writeln!(
        out,
        "未读 {} 处，与 index.csv 不一致待核对 {} 处，存疑 {} 处，说明 {} 处（说明见 --format json）",
        count(ProblemKind::Unread),
        count(ProblemKind::Conflict),
        count(ProblemKind::Doubtful),
        count(ProblemKind::Note)
    )?;
    match &args.out {
        Some(path) => writeln!(out, "来源截止日期 {snapshot}；已写入 {}", path.display())?,
        None => writeln!(out, "来源截止日期 {snapshot}；未给 --out，没有写任何文件")?,
    }
    Ok(())
}
