//! `explain`: teaches one rule.

use std::io::Write as _;

use clap::Args;
use power_list::report::manual;
use power_list::rules::{self, RULES, text::nearest};

use super::error::{Exit, usage};

/// 讲解一条规则：为什么这样定，怎么改
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list explain L002
  power-list explain article-not-found")]
pub struct ExplainArgs {
    /// 规则的代码或名称
    #[arg(value_name = "规则")]
    rule: String,
}

/// Runs the command.
pub fn run(args: &ExplainArgs) -> anyhow::Result<Exit> {
    let Some(rule) = rules::find(&args.rule) else {
        let near = nearest(&args.rule, RULES.iter().map(|r| r.name));
        return Err(usage(
            format!("没有“{}”这条规则", args.rule),
            match near {
                Some(near) => format!("是不是 {near}？全部规则见 power-list rules"),
                None => "全部规则见 power-list rules".to_owned(),
            },
        ));
    };
    write!(crate::cli::screen::stdout(), "{}", manual::rule(rule))?;
    Ok(Exit::Clean)
}
