//! `completions`: what a shell completes after the program's name.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use clap_complete::{Shell as Dialect, generate};

use super::error::Exit;

/// 显示命令行补全脚本：按 Tab 补全命令、选项和固定的取值
#[derive(Debug, Args)]
#[command(after_help = "\
例子（每种写一次，重新打开终端就有；换了新版本再写一次）：
  power-list completions bash > ~/.local/share/bash-completion/completions/power-list
  power-list completions zsh > ~/.zfunc/_power-list        # ~/.zshrc 里要有 fpath+=~/.zfunc，在 compinit 之前
  power-list completions fish > ~/.config/fish/completions/power-list.fish
  power-list completions powershell >> $PROFILE

退出码：0 完成；2 用法不对；3 写入失败")]
pub struct CompletionsArgs {
    /// 用的是哪一种：bash、zsh、fish、powershell、elvish
    #[arg(value_name = "终端", value_enum, hide_possible_values = true)]
    shell: Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    #[value(name = "powershell", alias = "pwsh")]
    Pwsh,
    Elvish,
}

/// Runs the command.
pub fn run(args: &CompletionsArgs) -> anyhow::Result<Exit> {
    let dialect = match args.shell {
        Shell::Bash => Dialect::Bash,
        Shell::Zsh => Dialect::Zsh,
        Shell::Fish => Dialect::Fish,
        Shell::Pwsh => Dialect::PowerShell,
        Shell::Elvish => Dialect::Elvish,
    };
    crate::cli::screen::stdout().write_all(script(dialect).as_bytes())?;
    Ok(Exit::Clean)
}

fn script(dialect: Dialect) -> String {
    let mut command = super::command();
    let name = command.get_name().to_owned();
    // In memory first: the writer of scripts panics where a pipe is closed.
    let mut script = Vec::new();
    if dialect != Dialect::Bash {
        generate(dialect, &mut command, name, &mut script);
        return String::from_utf8_lossy(&script).into_owned();
    }
    // With a hyphen in the name the labels of the script for bash do not fit each other (clap_complete 4.6.11): nothing is
    // completed after a subcommand. So it is made for a name without one, and asked for under the real one.
    let plain = name.replace('-', "_");
    generate(dialect, &mut command, plain.clone(), &mut script);
    String::from_utf8_lossy(&script).replace(&format!(" {plain}\n"), &format!(" {name}\n"))
}
