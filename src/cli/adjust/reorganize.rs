//! `adjust reorganize`.

use std::path::PathBuf;

use clap::Args;
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::io::files::{self, FileError, TextFault};
use power_list::io::yaml::reorganization::{self, Reorganization};
use power_list::ops::adjusting::{self, Moving};
use power_list::workflow::Command;
use power_list::workflow::adjust::{Action, Basis, Ground, Moved};
use power_list::workflow::decide::{Adjust, Application};

use super::super::review::{Desk, optional_words};
use super::super::{Global, context, source};
use super::open::last_day;
use super::report;
use crate::cli::error::{Exit, usage};

/// 机构改革：单位撤销、合并、拆分、更名，职能划转，连同全部有关的事项一次办理
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust reorganize 改革方案.yaml --dry-run --as zh   先看有几项、各是什么新编码
  power-list adjust reorganize 改革方案.yaml --as zh
方案这样写（power-list schema reorganization 有全部的键）：
  document: 滁办发〔2015〕3号
  happened: 2015-03-02
  effective: 2015-04-01
  reason: 农委和林业局合并
  close: [nw, lyj]
  open:
    - { id: nly, name: 滁州市农业林业局, short_name: 市农林局, kind: 市政府工作部门, group: 审核一组 }
  move:
    - { from: nw, to: nly }
    - { from: lyj, to: nly }
由综合组办理；记录以后用 adjust apply 写进工程的文件。")]
pub struct Reorganize {
    /// 改革方案（YAML），- 是标准输入
    #[arg(value_name = "方案")]
    plan: PathBuf,
    /// 过了申请期限的：为什么逾期
    #[arg(long, value_name = "原因")]
    late: Option<String>,
    /// 只看会怎样，什么都不记录
    #[arg(long)]
    dry_run: bool,
}

impl Reorganize {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let plan = self.read()?;
        let mut desk = Desk::open(global, actor)?;
        let root = desk.context.root.clone();
        let moves = moves(&desk, &plan)?;
        let department = lead(&plan)?;
        let today = context::today();
        let ground = Ground {
            basis: Basis::Institution {},
            happened: plan.happened,
            document: Some(plan.document.clone()),
            until: None,
        };
        let application = Application {
            department,
            action: Action::Reorganize {
                units: plan.units.clone(),
                moves: moves.clone(),
            },
            effective: plan.effective.unwrap_or(plan.happened),
            reason: plan.reason.clone(),
            late: optional_words("--late", self.late.as_deref())?,
            today,
            last_day: last_day(&desk, plan.happened)?,
            outlived: ground.outlived(&*context::register(&root)?, today),
            ground,
        };
        let step = Adjust::Open(Box::new(application));
        if self.dry_run {
            desk.would(&Command::Adjust(step))?;
            for moved in &moves {
                desk.say(&format!("{} 划转为 {}", moved.from, moved.to))?;
            }
            desk.say(&format!("共 {} 项（试运行，没有记录）", moves.len()))?;
            return Ok(Exit::Clean);
        }
        let events = desk.with(|session, act| session.adjust(act, &step))?;
        report(&desk, &events)
    }

    fn read(&self) -> anyhow::Result<Reorganization> {
        let (name, text) = if self.plan.as_os_str() == "-" {
            let text = std::io::read_to_string(std::io::stdin().lock())?;
            ("<stdin>".to_owned(), text)
        } else {
            let name = files::shown(&self.plan);
            let text = files::read_text(&self.plan).map_err(|fault| match fault {
                TextFault::Io(error) => FileError::new("读取", &self.plan, error).into(),
                TextFault::NotUtf8 { .. } => usage(
                    format!("“{name}”不是 UTF-8 的文本"),
                    "另存为 UTF-8 编码，再运行一次",
                ),
                TextFault::NotAFile => usage(format!("“{name}”不是文件"), "写方案文件的路径"),
                TextFault::TooLarge(bytes) => usage(
                    format!("“{name}”有 {bytes} 字节，不像是改革方案"),
                    "写方案文件的路径",
                ),
            })?;
            (name, text.to_string())
        };
        reorganization::read_text(&name, &text).map_err(|faults| {
            usage(
                format!("“{name}”不能用作机构改革方案，没有记录"),
                faults.join("\n"),
            )
        })
    }
}

/// The items that move, with the codes that they get.
fn moves(desk: &Desk, plan: &Reorganization) -> anyhow::Result<Vec<Moved>> {
    let root = &desk.context.root;
    let mut wanted = Vec::new();
    for group in &plan.moves {
        let is_foreign = |code: &&ItemCode| code.parts().department != group.from.as_str();
        if let Some(other) = group.items.iter().flatten().find(is_foreign) {
            return Err(usage(
                format!("{other} 不是 {} 的事项", group.from),
                "改正方案里 move 的 from 或 items",
            ));
        }
        let moving = match &group.items {
            Some(items) => Moving::These(items.clone()),
            None => Moving::AllOf(group.from.clone()),
        };
        wanted.push((moving, group.to.clone()));
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let releases = root.join(source::RELEASES);
    Ok(adjusting::numbered(
        &desk.context.store,
        root,
        &releases,
        wanted,
    )?)
}

/// The unit under which the adjustment is kept: one that goes on.
fn lead(plan: &Reorganization) -> anyhow::Result<DepartmentId> {
    let units = &plan.units;
    let opened = units.opened.first().map(|unit| &unit.department);
    let renamed = units.renamed.first().map(|unit| &unit.department);
    let receives = plan.moves.first().map(|group| &group.to);
    opened.or(receives).or(renamed).cloned().ok_or_else(|| {
        usage(
            "方案里没有新设、更名的单位，也没有划转的事项",
            "撤销的单位要写明它的事项划给谁：move: [{ from: 原单位, to: 接收单位 }]",
        )
    })
}
