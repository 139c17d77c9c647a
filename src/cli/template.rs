//! `template`: the workbook that a unit fills in.

use std::path::PathBuf;

use clap::Args;
use power_list::domain::department::Department;
use power_list::domain::item::PowerItem;
use power_list::ops::catalog::sort_officially;
use power_list::render::form::{self, Offer};
use power_list::render::xlsx;

use super::error::{Exit, usage};
use super::export::content::{heading_of, unfit};
use super::output::Target;
use super::{Global, context, pick, source};

/// 写出发给部门填报的工作簿（.xlsx）：有下拉列表、填写说明和示例，填好后用 import 导入
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list template --department hbj                 市环保局的填报表，已有的事项都在里面
  power-list template --department hbj --empty         空白的填报表
  power-list template --department hbj -o 环保局.xlsx  写到指定的文件
  power-list template                                  所有部门，一个部门一张表

收回以后：power-list import 环保局.xlsx --dry-run --diff 先看改了什么，再导入

退出码：0 完成；1 工程里有读不懂的文件，或者有写不进单元格的文字；2 用法不对，或者文件已经存在；3 读写失败")]
pub struct TemplateArgs {
    /// 哪个部门（departments.yaml 里的代号；可以写多次；默认：所有部门）
    #[arg(long, value_name = "代号")]
    department: Vec<String>,
    /// 不填已有的事项
    #[arg(long)]
    empty: bool,
    /// 写到哪个 .xlsx 文件；- 是标准输出（默认：当前目录，以部门名称为文件名）
    #[arg(long, short, value_name = "文件")]
    output: Option<PathBuf>,
    /// 覆盖已经存在的文件
    #[arg(long)]
    force: bool,
}

/// Runs the command.
pub fn run(args: &TemplateArgs, global: &Global) -> anyhow::Result<Exit> {
    let (_, loaded) = source::whole_project(global)?;
    let project = &loaded.project;
    let asked: Vec<&Department> = if args.department.is_empty() {
        project.departments.iter().collect()
    } else {
        args.department
            .iter()
            .map(|id| pick::unit(id, &project.departments))
            .collect::<anyhow::Result<_>>()?
    };
    if asked.is_empty() {
        return Err(usage(
            "工程里还没有部门，不知道写给谁填",
            "先在 departments.yaml 里登记部门",
        ));
    }
    let offers: Vec<Offer<'_>> = asked
        .into_iter()
        .map(|department| {
            let own =
                |item: &&PowerItem| !args.empty && item.department.value == department.id.value;
            let mut items: Vec<&PowerItem> = project.items.iter().filter(own).collect();
            sort_officially(project, &mut items);
            Offer { department, items }
        })
        .collect();
    let settings = &project.settings;
    let as_of = context::as_of(global, settings.as_of);
    let book = form::template(project, &offers, &heading_of(settings), as_of).map_err(unfit)?;
    let target = Target::new(args.output.as_deref(), &format!("{}.xlsx", book.title));
    target.check(true)?;
    target.ends_with("xlsx")?;
    let items: usize = offers.iter().map(|offer| offer.items.len()).sum();
    let done = format!("{} 个部门，已填 {items} 项", offers.len());
    let done = (!global.quiet).then_some(done.as_str());
    target.put(&xlsx::write(&book)?, args.force, done)?;
    Ok(Exit::Clean)
}
