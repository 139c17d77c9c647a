//! `fix`: puts right what can be put right without knowing more than the files.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::civil::Date;
use power_list::compare::impact::Period;
use power_list::finding::RuleCode;
use power_list::ops::fix::{self, FIXABLE, FixedFile, Left, Plan, Select, moves};

use super::error::{Exit, usage};
use super::files::{self, Files};
use super::{Global, context, source, store};

/// 改正写法：引用、全角半角、缺的编码、事项次序；其他一个字节也不动
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list fix                                    改正整个工程
  power-list fix items/hbj --diff                   只看环保局的会怎么改，什么也不写
  power-list fix --select L016,I013                 只改引用的写法和全角、半角
  power-list fix --dry-run --exit-code              有可以改正的就以 1 退出，用于检查
  power-list fix --law-moves --diff                 法律改了、只是条号变了的引用会怎么改
  power-list fix --law-moves --to 2025-04-19        改成 2025 年 4 月 19 日有效的条号
  cat 行政审批.yaml | power-list fix - > 新.yaml    从标准输入读，写到标准输出（不编号）

可以改正的规则：
  S020 items-not-sorted        事项没有按编码排列：整项移动，连同上面的注释
  I003 missing-code            缺编码：接着用过的最大流水号编（见 power-list code assign）
  I013 wrong-width-characters  全角、半角用错：名称、电话、邮箱、编码
  L016 citation-not-canonical  引用的写法不规范：只改条款号和书名号

--law-moves 是另一件事：引用按工程的基准日（as_of）有效的法律写，到 --to 那天条号变了而文字没有变的，
改成新条号，as_of 也改成那一天；一处引用里有一条要人看，整处不改。文字变了的用 power-list law impact 看。

注释和排版原样保留；改写后重新读一遍，与预想不同就不写。再运行一次不会有任何改动。

退出码：0 完成；1 有的地方没能改正，或者用了 --exit-code 而有改动；2 用法或工程不对；3 读写失败")]
pub struct FixArgs {
    /// 文件或文件夹（默认整个工程；- 表示标准输入）
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 显示改动（统一差异格式），不写任何文件
    #[arg(long)]
    diff: bool,
    /// 列出会改什么，不写任何文件
    #[arg(long)]
    dry_run: bool,
    /// 只改这些规则的问题（代码或名称，用逗号分开）
    #[arg(long, value_name = "规则", value_delimiter = ',', value_parser = rule)]
    select: Vec<RuleCode>,
    /// 有改动就以 1 退出
    #[arg(long)]
    exit_code: bool,
    /// 只改一样：法律修改以后只是条号变了的引用；整个工程一起改，as_of 跟着改
    #[arg(long, conflicts_with_all = ["paths", "select"])]
    law_moves: bool,
    /// 同 --law-moves 一起用：改成这一天的条号（默认：--as-of，再是今天；法规库只知道到以前某一天的，是那一天）
    #[arg(long, value_name = "日期", value_parser = context::date, requires = "law_moves")]
    to: Option<Date>,
}

fn rule(text: &str) -> Result<RuleCode, String> {
    fix::fixable(text.trim()).map(|r| r.code).ok_or_else(|| {
        let all: Vec<String> = FIXABLE.iter().map(|r| r.code.to_string()).collect();
        format!("“{text}”不是可以自动改正的规则，可以写：{}", all.join("、"))
    })
}

/// Runs the command.
pub fn run(args: &FixArgs, global: &Global) -> anyhow::Result<Exit> {
    if args.law_moves {
        return law_moves(args, global);
    }
    let select = Select::of(args.select.clone());
    match Files::resolve(&args.paths, global)? {
        Files::Stdin => stdin(args, global, &select),
        Files::Project {
            root,
            prefix,
            selected,
        } => project(args, global, &select, &root, &prefix, &selected),
    }
}

fn stdin(args: &FixArgs, global: &Global, select: &Select) -> anyhow::Result<Exit> {
    let (text, kind) = files::stdin()?;
    let (fixed, left) = fix::text("<stdin>", &text, kind, select);
    let mut out = crate::cli::screen::stdout();
    match &fixed {
        Some(fixed) if args.diff => write!(out, "{}", fixed.file.diff())?,
        _ if args.diff => {}
        Some(fixed) => out.write_all(fixed.file.after.as_bytes())?,
        None => out.write_all(text.as_bytes())?,
    }
    out.flush()?;
    if !global.quiet && !args.diff {
        for one in fixed.iter().flat_map(|f| &f.fixed) {
            tell!("{:>5}  {}  {}", one.line, one.rule, one.what);
        }
    }
    Ok(verdict(args, fixed.is_some(), &left, ""))
}

fn project(
    args: &FixArgs,
    global: &Global,
    select: &Select,
    root: &Path,
    prefix: &str,
    selected: &[PathBuf],
) -> anyhow::Result<Exit> {
    let loaded = files::load(root)?;
    if loaded.project.files.is_empty() {
        return Err(usage(
            "工程里没有事项文件",
            "事项文件放在 items/<部门>/<类别>.yaml",
        ));
    }
    let wanted = files::wanted(root, selected, &loaded)?;
    let store = store::place(root, loaded.project.settings.store.as_ref())?;
    let releases = root.join(source::RELEASES);
    let plan = fix::plan(&store, &loaded, &releases, &wanted, select)?;
    carry_out(args, global, root, prefix, &plan)
}

/// Writes what is planned, or shows it.
fn carry_out(
    args: &FixArgs,
    global: &Global,
    root: &Path,
    prefix: &str,
    plan: &Plan,
) -> anyhow::Result<Exit> {
    let write = !(args.diff || args.dry_run);
    if write {
        for file in &plan.files {
            file.file.rewrite(root)?;
        }
    }
    let mut out = std::io::BufWriter::new(crate::cli::screen::stdout());
    if args.diff {
        for file in &plan.files {
            write!(out, "{}", file.file.diff())?;
        }
    } else {
        list(&mut out, plan, prefix)?;
        if !global.quiet {
            summary(&mut out, &plan.files, write)?;
        }
    }
    out.flush()?;
    Ok(verdict(args, !plan.files.is_empty(), &plan.left, prefix))
}

/// New numbers for citations of laws that changed, in the whole project.
fn law_moves(args: &FixArgs, global: &Global) -> anyhow::Result<Exit> {
    let root = context::project_root(global)?;
    let prefix = context::prefix(&root);
    let loaded = files::load(&root)?;
    let register = context::register(&root)?;
    let from = loaded.project.settings.as_of;
    let to = match (args.to, global.as_of) {
        (Some(to), Some(day)) if to != day => {
            return Err(usage(
                format!("--to {to} 与 --as-of {day} 不是同一天"),
                "只写 --to：引用原来按哪一天的法律写，由工程设置的 as_of 说",
            ));
        }
        (Some(to), _) | (None, Some(to)) => to,
        (None, None) => {
            let today = context::today();
            register.snapshot().map_or(today, |known| known.min(today))
        }
    };
    if to < from {
        return Err(usage(
            format!("清单的基准日是 {from}，不能改成以前 {to} 的条号"),
            "--to 写基准日以后的一天",
        ));
    }
    let moves = if to == from {
        moves::Moves::default()
    } else {
        let to = Some(to);
        moves::plan(&loaded, &register, Period { from, to })
    };
    let exit = carry_out(args, global, &root, &prefix, &moves.plan)?;
    if !global.quiet {
        if to == from {
            tell!("清单的基准日已经是 {to}，引用就按这一天的条号写");
        }
        if moves.others > 0 {
            tell!(
                "另有 {} 处引用的法文字改了、废止了或者去向不明，不是改条号的事：power-list law impact --from {from} 看",
                moves.others
            );
        }
    }
    Ok(exit)
}

fn list(out: &mut dyn std::io::Write, plan: &Plan, prefix: &str) -> std::io::Result<()> {
    for FixedFile { file, fixed } in &plan.files {
        writeln!(out, "{prefix}{}", file.path)?;
        for one in fixed {
            writeln!(out, "{:>5}  {}  {}", one.line, one.rule, one.what)?;
        }
    }
    Ok(())
}

fn summary(
    out: &mut dyn std::io::Write,
    files: &[FixedFile],
    written: bool,
) -> std::io::Result<()> {
    if files.is_empty() {
        return writeln!(out, "没有要改正的");
    }
    let places: usize = files.iter().map(|f| f.fixed.len()).sum();
    let verdict = if written { "改正了" } else { "可以改正" };
    let dry = if written {
        ""
    } else {
        "（试运行，没有写任何文件）"
    };
    writeln!(out, "{verdict} {} 个文件的 {places} 处{dry}", files.len())
}

fn verdict(args: &FixArgs, changed: bool, left: &[Left], prefix: &str) -> Exit {
    for one in left {
        let line = one.line.map(|l| format!(":{l}")).unwrap_or_default();
        tell!("没有改：{prefix}{}{line}：{}", one.file, one.why);
    }
    if !left.is_empty() && args.law_moves {
        tell!(
            "  提示：这些引用还是原来的条号，照上面说的核对以后逐处手工改；as_of 改过以后，再运行一次不会再列出来"
        );
    } else if !left.is_empty() {
        tell!("  提示：运行 power-list validate 看这些地方有什么问题，手工改好以后再运行一次");
    }
    if !left.is_empty() || (args.exit_code && changed) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
