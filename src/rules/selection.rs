//! Which rules a run shows: codes, names or families, chosen and left out.

use std::collections::BTreeSet;

use super::text::nearest;
use super::{RULES, Rule, find};
use crate::finding::RuleCode;
use crate::finding::code::Family;

use super::suppress::is_unreadable;

/// The rules that are shown. What could not be read is always among them: it hides everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection(BTreeSet<RuleCode>);

/// Why words name no selection.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SelectionError {
    /// No rule and no family is called so.
    #[error("没有“{word}”这条规则，也没有这一族规则")]
    Unknown {
        /// As written.
        word: String,
        /// What was meant, perhaps.
        near: Option<String>,
    },
    /// A family without rules.
    #[error("“{0}”这一族现在没有规则")]
    EmptyFamily(char),
    /// A rule that cannot be left out.
    #[error("{0} 不能不看：文件读不成时，其余的问题都不知道")]
    Unreadable(RuleCode),
    /// Every chosen rule is left out again.
    #[error("选出来的规则又全部排除了，没有可看的")]
    Nothing,
}

/// Words of a list, separated by commas of either width or 、.
fn words(lists: &[String]) -> impl Iterator<Item = &str> {
    lists
        .iter()
        .flat_map(|list| list.split([',', '，', '、']))
        .map(str::trim)
}

/// The rules that a word names: one, or a family.
fn named(word: &str) -> Result<Vec<&'static Rule>, SelectionError> {
    if let Some(rule) = find(word) {
        return Ok(vec![rule]);
    }
    let letter = word.to_ascii_uppercase();
    let family = Family::ALL
        .into_iter()
        .find(|f| letter.chars().eq([f.letter()]));
    let Some(family) = family else {
        return Err(SelectionError::Unknown {
            word: word.to_owned(),
            near: near(word),
        });
    };
    let rules: Vec<_> = RULES
        .iter()
        .copied()
        .filter(|r| r.code.family == family)
        .collect();
    if rules.is_empty() {
        return Err(SelectionError::EmptyFamily(family.letter()));
    }
    Ok(rules)
}

/// The code or name of a rule that a word was perhaps meant to be.
pub fn near(word: &str) -> Option<String> {
    let codes: Vec<String> = RULES.iter().map(|r| r.code.to_string()).collect();
    let upper = word.to_ascii_uppercase();
    nearest(word, RULES.iter().map(|r| r.name))
        .or_else(|| nearest(&upper, codes.iter().map(String::as_str)))
        .map(str::to_owned)
}

impl Selection {
    /// The rules that `select` names (all where it is empty) without those that `ignore` names.
    ///
    /// # Errors
    /// When a word names nothing, or nothing is left.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Self, SelectionError> {
        let mut chosen: BTreeSet<RuleCode> = BTreeSet::new();
        if select.is_empty() {
            chosen.extend(RULES.iter().map(|r| r.code));
        }
        for word in words(select) {
            chosen.extend(named(word)?.iter().map(|r| r.code));
        }
        for word in words(ignore) {
            let rules = named(word)?;
            if let [only] = rules[..]
                && is_unreadable(only.code)
            {
                return Err(SelectionError::Unreadable(only.code));
            }
            for rule in rules {
                chosen.remove(&rule.code);
            }
        }
        if chosen.is_empty() {
            return Err(SelectionError::Nothing);
        }
        Ok(Self(chosen))
    }

    /// Whether findings of a rule are shown.
    pub fn shows(&self, code: RuleCode) -> bool {
        self.0.contains(&code) || is_unreadable(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(select: &[&str], ignore: &[&str]) -> Result<Selection, SelectionError> {
        let own = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        Selection::new(&own(select), &own(ignore))
    }

    fn shows(selection: &Selection, rule: &str) -> bool {
        selection.shows(find(rule).unwrap().code)
    }

    #[test]
    fn codes_names_and_families_are_chosen() {
        let chosen = selection(&["L007,no-flowchart", "x"], &["duplicate-name"]).unwrap();
        for (rule, wanted) in [
            ("L007", true),
            ("L002", false),
            ("F001", true),
            ("X001", true),
            ("X002", false),
            ("S001", true),
            ("S003", false),
        ] {
            assert_eq!(shows(&chosen, rule), wanted, "{rule}");
        }
        let rest = selection(&[], &["S、l002"]).unwrap();
        assert!(shows(&rest, "S001") && !shows(&rest, "S003"));
        assert!(!shows(&rest, "L002") && shows(&rest, "L003"));
    }

    #[test]
    fn words_that_name_nothing_are_refused() {
        let near = |word: &str| match selection(&[word], &[]) {
            Err(SelectionError::Unknown { near, .. }) => near,
            other => panic!("{other:?}"),
        };
        assert_eq!(near("no-flowchar").as_deref(), Some("no-flowchart"));
        assert_eq!(near("L00").as_deref(), Some("L001"));
        assert_eq!(near(""), None);
        assert_eq!(selection(&["L002"], &["L"]), Err(SelectionError::Nothing));
        assert_eq!(
            selection(&[], &["syntax-error"]),
            Err(SelectionError::Unreadable(find("S001").unwrap().code))
        );
    }
}
