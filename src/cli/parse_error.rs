//! clap's command-line errors in Chinese.

use std::io::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::error::Exit;

/// Prints a command-line error, or the help or version that was asked for, and gives the exit code.
pub fn report(error: &clap::Error) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A closed pipe while printing help is nobody's failure.
            let _ = writeln!(crate::cli::screen::stdout(), "{}", help(error));
            Exit::Clean
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = writeln!(crate::cli::screen::stderr(), "{}", help(error));
            Exit::Usage
        }
        _ => {
            let _ = writeln!(crate::cli::screen::stderr(), "{}", sentence(error));
            Exit::Usage
        }
    }
}

/// clap's help with the one word that has no setting.
fn help(error: &clap::Error) -> String {
    error.to_string().trim_end().replace("[OPTIONS]", "[选项]")
}

fn sentence(error: &clap::Error) -> String {
    let text = |kind| {
        error.get(kind).map(|value| match value {
            ContextValue::String(s) => s.clone(),
            ContextValue::Strings(list) => list.join("、"),
            ContextValue::StyledStr(s) => s.to_string(),
            other => other.to_string(),
        })
    };
    let arg = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let mut out = match error.kind() {
        ErrorKind::UnknownArgument => format!("错误：不认识的参数“{arg}”"),
        ErrorKind::InvalidSubcommand => format!(
            "错误：没有“{}”这个命令",
            text(ContextKind::InvalidSubcommand).unwrap_or_default()
        ),
        ErrorKind::InvalidValue if value.is_empty() => format!("错误：参数“{arg}”缺少取值"),
        ErrorKind::InvalidValue => format!("错误：参数“{arg}”不接受“{value}”"),
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map_or(String::new(), |e| format!("：{e}"));
            format!("错误：参数“{arg}”的值“{value}”不对{why}")
        }
        ErrorKind::MissingRequiredArgument => format!("错误：缺少必需的参数：{arg}"),
        ErrorKind::MissingSubcommand => "错误：要指明做哪一步".to_owned(),
        ErrorKind::ArgumentConflict => format!(
            "错误：参数“{arg}”不能与“{}”同时使用",
            text(ContextKind::PriorArg).unwrap_or_default()
        ),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("错误：参数“{arg}”的取值个数不对")
        }
        ErrorKind::TooFewValues => format!("错误：参数“{arg}”的取值太少"),
        ErrorKind::NoEquals => format!("错误：参数“{arg}”要写成 参数=值"),
        ErrorKind::InvalidUtf8 => "错误：参数不是有效的 UTF-8 文字".to_owned(),
        _ => format!("错误：{error}"),
    };
    if let Some(valid) = text(ContextKind::ValidValue) {
        out.push_str(&format!("\n  可用的取值：{valid}"));
    }
    if let Some(valid) = text(ContextKind::ValidSubcommand) {
        out.push_str(&format!("\n  可用的命令：{valid}"));
    }
    for kind in [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand] {
        if let Some(suggestion) = text(kind) {
            out.push_str(&format!("\n  是不是想写：{suggestion}"));
        }
    }
    out.push_str("\n  提示：加 --help 看用法");
    out
}
