//! `baseline`: the faults that were there when a project began to be checked.

mod create;
mod prune;
mod show;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::civil::Date;
use power_list::domain::law::Register;
use power_list::finding::Sources;
use power_list::io::baseline::{self, BaselineFile};
use power_list::io::project;
use power_list::ops::validate::{self, Judged, Leniency, Request};
use power_list::rules::baseline::Baseline;

use super::error::{Exit, usage};
use super::{Global, context};

/// 基线：把现有的问题记作旧账，以后只报新的
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
例子：
  power-list baseline create          把现在的问题记入 power-list.baseline.json
  power-list validate                 以后只报新的问题，旧账只报个数
  power-list baseline show            还有哪些旧账，各有多少天
  power-list baseline prune           把已经改好的划掉

旧账按文件、规则、事项和个数计，不按行号。上报（review submit）和公布（publish）不看基线。"
)]
pub struct BaselineArgs {
    #[command(subcommand)]
    command: BaselineCommand,
}

#[derive(Debug, Subcommand)]
enum BaselineCommand {
    Create(create::CreateArgs),
    Show(show::ShowArgs),
    Prune(prune::PruneArgs),
}

/// Runs the command.
pub fn run(args: &BaselineArgs, global: &Global) -> anyhow::Result<Exit> {
    match &args.command {
        BaselineCommand::Create(args) => create::run(args, global),
        BaselineCommand::Show(args) => show::run(args, global),
        BaselineCommand::Prune(args) => prune::run(args, global),
    }
}

/// The project of the command line, and which file its baseline is.
struct Place {
    root: PathBuf,
    prefix: String,
    register: Cow<'static, Register>,
    /// Path in the project.
    path: String,
    /// Whether `validate` uses this file.
    in_use: bool,
    /// The day whose law counts, where it is not that of the project.
    as_of: Option<Date>,
    own_as_of: Date,
}

impl Place {
    fn of(global: &Global, file: Option<&str>) -> anyhow::Result<Self> {
        let root = context::project_root(global)?;
        let settings = project::load_header(&root)?.settings;
        let own = settings.baseline.map(|path| path.value);
        let own = own.unwrap_or_else(|| baseline::DEFAULT.to_owned());
        let path = file.unwrap_or(&own).to_owned();
        baseline::check_path(&path)
            .map_err(|error| usage(error.to_string(), "写相对于工程目录的路径"))?;
        Ok(Self {
            register: context::register(&root)?,
            prefix: context::prefix(&root),
            in_use: path == own,
            as_of: global.as_of,
            own_as_of: settings.as_of,
            root,
            path,
        })
    }

    /// Refuses to write what another day's law finds: the baseline is for the project's own.
    fn only_own_day(&self, global: &Global) -> anyhow::Result<()> {
        context::only_own_day(global, self.own_as_of)
    }

    /// The file as it is shown to people.
    fn shown(&self) -> String {
        format!("{}{}", self.prefix, self.path)
    }

    fn file(&self) -> PathBuf {
        Path::new(&self.root).join(&self.path)
    }

    fn judge(&self, leniency: Leniency<'_>) -> anyhow::Result<Judged> {
        let request = Request {
            as_of: self.as_of,
            prefix: &self.prefix,
            ..Request::new(context::today(), leniency)
        };
        Ok(validate::validate(&self.root, &self.register, request)?)
    }

    /// What is in the file; that there is none is an error.
    fn read(&self) -> anyhow::Result<Baseline> {
        let mut sources = Sources::default();
        match baseline::read(&self.root, &self.path, &self.prefix, &mut sources)? {
            Some(BaselineFile { baseline, .. }) => Ok(baseline),
            None => Err(usage(
                format!("没有基线文件“{}”", self.shown()),
                "运行 power-list baseline create 建立；放在别处的用 --file 指明",
            )),
        }
    }

    fn write(&self, new: &Baseline) -> anyhow::Result<()> {
        Ok(baseline::write(
            &self.root,
            &self.path,
            &baseline::to_json(new)?,
        )?)
    }
}
