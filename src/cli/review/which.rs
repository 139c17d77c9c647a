//! The options that say which items are meant: named one by one, or by what they have in common.

use std::collections::BTreeSet;

use clap::Args;
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::domain::people::Body;
use power_list::ops::review::{Filter, Row, Wanted};
use power_list::rules::{RULES, text::nearest};
use power_list::workflow::Notebook;

use super::Desk;
use crate::cli::error::usage;

/// Items on the command line.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub struct WhichArgs {
    /// 事项编码，可以写多次
    #[arg(long = "item", value_name = "编码", conflicts_with_all = [
        "all", "category", "name", "finding", "changed", "disputed", "rest"])]
    items: Vec<ItemCode>,
    /// 全部事项
    #[arg(long, conflicts_with_all = ["category", "name", "finding", "changed", "disputed", "rest"])]
    all: bool,
    /// 这一类别的事项
    #[arg(long, value_name = "类别")]
    category: Option<String>,
    /// 名称或编码里有这几个字的事项
    #[arg(long, value_name = "字")]
    name: Option<String>,
    /// 上报时校验发现这条规则的问题的事项，可以写多次；any 是任何错误和警告
    #[arg(long, value_name = "规则")]
    finding: Vec<String>,
    /// 和上一轮相比新增、改动过的事项
    #[arg(long)]
    changed: bool,
    /// 三家意见不一致的事项
    #[arg(long)]
    disputed: bool,
    /// 本单位这一轮还没有提过意见的事项（连同草稿）
    #[arg(long)]
    rest: bool,
}

impl WhichArgs {
    /// Whether the items were picked by what they have in common, so that nobody has seen their names yet.
    pub const fn is_batch(&self) -> bool {
        self.items.is_empty()
    }

    /// The items of the round under review that are meant. Codes are given as they are: whether they are there the
    /// workflow says.
    pub fn rows(
        &self,
        desk: &mut Desk,
        department: &DepartmentId,
        body: Body,
        drafts: &Notebook,
    ) -> anyhow::Result<Vec<Row>> {
        let filter = Filter {
            category: self.category.clone(),
            name: self.name.clone(),
            findings: wanted(&self.finding)?,
            changed: self.changed,
            disputed: self.disputed,
            undecided_by: self.rest.then_some(body),
        };
        let rows = desk.session.select(department, &filter, drafts)?;
        if let Some(wanted) = &self.category
            && rows.is_empty()
        {
            let all = desk
                .session
                .select(department, &Filter::default(), drafts)?;
            let known: BTreeSet<&str> = all.iter().map(|row| row.category.as_str()).collect();
            if !known.contains(wanted.as_str()) {
                let known: Vec<&str> = known.into_iter().collect();
                return Err(usage(
                    format!("{department} 这一轮没有“{wanted}”类的事项"),
                    format!("有：{}", known.join("、")),
                ));
            }
        }
        Ok(rows)
    }

    /// The codes that were named one by one.
    pub fn named(&self) -> &[ItemCode] {
        &self.items
    }
}

/// What must have been found, from rules by code or name, or `any`; `None` where nothing is asked.
pub fn wanted(rules: &[String]) -> anyhow::Result<Option<Wanted>> {
    if rules.is_empty() {
        return Ok(None);
    }
    if rules.iter().any(|rule| rule == "any") {
        return Ok(Some(Wanted::Any));
    }
    let code = |text: &String| {
        let known = RULES
            .iter()
            .find(|r| r.code.to_string().eq_ignore_ascii_case(text) || r.name == *text);
        known.map(|rule| rule.code).ok_or_else(|| {
            let codes: Vec<String> = RULES.iter().map(|r| r.code.to_string()).collect();
            let names = RULES.iter().map(|r| r.name);
            let near = nearest(text, codes.iter().map(String::as_str).chain(names));
            let all = "全部规则见 power-list rules";
            usage(
                format!("没有“{text}”这条规则"),
                near.map_or_else(
                    || all.to_owned(),
                    |near| format!("是不是想写：{near}；{all}"),
                ),
            )
        })
    };
    let rules: anyhow::Result<_> = rules.iter().map(code).collect();
    Ok(Some(Wanted::Rules(rules?)))
}
