//! `review show`.

use std::io::Write as _;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::domain::quote::LawTexts;
use power_list::io::project::ProjectError;
use power_list::io::statute::texts;
use power_list::ops::review::{Library, Session, cited_laws};
use power_list::report::review_sheet::{ItemView, Section, Setting, json, lay_out, markdown};
use power_list::report::styled::Line;
use power_list::report::terminal;
use power_list::rules::text::distance;
use power_list::workflow::Round;

use super::context::context;
use super::store;
use crate::cli::Global;
use crate::cli::context::{colour, register, width};
use crate::cli::error::{Exit, usage};

/// 看一个事项：依据和效力、流程图、校验发现、意见、答复和改动
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review show 341100-hbj-01-0003
  power-list review show 341100-hbj-01-0003 --section changes      只看改动
  power-list review show 341100-hbj-01-0003 --round 1              第一轮上报的内容
  power-list review show 341100-hbj-01-0003 --format json          给程序读
这一轮已经删去的事项，显示上一轮的内容。谁都可以看，不用写 --as。
可以单看的部分：head basis sub-items responsibilities accountability risks around flowchart findings opinions ruling last changes")]
pub struct Show {
    /// 事项编码
    #[arg(value_name = "编码")]
    code: ItemCode,
    /// 看第几轮：1 2 3（默认：最近一轮）
    #[arg(long, value_name = "轮", value_parser = clap::value_parser!(u8).range(1..=3))]
    round: Option<u8>,
    /// 只看这一部分，可以写多次
    #[arg(long, value_name = "部分", hide_possible_values = true,
          value_parser = PossibleValuesParser::new(Section::ALL.map(|(_, key, _)| key)))]
    section: Vec<String>,
    /// 法规文本的文件夹（默认：设置里的 law.text_dir）；有文本时显示条文、核对引文
    #[arg(long, value_name = "文件夹")]
    law_texts: Option<PathBuf>,
    /// 输出格式：plain（默认）、json、markdown
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Plain, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Plain,
    Json,
    Markdown,
}

impl Show {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        if self.format == Format::Json && !self.section.is_empty() {
            return Err(usage(
                "--section 只用于给人看的格式",
                "JSON 总是写出全部；要一部分时用 jq 之类的程序取",
            ));
        }
        let view = self.view(global)?;
        let mut out = std::io::BufWriter::new(crate::cli::screen::stdout());
        let colour = colour();
        let setting = Setting {
            columns: match self.format {
                // Markdown breaks its lines itself.
                Format::Markdown => usize::from(u16::MAX),
                _ => width(),
            },
            marks: self.format == Format::Plain && !colour,
        };
        match self.format {
            Format::Json => json::write(&view, &mut out)?,
            Format::Plain => {
                let sheet = lay_out(&view, setting);
                if self.section.is_empty() {
                    terminal::write(&sheet.lines, colour, &mut out)?;
                } else {
                    for (n, (_, lines)) in self
                        .sections(&sheet.sections_with_lines())
                        .iter()
                        .enumerate()
                    {
                        if n > 0 {
                            writeln!(out)?;
                        }
                        terminal::write(lines, colour, &mut out)?;
                    }
                }
            }
            Format::Markdown => {
                let sheet = lay_out(&view, setting);
                markdown::write(&self.sections(&sheet.sections_with_lines()), &mut out)?;
            }
        }
        out.flush()?;
        Ok(Exit::Clean)
    }

    /// Those that are asked for, in the order of the sheet; all where none is.
    fn sections<'s>(&self, all: &[(Section, &'s [Line])]) -> Vec<(Section, &'s [Line])> {
        let wanted = |section: Section| {
            self.section.is_empty() || self.section.iter().any(|key| key == section.key())
        };
        all.iter()
            .filter(|(section, _)| wanted(*section))
            .copied()
            .collect()
    }

    fn view(&self, global: &Global) -> anyhow::Result<ItemView> {
        let context = context(global)?;
        let mut session = Session::open(store(&context)?)?;
        let department: DepartmentId = self.code.parts().department.parse()?;
        let Some(round) = self.which(&session, &department)? else {
            return Err(unknown(&session, &department, &self.code));
        };
        let register = register(&context.root)?;
        let texts = match context.statutes(self.law_texts.as_deref())? {
            None => LawTexts::default(),
            Some(folder) => {
                let item = session.item(&department, round, &self.code)?;
                let wanted = cited_laws(item.iter(), &register);
                texts::load(&folder, &register, &wanted).map_err(ProjectError::LawTexts)?
            }
        };
        let library = Library {
            register: &register,
            texts: &texts,
            as_of: context.as_of,
            people: &context.people,
        };
        let name = context
            .departments
            .iter()
            .find(|d| d.id == department)
            .map_or_else(|| department.to_string(), |d| d.full_name.clone());
        session
            .item_view(&department, &name, round, &self.code, library)?
            .ok_or_else(|| unknown(&session, &department, &self.code))
    }

    /// The round that is meant: the one named, or the latest; none where no submission has the item.
    fn which<S: power_list::io::store::Store>(
        &self,
        session: &Session<S>,
        department: &DepartmentId,
    ) -> anyhow::Result<Option<Round>> {
        let Some(state) = session.campaign().department(department) else {
            return Ok(None);
        };
        let has =
            |round: &&power_list::workflow::round::RoundState| round.items.contains_key(&self.code);
        let rounds: Vec<Round> = state.rounds().iter().filter(has).map(|r| r.round).collect();
        let Some(number) = self.round else {
            // Gone earlier than in the latest round: the last that tells of it.
            let told = rounds
                .last()
                .map(|r| (r.index() + 1).min(state.rounds().len() - 1));
            return Ok(told.and_then(|at| state.rounds().get(at)).map(|r| r.round));
        };
        let wanted = Round::ALL.into_iter().find(|r| r.number() == number);
        let told = |round: Round| {
            let before = round.index().checked_sub(1);
            rounds
                .iter()
                .any(|r| *r == round || Some(r.index()) == before)
        };
        match wanted.filter(|round| state.round(*round).is_some() && told(*round)) {
            Some(round) => Ok(Some(round)),
            None if rounds.is_empty() => Ok(None),
            None => {
                let there: Vec<String> = rounds.iter().map(|r| r.number().to_string()).collect();
                Err(usage(
                    format!("第 {number} 轮上报里没有 {}", self.code),
                    format!(
                        "有它的是第 {} 轮；不写 --round 看最近一轮",
                        there.join("、")
                    ),
                ))
            }
        }
    }
}

fn unknown<S: power_list::io::store::Store>(
    session: &Session<S>,
    department: &DepartmentId,
    code: &ItemCode,
) -> anyhow::Error {
    let Some(state) = session.campaign().department(department) else {
        return usage(
            format!("{department} 不在这次三上三下之列，没有它上报的事项"),
            "power-list review status 看有哪些部门",
        );
    };
    if state.rounds().is_empty() {
        return usage(
            format!("{department} 还没有上报，没有可看的事项"),
            format!("看工程里的事项用 power-list show {code}"),
        );
    }
    let all = state.rounds().iter().flat_map(|r| r.items.keys());
    let mut near: Vec<(usize, &str)> = all
        .map(|known| (distance(code.as_str(), known.as_str()), known.as_str()))
        .filter(|(d, _)| *d <= 4)
        .collect();
    near.sort_unstable();
    near.dedup();
    let near: Vec<&str> = near.into_iter().take(3).map(|(_, known)| known).collect();
    let hint = match near.is_empty() {
        true => format!("power-list review status {department} 看它上报了哪些"),
        false => format!("相近的编码：{}", near.join("、")),
    };
    usage(format!("{department} 上报的事项里没有 {code}"), hint)
}
