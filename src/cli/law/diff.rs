//! `power-list law diff`: what became of a law's provisions from one version to another.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use power_list::compare::law_diff::{self, LawDiff, Side};
use power_list::domain::law::{Law, Register, Route};
use power_list::domain::quote::LawTexts;
use power_list::io::statute::folder::Folder;
use power_list::io::statute::texts;
use power_list::report::law_diff::{caution, json, list, markdown, marked, sentence, title};

use super::list::csv_cell;
use super::named::{self, Named};
use super::{register_of, view};
use crate::cli::error::{Exit, usage};
use crate::cli::{Global, context, table};

/// 对照一部法规的两个版本：各条款去了哪里，改没改
///
/// 逐条、逐款、逐项列出移动、修改、删去、新增，每一处写明可信度和依据：两个版本的文本、修改决定等记录，
/// 或者只凭款项的数目。条号以外没有变的不列。
#[derive(Debug, Args)]
#[command(
    next_help_heading = "选项",
    after_help = "\
例子：
  power-list law diff 种子法                                  最近两个结构已知的版本
  power-list law diff 畜牧法 --from 2016-01-01 --to 2023-06-01  这两天有效的版本
  power-list law diff 文物保护法 --texts 法规文本             连同字句：[-删去的-]{+增加的+}
  power-list law diff 环境噪声污染防治法 --successor          与替代它的法对照
  power-list law diff 体育法 --format markdown > 对照.md

退出码：0 完成；1 有变化（只在写了 --exit-code 时）；2 用法不对；3 读写失败"
)]
pub struct DiffArgs {
    /// 法规名称
    #[arg(value_name = "法规", help_heading = "参数")]
    law: String,
    /// 旧版本：它的公布日期，或者它有效的一天（默认：--to 之前最近的、可以比较的版本）
    #[arg(long, value_name = "日期", value_parser = context::date)]
    from: Option<Date>,
    /// 新版本：它的公布日期，或者它有效的一天（默认：最新的版本）
    #[arg(long, value_name = "日期", value_parser = context::date)]
    to: Option<Date>,
    /// 与替代它的法对照
    #[arg(long, conflicts_with_all = ["from", "to"])]
    successor: bool,
    /// 法规正文所在的文件夹：有两个版本正文的，列出字句（默认：工程的 law.text_dir）
    #[arg(long, value_name = "文件夹")]
    texts: Option<PathBuf>,
    /// 格式：table（表格，默认）、json、csv、markdown
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        default_value = "table",
        hide_possible_values = true,
        hide_default_value = true
    )]
    format: Format,
    /// 有变化时退出码为 1
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    #[value(alias = "md")]
    Markdown,
}

/// The two versions and the way between them.
struct Pair<'r> {
    before: (&'r Law, Date),
    after: (&'r Law, Date),
    route: Route<'r>,
}

/// Runs the command.
pub fn run(args: &DiffArgs, global: &Global) -> anyhow::Result<Exit> {
    let register = register_of(global)?;
    let named = named::all(&register, std::slice::from_ref(&args.law))?;
    let law = match named.as_slice() {
        [Named::Law(law)] => *law,
        [Named::Ended(name, repeal)] => {
            return Err(usage(
                format!("《{name}》{}，法规库中没有它的版本", view::ended(repeal)),
                "有它的正文的，用 power-list law index 增补到法规库里",
            ));
        }
        _ => return Ok(Exit::Usage),
    };
    let pair = if args.successor {
        replaced(&register, law)?
    } else {
        versions(&register, law, args)?
    };
    let texts = texts(args, global, &register, &pair)?;
    let [before, after] = [pair.before, pair.after].map(|(law, published)| Side {
        law,
        published,
        text: texts
            .as_ref()
            .and_then(|texts| texts.version(&law.id, published)),
    });
    let missing = [&before, &after]
        .into_iter()
        .find(|side| side.text.is_none());
    if let Some(side) = missing.filter(|_| args.texts.is_some() && !global.quiet) {
        tell!(
            "注意：文件夹里没有《{}》{} 版本的正文，不列字句",
            side.law.id,
            side.published
        );
    }
    let with_words = missing.is_none();
    let diff = law_diff::diff(before, after, &pair.route, with_words);
    let mut out = std::io::BufWriter::new(crate::cli::screen::stdout());
    match args.format {
        Format::Json => json(&diff, &mut out)?,
        Format::Markdown => out.write_all(markdown(&diff).as_bytes())?,
        Format::Csv => csv(&diff, &mut out)?,
        Format::Table => show(&diff, &mut out, global.quiet)?,
    }
    out.flush()?;
    Ok(match args.exit_code && !diff.is_empty() {
        true => Exit::Findings,
        false => Exit::Clean,
    })
}

fn replaced<'r>(register: &'r Register, law: &'r Law) -> anyhow::Result<Pair<'r>> {
    let last = law.versions.last().map(|v| v.published);
    let found = register.successions(law).next();
    let found = found.and_then(|(to, route)| Some((register.get(&to.law)?, to.published, route)));
    let (Some(last), Some((next, published, route))) = (last, found) else {
        let what = match law.repeal.as_ref().and_then(|repeal| repeal.by.as_ref()) {
            Some(by) => format!("《{}》被《{by}》废止，但法规库中没有两者条款的对应", law.id),
            None => format!("法规库中没有记载哪部法替代了《{}》", law.id),
        };
        return Err(usage(
            what,
            "两部法的正文都有的，放在一个文件夹里用 power-list law index --add 增补",
        ));
    };
    Ok(Pair {
        before: (law, last),
        after: (next, published),
        route,
    })
}

/// The version that a day names: by its publication, or by its being in force.
fn version(law: &Law, day: Date) -> Option<Date> {
    let published = law.versions.iter().find(|v| v.published == day);
    let in_force = || law.versions.iter().rev().find(|v| v.starts() <= day);
    published.or_else(in_force).map(|v| v.published)
}

fn versions<'r>(register: &'r Register, law: &'r Law, args: &DiffArgs) -> anyhow::Result<Pair<'r>> {
    let days: Vec<Date> = law.versions.iter().map(|v| v.published).collect();
    let all = || {
        let days: Vec<String> = days.iter().map(ToString::to_string).collect();
        days.join("、")
    };
    let only_one = || {
        let successor = register.successions(law).next();
        let hint = successor.map_or_else(
            || "有新版本正文的，用 power-list law index --add 增补到法规库里".to_owned(),
            |(to, _)| format!("它已被《{}》替代，加 --successor 与之对照", to.law),
        );
        usage(
            format!("《{}》在法规库中只有一个版本，没有可以对照的", law.id),
            hint,
        )
    };
    let pick = |name: &str, day: Date| {
        version(law, day).ok_or_else(|| {
            usage(
                format!("{name} {day}：《{}》那时还没有", law.id),
                format!("它的版本有：{}", all()),
            )
        })
    };
    let to = match (args.to, days.last()) {
        (Some(day), _) => pick("--to", day)?,
        (None, Some(last)) => *last,
        (None, None) => return Err(only_one()),
    };
    let earlier: Vec<Date> = days.iter().copied().filter(|day| *day < to).collect();
    let from = match args.from {
        Some(day) => pick("--from", day)?,
        None if earlier.is_empty() => return Err(only_one()),
        None => {
            let known = |day: &&Date| register.route(law, **day, to).is_some();
            earlier.iter().rev().find(known).copied().unwrap_or(to)
        }
    };
    if from >= to && args.from.is_some() {
        return Err(usage(
            format!("--from 指的是 {from} 版本，--to 指的是 {to} 版本，没有先后"),
            format!("《{}》的版本有：{}", law.id, all()),
        ));
    }
    match register.route(law, from, to).filter(|_| from < to) {
        Some(route) => Ok(Pair {
            before: (law, from),
            after: (law, to),
            route,
        }),
        None if args.from.is_none() && register.successions(law).next().is_some() => {
            Err(only_one())
        }
        None => Err(usage(
            match args.from {
                Some(_) => format!(
                    "《{}》{from} 版本到 {to} 版本之间有结构不详的版本，条款的去向不知道",
                    law.id
                ),
                None => format!(
                    "《{}》{to} 以前各版本的结构都不详，条款的去向不知道",
                    law.id
                ),
            },
            "有这些版本正文的，用 power-list law index --add 增补；power-list law show 列出哪些版本的结构已知",
        )),
    }
}

fn texts(
    args: &DiffArgs,
    global: &Global,
    register: &Register,
    pair: &Pair<'_>,
) -> anyhow::Result<Option<LawTexts>> {
    let folder = match &args.texts {
        Some(folder) => folder.clone(),
        None => match context::text_dir(global).filter(|folder| folder.is_dir()) {
            Some(folder) => folder,
            None => return Ok(None),
        },
    };
    let folder = Folder::open(&folder).map_err(|error| {
        usage(
            error.to_string(),
            "--texts 写存放法规 Markdown 文件的文件夹",
        )
    })?;
    let wanted = [pair.before.0.id.clone(), pair.after.0.id.clone()];
    Ok(Some(texts::load(
        &folder,
        register,
        &wanted.into_iter().collect(),
    )?))
}

fn cells(row: &law_diff::Row) -> [String; 5] {
    let outcome = &row.outcome;
    [
        row.from.map_or_else(String::new, |from| from.to_string()),
        outcome.fate.chinese().to_owned(),
        list(&outcome.to),
        outcome.confidence.to_string(),
        outcome.evidence.chinese().to_owned(),
    ]
}

fn csv(diff: &LawDiff<'_>, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "原条款,变化,现条款,可信度,依据,字句")?;
    for row in &diff.rows {
        let mut line: Vec<String> = cells(row).iter().map(|cell| csv_cell(cell)).collect();
        line.push(csv_cell(&marked(row)));
        writeln!(out, "{}", line.join(","))?;
    }
    Ok(())
}

fn show(diff: &LawDiff<'_>, out: &mut dyn Write, quiet: bool) -> std::io::Result<()> {
    writeln!(out, "{}", title(diff))?;
    if !diff.is_empty() {
        let mut rows = table::new(["原条款", "变化", "现条款", "可信度", "依据"]);
        for row in &diff.rows {
            rows.add_row(cells(row));
        }
        writeln!(out, "{rows}")?;
    }
    for row in diff.rows.iter().filter(|row| !row.words.is_empty()) {
        let from = row.from.map_or_else(String::new, |from| from.to_string());
        let to = list(&row.outcome.to);
        writeln!(out, "\n{from} → {to}")?;
        for line in marked(row).lines() {
            writeln!(out, "    {line}")?;
        }
    }
    if !quiet {
        writeln!(out, "\n{}", sentence(diff))?;
        if let Some(caution) = caution(diff) {
            writeln!(out, "{caution}")?;
        }
    }
    Ok(())
}
