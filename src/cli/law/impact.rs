//! `power-list law impact`: what changed laws do to the list.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use power_list::compare::impact::{self, Impact, LawChange, Period, became, event_words, summary};
use power_list::domain::law::Register;
use power_list::io::files::{self, FileError};
use power_list::render::{csv, law_impact as workbook, xlsx};
use power_list::report::law_impact::{ImpactReport, json, markdown, of_unit, sentence};

use super::content::{Content, List};
use super::named::{self, Named};
use super::register_folder;
use crate::cli::error::{Exit, usage};
use crate::cli::output::{Target, file_name};
use crate::cli::{Global, context, pick, table};

/// 法律变了，清单里哪些事项、哪些引用要改，改成什么
///
/// 引用是按清单的基准日（as_of）有效的法律写的；与后来的版本逐条对照，列出受影响的每一处：
/// 法律依据、子项、收费、责任、追责、前置审批、中介服务、流程图步骤，还有工作库里的审核意见。
/// 看工程现状时只读提到这些法的事项，别处有读不懂的地方不影响结果。
#[derive(Debug, Args)]
#[command(
    next_help_heading = "选项",
    after_help = "\
例子：
  power-list law impact 农药管理条例                    这部法从基准日到最新版本的变化，影响哪些事项
  power-list law impact --since 2021-01-01              2021 年以来施行的版本、废止的法，影响哪些事项
  power-list law impact 畜牧法 --from 2016-01-01 --to 2023-06-01
  power-list law impact --register 旧法规库 新法规库    法规库更新以后多知道了什么
  power-list law impact --since 2021-01-01 --out 分发   每个单位一个工作簿，逐条填写处理结果
  power-list law impact --since 2021-01-01 --format markdown > 通报.md
  power-list law impact 农药管理条例 --release 341100-20150301
  power-list law impact --since 2025-01-01 --exit-code  有受影响的就以 1 退出，可以放在定时任务里

只是条号变了的，power-list fix --law-moves 可以改；其余要人看。

退出码：0 完成；1 有受影响的事项（只在写了 --exit-code 时）；2 用法不对；3 读写失败"
)]
pub struct ImpactArgs {
    /// 法规名称，可以写几部
    #[arg(value_name = "法规", help_heading = "参数", required_unless_present_any = ["since", "register"])]
    laws: Vec<String>,
    /// 这一天以来施行了新版本的、废止了的全部法规
    #[arg(long, value_name = "日期", value_parser = context::date, conflicts_with_all = ["laws", "register"])]
    since: Option<Date>,
    /// 比较两个法规库文件夹：新的比旧的多知道了什么
    #[arg(long, num_args = 2, value_names = ["旧", "新"], conflicts_with = "laws")]
    register: Vec<PathBuf>,
    /// 引用是按哪一天的法律写的（默认：--as-of，再是清单的基准日；清单的基准日在 --since 以后的，是 --since 的前一天）
    #[arg(long, value_name = "日期", value_parser = context::date)]
    from: Option<Date>,
    /// 与哪一天有效的法律对照（默认：已知的最新版本；用 --since 时是今天）
    #[arg(long, value_name = "日期", value_parser = context::date, conflicts_with = "register")]
    to: Option<Date>,
    /// 看公布的清单：发布编号或 .db 文件（默认：工程现状）
    #[arg(long, value_name = "发布")]
    release: Option<String>,
    /// 只看这个部门（可以写多次）
    #[arg(long, value_name = "代号")]
    department: Vec<String>,
    /// 没有看到变化、文字改没改说不准的也列出来
    #[arg(long)]
    all: bool,
    /// 格式：table（表格，默认）、json、csv、markdown、xlsx（写了 --out 时的默认）
    #[arg(long, value_name = "格式", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// 每个单位写一个工作簿，放在这个文件夹
    #[arg(long, value_name = "文件夹")]
    out: Option<PathBuf>,
    /// --out 里已经有的文件，内容不同也覆盖
    #[arg(long, requires = "out")]
    force: bool,
    /// 有受影响的事项时退出码为 1
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
    Xlsx,
}

/// Runs the command.
pub fn run(args: &ImpactArgs, global: &Global) -> anyhow::Result<Exit> {
    let format = args.format()?;
    let register = match args.register.as_slice() {
        [_, new] => with_local(register_folder(new)?, global)?,
        _ => super::register_of(global)?.into_owned(),
    };
    let older = match args.register.as_slice() {
        [old, _] => Some(register_folder(old)?),
        _ => None,
    };
    let laws = named::all(&register, &args.laws)?;
    let list = List::open(args.release.as_deref(), global)?;
    let period = args.period(list.as_of(global));
    let period = period.map_err(|error| list.refuse(error, global))?;
    let changes = args.changes(&register, older.as_ref(), &laws, period);
    let Content {
        name,
        catalog,
        mut places,
    } = list.places(&register, &changes, global)?;
    let units = args
        .department
        .iter()
        .map(|id| pick::department(id, &catalog.departments).map(|d| d.id.clone()))
        .collect::<anyhow::Result<Vec<_>>>()?;
    if !units.is_empty() {
        places.retain(|place| units.contains(&place.department));
    }
    let all = impact::impacts(&register, &changes, places);
    let summary = summary(&all);
    let shown: Vec<Impact<'_>> = all
        .into_iter()
        .filter(|impact| args.all || !impact.unseen())
        .collect();
    let report = ImpactReport {
        list: &name,
        catalog: &catalog,
        from: period.from,
        to: period.to,
        impacts: &shown,
        summary,
    };
    if !global.quiet {
        for line in args.remarks(&laws, &changes, period) {
            tell!("{line}");
        }
    }
    put(args, format, &report, global)?;
    Ok(match args.exit_code && summary.places > 0 {
        true => Exit::Findings,
        false => Exit::Clean,
    })
}

impl ImpactArgs {
    fn format(&self) -> anyhow::Result<Format> {
        match (self.format, &self.out) {
            (None | Some(Format::Xlsx), Some(_)) => Ok(Format::Xlsx),
            (Some(Format::Xlsx), None) => Err(usage(
                "工作簿一个单位一个，没有说放在哪里",
                "加 --out 文件夹",
            )),
            (Some(_), Some(_)) => Err(usage(
                "--out 只写工作簿，别的格式写到标准输出",
                "去掉 --out 或者 --format；要写成文件的，用 > 文件名",
            )),
            (format, None) => Ok(format.unwrap_or(Format::Table)),
        }
    }

    /// The two days that are compared, of a list that is right on `own`.
    fn period(&self, own: Date) -> anyhow::Result<Period> {
        let today = context::today();
        if let Some(since) = self.since
            && since > today
        {
            return Err(usage(
                format!("--since {since} 还没有到，今天是 {today}"),
                "写过去的一天；以后要施行、废止的用 power-list law calendar 看",
            ));
        }
        let before = self.since.and_then(|since| since.yesterday().ok());
        let from = match (self.from, before) {
            (Some(from), _) => from,
            (None, Some(before)) => own.min(before),
            (None, None) => own,
        };
        let to = match (self.to, self.since) {
            (Some(to), _) => Some(to),
            (None, Some(_)) => Some(today),
            (None, None) => None,
        };
        if let Some(to) = to.filter(|to| *to <= from) {
            return Err(usage(
                format!("对照的一天 {to} 不在引用所按的一天 {from} 以后"),
                "用 --from 和 --to 写明前后两天",
            ));
        }
        Ok(Period { from, to })
    }

    fn changes<'r>(
        &self,
        register: &'r Register,
        older: Option<&Register>,
        laws: &[Named<'r>],
        period: Period,
    ) -> Vec<LawChange<'r>> {
        let mut changes = match older {
            Some(older) => impact::new_in(older, register, period.from),
            None if laws.is_empty() => impact::changes(register, period),
            None => laws
                .iter()
                .filter_map(|law| law.change(register, period))
                .collect(),
        };
        if let Some(since) = self.since {
            changes.retain(|change| change.event.day().is_some_and(|day| day >= since));
        }
        changes
    }

    /// What a person should know of the question, apart from the answer.
    fn remarks(
        &self,
        laws: &[Named<'_>],
        changes: &[LawChange<'_>],
        period: Period,
    ) -> Vec<String> {
        let untouched = laws
            .iter()
            .filter(|law| changes.iter().all(|change| change.law != law.id()));
        untouched
            .map(|law| format!("注意：{}", law.why_unchanged(period)))
            .collect()
    }
}

/// A register of a folder, with the project's own documents.
fn with_local(mut register: Register, global: &Global) -> anyhow::Result<Register> {
    if let Ok(root) = context::project_root(global) {
        register.extend(context::local_laws(&root)?);
    }
    Ok(register)
}

fn put(
    args: &ImpactArgs,
    format: Format,
    report: &ImpactReport<'_>,
    global: &Global,
) -> anyhow::Result<()> {
    if let (Format::Xlsx, Some(dir)) = (format, &args.out) {
        return books(dir, args.force, report, global);
    }
    let mut out = std::io::BufWriter::new(crate::cli::screen::stdout());
    match format {
        Format::Json => json(report, &mut out)?,
        Format::Markdown => out.write_all(markdown(report).as_bytes())?,
        Format::Csv => {
            let unit = |id: &str| name_of(report, id);
            let book = workbook::book(
                "法律变化影响的事项",
                report.from,
                String::new(),
                report.impacts,
                unit,
                false,
            );
            out.write_all(&csv::write(&book))?;
        }
        Format::Table | Format::Xlsx => show(report, &mut out, global.quiet)?,
    }
    Ok(out.flush()?)
}

fn name_of(report: &ImpactReport<'_>, id: &str) -> String {
    let known = report.catalog.department(id);
    known.map_or_else(|| id.to_owned(), |d| d.name.clone())
}

fn show(report: &ImpactReport<'_>, out: &mut dyn Write, quiet: bool) -> std::io::Result<()> {
    // What happened to each law is said once.
    let mut events: Vec<String> = Vec::new();
    for impact in report.impacts {
        let event = format!("《{}》{}", impact.place.law, event_words(&impact.change));
        if !events.contains(&event) {
            events.push(event);
        }
    }
    for event in &events {
        writeln!(out, "{event}")?;
    }
    if !events.is_empty() {
        writeln!(out)?;
    }
    for (id, impacts) in report.by_unit() {
        writeln!(out, "{}：{}", report.name_of(id), of_unit(&impacts))?;
        let mut table = table::new(["事项", "栏目", "引用", "变化", "建议引用", "要做的事"]);
        for impact in impacts {
            let place = &impact.place;
            let code = match place.items.as_slice() {
                [one] => one.clone(),
                [first, rest @ ..] => format!("{first} 等 {} 项", rest.len() + 1),
                [] => String::new(),
            };
            let provision = place.provision.map_or_else(String::new, |p| p.to_string());
            table.add_row([
                format!("{code}\n{}", place.name),
                match place.label.as_str() {
                    "" => place.field.chinese().to_owned(),
                    label => format!("{}\n{label}", place.field.chinese()),
                },
                format!("《{}》{provision}", place.law),
                became(impact),
                impact.proposed.clone().unwrap_or_else(|| "-".to_owned()),
                impact::what_to_do(impact),
            ]);
        }
        writeln!(out, "{table}\n")?;
    }
    if !quiet {
        writeln!(
            out,
            "{}，{}：{}",
            report.list,
            report.period(),
            sentence(&report.summary)
        )?;
    }
    Ok(())
}

/// One workbook for each unit.
fn books(
    dir: &Path,
    force: bool,
    report: &ImpactReport<'_>,
    global: &Global,
) -> anyhow::Result<()> {
    if dir.exists() && !dir.is_dir() {
        return Err(usage(
            format!("“{}”是文件，不是文件夹", files::shown(dir)),
            "--out 写文件夹的名称，没有的会新建",
        ));
    }
    let units = report.by_unit();
    if units.is_empty() {
        writeln!(
            crate::cli::screen::stdout(),
            "{}，没有写文件",
            sentence(&report.summary)
        )?;
        return Ok(());
    }
    files::make_folder(dir).map_err(|e| FileError::new("建立文件夹", dir, e))?;
    for (id, impacts) in units {
        let name = report.name_of(id);
        let title = format!("法律变化影响的事项（{name}）");
        let foot = format!("期间：{}。{}。", report.period(), of_unit(&impacts));
        let unit = |id: &str| name_of(report, id);
        let book = workbook::book(&title, report.from, foot, impacts, unit, true);
        let path = dir.join(file_name(&format!("{name}.xlsx")));
        let done = format!("{} 处", book.sheets.iter().map(rows).sum::<usize>());
        let done = (!global.quiet).then_some(done.as_str());
        Target::File(path).put(&xlsx::write(&book)?, force, done)?;
    }
    if !global.quiet {
        writeln!(
            crate::cli::screen::stdout(),
            "{}",
            sentence(&report.summary)
        )?;
    }
    Ok(())
}

fn rows(sheet: &power_list::render::table::Sheet) -> usize {
    sheet.blocks.iter().map(|block| block.rows.len()).sum()
}
