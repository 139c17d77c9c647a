//! `demo`: the worked example from files to release.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use clap::Args;
use power_list::domain::gate::Gate;
use power_list::io::{files, register};
use power_list::ops::demo::{self, Progress};

use super::Global;
use super::error::Exit;

/// 生成示例城市，走完导入、校验、三上三下、公布
#[derive(Debug, Args)]
#[command(after_help = "\
例子：
  power-list demo                 在 power-list-demo/ 里生成
  power-list demo 例子            在别的文件夹里生成
  power-list demo && cd power-list-demo && power-list stats

可以反复运行：自己生成而没有改动过的文件夹会重新生成；别的文件夹不会去动。")]
pub struct DemoArgs {
    /// 生成在哪个文件夹
    #[arg(
        value_name = "文件夹",
        default_value = "power-list-demo",
        hide_default_value = true
    )]
    folder: PathBuf,
}

/// Runs the command.
pub fn run(args: &DemoArgs, global: &Global) -> anyhow::Result<Exit> {
    let begin = Instant::now();
    let mut out = crate::cli::screen::stdout();
    let mut failed: Option<std::io::Error> = None;
    let finished = demo::run(&args.folder, register::builtin(), &mut |progress| {
        if !global.quiet
            && failed.is_none()
            && let Err(error) = tell(&mut out, progress)
        {
            failed = Some(error);
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let published = &finished.published;
    let folder = files::shown(&args.folder);
    let decided: Vec<String> = finished
        .decisions
        .iter()
        .map(|(term, count)| format!("{term} {count}"))
        .collect();
    writeln!(out, "公布　　{}", files::shown(&published.path))?;
    writeln!(
        out,
        "　　　　事项 {} 项，审核中退出 {} 项；审核决定：{}，其余保留；审核记录 {} 条",
        published.items,
        published.removed,
        decided.join("，"),
        finished.events
    )?;
    writeln!(out, "　　　　内容摘要 {}", published.digest)?;
    if !global.quiet {
        writeln!(
            out,
            "\n用时 {:.1} 秒。接下来可以试：",
            begin.elapsed().as_secs_f64()
        )?;
        writeln!(out, "  cd {folder}")?;
        writeln!(
            out,
            "  power-list show 341100-slj-01-0001         一项事项的全貌"
        )?;
        writeln!(
            out,
            "  power-list validate --as-of 2025-04-19     同一份清单，按十年后的法律再查一遍"
        )?;
        writeln!(
            out,
            "  power-list search 许可 --release {}   在公布的清单里检索",
            published.id
        )?;
    }
    Ok(Exit::Clean)
}

fn tell(out: &mut impl std::io::Write, progress: Progress) -> std::io::Result<()> {
    match progress {
        Progress::Loaded {
            departments,
            items,
            charts,
        } => writeln!(
            out,
            "示例城市　{departments} 个单位，{items} 项事项，{charts} 张流程图"
        ),
        Progress::Judged(gate, counts) => writeln!(
            out,
            "校验（{}）　{} 个错误，{} 个警告，{} 个提示",
            gate.chinese(),
            counts.errors,
            counts.warnings,
            counts.notes
        )
        .and_then(|()| {
            if gate == Gate::Publication {
                out.flush()
            } else {
                Ok(())
            }
        }),
        Progress::Imported(counts) => {
            writeln!(out, "导入　　{} 项", counts.created + counts.unchanged)
        }
        Progress::Leg {
            name,
            on,
            departments,
            asking,
            rulings,
        } => {
            write!(out, "{name}　　截至 {on}，{departments} 个单位走完")?;
            if asking > 0 {
                write!(out, "，提出要办理的意见 {asking} 条")?;
            }
            if rulings > 0 {
                write!(out, "，裁定 {rulings} 项")?;
            }
            writeln!(out)
        }
    }
}
