//! What lies over the screen: menus, questions, forms, help.

use power_list::domain::people::Phrase;
use power_list::report::styled::{Line, Run, Span, Style};
use power_list::report::text::width;
use power_list::workflow::Decision;
use power_list::workflow::event::LegalityResult;
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::symbols::border;
use ratatui::text;
use ratatui::widgets::{Block, Clear, Paragraph};

use super::super::form::Form;
use super::super::keys::BINDINGS;
use super::super::model::{Choice, Confirm, Model, Popup};
use super::super::theme::Theme;
use super::{fit, pad, safe};

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

/// Draws it.
pub(super) fn over(
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
        let does = Run::plain(binding.does).lines(room);
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
