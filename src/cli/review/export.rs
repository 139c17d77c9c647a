//! `review export`.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use power_list::io::files::{self, Written};
use power_list::ops::history::{self, Exported, HistoryFailure};

use super::context::context;
use super::store;
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 导出：全部审核记录连同内容、签名和公钥，成一个可以在别处核验的文件
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review export 审核记录.zip
  power-list review export - | sha256sum
文件是 zip：events.jsonl 一行一个事件，content/ 是事项、快照、流程图、反馈的内容，people.json 是办理的人和公钥，
README.txt 写着不用本程序怎样核验。草稿是各人私有的，不在里面。同样的记录导出同样的字节。
先核验再写；记录不完整的不导出，退出码是 1。")]
pub struct Export {
    /// 写成哪个文件；- 是标准输出
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 文件已经有了、内容不同的，覆盖它
    #[arg(long)]
    force: bool,
}

impl Export {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let store = store(&context)?;
        let path = self.file.as_path();
        let people = &context.people;
        if path.as_os_str() == "-" {
            let stdout = std::io::stdout();
            if stdout.is_terminal() {
                return Err(usage(
                    "导出的是压缩文件，不能显示在终端上",
                    "写一个文件名，或者用管道交给别的程序",
                ));
            }
            let out = std::io::BufWriter::new(stdout.lock());
            let exported = history::export(&store, people, out, Path::new("-"))?;
            say(global, &exported, "导出", "-")?;
            return Ok(Exit::Clean);
        }
        let mut exported = None;
        let written = files::write_pieces(path, self.force, |out| {
            exported = Some(history::export(&store, people, out, path)?);
            Ok::<(), HistoryFailure>(())
        })?;
        let verb = match written {
            Written::New => "导出",
            Written::Same => "没有变化",
            Written::Differs => {
                return Err(usage(
                    format!("“{}”已经存在，内容不同，没有覆盖", files::shown(path)),
                    "换一个文件名，或者用 --force 覆盖它",
                ));
            }
        };
        if let Some(exported) = exported {
            say(global, &exported, verb, &files::shown(path))?;
        }
        Ok(Exit::Clean)
    }
}

fn say(global: &Global, exported: &Exported, verb: &str, path: &str) -> std::io::Result<()> {
    if global.quiet {
        return Ok(());
    }
    let Exported { head, contents, .. } = exported;
    let line = format!(
        "{verb}　{path}：{} 个事件，{contents} 个内容，链尾 {}",
        head.seq, head.digest
    );
    // Standard output may be where the file goes.
    if path == "-" {
        writeln!(crate::cli::screen::stderr(), "{line}")
    } else {
        writeln!(crate::cli::screen::stdout(), "{line}")
    }
}
