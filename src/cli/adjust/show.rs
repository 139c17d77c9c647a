//! `adjust show`.

use std::io::Write as _;

use clap::Args;
use power_list::domain::adjustment::AdjustmentId;
use power_list::domain::office_time;
use power_list::ops::review::{ReviewError, Session};
use power_list::workflow::decide::unknown_adjustment;
use serde_json::json;

use super::super::Global;
use super::super::context::DayArgs;
use super::super::review::context::context;
use super::super::review::{Format, FormatArgs, store};
use super::view;
use crate::cli::error::Exit;

/// 一次调整：事由、事项、意见、批准、期限和下一步
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list adjust show 2015-001
  power-list adjust show 2015-001 --format json
全部经过见 power-list review log --kind adjustment。")]
pub struct Show {
    /// 调整编号
    #[arg(value_name = "编号")]
    adjustment: AdjustmentId,
    #[command(flatten)]
    day: DayArgs,
    #[command(flatten)]
    output: FormatArgs,
}

impl Show {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let register = super::super::context::register(&context.root)?;
        let session = Session::open(store(&context)?)?;
        let today = self.day.day();
        let campaign = session.campaign();
        let Some(a) = campaign.adjustments().get(&self.adjustment) else {
            return Err(ReviewError::from(unknown_adjustment(campaign, self.adjustment)).into());
        };
        let mut out = crate::cli::screen::stdout();
        if self.output.format == Format::Json {
            let page = json!({
                "schema": "power-list/adjustment/v1",
                "as_of": today.to_string(),
                "adjustment": view::as_json(&context, campaign, a, &register, today),
            });
            writeln!(out, "{page:#}")?;
            return Ok(Exit::Clean);
        }
        let mut line = |name: &str, text: &str| {
            if text.is_empty() {
                return Ok(());
            }
            writeln!(out, "{name}：{text}")
        };
        let unit = format!("{} {}", a.department, context.name_of(&a.department));
        line("调整", &format!("{} {}，{unit}", a.id, a.action.chinese()))?;
        line("办到", &view::standing(a))?;
        let moves = a.action.moves();
        for moved in moves {
            line("事项", &format!("{} 划转为 {}", moved.from, moved.to))?;
        }
        if moves.is_empty() {
            for code in a.action.touched() {
                line("事项", code.as_str())?;
            }
        }
        if let Some(units) = a.action.units() {
            for id in &units.closed {
                line("撤销单位", &format!("{id} {}", context.name_of(id)))?;
            }
            for unit in &units.opened {
                line("新设单位", &format!("{} {}", unit.department, unit.name))?;
            }
            for unit in &units.renamed {
                line("单位更名", &format!("{} {}", unit.department, unit.name))?;
            }
        }
        let basis = a.ground.basis.chinese();
        let ground = match a.ground.words() {
            words if words == basis => basis.to_owned(),
            words => format!("{basis}，{words}"),
        };
        line("事由", &format!("{ground}（{} 发生）", a.ground.happened))?;
        line("施行", &format!("自 {} 起", a.effective))?;
        line("理由", a.reason.as_str())?;
        line("逾期申请的原因", a.late.as_ref().map_or("", |w| w.as_str()))?;
        line("申请", &office_time::clock(a.opened_at))?;
        if let Some(sent) = &a.sent {
            line("上报", &office_time::clock(sent.at))?;
        }
        for party in a.parties() {
            let said = match a.said_by(&party) {
                None => "还没有意见".to_owned(),
                Some(said) => {
                    let word = if said.agrees { "同意" } else { "不同意" };
                    let text = said
                        .text
                        .as_ref()
                        .map_or(String::new(), |t| format!("；{t}"));
                    format!("{word}（{}）{text}", said.actor)
                }
            };
            line(&party.chinese(), &said)?;
        }
        if let Some(approval) = &a.approval {
            line(
                "政府批准",
                &format!("{}，{}", approval.document, approval.date),
            )?;
        }
        if let Some(urgency) = &a.urgency {
            line(
                "紧急公布",
                &format!("{}；{}", urgency.document, urgency.reason),
            )?;
        }
        line("答复", a.ended_with.as_ref().map_or("", |w| w.as_str()))?;
        if let Some(due) = view::due_of(&context, a) {
            line("期限", &view::due_words(&due, today))?;
        }
        line(
            "要注意",
            &view::outlived(a, &register, today).unwrap_or_default(),
        )?;
        for missing in view::lacks(a) {
            line("还缺", &missing)?;
        }
        for next in view::commands(campaign, &context, a) {
            line("下一步", &next)?;
        }
        Ok(Exit::Clean)
    }
}
