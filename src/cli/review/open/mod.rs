//! `review open`: the review screen.
//!
//! | file | |
//! | --- | --- |
//! | `keys` | which key asks for what |
//! | `model` | what is shown |
//! | `update`, `over` | what keys do to it, and to what lies over it; gives effects back |
//! | `form`, `picker` | making a decision, choosing a phrase |
//! | `office` | effects: the only part that knows the store |
//! | `draw`, `theme` | drawing |

mod draw;
mod form;
mod keys;
mod model;
mod office;
mod over;
mod picker;
mod theme;
mod update;

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use clap::Args;
use power_list::domain::ids::{DepartmentId, ItemCode};
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{
    self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyEventKind,
};
use ratatui::crossterm::execute;
use ratatui::crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::layout::{Rect, Size};

use self::model::{Effect, Model};
use self::office::Office;
use self::theme::Theme;
use super::Desk;
use crate::cli::Global;
use crate::cli::context::colour;
use crate::cli::error::{Exit, usage};
use crate::cli::store;

/// How long the screen waits for a key before it looks whether others have done something.
const PATIENCE: Duration = Duration::from_secs(2);

/// 审核界面：全屏，一边清单一边内容，按键处理
#[derive(Debug, Args)]
#[command(after_help = "\
例：
  power-list review open --as bb-1              打开等我处理的第一个部门
  power-list review open hbj --as fz-1
  power-list review open hbj --item 341100-hbj-02-0003 --as zh
在界面里按 ? 看全部按键。处理意见按下就存成草稿，关掉终端、断了连接都不会丢；签署以前都可以撤销。
每个按键能做的，命令都能做：review opine --draft、review draft、review sign、review rule、review show。")]
pub struct Open {
    /// 部门代号；不写就打开等你处理的第一个部门
    #[arg(value_name = "部门")]
    department: Option<DepartmentId>,
    /// 从这一事项开始
    #[arg(long, value_name = "编码", requires = "department")]
    item: Option<ItemCode>,
    /// 法规文本所在的文件夹，内容里附上引用的条文（默认用 power-list.yaml 的 law.text_dir）
    #[arg(long, value_name = "文件夹")]
    law_texts: Option<PathBuf>,
}

impl Open {
    /// Runs the screen until it is left.
    pub fn run(self, global: &Global, actor: Option<&str>) -> anyhow::Result<Exit> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(usage(
                "审核界面要在终端里打开",
                "在脚本里用 power-list review queue、review show 和 review opine",
            ));
        }
        let desk = Desk::open(global, actor)?;
        let mut office = Office::new(desk, self.law_texts.as_deref())?;
        let mut model = office.model(self.department.as_ref())?;
        if let Some(code) = &self.item
            && !model.go_to(code)
        {
            return Err(usage(
                format!("{} 里没有 {code}", model.unit.name),
                format!("power-list review open {}", model.unit.id),
            ));
        }
        let theme = if colour() {
            Theme::Colours
        } else {
            Theme::Plain
        };
        store::wait_silently()?;
        let mut terminal = ratatui::try_init()?;
        let left = execute!(io::stdout(), EnableBracketedPaste)
            .map_err(anyhow::Error::from)
            .and_then(|()| go_on(&mut terminal, &mut model, &mut office, theme));
        let restored = execute!(io::stdout(), DisableBracketedPaste).and(ratatui::try_restore());
        left?;
        restored?;
        Ok(office.farewell(&model)?)
    }
}

/// Draws, waits, does; until somebody leaves.
fn go_on(
    terminal: &mut DefaultTerminal,
    model: &mut Model,
    office: &mut Office,
    theme: Theme,
) -> anyhow::Result<()> {
    let told_to_end = told_to_end()?;
    while !told_to_end.load(Ordering::Relaxed) {
        let size = terminal.size()?;
        set_sheet(model, office, size, theme)?;
        let cited = office.cited_in(model);
        // In one piece, so that nothing flickers over a slow line.
        execute!(io::stdout(), BeginSynchronizedUpdate)?;
        terminal.draw(|frame| draw::draw(frame, model, theme, office.phrases(), &cited))?;
        execute!(io::stdout(), EndSynchronizedUpdate)?;
        if !event::poll(PATIENCE)? {
            office.look_around(model)?;
            continue;
        }
        let effect = match event::read()? {
            // Some terminals tell of the release as well.
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                update::key(model, key, office.phrases())
            }
            Event::Paste(text) => {
                update::paste(model, &text);
                None
            }
            _ => None,
        };
        match effect {
            Some(Effect::Quit) => return Ok(()),
            Some(effect) => office.perform(model, effect)?,
            None => {}
        }
    }
    Ok(())
}

/// Becomes true when somebody ends the program from outside: it then leaves as by a key, so that the terminal is as it was.
fn told_to_end() -> io::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGTERM, Arc::clone(&flag))?;
    Ok(flag)
}

/// Sets the sheet of the item under the cursor, unless it is set already.
fn set_sheet(
    model: &mut Model,
    office: &mut Office,
    size: Size,
    theme: Theme,
) -> anyhow::Result<()> {
    let whole = Rect::new(0, 0, size.width, size.height);
    let Some(place) = draw::places(whole, model.panes).sheet else {
        return Ok(());
    };
    let columns = usize::from(place.width);
    let wanted = model.row().map(|row| (row.code.clone(), columns));
    if model.sheet.of == wanted {
        return Ok(());
    }
    model.sheet = office.sheet(model, columns, theme)?;
    Ok(())
}
