//! `review opine`.

use std::io::Write as _;

use clap::Args;
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::domain::people::Body;
use power_list::ops::review::Row;
use power_list::workflow::{Command, Entry, Notebook, Step};

use super::Desk;
use super::decision::DecisionArgs;
use super::said::{SaidArgs, check_cited};
use super::which::WhichArgs;
use crate::cli::error::Exit;
use crate::cli::{Global, prompt, table};

/// Rows that a preview shows.
const SHOWN: usize = 20;

/// 提出审核意见：一项、几项或一批
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review opine hbj --item 341100-hbj-01-0003 --decision 取消 --ground 依据已废止 --as fz-2
  power-list review opine hbj --item 341100-hbj-01-0004 --decision 下放 --level 县级 --date 2014-09-01 --as bb-1
  power-list review opine hbj --category 行政处罚 --decision 保留 --text 补充裁量基准 --as fz-2
  power-list review opine hbj --finding L002 --decision 补充材料 --phrase 依据 --draft --as fz-2
  power-list review opine hbj --rest --decision 保留 --as bb-1
成批的先列出会动到哪些事项，在终端里问一次再办；--dry-run 只看不办，--yes 不问。
--draft 存成草稿：只有自己看得见，可以撤销，签署时一起提交（见 review draft）。")]
pub struct Opine {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    #[command(flatten)]
    which: WhichArgs,
    #[command(flatten)]
    decision: DecisionArgs,
    #[command(flatten)]
    said: SaidArgs,
    #[command(flatten)]
    how: HowArgs,
}

/// How something on many items is done.
#[derive(Debug, Args)]
pub struct HowArgs {
    /// 存成草稿，不提交
    #[arg(long)]
    pub draft: bool,
    /// 只列出会动到哪些事项，什么都不记
    #[arg(long, conflicts_with_all = ["yes", "draft"])]
    pub dry_run: bool,
    /// 成批办理时不再询问
    #[arg(long, short = 'y')]
    pub yes: bool,
}

impl Opine {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let decision = self.decision.build()?;
        let mut desk = Desk::open(global, actor)?;
        let body = desk.body_on(&self.department)?;
        let text = self.said.words(&desk, body)?;
        let entry = Entry::Opinion {
            decision: decision.clone(),
            text: text.clone(),
        };
        let Some(items) = chosen(
            &mut desk,
            &self.department,
            body,
            &self.which,
            &self.how,
            &entry,
        )?
        else {
            return Ok(Exit::Clean);
        };
        check_cited(&desk, &decision, text.as_ref())?;
        let what = format!("{} 项：{decision}", items.len());
        if self.how.draft {
            return desk.draft(&self.department, &Step::Write { items, entry }, &what);
        }
        let events = desk.act(&Command::Opine {
            department: self.department.clone(),
            items,
            decision,
            text,
        })?;
        desk.report(Some(&self.department), &what, &events)
    }
}

/// The items that are meant, once whoever is asked has said yes; `None` where nothing is to be done.
pub fn chosen(
    desk: &mut Desk,
    department: &DepartmentId,
    body: Body,
    which: &WhichArgs,
    how: &HowArgs,
    entry: &Entry,
) -> anyhow::Result<Option<Vec<ItemCode>>> {
    let drafts = desk.session.drafts(&desk.actor.id.value, department)?;
    if !which.is_batch() && !how.dry_run {
        return Ok(Some(which.named().to_vec()));
    }
    let mut rows = which.rows(desk, department, body, &drafts)?;
    if !which.is_batch() {
        rows.retain(|row| which.named().contains(&row.code));
    } else if matches!(entry, Entry::Withdrawal {}) {
        // What was never said cannot be taken back: of many items, those that have an opinion are meant.
        rows.retain(|row| row.state.opinion(body).is_some());
    }
    let asks = prompt::somebody_there() && !how.yes && !rows.is_empty();
    if how.dry_run || asks {
        preview(&rows, body, &drafts, entry, how.dry_run)?;
    }
    if how.dry_run {
        return Ok(None);
    }
    if asks && !prompt::confirm(&format!("以上 {} 项都按这样办？", rows.len()))? {
        writeln!(crate::cli::screen::stderr(), "没有办，什么都没有记下")?;
        return Ok(None);
    }
    Ok(Some(rows.into_iter().map(|row| row.code).collect()))
}

/// Shows what would become of which items: on standard output where that is all that was wanted, else beside the question.
fn preview(
    rows: &[Row],
    body: Body,
    drafts: &Notebook,
    entry: &Entry,
    wanted: bool,
) -> std::io::Result<()> {
    let mut shown = table::new(["编码", "名称", "现有意见", "将成为"]);
    let replaced = rows
        .iter()
        .filter(|row| row.said(body, drafts).is_some_and(|said| said != *entry))
        .count();
    for row in rows.iter().take(SHOWN) {
        let said = row.said(body, drafts);
        shown.add_row([
            row.code.to_string(),
            row.name.clone(),
            said.map_or_else(String::new, |said| said.to_string()),
            entry.to_string(),
        ]);
    }
    let mut text = format!("{shown}\n");
    if rows.len() > SHOWN {
        text.push_str(&format!("……还有 {} 项\n", rows.len() - SHOWN));
    }
    text.push_str(&format!("共 {} 项", rows.len()));
    if replaced > 0 {
        text.push_str(&format!("，其中 {replaced} 项原有的意见会被代替"));
    }
    if wanted {
        writeln!(crate::cli::screen::stdout(), "{text}；什么都没有记下")
    } else {
        writeln!(crate::cli::screen::stderr(), "{text}")
    }
}
