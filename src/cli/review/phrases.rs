//! `review phrases`.

use std::io::Write as _;

use clap::Args;
use clap::builder::PossibleValuesParser;
use power_list::domain::people::Body;
use serde_json::json;

use super::context::context;
use super::said::matching;
use super::{Format, FormatArgs};
use crate::cli::error::Exit;
use crate::cli::{Global, table};

/// 常用意见：power-list.yaml 的 phrases 里的话，按字查找
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review phrases
  power-list review phrases 裁量 --body 法制办
  power-list review opine hbj --item 341100-hbj-01-0003 --decision 调整 --phrase 裁量基准 --as fz-1")]
pub struct Phrases {
    /// 有这几个字的；几个词用空格隔开
    #[arg(value_name = "字", default_value = "", hide_default_value = true)]
    words: String,
    /// 只看这个审核单位用的：编办 法制办 政务服务中心
    #[arg(long, value_name = "单位", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(Body::ALL.map(Body::chinese)))]
    body: Option<String>,
    #[command(flatten)]
    output: FormatArgs,
}

impl Phrases {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let body = self.body.as_deref().and_then(Body::from_chinese);
        let found = matching(&context.phrases, body, &self.words);
        let mut out = crate::cli::screen::stdout();
        match self.output.format {
            Format::Json => {
                let phrases: Vec<_> = found
                    .map(|p| json!({"text": p.text, "decision": p.decision, "body": p.body}))
                    .collect();
                let list = json!({"schema": "power-list/phrases/v1", "phrases": phrases});
                writeln!(out, "{list:#}")?;
            }
            Format::Table => {
                let mut rows = table::new(["处理意见", "审核单位", "意见"]);
                for phrase in found {
                    rows.add_row([
                        phrase.decision.unwrap_or(""),
                        phrase.body.map_or("", Body::chinese),
                        &phrase.text,
                    ]);
                }
                if rows.is_empty() {
                    writeln!(
                        out,
                        "没有这样的常用意见；常用意见写在 power-list.yaml 的 phrases 里"
                    )?;
                } else {
                    writeln!(out, "{rows}")?;
                }
            }
        }
        Ok(Exit::Clean)
    }
}
