//! `report changes`.

use clap::Args;
use jiff::civil::Date;
use power_list::ops::papers::{Announced, changes};
use power_list::render::paper;

use super::paper::PaperArgs;
use crate::cli::context::date;
use crate::cli::error::Exit;
use crate::cli::{Global, source};

/// 调整公告：两次发布之间新增、取消、变更、下放、划转、更名的事项，附调整事项表
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list report changes                                    最近两次发布之间，写成当前目录里的 .docx
  power-list report changes 341100-20150301 341100-20160301 -o 公告.xlsx
  power-list report changes --ground 市政府第40次常务会议纪要 --sender 滁州市人民政府
  power-list report changes --format markdown -o -             显示在终端上
取消、下放等的依据取自审核的决定，新增的取自法律依据；与工程现状逐词比较用 power-list diff。")]
pub struct Changes {
    /// 旧的一次：发布编号或 .db 文件（默认：新的那一次的前一次）
    #[arg(value_name = "旧")]
    old: Option<String>,
    /// 新的一次（默认：最近一次）
    #[arg(value_name = "新", requires = "old")]
    new: Option<String>,
    /// 调整的依据，写进正文，可以写几次
    #[arg(long, value_name = "文件或会议")]
    ground: Vec<String>,
    /// 公告日期（默认：新的一次的公布日）
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Option<Date>,
    #[command(flatten)]
    paper: PaperArgs,
}

impl Changes {
    /// Runs the report.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let (old, new) = source::two_releases(global, self.old.as_deref(), self.new.as_deref())?;
        let (old, new) = (
            source::open_release(global, &old)?,
            source::open_release(global, &new)?,
        );
        let ((before, decided), (now, decisions)) = (old.list()?, new.list()?);
        let (earlier, adjustments) = (old.adjusted()?, new.adjusted()?);
        let facts = changes(
            Announced {
                header: old.header(),
                catalog: &before,
                decisions: &decided,
                adjustments: &earlier,
            },
            Announced {
                header: new.header(),
                catalog: &now,
                decisions: &decisions,
                adjustments: &adjustments,
            },
            &self.ground,
        );
        if facts.lines.is_empty() {
            if !global.quiet {
                tell!("{} 与 {} 没有不同，没有写公告", facts.old.id, facts.new.id);
            }
            return Ok(Exit::Clean);
        }
        let head = self.paper.head(self.date.unwrap_or(facts.new.on));
        let paper = paper::changes(&facts, head);
        let target = self.paper.target(&paper.title())?;
        let done = format!("{} 项调整", facts.lines.len());
        self.paper.put(target, &paper, &done, global)?;
        Ok(Exit::Clean)
    }
}
