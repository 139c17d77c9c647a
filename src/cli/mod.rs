//! Floor 5: one file per command. Only here and in `io` may a program print or look at its surroundings.
#![allow(clippy::disallowed_macros, clippy::disallowed_methods)]

#[macro_use]
mod screen;

mod adjust;
mod bar;
mod baseline;
mod cite;
mod code;
mod completions;
mod context;
mod demo;
mod diff;
pub mod error;
mod explain;
mod export;
mod files;
mod fix;
mod flow;
mod fmt;
mod format;
mod history;
mod import;
mod law;
mod output;
mod parse_error;
mod pick;
mod prompt;
mod publish;
mod release;
mod report;
mod review;
mod rules;
mod schema;
mod search;
mod show;
mod source;
mod stats;
mod store;
mod table;
mod template;
mod validate;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use jiff::civil::Date;

use power_list::io::store::news;

use self::error::Exit;

/// clap's template with Chinese headings.
const HELP: &str = "\
{before-help}{about-with-newline}
用法：{usage}

{all-args}{after-help}";

#[derive(Debug, Parser)]
#[command(
    name = "power-list",
    version,
    about = "政府权力清单：导入、校验、三上三下审核、公布与动态管理",
    help_template = HELP,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_value_name = "命令",
    subcommand_help_heading = "命令",
    arg_required_else_help = true,
    max_term_width = 100,
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub struct Global {
    /// 清单工程所在目录（默认：从当前目录向上找 power-list.yaml）
    #[arg(long, global = true, value_name = "目录", help_heading = "通用选项")]
    pub project: Option<PathBuf>,
    /// 基准日：按这一天有效的法律判断（默认：工程设置的 as_of；不在工程里时是今天）
    #[arg(long, global = true, value_name = "日期", value_parser = context::date, help_heading = "通用选项")]
    pub as_of: Option<Date>,
    /// 不显示进度和小结
    #[arg(long, short, global = true, help_heading = "通用选项")]
    pub quiet: bool,
    /// The key that acts are signed with, an option of the commands that act.
    #[arg(skip)]
    pub sign_with: Option<PathBuf>,
    /// 显示帮助
    #[arg(long, short, global = true, action = clap::ArgAction::Help, help_heading = "通用选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(long, short = 'V', action = clap::ArgAction::Version, help_heading = "通用选项")]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::DemoArgs),
    Validate(validate::ValidateArgs),
    Fix(fix::FixArgs),
    Fmt(fmt::FmtArgs),
    Baseline(baseline::BaselineArgs),
    Code(code::CodeArgs),
    Import(import::Import),
    Template(template::TemplateArgs),
    Export(export::ExportArgs),
    Rules(rules::RulesArgs),
    Explain(explain::ExplainArgs),
    Cite(cite::CiteArgs),
    Schema(schema::SchemaArgs),
    Law(law::LawArgs),
    Review(review::Review),
    Adjust(adjust::AdjustArgs),
    Publish(publish::PublishArgs),
    Release(release::ReleaseArgs),
    Flow(flow::FlowArgs),
    Show(show::ShowArgs),
    Diff(diff::DiffArgs),
    History(history::HistoryArgs),
    Search(search::SearchArgs),
    Stats(stats::StatsArgs),
    Report(report::Report),
    Completions(completions::CompletionsArgs),
}

impl Command {
    fn run(self, global: &Global) -> anyhow::Result<Exit> {
        match self {
            Self::Demo(args) => demo::run(&args, global),
            Self::Validate(args) => validate::run(&args, global),
            Self::Fix(args) => fix::run(&args, global),
            Self::Fmt(args) => fmt::run(&args, global),
            Self::Baseline(args) => baseline::run(&args, global),
            Self::Code(args) => code::run(&args, global),
            Self::Import(command) => command.run(global),
            Self::Template(args) => template::run(&args, global),
            Self::Export(args) => export::run(&args, global),
            Self::Rules(args) => rules::run(&args),
            Self::Explain(args) => explain::run(&args),
            Self::Cite(args) => cite::run(&args, global),
            Self::Schema(args) => schema::run(&args, global),
            Self::Law(args) => law::run(args, global),
            Self::Review(command) => command.run(global),
            Self::Adjust(command) => command.run(global),
            Self::Publish(args) => publish::run(&args, global),
            Self::Release(args) => release::run(&args, global),
            Self::Flow(args) => flow::run(&args, global),
            Self::Show(args) => show::run(&args, global),
            Self::Diff(args) => diff::run(&args, global),
            Self::History(args) => history::run(&args, global),
            Self::Search(args) => search::run(&args, global),
            Self::Stats(args) => stats::run(&args, global),
            Self::Report(command) => command.run(global),
            Self::Completions(args) => completions::run(&args),
        }
    }
}

/// The command line as clap knows it, with every help page in Chinese.
fn command() -> clap::Command {
    fn chinese(command: clap::Command) -> clap::Command {
        command
            .help_template(HELP)
            .disable_help_flag(true)
            .disable_help_subcommand(true)
            .subcommand_value_name("命令")
            .subcommand_help_heading("命令")
            .mut_args(|arg| match arg.get_help_heading() {
                Some(_) => arg,
                None if arg.is_positional() => arg.help_heading("参数"),
                None => arg.help_heading("选项"),
            })
            .mut_subcommands(chinese)
    }
    chinese(Cli::command())
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = match command()
        .try_get_matches()
        .and_then(|matches| Cli::from_arg_matches(&matches))
    {
        Ok(cli) => cli,
        Err(error) => return parse_error::report(&error).into(),
    };
    news::listen(|news| tell!("{news}"));
    let global = cli.global.clone();
    let exit = match store::wait_aloud().and_then(|()| cli.command.run(&global)) {
        Ok(exit) => match error::unread() {
            Some((error, judged)) => complain(&error, &judged),
            None => exit,
        },
        Err(error) if error::is_broken_pipe(&error) => Exit::Clean,
        Err(error) => complain(&error, &error::judge(&error)),
    };
    exit.into()
}

/// Says what went wrong, and how to end.
fn complain(error: &anyhow::Error, judged: &error::Verdict) -> Exit {
    // Nothing is left to do when even stderr is gone.
    let _ = writeln!(
        crate::cli::screen::stderr(),
        "{}",
        error::Shown(error, judged)
    );
    judged.exit
}
