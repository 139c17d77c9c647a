//! `review verify`.

use std::io::Write as _;

use clap::Args;
use power_list::domain::ids::Digest;
use power_list::io::store::Store as _;
use power_list::ops::review::{Verified, verify_store};

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
        let mut store = store(&context)?;
        let mut out = std::io::stdout().lock();
        let Verified { head, forged } = match verify_store(&mut store)? {
            Ok(verified) => verified,
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
        let Some(forged) = forged else {
            return Ok(Exit::Clean);
        };
        let replaced = if forged.replaced {
            "已按事件重做"
        } else {
            "没有能够重做，请检查工作数据库可否写入后再核验一次"
        };
        writeln!(
            out,
            "检查点与事件不符：到第 {} 号事件为止的状态被改动过，{replaced}；一下、二下、三下和公布不依据检查点",
            forged.seq
        )?;
        Ok(Exit::Findings)
    }
}
