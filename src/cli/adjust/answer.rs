//! `adjust answer`.

use clap::Args;
use clap::builder::PossibleValuesParser;
use power_list::domain::adjustment::AdjustmentId;
use power_list::workflow::adjust::Answer as Result_;

use super::super::review::{Desk, optional_words};
use super::super::{Global, context};
use super::report;
use crate::cli::error::{Exit, usage};

/// 答复（一下）：同意、补正或不同意；由综合组办理
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust answer 2015-001 --result 同意 --as zh
  power-list adjust answer 2015-001 --result 补正 --reason 流程图没有改 --as zh
同意要意见齐全，需要政府批准的要有批准；补正以后，单位改好再上报一次。")]
pub struct Answer {
    /// 调整编号
    #[arg(value_name = "编号")]
    adjustment: AdjustmentId,
    /// 答复：同意 补正 不同意
    #[arg(long, value_name = "答复", hide_possible_values = true, value_parser = PossibleValuesParser::new(Result_::TERMS))]
    result: String,
    /// 理由；补正和不同意必须写
    #[arg(long, value_name = "理由")]
    reason: Option<String>,
}

impl Answer {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let reason = optional_words("--reason", self.reason.as_deref())?;
        let answer = match (self.result.as_str(), reason) {
            ("同意", None) => Result_::Agreed {},
            ("同意", Some(_)) => {
                return Err(usage("同意不用写理由", "删去 --reason"));
            }
            ("补正", Some(reason)) => Result_::Correct { reason },
            (_, Some(reason)) => Result_::Refused { reason },
            (result, None) => {
                return Err(usage(format!("{result}要写明理由"), "加 --reason 理由"));
            }
        };
        let mut desk = Desk::open(global, actor)?;
        let register = context::register(&desk.context.root)?;
        let today = context::today();
        let id = self.adjustment;
        let events = desk
            .with(|session, act| session.answer_adjustment(act, id, &answer, &register, today))?;
        report(&desk, &events)
    }
}
