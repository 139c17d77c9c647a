//! `review answer`.

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args};
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::ops::review::ReviewError;
use power_list::workflow::{Answer as Reply, Command, Refusal};

use super::{Desk, optional_words};
use crate::cli::Global;
use crate::cli::error::Exit;

/// 答复审核意见：采纳、部分采纳、不采纳
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("which").required(true),
    after_help = "\
例：
  power-list review answer hbj --item 341100-hbj-01-0003 --answer 不采纳 --reason 依据是新条例第九条 --as hbj
  power-list review answer hbj --all --answer 采纳 --as hbj"
)]
pub struct Answer {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    /// 这一事项上还没有答复的意见
    #[arg(long, value_name = "编码", group = "which")]
    item: Option<ItemCode>,
    /// 这一号意见；已经答复过的，以新答复为准
    #[arg(long, value_name = "号", group = "which")]
    opinion: Option<u64>,
    /// 全部还没有答复的意见
    #[arg(long, group = "which")]
    all: bool,
    /// 答复：采纳 部分采纳 不采纳
    #[arg(long, value_name = "答复", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(Reply::TERMS))]
    answer: String,
    /// 理由；部分采纳和不采纳必须写
    #[arg(long, value_name = "理由")]
    reason: Option<String>,
}

impl Answer {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let reason = optional_words("--reason", self.reason.as_deref())?;
        let mut desk = Desk::open(global, actor)?;
        let id = &self.department;
        let which = match (&self.item, self.opinion) {
            (Some(code), _) => format!("--item {code}"),
            (None, Some(seq)) => format!("--opinion {seq}"),
            (None, None) => "--all".to_owned(),
        };
        let Some(reply) = Reply::build(&self.answer, reason) else {
            let refusal = Refusal::new("reason_missing", format!("“{}”要写明理由", self.answer))
                .missing(["理由（--reason）".to_owned()])
                .next(format!(
                    "power-list review answer {id} {which} --answer {} --reason 理由 --as {}",
                    self.answer, desk.actor.id.value
                ));
            return Err(ReviewError::from(refusal).into());
        };
        let seqs = match self.opinion {
            Some(seq) => vec![seq],
            None => desk.session.unanswered(id, self.item.as_ref()),
        };
        let what = format!("答复 {} 条意见：{}", seqs.len(), self.answer);
        let events = desk.act(&Command::Answer {
            department: id.clone(),
            answers: seqs.into_iter().map(|seq| (seq, reply.clone())).collect(),
        })?;
        desk.report(Some(id), &what, &events)
    }
}
