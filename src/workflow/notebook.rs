//! A reviewer's drafts (草稿) for one round of one unit: private, changed at will, undone and done again, until they are
//! given as opinions. Not part of the record. Kept as steps, so that a step is one small write and undoing outlives the
//! program that made the step.

use std::collections::BTreeMap;

use super::decision::Decision;
use super::stage::Round;
use super::words::Words;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::people::ActorId;

/// Whose notebook, and for what.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotebookKey {
    /// Who drafts.
    pub owner: ActorId,
    /// Unit.
    pub department: DepartmentId,
    /// Round.
    pub round: Round,
}

/// What a reviewer means to say to an item.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Entry {
    /// An opinion.
    Opinion {
        /// What is proposed.
        decision: Decision,
        /// What is said to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<Words>,
    },
    /// To take back the opinion that the own body has given.
    Withdrawal {},
}

impl Entry {
    /// To take back.
    pub const WITHDRAWAL: Self = Self::Withdrawal {};

    /// The proposal, where it is one.
    pub const fn decision(&self) -> Option<&Decision> {
        match self {
            Self::Opinion { decision, .. } => Some(decision),
            Self::Withdrawal {} => None,
        }
    }

    /// What is said, where something is.
    pub const fn text(&self) -> Option<&Words> {
        match self {
            Self::Opinion { text, .. } => text.as_ref(),
            Self::Withdrawal {} => None,
        }
    }
}

impl std::fmt::Display for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Opinion {
                decision,
                text: Some(text),
            } => write!(f, "{decision}；{text}"),
            Self::Opinion { decision, .. } => write!(f, "{decision}"),
            Self::Withdrawal {} => f.write_str("撤回已提的意见"),
        }
    }
}

/// One change to a notebook. The JSON form is what is kept.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// The same entry for these items, in place of what was drafted for them.
    Write {
        /// Items.
        items: Vec<ItemCode>,
        /// What is meant.
        entry: Entry,
    },
    /// Nothing is drafted for these items any more.
    Erase {
        /// Items.
        items: Vec<ItemCode>,
    },
    /// The last step is taken back.
    Undo {},
    /// The step last taken back holds again.
    Redo {},
}

impl Step {
    /// Take the last step back.
    pub const UNDO: Self = Self::Undo {};
    /// Do again what was taken back last.
    pub const REDO: Self = Self::Redo {};
}

/// What a step changed: for each item what was there before and after it.
type Change = Vec<(ItemCode, Option<Entry>, Option<Entry>)>;

/// A notebook: what its steps add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notebook {
    entries: BTreeMap<ItemCode, Entry>,
    steps: u64,
    done: Vec<Change>,
    undone: Vec<Change>,
}

impl Notebook {
    /// The notebook after these steps.
    pub fn replay(steps: impl IntoIterator<Item = Step>) -> Self {
        let mut notebook = Self::default();
        for step in steps {
            notebook.take(step);
        }
        notebook
    }

    /// What is drafted, in order of code.
    pub const fn entries(&self) -> &BTreeMap<ItemCode, Entry> {
        &self.entries
    }

    /// What is drafted for an item.
    pub fn entry(&self, item: &ItemCode) -> Option<&Entry> {
        self.entries.get(item)
    }

    /// How many steps it is made of.
    pub const fn steps(&self) -> u64 {
        self.steps
    }

    /// The items that undoing would change; `None` where there is nothing to undo.
    pub fn undoes(&self) -> Option<impl Iterator<Item = &ItemCode>> {
        self.done
            .last()
            .map(|change| change.iter().map(|(code, _, _)| code))
    }

    /// The items that redoing would change; `None` where there is nothing to redo.
    pub fn redoes(&self) -> Option<impl Iterator<Item = &ItemCode>> {
        self.undone
            .last()
            .map(|change| change.iter().map(|(code, _, _)| code))
    }

    /// Whether a step would change anything: what would not need not be kept.
    pub fn changes(&self, step: &Step) -> bool {
        match step {
            Step::Write { items, entry } => items
                .iter()
                .any(|code| self.entries.get(code) != Some(entry)),
            Step::Erase { items } => items.iter().any(|code| self.entries.contains_key(code)),
            Step::Undo {} => !self.done.is_empty(),
            Step::Redo {} => !self.undone.is_empty(),
        }
    }

    /// Takes one more step in. A step that changes nothing counts, but cannot be undone.
    pub fn take(&mut self, step: Step) {
        self.steps += 1;
        match step {
            Step::Write { items, entry } => self.set(items, Some(&entry)),
            Step::Erase { items } => self.set(items, None),
            Step::Undo {} => {
                if let Some(change) = self.done.pop() {
                    // In reverse: an item named twice in one step gets back what was there first.
                    for (code, before, _) in change.iter().rev() {
                        self.put(code, before.clone());
                    }
                    self.undone.push(change);
                }
            }
            Step::Redo {} => {
                if let Some(change) = self.undone.pop() {
                    for (code, _, after) in &change {
                        self.put(code, after.clone());
                    }
                    self.done.push(change);
                }
            }
        }
    }

    fn set(&mut self, items: Vec<ItemCode>, entry: Option<&Entry>) {
        let mut change: Change = Vec::with_capacity(items.len());
        for code in items {
            let before = self.entries.get(&code).cloned();
            if before.as_ref() != entry {
                self.put(&code, entry.cloned());
                change.push((code, before, entry.cloned()));
            }
        }
        if !change.is_empty() {
            self.done.push(change);
            self.undone.clear();
        }
    }

    fn put(&mut self, code: &ItemCode, entry: Option<Entry>) {
        match entry {
            Some(entry) => self.entries.insert(code.clone(), entry),
            None => self.entries.remove(code),
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn code(n: u8) -> ItemCode {
        format!("341100-hbj-01-{:04}", n + 1).parse().unwrap()
    }

    fn entry(n: u8) -> Entry {
        match n {
            0 => Entry::WITHDRAWAL,
            1 => Entry::Opinion {
                decision: Decision::KEEP,
                text: None,
            },
            _ => Entry::Opinion {
                decision: Decision::SUPPLEMENT,
                text: Some(format!("补{n}").parse().unwrap()),
            },
        }
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let items = || proptest::collection::vec((0u8..6).prop_map(code), 0..4);
        let step = prop_oneof![
            4 => (items(), 0u8..4).prop_map(|(items, n)| Step::Write { items, entry: entry(n) }),
            2 => items().prop_map(|items| Step::Erase { items }),
            2 => Just(Step::UNDO),
            1 => Just(Step::REDO),
        ];
        proptest::collection::vec(step, 0..40)
    }

    proptest! {
        #[test]
        fn undoing_everything_leaves_nothing_and_redoing_brings_it_back(steps in steps()) {
            let mut notebook = Notebook::replay(steps);
            let drafted = notebook.entries().clone();
            let mut undone = 0;
            while notebook.undoes().is_some() {
                notebook.take(Step::UNDO);
                undone += 1;
            }
            prop_assert!(notebook.entries().is_empty());
            for _ in 0..undone {
                notebook.take(Step::REDO);
            }
            prop_assert_eq!(notebook.entries(), &drafted);
        }

        #[test]
        fn a_step_that_changes_nothing_changes_nothing(steps in steps(), last in steps()) {
            let mut notebook = Notebook::replay(steps);
            for step in last {
                let before = notebook.clone();
                let changes = notebook.changes(&step);
                notebook.take(step);
                prop_assert_eq!(changes, notebook.entries() != before.entries());
                prop_assert_eq!(notebook.steps(), before.steps() + 1);
            }
        }

        #[test]
        fn steps_are_kept_as_json(steps in steps()) {
            for step in steps {
                let text = serde_json::to_string(&step).unwrap();
                prop_assert_eq!(serde_json::from_str::<Step>(&text).unwrap(), step);
            }
        }
    }
}
