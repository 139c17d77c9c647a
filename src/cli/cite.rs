//! `power-list cite`: explains the citations of a text.

use std::borrow::Cow;
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read, Write};
use std::path::Path;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use power_list::domain::citation::{ParsedCitations, parse};
use power_list::domain::law::Register;
use power_list::io::files::FileError;
use power_list::io::{project, register};
use power_list::report::cite::failures::Failures;
use power_list::report::cite::{json, plain};
use power_list::rules::cite::explain;

use super::error::{Exit, usage};
use super::{Global, context};

/// Bytes read and written at a time.
const BUFFER: usize = 1 << 16;

/// 讲解引用：引的是哪部法的哪一版，条款项在不在，哪里读不懂
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list cite 《水法》第四十八条第一款
  power-list cite 《行政许可法》第八十条 --as-of 2018-01-01
  power-list cite - < 依据.txt                       从标准输入读一段文字
  power-list cite --jsonl 依据.jsonl > 读出.jsonl    每行一格（JSON 字符串），每格一行结果
  power-list cite --jsonl --explain-failures 依据.jsonl

退出码：0 都读懂、都存在；1 有不存在的、失效的或者读不懂的；2 用法不对，或者某一行不是 JSON 字符串")]
pub struct CiteArgs {
    /// 一段文字；“-”从标准输入读。带 --jsonl 时是文件名，省略或写“-”从标准输入读
    #[arg(value_name = "文字或文件", allow_hyphen_values = false)]
    input: Option<String>,
    /// 逐行读写：每行一个 JSON 字符串（一格），每格输出一行 JSON
    #[arg(long)]
    jsonl: bool,
    /// 只列出没有完全读懂的引文和原因，最后给出读懂的比例；不带 --jsonl 时每行算一条引文
    #[arg(long, conflicts_with = "format")]
    explain_failures: bool,
    /// 输出格式：plain（文字，默认）、json
    #[arg(
        long,
        value_name = "格式",
        value_enum,
        default_value = "plain",
        hide_possible_values = true,
        hide_default_value = true,
        conflicts_with = "jsonl"
    )]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// 文字
    Plain,
    /// JSON
    Json,
}

/// Runs the command.
pub fn run(args: &CiteArgs, global: &Global) -> anyhow::Result<Exit> {
    let mut out = BufWriter::with_capacity(BUFFER, crate::cli::screen::stdout());
    let done = match (args.jsonl, args.explain_failures) {
        (true, _) => lines(args, global, &mut out),
        (false, true) => failures_of_text(args, &mut out),
        (false, false) => one_text(args, global, &mut out),
    };
    // What was read before a bad line is written even then.
    let flushed = out.flush();
    let exit = done?;
    flushed?;
    Ok(exit)
}

/// The laws and the day that citations are judged by.
struct Law {
    register: Cow<'static, Register>,
    as_of: Date,
}

fn law(global: &Global) -> anyhow::Result<Law> {
    let root = match context::project_root(global) {
        Ok(root) => Some(root),
        // Citations can be read anywhere; a project that was named must be there.
        Err(error) if global.project.is_some() => return Err(error),
        Err(_) => None,
    };
    let register = match &root {
        Some(root) => context::register(root)?,
        None => Cow::Borrowed(register::builtin()),
    };
    let as_of = match (global.as_of, &root) {
        (Some(day), _) => day,
        (None, Some(root)) => project::load_header(root)?.settings.as_of,
        (None, None) => context::today(),
    };
    Ok(Law { register, as_of })
}

fn verdict(clean: bool) -> Exit {
    if clean { Exit::Clean } else { Exit::Findings }
}

fn one_text(args: &CiteArgs, global: &Global, out: &mut impl Write) -> anyhow::Result<Exit> {
    let text = text(args)?;
    let Law { register, as_of } = law(global)?;
    let parsed = parse(&text);
    let explained = explain(&text, &parsed, &register, as_of);
    match args.format {
        Format::Json => json::write(&text, &explained, as_of, out)?,
        Format::Plain => plain::write(&text, &explained, &register, as_of, context::width(), out)?,
    }
    Ok(verdict(explained.is_clean()))
}

/// The text of the command line, or standard input.
fn text(args: &CiteArgs) -> anyhow::Result<String> {
    match args.input.as_deref() {
        None => Err(usage(
            "没有给出要讲解的文字",
            "如：power-list cite 《水法》第四十八条；从标准输入读写“-”，逐行读 JSON 用 --jsonl",
        )),
        Some("-") => {
            let mut bytes = Vec::new();
            std::io::stdin().lock().read_to_end(&mut bytes)?;
            String::from_utf8(bytes).map_err(|error| {
                let at = error.utf8_error().valid_up_to();
                usage(
                    format!("标准输入不是 UTF-8 文字：第 {} 个字节起读不出来", at + 1),
                    "先转成 UTF-8，如：iconv -f GB18030 -t UTF-8 依据.txt | power-list cite -",
                )
            })
        }
        Some(text) => Ok(text.to_owned()),
    }
}

fn failures_of_text(args: &CiteArgs, out: &mut impl Write) -> anyhow::Result<Exit> {
    let text = text(args)?;
    let mut failures = Failures::default();
    for (i, line) in text.lines().enumerate() {
        failures.cell(i + 1, line, &parse(line), out)?;
    }
    failures.statistic(out)?;
    Ok(verdict(failures.none()))
}

/// Reads cells line by line and answers each before the next is waited for.
fn lines(args: &CiteArgs, global: &Global, out: &mut impl Write) -> anyhow::Result<Exit> {
    let (source, name): (Box<dyn Read>, &str) = match args.input.as_deref() {
        None | Some("-") => (Box::new(std::io::stdin().lock()), "标准输入"),
        Some(path) => {
            let file = File::open(path).map_err(|e| FileError::new("读取", Path::new(path), e))?;
            (Box::new(file), path)
        }
    };
    let mut source = BufReader::with_capacity(BUFFER, source);
    // Understanding asks no law; reading the register then would only take time.
    let law = match args.explain_failures {
        true => None,
        false => Some(law(global)?),
    };
    let mut failures = Failures::default();
    let mut clean = true;
    let mut bytes = Vec::new();
    let mut number = 0;
    loop {
        if source.buffer().is_empty() {
            out.flush()?;
        }
        bytes.clear();
        let read = source
            .read_until(b'\n', &mut bytes)
            .map_err(|e| FileError::new("读取", Path::new(name), e))?;
        if read == 0 {
            break;
        }
        number += 1;
        let cell = cell(&bytes, number, name)?;
        let parsed = parse(&cell);
        match &law {
            None => failures.cell(number, &cell, &parsed, out)?,
            Some(law) => clean &= answer(&cell, &parsed, law, out)?,
        }
    }
    if law.is_none() {
        failures.statistic(out)?;
        clean = failures.none();
    }
    Ok(verdict(clean))
}

fn answer(
    cell: &str,
    parsed: &ParsedCitations,
    law: &Law,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    let explained = explain(cell, parsed, &law.register, law.as_of);
    json::write_line(cell, &explained, out)?;
    Ok(explained.is_clean())
}

/// The JSON string that a line must be.
fn cell(bytes: &[u8], number: usize, name: &str) -> anyhow::Result<String> {
    const HINT: &str =
        "每行写一个 JSON 字符串，如 \"《水法》第七条\"，格内的换行写成 \\n，引号写成 \\\"";
    let line = match std::str::from_utf8(bytes) {
        Ok(line) => line,
        Err(error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let column = String::from_utf8_lossy(good).chars().count() + 1;
            return Err(usage(
                format!("“{name}”第 {number} 行第 {column} 列不是 UTF-8"),
                HINT,
            ));
        }
    };
    let text = match number {
        1 => line.strip_prefix('\u{feff}').unwrap_or(line),
        _ => line,
    };
    let text = text.trim_end_matches(['\n', '\r']);
    if text.trim().is_empty() {
        return Err(usage(
            format!("“{name}”第 {number} 行第 1 列：应有一个 JSON 字符串，这一行是空的"),
            "空的一格写成 \"\"",
        ));
    }
    serde_json::from_str(text).map_err(|error| {
        // serde_json counts bytes.
        let good = match error.classify() {
            serde_json::error::Category::Eof => text.len(),
            _ => error.column().saturating_sub(1),
        };
        let column = text
            .char_indices()
            .filter(|(at, c)| at + c.len_utf8() <= good)
            .count()
            + 1;
        let what = match error.classify() {
            serde_json::error::Category::Data => "应是一个 JSON 字符串，这里是别的值",
            serde_json::error::Category::Eof => "JSON 字符串没有写完",
            _ => "不是 JSON 字符串",
        };
        usage(
            format!("“{name}”第 {number} 行第 {column} 列：{what}"),
            HINT,
        )
    })
}
