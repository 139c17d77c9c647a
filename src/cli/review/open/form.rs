//! The form of a decision: what it demands, and the words that go with it.

use power_list::domain::ids::ItemCode;
use power_list::domain::people::{Body, Phrase};
use power_list::workflow::{Decision, DecisionParts, Entry, Words};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{TextArea, WrapMode};

use super::picker::Picker;

/// What becomes of the form once it is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A draft of an opinion.
    Opinion,
    /// A ruling of 综合组.
    Ruling,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Ground of 取消.
    Ground,
    /// Receiving level of 下放.
    Level,
    /// Day of 下放.
    Date,
    /// Receiver of 转移.
    To,
    /// Items absorbed by 整合.
    Absorbs,
    /// What is said to the item.
    Text,
    /// Why it is ruled so.
    Reason,
}

impl Asked {
    /// Its label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Ground => "取消的理由（必填）",
            Self::Level => "下放到哪一级（必填，如 县级）",
            Self::Date => "从哪一天起（必填，如 2014-09-01）",
            Self::To => "转移给谁（必填）",
            Self::Absorbs => "并入哪些事项（必填，编码之间用空格）",
            Self::Text => "意见的说明（写了就要部门答复）",
            Self::Reason => "裁定的理由（必填）",
        }
    }

    /// Rows that it is given.
    pub const fn rows(self) -> u16 {
        match self {
            Self::Level | Self::Date | Self::To | Self::Absorbs => 1,
            Self::Ground | Self::Text | Self::Reason => 3,
        }
    }

    /// Whether stock phrases fit in.
    const fn takes_phrases(self) -> bool {
        matches!(self, Self::Ground | Self::Text | Self::Reason)
    }
}

/// A field.
pub struct Field {
    /// What is asked for.
    pub asked: Asked,
    /// What is written.
    pub area: TextArea<'static>,
    /// What it began with.
    began: String,
}

/// A decision being made.
pub struct Form {
    /// What it is for.
    pub purpose: Purpose,
    /// Place of the decision among the terms.
    pub term: usize,
    /// The items concerned.
    pub items: Vec<ItemCode>,
    /// What they are called, for the title.
    pub title: String,
    /// The fields.
    pub fields: Vec<Field>,
    /// The field being written.
    pub focus: usize,
    /// Why it cannot be taken as it is.
    pub fault: Option<String>,
    /// Stock phrases to choose from.
    pub picker: Option<Picker>,
}

/// What comes of a key.
pub enum Outcome {
    /// More keys.
    Going,
    /// Left without a decision.
    Left,
    /// Filled in: the decision and its words.
    Done(Decision, Option<Words>),
}

impl Form {
    /// A form for a decision on some items, with what was said before.
    pub fn new(
        purpose: Purpose,
        term: usize,
        items: Vec<ItemCode>,
        title: String,
        said: Option<&Entry>,
    ) -> Self {
        let demanded: &[Asked] = match Decision::TERMS.get(term) {
            Some(&"取消") => &[Asked::Ground],
            Some(&"下放") => &[Asked::Level, Asked::Date],
            Some(&"转移") => &[Asked::To],
            Some(&"整合") => &[Asked::Absorbs],
            _ => &[],
        };
        let last = match purpose {
            Purpose::Opinion => Asked::Text,
            Purpose::Ruling => Asked::Reason,
        };
        let fields = demanded
            .iter()
            .chain([&last])
            .map(|asked| {
                let began = before(*asked, said);
                Field {
                    asked: *asked,
                    area: area(&began),
                    began,
                }
            })
            .collect();
        Self {
            purpose,
            term,
            items,
            title,
            fields,
            focus: 0,
            fault: None,
            picker: None,
        }
    }

    /// Name of the decision.
    pub fn decision(&self) -> &'static str {
        Decision::TERMS.get(self.term).copied().unwrap_or("保留")
    }

    /// Whether something was written that was not there before.
    pub fn is_written(&self) -> bool {
        self.fields
            .iter()
            .any(|f| f.area.lines().join("\n") != f.began)
    }

    /// Text of a field; `None` where it is blank or not asked for.
    fn text(&self, asked: Asked) -> Option<String> {
        let field = self.fields.iter().find(|f| f.asked == asked)?;
        let text = field.area.lines().join("\n");
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// All that is written, for looking up what it cites.
    pub fn written(&self) -> String {
        let texts: Vec<String> = self
            .fields
            .iter()
            .filter(|f| f.asked.takes_phrases())
            .map(|f| f.area.lines().join("\n"))
            .collect();
        texts.join("\n")
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent, phrases: &[Phrase], body: Option<Body>) -> Outcome {
        if let Some(picker) = &mut self.picker {
            match key.code {
                KeyCode::Esc => self.picker = None,
                KeyCode::Enter => {
                    let chosen = picker.chosen(phrases).map(|p| p.text.clone());
                    self.picker = None;
                    if let Some(text) = chosen {
                        self.paste(&text);
                    }
                }
                _ => picker.key(key, phrases),
            }
            return Outcome::Going;
        }
        self.fault = None;
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        let last = self.focus + 1 == self.fields.len();
        match key.code {
            KeyCode::Esc => return Outcome::Left,
            KeyCode::Char('c') if control => return Outcome::Left,
            KeyCode::Char('p') if control => self.open_picker(phrases, body),
            KeyCode::Char('s') if control => return self.done(),
            KeyCode::Enter if key.modifiers.contains(KeyModifiers::ALT) => self.newline(),
            KeyCode::Char('j') if control => self.newline(),
            KeyCode::Enter if last => return self.done(),
            KeyCode::Enter | KeyCode::Tab => self.focus = (self.focus + 1) % self.fields.len(),
            KeyCode::BackTab => {
                self.focus = (self.focus + self.fields.len() - 1) % self.fields.len();
            }
            _ => {
                if let Some(field) = self.fields.get_mut(self.focus) {
                    write(&mut field.area, key);
                }
            }
        }
        Outcome::Going
    }

    /// Takes pasted text, or a phrase.
    pub fn paste(&mut self, text: &str) {
        if let Some(picker) = &mut self.picker {
            picker.paste(text);
            return;
        }
        if let Some(field) = self.fields.get_mut(self.focus) {
            // What steers a terminal has no place in an opinion.
            let text: String = text
                .replace("\r\n", "\n")
                .replace('\r', "\n")
                .chars()
                .filter(|c| !c.is_control() || *c == '\n')
                .collect();
            if field.asked.rows() == 1 {
                field.area.insert_str(text.replace('\n', " "));
            } else {
                field.area.insert_str(text);
            }
        }
    }

    fn newline(&mut self) {
        if let Some(field) = self.fields.get_mut(self.focus)
            && field.asked.rows() > 1
        {
            field.area.insert_newline();
        }
    }

    fn open_picker(&mut self, phrases: &[Phrase], body: Option<Body>) {
        let fits = self
            .fields
            .get(self.focus)
            .is_some_and(|f| f.asked.takes_phrases());
        if !fits {
            self.fault = Some("这一栏用不上常用意见".to_owned());
        } else if phrases.is_empty() {
            self.fault = Some("没有常用意见；写在 power-list.yaml 的 phrases 里".to_owned());
        } else {
            self.picker = Some(Picker::new(self.decision(), body));
        }
    }

    fn done(&mut self) -> Outcome {
        match self.build() {
            Ok((decision, words)) => Outcome::Done(decision, words),
            Err(fault) => {
                self.fault = Some(fault);
                Outcome::Going
            }
        }
    }

    fn build(&self) -> Result<(Decision, Option<Words>), String> {
        let date = match self.text(Asked::Date) {
            Some(text) => Some(
                text.parse()
                    .map_err(|_| format!("“{text}”不是日期，应写作 2014-09-01"))?,
            ),
            None => None,
        };
        let absorbs = self.text(Asked::Absorbs).unwrap_or_default();
        let absorbs: Result<Vec<ItemCode>, _> = absorbs
            .split([' ', '\n', '、', '，', ','])
            .filter(|part| !part.is_empty())
            .map(str::parse)
            .collect();
        let parts = DecisionParts {
            ground: self.text(Asked::Ground),
            to: self.text(Asked::To),
            level: self.text(Asked::Level),
            date,
            absorbs: absorbs.map_err(|e| e.to_string())?,
        };
        let decision = Decision::build(self.decision(), parts).map_err(|e| e.to_string())?;
        let words = |asked| {
            self.text(asked)
                .map(|text| text.parse::<Words>().map_err(|e| e.to_string()))
                .transpose()
        };
        let words = match self.purpose {
            Purpose::Opinion => words(Asked::Text)?,
            Purpose::Ruling => Some(words(Asked::Reason)?.ok_or("裁定要写明理由")?),
        };
        Ok((decision, words))
    }
}

/// What a field begins with: what was said before.
fn before(asked: Asked, said: Option<&Entry>) -> String {
    let Some(Entry::Opinion { decision, text }) = said else {
        return String::new();
    };
    match (asked, decision) {
        (Asked::Ground, Decision::Cancel { ground }) => ground.to_string(),
        (Asked::Level, Decision::Delegate { level, .. }) => level.to_string(),
        (Asked::Date, Decision::Delegate { date, .. }) => date.to_string(),
        (Asked::To, Decision::Transfer { to }) => to.to_string(),
        (Asked::Absorbs, Decision::Merge { absorbs }) => {
            let codes: Vec<&str> = absorbs.codes().iter().map(ItemCode::as_str).collect();
            codes.join(" ")
        }
        (Asked::Text, _) => text.as_ref().map_or_else(String::new, ToString::to_string),
        _ => String::new(),
    }
}

/// Takes a key into a text. Ctrl-U empties the line up to the cursor, as in every shell; Ctrl-Z undoes.
pub fn write(area: &mut TextArea<'static>, key: KeyEvent) -> bool {
    if !key.modifiers.contains(KeyModifiers::CONTROL) {
        return area.input(key);
    }
    match key.code {
        KeyCode::Char('u') => area.delete_line_by_head(),
        KeyCode::Char('z') => area.undo(),
        KeyCode::Char('y') => area.redo(),
        _ => area.input(key),
    }
}

/// A place to write in.
pub fn area(text: &str) -> TextArea<'static> {
    let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
    // Chinese has no blanks to break at.
    area.set_wrap_mode(WrapMode::Glyph);
    area.set_cursor_line_style(ratatui::style::Style::new());
    area.move_cursor(ratatui_textarea::CursorMove::Bottom);
    area.move_cursor(ratatui_textarea::CursorMove::End);
    area
}
