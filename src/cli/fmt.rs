//! `fmt`: the house layout of item files and flowcharts.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use power_list::ops::layout::{self, Left};

use super::Global;
use super::error::Exit;
use super::files::{self, Files};

/// 统一事项文件和流程图文件的排版，不改内容，注释都保留
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list fmt                           整个工程
  power-list fmt items/hbj --diff          只看会怎么改，什么也不写
  power-list fmt --check                   有排版不合的就列出来，以 1 退出，用于检查
  cat 行政审批.yaml | power-list fmt -     从标准输入读，写到标准输出

统一的有：键的次序、缩进（两格）、引号（能不用就不用）、括号里的空格；连续的空行并成一行，段首的空行去掉。
写在一行括号里的还在一行里，多行的括号改成一行一键；注释跟着它下面的键或它所在的行走。
注释写在括号里等拿不准的地方，那一项原样不动，并在标准错误里说明行号。

退出码：0 完成；1 --check 时有要改的，或者有的文件不能排；2 用法或工程不对；3 读写失败")]
pub struct FmtArgs {
    /// 文件或文件夹（默认整个工程；- 表示标准输入）
    #[arg(value_name = "路径")]
    paths: Vec<PathBuf>,
    /// 只列出排版不合的文件，有就以 1 退出
    #[arg(long)]
    check: bool,
    /// 显示改动（统一差异格式），不写任何文件
    #[arg(long)]
    diff: bool,
}

/// Runs the command.
pub fn run(args: &FmtArgs, global: &Global) -> anyhow::Result<Exit> {
    let mut out = std::io::BufWriter::new(crate::cli::screen::stdout());
    let (root, prefix, selected) = match Files::resolve(&args.paths, global)? {
        Files::Stdin => {
            let (text, _) = files::stdin()?;
            let (file, left) = layout::text("<stdin>", &text);
            match &file {
                Some(file) if args.diff => write!(out, "{}", file.diff())?,
                _ if args.diff => {}
                Some(_) if args.check => writeln!(out, "<stdin>")?,
                _ if args.check => {}
                Some(file) => out.write_all(file.after.as_bytes())?,
                None => out.write_all(text.as_bytes())?,
            }
            out.flush()?;
            return Ok(verdict(args, file.is_some(), &left, ""));
        }
        Files::Project {
            root,
            prefix,
            selected,
        } => (root, prefix, selected),
    };
    let loaded = files::load(&root)?;
    let wanted = files::wanted(&root, &selected, &loaded)?;
    let plan = layout::plan(&loaded, &wanted);
    let write = !(args.check || args.diff);
    if write {
        for file in &plan.files {
            file.rewrite(&root)?;
        }
    }
    for file in &plan.files {
        if args.diff {
            write!(out, "{}", file.diff())?;
        } else {
            writeln!(out, "{prefix}{}", file.path)?;
        }
    }
    if !args.diff && !global.quiet {
        match (plan.files.len(), write) {
            (0, _) => writeln!(out, "排版都合")?,
            (n, true) => writeln!(out, "重新排版 {n} 个文件")?,
            (n, false) => writeln!(out, "{n} 个文件的排版要改；power-list fmt 会改好")?,
        }
    }
    out.flush()?;
    Ok(verdict(args, !plan.files.is_empty(), &plan.left, &prefix))
}

fn verdict(args: &FmtArgs, changed: bool, left: &[Left], prefix: &str) -> Exit {
    for one in left {
        let line = one.line.map(|l| format!(":{l}")).unwrap_or_default();
        if one.whole {
            tell!("没有排：{prefix}{}{line}：{}", one.file, one.why);
        } else {
            tell!("这一项原样没动：{prefix}{}{line}：{}", one.file, one.why);
        }
    }
    let broken = left.iter().any(|l| l.whole);
    if broken {
        tell!("  提示：运行 power-list validate 看这些文件有什么问题，改好以后再运行一次");
    }
    if broken || (args.check && changed) {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
