//! `report`: what an office owes to those above it, one file per report.

mod progress;

use clap::{Args, Subcommand};

use super::Global;
use super::error::Exit;

/// 报表：给领导小组和各部门看的进度
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list report progress
  power-list report progress --output 进度.html")]
pub struct Report {
    #[command(subcommand)]
    which: Which,
}

#[derive(Debug, Subcommand)]
enum Which {
    Progress(progress::Progress),
}

impl Report {
    /// Makes the report.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        match self.which {
            Which::Progress(report) => report.run(global),
        }
    }
}
