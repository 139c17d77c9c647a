//! `report notice`.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use power_list::domain::gate::Gate;
use power_list::domain::ids::DepartmentId;
use power_list::io::store::AnyStore;
use power_list::ops::papers::{gate_round, rectification};
use power_list::ops::review::Session;
use power_list::ops::submission;
use power_list::ops::validate::{self, Judged, Leniency, Request};
use power_list::render::paper::{self, LateLine, RectificationFacts};
use power_list::workflow::{Refusal, Round};

use super::late::late;
use super::paper::PaperArgs;
use super::session;
use crate::cli::Global;
use crate::cli::context::{self as shell, date, today};
use crate::cli::error::{Exit, usage};
use crate::cli::output::Target;
use crate::cli::review::context::{ProjectContext, context};

/// 整改通知：逾期未办的环节、没有改正的错误、没有答复的意见，一个部门一份
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list report notice                              有问题的部门，一个部门一份，写在“整改通知”文件夹里
  power-list report notice hbj                          市环保局的通知
  power-list report notice hbj --within 3 -o 通知.docx   限三个工作日整改
  power-list report notice --sender 滁州市编办 --contact 张三，3040001
错误按部门下一次上报要过的关来定；没有问题的部门不写通知。公函里没有给的发文机关、文号、联系人留有标黄的空白。")]
pub struct Notice {
    /// 部门代号（默认：有问题的所有部门）
    #[arg(value_name = "部门")]
    departments: Vec<DepartmentId>,
    /// 限多少个工作日整改
    #[arg(long, value_name = "天数", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=250))]
    within: u32,
    /// 通知日期，逾期和期限从这一天算（默认：今天）
    #[arg(long, value_name = "日期", value_parser = date)]
    date: Option<Date>,
    #[command(flatten)]
    paper: PaperArgs,
}

impl Notice {
    /// Runs the report.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let context = context(global)?;
        let mut session = session(&context)?;
        for id in &self.departments {
            if session.campaign().department(id).is_none() {
                return Err(unknown(id));
            }
        }
        let day = self.date.unwrap_or_else(today);
        let by = context
            .calendar
            .after(day, self.within)
            .map_err(|missing| usage(missing.to_string(), missing.help()))?;
        let late: BTreeMap<DepartmentId, LateLine> = late(&context, session.campaign(), day)?
            .into_iter()
            .collect();
        let mut judged = BTreeMap::new();
        let mut notices = Vec::new();
        let mut clean = Vec::new();
        for id in self.wanted(&context, &session) {
            let facts = self.facts(&context, &mut session, &mut judged, &id, (day, by), &late)?;
            if facts.is_empty() {
                clean.push(id);
            } else {
                notices.push((id, facts));
            }
        }
        self.write(&context, &notices, global)?;
        if !global.quiet {
            let mut out = crate::cli::screen::stdout();
            if notices.is_empty() {
                writeln!(out, "没有要整改的部门")?;
            } else if !self.departments.is_empty() {
                for id in &clean {
                    writeln!(out, "{}没有要整改的问题，没有写通知", context.name_of(id))?;
                }
            }
        }
        Ok(Exit::Clean)
    }

    /// The units that are asked about, in official order.
    fn wanted(&self, context: &ProjectContext, session: &Session<AnyStore>) -> Vec<DepartmentId> {
        let all = context.departments.iter().map(|unit| unit.id.clone());
        let campaign = session.campaign();
        all.filter(|id| match self.departments.as_slice() {
            [] => campaign.department(id).is_some(),
            wanted => wanted.contains(id),
        })
        .collect()
    }

    fn facts(
        &self,
        context: &ProjectContext,
        session: &mut Session<AnyStore>,
        judged: &mut BTreeMap<Gate, Judged>,
        id: &DepartmentId,
        (day, by): (Date, Date),
        late: &BTreeMap<DepartmentId, LateLine>,
    ) -> anyhow::Result<RectificationFacts> {
        let round = session
            .campaign()
            .department(id)
            .and_then(|unit| gate_round(unit.stage.position()));
        let found = match round {
            Some(round) => {
                let judged = judge(context, judged, round.gate())?;
                submission::of_department(judged, id).findings
            }
            None => Vec::new(),
        };
        // A leg down is the reviewers' to end.
        let own = late.get(id).cloned().filter(|_| {
            let unit = session.campaign().department(id);
            unit.is_some_and(|unit| unit.under_review().is_none())
        });
        let owed = rectification(session, id, &found)?;
        let unit = context.departments.iter().find(|unit| unit.id == *id);
        Ok(RectificationFacts {
            unit: unit.map_or_else(|| id.to_string(), |unit| unit.full_name.clone()),
            day,
            late: own.into_iter().collect(),
            gate: round.unwrap_or(Round::Third).gate().chinese(),
            errors: owed.errors,
            unanswered: owed.unanswered,
            by,
            within: self.within,
        })
    }

    /// Writes the notices: the only one asked for where it is told, several into a folder.
    fn write(
        &self,
        context: &ProjectContext,
        notices: &[(DepartmentId, RectificationFacts)],
        global: &Global,
    ) -> anyhow::Result<()> {
        let [only] = self.departments.as_slice() else {
            return self.write_all(context, notices, global);
        };
        let Some((_, facts)) = notices.first() else {
            return Ok(());
        };
        let target = self.paper.target(&format!("整改通知-{only}"))?;
        let paper = paper::rectification(facts, self.paper.head(facts.day));
        let done = format!("{}{}", told(facts), self.paper.blanks(target.1));
        self.paper.put(target, &paper, &done, global)
    }

    fn write_all(
        &self,
        context: &ProjectContext,
        notices: &[(DepartmentId, RectificationFacts)],
        global: &Global,
    ) -> anyhow::Result<()> {
        let folder = self
            .paper
            .output
            .clone()
            .unwrap_or_else(|| PathBuf::from("整改通知"));
        if folder.as_os_str() == "-" || folder.is_file() {
            return Err(usage(
                "几个部门的通知要写进一个文件夹，不能写成一个文件",
                "-o 后面写文件夹，或者只写一个部门",
            ));
        }
        let format = self.paper.format_in_folder();
        for (id, facts) in notices {
            let path = folder.join(format!("整改通知-{id}.{}", format.ending()));
            let paper = paper::rectification(facts, self.paper.head(facts.day));
            let done = format!("{}，{}", context.name_of(id), told(facts));
            self.paper
                .put((Target::File(path), format), &paper, &done, global)?;
        }
        let blanks = self.paper.blanks(format);
        if !notices.is_empty() && !blanks.is_empty() && !global.quiet {
            writeln!(crate::cli::screen::stdout(), "{}", blanks.trim_start())?;
        }
        Ok(())
    }
}

/// The project by the rules of a gate; judged once.
fn judge<'j>(
    context: &ProjectContext,
    judged: &'j mut BTreeMap<Gate, Judged>,
    gate: Gate,
) -> anyhow::Result<&'j Judged> {
    use std::collections::btree_map::Entry;
    match judged.entry(gate) {
        Entry::Occupied(known) => Ok(known.into_mut()),
        Entry::Vacant(empty) => {
            let register = shell::register(&context.root)?;
            let request = Request {
                gate: Some(gate),
                as_of: (context.as_of != context.own_as_of).then_some(context.as_of),
                ..Request::new(today(), Leniency::Gate)
            };
            Ok(empty.insert(validate::validate(&context.root, &register, request)?))
        }
    }
}

fn told(facts: &RectificationFacts) -> String {
    let mut parts = Vec::new();
    for late in &facts.late {
        parts.push(format!("{}逾期 {} 个工作日", late.leg, late.days));
    }
    for (count, what) in [
        (facts.errors.len(), "处错误"),
        (facts.unanswered.len(), "条意见没有答复"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    parts.join("，")
}

fn unknown(id: &DepartmentId) -> anyhow::Error {
    power_list::ops::review::ReviewError::from(
        Refusal::new("unknown_department", format!("{id} 不在这次三上三下之列"))
            .next("power-list review status"),
    )
    .into()
}
