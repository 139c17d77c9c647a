//! Drawing the screen. Borders and marks are plain ASCII and Chinese characters: box lines, arrows and dots are of one
//! column here and of two there, and would shift everything behind them.

mod list;
mod popup;

use power_list::domain::people::Phrase;
use power_list::report::styled::{Line, Run, Style};
use power_list::report::text::width;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text;
use ratatui::widgets::Paragraph;

use super::model::{Model, Panes, Voice};
use super::theme::Theme;

/// Narrower than this there is room for one part only.
const NARROW: u16 = 70;

/// Where the parts of the screen are.
pub struct Places {
    bar: Rect,
    list: Option<Rect>,
    rule: Option<Rect>,
    /// The sheet, where it is seen.
    pub sheet: Option<Rect>,
    message: Rect,
    keys: Rect,
}

/// The parts on a screen of this size.
pub fn places(area: Rect, panes: Panes) -> Places {
    let [bar, middle, message, keys] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(area);
    let panes = if panes == Panes::Both && area.width < NARROW {
        Panes::List
    } else {
        panes
    };
    let (list, rule, sheet) = match panes {
        Panes::List => (Some(middle), None, None),
        Panes::Sheet => (None, None, Some(middle)),
        Panes::Both => {
            let list = (area.width * 2 / 5).min(52);
            let [list, rule, sheet] = Layout::horizontal([
                Constraint::Length(list),
                Constraint::Length(1),
                Constraint::Min(1),
            ])
            .areas(middle);
            (Some(list), Some(rule), Some(sheet))
        }
    };
    Places {
        bar,
        list,
        rule,
        sheet,
        message,
        keys,
    }
}

/// Draws everything. `cited` is what the words being written cite, one line each.
pub fn draw(
    frame: &mut Frame<'_>,
    model: &mut Model,
    theme: Theme,
    phrases: &[Phrase],
    cited: &[Line],
) {
    let places = places(frame.area(), model.panes);
    bar(frame, places.bar, model, theme);
    if let Some(area) = places.list {
        list::list(frame, area, model, theme);
    }
    if let Some(area) = places.rule {
        let rule: Vec<text::Line<'_>> = (0..area.height).map(|_| text::Line::from("|")).collect();
        frame.render_widget(Paragraph::new(rule), area);
    }
    if let Some(area) = places.sheet {
        sheet(frame, area, model, theme);
    }
    message(frame, places.message, model, theme);
    let hints = match (&model.popup, &model.unit.voice) {
        (Some(_), _) => "",
        (None, Voice::Silent(_)) => {
            "j/k 上下  空格 翻页  [ ] 跳节  f 筛选  / 找  c 换部门  ? 帮助  q 离开"
        }
        (None, Voice::Coordinator) => {
            "j/k 上下  n 下一个  1-9 裁定  f 筛选  / 找  c 换部门  ? 帮助  q 离开"
        }
        (None, Voice::Reviewer(_)) => {
            "n 下一个  1-9 处理意见  o 说明  v 选  u 撤销  f 筛选  S 签署  c 换部门  ? 帮助  q 离开"
        }
    };
    frame.render_widget(
        text::Line::styled(pad(hints, places.keys.width), theme.bar()),
        places.keys,
    );
    if let Some(popup) = &model.popup {
        popup::over(frame, popup, model, theme, phrases, cited);
    }
}

/// A text cut to a width, with … where something is missing.
pub fn fit(text: &str, columns: u16) -> String {
    let columns = usize::from(columns);
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = width(c.encode_utf8(&mut [0; 4]));
        if used + wide + 2 > columns {
            break;
        }
        out.push(c);
        used += wide;
    }
    out.push_str("..");
    out
}

/// A text cut or filled to a width.
fn pad(text: &str, columns: u16) -> String {
    let mut out = fit(text, columns);
    let missing = usize::from(columns).saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

fn bar(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: Theme) {
    let unit = &model.unit;
    let total = unit.rows.len();
    let mut parts = vec![format!("{} {}", unit.name, unit.stage)];
    match unit.voice {
        Voice::Reviewer(_) => parts.push(format!("已处理 {}/{total}", total - model.open())),
        Voice::Coordinator => parts.push(format!("{total} 项，待裁定 {}", model.open())),
        Voice::Silent(_) => parts.push(format!("{total} 项，只读")),
    }
    let drafts = unit.drafts.entries().len();
    if drafts > 0 {
        parts.push(format!("草稿 {drafts}"));
    }
    if !model.marked.is_empty() {
        parts.push(format!("选中 {}", model.marked.len()));
    }
    if model.filter.is_narrow() {
        parts.push(format!("筛选出 {}", model.listed.len()));
    }
    let left = parts.join("  ");
    let room = usize::from(area.width).saturating_sub(width(&left) + 2);
    let who = fit(&model.who, u16::try_from(room).unwrap_or(0));
    let gap = usize::from(area.width).saturating_sub(width(&left) + width(&who));
    let whole = format!("{left}{}{who}", " ".repeat(gap));
    frame.render_widget(
        text::Line::styled(pad(&whole, area.width), theme.bar()),
        area,
    );
}

/// What was done last, and how far the sheet is read.
fn message(frame: &mut Frame<'_>, area: Rect, model: &Model, theme: Theme) {
    let last = model.sheet.lines.len().saturating_sub(model.sheet_height);
    let read = match last {
        0 => String::new(),
        _ => format!(" {}%", (model.sheet.top * 100).div_ceil(last).min(100)),
    };
    let columns = u16::try_from(read.len()).unwrap_or(0);
    let [said, place] =
        Layout::horizontal([Constraint::Min(1), Constraint::Length(columns)]).areas(area);
    if let Some((style, text)) = &model.message {
        frame.render_widget(
            text::Line::styled(fit(text, said.width), theme.look(*style)),
            said,
        );
    }
    frame.render_widget(text::Line::styled(read, theme.look(Style::Muted)), place);
}

fn sheet(frame: &mut Frame<'_>, area: Rect, model: &mut Model, theme: Theme) {
    model.sheet_height = usize::from(area.height).max(1);
    let last = model.sheet.lines.len().saturating_sub(model.sheet_height);
    model.sheet.top = model.sheet.top.min(last);
    let seen = model
        .sheet
        .lines
        .iter()
        .skip(model.sheet.top)
        .take(model.sheet_height);
    let lines: Vec<text::Line<'_>> = seen.map(|line| theme.line(line)).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

/// A text without what could steer the terminal.
fn safe(text: &str) -> String {
    Run::plain(text)
        .lines(usize::MAX)
        .first()
        .map_or_else(String::new, Line::text)
}
