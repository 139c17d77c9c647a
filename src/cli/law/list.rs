use crate::cli::Global;
use crate::cli::error::Exit;
use clap::Args;
/// x
#[derive(Debug, Args)]
pub struct ListArgs {}
pub fn run(_a: &ListArgs, _g: &Global) -> anyhow::Result<Exit> {
    Ok(Exit::Clean)
}
