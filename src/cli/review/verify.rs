//! `review verify`.

use std::io::Write as _;

use clap::Args;
use power_list::domain::ids::Digest;
use power_list::io::store::Store as _;
use power_list::ops::review::verify_store;

use super::context::context;
use super::store;
use crate::cli::Global;
use crate::cli::error::Exit;

/// 核验事件链：逐个重算摘要，指出第一个不对的事件
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review verify
  power-list review verify --head 发布文件里记的链尾摘要
链不完整时退出码是 1。")]
pub struct Verify {
    /// 链里必须有的摘要：发布时记下的链尾；没有它，截去尾部看不出来
    #[arg(long, value_name = "摘要")]
    head: Option<Digest>,
}

impl Verify {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let store = store(&context)?;
        let mut out = std::io::stdout().lock();
        let head = match verify_store(&store)? {
            Ok(head) => head,
            Err(broken) => {
                writeln!(out, "事件链不完整：{broken}")?;
                return Ok(Exit::Findings);
            }
        };
        if let Some(wanted) = self.head {
            let known = store.read(0)?.iter().any(|r| r.digest == wanted);
            if !known {
                writeln!(
                    out,
                    "事件链不完整：链里没有摘要 {wanted}，第 {} 号之后的事件可能被截去，或整条链被换过",
                    head.seq
                )?;
                return Ok(Exit::Findings);
            }
        }
        writeln!(out, "事件链完整：{} 个事件，链尾 {}", head.seq, head.digest)?;
        Ok(Exit::Clean)
    }
}
