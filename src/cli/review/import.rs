//! `review import`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use power_list::io::history::HistoryFile;
use power_list::ops::history;
use power_list::workflow::Keyring;

use super::context::context;
use crate::cli::Global;
use crate::cli::error::Exit;

/// 导入：把 review export 写出的审核记录放进这个工程
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review import 审核记录.zip
  power-list review export - --project 甲 | power-list review import - --project 乙
工程里还没有记录的，全部放进来；工程里的记录正好是文件里的前一段的，接上后面的。两边不一样的拒绝（退出码 4），
指出从第几号事件起不同。文件里有任何一处损坏，什么都不写（退出码 1）。
签名按这个工程 power-list.yaml 里的公钥核验：文件里有签名的人，他们的 keys 要先写上。")]
pub struct Import {
    /// 哪个文件；- 是标准输入
    #[arg(value_name = "文件")]
    file: PathBuf,
}

impl Import {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let mut file = HistoryFile::open(&self.file)?;
        let keyring = Keyring::of(&context.people);
        let open = || context.store.open_or_create();
        let imported = history::import(open, &mut file, &keyring)?;
        if global.quiet {
            return Ok(Exit::Clean);
        }
        let (before, head) = (imported.before.seq, imported.head);
        let what = match (imported.added(), before) {
            (0, before) if before > head.seq => format!(
                "没有新的：工程里有 {before} 个事件，文件里的 {} 个是它的前一段",
                head.seq
            ),
            (0, _) => format!("没有新的：工程里已经有这 {} 个事件", head.seq),
            (added, 0) => format!("导入 {added} 个事件，链尾 {}", head.digest),
            (added, before) => format!(
                "接在第 {before} 号之后导入 {added} 个事件，共 {} 个，链尾 {}",
                head.seq, head.digest
            ),
        };
        writeln!(crate::cli::screen::stdout(), "{what}")?;
        Ok(Exit::Clean)
    }
}
