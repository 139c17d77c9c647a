//! `code`: codes of items.

use std::io::Write as _;

use clap::{Args, Subcommand, ValueEnum};
use power_list::domain::ids::DepartmentId;
use power_list::ops::codes::{self, Plan};
use serde_json::json;

use super::error::{Exit, usage};
use super::{Global, context, files, source, store, table};

/// 事项编码
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub struct CodeArgs {
    #[command(subcommand)]
    command: CodeCommand,
}

#[derive(Debug, Subcommand)]
enum CodeCommand {
    Assign(Assign),
}

/// 给没有编码的事项和子项编码，写进事项文件
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list code assign --dry-run             先看会编成什么，什么也不写
  power-list code assign --department hbj      只编环保局的
  power-list code assign --format json | jq -r '.codes[] | [.code, .name] | @tsv'

编码是“区划 6 位-部门代号-类别 2 位-流水号 4 位”，子项再加“-顺序号 2 位”。流水号接着本部门本类别用过的
最大的往下排：工程里的、releases/ 各次发布里的、工作库里有过的都算，用过的编码不再给别的事项。
编码写成事项的第一个键，注释和排版原样保留。

退出码：0 完成；1 有的事项没能编码；2 用法或工程不对；3 读写失败")]
struct Assign {
    /// 只编这个部门的（departments.yaml 里的代号）
    #[arg(long, value_name = "代号")]
    department: Option<DepartmentId>,
    /// 只看会编成什么，不写任何文件
    #[arg(long)]
    dry_run: bool,
    /// 输出格式：table（默认）或 json
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

/// Runs the command.
pub fn run(args: &CodeArgs, global: &Global) -> anyhow::Result<Exit> {
    match &args.command {
        CodeCommand::Assign(args) => assign(args, global),
    }
}

fn assign(args: &Assign, global: &Global) -> anyhow::Result<Exit> {
    let root = context::project_root(global)?;
    let loaded = files::load(&root)?;
    if let Some(id) = &args.department
        && loaded.project.department(id).is_none()
    {
        return Err(usage(
            format!("没有部门“{id}”"),
            "部门代号见 departments.yaml",
        ));
    }
    let releases = root.join(source::RELEASES);
    let store = store::place(&root, loaded.project.settings.store.as_ref())?;
    let plan = codes::plan(&store, &loaded, &releases, args.department.as_ref())?;
    if !args.dry_run {
        for file in &plan.files {
            file.rewrite(&root)?;
        }
    }
    let prefix = context::prefix(&root);
    match args.format {
        Format::Json => json(args, &plan)?,
        Format::Table => print(args, global, &plan)?,
    }
    for one in &plan.refused {
        let line = one.line.map(|l| format!(":{l}")).unwrap_or_default();
        tell!("没有编码：{prefix}{}{line}：{}", one.file, one.why);
    }
    if plan.refused.is_empty() {
        Ok(Exit::Clean)
    } else {
        tell!("  提示：运行 power-list validate 看这些文件有什么问题，改好以后再运行一次");
        Ok(Exit::Findings)
    }
}

fn print(args: &Assign, global: &Global, plan: &Plan) -> anyhow::Result<()> {
    let mut out = crate::cli::screen::stdout();
    if !plan.assigned.is_empty() {
        let mut table = table::new(["编码", "名称", "文件"]);
        for one in &plan.assigned {
            table.add_row([one.code.as_str(), &one.name, &one.file]);
        }
        writeln!(out, "{table}")?;
    }
    if !global.quiet {
        match (plan.assigned.len(), args.dry_run) {
            (0, _) => writeln!(out, "没有要编码的事项")?,
            (n, true) => writeln!(out, "可以编码 {n} 项（试运行，没有写任何文件）")?,
            (n, false) => writeln!(out, "编码 {n} 项，写入 {} 个文件", plan.files.len())?,
        }
    }
    Ok(())
}

fn json(args: &Assign, plan: &Plan) -> anyhow::Result<()> {
    let codes: Vec<_> = plan
        .assigned
        .iter()
        .map(|a| {
            json!({
                "code": a.code,
                "name": a.name,
                "department": a.department,
                "category": a.category,
                "file": a.file,
                "line": a.line,
            })
        })
        .collect();
    let refused: Vec<_> = plan
        .refused
        .iter()
        .map(|r| json!({ "file": r.file, "line": r.line, "why": r.why }))
        .collect();
    let mut out = crate::cli::screen::stdout();
    serde_json::to_writer_pretty(
        &mut out,
        &json!({
            "schema": "power-list/codes/v1",
            "dry_run": args.dry_run,
            "codes": codes,
            "refused": refused,
        }),
    )?;
    writeln!(out)?;
    Ok(())
}
