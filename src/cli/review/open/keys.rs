//! The keys of the review screen: one table that the screen goes by, that its help shows, and whose commands a test runs.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use power_list::workflow::Decision;
use ratatui::crossterm;

/// What a key asks for while going through the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// To the next item.
    Down,
    /// To the item before.
    Up,
    /// A page of the list down.
    PageDown,
    /// A page of the list up.
    PageUp,
    /// To the first item.
    First,
    /// To the last item.
    Last,
    /// To the next item without a decision.
    NextOpen,
    /// To the last one before it without a decision.
    PreviousOpen,
    /// The sheet down.
    SheetDown,
    /// The sheet up.
    SheetUp,
    /// To the next section of the sheet.
    NextSection,
    /// To the section before.
    PreviousSection,
    /// The sheet alone, the list alone, or both.
    Switch,
    /// A decision, by its place among the terms.
    Decide(usize),
    /// Words to the item, its decision staying as it is.
    Opine,
    /// Take the draft or the opinion back.
    TakeBack,
    /// Choose the item for a batch, or not.
    Mark,
    /// Choose all items of the list, or none.
    MarkAll,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Narrow the list down.
    Filter,
    /// Find by name or code.
    Search,
    /// The whole list again.
    Unfilter,
    /// Another unit.
    Units,
    /// Give the drafts.
    Submit,
    /// Sign.
    Sign,
    /// Read what others have done.
    Refresh,
    /// Help.
    Help,
    /// Leave.
    Quit,
}

/// A key with what it does, what to say of it, and the command that does the same.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// The keys, as they are called on the screen.
    pub keys: &'static str,
    /// What it does.
    pub does: &'static str,
    /// The command that does the same; `None` for moving about.
    pub command: Option<&'static str>,
}

/// The table, in the order of the help.
pub const BINDINGS: [Binding; 19] = [
    binding("j k 方向键", "下一项、上一项", None),
    binding(
        "n N",
        "下一个、上一个还没有处理意见的事项",
        Some("review queue --as 人员"),
    ),
    binding("g G Home End", "第一项、最后一项", None),
    binding("空格 b", "右边的内容向下、向上翻", None),
    binding(
        "[ ]",
        "右边跳到上一节、下一节（依据、流程图、与上次相比等）",
        Some("review show 编码 --section 节"),
    ),
    binding("Tab", "只看清单、只看内容、两边都看", None),
    binding(
        "1-9",
        "保留 取消 下放 转移 整合 优化 调整 冻结 补充材料（综合组：裁定）",
        Some("review opine 部门 --item 编码 --decision 保留 --draft --as 人员"),
    ),
    binding(
        "o",
        "写意见的说明；Ctrl-P 用常用意见",
        Some("review opine 部门 --item 编码 --decision 调整 --text 说明 --draft --as 人员"),
    ),
    binding(
        "x",
        "丢弃草稿；没有草稿时撤回已提的意见",
        Some("review draft drop 部门 --item 编码 --as 人员"),
    ),
    binding("v", "选中、不选这一项；选中以后按 1-9 成批处理", None),
    binding(
        "V",
        "选中清单里的全部，或全部不选",
        Some("review opine 部门 --category 类别 --decision 保留 --draft --as 人员"),
    ),
    binding(
        "u",
        "撤销上一步（没有签署的都可以撤销）",
        Some("review draft undo 部门 --as 人员"),
    ),
    binding(
        "U",
        "恢复刚撤销的",
        Some("review draft redo 部门 --as 人员"),
    ),
    binding(
        "f",
        "筛选：未处理、有问题、有改动、不一致、某一类别",
        Some("review queue --department 部门 --finding any --changed --disputed --as 人员"),
    ),
    binding(
        "/ Esc",
        "按名称或编码找；取消筛选",
        Some("review queue --department 部门 --as 人员"),
    ),
    binding("c", "换一个部门", Some("review status")),
    binding(
        "p",
        "提交草稿，不签署",
        Some("review draft submit 部门 --as 人员"),
    ),
    binding(
        "S",
        "签署，草稿一并提交",
        Some("review sign 部门 --as 人员"),
    ),
    binding(
        "? q",
        "帮助；离开（草稿都在，随时可以再开）",
        Some("review open 部门 --as 人员"),
    ),
];

const fn binding(keys: &'static str, does: &'static str, command: Option<&'static str>) -> Binding {
    Binding {
        keys,
        does,
        command,
    }
}

/// What a key asks for; `None` for keys that mean nothing here.
pub fn action(key: KeyEvent) -> Option<Action> {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return match key.code {
            KeyCode::Char('c') => Some(Action::Quit),
            KeyCode::Char('l') => Some(Action::Refresh),
            KeyCode::Char('d') => Some(Action::SheetDown),
            KeyCode::Char('u') => Some(Action::SheetUp),
            KeyCode::Char('r') => Some(Action::Redo),
            _ => None,
        };
    }
    Some(match key.code {
        KeyCode::Char('j') | KeyCode::Down => Action::Down,
        KeyCode::Char('k') | KeyCode::Up => Action::Up,
        KeyCode::PageDown => Action::PageDown,
        KeyCode::PageUp => Action::PageUp,
        KeyCode::Char('g') | KeyCode::Home => Action::First,
        KeyCode::Char('G') | KeyCode::End => Action::Last,
        KeyCode::Char('n') => Action::NextOpen,
        KeyCode::Char('N') => Action::PreviousOpen,
        KeyCode::Char(' ') => Action::SheetDown,
        KeyCode::Char('b') => Action::SheetUp,
        KeyCode::Char(']') => Action::NextSection,
        KeyCode::Char('[') => Action::PreviousSection,
        KeyCode::Tab | KeyCode::Enter => Action::Switch,
        KeyCode::Char(digit @ '1'..='9') => {
            let place = (digit as u8 - b'1') as usize;
            debug_assert!(place < Decision::TERMS.len());
            Action::Decide(place)
        }
        KeyCode::Char('o') => Action::Opine,
        KeyCode::Char('x') => Action::TakeBack,
        KeyCode::Char('v') => Action::Mark,
        KeyCode::Char('V') => Action::MarkAll,
        KeyCode::Char('u') => Action::Undo,
        KeyCode::Char('U') => Action::Redo,
        KeyCode::Char('f') => Action::Filter,
        KeyCode::Char('/') => Action::Search,
        KeyCode::Esc => Action::Unfilter,
        KeyCode::Char('c') => Action::Units,
        KeyCode::Char('p') => Action::Submit,
        KeyCode::Char('S') => Action::Sign,
        KeyCode::Char('?') => Action::Help,
        KeyCode::Char('q') => Action::Quit,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn what_a_key_does_a_command_does_too() {
        let words = [
            ("部门", "hbj"),
            ("人员", "fz-1"),
            ("编码", "341100-hbj-01-0001"),
            ("类别", "行政处罚"),
            ("说明", "补充依据"),
            ("节", "basis"),
        ];
        let mut commands = 0;
        for binding in BINDINGS {
            let Some(command) = binding.command else {
                continue;
            };
            commands += 1;
            let line = command.split_whitespace().map(|word| {
                words
                    .iter()
                    .find(|(known, _)| *known == word)
                    .map_or(word, |(_, value)| value)
            });
            let parsed = Cli::try_parse_from(std::iter::once("power-list").chain(line));
            assert!(
                parsed.is_ok(),
                "{command}：{}",
                parsed.err().map_or_else(String::new, |e| e.to_string())
            );
        }
        assert!(commands > 10);
    }

    #[test]
    fn every_key_of_the_table_means_something() {
        let named = |word: &str| match word {
            "方向键" => vec![KeyCode::Down, KeyCode::Up],
            "空格" => vec![KeyCode::Char(' ')],
            "Tab" => vec![KeyCode::Tab],
            "Home" => vec![KeyCode::Home],
            "End" => vec![KeyCode::End],
            "Esc" => vec![KeyCode::Esc],
            "1-9" => ('1'..='9').map(KeyCode::Char).collect(),
            one => {
                let mut chars = one.chars();
                let key = chars.next().map(KeyCode::Char);
                assert_eq!(chars.next(), None, "{one}");
                key.into_iter().collect()
            }
        };
        for binding in BINDINGS {
            for word in binding.keys.split_whitespace() {
                for code in named(word) {
                    let key = KeyEvent::new(code, KeyModifiers::NONE);
                    assert!(action(key).is_some(), "{word}");
                }
            }
        }
    }
}
