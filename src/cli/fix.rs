//! `fix`: puts right what can be put right without knowing more than the files.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use power_list::finding::RuleCode;
use power_list::ops::fix::{self, FIXABLE, FixedFile, Left, Plan, Select};

use super::error::{Exit, usage};
use super::files::{self, Files};
use super::{Global, source, store};

/// 改正写法：引用、全角半角、缺的编码、事项次序；其他一个字节也不动
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list fix                                    改正整个工程
  power-list fix items/hbj --diff                   只看环保局的会怎么改，什么也不写
  power-list fix --select L016,I013                 只改引用的写法和全角、半角
  power-list fix --dry-run --exit-code              有可以改正的就以 1 退出，用于检查
  cat 行政审批.yaml | power-list fix - > 新.yaml    从标准输入读，写到标准输出（不编号）

可以改正的规则：
  S020 items-not-sorted        事项没有按编码排列：整项移动，连同上面的注释
  I003 missing-code            缺编码：接着用过的最大流水号编（见 power-list code assign）
  I013 wrong-width-characters  全角、半角用错：名称、电话、邮箱、编码
  L016 citation-not-canonical  引用的写法不规范：只改条款号和书名号

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
}

fn rule(text: &str) -> Result<RuleCode, String> {
    fix::fixable(text.trim()).map(|r| r.code).ok_or_else(|| {
        let all: Vec<String> = FIXABLE.iter().map(|r| r.code.to_string()).collect();
        format!("“{text}”不是可以自动改正的规则，可以写：{}", all.join("、"))
    })
}

/// Runs the command.
pub fn run(args: &FixArgs, global: &Global) -> anyhow::Result<Exit> {
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
    let mut out = std::io::stdout().lock();
    match &fixed {
        Some(fixed) if args.diff => write!(out, "{}", fixed.file.diff())?,
        _ if args.diff => {}
        Some(fixed) => out.write_all(fixed.file.after.as_bytes())?,
        None => out.write_all(text.as_bytes())?,
    }
    out.flush()?;
    if !global.quiet && !args.diff {
        for one in fixed.iter().flat_map(|f| &f.fixed) {
            eprintln!("{:>5}  {}  {}", one.line, one.rule, one.what);
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
    let write = !(args.diff || args.dry_run);
    if write {
        for file in &plan.files {
            file.file.rewrite(root)?;
        }
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if args.diff {
        for file in &plan.files {
            write!(out, "{}", file.file.diff())?;
        }
    } else {
        list(&mut out, &plan, prefix)?;
        if !global.quiet {
            summary(&mut out, &plan.files, write)?;
        }
    }
    out.flush()?;
    Ok(verdict(args, !plan.files.is_empty(), &plan.left, prefix))
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
        eprintln!("没有改：{prefix}{}{line}：{}", one.file, one.why);
    }
    if !left.is_empty() {
        eprintln!("  提示：运行 power-list validate 看这些地方有什么问题，手工改好以后再运行一次");
    }
    if !left.is_empty() || (args.exit_code && changed) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
