//! Drawing the screen. Borders and marks are plain ASCII and Chinese characters: box lines, arrows and dots are of one
//! column here and of two there, and would shift everything behind them.

use power_list::domain::people::Phrase;
use power_list::finding::Severity;
use power_list::ops::review::Row;
use power_list::report::styled::{Line, Span, Style};
use power_list::report::text::width;
use power_list::workflow::event::LegalityResult;
use power_list::workflow::round::Change;
use power_list::workflow::{Decision, Entry};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::symbols::border;
use ratatui::text;
use ratatui::widgets::{Block, Clear, Paragraph};

use super::form::Form;
use super::keys::BINDINGS;
use super::model::{Choice, Confirm, Model, Panes, Popup, Voice};
use super::theme::Theme;
use super::update::short;

/// Narrower than this there is room for one part only.
const NARROW: u16 = 70;

const ASCII: border::Set<'_> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

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
        list(frame, area, model, theme);
    }
    if let Some(area) = places.rule {
        let rule: Vec<text::Line<'_>> = (0..area.height).map(|_| text::Line::from("|")).collect();
        frame.render_widget(Paragraph::new(rule), area);
    }
    if let Some(area) = places.sheet {
        sheet(frame, area, model, theme);
    }
    if let Some((style, said)) = &model.message {
        let line = text::Line::styled(fit(said, places.message.width), theme.look(*style));
        frame.render_widget(line, places.message);
    }
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
        over(frame, popup, model, theme, phrases, cited);
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

fn list(frame: &mut Frame<'_>, area: Rect, model: &mut Model, theme: Theme) {
    let height = usize::from(area.height).max(1);
    model.list_height = height;
    // The cursor stays on the screen.
    if model.cursor < model.top {
        model.top = model.cursor;
    } else if model.cursor >= model.top + height {
        model.top = model.cursor + 1 - height;
    }
    model.top = model.top.min(model.listed.len().saturating_sub(height));
    if model.listed.is_empty() {
        frame.render_widget(Paragraph::new("（没有事项；Esc 取消筛选）"), area);
        return;
    }
    for (line, position) in (model.top..model.listed.len()).take(height).enumerate() {
        let Some(row) = model.listed_row(position) else {
            continue;
        };
        let drawn = listed(row, model, area.width);
        let place = Rect {
            y: area.y + u16::try_from(line).unwrap_or(u16::MAX),
            height: 1,
            ..area
        };
        if position == model.cursor {
            let text = pad(&drawn.text(), area.width);
            frame.render_widget(text::Line::styled(text, theme.cursor()), place);
        } else {
            frame.render_widget(theme.line(&drawn), place);
        }
    }
}

/// A row of the list: chosen or not, what is said, whether that is a draft, what there is to look at, code and name.
fn listed(row: &Row, model: &Model, columns: u16) -> Line {
    let span = |style, text: String| Span { text, style };
    let mark = if model.marked.contains(&row.code) {
        "*"
    } else {
        " "
    };
    let draft = model.unit.drafts.entry(&row.code);
    let (said, style) = match (&model.unit.voice, draft) {
        (_, Some(Entry::Withdrawal {})) => ("撤回".to_owned(), Style::Warn),
        (Voice::Reviewer(_), _) => match model.said(row).as_ref().and_then(Entry::decision) {
            None => ("____".to_owned(), Style::Muted),
            Some(decision) => (name(decision), tone(decision)),
        },
        _ => match row.state.outcome() {
            None => ("____".to_owned(), Style::Muted),
            Some(decision) => (name(decision), tone(decision)),
        },
    };
    let kept = match (draft, model.unit.voice.body()) {
        (Some(_), _) => "草",
        (None, Some(body)) if row.state.opinion(body).is_some() => "已",
        (None, None) if row.state.ruling.is_some() => "裁",
        _ => "  ",
    };
    let mut spans = vec![
        span(Style::Strong, mark.to_owned()),
        span(style, said),
        span(Style::Muted, format!("{kept} ")),
    ];
    if row.state.is_disputed() {
        spans.push(span(Style::Bad, "异".to_owned()));
    }
    match row.change {
        Some(Change::Added) => spans.push(span(Style::Added, "新".to_owned())),
        Some(Change::Changed | Change::Removed) => spans.push(span(Style::Warn, "改".to_owned())),
        None => {}
    }
    match row.worst() {
        Some(Severity::Error) => spans.push(span(Style::Bad, "错".to_owned())),
        Some(Severity::Warning) => spans.push(span(Style::Warn, "警".to_owned())),
        Some(Severity::Note) | None => {}
    }
    if spans.len() > 3 {
        spans.push(span(Style::Plain, " ".to_owned()));
    }
    spans.push(span(Style::Muted, format!("{} ", short(&row.code))));
    let used: usize = spans.iter().map(|s| width(&s.text)).sum();
    let room = usize::from(columns).saturating_sub(used);
    let name = fit(&safe(&row.name), u16::try_from(room).unwrap_or(0));
    spans.push(span(Style::Plain, name));
    Line(spans)
}

/// Four columns of a decision.
fn name(decision: &Decision) -> String {
    match decision {
        Decision::Supplement {} => "补充".to_owned(),
        other => other.chinese().to_owned(),
    }
}

const fn tone(decision: &Decision) -> Style {
    match decision {
        Decision::Keep {} => Style::Good,
        Decision::Cancel { .. } => Style::Bad,
        _ => Style::Warn,
    }
}

/// A text without what could steer the terminal.
fn safe(text: &str) -> String {
    power_list::report::styled::Run::plain(text)
        .lines(usize::MAX)
        .first()
        .map_or_else(String::new, Line::text)
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
    if last > 0 {
        let place = format!(
            "{}%",
            (model.sheet.top * 100).div_ceil(last.max(1)).min(100)
        );
        let columns = u16::try_from(place.len()).unwrap_or(0);
        if columns < area.width {
            let corner = Rect {
                x: area.x + area.width - columns,
                y: area.y + area.height.saturating_sub(1),
                width: columns,
                height: 1,
            };
            frame.render_widget(text::Line::styled(place, theme.bar()), corner);
        }
    }
}

/// A box in the middle of the screen; gives its inside.
fn boxed(frame: &mut Frame<'_>, title: &str, columns: u16, rows: u16) -> Rect {
    let screen = frame.area();
    let width = columns.saturating_add(4).min(screen.width);
    let height = rows.saturating_add(2).min(screen.height);
    let area = Rect {
        x: (screen.width - width) / 2,
        y: (screen.height - height) / 2,
        width,
        height,
    };
    let title = format!(" {} ", fit(title, width.saturating_sub(6)));
    let block = Block::bordered().border_set(ASCII).title(title);
    let inside = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    Rect {
        x: inside.x.saturating_add(1),
        width: inside.width.saturating_sub(2),
        ..inside
    }
}

fn over(
    frame: &mut Frame<'_>,
    popup: &Popup,
    model: &Model,
    theme: Theme,
    phrases: &[Phrase],
    cited: &[Line],
) {
    match popup {
        Popup::Help(top) => help(frame, *top, theme),
        Popup::Terms => {
            let lines: Vec<String> = Decision::TERMS
                .iter()
                .enumerate()
                .map(|(place, term)| format!("{} {term}", place + 1))
                .collect();
            menu(frame, "处理意见（Esc 取消）", &lines, None, theme);
        }
        Popup::Form(form) => self::form(frame, form, theme, phrases, model, cited),
        Popup::Confirm(confirm) => question(frame, confirm, theme),
        Popup::Filter(at) => {
            let lines: Vec<String> = model
                .filters()
                .into_iter()
                .map(|(what, holds)| format!("[{}] {what}", if holds { "x" } else { " " }))
                .collect();
            menu(frame, "筛选：空格 选，回车 完成", &lines, Some(*at), theme);
        }
        Popup::Search(area) => {
            let inside = boxed(frame, "按名称或编码找（回车）", 50, 1);
            frame.render_widget(&**area, inside);
        }
        Popup::Units(choices, at) => units(frame, choices, *at, theme),
        Popup::Legality(at, area) => {
            let inside = boxed(frame, "合法性审查结果（上下选，回车）", 60, 7);
            let mut lines: Vec<text::Line<'_>> = LegalityResult::ALL
                .iter()
                .enumerate()
                .map(|(place, result)| chosen(result.chinese().to_owned(), place == *at, theme))
                .collect();
            lines.push(text::Line::from("说明（不是“合法”时必填）："));
            let [top, bottom] =
                Layout::vertical([Constraint::Length(4), Constraint::Min(1)]).areas(inside);
            frame.render_widget(Paragraph::new(lines), top);
            frame.render_widget(&**area, bottom);
        }
    }
}

fn chosen(text: String, is: bool, theme: Theme) -> text::Line<'static> {
    if is {
        text::Line::styled(format!("> {text}"), theme.cursor())
    } else {
        text::Line::from(format!("  {text}"))
    }
}

fn menu(frame: &mut Frame<'_>, title: &str, lines: &[String], at: Option<usize>, theme: Theme) {
    let widest = lines.iter().map(|l| width(l)).chain([width(title)]).max();
    let columns = u16::try_from(widest.unwrap_or(0) + 4).unwrap_or(u16::MAX);
    let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
    let inside = boxed(frame, title, columns, rows);
    let height = usize::from(inside.height).max(1);
    let top = at.map_or(0, |at| (at + 1).saturating_sub(height));
    let drawn: Vec<text::Line<'_>> = lines
        .iter()
        .enumerate()
        .skip(top)
        .take(height)
        .map(|(place, line)| match at {
            Some(at) => chosen(
                fit(line, inside.width.saturating_sub(2)),
                place == at,
                theme,
            ),
            None => text::Line::from(line.as_str()),
        })
        .collect();
    frame.render_widget(Paragraph::new(drawn), inside);
}

fn units(frame: &mut Frame<'_>, choices: &[Choice], at: usize, theme: Theme) {
    let lines: Vec<String> = choices
        .iter()
        .map(|c| {
            let open = if c.open > 0 {
                format!("待处理 {}/{}", c.open, c.items)
            } else {
                format!("{} 项", c.items)
            };
            let waits = if c.waits { "*" } else { " " };
            format!(
                "{waits} {} {} {} {open}",
                pad(c.id.as_str(), 6),
                pad(&c.name, 20),
                pad(&c.stage, 14)
            )
        })
        .collect();
    menu(
        frame,
        "部门（* 等你处理；回车打开）",
        &lines,
        Some(at),
        theme,
    );
}

fn help(frame: &mut Frame<'_>, top: usize, theme: Theme) {
    let inside = boxed(frame, "按键（任意键关闭，上下翻）", 110, 34);
    let mut lines: Vec<Line> = Vec::new();
    let span = |style, text: String| Span { text, style };
    let room = usize::from(inside.width).saturating_sub(16).max(20);
    for binding in BINDINGS {
        let does = power_list::report::styled::Run::plain(binding.does).lines(room);
        for (i, line) in does.into_iter().enumerate() {
            let keys = if i == 0 { binding.keys } else { "" };
            lines.push(Line(vec![
                span(Style::Strong, pad(keys, 16)),
                span(Style::Plain, line.text()),
            ]));
        }
        if let Some(command) = binding.command {
            lines.push(Line(vec![
                span(Style::Plain, " ".repeat(16)),
                span(Style::Muted, format!("power-list {command}")),
            ]));
        }
    }
    let height = usize::from(inside.height);
    let top = top.min(lines.len().saturating_sub(height));
    let drawn: Vec<text::Line<'_>> = lines
        .iter()
        .skip(top)
        .take(height)
        .map(|line| theme.line(line))
        .collect();
    frame.render_widget(Paragraph::new(drawn), inside);
}

fn question(frame: &mut Frame<'_>, confirm: &Confirm, theme: Theme) {
    let title = width(&confirm.title) + 2;
    let widest = confirm
        .lines
        .iter()
        .map(Line::width)
        .chain([title, 30])
        .max();
    let columns = u16::try_from(widest.unwrap_or(0)).unwrap_or(u16::MAX);
    let rows = u16::try_from(confirm.lines.len() + 2).unwrap_or(u16::MAX);
    let inside = boxed(frame, &confirm.title, columns, rows);
    let mut lines: Vec<text::Line<'_>> = confirm.lines.iter().map(|l| theme.line(l)).collect();
    lines.truncate(usize::from(inside.height).saturating_sub(1));
    lines.push(text::Line::from(""));
    lines.push(text::Line::styled(
        "回车或 y 办理，Esc 或 n 不办",
        theme.look(Style::Strong),
    ));
    let keep = usize::from(inside.height);
    if lines.len() > keep {
        lines.remove(lines.len() - 2);
    }
    frame.render_widget(Paragraph::new(lines), inside);
}

fn form(
    frame: &mut Frame<'_>,
    form: &Form,
    theme: Theme,
    phrases: &[Phrase],
    model: &Model,
    cited: &[Line],
) {
    if let Some(picker) = &form.picker {
        let left = picker.left(phrases);
        let inside = boxed(
            frame,
            "常用意见：打字查找，上下选，回车用上，Esc 返回",
            72,
            16,
        );
        let [search, rest] =
            Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(inside);
        frame.render_widget(&picker.search, search);
        let height = usize::from(rest.height).max(1);
        let top = (picker.cursor + 1).saturating_sub(height);
        let lines: Vec<text::Line<'_>> = left
            .iter()
            .enumerate()
            .skip(top)
            .take(height)
            .map(|(place, phrase)| {
                let what = phrase
                    .decision
                    .map_or_else(String::new, |d| format!("[{d}] "));
                let line = fit(
                    &safe(&format!("{what}{}", phrase.text)),
                    rest.width.saturating_sub(2),
                );
                chosen(line, place == picker.cursor, theme)
            })
            .collect();
        let lines = if lines.is_empty() {
            vec![text::Line::from("没有这样的常用意见")]
        } else {
            lines
        };
        frame.render_widget(Paragraph::new(lines), rest);
        return;
    }
    let fields: u16 = form.fields.iter().map(|f| f.asked.rows() + 1).sum();
    let cited_rows = u16::try_from(cited.len().min(4)).unwrap_or(0);
    let title = format!("{}：{}", form.decision(), form.title);
    let inside = boxed(frame, &title, 72, fields + cited_rows + 2);
    let mut constraints = Vec::new();
    for field in &form.fields {
        constraints.push(Constraint::Length(1));
        constraints.push(Constraint::Length(field.asked.rows()));
    }
    constraints.push(Constraint::Length(cited_rows));
    constraints.push(Constraint::Min(1));
    let parts = Layout::vertical(constraints).split(inside);
    for (place, field) in form.fields.iter().enumerate() {
        let (Some(label), Some(area)) = (parts.get(place * 2), parts.get(place * 2 + 1)) else {
            continue;
        };
        let focused = place == form.focus;
        let style = if focused {
            Style::Heading
        } else {
            Style::Muted
        };
        let mark = if focused { "> " } else { "  " };
        let text = format!("{mark}{}", field.asked.label());
        frame.render_widget(text::Line::styled(text, theme.look(style)), *label);
        if focused {
            frame.render_widget(&field.area, *area);
        } else {
            let lines: Vec<text::Line<'_>> = field
                .area
                .lines()
                .iter()
                .map(|l| text::Line::from(l.as_str()))
                .collect();
            frame.render_widget(Paragraph::new(lines), *area);
        }
    }
    if let Some(area) = parts.get(form.fields.len() * 2) {
        let lines: Vec<text::Line<'_>> = cited.iter().take(4).map(|l| theme.line(l)).collect();
        frame.render_widget(Paragraph::new(lines), *area);
    }
    if let Some(area) = parts.get(form.fields.len() * 2 + 1) {
        let mut lines = Vec::new();
        if let Some(fault) = form.fault.as_ref().or(match &model.message {
            Some((Style::Bad, why)) => Some(why),
            _ => None,
        }) {
            lines.push(text::Line::styled(
                fit(fault, area.width),
                theme.look(Style::Bad),
            ));
        }
        lines.push(text::Line::styled(
            "回车 保存（Alt-回车 换行）  Tab 下一栏  Ctrl-P 常用意见  Esc 取消",
            theme.look(Style::Muted),
        ));
        frame.render_widget(Paragraph::new(lines), *area);
    }
}
