//! `review answer`.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use clap::{ArgGroup, Args};
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::io::feedback::{self, PaperError};
use power_list::io::submission::{self, SubmissionError};
use power_list::ops::review::ReviewError;
use power_list::workflow::paper::{Reply as Returned, compare};
use power_list::workflow::{Answer as Reply, Command, Event, Refusal, Staff};
use serde_json::{Value, json};

use super::{Desk, Format, FormatArgs, optional_words, revision};
use crate::cli::Global;
use crate::cli::error::{self, Exit, usage};

/// 答复审核意见：采纳、部分采纳、不采纳
#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("which").required(true),
    after_help = "\
例：
  power-list review answer hbj --from feedback/hbj-1.xlsx --as hbj      填好的反馈（也可以是 .yaml，或者另存的 .xls、.ods、.csv）
  power-list review answer hbj --from feedback/hbj-1.xlsx --partial --as hbj    还有空着的，先收已经写好的
  power-list review answer hbj --item 341100-hbj-01-0003 --answer 不采纳 --reason 依据是新条例第九条 --as hbj
  power-list review answer hbj --all --answer 采纳 --as hbj

文件里的答复要么全部收下，要么一条不收；别的部门、别的轮次的文件，改动过意见的文件，漏答、重答、理由不全的，
都说明在哪一行哪一格。最后列出没有意见要求的改动，和采纳了而事项还没有改的意见。"
)]
pub struct Answer {
    /// 部门代号
    #[arg(value_name = "部门")]
    department: DepartmentId,
    /// 填好的反馈文件；- 是标准输入
    #[arg(long, value_name = "文件", group = "which")]
    from: Option<PathBuf>,
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
          value_parser = PossibleValuesParser::new(Reply::TERMS),
          required_unless_present = "from", conflicts_with = "from")]
    answer: Option<String>,
    /// 理由；部分采纳和不采纳必须写
    #[arg(long, value_name = "理由", conflicts_with = "from")]
    reason: Option<String>,
    /// 文件里还有空着的也收下已经写好的
    #[arg(long, requires = "from")]
    partial: bool,
    /// 只说会记录什么，不记录
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    output: FormatArgs,
}

impl Answer {
    /// Runs the step.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        let reason = optional_words("--reason", self.reason.as_deref())?;
        let mut desk = Desk::open(global, actor)?;
        let reply = match (&self.from, &self.answer) {
            (Some(path), _) => self.of_file(&mut desk, path)?,
            (None, word) => {
                let word = word.as_deref().unwrap_or_default();
                self.of_options(&desk, word, reason)?
            }
        };
        let command = Command::Answer {
            department: self.department.clone(),
            answers: reply.answers.clone(),
        };
        let known = self.known(&desk);
        let nothing_new = self.from.is_some() && reply.answers.is_empty();
        let events = match (nothing_new, self.dry_run) {
            (true, _) => Vec::new(),
            (false, true) => {
                desk.would(&command)?;
                Vec::new()
            }
            (false, false) => desk.act(&command)?,
        };
        let revision = revision::now(&desk, &self.department, &reply.answers);
        match self.output.format {
            Format::Json => self.print_json(&desk, &reply, &known, revision.as_ref())?,
            Format::Table => {
                self.print(&desk, &reply, &known, &events)?;
                if !desk.quiet {
                    revision::print(revision.as_ref())?;
                }
            }
        }
        Ok(Exit::Clean)
    }

    /// The opinions that are being answered, with their items.
    fn known(&self, desk: &Desk) -> BTreeMap<u64, ItemCode> {
        desk.session
            .campaign()
            .department(&self.department)
            .and_then(|state| state.being_answered())
            .map(|round| {
                let asking = round.asking();
                asking
                    .map(|(code, _, opinion)| (opinion.seq, code.clone()))
                    .collect()
            })
            .unwrap_or_default()
    }

    /// The one answer of the command line to every opinion that is meant.
    fn of_options(
        &self,
        desk: &Desk,
        word: &str,
        reason: Option<power_list::workflow::Words>,
    ) -> anyhow::Result<Returned> {
        let id = &self.department;
        let which = match (&self.item, self.opinion) {
            (Some(code), _) => format!("--item {code}"),
            (None, Some(seq)) => format!("--opinion {seq}"),
            (None, None) => "--all".to_owned(),
        };
        let Some(reply) = Reply::build(word, reason) else {
            let refusal = Refusal::new("reason_missing", format!("“{word}”要写明理由"))
                .missing(["理由（--reason）".to_owned()])
                .next(format!(
                    "power-list review answer {id} {which} --answer {word} --reason 理由 --as {}",
                    desk.actor.id.value
                ));
            return Err(ReviewError::from(refusal).into());
        };
        let seqs = match self.opinion {
            Some(seq) => vec![seq],
            None => desk.session.unanswered(id, self.item.as_ref()),
        };
        Ok(Returned {
            answers: seqs.into_iter().map(|seq| (seq, reply.clone())).collect(),
            ..Returned::default()
        })
    }

    /// The answers of a file, if it may be used.
    fn of_file(&self, desk: &mut Desk, path: &Path) -> anyhow::Result<Returned> {
        let id = &self.department;
        // Whoever may not answer is told so, whatever the file says.
        let nothing = Command::Answer {
            department: id.clone(),
            answers: Vec::new(),
        };
        if let Err(refusal) = desk.refusal(&nothing)
            && refusal.code != "nothing_selected"
        {
            return Err(ReviewError::from(refusal).into());
        }
        let state = desk.session.campaign().department(id);
        let Some(round) = state.and_then(|s| s.being_answered()).cloned() else {
            return Ok(Returned::default());
        };
        let paper = feedback::open(path).map_err(explain)?;
        let name = desk.context.name_of(id);
        let Some(sent) = desk.session.feedback(id, round.round, &name)? else {
            return Ok(Returned::default());
        };
        let brought = (&*submission::shown(path), desk.actor.id.as_str());
        let staff = Staff(&desk.context.people);
        let mark = paper.mark.check(&sent, round.feedback, staff, brought);
        mark.map_err(ReviewError::from)?;
        let mut reply = compare(&sent, &round, &paper.rows);
        reply.faults.splice(0..0, paper.faults);
        self.refuse(desk, path, &reply)?;
        Ok(reply)
    }

    /// Refuses what cannot be taken, all of it at once.
    fn refuse(&self, desk: &Desk, path: &Path, reply: &Returned) -> anyhow::Result<()> {
        let (id, who) = (&self.department, &desk.actor.id.value);
        let file = submission::shown(path);
        let again = format!("power-list review answer {id} --from {file} --as {who}");
        if !reply.faults.is_empty() {
            let mut lines = reply.faults.clone();
            lines.extend(reply.unknown.iter().cloned());
            let count = lines.len();
            if !reply.silent.is_empty() {
                lines.push(format!("另有 {} 条意见没有答复", reply.silent.len()));
            }
            return Err(usage(
                format!("“{file}”里有 {count} 处不对，没有记录任何答复"),
                shortened(lines).join("\n"),
            ));
        }
        if !reply.unknown.is_empty() {
            let refusal = Refusal::new(
                "unknown_opinion",
                format!(
                    "“{file}”里有 {} 处答复不能收，没有记录任何答复：{}",
                    reply.unknown.len(),
                    shortened(reply.unknown.clone()).join("\n        ")
                ),
            )
            .next(format!(
                "power-list review return {id} --files-only --as {who}"
            ));
            return Err(ReviewError::from(refusal).into());
        }
        if !reply.silent.is_empty()
            && (!self.partial || reply.answers.is_empty() && reply.same == 0)
        {
            let mut refusal = Refusal::new(
                "unanswered",
                format!(
                    "“{file}”里还有 {} 条意见没有答复，没有记录任何答复",
                    reply.silent.len()
                ),
            )
            .missing(shortened(reply.silent.clone()))
            .next(again.clone());
            if !reply.answers.is_empty() {
                refusal = refusal.next(format!("{again} --partial"));
            }
            return Err(ReviewError::from(refusal).into());
        }
        Ok(())
    }

    fn print(
        &self,
        desk: &Desk,
        reply: &Returned,
        known: &BTreeMap<u64, ItemCode>,
        events: &[Event],
    ) -> anyhow::Result<()> {
        let mut counts: Vec<String> = Vec::new();
        for term in Reply::TERMS {
            let count = reply.answers.iter().filter(|(_, a)| a.chinese() == term);
            match count.count() {
                0 => {}
                count => counts.push(format!("{term} {count}")),
            }
        }
        let (count, counts) = (reply.answers.len(), counts.join("、"));
        match (count, self.dry_run) {
            (0, _) if self.from.is_some() => {
                desk.report(Some(&self.department), "没有新的答复", events)?;
            }
            (_, false) => {
                let what = format!("答复 {count} 条意见：{counts}");
                desk.report(Some(&self.department), &what, events)?;
            }
            (_, true) => {
                let mut out = crate::cli::screen::stdout();
                writeln!(out, "会答复 {count} 条意见：{counts}（试运行，没有记录）")?;
                for (seq, answer) in &reply.answers {
                    let code = known.get(seq).map_or("", ItemCode::as_str);
                    writeln!(out, "  第 {seq} 号（{code}）：{}", told(answer))?;
                }
            }
        }
        if desk.quiet {
            return Ok(());
        }
        let mut out = crate::cli::screen::stdout();
        for (seq, old) in &reply.replaced {
            let new = reply.answers.iter().find(|(s, _)| s == seq);
            let new = new.map_or(String::new(), |(_, answer)| told(answer));
            writeln!(
                out,
                "  第 {seq} 号意见改了答复：原来是{}，现在是{new}",
                told(old)
            )?;
        }
        if reply.same > 0 {
            writeln!(out, "  {} 条与已有的答复相同，不再记录", reply.same)?;
        }
        for silent in &reply.silent {
            writeln!(out, "  还没有答复：{silent}")?;
        }
        Ok(())
    }

    fn print_json(
        &self,
        desk: &Desk,
        reply: &Returned,
        known: &BTreeMap<u64, ItemCode>,
        revision: Option<&revision::Now>,
    ) -> anyhow::Result<()> {
        let answered: Vec<Value> = reply
            .answers
            .iter()
            .map(|(seq, answer)| {
                let old = reply.replaced.iter().find(|(s, _)| s == seq);
                json!({
                    "opinion": seq,
                    "item": known.get(seq),
                    "answer": answer.chinese(),
                    "reason": answer.reason(),
                    "replaces": old.map(|(_, old)| old.chinese()),
                })
            })
            .collect();
        let taken: BTreeSet<u64> = reply.answers.iter().map(|(seq, _)| *seq).collect();
        let mut remaining = desk.session.unanswered(&self.department, None);
        remaining.retain(|seq| !taken.contains(seq));
        let mut value = json!({
            "schema": "power-list/answered/v1",
            "department": self.department,
            "dry_run": self.dry_run,
            "answered": answered,
            "same": reply.same,
            "remaining": remaining,
        });
        let revision = revision.and_then(|now| now.as_ref().ok());
        revision::add_json(&mut value, revision.map(|r| &r.revised));
        writeln!(crate::cli::screen::stdout(), "{value:#}")?;
        Ok(())
    }
}

/// An answer in a few words.
fn told(answer: &Reply) -> String {
    match answer.reason() {
        Some(reason) => format!("{}（{reason}）", answer.chinese()),
        None => answer.chinese().to_owned(),
    }
}

/// Most lines of one kind that are listed.
const MANY: usize = 200;

/// As many lines as anyone works through, and how many more there are.
fn shortened(mut lines: Vec<String>) -> Vec<String> {
    if lines.len() > MANY {
        let more = lines.len() - MANY;
        lines.truncate(MANY);
        lines.push(format!("…… 还有 {more} 处"));
    }
    lines
}

/// A file that cannot be used is a mistake of the person, a failure of the machine is not.
fn explain(error: PaperError) -> anyhow::Error {
    match error {
        PaperError::Submission(error) => {
            let mistaken = error::submission(&error).exit == Exit::Usage;
            match &error {
                SubmissionError::Missing(_) => error.into(),
                other if mistaken => usage(other.to_string(), "没有记录任何答复"),
                _ => error.into(),
            }
        }
        PaperError::Unusable { ref faults, .. } => {
            let lines = shortened(faults.clone()).join("\n");
            usage(error.to_string(), lines)
        }
    }
}
