//! `export --letter`: the letter that gives a unit the opinions of a round.

use clap::Args;
use jiff::civil::Date;
use power_list::domain::ids::DepartmentId;
use power_list::ops::review::Session;
use power_list::report::feedback::markdown;
use power_list::workflow::feedback::Feedback;
use power_list::workflow::{Campaign, Round};

use super::{ExportArgs, Format};
use crate::cli::Global;
use crate::cli::context;
use crate::cli::error::{Exit, usage};
use crate::cli::output::{Target, blanks};
use crate::cli::review::context::context as review_context;
use crate::cli::review::letter::{Said, document};
use crate::cli::review::{papers, store_at};

/// What `export` is told of a letter.
#[derive(Debug, Args)]
pub struct LetterArgs {
    /// 写给这个部门（代号）的审核意见函，而不是清单
    #[arg(
        long,
        value_name = "部门",
        conflicts_with_all = ["release", "snapshot", "layout", "by", "category"],
        help_heading = "审核意见函"
    )]
    pub letter: Option<DepartmentId>,
    /// 发文机关；不给时留空白
    #[arg(
        long,
        value_name = "机关",
        requires = "letter",
        help_heading = "审核意见函"
    )]
    sender: Option<String>,
    /// 发文字号，例如 滁编办函〔2014〕12号；不给时留空白
    #[arg(
        long,
        value_name = "文号",
        requires = "letter",
        help_heading = "审核意见函"
    )]
    number: Option<String>,
    /// 成文日期（默认：反馈的那一天）
    #[arg(long, value_name = "日期", requires = "letter", value_parser = context::date, help_heading = "审核意见函")]
    date: Option<Date>,
    /// 联系人和电话；不给时留空白
    #[arg(
        long,
        value_name = "联系人",
        requires = "letter",
        help_heading = "审核意见函"
    )]
    contact: Option<String>,
}

/// Writes the letter to a file, or to standard output.
///
/// # Errors
/// When there is no such feedback, or the letter cannot be written.
pub fn run(
    args: &ExportArgs,
    department: &DepartmentId,
    format: Format,
    global: &Global,
) -> anyhow::Result<Exit> {
    let context = review_context(global)?;
    let mut session = Session::open(store_at(&context.store, &context.people)?)?;
    let round = which(session.campaign(), department, args.round)?;
    let name = context.name_of(department);
    let feedback = session
        .feedback(department, round, &name)?
        .ok_or_else(|| none(department))?;
    let feedback = papers::told(&context, &feedback)?;
    let usual = format!("{department}-{}.{}", round.number(), format.ending());
    let target = Target::new(args.output.as_deref(), &usual);
    target.check(format.is_binary())?;
    let said = args.letter.said();
    let mut bytes = Vec::new();
    let mut done = told(&feedback);
    match format {
        Format::Docx => {
            bytes = document(&context, session.campaign(), &feedback, &said)?;
            done.push_str(&blanks([&said.sender, &said.number, &said.contact]));
        }
        Format::Markdown => markdown(&feedback, &mut bytes)?,
        Format::Xlsx | Format::Csv | Format::Json | Format::Jsonld => {
            return Err(usage(
                "审核意见函只有 docx 和 markdown 两种格式",
                "给程序读的反馈在 feedback/ 文件夹的 .yaml 里",
            ));
        }
    }
    let done = (!global.quiet).then_some(done);
    target.put(&bytes, args.force, done.as_deref())?;
    Ok(Exit::Clean)
}

impl LetterArgs {
    fn said(&self) -> Said {
        let given = |text: &Option<String>| {
            let text = text.as_deref().map(str::trim);
            text.filter(|t| !t.is_empty()).map(str::to_owned)
        };
        Said {
            sender: given(&self.sender),
            number: given(&self.number),
            date: self.date,
            contact: given(&self.contact),
        }
    }
}

/// What the letter is about, for people.
fn told(feedback: &Feedback) -> String {
    format!(
        "{}{}，{} 项事项，{} 条意见要答复",
        feedback.name,
        feedback.leg(),
        feedback.items.len(),
        feedback.to_answer()
    )
}

fn none(department: &DepartmentId) -> anyhow::Error {
    usage(
        format!("{department} 还没有反馈过"),
        format!("power-list review status {department}"),
    )
}

/// The round that is meant: one that has been given back.
fn which(
    campaign: &Campaign,
    department: &DepartmentId,
    wanted: Option<u8>,
) -> anyhow::Result<Round> {
    let Some(state) = campaign.department(department) else {
        return Err(usage(
            format!("三上三下里没有 {department} 这个部门"),
            "power-list review status 列出参加的部门",
        ));
    };
    let mut given = state.rounds().iter().filter(|r| r.feedback.is_some());
    match wanted {
        None => given.next_back().map(|r| r.round),
        Some(number) => given.find(|r| r.round.number() == number).map(|r| r.round),
    }
    .ok_or_else(|| match wanted {
        Some(number) => usage(
            format!("{department} 的第 {number} 轮还没有反馈"),
            format!("power-list review status {department}"),
        ),
        None => none(department),
    })
}
