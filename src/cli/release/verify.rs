//! `release verify`: whether a release is what was published.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use power_list::domain::signers::{self, AllowedSigner};
use power_list::io::files;
use power_list::io::history::HistoryFile;
use power_list::ops::history;
use power_list::ops::verification::{
    self, Evidence, Ledger, Outcome, Subject, Trust, Verification,
};
use power_list::report::keys::release::VERIFIED;
use power_list::workflow::Keyring;
use serde::Serialize;

use crate::cli::error::{Exit, usage};
use crate::cli::review::context::{ProjectContext, context as surroundings};
use crate::cli::{Global, context, source};

/// 核验一次发布：逐项重算，指出哪里被改动过
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list release verify 341100-20150301                     工程里的发布，与工程的审核记录对照
  power-list release verify 341100-20150301.db                  只有一个文件也能核验
  power-list release verify 341100-20150301.db --record 审核记录.zip --allowed-signers 公布人.txt
  power-list release verify 341100-20150301 --format json

核对：文件格式，旁边的 SHA256SUMS，表和索引，内容摘要，用里面的内容逐字节重写，与上一次的变化，审核记录里的公布，
确认的内容，法规库，说明文件，签名。没有材料的项目写明没有核对，不算错。
没有 power-list 也能核验：sha256sum -c SHA256SUMS；
ssh-keygen -Y verify -n power-list-release -f 公布人.txt -I 名字 -s 发布.db.sig < 发布.db

退出码：0 没有错；1 有一项错；2 用法不对；3 读不出来")]
pub struct VerifyArgs {
    /// 发布编号或 .db 文件
    #[arg(value_name = "发布")]
    release: String,
    /// 与导出的审核记录对照（review export 写出的 .zip），而不是工程的工作数据库
    #[arg(long, value_name = "文件")]
    record: Option<PathBuf>,
    /// 签名要出自这里面的钥匙（ssh-keygen 的 allowed_signers 写法）
    #[arg(long, value_name = "文件")]
    allowed_signers: Option<PathBuf>,
    /// 输出格式：table（默认）或 json
    #[arg(long, value_name = "格式", value_enum, default_value_t = Format::Table, hide_default_value = true, hide_possible_values = true)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    release: Option<String>,
    file: String,
    sha256: String,
    valid: bool,
    checks: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    check: &'static str,
    result: &'static str,
    messages: Vec<&'a str>,
    how: Option<&'a str>,
}

/// Runs the command.
pub fn run(args: &VerifyArgs, global: &Global) -> anyhow::Result<Exit> {
    // Neither a project nor what is wrong with one is needed to look at a file.
    let root = match &global.project {
        Some(_) => Some(context::project_root(global)?),
        None => context::project_root(global).ok(),
    };
    let releases = root.as_ref().map(|root| root.join(source::RELEASES));
    let path = verification::locate(&args.release, releases.as_deref())?;
    let project = match &root {
        Some(_) => surroundings(global).ok(),
        None => None,
    };
    let register = match &root {
        Some(root) => context::register(root)?,
        None => std::borrow::Cow::Borrowed(power_list::io::register::builtin()),
    };
    let evidence = Evidence {
        ledger: ledger(args, project.as_ref(), &path)?,
        register: &register,
        trust: trust(args, project.as_ref())?,
    };
    let found = verification::verify(&path, evidence)?;
    match args.format {
        Format::Table => print(&path, &found)?,
        Format::Json => print_json(&path, &found)?,
    }
    Ok(if found.holds() {
        Exit::Clean
    } else {
        Exit::Findings
    })
}

/// The record that the release is looked up in.
fn ledger(
    args: &VerifyArgs,
    project: Option<&ProjectContext>,
    path: &Path,
) -> anyhow::Result<Result<Ledger, Outcome>> {
    let people = project.map_or(&[][..], |project| &project.people);
    if let Some(record) = &args.record {
        let file = HistoryFile::open(record)?;
        let keyring = history::keyring(&file, people)?;
        return Ok(Ok(Ledger::File(Box::new(file), keyring)));
    }
    let unchecked = |why: String| {
        let how = "加 --record 文件（公布的单位用 power-list review export 写出的审核记录）";
        Ok(Err(Outcome::Unchecked {
            why,
            how: how.to_owned(),
        }))
    };
    let Some(project) = project else {
        return unchecked("手边没有审核记录".to_owned());
    };
    // Somebody else's release is not in the record of the project that one happens to be in.
    let own = path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy();
        name.starts_with(&format!("{}-", project.jurisdiction_code))
    });
    if !own {
        return unchecked("不是手边这个工程的发布".to_owned());
    }
    match project.store.open_if_there()? {
        Some(store) => Ok(Ok(Ledger::Store(store, Keyring::of(people)))),
        None => unchecked("手边的工程没有审核记录".to_owned()),
    }
}

/// The keys that are believed.
fn trust(args: &VerifyArgs, project: Option<&ProjectContext>) -> anyhow::Result<Trust> {
    if let Some(path) = &args.allowed_signers {
        let text = files::read_bytes(path)?;
        let signers = signers::read(&String::from_utf8_lossy(&text)).map_err(|why| {
            usage(
                format!("“{}”{why}", files::shown(path)),
                "每行写：名字、空格、公钥（.pub 文件里的一行）",
            )
        })?;
        return Ok(Trust::File(signers));
    }
    let Some(project) = project else {
        return Ok(Trust::Nobody);
    };
    let signers: Vec<AllowedSigner> = project
        .people
        .iter()
        .flat_map(|person| {
            person.keys.iter().map(|key| AllowedSigner {
                principals: format!("{}（{}）", person.id.value, person.name),
                key: key.clone(),
                namespaces: Vec::new(),
            })
        })
        .collect();
    Ok(Trust::Project(signers))
}

fn print(path: &Path, found: &Verification) -> std::io::Result<()> {
    let mut out = crate::cli::screen::stdout();
    writeln!(out, "{}", files::shown(path))?;
    let (mut wrong, mut unchecked) = (0, 0);
    for (subject, outcome) in &found.checks {
        let name = subject.chinese();
        match outcome {
            Outcome::Good(text) => writeln!(out, "对　　　{name}：{text}")?,
            Outcome::Wrong(places) => {
                wrong += 1;
                let mut places = places.iter();
                writeln!(out, "错　　　{name}：{}", places.next().map_or("", |p| p))?;
                for place in places {
                    writeln!(out, "　　　　{place}")?;
                }
            }
            Outcome::Unchecked { why, how } => {
                unchecked += 1;
                writeln!(out, "未核对　{name}：{why}。要核对：{how}")?;
            }
        }
    }
    let right = found.checks.len() - wrong - unchecked;
    if wrong == 0 {
        writeln!(out, "没有发现改动：{right} 项对，{unchecked} 项没有核对")
    } else {
        writeln!(
            out,
            "不是公布时的样子：{wrong} 项错，{right} 项对，{unchecked} 项没有核对"
        )
    }
}

fn print_json(path: &Path, found: &Verification) -> anyhow::Result<()> {
    let row = |(subject, outcome): &'_ (Subject, Outcome)| -> (&'static str, &'static str) {
        let result = match outcome {
            Outcome::Good(_) => "ok",
            Outcome::Wrong(_) => "wrong",
            Outcome::Unchecked { .. } => "not_checked",
        };
        (subject.key(), result)
    };
    let checks = found
        .checks
        .iter()
        .map(|entry| {
            let (check, result) = row(entry);
            let (messages, how) = match &entry.1 {
                Outcome::Good(text) => (vec![text.as_str()], None),
                Outcome::Wrong(places) => (places.iter().map(String::as_str).collect(), None),
                Outcome::Unchecked { why, how } => (vec![why.as_str()], Some(how.as_str())),
            };
            Row {
                check,
                result,
                messages,
                how,
            }
        })
        .collect();
    let document = Document {
        schema: VERIFIED,
        release: found.id.as_ref().map(ToString::to_string),
        file: files::shown(path),
        sha256: found.sha256.to_string(),
        valid: found.holds(),
        checks,
    };
    let mut out = crate::cli::screen::stdout();
    serde_json::to_writer_pretty(&mut out, &document)?;
    writeln!(out)?;
    Ok(())
}
