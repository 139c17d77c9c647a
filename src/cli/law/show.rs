use crate::cli::Global;
use crate::cli::error::Exit;
use clap::Args;
/// x
#[derive(Debug, Args)]
pub struct ShowArgs {}
pub fn run(_a: &ShowArgs, _g: &Global) -> anyhow::Result<Exit> {
    Ok(Exit::Clean)
}
