//! `power-list law index`: builds a register from statute text, or adds to one.

use std::borrow::Cow;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use power_list::compare::register_update::{Added, Addition};
use power_list::domain::law::Register;
use power_list::io::register::{self, folder};
use power_list::io::statute::ProblemKind;
use power_list::io::statute::folder::FolderError;
use power_list::ops::law_index::{self, Indexed};
use serde_json::json;

use super::super::context;
use super::super::table;
use super::PageFormat;
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 从法规正文（Markdown）建立法规库，或者在已有的法规库上增补
///
/// 逐个读取文件夹中的法规文件，记下名称、位阶、历次版本、施行与废止日期，每条有几款、每款有几项，
/// 以及两个版本之间各条款的去向；不保存法规原文。读不懂的行和文件一律列出，不作猜测。
/// --out 的文件夹里已经有法规库的，只增补，不改写：读到的与已有的不一致，逐处列出文件和行，保留已有的，退出码 1。
#[derive(Debug, Args)]
#[command(
    next_help_heading = "选项",
    after_help = "\
示例：
  power-list law index 法规文本                        只读取并显示小结，不写文件
  power-list law index 法规文本 --out data/laws        写出法规库文件；已有的，在上面增补
  power-list law index 新法文本 --add --out 法规库     在现用的法规库（工程的，或者自带的）上增补，写到新文件夹
  power-list law index 新法文本 --add --texts 旧法文本 同时拿旧文本比对，看增补些什么
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
    /// 在现用的法规库（工程的，或者程序自带的）上增补
    #[arg(long)]
    add: bool,
    /// 已有版本的法规正文所在的文件夹，用来与新版本比对条款的去向（默认：工程的 law.text_dir）
    #[arg(long, value_name = "文件夹")]
    texts: Option<PathBuf>,
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
    let base = base(args, global)?;
    let adds = base.is_some();
    let older = match &args.texts {
        Some(folder) => Some(folder.clone()),
        None if adds => context::text_dir(global),
        None => None,
    };
    let base = base.unwrap_or_default();
    let indexed = match law_index::add(base, &args.folder, older.as_deref(), snapshot) {
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
    let mut stdout = crate::cli::screen::stdout();
    match args.format {
        PageFormat::Json => print_json(&mut stdout, args, &indexed, adds)?,
        PageFormat::Table => print_table(&mut stdout, args, &indexed, adds, global.quiet)?,
    }
    stdout.flush()?;
    Ok(if adds && indexed.clashes > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

/// The register that is added to: the one in the folder that is written to, or with `--add` the one in use.
fn base(args: &IndexArgs, global: &Global) -> anyhow::Result<Option<Register>> {
    if let Some(out) = args.out.as_deref().filter(|out| folder::is_register(out)) {
        let read = folder::open_to_add(out);
        return Ok(Some(read.map_err(|error| {
            usage(
                error.to_string(),
                "先从备份恢复；要重新建立的，写到另一个空的文件夹",
            )
        })?));
    }
    if !args.add {
        return Ok(None);
    }
    let national = match context::project_root(global) {
        Ok(root) => context::national(&root)?,
        Err(error) if global.project.is_some() => return Err(error),
        Err(_) => Cow::Borrowed(register::builtin()),
    };
    Ok(Some(national.into_owned()))
}

/// What was added, in words.
fn said(added: &Added) -> (&'static str, String) {
    match added {
        Added::Law { versions } => ("新的法规", format!("{versions} 个版本")),
        Added::Version {
            published,
            earlier: false,
        } => ("新的版本", published.to_string()),
        Added::Version {
            published,
            earlier: true,
        } => ("补入较早的版本", published.to_string()),
        Added::Structure { published } => ("补入结构", format!("{published} 版本")),
        Added::Effect {
            published,
            effective,
        } => (
            "补入施行日",
            format!("{published} 版本自 {effective} 起施行"),
        ),
        Added::FormerName(name) => ("曾用名", name.to_string()),
        Added::Repeal(repeal) => ("废止", super::view::ended(repeal)),
    }
}

const fn key(added: &Added) -> &'static str {
    match added {
        Added::Law { .. } => "law",
        Added::Version { .. } => "version",
        Added::Structure { .. } => "structure",
        Added::Effect { .. } => "effect",
        Added::FormerName(_) => "former_name",
        Added::Repeal(_) => "repeal",
    }
}

/// What of a law the addition is about: the day of a version, a name.
fn about(added: &Added) -> Option<String> {
    match added {
        Added::Law { .. } => None,
        Added::Version { published, .. }
        | Added::Structure { published }
        | Added::Effect { published, .. } => Some(published.to_string()),
        Added::FormerName(name) => Some(name.to_string()),
        Added::Repeal(repeal) => repeal.on.map(|on| on.to_string()),
    }
}

fn print_json(
    out: &mut impl Write,
    args: &IndexArgs,
    indexed: &Indexed,
    adds: bool,
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
    let additions: Option<Vec<_>> = adds.then(|| {
        let additions = indexed.additions.iter();
        let row =
            |a: &Addition| json!({ "law": a.law, "kind": key(&a.added), "about": about(&a.added) });
        additions.map(row).collect()
    });
    let mapped: Vec<_> = indexed
        .mapped
        .iter()
        .map(|(from, to)| {
            json!({
                "law": from.law,
                "from": from.published.to_string(),
                "to_law": to.law,
                "to": to.published.to_string(),
            })
        })
        .collect();
    let page = json!({
        "schema": "power-list/law-index/v1",
        "snapshot": indexed.register.snapshot().map(|day| day.to_string()),
        "digest": register::digest(&indexed.register).to_string(),
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
            "mapped": indexed.register.transitions().count(),
        },
        "additions": additions,
        "mapped": mapped,
        "problems": problems,
    });
    serde_json::to_writer_pretty(&mut *out, &page)?;
    writeln!(out)?;
    Ok(())
}

fn print_table(
    out: &mut impl Write,
    args: &IndexArgs,
    indexed: &Indexed,
    adds: bool,
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
    if adds && !(indexed.additions.is_empty() && indexed.mapped.is_empty()) {
        let mut additions = table::new(["增补", "法规", ""]);
        for Addition { law, added } in &indexed.additions {
            let (what, detail) = said(added);
            additions.add_row([what, law.as_str(), &detail]);
        }
        for (from, to) in &indexed.mapped {
            let there = if from.law == to.law {
                to.published.to_string()
            } else {
                format!("《{}》{}", to.law, to.published)
            };
            let detail = format!("{} → {there}", from.published);
            additions.add_row(["条款的去向", from.law.as_str(), &detail]);
        }
        writeln!(out, "{additions}\n")?;
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
    let transitions = indexed.register.transitions().count();
    writeln!(
        out,
        "条款的去向已知 {transitions} 处（两个版本之间，或者旧法与新法之间）"
    )?;
    writeln!(
        out,
        "未读 {} 处，与 index.csv 不一致待核对 {} 处，存疑 {} 处，说明 {} 处（说明见 --format json）",
        count(ProblemKind::Unread),
        count(ProblemKind::Conflict),
        count(ProblemKind::Doubtful),
        count(ProblemKind::Note)
    )?;
    if adds {
        writeln!(
            out,
            "增补 {} 项，条款的去向 {} 处；与已有的不一致 {} 处，保留已有的",
            indexed.additions.len(),
            indexed.mapped.len(),
            indexed.clashes
        )?;
    }
    let snapshot = indexed.register.snapshot();
    let snapshot = snapshot.map_or_else(|| "不详".to_owned(), |day| day.to_string());
    match &args.out {
        Some(path) => writeln!(out, "来源截止日期 {snapshot}；已写入 {}", path.display())?,
        None => writeln!(out, "来源截止日期 {snapshot}；未给 --out，没有写任何文件")?,
    }
    Ok(())
}
