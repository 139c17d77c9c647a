//! `report progress`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use power_list::domain::ids::DepartmentId;
use power_list::render::progress::{Told, page, progress_book, progress_json, unit_sheet};
use power_list::render::table::Book;
use power_list::render::{csv, xlsx};
use power_list::workflow::Staff;
use power_list::workflow::plan::LegPlan;
use power_list::workflow::progress::{LegState, Progress as Figures, progress};

use crate::cli::context::DayArgs;
use crate::cli::error::{Exit, usage};
use crate::cli::output::Target;
use crate::cli::review::context::{ProjectContext, context};
use crate::cli::{Global, table};

/// 进度：各部门走到哪一步、逾期没有，事项定了多少，各审核组和全部的合计
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list report progress
  power-list report progress --format csv > 进度.csv
  power-list report progress --output 进度.xlsx
  power-list report progress --output 进度.html
  power-list report progress --date 2014-11-20 --output 进度.json
--date 写已经有记录的一天，是那一天结束时的样子。
.html 是一页图表，不连网络，可以用手机看、打印；.xlsx 有进度、审核组、逾期三张表。")]
pub struct Progress {
    #[command(flatten)]
    day: DayArgs,
    /// 打印到屏幕的格式：table（默认）、json 或 csv
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true, conflicts_with = "output")]
    format: Format,
    /// 写成文件，按结尾定格式：.xlsx、.html、.json、.csv
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long, requires = "output")]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
    #[value(skip)]
    Xlsx,
    #[value(skip)]
    Html,
}

impl Progress {
    /// Makes the report.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let (format, target) = self.target()?;
        let context = context(global)?;
        let session = super::session(&context)?;
        let staff = Staff(&context.people);
        let day = self.day.day();
        let campaign = session.at_end_of(day)?;
        let mut figures = progress(
            &campaign,
            staff,
            context.plan(),
            &context.review_groups,
            day,
        );
        // In official order, as in every list of the city's units.
        let place = |id: &DepartmentId| context.departments.iter().position(|d| d.id == *id);
        figures
            .units
            .sort_by_key(|unit| place(&unit.department).unwrap_or(usize::MAX));
        let name = |id: &DepartmentId| context.name_of(id);
        let edition = campaign.edition().map(ToString::to_string);
        let told = Told {
            title: format!(
                "{}权力清单（{}）编制进度",
                context.jurisdiction,
                edition.as_deref().unwrap_or(&context.edition)
            ),
            edition,
            day,
            name: &name,
        };
        let bytes = match format {
            Format::Table => {
                let mut out = crate::cli::screen::stdout();
                as_table(&mut out, &context, &told, &figures)?;
                return Ok(Exit::Clean);
            }
            Format::Json => format!("{:#}\n", progress_json(&told, &figures)).into_bytes(),
            Format::Csv => csv::write(&Book {
                title: told.title.clone(),
                day,
                sheets: vec![unit_sheet(&told, &figures)],
            }),
            Format::Xlsx => xlsx::write(&progress_book(&told, &figures))?,
            Format::Html => page(&told, &figures).into_bytes(),
        };
        let done = format!(
            "{} 个部门，{} 个逾期",
            figures.total.units,
            figures.overdue.len()
        );
        let done = (!global.quiet).then_some(done);
        target.put(&bytes, self.force, done.as_deref())?;
        Ok(Exit::Clean)
    }

    /// The format, and where the report goes.
    fn target(&self) -> anyhow::Result<(Format, Target)> {
        let Some(path) = &self.output else {
            return Ok((self.format, Target::Stdout));
        };
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        let format = match ending.to_ascii_lowercase().as_str() {
            "xlsx" => Format::Xlsx,
            "html" | "htm" => Format::Html,
            "json" => Format::Json,
            "csv" => Format::Csv,
            _ => {
                return Err(usage(
                    format!("“{}”的结尾看不出要写成什么格式", path.display()),
                    "文件名以 .xlsx、.html、.json 或 .csv 结尾；打印到屏幕用 --format",
                ));
            }
        };
        let target = Target::File(path.clone());
        target.check(format == Format::Xlsx)?;
        Ok((format, target))
    }
}

fn as_table(
    out: &mut impl std::io::Write,
    context: &ProjectContext,
    told: &Told<'_>,
    figures: &Figures,
) -> std::io::Result<()> {
    writeln!(out, "{}（截至 {}）", told.title, told.day)?;
    let mut rows = table::new([
        "部门",
        "名称",
        "一上",
        "一下",
        "二上",
        "二下",
        "三上",
        "三下",
        "剩余",
        "事项",
        "已定",
        "不一致",
    ]);
    for unit in &figures.units {
        let mut row = vec![
            unit.department.to_string(),
            context.name_of(&unit.department),
        ];
        row.extend(
            unit.legs
                .iter()
                .zip(&unit.plans)
                .map(|(s, p)| narrow(*s, p)),
        );
        row.push(
            unit.days_left
                .map_or(String::new(), |days| days.to_string()),
        );
        let of = &unit.figures;
        row.extend([of.items, of.decided, of.disputed].map(|n| n.to_string()));
        rows.add_row(row);
    }
    writeln!(out, "{rows}")?;
    writeln!(
        out,
        "各步：日期是走完的日子，“迟”是逾期走完；“限”是正在办的最后一天，“逾”是已经逾期的。剩余是工作日。\n"
    )?;
    let mut groups = table::new([
        "审核组",
        "部门",
        "已确认",
        "逾期",
        "事项",
        "已定",
        "未定",
        "不一致",
        "待答复",
    ]);
    let total = ("合计", &figures.total);
    let each = figures
        .groups
        .iter()
        .map(|(group, of)| (group.as_str(), of));
    for (name, of) in each.chain([total]) {
        let counts = [
            of.units,
            of.confirmed,
            of.late,
            of.items,
            of.decided,
            of.open(),
            of.disputed,
            of.unanswered,
        ];
        let mut row = vec![name.to_owned()];
        row.extend(counts.map(|n| n.to_string()));
        groups.add_row(row);
    }
    writeln!(out, "{groups}")?;
    if let Some(missing) = figures.missing {
        writeln!(out, "{missing}，有的期限算不出")?;
    }
    Ok(())
}

/// A leg in a narrow column.
fn narrow(state: LegState, plan: &LegPlan) -> String {
    let short = |day: Date| day.strftime("%m-%d").to_string();
    let due = plan.day().map_or_else(|| "未定".to_owned(), short);
    match state {
        LegState::Done { on, late: false } => short(on),
        LegState::Done { on, late: true } => format!("{}迟", short(on)),
        LegState::Running { late: false } => format!("限{due}"),
        LegState::Running { late: true } => format!("逾{due}"),
        LegState::Ahead => String::new(),
    }
}
