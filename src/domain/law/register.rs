//! All laws that a run knows.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;
use jiff::civil::Date;

use super::moves::by_structure;
use super::{Law, Outcome, Repeal, Route, Transition, VersionId};
use crate::domain::ids::LawId;
use crate::domain::provision::Provision;

/// All laws that a run knows, found by any of their names.
#[derive(Debug, Default, Clone)]
pub struct Register {
    laws: Vec<Law>,
    by_name: HashMap<Box<str>, u32, FixedState>,
    repealed_names: BTreeMap<Box<str>, Repeal>,
    /// By the version before; a version may have become several: the next one and that of a law that replaced it.
    transitions: BTreeMap<VersionId, Vec<Transition>>,
    snapshot: Option<Date>,
}

/// The prefix that short names leave out.
pub const COUNTRY: &str = "中华人民共和国";

/// The spelling under which names are looked up: no prefix, no spaces, full-width brackets, inner marks 〈〉.
fn spelling(name: &str) -> Cow<'_, str> {
    let short = name.strip_prefix(COUNTRY).unwrap_or(name);
    // Every one of the characters below begins with one of these bytes, and the name of a law seldom has one.
    let begins = |b| matches!(b, b' ' | b'(' | b')' | b'<' | b'>' | 0xe3);
    if !short.bytes().any(begins) {
        return Cow::Borrowed(short);
    }
    if !short.contains([' ', '\u{3000}', '(', ')', '<', '>', '《', '》']) {
        return Cow::Borrowed(short);
    }
    let spelled: String = short
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '<' | '《' => '〈',
            '>' | '》' => '〉',
            other => other,
        })
        .collect();
    match spelled.strip_prefix(COUNTRY) {
        Some(short) => Cow::Owned(short.to_owned()),
        None => Cow::Owned(spelled),
    }
}

impl Register {
    /// Makes a register; where two laws claim one name the first keeps it.
    pub fn new(laws: impl IntoIterator<Item = Law>) -> Self {
        let mut register = Self::default();
        for law in laws {
            register.add(law);
        }
        register
    }

    /// Adds a law; one with an id already present replaces it.
    pub fn add(&mut self, law: Law) {
        let id = spelling(law.id.as_str());
        if let Some(&i) = self.by_name.get(id.as_ref())
            && self.laws[i as usize].id == law.id
        {
            self.index(&law, i);
            self.laws[i as usize] = law;
            return;
        }
        let i = self.laws.len() as u32;
        self.index(&law, i);
        self.laws.push(law);
    }

    fn index(&mut self, law: &Law, i: u32) {
        // The id always leads to its law, even where it once was another law's former name.
        self.by_name
            .insert(spelling(law.id.as_str()).as_ref().into(), i);
        for name in std::iter::once(&law.full_name).chain(&law.former_names) {
            let name = spelling(name);
            if !self.by_name.contains_key(name.as_ref()) {
                self.by_name.insert(name.as_ref().into(), i);
            }
        }
    }

    /// Finds a law by full, short or former name, with or without 中华人民共和国; the width of brackets,
    /// spaces and the kind of inner title marks do not matter.
    pub fn find(&self, name: &str) -> Option<&Law> {
        self.by_name
            .get(spelling(name).as_ref())
            .map(|&i| &self.laws[i as usize])
    }

    /// The names by which some laws are found, spelt as names are looked up, in no particular order.
    pub fn spellings(&self, wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = &str> {
        let of_wanted = move |i: u32| {
            let law = self.laws.get(i as usize);
            law.is_some_and(|law| wanted(law.id.as_str()))
        };
        let names = self.by_name.iter();
        names.filter_map(move |(name, &i)| of_wanted(i).then_some(name.as_ref()))
    }

    /// Adds each law ([`Register::add`]).
    pub fn extend(&mut self, laws: impl IntoIterator<Item = Law>) {
        for law in laws {
            self.add(law);
        }
    }

    /// The law with this id.
    pub fn get(&self, id: &LawId) -> Option<&Law> {
        self.find(id.as_str()).filter(|law| law.id == *id)
    }

    /// All laws in the order they were added.
    pub fn laws(&self) -> &[Law] {
        &self.laws
    }

    /// Keeps a name of which only the end is known; an earlier entry of the name is replaced.
    pub fn add_repealed_name(&mut self, name: impl AsRef<str>, repeal: Repeal) {
        self.repealed_names
            .insert(spelling(name.as_ref()).as_ref().into(), repeal);
    }

    /// When and by what a statute of this name was repealed that the register knows nothing else of, e.g. 城市规划法
    /// by 城乡规划法. A law of the same name may exist besides (国家安全法 of 1993 and of 2015): ask [`Register::find`] first.
    pub fn repealed_name(&self, name: &str) -> Option<&Repeal> {
        self.repealed_names.get(spelling(name).as_ref())
    }

    /// Adds how one version became another; an earlier entry of the same two versions is replaced.
    pub fn add_transition(&mut self, transition: Transition) {
        let known = self.transitions.entry(transition.from.clone()).or_default();
        known.retain(|t| t.to != transition.to);
        known.push(transition);
    }

    /// All stored transitions, by the version before.
    pub fn transitions(&self) -> impl Iterator<Item = &Transition> {
        self.transitions.values().flatten()
    }

    /// The day up to which the register knows the law (来源截止日期).
    pub const fn snapshot(&self) -> Option<Date> {
        self.snapshot
    }

    /// Sets the day up to which the register knows the law.
    pub const fn set_snapshot(&mut self, snapshot: Option<Date>) {
        self.snapshot = snapshot;
    }

    /// The way from one version of a law to a later one, both named by their day of publication: over the versions between,
    /// by stored facts where there are any, else by structure. A stored mapping that leaps over versions is taken where the
    /// structure of those is not known. `None` where a step cannot be told, or `from` is not before `to`.
    ///
    /// Made once for a law it answers for any number of provisions.
    pub fn route<'r>(&'r self, law: &'r Law, from: Date, to: Date) -> Option<Route<'r>> {
        let at = |day: Date| law.versions.iter().position(|v| v.published == day);
        let (start, end) = (at(from)?, at(to)?);
        if start > end {
            return None;
        }
        let structure = |i: usize| law.versions.get(i).and_then(|v| v.structure.as_ref());
        let mut steps: Vec<Cow<'r, Transition>> = Vec::new();
        let mut here = start;
        while here < end {
            let id = |i: usize| {
                let version = law.versions.get(i)?;
                Some(VersionId {
                    law: law.id.clone(),
                    published: version.published,
                })
            };
            // The next version that something is known of; a step over versions of unknown structure is one step.
            let next = (here + 1..=end).find_map(|i| {
                if let Some(stored) = self.stored(&id(here)?, &id(i)?) {
                    return Some((i, Cow::Borrowed(stored)));
                }
                let (old, new) = (structure(here)?, structure(i)?);
                let step = by_structure((id(here)?, old), (id(i)?, new));
                Some((i, Cow::Owned(step)))
            });
            let (i, step) = next?;
            steps.push(step);
            here = i;
        }
        Some(Route::new(steps, structure(start), structure(end)))
    }

    fn stored(&self, from: &VersionId, to: &VersionId) -> Option<&Transition> {
        self.transitions.get(from)?.iter().find(|t| t.to == *to)
    }

    /// What became of a provision from one version of a law to a later one; see [`Register::route`], which serves better
    /// where many provisions are asked for.
    pub fn trace(&self, law: &Law, from: Date, to: Date, provision: &Provision) -> Option<Outcome> {
        Some(self.route(law, from, to)?.of(provision))
    }

    /// The ways from a law's last version to the laws that replaced it, as far as they are stored.
    pub fn successions(&self, law: &Law) -> impl Iterator<Item = (&VersionId, Route<'_>)> {
        let last = law.versions.last().map(|version| VersionId {
            law: law.id.clone(),
            published: version.published,
        });
        let structure = |id: &VersionId| {
            let versions = &self.get(&id.law)?.versions;
            let version = versions.iter().find(|v| v.published == id.published)?;
            version.structure.as_ref()
        };
        let stored = last.and_then(|last| self.transitions.get(&last));
        let between = stored.into_iter().flatten().filter(|t| t.is_between_laws());
        between.map(move |t| {
            let step = vec![Cow::Borrowed(t)];
            let route = Route::new(step, structure(&t.from), structure(&t.to));
            (&t.to, route)
        })
    }

    /// Where a repealed law's provisions went, in the words of its last version: the law that replaced it, where that is
    /// stored. Of several successors the one that has the provision, and of these the surest.
    pub fn successor(&self, law: &Law, provision: &Provision) -> Option<(LawId, Outcome)> {
        self.successions(law)
            .map(|(to, route)| (to.law.clone(), route.of(provision)))
            .max_by_key(|(_, outcome)| (!outcome.to.is_empty(), outcome.confidence))
    }

    /// All names kept by [`Register::add_repealed_name`], sorted.
    pub fn repealed_names(&self) -> impl Iterator<Item = (&str, &Repeal)> {
        self.repealed_names.iter().map(|(n, r)| (n.as_ref(), r))
    }
}

#[cfg(test)]
mod tests {
    use super::super::LawLevel;
    use super::*;

    #[test]
    fn names_are_found_however_they_are_spelt() {
        let law = |id: &str, full: &str| Law {
            id: id.parse().unwrap(),
            full_name: full.into(),
            level: LawLevel::Law,
            former_names: vec!["旧名条例".into()],
            versions: Vec::new(),
            repeal: None,
        };
        let mut register = Register::new([
            law("甲办法（试行）", "中华人民共和国甲办法（试行）"),
            law("实施《乙法》办法", "实施《中华人民共和国乙法》办法"),
        ]);
        for name in ["甲办法(试行)", "中华人民共和国甲办法 (试行)", "旧名条例"]
        {
            assert_eq!(
                register.find(name).unwrap().id.as_str(),
                "甲办法（试行）",
                "{name}"
            );
        }
        for name in [
            "实施〈乙法〉办法",
            "实施《乙法》办法",
            "实施〈中华人民共和国乙法〉办法",
        ] {
            assert_eq!(
                register.find(name).unwrap().id.as_str(),
                "实施《乙法》办法",
                "{name}"
            );
        }
        let repeal = Repeal {
            on: None,
            known_by: None,
            by: Some("丙法".parse().unwrap()),
        };
        register.add_repealed_name("城市规划法", repeal.clone());
        assert_eq!(
            register.repealed_name("中华人民共和国城市规划法"),
            Some(&repeal)
        );
        assert_eq!(register.repealed_name("甲办法（试行）"), None);
    }
}
