//! `review return`.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use clap::Args;
use power_list::domain::ids::DepartmentId;
use power_list::io::files::{Written, shown, write_unless_different};
use power_list::ops::review::ReviewError;
use power_list::workflow::feedback::Feedback;
use power_list::workflow::stage::Position;

use super::Desk;
use super::papers::papers;
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 反馈（一下、二下）：结束这一轮审核，写出给部门的反馈文件
#[derive(Debug, Args)]
#[command(after_help = "\
例：power-list review return hbj --as zh
写出第 1 轮的反馈：feedback/hbj-1.xlsx 或 feedback/hbj-1.yaml（填写答复，填一份即可）、feedback/hbj-1.md（阅读）
和 feedback/hbj-1.docx（审核意见函）。填好的交回以后：power-list review answer hbj --from feedback/hbj-1.xlsx --as hbj
函里工程不知道的（发文机关、文号、联系人）留有标黄的空白；power-list export --letter hbj 可以写上。")]
pub struct Return {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    /// 反馈文件已经存在且内容不同时也覆盖
    #[arg(long)]
    force: bool,
    /// 不记事件，只把最近一次反馈的文件再写一遍
    #[arg(long)]
    files_only: bool,
}

impl Return {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let mut desk = Desk::open(global, actor)?;
        let name = desk.context.name_of(&self.department);
        if self.files_only {
            let feedback = self.last(&mut desk, &name)?;
            self.write(&desk, &feedback)?;
            return Ok(Exit::Clean);
        }
        if !self.force {
            self.refuse_to_overwrite(&mut desk, &name)?;
        }
        let id = self.department.clone();
        let given = desk.with(|session, act| session.give_back(act, &id, &name));
        let (events, feedback) = match given {
            Err(error) if is_over(&error) => {
                return match self.write_missing(&mut desk, &name)? {
                    true => Ok(Exit::Clean),
                    false => Err(error),
                };
            }
            given => given?,
        };
        let leg = feedback.as_ref().map_or("", Feedback::leg);
        let count = feedback.as_ref().map_or(0, Feedback::to_answer);
        desk.report(
            Some(&id),
            &format!("{name}{leg}：{count} 条意见要答复"),
            &events,
        )?;
        if let Some(by) = self.answer_by(&desk) {
            desk.say(&by)?;
        }
        if let Some(feedback) = feedback {
            self.write(&desk, &feedback).with_context(|| {
                format!("{leg}已经记录，但反馈文件没有写出；排除原因后运行 power-list review return {id} --files-only")
            })?;
        }
        Ok(Exit::Clean)
    }

    /// By when the unit has to send its list up again, where that is planned.
    fn answer_by(&self, desk: &Desk) -> Option<String> {
        let state = desk.session.campaign().department(&self.department)?;
        let leg = desk.context.plan().running(state)?;
        let name = leg.passage.chinese();
        Some(match (leg.day(), leg.because()) {
            (Some(day), Some(why)) => format!("  {name}的最后一天：{day}（{why}）"),
            (None, Some(why)) => format!("  {name}的期限算不出：{why}"),
            (_, None) => return None,
        })
    }

    /// Looks before the event is recorded whether a file of somebody's is in the way.
    fn refuse_to_overwrite(&self, desk: &mut Desk, name: &str) -> anyhow::Result<()> {
        let round = desk
            .session
            .campaign()
            .department(&self.department)
            .and_then(|state| state.under_review())
            .map(|round| round.round);
        let Some(round) = round else { return Ok(()) };
        let Some(feedback) = desk.session.feedback(&self.department, round, name)? else {
            return Ok(());
        };
        for (path, bytes) in papers(desk, &feedback)? {
            if std::fs::read(&path).is_ok_and(|there| there != bytes) {
                return Err(differs(&path));
            }
        }
        Ok(())
    }

    fn last(&self, desk: &mut Desk, name: &str) -> anyhow::Result<Feedback> {
        let round = desk
            .session
            .campaign()
            .department(&self.department)
            .and_then(|state| match state.stage.position() {
                Position::Review(_) => state.rounds().iter().rev().nth(1),
                _ => state.rounds().iter().rev().find(|r| r.feedback.is_some()),
            })
            .map(|round| round.round);
        let feedback = match round {
            Some(round) => desk.session.feedback(&self.department, round, name)?,
            None => None,
        };
        feedback.ok_or_else(|| {
            usage(
                format!("{} 还没有反馈过", self.department),
                format!("power-list review status {}", self.department),
            )
        })
    }

    /// Writes those of the last papers that are not there: the way was broken off between the record and them, and the
    /// same command ends it. False where all are there, or there never were any.
    fn write_missing(&self, desk: &mut Desk, name: &str) -> anyhow::Result<bool> {
        let Ok(feedback) = self.last(desk, name) else {
            return Ok(false);
        };
        let papers = papers(desk, &feedback)?.into_iter();
        let missing: Vec<_> = papers.filter(|(path, _)| !path.exists()).collect();
        if missing.is_empty() {
            return Ok(false);
        }
        desk.say(&format!(
            "{name}早已反馈，没有记新的事件；补写缺少的反馈文件"
        ))?;
        for (path, bytes) in missing {
            write_unless_different(&path, &bytes, false)?;
            desk.say(&format!("  写出：{}", shown(&path)))?;
        }
        Ok(true)
    }

    fn write(&self, desk: &Desk, feedback: &Feedback) -> anyhow::Result<()> {
        for (path, bytes) in papers(desk, feedback)? {
            if write_unless_different(&path, &bytes, self.force)? == Written::Differs {
                return Err(differs(&path));
            }
            if !desk.quiet {
                writeln!(crate::cli::screen::stdout(), "  写出：{}", shown(&path))?;
            }
        }
        Ok(())
    }
}

/// Whether it was refused because the leg had ended already.
fn is_over(error: &anyhow::Error) -> bool {
    matches!(
        error.downcast_ref(),
        Some(ReviewError::Refused(refusal)) if refusal.code == "wrong_stage"
    )
}

fn differs(path: &Path) -> anyhow::Error {
    usage(
        format!("{} 已经存在，内容与要写的不同，没有覆盖", shown(path)),
        "移开这个文件，或加 --force 覆盖",
    )
}
