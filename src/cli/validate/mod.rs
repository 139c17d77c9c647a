//! `validate`: checks a project, some of its files, workbooks, or one item file from standard input.

pub(super) mod observer;
mod watch;
mod workbook;

use std::collections::HashSet;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use globset::GlobBuilder;
use power_list::domain::gate::Gate;
use power_list::domain::ids::DepartmentId;
use power_list::domain::place::SourceId;
use power_list::domain::project::Frame;
use power_list::finding::{Report, Severity};
use power_list::io::project::{self, ProjectError};
use power_list::io::submission;
use power_list::ops::validate::{self, Judged, Leniency};
use power_list::rules::selection::{Selection as RuleSelection, SelectionError};

use super::error::{Exit, usage};
use super::format::FindingsOutput;
use super::{Global, context};

/// 校验清单工程、其中的文件、报送的工作簿，或者标准输入给出的一个事项文件
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list validate                                校验当前目录所在的工程
  power-list validate data/chuzhou --gate 4          按公布的要求校验
  power-list validate items/hbj                      只看一个部门的文件
  power-list validate 'items/*/行政处罚.yaml'        只看符合模式的文件
  power-list validate --as-of 2025-04-19             按另一天有效的法律校验
  power-list validate --select L,no-flowchart        只看法律依据一族和一条流程图规则
  power-list validate --ignore X002                  不看这一条规则
  power-list validate --no-baseline                  连基线里的旧账一起看
  power-list validate --gate 4 --strict              公布时会查出什么
  power-list validate --law-texts 法规文本           引文与条文逐字对照
  power-list validate --format json | jq .summary    给程序读
  power-list validate --format sarif > 结果.sarif    给代码扫描平台
  cat 行政审批.yaml | power-list validate -          校验还没有放进工程的文件
  power-list validate --watch items/hbj              改一个文件，存盘就知道对不对
  power-list validate --timings                      时间用在哪里
  power-list validate 报送表.xls                     校验工作簿：问题指到工作表和单元格
  power-list validate 报送表.xls --feedback 反馈.xlsx  还给填报单位：问题标在原表里

退出码：0 通过；1 有达到 --fail-on 的问题；2 用法或设置不对、没有可校验的内容；3 读写失败")]
pub struct ValidateArgs {
    /// 工程目录、工程里的文件或文件夹、工作簿、带 * 的模式；- 表示标准输入
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 按哪一关校验：1 一上、2 二上、3 三上、4 公布（默认：工程设置的 gate）
    #[arg(long, value_name = "关", value_parser = gate)]
    gate: Option<Gate>,
    /// 只看这个部门，可以重复；校验工作簿时是其中事项所属的部门（默认按“行使主体”列认）
    #[arg(long, value_name = "部门代号")]
    department: Vec<String>,
    /// 只看这些规则：代码、名称或族的字母，用逗号隔开，可以重复
    #[arg(long, value_name = "规则")]
    select: Vec<String>,
    /// 不看这些规则，写法同上
    #[arg(long, value_name = "规则")]
    ignore: Vec<String>,
    /// 不用基线，旧账也列出来
    #[arg(long)]
    no_baseline: bool,
    /// 像上报和公布时那样：基线和文件里的注释都不算，只认工程设置允许的
    #[arg(long)]
    strict: bool,
    /// 引文与这个文件夹里的法规文本对照（默认：工程设置的 law.text_dir）
    #[arg(long, value_name = "文件夹")]
    law_texts: Option<PathBuf>,
    /// 把问题标在工作簿里，另存为这个 .xlsx 文件：单元格着色、加批注，后附“检查结果”表
    #[arg(long, value_name = "文件")]
    feedback: Option<PathBuf>,
    /// 不用以前校验的结果，也不留下这一次的（默认留在用户的缓存文件夹，随时可以删；POWER_LIST_CACHE 换一个文件夹）
    #[arg(long)]
    no_cache: bool,
    /// 最后列出时间用在哪里、内存最多用了多少（写到标准错误）
    #[arg(long)]
    timings: bool,
    /// 一直开着：工程里有文件存盘，就再校验一次；Ctrl-C 结束
    #[arg(long, conflicts_with = "feedback")]
    watch: bool,
    /// --feedback 的文件已经存在时也覆盖
    #[arg(long, requires = "feedback")]
    force: bool,
    #[command(flatten)]
    output: FindingsOutput,
    /// 有这样的问题就以 1 退出：error（默认）、warning、note；never 表示总是 0
    #[arg(long, value_name = "程度", value_enum, default_value_t = FailOn::Error, hide_default_value = true, hide_possible_values = true)]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Note,
    Never,
}

fn gate(text: &str) -> Result<Gate, String> {
    text.parse()
        .ok()
        .and_then(Gate::from_number)
        .or_else(|| Gate::ALL.into_iter().find(|g| g.chinese() == text))
        .ok_or_else(|| "要写 1 至 4（一上、二上、三上、公布）".to_owned())
}

/// Runs the command.
pub fn run(args: &ValidateArgs, global: &Global) -> anyhow::Result<Exit> {
    if args.watch {
        let target = Target::resolve(&args.paths, global)?;
        return watch::run(&target, global, || once(args, global));
    }
    once(args, global)
}

/// One run over what there is now.
fn once(args: &ValidateArgs, global: &Global) -> anyhow::Result<Exit> {
    let clock = observer::Clock::start(args.timings, global);
    let rules = selection(&args.select, &args.ignore)?;
    let target = Target::resolve(&args.paths, global)?;
    let (named, workbooks) = workbook::open(&target.workbooks)?;
    if let Some(out) = &args.feedback {
        workbook::check_feedback(out, &named, args.force)?;
    }
    let unit = unit(args, !named.is_empty())?;
    let stdin = if target.stdin {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        Some(bytes)
    } else {
        None
    };
    let register = context::register(&target.root)?;
    let leniency = if args.strict {
        Leniency::Gate
    } else if args.no_baseline {
        Leniency::Comments
    } else {
        Leniency::Baseline { file: None }
    };
    let request = validate::Request {
        gate: args.gate,
        as_of: global.as_of,
        prefix: &target.prefix,
        stdin,
        workbooks,
        unit: unit.clone(),
        law_texts: args.law_texts.as_deref(),
        ..validate::Request::new(context::today(), leniency)
    };
    let shown = Shown {
        args,
        global,
        target: &target,
        rules: &rules,
        unit: unit.as_ref(),
        clock: &clock,
    };
    // What is handed in takes the place of items of the project, which therefore have to be there.
    if target.stdin || !named.is_empty() {
        let judged = match validate::validate(&target.root, &register, request) {
            Ok(judged) => judged,
            Err(error) => return shown.no_project(error),
        };
        let (judged, exit) = shown.show(judged)?;
        if let (Some(out), [named]) = (&args.feedback, named.as_slice()) {
            let count = workbook::write_feedback(out, named, &judged, args.force)?;
            if !global.quiet {
                let shown = power_list::io::files::shown(out);
                writeln!(
                    crate::cli::screen::stderr(),
                    "已写出 {shown}：标出 {count} 个问题"
                )?;
            }
        }
        clock.tell()?;
        return Ok(exit);
    }
    let cache = context::cache().filter(|_| !args.no_cache);
    let cache = cache.as_deref();
    let exit = match validate::survey(&target.root, &register, &request, cache, &clock) {
        Ok(judged) => shown.show(judged)?.1,
        Err(error) => shown.no_project(error)?,
    };
    clock.tell()?;
    Ok(exit)
}

/// What is shown of what was found, and how.
struct Shown<'a> {
    args: &'a ValidateArgs,
    global: &'a Global,
    target: &'a Target,
    rules: &'a RuleSelection,
    unit: Option<&'a DepartmentId>,
    clock: &'a observer::Clock,
}

impl Shown<'_> {
    /// Prints what is wrong with settings that nothing can be judged by.
    fn no_project(&self, error: ProjectError) -> anyhow::Result<Exit> {
        let ProjectError::Settings { findings, sources } = error else {
            return Err(error.into());
        };
        let mut report = Report {
            files: sources.ids().collect(),
            findings,
            ..Report::default()
        };
        report.sort();
        self.clock.done();
        self.args.output.print(&report, &sources, self.global)?;
        Ok(Exit::Usage)
    }

    /// Prints the part that was asked for; whether it is clean.
    fn show<P: AsRef<Frame>>(&self, mut judged: Judged<P>) -> anyhow::Result<(Judged<P>, Exit)> {
        let args = self.args;
        self.target.restrict(&mut judged)?;
        if self.unit.is_none() && !args.department.is_empty() {
            for id in &args.department {
                let units = &judged.frame().departments;
                if !units.iter().any(|d| d.id.value.as_str() == id) {
                    return Err(usage(
                        format!("没有部门“{id}”"),
                        "部门代号见 departments.yaml",
                    ));
                }
            }
            judged.restrict_to_departments(&args.department);
        }
        judged.restrict_to_rules(self.rules);
        if judged.frame().files.is_empty() && judged.workbooks.is_empty() {
            return Err(usage(
                "没有可校验的事项文件",
                "事项文件放在 items/<部门>/<类别>.yaml；power-list demo 会生成一个完整的例子",
            ));
        }
        self.clock.done();
        let (report, sources) = (&judged.report, &judged.loaded.sources);
        args.output.print(report, sources, self.global)?;
        let threshold = match args.fail_on {
            FailOn::Error => Severity::Error,
            FailOn::Warning => Severity::Warning,
            FailOn::Note => Severity::Note,
            FailOn::Never => return Ok((judged, Exit::Clean)),
        };
        let failed = report.findings.iter().any(|f| f.severity >= threshold);
        let exit = if failed { Exit::Findings } else { Exit::Clean };
        Ok((judged, exit))
    }
}

/// The unit whose items are in the workbooks, where it is given.
fn unit(args: &ValidateArgs, workbooks: bool) -> anyhow::Result<Option<DepartmentId>> {
    match args.department.as_slice() {
        [id] if workbooks => id.parse().map(Some).map_err(|error| {
            usage(
                format!("--department：{error}"),
                "部门代号见 departments.yaml",
            )
        }),
        [_, _, ..] if workbooks => Err(usage(
            "校验工作簿时 --department 只能写一个：其中的事项都归它",
            "各部门的工作簿分开校验，或者不写 --department，按“行使主体”列认",
        )),
        _ => Ok(None),
    }
}

fn selection(select: &[String], ignore: &[String]) -> anyhow::Result<RuleSelection> {
    RuleSelection::new(select, ignore).map_err(|error| {
        let hint = match &error {
            SelectionError::Unknown {
                near: Some(near), ..
            } => format!("是不是 {near}？全部规则见 power-list rules"),
            SelectionError::Unknown { .. } | SelectionError::EmptyFamily(_) => {
                "写规则的代码（L007）、名称（law-repealed）或族的字母（L）；全部规则见 power-list rules".to_owned()
            }
            SelectionError::Unreadable(_) => "从 --ignore 里去掉它，先把文件改到读得成".to_owned(),
            SelectionError::Nothing => "检查 --select 和 --ignore 是不是写了同样的规则".to_owned(),
        };
        usage(error.to_string(), hint)
    })
}

/// What the paths of the command line mean.
struct Target {
    root: PathBuf,
    prefix: String,
    stdin: bool,
    /// Workbooks that were handed in.
    workbooks: Vec<PathBuf>,
    /// Whether the project as a whole was named, beside whatever else.
    whole: bool,
    /// Empty: the whole project, unless something was handed in.
    selected: Vec<Selection>,
}

enum Selection {
    /// Everything at or below a path, as shown in findings.
    Below(PathBuf),
    /// Everything that matches a pattern.
    Pattern(String),
}

impl Target {
    fn resolve(paths: &[PathBuf], global: &Global) -> anyhow::Result<Self> {
        let mut root: Option<PathBuf> = global.project.clone();
        let mut selected = Vec::new();
        let (mut stdin, mut whole) = (false, false);
        let mut workbooks = Vec::new();
        for path in paths {
            if path.as_os_str() == "-" {
                stdin = true;
                continue;
            }
            if submission::is_workbook(path) {
                workbooks.push(path.clone());
                continue;
            }
            let text = path.to_string_lossy();
            let anchor = if path.exists() {
                if path.join(project::SETTINGS).is_file() {
                    take_root(&mut root, path, path)?;
                    whole = true;
                    continue;
                }
                selected.push(Selection::Below(std::fs::canonicalize(path)?));
                path.clone()
            } else if text.contains(['*', '?', '[', '{']) {
                selected.push(Selection::Pattern(text.clone().into_owned()));
                // The folder before the first wildcard tells which project is meant.
                let fixed = &text[..text.find(['*', '?', '[', '{']).unwrap_or(0)];
                let dir = fixed.rfind('/').map_or(".", |i| &fixed[..=i]);
                PathBuf::from(dir)
            } else {
                return Err(usage(
                    format!("没有“{text}”这个文件或文件夹"),
                    "检查路径；模式要用引号括起来，如 'items/*/行政处罚.yaml'",
                ));
            };
            if let Some(found) = project::find(&anchor) {
                take_root(&mut root, &found, path)?;
            } else if root.is_none() {
                return Err(usage(
                    format!("“{text}”不在任何清单工程里：它和它的上级目录都没有 power-list.yaml"),
                    "用 --project 指明工程，或者在工程目录里运行",
                ));
            }
        }
        // A workbook that lies in a project is meant for it, unless another one is at hand.
        let near = || workbooks.first().and_then(|path| project::find(path));
        let root = match root {
            Some(root) => root,
            None => match (context::project_root(global), near()) {
                (Ok(root), _) | (Err(_), Some(root)) => root,
                (Err(error), None) => return Err(error),
            },
        };
        let prefix = context::prefix(&root);
        Ok(Self {
            root,
            prefix,
            stdin,
            workbooks,
            whole,
            selected,
        })
    }

    fn restrict<P: AsRef<Frame>>(&self, judged: &mut Judged<P>) -> anyhow::Result<()> {
        let handed_in = self.stdin || !self.workbooks.is_empty();
        if self.whole || (self.selected.is_empty() && !handed_in) {
            return Ok(());
        }
        let project = judged.frame();
        let sources = &judged.loaded.sources;
        let canonical = std::fs::canonicalize(&self.root)?;
        let mut wanted: HashSet<SourceId> = HashSet::new();
        let charts = project
            .chart_sources
            .iter()
            .chain(&project.drawing_sources)
            .map(|(path, id)| (path.as_str(), *id));
        let files: Vec<(&str, SourceId)> = project
            .files
            .iter()
            .map(|f| (f.path.as_str(), f.source))
            .chain(charts)
            .collect();
        wanted.extend(&judged.workbooks);
        if self.stdin {
            wanted.extend(
                files
                    .iter()
                    .filter(|(path, _)| *path == "<stdin>")
                    .map(|(_, id)| *id),
            );
        }
        for selection in &self.selected {
            let before = wanted.len();
            match selection {
                Selection::Below(path) => wanted.extend(
                    files
                        .iter()
                        .filter(|(p, _)| canonical.join(p).starts_with(path))
                        .map(|(_, id)| *id),
                ),
                Selection::Pattern(pattern) => {
                    let matcher = GlobBuilder::new(pattern)
                        .literal_separator(true)
                        .build()
                        .map_err(|e| {
                            usage(
                                format!("模式“{pattern}”写得不对：{e}"),
                                "* 代表任意文字，** 代表任意多层文件夹",
                            )
                        })?
                        .compile_matcher();
                    wanted.extend(
                        files
                            .iter()
                            .filter(|(p, id)| {
                                matcher.is_match(Path::new(&sources.get(*id).name))
                                    || matcher.is_match(Path::new(p))
                            })
                            .map(|(_, id)| *id),
                    );
                }
            }
            if wanted.len() == before {
                let shown = match selection {
                    Selection::Below(path) => path.display().to_string(),
                    Selection::Pattern(pattern) => pattern.clone(),
                };
                return Err(usage(
                    format!("“{shown}”里没有可校验的文件"),
                    "事项文件在 items/<部门>/<类别>.yaml，流程图在 flowcharts/<部门>/",
                ));
            }
        }
        judged.restrict_to_files(&wanted);
        Ok(())
    }
}

fn take_root(root: &mut Option<PathBuf>, found: &Path, path: &Path) -> anyhow::Result<()> {
    let canonical = std::fs::canonicalize(found)?;
    match root {
        None => {
            *root = Some(found.to_path_buf());
            Ok(())
        }
        Some(known) if std::fs::canonicalize(&*known)? == canonical => Ok(()),
        Some(known) => Err(usage(
            format!(
                "“{}”与“{}”不是同一个工程，一次只能校验一个",
                path.display(),
                known.display()
            ),
            "分两次运行",
        )),
    }
}
