//! `review`: 三上三下, one file per step.

mod answer;
mod confirm;
pub mod context;
mod decision;
pub mod describe;
mod draft;
mod export;
mod extend;
mod give_back;
mod import;
pub mod letter;
mod log;
mod meeting;
mod open;
mod opine;
mod overdue;
pub mod papers;
mod phrases;
mod queue;
mod revision;
mod rule;
mod said;
mod show;
mod sign;
pub mod signing;
mod start;
mod status;
mod submit;
mod verify;
mod which;
mod withdraw;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use power_list::domain::ids::DepartmentId;
use power_list::domain::people::{Body, Person};
use power_list::io::store::{AnyStore, Store, StoreError, StorePlace};
use power_list::ops::review::{Act, ReviewError, Session};
use power_list::rules::text::nearest;
use power_list::workflow::closing::outlook;
use power_list::workflow::signature::may_record;
use power_list::workflow::{Campaign, Command, Event, Refusal, Staff, Words, decide, may_speak};

use self::context::{ProjectContext, context};
use super::Global;
use super::error::{Exit, usage};

/// 三上三下：上报、审核、签署、反馈、答复、确认
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review start --as zh
  power-list review submit hbj --as hbj
  power-list review opine hbj --rest --decision 保留 --as bb-1
  power-list review status")]
pub struct Review {
    /// 以谁的身份办理（人员代号，见 power-list.yaml；也可用环境变量 POWER_LIST_ACTOR）
    #[arg(
        long = "as",
        env = "POWER_LIST_ACTOR",
        hide_env = true,
        global = true,
        value_name = "人员"
    )]
    actor: Option<String>,
    #[command(flatten)]
    key: KeyArgs,
    #[command(subcommand)]
    step: Step,
}

/// The key that acts are signed with.
#[derive(Debug, Clone, Args)]
pub struct KeyArgs {
    /// 用这把 SSH 钥匙签名：私钥文件；私钥在 ssh-agent 里的，写 .pub 文件（也可用环境变量 POWER_LIST_SSH_KEY）
    #[arg(
        long,
        env = "POWER_LIST_SSH_KEY",
        hide_env = true,
        global = true,
        value_name = "钥匙文件"
    )]
    sign_with: Option<OsString>,
}

impl KeyArgs {
    /// What every command takes, with the key.
    pub fn into_global(self, global: &Global) -> Global {
        // An empty variable is no key.
        let sign_with = self.sign_with.filter(|path| !path.is_empty());
        Global {
            sign_with: sign_with.map(PathBuf::from),
            ..global.clone()
        }
    }
}

#[derive(Debug, Subcommand)]
enum Step {
    Start(start::Start),
    Submit(submit::Submit),
    Open(open::Open),
    Opine(opine::Opine),
    Withdraw(withdraw::Withdraw),
    Draft(draft::Draft),
    Phrases(phrases::Phrases),
    Sign(sign::Sign),
    Rule(rule::Rule),
    Return(give_back::Return),
    Answer(answer::Answer),
    Meeting(meeting::Meeting),
    Extend(extend::Extend),
    Confirm(confirm::Confirm),
    Queue(queue::Queue),
    Show(show::Show),
    Status(status::Status),
    Overdue(overdue::Overdue),
    Log(log::Log),
    Verify(verify::Verify),
    Export(export::Export),
    Import(import::Import),
}

impl Review {
    /// Runs the step.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let actor = self.actor.as_deref();
        let global = &self.key.into_global(global);
        match self.step {
            Step::Start(step) => step.run(global, actor),
            Step::Submit(step) => step.run(global, actor),
            Step::Open(step) => step.run(global, actor),
            Step::Opine(step) => step.run(global, actor),
            Step::Withdraw(step) => step.run(global, actor),
            Step::Draft(step) => step.run(global, actor),
            Step::Phrases(step) => step.run(global),
            Step::Sign(step) => step.run(global, actor),
            Step::Rule(step) => step.run(global, actor),
            Step::Return(step) => step.run(global, actor),
            Step::Answer(step) => step.run(global, actor),
            Step::Meeting(step) => step.run(global, actor),
            Step::Extend(step) => step.run(global, actor),
            Step::Confirm(step) => step.run(global, actor),
            Step::Queue(step) => step.run(global, actor),
            Step::Show(step) => step.run(global),
            Step::Status(step) => step.run(global),
            Step::Overdue(step) => step.run(global),
            Step::Log(step) => step.run(global),
            Step::Verify(step) => step.run(global),
            Step::Export(step) => step.run(global),
            Step::Import(step) => step.run(global),
        }
    }
}

/// How rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// How rows are to be printed.
#[derive(Debug, Args)]
pub struct FormatArgs {
    /// 输出格式：table json
    #[arg(
        long,
        value_name = "格式",
        default_value = "table",
        hide_possible_values = true,
        hide_default_value = true
    )]
    pub format: Format,
}

/// The working database of a project; a project without one has not been started.
pub fn store(context: &ProjectContext) -> anyhow::Result<AnyStore> {
    store_at(&context.store, &context.people)
}

/// The working database at this place, of a project with these people.
///
/// # Errors
/// A refusal that names the start where there is none; else when it is something else or cannot be read.
pub fn store_at(place: &StorePlace, people: &[Person]) -> anyhow::Result<AnyStore> {
    place.open_if_there()?.ok_or_else(|| {
        let who = Staff(people).coordinator();
        let refusal = Refusal::new("not_started", "三上三下还没有启动")
            .next(format!("power-list review start --as {who}"));
        ReviewError::from(refusal).into()
    })
}

/// A person at the desk: the project, the open review and who acts.
pub struct Desk {
    pub context: ProjectContext,
    pub actor: Person,
    pub session: Session<AnyStore>,
    pub quiet: bool,
}

impl Desk {
    /// Opens the review for a step.
    pub fn open(global: &Global, actor: Option<&str>) -> anyhow::Result<Self> {
        let context = context(global)?;
        let actor = self::actor(&context.people, actor)?.clone();
        let session = Session::open(store(&context)?)?.signing(signing::signer(global)?);
        warn_of_clock(&session, global)?;
        Ok(Self {
            context,
            actor,
            session,
            quiet: global.quiet,
        })
    }

    /// Opens the review for its first step, making the working database where there is none; unless the step is going to be
    /// refused, which leaves nothing behind.
    fn create(
        context: ProjectContext,
        actor: Person,
        first: &Command,
        global: &Global,
    ) -> anyhow::Result<Self> {
        context.only_own_day()?;
        let signer = signing::signer(global)?;
        let store = match context.store.open() {
            Err(StoreError::Missing { .. }) => {
                let staff = Staff(&context.people);
                let key = signer.as_ref().map(|signer| signer.key());
                decide(&Campaign::default(), staff, &actor, first)
                    .and_then(|_| {
                        may_record(context.signatures, &actor, jiff::Timestamp::now(), key)
                    })
                    .map_err(ReviewError::from)?;
                context.store.open_or_create()?
            }
            // An empty file is one of ours whose making was broken off.
            Err(StoreError::Foreign { .. }) => context.store.open_or_create()?,
            opened => opened?,
        };
        Ok(Self {
            session: Session::open(store)?.signing(signer),
            context,
            actor,
            quiet: global.quiet,
        })
    }

    /// Looks at the session as the actor, now; records nothing.
    fn look<T>(
        &mut self,
        f: impl FnOnce(&mut Session<AnyStore>, Act<'_>) -> Result<T, ReviewError>,
    ) -> anyhow::Result<T> {
        let act = Act {
            people: &self.context.people,
            actor: &self.actor,
            at: jiff::Timestamp::now(),
        };
        Ok(f(&mut self.session, act)?)
    }

    /// Does something with the session as the actor, now.
    pub fn with<T>(
        &mut self,
        f: impl FnOnce(&mut Session<AnyStore>, Act<'_>) -> Result<T, ReviewError>,
    ) -> anyhow::Result<T> {
        self.context.only_own_day()?;
        self.look(f)
    }

    /// The refusal that a command would get now.
    fn refusal(&self, command: &Command) -> Result<(), Refusal> {
        let act = Act {
            people: &self.context.people,
            actor: &self.actor,
            at: jiff::Timestamp::now(),
        };
        self.session.would(act, command)
    }

    /// Fails where a command would be refused now.
    pub fn would(&self, command: &Command) -> anyhow::Result<()> {
        self.refusal(command)
            .map_err(|refusal| ReviewError::from(refusal).into())
    }

    fn act(&mut self, command: &Command) -> anyhow::Result<Vec<Event>> {
        self.with(|session, act| session.act(act, command))
    }

    /// The body for which the actor may speak on a unit now.
    fn body_on(&self, department: &DepartmentId) -> anyhow::Result<Body> {
        let staff = Staff(&self.context.people);
        let (_, body) = may_speak(self.session.campaign(), staff, &self.actor, department)
            .map_err(ReviewError::from)?;
        Ok(body)
    }

    /// Says something, unless told to be quiet.
    pub fn say(&self, what: &str) -> std::io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        writeln!(crate::cli::screen::stdout(), "{what}")
    }

    /// Says what was recorded and what comes next.
    fn report(
        &self,
        department: Option<&DepartmentId>,
        what: &str,
        events: &[Event],
    ) -> anyhow::Result<Exit> {
        if self.quiet {
            return Ok(Exit::Clean);
        }
        let mut out = crate::cli::screen::stdout();
        let seqs = match (events.first(), events.last()) {
            (Some(first), Some(last)) if first.seq != last.seq => {
                format!("第 {} 至 {} 号事件", first.seq, last.seq)
            }
            (Some(only), _) => format!("第 {} 号事件", only.seq),
            _ => "没有新事件".to_owned(),
        };
        writeln!(out, "{what}（{seqs}）")?;
        if let Some(id) = department {
            let outlook = outlook(self.session.campaign(), Staff(&self.context.people), id);
            for missing in outlook.missing {
                writeln!(out, "  还缺：{missing}")?;
            }
            for next in outlook.next {
                writeln!(out, "  下一步：{next}")?;
            }
        }
        Ok(Exit::Clean)
    }
}

/// Says so where what is recorded now would be dated before the last event. It is recorded as the clock of this machine
/// says: the record is of what the machine knew, and its order is that of its numbers.
///
/// # Errors
/// When the store cannot be read.
pub fn warn_of_clock<S: Store>(session: &Session<S>, global: &Global) -> anyhow::Result<()> {
    if let Some(early) = session.is_set_back(jiff::Timestamp::now())?
        && !global.quiet
    {
        tell!(
            "注意：这台机器的时间是 {early}；照这样记下，先后以序号为准，日期和期限会不对。校对各台机器的时钟和时区"
        );
    }
    Ok(())
}

/// The person who acts, by the id of `--as`.
///
/// # Errors
/// When nobody is named, or nobody of that id is in the project.
pub fn actor<'p>(people: &'p [Person], id: Option<&str>) -> anyhow::Result<&'p Person> {
    let known = || {
        const SHOWN: usize = 12;
        let ids: Vec<&str> = people.iter().take(SHOWN).map(|p| p.id.as_str()).collect();
        let more = if people.len() > SHOWN { " …" } else { "" };
        format!("power-list.yaml 里的人员：{}{more}", ids.join(" "))
    };
    let Some(id) = id.map(str::trim).filter(|id| !id.is_empty()) else {
        return Err(usage(
            "没有说明由谁办理",
            format!(
                "加 --as 人员代号，或设环境变量 POWER_LIST_ACTOR\n{}",
                known()
            ),
        ));
    };
    people.iter().find(|p| p.id.as_str() == id).ok_or_else(|| {
        let near = nearest(id, people.iter().map(|p| p.id.as_str()));
        let hint = near.map_or_else(known, |near| format!("是不是 {near}？\n{}", known()));
        usage(format!("没有“{id}”这个人"), hint)
    })
}

/// A text of the command line that must say something.
pub fn words(option: &str, text: &str) -> anyhow::Result<Words> {
    text.parse()
        .map_err(|e| usage(format!("{option}：{e}"), "写明内容后再运行"))
}

/// A text of the command line that may be absent.
pub fn optional_words(option: &str, text: Option<&str>) -> anyhow::Result<Option<Words>> {
    text.map(|text| words(option, text)).transpose()
}
