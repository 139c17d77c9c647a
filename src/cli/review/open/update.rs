//! What keys do to the screen. Nothing here touches the store: what has to be done there is given back as an effect.

use power_list::domain::ids::ItemCode;
use power_list::domain::people::Phrase;
use power_list::report::styled::{Line, Run, Span, Style};
use power_list::workflow::event::Legality;
use power_list::workflow::{Decision, Entry, Step};
use ratatui::crossterm::event::KeyEvent;

use super::form::{Form, Purpose, area};
use super::keys::{Action, action};
use super::model::{Advance, Confirm, Effect, Model, Panes, Popup, Voice};
use super::over;

/// Items that a question names.
const NAMED: usize = 8;

/// Takes a key in.
pub fn key(model: &mut Model, key: KeyEvent, phrases: &[Phrase]) -> Option<Effect> {
    match model.popup.take() {
        None => {
            model.message = None;
            action(key).and_then(|action| browse(model, action))
        }
        Some(popup) => over::key(model, popup, key, phrases),
    }
}

/// Takes pasted text in: only where something is being written, so that a stray paste decides nothing.
pub fn paste(model: &mut Model, text: &str) {
    match &mut model.popup {
        Some(Popup::Form(form)) => form.paste(text),
        Some(Popup::Search(area) | Popup::Legality(_, area)) => {
            area.insert_str(text.replace(['\n', '\r'], " "));
        }
        _ => {}
    }
}

fn browse(model: &mut Model, action: Action) -> Option<Effect> {
    let last = model.listed.len().saturating_sub(1);
    let page = model.list_height.max(1);
    let sheet_page = model.sheet_height.saturating_sub(2).max(1);
    match action {
        Action::Down => model.cursor = (model.cursor + 1).min(last),
        Action::Up => model.cursor = model.cursor.saturating_sub(1),
        Action::PageDown => model.cursor = (model.cursor + page).min(last),
        Action::PageUp => model.cursor = model.cursor.saturating_sub(page),
        Action::First => model.cursor = 0,
        Action::Last => model.cursor = last,
        Action::NextOpen => {
            if !model.next_open() {
                model.say(nothing_open(model));
            }
        }
        Action::PreviousOpen => {
            if !model.previous_open() {
                model.say(nothing_open(model));
            }
        }
        Action::SheetDown => scroll(model, |top| top + sheet_page),
        Action::SheetUp => scroll(model, |top| top.saturating_sub(sheet_page)),
        Action::NextSection => {
            let top = model.sheet.top;
            if let Some(next) = model.sheet.sections.iter().find(|at| **at > top).copied() {
                scroll(model, |_| next);
            }
        }
        Action::PreviousSection => {
            let top = model.sheet.top;
            let sections = &model.sheet.sections;
            // From the beginning to the end, where the changes are.
            let before = sections.iter().rfind(|at| **at < top).or(sections.last());
            let before = before.copied().unwrap_or(0);
            scroll(model, |_| before);
        }
        Action::Switch => {
            model.panes = match model.panes {
                Panes::Both => Panes::Sheet,
                Panes::Sheet => Panes::List,
                Panes::List => Panes::Both,
            };
        }
        Action::Decide(term) => return decide(model, term),
        Action::Opine => opine(model),
        Action::TakeBack => return take_back(model),
        Action::Mark => {
            let code = model.row().map(|row| row.code.clone())?;
            if !model.marked.remove(&code) {
                model.marked.insert(code);
            }
            model.cursor = (model.cursor + 1).min(last);
        }
        Action::MarkAll => {
            let listed: Vec<ItemCode> = (0..model.listed.len())
                .filter_map(|at| model.listed_row(at).map(|row| row.code.clone()))
                .collect();
            if listed.iter().all(|code| model.marked.contains(code)) {
                model.marked.clear();
            } else {
                model.marked.extend(listed);
            }
        }
        Action::Undo => return undo(model, Step::UNDO),
        Action::Redo => return undo(model, Step::REDO),
        Action::Filter => model.popup = Some(Popup::Filter(0)),
        Action::Search => {
            let wanted = model.filter.name.clone().unwrap_or_default();
            model.popup = Some(Popup::Search(Box::new(area(&wanted))));
        }
        Action::Unfilter => {
            if model.marked.is_empty() {
                model.filter = power_list::ops::review::Filter::default();
                model.list();
            } else {
                model.marked.clear();
            }
        }
        Action::Units => return Some(Effect::Units),
        Action::Submit => return submit(model),
        Action::Sign => return sign(model),
        Action::Refresh => return Some(Effect::Refresh),
        Action::Help => model.popup = Some(Popup::Help(0)),
        Action::Quit => return Some(Effect::Quit),
    }
    None
}

fn nothing_open(model: &Model) -> &'static str {
    match model.unit.voice {
        Voice::Reviewer(_) => "清单里的事项都有处理意见了；S 签署，p 只提交草稿",
        Voice::Coordinator => "没有待裁定的事项",
        Voice::Silent(_) => "这里没有等你处理的事项",
    }
}

fn scroll(model: &mut Model, to: impl Fn(usize) -> usize) {
    let last = model.sheet.lines.len().saturating_sub(model.sheet_height);
    model.sheet.top = to(model.sheet.top).min(last);
}

/// Whether the reader may say something; else the screen says why not.
pub(super) fn purpose(model: &mut Model) -> Option<Purpose> {
    match &model.unit.voice {
        Voice::Reviewer(_) => Some(Purpose::Opinion),
        Voice::Coordinator => Some(Purpose::Ruling),
        Voice::Silent(why) => {
            let why = why.clone();
            model.complain(why);
            None
        }
    }
}

fn decide(model: &mut Model, term: usize) -> Option<Effect> {
    let purpose = purpose(model)?;
    let items = model.targets();
    if items.is_empty() {
        model.complain("没有选中事项");
        return None;
    }
    let keep = Decision::TERMS.get(term) == Some(&"保留");
    if keep && purpose == Purpose::Opinion {
        let entry = Entry::Opinion {
            decision: Decision::KEEP,
            text: None,
        };
        return write(model, items, entry);
    }
    open_form(model, purpose, term, items);
    None
}

pub(super) fn open_form(model: &mut Model, purpose: Purpose, term: usize, items: Vec<ItemCode>) {
    if let Some(form) = model.unsaved.take()
        && form.term == term
        && form.items == items
    {
        model.popup = Some(Popup::Form(form));
        return;
    }
    let title = model.name_of(&items);
    let said = match items.as_slice() {
        [_] => model.row().and_then(|row| model.said(row)),
        _ => None,
    };
    let form = Form::new(purpose, term, items, title, said.as_ref());
    model.popup = Some(Popup::Form(Box::new(form)));
}

/// Words to the item: with the decision that it has, else one has to be chosen first.
fn opine(model: &mut Model) {
    let Some(purpose) = purpose(model) else {
        return;
    };
    let items = model.targets();
    let said = match items.as_slice() {
        [_] => model.row().and_then(|row| model.said(row)),
        _ => None,
    };
    let term = said
        .as_ref()
        .and_then(Entry::decision)
        .and_then(|d| Decision::TERMS.iter().position(|term| *term == d.chinese()));
    match term {
        Some(term) => open_form(model, purpose, term, items),
        None => model.popup = Some(Popup::Terms),
    }
}

/// One item is drafted at once, several after a question.
pub(super) fn write(model: &mut Model, items: Vec<ItemCode>, entry: Entry) -> Option<Effect> {
    let several = items.len() > 1;
    let title = format!("{} 项都按“{entry}”处理？", items.len());
    let advance = if several {
        Advance::Stay
    } else {
        Advance::NextOpen
    };
    let effect = Effect::Draft(
        Step::Write {
            items: items.clone(),
            entry,
        },
        advance,
    );
    if several {
        ask(model, title, &items, effect);
        None
    } else {
        Some(effect)
    }
}

/// Asks before something is done to many items.
pub(super) fn ask(model: &mut Model, title: String, items: &[ItemCode], effect: Effect) {
    let mut lines = Vec::new();
    // Names come from what units send: nothing in them may steer the terminal.
    let plain = |text: String| {
        let mut lines = Run::plain(text).lines(usize::MAX).into_iter();
        lines.next().unwrap_or_default()
    };
    let mut replaced = 0;
    for (place, code) in items.iter().enumerate() {
        let Some(row) = model.unit.rows.iter().find(|row| row.code == *code) else {
            continue;
        };
        let said = model.said(row);
        replaced += usize::from(said.is_some());
        if place < NAMED {
            let was = said.map_or_else(String::new, |said| format!("（原为 {said}）"));
            lines.push(plain(format!("{} {}{was}", short(code), row.name)));
        }
    }
    if items.len() > NAMED {
        lines.push(plain(format!("还有 {} 项", items.len() - NAMED)));
    }
    if replaced > 0 {
        lines.push(plain(format!("其中 {replaced} 项原有的意见会被代替")));
    }
    model.popup = Some(Popup::Confirm(Confirm {
        title,
        lines,
        effect,
    }));
}

/// The end of a code, which tells the items of one unit apart.
pub fn short(code: &ItemCode) -> &str {
    let text = code.as_str();
    text.match_indices('-')
        .nth(1)
        .and_then(|(at, _)| text.get(at + 1..))
        .unwrap_or(text)
}

fn take_back(model: &mut Model) -> Option<Effect> {
    if purpose(model)? == Purpose::Ruling {
        model.complain("裁定已经记入事件，不能撤回；可以再裁定一次");
        return None;
    }
    let items = model.targets();
    let drafted: Vec<ItemCode> = items
        .iter()
        .filter(|code| model.unit.drafts.entry(code).is_some())
        .cloned()
        .collect();
    if !drafted.is_empty() {
        return Some(Effect::Draft(Step::Erase { items: drafted }, Advance::Stay));
    }
    let body = model.unit.voice.body()?;
    let given: Vec<ItemCode> = model
        .unit
        .rows
        .iter()
        .filter(|row| items.contains(&row.code) && row.state.opinion(body).is_some())
        .map(|row| row.code.clone())
        .collect();
    if given.is_empty() {
        model.complain("没有草稿，也没有提过意见");
        return None;
    }
    let step = Step::Write {
        items: given,
        entry: Entry::WITHDRAWAL,
    };
    Some(Effect::Draft(step, Advance::Stay))
}

fn undo(model: &mut Model, step: Step) -> Option<Effect> {
    if purpose(model)? == Purpose::Ruling {
        model.complain("裁定已经记入事件，不能撤销");
        return None;
    }
    let (first, none) = match step {
        Step::Redo {} => (
            model
                .unit
                .drafts
                .redoes()
                .and_then(|mut i| i.next().cloned()),
            "没有刚撤销的一步",
        ),
        _ => (
            model
                .unit
                .drafts
                .undoes()
                .and_then(|mut i| i.next().cloned()),
            "没有可以撤销的一步",
        ),
    };
    let Some(first) = first else {
        model.complain(none);
        return None;
    };
    model.go_to(&first);
    Some(Effect::Draft(step, Advance::Stay))
}

fn submit(model: &mut Model) -> Option<Effect> {
    if purpose(model)? == Purpose::Ruling {
        model.complain("综合组的裁定没有草稿，裁定时已经记下");
        return None;
    }
    let items: Vec<ItemCode> = model.unit.drafts.entries().keys().cloned().collect();
    if items.is_empty() {
        model.complain("没有草稿");
        return None;
    }
    let title = format!("把 {} 条草稿作为意见提交？（不签署）", items.len());
    let lines = drafted(model);
    model.popup = Some(Popup::Confirm(Confirm {
        title,
        lines,
        effect: Effect::Submit,
    }));
    None
}

/// The drafts, counted by decision.
fn drafted(model: &Model) -> Vec<Line> {
    let mut counts = std::collections::BTreeMap::new();
    for entry in model.unit.drafts.entries().values() {
        let what = entry.decision().map_or("撤回意见", Decision::chinese);
        *counts.entry(what).or_insert(0usize) += 1;
    }
    let line = |(what, count): (&str, usize)| {
        Line(vec![Span {
            text: format!("{what}：{count} 项"),
            style: Style::Plain,
        }])
    };
    counts.into_iter().map(line).collect()
}

fn sign(model: &mut Model) -> Option<Effect> {
    if purpose(model)? == Purpose::Ruling {
        model.complain("综合组不签署；power-list review return 结束这一轮");
        return None;
    }
    if model.unit.legality_due {
        model.popup = Some(Popup::Legality(0, Box::new(area(""))));
    } else {
        ask_to_sign(model, None);
    }
    None
}

pub(super) fn ask_to_sign(model: &mut Model, legality: Option<Legality>) {
    let open = model.open();
    let mut lines = drafted(model);
    let mut line = |style, text: String| lines.push(Line(vec![Span { text, style }]));
    if open > 0 {
        line(
            Style::Warn,
            format!("还有 {open} 项没有处理意见，签署以后不能再提"),
        );
    }
    if let Some(legality) = &legality {
        line(
            Style::Plain,
            format!("合法性审查：{}", legality.result.chinese()),
        );
    }
    line(Style::Plain, "签署以后草稿就是意见，不能再改".to_owned());
    let title = format!("签署{}的{}？", model.unit.name, model.unit.round.review());
    model.popup = Some(Popup::Confirm(Confirm {
        title,
        lines,
        effect: Effect::Sign(legality),
    }));
}
