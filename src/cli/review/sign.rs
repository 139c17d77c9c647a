//! `review sign`.

use clap::Args;
use clap::builder::PossibleValuesParser;
use power_list::domain::ids::DepartmentId;
use power_list::workflow::event::{Legality, LegalityResult};

use super::{Desk, optional_words};
use crate::cli::Global;
use crate::cli::error::{Exit, usage};

/// 签署：本单位对这个部门的这一轮审核到此为止
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review sign hbj --as bb-1
  power-list review sign hbj --legality 合法 --as fz-2      （复审，法制办）")]
pub struct Sign {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    /// 合法性审查结果：合法 基本合法 不合法（法制办在复审签署时必须写）
    #[arg(long, value_name = "结果", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(LegalityResult::ALL.map(LegalityResult::chinese)))]
    legality: Option<String>,
    /// 合法性审查的说明；不是“合法”时必须写
    #[arg(long, value_name = "说明")]
    text: Option<String>,
}

impl Sign {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let text = optional_words("--text", self.text.as_deref())?;
        let result = self
            .legality
            .as_deref()
            .and_then(LegalityResult::from_chinese);
        let legality = match (result, text) {
            (Some(result), text) => Some(Legality { result, text }),
            (None, None) => None,
            (None, Some(_)) => {
                return Err(usage(
                    "--text 是合法性审查的说明，要与 --legality 一起写",
                    "对事项的意见用 power-list review opine",
                ));
            }
        };
        let mut desk = Desk::open(global, actor)?;
        let id = &self.department;
        let events = desk.with(|session, act| session.sign(act, id, legality.as_ref()))?;
        let mut what = format!("{}已签署", desk.actor.role.chinese());
        if events.len() > 1 {
            what.push_str(&format!("，一并提交 {} 条草稿", events.len() - 1));
        }
        desk.report(Some(&self.department), &what, &events)
    }
}
