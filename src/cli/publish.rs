//! `publish`: the confirmed list becomes a release.

mod site;
mod watched;

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;
use power_list::domain::adjustment::AdjustmentId;
use power_list::domain::gate::Gate;
use power_list::finding::{Suppressed, Suppressor};
use power_list::io::files::{self, Written};
use power_list::io::project::outline;
use power_list::ops::companions::{self, Companions};
use power_list::ops::publication::{self, List, Order};
use power_list::ops::publish::Listed;
use power_list::ops::review::{Act, Session};
use power_list::ops::validate::{self, Leniency, Request};

use super::error::{Exit, usage};
use super::validate::observer::Clock;
use super::{Global, context, review, source, store};

/// 公布：把各单位确认的清单写成一次发布
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list publish --as gb                      按工程设置的公布日公布
  power-list publish --date 2015-03-01 --as gb
  power-list publish --partial --as gb            只公布已经确认的单位，发布里写明缺哪些
  power-list publish --date 2015-05-04 --urgent 2015-003 --as gb   紧急公布一次调整
  power-list publish --sign ~/.ssh/id_ed25519 --as gb   并给发布文件签名
  power-list publish --site 网站                  把最新的发布做成网站，不再公布
  power-list publish --site 网站 --as gb          公布，并做成网站

写到 releases/：发布文件（.db）、Datasette 用的说明（.metadata.json）、签名（.db.sig）和 SHA256SUMS。
公布过的文件不会改写：内容相同就不再写，内容不同就拒绝。公布中断了的，再运行一次，缺的会补上。

退出码：0 已公布（或早已公布，内容相同）；2 用法或设置不对；3 读写失败；4 还不能公布")]
pub struct PublishArgs {
    /// 公布日（默认：工程设置 timetable 的 publication）
    #[arg(long, value_name = "日期", value_parser = context::date)]
    date: Option<Date>,
    /// 允许有单位还没有确认
    #[arg(long)]
    partial: bool,
    /// 公布人的代号（也可以用环境变量 POWER_LIST_ACTOR）
    #[arg(long = "as", value_name = "代号")]
    actor: Option<String>,
    #[command(flatten)]
    key: review::KeyArgs,
    /// 用这把 SSH 钥匙给发布文件签名（写成 .db.sig）：私钥文件；私钥在 ssh-agent 里的，写 .pub 文件
    #[arg(long, value_name = "钥匙文件")]
    sign: Option<PathBuf>,
    /// 紧急公布：只公布这一次调整（编号），不等意见齐全
    #[arg(long, value_name = "调整编号", conflicts_with = "partial")]
    urgent: Option<AdjustmentId>,
    /// 同一天的第几次公布
    #[arg(long, value_name = "次", value_parser = clap::value_parser!(u16).range(1..))]
    number: Option<u16>,
    #[command(flatten)]
    site: site::SiteArgs,
}

impl PublishArgs {
    /// Whether only the site is asked for. A name in the environment asks for nothing.
    fn only_site(&self) -> bool {
        self.site.is_wanted()
            && self.date.is_none()
            && !self.partial
            && self.urgent.is_none()
            && self.number.is_none()
            && self.actor.is_none()
            && self.sign.is_none()
    }
}

/// Runs the command.
pub fn run(args: &PublishArgs, global: &Global) -> anyhow::Result<Exit> {
    let root = context::project_root(global)?;
    if args.only_site() {
        args.site.make(&root, None, global)?;
        return Ok(Exit::Clean);
    }
    let register = context::register(&root)?;
    let prefix = context::prefix(&root);
    let gate = Gate::Publication;
    let outline = outline::outline(&root, Some(gate), &prefix)?;
    let settings = &outline.loaded.project.settings;
    context::only_own_day(global, settings.as_of)?;
    let publication = settings.timetable.publication;
    let Some(date) = args.date.or(publication) else {
        return Err(usage(
            "没有写明公布日",
            "加 --date 2015-03-01，或在 power-list.yaml 的 timetable 里写 publication",
        ));
    };
    // What is allowed has to be so on the day of publication: publishing again later comes to the same.
    let request = Request {
        gate: Some(gate),
        prefix: &prefix,
        ..Request::new(date, Leniency::Gate)
    };
    let surveyed = {
        let clock = Clock::start(false, global);
        let surveyed = validate::survey_outline(outline, &root, &register, &request, &clock)?;
        clock.done();
        surveyed
    };
    let mut listed = Listed::of(surveyed);
    let contents = std::mem::take(&mut listed.contents);
    let project = listed.judged.frame();
    let people = &project.settings.people;
    // Not by clap: it would hide whether the name was given with the command.
    let named = std::env::var("POWER_LIST_ACTOR").ok();
    let actor = review::actor(people, args.actor.as_deref().or(named.as_deref()))?;
    let place = store::place(&root, project.settings.store.as_ref())?;
    let signer = review::signing::signer(&args.key.clone().into_global(global))?;
    let mut session = Session::open(review::store_at(&place, people)?)?.signing(signer);
    review::warn_of_clock(&session, global)?;
    let act = Act {
        people,
        actor,
        at: jiff::Timestamp::now(),
    };
    let order = Order {
        date,
        partial: args.partial,
        number: args.number.unwrap_or(1),
        root: &root,
        releases: &root.join(source::RELEASES),
        urgent: args.urgent,
    };
    // A key that cannot be used is told before anything is published.
    let sealer = args.sign.as_deref().map(review::signing::key).transpose()?;
    watched::prove(&mut session, global)?;
    let watched = watched::Watched::new(&listed, listed.judged.report.items, global);
    let list = List {
        project: &watched,
        gate_errors: listed.judged.report.counts().errors,
    };
    let published = publication::publish(&mut session, act, list, contents, &register, order);
    watched.end();
    let published = published?;
    let beside = companions::complete(&published.path, sealer.as_deref())?;
    let mut out = crate::cli::screen::stdout();
    let path = files::shown(&published.path);
    if published.already_there {
        writeln!(out, "早已公布，内容完全相同：{path}")?;
    } else {
        writeln!(out, "已公布：{path}")?;
    }
    writeln!(
        out,
        "事项 {}，审核中退出 {}，内容摘要 {}",
        published.items, published.removed, published.digest
    )?;
    if published.adjustments > 0 {
        writeln!(out, "列入调整 {} 次", published.adjustments)?;
    }
    if !published.left_out.is_empty() {
        writeln!(out, "部分公布，不含：{}", published.left_out.join("、"))?;
    }
    tell(&mut out, &beside)?;
    let allowed = &listed.judged.report.suppressed;
    if !allowed.is_empty() {
        writeln!(out, "按工程设置允许的问题 {} 个：", allowed.len())?;
    }
    for one in allowed {
        writeln!(out, "  {}", line(one))?;
    }
    drop(out);
    if args.site.is_wanted() {
        args.site.make(&root, Some(&published.id), global)?;
    }
    Ok(Exit::Clean)
}

/// What lies beside the release, as far as it is worth a word.
fn tell(out: &mut impl Write, beside: &Companions) -> std::io::Result<()> {
    if let Some((path, written, key)) = &beside.signature {
        let word = match written {
            Written::New => "已签名",
            _ => "早已签名",
        };
        writeln!(out, "{word}：{}，钥匙 {key}", files::shown(path))?;
    }
    let (path, written) = &beside.metadata;
    if *written == Written::Differs {
        let path = files::shown(path);
        writeln!(out, "{path} 与程序写的不同，没有改动；要重写，先删去它")?;
    }
    Ok(())
}

/// A finding that is allowed, with the decision that allows it.
fn line(allowed: &Suppressed) -> String {
    let finding = &allowed.finding;
    let item = finding.item.as_deref().unwrap_or("");
    let word = match &allowed.by {
        Suppressor::Allow { reason, until } => format!("{reason}，至 {until}"),
        Suppressor::Comment { reason } => reason.clone(),
        Suppressor::Baseline { since } => format!("{since} 起"),
    };
    format!(
        "{}[{}] {item} {}（{word}）",
        finding.severity.chinese(),
        finding.code,
        finding.message
    )
}
