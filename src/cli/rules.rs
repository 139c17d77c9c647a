//! `rules`: lists all rules.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use power_list::domain::gate::Gate;
use power_list::rules::RULES;
use serde::Serialize;

use super::error::Exit;
use super::table;

/// 列出全部规则
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list rules                 全部规则和它们在各关的程度
  power-list rules --format json   给程序读
  power-list explain L002          一条规则为什么这样定")]
pub struct RulesArgs {
    /// 输出格式：table（默认）或 json
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    rules: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    code: String,
    name: &'static str,
    title: &'static str,
    why: &'static str,
    remedy: &'static str,
    severities: Vec<Option<&'static str>>,
}

/// Runs the command.
pub fn run(args: &RulesArgs) -> anyhow::Result<Exit> {
    let mut out = crate::cli::screen::stdout();
    match args.format {
        Format::Json => {
            let rules = RULES
                .iter()
                .map(|rule| Row {
                    code: rule.code.to_string(),
                    name: rule.name,
                    title: rule.title,
                    why: rule.why,
                    remedy: rule.remedy,
                    severities: Gate::ALL
                        .iter()
                        .map(|gate| rule.severities.at(*gate).map(|s| s.key()))
                        .collect(),
                })
                .collect();
            let document = Document {
                schema: "power-list/rules/v1",
                rules,
            };
            serde_json::to_writer_pretty(&mut out, &document)?;
            writeln!(out)?;
        }
        Format::Table => {
            let mut table = table::new(["代码", "名称", "说明", "一上", "二上", "三上", "公布"]);
            for rule in RULES {
                let mut row = vec![
                    rule.code.to_string(),
                    rule.name.to_owned(),
                    rule.title.to_owned(),
                ];
                row.extend(Gate::ALL.iter().map(|gate| {
                    rule.severities
                        .at(*gate)
                        .map_or("—", |s| s.chinese())
                        .to_owned()
                }));
                table.add_row(row);
            }
            writeln!(out, "{table}")?;
        }
    }
    Ok(Exit::Clean)
}
