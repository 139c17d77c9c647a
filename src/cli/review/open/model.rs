//! What the review screen shows: the items of a unit, where the reader is among them, and what is being asked.

use std::collections::BTreeSet;

use power_list::domain::ids::{DepartmentId, Digest, ItemCode};
use power_list::domain::people::Body;
use power_list::ops::review::{Filter, Row, Wanted};
use power_list::report::styled::{Line, Style};
use power_list::workflow::event::Legality;
use power_list::workflow::{Decision, Entry, Notebook, Round, Step, Words};
use ratatui_textarea::TextArea;

use super::form::Form;

/// As what somebody sits before the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Voice {
    /// Speaks for a body.
    Reviewer(Body),
    /// Rules on what the bodies leave open.
    Coordinator,
    /// Only reads; why.
    Silent(String),
}

impl Voice {
    /// The body spoken for.
    pub const fn body(&self) -> Option<Body> {
        match self {
            Self::Reviewer(body) => Some(*body),
            Self::Coordinator | Self::Silent(_) => None,
        }
    }
}

/// The unit that is open, as it stands.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its id.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub stage: String,
    /// The round that is shown.
    pub round: Round,
    /// What it sent up.
    pub snapshot: Digest,
    /// Its items.
    pub rows: Vec<Row>,
    /// The reader's drafts.
    pub drafts: Notebook,
    /// As what the reader is here.
    pub voice: Voice,
    /// Whether 合法性审查 is due with the signature.
    pub legality_due: bool,
}

/// A unit to choose.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its id.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub stage: String,
    /// Items without a decision of the reader's body; disputes for 综合组.
    pub open: usize,
    /// All items.
    pub items: usize,
    /// Whether it waits for the reader.
    pub waits: bool,
}

/// Which parts of the screen are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Panes {
    /// List and sheet.
    Both,
    /// The list alone.
    List,
    /// The sheet alone.
    Sheet,
}

/// The item as it is read.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Which item, set for which width; `None` when nothing is set.
    pub of: Option<(ItemCode, usize)>,
    /// Its lines.
    pub lines: Vec<Line>,
    /// First lines of its sections.
    pub sections: Vec<usize>,
    /// First line that is seen.
    pub top: usize,
}

/// What lies over the screen.
pub enum Popup {
    /// The keys.
    Help(usize),
    /// The decisions.
    Terms,
    /// A decision being made.
    Form(Box<Form>),
    /// A question with what is done on a yes.
    Confirm(Confirm),
    /// What the list is narrowed down to.
    Filter(usize),
    /// A name or code that is looked for.
    Search(Box<TextArea<'static>>),
    /// The units.
    Units(Vec<Choice>, usize),
    /// The result of 合法性审查, and its words.
    Legality(usize, Box<TextArea<'static>>),
}

/// A question.
pub struct Confirm {
    /// What is asked.
    pub title: String,
    /// What it is about.
    pub lines: Vec<Line>,
    /// What is done on a yes.
    pub effect: Effect,
}

/// What has to be done outside of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A step in the notebook. With the item to go on from, where one was decided by itself.
    Draft(Step, Advance),
    /// A ruling.
    Rule {
        /// Items.
        items: Vec<ItemCode>,
        /// The ruling.
        decision: Decision,
        /// Why.
        reason: Words,
    },
    /// Give the drafts.
    Submit,
    /// Sign.
    Sign(Option<Legality>),
    /// Show the units.
    Units,
    /// Open a unit.
    Open(DepartmentId),
    /// Read what others have done.
    Refresh,
    /// Leave.
    Quit,
}

/// Where the cursor goes after a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advance {
    /// To the next item without a decision.
    NextOpen,
    /// It stays.
    Stay,
}

/// The screen.
pub struct Model {
    /// Who reads, in words.
    pub who: String,
    /// The unit that is open.
    pub unit: Unit,
    /// Positions of the rows that are listed.
    pub listed: Vec<usize>,
    /// Position of the cursor in the list.
    pub cursor: usize,
    /// First position of the list that is seen.
    pub top: usize,
    /// Rows of the list that are seen, as of the last drawing.
    pub list_height: usize,
    /// Lines of the sheet that are seen, as of the last drawing.
    pub sheet_height: usize,
    /// Items chosen for a batch.
    pub marked: BTreeSet<ItemCode>,
    /// What the list is narrowed down to.
    pub filter: Filter,
    /// Parts that are seen.
    pub panes: Panes,
    /// The item as it is read.
    pub sheet: Sheet,
    /// What lies over it.
    pub popup: Option<Popup>,
    /// A form that was left with something in it: it is gone on with when the same decision is made again.
    pub unsaved: Option<Box<Form>>,
    /// What was done last, or why not.
    pub message: Option<(Style, String)>,
}

impl Model {
    /// The screen on a unit.
    pub fn new(who: String, unit: Unit) -> Self {
        let mut model = Self {
            who,
            unit,
            listed: Vec::new(),
            cursor: 0,
            top: 0,
            list_height: 1,
            sheet_height: 1,
            marked: BTreeSet::new(),
            filter: Filter::default(),
            panes: Panes::Both,
            sheet: Sheet::default(),
            popup: None,
            unsaved: None,
            message: None,
        };
        model.list();
        model
    }

    /// Another unit, or the same one as it stands now; the cursor stays on its item where that is still listed.
    pub fn show(&mut self, unit: Unit) {
        let here = self.row().map(|row| row.code.clone());
        if unit.id != self.unit.id {
            self.filter = Filter::default();
            self.marked.clear();
            self.unsaved = None;
            self.cursor = 0;
        }
        self.unit = unit;
        self.sheet.of = None;
        self.list();
        if let Some(code) = here {
            self.go_to(&code);
        }
    }

    /// Lists the rows that the filter takes. A row under the cursor stays where it is though its decision was made.
    pub fn list(&mut self) {
        let here = self.row().map(|row| row.code.clone());
        let (filter, drafts) = (&self.filter, &self.unit.drafts);
        self.listed = self
            .unit
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| filter.takes(row, drafts))
            .map(|(place, _)| place)
            .collect();
        if let Some(code) = here {
            self.go_to(&code);
        }
        self.cursor = self.cursor.min(self.listed.len().saturating_sub(1));
    }

    /// Puts the cursor on an item; gives whether it is listed.
    pub fn go_to(&mut self, code: &ItemCode) -> bool {
        let place = self
            .listed
            .iter()
            .position(|at| self.unit.rows.get(*at).is_some_and(|row| row.code == *code));
        if let Some(place) = place {
            self.cursor = place;
        }
        place.is_some()
    }

    /// The row that the cursor is on.
    pub fn row(&self) -> Option<&Row> {
        self.listed_row(self.cursor)
    }

    /// The row at a position of the list.
    pub fn listed_row(&self, position: usize) -> Option<&Row> {
        self.unit.rows.get(*self.listed.get(position)?)
    }

    /// What the reader says to a row.
    pub fn said(&self, row: &Row) -> Option<Entry> {
        self.unit
            .voice
            .body()
            .and_then(|body| row.said(body, &self.unit.drafts))
    }

    /// Whether a row waits for the reader.
    pub fn is_open(&self, row: &Row) -> bool {
        match self.unit.voice {
            Voice::Reviewer(body) => row.said(body, &self.unit.drafts).is_none(),
            Voice::Coordinator => row.state.is_disputed() && row.state.ruling.is_none(),
            Voice::Silent(_) => false,
        }
    }

    /// How many rows wait for the reader.
    pub fn open(&self) -> usize {
        self.unit
            .rows
            .iter()
            .filter(|row| self.is_open(row))
            .count()
    }

    /// Puts the cursor on the nearest row after it that waits, else on the first that does; gives whether there is one.
    pub fn next_open(&mut self) -> bool {
        let count = self.listed.len();
        let next = (1..=count)
            .map(|step| (self.cursor + step) % count)
            .find(|at| self.listed_row(*at).is_some_and(|row| self.is_open(row)));
        if let Some(next) = next {
            self.cursor = next;
        }
        next.is_some()
    }

    /// As [`Model::next_open`], backwards.
    pub fn previous_open(&mut self) -> bool {
        let count = self.listed.len();
        let previous = (1..=count)
            .map(|step| (self.cursor + count - step) % count)
            .find(|at| self.listed_row(*at).is_some_and(|row| self.is_open(row)));
        if let Some(previous) = previous {
            self.cursor = previous;
        }
        previous.is_some()
    }

    /// The items that a decision is about: those chosen, else the one under the cursor.
    pub fn targets(&self) -> Vec<ItemCode> {
        if self.marked.is_empty() {
            self.row().map(|row| row.code.clone()).into_iter().collect()
        } else {
            self.marked.iter().cloned().collect()
        }
    }

    /// What targets are called in a title.
    pub fn name_of(&self, items: &[ItemCode]) -> String {
        match items {
            [only] => self
                .unit
                .rows
                .iter()
                .find(|row| row.code == *only)
                .map_or_else(|| only.to_string(), |row| row.name.clone()),
            several => format!("选中的 {} 项", several.len()),
        }
    }

    /// Says what was done.
    pub fn say(&mut self, text: impl Into<String>) {
        self.message = Some((Style::Plain, text.into()));
    }

    /// Says why something was not done.
    pub fn complain(&mut self, text: impl Into<String>) {
        self.message = Some((Style::Bad, text.into()));
    }

    /// The categories of the unit, in order.
    pub fn categories(&self) -> Vec<String> {
        let all: BTreeSet<&str> = self
            .unit
            .rows
            .iter()
            .map(|row| row.category.as_str())
            .collect();
        all.into_iter().map(str::to_owned).collect()
    }

    /// The choices of the filter, with whether each holds.
    pub fn filters(&self) -> Vec<(String, bool)> {
        let f = &self.filter;
        let mut all = vec![
            ("还没有处理意见".to_owned(), f.undecided_by.is_some()),
            (
                "校验有错误或警告".to_owned(),
                f.findings == Some(Wanted::Any),
            ),
            ("和上一轮相比有改动".to_owned(), f.changed),
            ("三家意见不一致".to_owned(), f.disputed),
        ];
        for category in self.categories() {
            let holds = f.category.as_deref() == Some(&category);
            all.push((format!("类别：{category}"), holds));
        }
        all
    }

    /// Turns a choice of the filter on or off.
    pub fn toggle_filter(&mut self, choice: usize) {
        let body = self.unit.voice.body();
        match choice {
            0 => {
                self.filter.undecided_by = match self.filter.undecided_by {
                    Some(_) => None,
                    None => body,
                };
            }
            1 => {
                self.filter.findings = match self.filter.findings {
                    Some(_) => None,
                    None => Some(Wanted::Any),
                };
            }
            2 => self.filter.changed = !self.filter.changed,
            3 => self.filter.disputed = !self.filter.disputed,
            more => {
                let category = self.categories().into_iter().nth(more - 4);
                self.filter.category = if self.filter.category == category {
                    None
                } else {
                    category
                };
            }
        }
        self.list();
    }
}
