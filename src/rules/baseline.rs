//! The baseline: faults that were there when a project began to be checked, counted by file, rule and item.
//!
//! Lines are left out on purpose: a line inserted above must not bring an old fault back. What tells the faults of one
//! key apart is their message, and only to decide which of too many are the new ones.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::domain::place::SourceId;
use crate::finding::{Finding, RuleCode, Suppressed, Suppressor};

/// What faults are counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Path in the project.
    pub file: String,
    /// Rule.
    pub rule: RuleCode,
    /// Code of the item, or its name where it has none; `None` for what concerns no item.
    pub item: Option<String>,
}

/// How many faults of a key there were, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How many; never 0.
    pub count: usize,
    /// The day the first of them was seen.
    pub since: Date,
    /// What they said, sorted; at most `count`.
    pub messages: Vec<String>,
}

/// The faults that were there before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline {
    /// By key.
    pub entries: BTreeMap<Key, Entry>,
}

/// An entry of which not all is there any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// Which entry.
    pub key: Key,
    /// How many it counts.
    pub count: usize,
    /// What the faults say that are still there.
    pub left: Vec<String>,
}

/// What a baseline does to findings.
#[derive(Debug, Default)]
pub struct Covered {
    /// Findings it covers, in their order.
    pub suppressed: Vec<Suppressed>,
    /// Entries that count more than there is.
    pub stale: Vec<Stale>,
}

fn key(finding: &Finding, path: &str) -> Key {
    Key {
        file: path.to_owned(),
        rule: finding.code,
        item: finding.item.clone(),
    }
}

impl Baseline {
    /// The baseline of findings: those that were in `earlier` keep the day they were first seen.
    pub fn of<'f, 'p>(
        findings: impl IntoIterator<Item = &'f Finding>,
        path_of: impl Fn(SourceId) -> &'p str,
        today: Date,
        earlier: Option<&Self>,
    ) -> Self {
        let mut entries: BTreeMap<Key, Entry> = BTreeMap::new();
        for finding in findings {
            let key = key(finding, path_of(finding.primary.source));
            let known = earlier.and_then(|b| b.entries.get(&key));
            let entry = entries.entry(key).or_insert_with(|| Entry {
                count: 0,
                since: known.map_or(today, |e| e.since),
                messages: Vec::new(),
            });
            entry.count += 1;
            entry.messages.push(finding.message.clone());
        }
        for entry in entries.values_mut() {
            entry.messages.sort_unstable();
        }
        Self { entries }
    }

    /// How many faults it counts.
    pub fn count(&self) -> usize {
        self.entries.values().map(|e| e.count).sum()
    }

    /// Takes the findings it covers out of `findings`: of each key as many as it counts, first those that say what was
    /// said before, then in their order.
    pub fn cover<'p>(
        &self,
        findings: &mut Vec<Finding>,
        path_of: impl Fn(SourceId) -> &'p str,
    ) -> Covered {
        if self.entries.is_empty() {
            return Covered::default();
        }
        let mut by_key: HashMap<&Key, Vec<usize>> = HashMap::new();
        for (i, finding) in findings.iter().enumerate() {
            let key = key(finding, path_of(finding.primary.source));
            if let Some((key, _)) = self.entries.get_key_value(&key) {
                by_key.entry(key).or_default().push(i);
            }
        }
        let mut since: Vec<Option<Date>> = vec![None; findings.len()];
        let mut stale = Vec::new();
        for (key, entry) in &self.entries {
            let there = by_key.get(key).map_or(&[][..], Vec::as_slice);
            for i in entry.choose(there, findings) {
                since[i] = Some(entry.since);
            }
            if there.len() < entry.count {
                stale.push(Stale {
                    key: key.clone(),
                    count: entry.count,
                    left: there.iter().map(|&i| findings[i].message.clone()).collect(),
                });
            }
        }
        let mut suppressed = Vec::new();
        let mut kept = Vec::with_capacity(findings.len());
        for (finding, since) in std::mem::take(findings).into_iter().zip(since) {
            match since {
                Some(since) => suppressed.push(Suppressed {
                    finding,
                    by: Suppressor::Baseline { since },
                }),
                None => kept.push(finding),
            }
        }
        *findings = kept;
        Covered { suppressed, stale }
    }

    /// The baseline without what is stale. Never counts more than before.
    pub fn pruned(mut self, stale: &[Stale]) -> Self {
        for stale in stale {
            if stale.left.is_empty() {
                self.entries.remove(&stale.key);
            } else if let Some(entry) = self.entries.get_mut(&stale.key) {
                entry.count = entry.count.min(stale.left.len());
                entry.messages.clone_from(&stale.left);
                entry.messages.sort_unstable();
                entry.messages.truncate(entry.count);
            }
        }
        self
    }
}

impl Entry {
    /// Which of the findings at these indices it covers.
    fn choose(&self, there: &[usize], findings: &[Finding]) -> Vec<usize> {
        if there.len() <= self.count {
            return there.to_vec();
        }
        let mut said: HashMap<&str, usize> = HashMap::new();
        for message in &self.messages {
            *said.entry(message).or_default() += 1;
        }
        let (mut chosen, mut others) = (Vec::new(), Vec::new());
        for &i in there {
            match said.get_mut(findings[i].message.as_str()) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    chosen.push(i);
                }
                _ => others.push(i),
            }
        }
        chosen.extend(others);
        chosen.truncate(self.count);
        chosen
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::place::Span;
    use crate::finding::Severity;
    use crate::rules::RULES;

    const FILE: &str = "items/hbj/行政审批.yaml";

    fn finding(rule: usize, item: u8, message: u8, at: u32) -> Finding {
        let rule = RULES[rule];
        let span = Span {
            source: SourceId(0),
            start: at,
            end: at,
        };
        let message = format!("说明{message}");
        let mut finding = Finding::new(rule.code, rule.name, Severity::Error, span, message);
        finding.item = (item > 0).then(|| format!("事项{item}"));
        finding
    }

    fn messages(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|f| f.message.as_str()).collect()
    }

    #[test]
    fn of_too_many_the_new_ones_are_shown() {
        let old = [finding(5, 1, 1, 10), finding(5, 1, 2, 20)];
        let baseline = Baseline::of(&old, |_| FILE, date(2015, 3, 1), None);
        let mut now = vec![
            finding(5, 1, 3, 5),
            finding(5, 1, 1, 40),
            finding(5, 1, 2, 50),
        ];
        let covered = baseline.cover(&mut now, |_| FILE);
        assert_eq!(messages(&now), ["说明3"]);
        assert_eq!((covered.suppressed.len(), covered.stale.len()), (2, 0));

        let mut elsewhere = old.to_vec();
        let covered = baseline.cover(&mut elsewhere, |_| "items/hbj/行政处罚.yaml");
        assert_eq!((elsewhere.len(), covered.stale.len()), (2, 1));
    }

    #[test]
    fn what_persists_keeps_its_first_day() {
        let first = Baseline::of(&[finding(5, 1, 1, 10)], |_| FILE, date(2015, 3, 1), None);
        let now = [finding(5, 1, 9, 10), finding(6, 1, 1, 10)];
        let later = Baseline::of(&now, |_| FILE, date(2016, 3, 1), Some(&first));
        let days: Vec<Date> = later.entries.values().map(|e| e.since).collect();
        assert_eq!(days, [date(2015, 3, 1), date(2016, 3, 1)]);
    }

    fn findings() -> impl Strategy<Value = Vec<Finding>> {
        let one = (3usize..6, 0u8..3, 0u8..4, 0u32..50);
        prop::collection::vec(one.prop_map(|(r, i, m, at)| finding(r, i, m, at)), 0..30)
    }

    proptest! {
        #[test]
        fn a_baseline_covers_no_more_than_it_counts(before in findings(), now in findings()) {
            let baseline = Baseline::of(&before, |_| FILE, date(2015, 3, 1), None);
            prop_assert_eq!(baseline.count(), before.len());
            let mut again = before.clone();
            let covered = baseline.cover(&mut again, |_| FILE);
            prop_assert!(again.is_empty() && covered.stale.is_empty());

            let mut kept = now.clone();
            let covered = baseline.cover(&mut kept, |_| FILE);
            prop_assert_eq!(kept.len() + covered.suppressed.len(), now.len());
            for (key, entry) in &baseline.entries {
                let of_key = |f: &Finding| f.code == key.rule && f.item == key.item;
                let there = now.iter().filter(|f| of_key(f)).count();
                let hidden = covered.suppressed.iter().filter(|s| of_key(&s.finding)).count();
                prop_assert_eq!(hidden, there.min(entry.count));
            }

            let pruned = baseline.clone().pruned(&covered.stale);
            for (key, entry) in &pruned.entries {
                prop_assert!(entry.count > 0 && entry.count <= baseline.entries[key].count);
                prop_assert!(entry.messages.len() <= entry.count);
            }
            let mut after = now.clone();
            let again = pruned.cover(&mut after, |_| FILE);
            prop_assert!(again.stale.is_empty());
            prop_assert_eq!(messages(&after), messages(&kept));
        }
    }
}
