//! What keys do where something lies over the screen.

use power_list::domain::people::Phrase;
use power_list::workflow::event::{Legality, LegalityResult};
use power_list::workflow::{Decision, Entry, Words};
use ratatui::crossterm::event::{KeyCode, KeyEvent};

use super::form::{Form, Outcome, Purpose, write as write_in};
use super::keys::{Action, action};
use super::model::{Effect, Model, Popup};
use super::update;

/// Takes a key in where something lies over the screen.
pub fn key(model: &mut Model, popup: Popup, key: KeyEvent, phrases: &[Phrase]) -> Option<Effect> {
    match popup {
        Popup::Help(top) => match key.code {
            KeyCode::Down | KeyCode::Char('j' | ' ') => model.popup = Some(Popup::Help(top + 1)),
            KeyCode::Up | KeyCode::Char('k') => {
                model.popup = Some(Popup::Help(top.saturating_sub(1)));
            }
            _ => {}
        },
        Popup::Terms => {
            if let Some(Action::Decide(term)) = action(key)
                && let Some(purpose) = update::purpose(model)
            {
                let items = model.targets();
                update::open_form(model, purpose, term, items);
            } else if key.code != KeyCode::Esc {
                model.popup = Some(Popup::Terms);
            }
        }
        Popup::Form(mut form) => {
            let body = model.unit.voice.body();
            match form.key(key, phrases, body) {
                Outcome::Going => model.popup = Some(Popup::Form(form)),
                Outcome::Left if form.is_written() => {
                    model.say("没有保存；写的还在，再按同一个键接着写");
                    model.unsaved = Some(form);
                }
                Outcome::Left => {}
                Outcome::Done(decision, words) => return filled_in(model, &form, decision, words),
            }
        }
        Popup::Confirm(confirm) => match key.code {
            KeyCode::Enter | KeyCode::Char('y' | 'Y') => return Some(confirm.effect),
            KeyCode::Esc | KeyCode::Char('n' | 'N' | 'q') => {
                model.say("没有办");
            }
            _ => model.popup = Some(Popup::Confirm(confirm)),
        },
        Popup::Filter(at) => {
            let last = model.filters().len().saturating_sub(1);
            match key.code {
                KeyCode::Down | KeyCode::Char('j') => {
                    model.popup = Some(Popup::Filter((at + 1).min(last)));
                }
                KeyCode::Up | KeyCode::Char('k') => {
                    model.popup = Some(Popup::Filter(at.saturating_sub(1)));
                }
                KeyCode::Char(' ' | 'x') => {
                    model.toggle_filter(at);
                    model.popup = Some(Popup::Filter(at));
                }
                KeyCode::Enter => {
                    if !model.filters().iter().any(|(_, holds)| *holds) {
                        model.toggle_filter(at);
                    }
                }
                KeyCode::Esc | KeyCode::Char('q' | 'f') => {}
                _ => model.popup = Some(Popup::Filter(at)),
            }
        }
        Popup::Search(mut area) => match key.code {
            KeyCode::Esc => {}
            KeyCode::Enter => {
                let wanted = area.lines().concat().trim().to_owned();
                model.filter.name = (!wanted.is_empty()).then_some(wanted);
                model.list();
                if model.listed.is_empty() {
                    model.complain("没有这样的事项；Esc 取消筛选");
                }
            }
            _ => {
                write_in(&mut area, key);
                model.popup = Some(Popup::Search(area));
            }
        },
        Popup::Units(choices, at) => {
            let last = choices.len().saturating_sub(1);
            match key.code {
                KeyCode::Down | KeyCode::Char('j') => {
                    model.popup = Some(Popup::Units(choices, (at + 1).min(last)));
                }
                KeyCode::Up | KeyCode::Char('k') => {
                    model.popup = Some(Popup::Units(choices, at.saturating_sub(1)));
                }
                KeyCode::PageDown => model.popup = Some(Popup::Units(choices, (at + 10).min(last))),
                KeyCode::PageUp => {
                    model.popup = Some(Popup::Units(choices, at.saturating_sub(10)));
                }
                KeyCode::Enter => return choices.get(at).map(|c| Effect::Open(c.id.clone())),
                KeyCode::Esc | KeyCode::Char('q' | 'c') => {}
                _ => model.popup = Some(Popup::Units(choices, at)),
            }
        }
        Popup::Legality(at, mut area) => match key.code {
            KeyCode::Esc => {}
            KeyCode::Down | KeyCode::Tab => {
                model.popup = Some(Popup::Legality((at + 1) % LegalityResult::ALL.len(), area));
            }
            KeyCode::Up | KeyCode::BackTab => {
                let count = LegalityResult::ALL.len();
                model.popup = Some(Popup::Legality((at + count - 1) % count, area));
            }
            KeyCode::Enter => {
                let result = LegalityResult::ALL.into_iter().nth(at)?;
                let text = area.lines().concat();
                let text: Option<Words> = text.trim().parse().ok();
                if result != LegalityResult::Legal && text.is_none() {
                    model.complain(format!("“{}”要说明理由", result.chinese()));
                    model.popup = Some(Popup::Legality(at, area));
                } else {
                    update::ask_to_sign(model, Some(Legality { result, text }));
                }
            }
            _ => {
                write_in(&mut area, key);
                model.popup = Some(Popup::Legality(at, area));
            }
        },
    }
    None
}

fn filled_in(
    model: &mut Model,
    form: &Form,
    decision: Decision,
    words: Option<Words>,
) -> Option<Effect> {
    let items = form.items.clone();
    match (form.purpose, words) {
        (Purpose::Opinion, text) => update::write(model, items, Entry::Opinion { decision, text }),
        (Purpose::Ruling, Some(reason)) => {
            let title = format!("裁定 {} 项：{decision}？裁定记入事件。", items.len());
            let effect = Effect::Rule {
                items: items.clone(),
                decision,
                reason,
            };
            update::ask(model, title, &items, effect);
            None
        }
        // The form does not let a ruling without a reason through.
        (Purpose::Ruling, None) => None,
    }
}
