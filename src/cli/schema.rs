//! `schema`: the JSON Schemas of the files that people write and programs read.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use power_list::io::files::{self, Written};
use power_list::io::schemas::{self, Schema};

use super::error::{Exit, usage};
use super::{Global, table};

/// 列出、显示或写出 JSON Schema（编辑器用它提示键名和取值）
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list schema                       列出全部
  power-list schema items                 显示事项文件的
  power-list schema --out schemas         全部写进工程的 schemas/ 文件夹
  power-list schema --modeline items      事项文件第一行应当写什么

让编辑器提示：先在工程里运行 power-list schema --out schemas；编辑器装上 YAML 语言服务
（VS Code 的 YAML 扩展、Neovim 的 yamlls 等），打开事项文件就有提示。import 和 demo 写的文件
第一行已经是这样；自己写的文件把 --modeline 给出的一行放在最前面。

退出码：0 完成；2 没有这个名称；3 写入失败")]
pub struct SchemaArgs {
    /// 名称，如 items、flowchart（默认全部）
    #[arg(value_name = "名称")]
    names: Vec<String>,
    /// 写进这个文件夹，一个一个文件
    #[arg(long, value_name = "文件夹", conflicts_with = "modeline")]
    out: Option<PathBuf>,
    /// 显示文件第一行应当写的注释
    #[arg(long)]
    modeline: bool,
}

/// Runs the command.
pub fn run(args: &SchemaArgs, global: &Global) -> anyhow::Result<Exit> {
    let chosen = chosen(&args.names)?;
    if let Some(folder) = &args.out {
        return write(folder, &chosen, global);
    }
    let mut out = crate::cli::screen::stdout();
    if args.modeline {
        let lines: Vec<String> = chosen.iter().filter_map(Schema::modeline).collect();
        if lines.is_empty() {
            return Err(usage(
                "这不是工程里的 YAML 文件，没有第一行可写",
                "可以写 items、flowchart、departments、power-list",
            ));
        }
        for line in lines {
            writeln!(out, "{line}")?;
        }
    } else if args.names.is_empty() {
        let mut table = table::new(["名称", "标题", "说明"]);
        for schema in &chosen {
            let about = schema.about();
            table.add_row([schema.name, &about.title, &about.description]);
        }
        writeln!(out, "{table}")?;
    } else {
        for schema in &chosen {
            out.write_all(schema.text.as_bytes())?;
        }
    }
    Ok(Exit::Clean)
}

fn chosen(names: &[String]) -> anyhow::Result<Vec<Schema>> {
    if names.is_empty() {
        return Ok(schemas::all());
    }
    names
        .iter()
        .map(|name| {
            schemas::find(name).ok_or_else(|| {
                let all: Vec<&str> = schemas::all().iter().map(|s| s.name).collect();
                usage(
                    format!("没有名为“{name}”的大纲"),
                    format!("可以写：{}", all.join("、")),
                )
            })
        })
        .collect()
}

fn write(folder: &std::path::Path, chosen: &[Schema], global: &Global) -> anyhow::Result<Exit> {
    let mut written = 0;
    for schema in chosen {
        let path = folder.join(schema.file_name());
        // They belong to the program: an older version's are replaced.
        let done = files::write_unless_different(&path, schema.text.as_bytes(), true)?;
        written += usize::from(done == Written::New);
    }
    if !global.quiet {
        let folder = files::shown(folder);
        let mut out = crate::cli::screen::stdout();
        match written {
            0 => writeln!(out, "“{folder}”里的 {} 个文件都是最新的", chosen.len())?,
            n => writeln!(out, "写入“{folder}”：{n} 个文件")?,
        }
    }
    Ok(Exit::Clean)
}
