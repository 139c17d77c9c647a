//! `flow render`: charts as pictures and in the forms of other tools.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use clap::{Args, ValueEnum};
use power_list::domain::catalog::{Catalog, ChartRow};
use power_list::domain::flowchart::ChartFile;
use power_list::io::project;
use power_list::ops::catalog::chart_row;
use power_list::render::flow::{self, Font, Notes};
use rayon::prelude::*;

use super::font;
use super::which::{self, Chosen};
use crate::cli::error::{Exit, usage};
use crate::cli::output::{Target, by_ending, file_name};
use crate::cli::{Global, context, source};

/// 把流程图画出来：SVG、PNG、PDF，或者导出为 Mermaid、BPMN 2.0
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list flow render hbj/eia-approval              画成当前目录里的 .svg
  power-list flow render 341100-hbj-01-0001 -o 流程图.png  一个事项的流程图：期限和廉政风险点是这个事项的
  power-list flow render hbj/eia-approval -o 图.pdf    A4 一页，打印用
  power-list flow render hbj/eia-approval --format mermaid -o -
  power-list flow render --all --format bpmn -o 流程图     全部，一张一个文件，放进文件夹
  power-list flow render --all --release 341100-20150301 -o 流程图

PNG 和 PDF 要用中文字体：自动找这台机器上的，也可以用 --font 指明；SVG 不要字体。

退出码：0 完成；2 用法不对、没有这张图、没有字体，或者文件已经存在；3 读写失败")]
pub struct RenderArgs {
    /// 流程图的路径（如 hbj/eia-approval）、标题，或者事项编码；可以写几个
    #[arg(value_name = "流程图", required_unless_present = "all")]
    charts: Vec<String>,
    /// 全部流程图
    #[arg(long, conflicts_with = "charts")]
    all: bool,
    /// 格式：svg、png、pdf、mermaid、bpmn（默认按 -o 的文件名结尾，没有时是 svg）
    #[arg(long, value_name = "格式", value_enum, hide_possible_values = true)]
    format: Option<Format>,
    /// 一张图：写到哪个文件，- 是标准输出；几张图：放进哪个文件夹（默认：当前目录；几张图是“流程图”文件夹）
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
    /// 画公布的清单里的图：发布编号或 .db 文件（默认：工程现状）
    #[arg(long, value_name = "发布")]
    release: Option<String>,
    /// PNG 放大几倍，1 到 8（默认 2）
    #[arg(long, value_name = "倍数", default_value_t = 2, hide_default_value = true, value_parser = clap::value_parser!(u8).range(1..=8))]
    scale: u8,
    /// PNG 和 PDF 用的字体文件（默认：在这台机器上找）
    #[arg(long, value_name = "文件")]
    font: Option<PathBuf>,
    /// 覆盖已经存在的文件
    #[arg(long)]
    force: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Svg,
    Png,
    Pdf,
    Mermaid,
    Bpmn,
}

impl Format {
    const ENDINGS: [(Self, &'static str); 5] = [
        (Self::Svg, "svg"),
        (Self::Png, "png"),
        (Self::Pdf, "pdf"),
        (Self::Mermaid, "mmd"),
        (Self::Bpmn, "bpmn"),
    ];

    fn ending(self) -> &'static str {
        let mut all = Self::ENDINGS.iter();
        all.find(|(format, _)| *format == self)
            .map_or("", |(_, ending)| ending)
    }

    fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Pdf)
    }
}

/// A chart to draw.
struct Sheet {
    /// Name of its file without ending.
    name: String,
    chart: ChartRow,
    notes: Notes,
}

/// Runs the command.
pub fn run(args: &RenderArgs, global: &Global) -> anyhow::Result<Exit> {
    let several = args.all || args.charts.len() > 1;
    let format = match (args.format, &args.output) {
        (Some(format), _) => format,
        (None, Some(path)) if !several && path.as_os_str() != "-" => {
            by_ending(path, &Format::ENDINGS)?
        }
        (None, _) => Format::Svg,
    };
    let (sheets, elsewhere) = sheets(args, global)?;
    if let ([], [only]) = (sheets.as_slice(), elsewhere.as_slice()) {
        return Err(usage(
            format!("“{only}”是在别处画好的，不用再画"),
            "直接用这个文件；要由程序来画，把步骤写成 .yaml",
        ));
    }
    if !elsewhere.is_empty() && !global.quiet {
        tell!("在别处画好、没有再画的：{}", elsewhere.join("、"));
    }
    let bytes = match format.is_picture() {
        true => font::read(args.font.as_deref())?,
        false => Vec::new(),
    };
    let font = Font::new(&bytes);
    let draw = |sheet: &Sheet| draw(sheet, format, args.scale, font.as_ref());
    if !several {
        let Some(sheet) = sheets.first() else {
            return Ok(Exit::Clean);
        };
        let usual = format!("{}.{}", sheet.name, format.ending());
        let target = Target::new(args.output.as_deref(), &usual);
        target.check(format.is_picture())?;
        let title = sheet.chart.title.clone().unwrap_or_default();
        let done = (!global.quiet).then_some(title);
        target.put(&draw(sheet)?, args.force, done.as_deref())?;
        return Ok(Exit::Clean);
    }
    let folder = args.output.as_deref().unwrap_or(Path::new("流程图"));
    if folder.as_os_str() == "-" || folder.is_file() {
        return Err(usage(
            "几张图不能写进一个文件",
            "-o 后面写文件夹，例如 -o 流程图",
        ));
    }
    let drawn = AtomicUsize::new(0);
    let watched = std::io::stderr().is_terminal() && !global.quiet;
    let files: anyhow::Result<Vec<Vec<u8>>> = sheets
        .par_iter()
        .map(|sheet| {
            let bytes = draw(sheet);
            let n = drawn.fetch_add(1, Ordering::Relaxed) + 1;
            if watched && (n.is_multiple_of(20) || n == sheets.len()) {
                let _ = write!(crate::cli::screen::stderr(), "\r已画 {n}/{} ", sheets.len());
            }
            bytes
        })
        .collect();
    if watched {
        tell!();
    }
    for (sheet, bytes) in sheets.iter().zip(files?) {
        let path = folder.join(format!("{}.{}", sheet.name, format.ending()));
        Target::File(path).put(&bytes, args.force, None)?;
    }
    if !global.quiet {
        let mut out = crate::cli::screen::stdout();
        writeln!(out, "写出　{}：{} 张流程图", folder.display(), sheets.len())?;
    }
    Ok(Exit::Clean)
}

fn draw(
    sheet: &Sheet,
    format: Format,
    scale: u8,
    font: Option<&Font<'_>>,
) -> anyhow::Result<Vec<u8>> {
    let (chart, notes) = (&sheet.chart, &sheet.notes);
    let drawn = match (format, font) {
        (Format::Png, Some(font)) => flow::png(chart, notes, f32::from(scale), font),
        (Format::Pdf, Some(font)) => flow::pdf(chart, notes, font),
        (Format::Mermaid, _) => Ok(flow::mermaid(chart, notes).into_bytes()),
        (Format::Bpmn, _) => Ok(flow::bpmn(chart, notes).into_bytes()),
        (Format::Svg | Format::Png | Format::Pdf, _) => Ok(flow::svg(chart, notes).into_bytes()),
    };
    drawn.map_err(|error| {
        usage(
            format!("“{}”没有画成：{error}", which::short(&chart.id)),
            "换一个字体（--font），或者缩小倍数（--scale），或者画成 SVG",
        )
    })
}

/// The charts to draw, and those among the named that were drawn elsewhere.
fn sheets(args: &RenderArgs, global: &Global) -> anyhow::Result<(Vec<Sheet>, Vec<String>)> {
    let (catalog, charts) = content(args, global)?;
    let known: Vec<(&str, Option<&str>)> = charts
        .iter()
        .map(|chart| (chart.id.as_str(), chart.title.as_deref()))
        .collect();
    let chosen: Vec<Chosen<'_>> = if args.all {
        let all = known.iter().map(|(id, _)| Chosen { id, item: None });
        all.collect()
    } else {
        let words = args.charts.iter();
        let chosen: anyhow::Result<_> = words.map(|w| which::named(w, &catalog, &known)).collect();
        chosen?
    };
    let notes = Notes::of_catalog(&catalog);
    let (mut sheets, mut elsewhere): (Vec<Sheet>, Vec<String>) = (Vec::new(), Vec::new());
    for Chosen { id, item } in chosen {
        let Some(chart) = charts.iter().find(|chart| chart.id == id) else {
            return Err(usage(
                format!("流程图“{id}”不能用"),
                "power-list flow check 看哪里不对",
            ));
        };
        if chart.kind != "structured" {
            elsewhere.push(chart.id.clone());
            continue;
        }
        let of_all = || catalog.charts.iter().position(|c| c.id == id);
        let notes = match item {
            Some(item) => Notes::of_items(chart, std::iter::once(item)),
            None => of_all()
                .and_then(|n| notes.get(n).cloned())
                .unwrap_or_default(),
        };
        let name = match item {
            Some(item) => item.code.clone(),
            None => which::short(id).replace('/', "-"),
        };
        sheets.push(Sheet {
            name: file_name(&name),
            chart: chart.clone(),
            notes,
        });
    }
    if sheets.is_empty() && elsewhere.is_empty() {
        return Err(usage("没有流程图", "流程图放在 flowcharts/<部门>/ 里"));
    }
    Ok((sheets, elsewhere))
}

/// The list and all its charts, with those of the project that no item uses.
fn content(args: &RenderArgs, global: &Global) -> anyhow::Result<(Catalog, Vec<ChartRow>)> {
    if let Some(release) = &args.release {
        let catalog = source::catalog(global, Some(release))?;
        let charts = catalog.charts.clone();
        return Ok((catalog, charts));
    }
    let root = context::project_root(global)?;
    let loaded = project::load(&root, None, &context::prefix(&root), None)?;
    let catalog = source::catalog_of(global, &root, &loaded.project)?;
    let mut charts = catalog.charts.clone();
    for (id, file) in &loaded.project.charts {
        if let ChartFile::Structured(chart) = file
            && catalog.chart(id).is_none()
        {
            charts.push(chart_row(id, chart));
        }
    }
    charts.sort_by(|a, b| a.id.cmp(&b.id));
    Ok((catalog, charts))
}
