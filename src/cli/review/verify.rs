//! `review verify`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use power_list::domain::ids::Digest;
use power_list::domain::people::Person;
use power_list::io::files;
use power_list::io::history::HistoryFile;
use power_list::io::store::Store;
use power_list::ops::history::{self, HistoryFailure};
use power_list::ops::review::{AT_ONCE, Signed, Verified, verify_store};
use power_list::report::keys::verified::SCHEMA;
use power_list::workflow::{Broken, Keyring, SetBack};
use serde_json::json;

use super::context::context;
use super::{Format, FormatArgs, store};
use crate::cli::error::Exit;
use crate::cli::{Global, context as surroundings};

/// 核验事件链：逐个重算摘要、核对内容和签名，指出第一个不对的事件
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review verify
  power-list review verify --head 发布文件里记的链尾摘要
  power-list review verify 审核记录.zip              （review export 写出的文件，不需要工程）
  power-list review verify --format json
不完整时退出码是 1。签名按工程里的公钥核验；核验文件时，工程里没有的人用文件里带的公钥，公钥是不是本人的要另外核对。")]
pub struct Verify {
    /// 核验这个导出的文件，而不是工程的工作数据库；- 是标准输入
    #[arg(value_name = "文件")]
    file: Option<PathBuf>,
    /// 链里必须有的摘要：发布时记下的链尾；没有它，截去尾部看不出来
    #[arg(long, value_name = "摘要")]
    head: Option<Digest>,
    #[command(flatten)]
    output: FormatArgs,
}

impl Verify {
    /// Runs the command.
    pub fn run(self, global: &Global) -> anyhow::Result<Exit> {
        let found = match &self.file {
            Some(file) => self.verify_file(global, file)?,
            None => self.verify_project(global)?,
        };
        match self.output.format {
            Format::Json => self.print_json(&found)?,
            Format::Table => print(&found)?,
        }
        Ok(match &found {
            Ok(verified) if verified.forged.is_none() => Exit::Clean,
            _ => Exit::Findings,
        })
    }

    fn verify_project(&self, global: &Global) -> anyhow::Result<Result<Verified, Broken>> {
        let context = context(global)?;
        let mut store = store(&context)?;
        let verified = match verify_store(&mut store, &Keyring::of(&context.people))? {
            Ok(verified) => verified,
            Err(broken) => return Ok(Err(broken)),
        };
        if let Some(wanted) = self.head
            && !has(&store, wanted)?
        {
            return Ok(Err(cut_off(&verified, wanted)));
        }
        Ok(Ok(verified))
    }

    fn verify_file(
        &self,
        global: &Global,
        path: &Path,
    ) -> anyhow::Result<Result<Verified, Broken>> {
        let mut file = HistoryFile::open(path)?;
        let keyring = history::keyring(&file, &people_here(global)?)?;
        let verified = match history::verify_file(&mut file, &keyring) {
            Ok(verified) => verified,
            Err(HistoryFailure::Broken(broken)) => return Ok(Err(broken)),
            Err(error) => return Err(error.into()),
        };
        if let Some(wanted) = self.head {
            let mut known = false;
            file.records(AT_ONCE, |records| {
                known |= records.iter().any(|record| record.digest == wanted);
                !known
            })?;
            if !known {
                return Ok(Err(cut_off(&verified, wanted)));
            }
        }
        Ok(Ok(verified))
    }

    fn print_json(&self, found: &Result<Verified, Broken>) -> anyhow::Result<()> {
        let file = self.file.as_deref().map(files::shown);
        let mut value = json!({
            "schema": SCHEMA,
            "file": file,
            "valid": found.is_ok(),
        });
        let more = match found {
            Ok(verified) => json!({
                "events": verified.head.seq,
                "head": verified.head.digest,
                "signatures_required": verified.signed.required,
                "signed": verified.signed.by.iter().map(|((actor, key), events)| json!({
                    "actor": actor,
                    "key": key,
                    "events": events,
                })).collect::<Vec<_>>(),
                "unsigned": verified.signed.unsigned,
                "forged_checkpoint": verified.forged.map(|forged| json!({
                    "event": forged.seq,
                    "replaced": forged.replaced,
                })),
                "set_back": verified.set_back.iter().map(|early| json!({
                    "event": early.seq(),
                    "at": early.at.to_string(),
                    "before": early.before.to_string(),
                })).collect::<Vec<_>>(),
            }),
            Err(broken) => json!({ "event": broken.seq, "why": broken.why }),
        };
        if let (Some(value), serde_json::Value::Object(more)) = (value.as_object_mut(), more) {
            value.extend(more);
        }
        writeln!(crate::cli::screen::stdout(), "{value:#}")?;
        Ok(())
    }
}

fn print(found: &Result<Verified, Broken>) -> std::io::Result<()> {
    let mut out = crate::cli::screen::stdout();
    let Verified {
        head,
        signed,
        forged,
        set_back,
    } = match found {
        Ok(verified) => verified,
        Err(broken) => return writeln!(out, "事件链不完整：{broken}"),
    };
    writeln!(out, "事件链完整：{} 个事件，链尾 {}", head.seq, head.digest)?;
    tell_signed(&mut out, signed)?;
    tell_set_back(&mut out, set_back)?;
    let Some(forged) = forged else {
        return Ok(());
    };
    let replaced = if forged.replaced {
        "已按事件重做"
    } else {
        "没有能够重做，请检查工作数据库可否写入后再核验一次"
    };
    writeln!(
        out,
        "检查点与事件不符：到第 {} 号事件为止的状态被改动过，{replaced}；一下、二下、三下和公布不依据检查点",
        forged.seq
    )
}

fn tell_signed(out: &mut impl std::io::Write, signed: &Signed) -> std::io::Result<()> {
    if signed.by.is_empty() {
        return writeln!(out, "签名：没有事件签名");
    }
    let all: u64 = signed.by.values().sum();
    let rest = if signed.required {
        "启动时规定每一步都要签名".to_owned()
    } else {
        format!("{} 个没有签名", signed.unsigned)
    };
    writeln!(out, "签名：{all} 个都对，{rest}")?;
    for ((actor, key), events) in &signed.by {
        writeln!(out, "  {actor}　{events} 个　{key}")?;
    }
    Ok(())
}

/// How many events that are dated too early are told one by one.
const TOLD: usize = 5;

fn tell_set_back(out: &mut impl std::io::Write, set_back: &[SetBack]) -> std::io::Result<()> {
    if set_back.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "时间：{} 个事件记的时间比前一个早，时钟往回拨过，或者几台机器的时间不一致；先后以序号为准",
        set_back.len()
    )?;
    for early in set_back.iter().take(TOLD) {
        writeln!(out, "  第 {} 号事件　{early}", early.seq())?;
    }
    match set_back.len().saturating_sub(TOLD) {
        0 => Ok(()),
        more => writeln!(out, "  …… 还有 {more} 个，用 --format json 看全部"),
    }
}

/// Whether the chain has an event of this digest.
fn has(store: &impl Store, wanted: Digest) -> anyhow::Result<bool> {
    let mut after = 0;
    loop {
        let records = store.read_some(after, AT_ONCE)?;
        let Some(last) = records.last() else {
            return Ok(false);
        };
        after = last.seq;
        if records.iter().any(|record| record.digest == wanted) {
            return Ok(true);
        }
    }
}

/// A chain that is good, but not the one that somebody remembers.
fn cut_off(verified: &Verified, wanted: Digest) -> Broken {
    Broken {
        seq: verified.head.seq + 1,
        why: format!(
            "链里没有摘要 {wanted}，第 {} 号之后的事件可能被截去，或整条链被换过",
            verified.head.seq
        ),
    }
}

/// The people of the project that one is in; none where one is in none.
fn people_here(global: &Global) -> anyhow::Result<Vec<Person>> {
    if global.project.is_none() && surroundings::project_root(global).is_err() {
        return Ok(Vec::new());
    }
    Ok(context(global)?.people)
}
