//! The options that say what is to become of an item.

use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;
use power_list::domain::ids::ItemCode;
use power_list::workflow::{Decision, DecisionParts};

use super::super::context::date;
use crate::cli::error::usage;

/// A decision on the command line.
#[derive(Debug, Args)]
pub struct DecisionArgs {
    /// 处理意见：保留 取消 下放 转移 整合 优化 调整 冻结 补充材料
    #[arg(long, value_name = "意见", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(Decision::TERMS))]
    decision: String,
    /// 取消的理由
    #[arg(long, value_name = "理由")]
    ground: Option<String>,
    /// 转移给谁
    #[arg(long, value_name = "单位")]
    to: Option<String>,
    /// 下放到哪一级
    #[arg(long, value_name = "层级")]
    level: Option<String>,
    /// 从哪一天起下放
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Option<Date>,
    /// 被整合进来的事项，可以写多次
    #[arg(long, value_name = "编码")]
    absorb: Vec<ItemCode>,
}

impl DecisionArgs {
    /// The decision that the options make.
    pub fn build(self) -> anyhow::Result<Decision> {
        let parts = DecisionParts {
            ground: self.ground,
            to: self.to,
            level: self.level,
            date: self.date,
            absorbs: self.absorb,
        };
        Decision::build(&self.decision, parts)
            .map_err(|e| usage(e.to_string(), "加 --help 看每种意见要写什么"))
    }
}
