//! The formats in which findings are printed, shared by every command that has findings.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use power_list::finding::{Report, Sources};
use power_list::report;

use super::{Global, context, screen};

/// How findings are printed.
#[derive(Debug, Clone, Args)]
pub struct FindingsOutput {
    /// 输出格式：plain（默认，给人看）、json、sarif、github、gitlab、junit、markdown
    #[arg(long, value_name = "格式", value_enum, default_value_t = FindingsFormat::Plain, hide_default_value = true, hide_possible_values = true)]
    pub format: FindingsFormat,
    /// 逐条显示提示（默认只报条数；plain 以外的格式总是列出）
    #[arg(long)]
    pub notes: bool,
}

/// A format of findings. All but `plain` say everything, whatever else is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FindingsFormat {
    /// For people at a terminal.
    Plain,
    /// `power-list/findings/v1`.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// Code Quality report of GitLab.
    Gitlab,
    /// JUnit XML.
    Junit,
    /// A comment on a merge request.
    Markdown,
}

impl FindingsOutput {
    /// Writes a report to standard output.
    ///
    /// # Errors
    /// When standard output fails.
    pub fn print(&self, report: &Report, sources: &Sources, global: &Global) -> anyhow::Result<()> {
        use report::{github, gitlab, json, junit, markdown, plain, sarif};
        let out: Box<dyn std::io::Write> = match self.format {
            FindingsFormat::Plain => Box::new(screen::coloured()),
            _ => Box::new(screen::stdout()),
        };
        let mut out = std::io::BufWriter::new(out);
        match self.format {
            FindingsFormat::Plain => {
                let style = plain::Style {
                    colour: context::colour(),
                    notes: self.notes,
                    summary: !global.quiet,
                    width: context::width(),
                };
                plain::write(report, sources, style, &mut out)?;
            }
            FindingsFormat::Json => json::write(report, sources, &mut out)?,
            FindingsFormat::Sarif => sarif::write(report, sources, &mut out)?,
            FindingsFormat::Github => github::write(report, sources, &mut out)?,
            FindingsFormat::Gitlab => gitlab::write(report, sources, &mut out)?,
            FindingsFormat::Junit => junit::write(report, sources, &mut out)?,
            FindingsFormat::Markdown => markdown::write(report, sources, &mut out)?,
        }
        Ok(out.flush()?)
    }
}
