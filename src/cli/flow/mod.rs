//! `flow`: flowcharts drawn and checked.

mod check;
mod font;
mod render;
mod which;

use clap::{Args, Subcommand};

use super::Global;
use super::error::Exit;

/// 流程图：画成图形、导出、检查
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list flow render hbj/eia-approval                 一张流程图画成 .svg
  power-list flow render 341100-hbj-01-0001 -o 流程图.pdf     一个事项的流程图，打印用
  power-list flow render --all -o 流程图                      全部流程图，放进文件夹
  power-list flow check                                       检查全部流程图")]
#[command(arg_required_else_help = true)]
pub struct FlowArgs {
    #[command(subcommand)]
    command: FlowCommand,
}

#[derive(Debug, Subcommand)]
enum FlowCommand {
    Render(render::RenderArgs),
    Check(check::CheckArgs),
}

/// Runs the command.
pub fn run(args: &FlowArgs, global: &Global) -> anyhow::Result<Exit> {
    match &args.command {
        FlowCommand::Render(args) => render::run(args, global),
        FlowCommand::Check(args) => check::run(args, global),
    }
}
