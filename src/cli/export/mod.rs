//! `export`: the list and its letters in the forms that offices use.

mod letter;

use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use power_list::io::project;
use power_list::render::docx::{ListHead, list};

use super::error::{Exit, usage};
use super::{Global, context, source};

/// 导出
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// 格式
    #[arg(long, value_enum, default_value_t = Format::Docx)]
    format: Format,
    /// 写到哪个文件
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
    /// 部门
    #[arg(long)]
    department: Option<String>,
    /// 发布
    #[arg(long)]
    release: Option<String>,
    #[command(flatten)]
    letter: letter::LetterArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Docx,
    Markdown,
}

/// Runs the command.
pub fn run(args: &ExportArgs, global: &Global) -> anyhow::Result<Exit> {
    let format = match args.format {
        Format::Docx => letter::LetterFormat::Docx,
        Format::Markdown => letter::LetterFormat::Markdown,
    };
    if let Some(department) = &args.letter.letter {
        return letter::run(
            &args.letter,
            department,
            format,
            args.output.as_ref(),
            global,
        );
    }
    let mut catalog = source::catalog(global, args.release.as_deref())?;
    if let Some(id) = &args.department {
        catalog.departments.retain(|d| d.id == *id);
        catalog.items.retain(|i| i.department == *id);
    }
    let root = context::project_root(global)?;
    let settings = project::load_header(&root)?.settings;
    let head = ListHead {
        jurisdiction: &settings.jurisdiction_name,
        edition: &settings.edition,
        notice: settings.notice.as_deref(),
        ..ListHead::default()
    };
    let bytes = list(&catalog, &head)?;
    match &args.output {
        Some(path) => power_list::io::files::write_atomic(path, &bytes)?,
        None => return Err(usage("要写到哪个文件", "-o")),
    }
    std::io::stdout().flush()?;
    Ok(Exit::Clean)
}
