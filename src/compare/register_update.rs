//! What a newer reading of statutes adds to a register. Nothing that the register knows is rewritten: what was read and
//! says otherwise is a clash, told and left alone.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::domain::ids::LawId;
use crate::domain::law::{Enactment, Law, LawVersion, Register, Repeal};

/// Two days so near name one version, read once by its passing and once by its publication; two amendments of one law
/// have never been so near.
const ONE_VERSION: i32 = 31;

/// A register with what was added to it.
#[derive(Debug)]
pub struct Update {
    /// The register.
    pub register: Register,
    /// What is new in it, in the order of the laws.
    pub additions: Vec<Addition>,
    /// What was not taken over.
    pub clashes: Vec<Clash>,
}

/// A fact that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addition {
    /// The law.
    pub law: LawId,
    /// What is known of it now.
    pub added: Added,
}

/// What was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Added {
    /// The whole law.
    Law {
        /// How many versions of it.
        versions: usize,
    },
    /// A version.
    Version {
        /// Its day.
        published: Date,
        /// Whether a later one was known already.
        earlier: bool,
    },
    /// The structure of a version that was known without it.
    Structure {
        /// Its day.
        published: Date,
    },
    /// The first day of effect of a version that was known without it.
    Effect {
        /// The version.
        published: Date,
        /// The day.
        effective: Date,
    },
    /// A former name.
    FormerName(Box<str>),
    /// The end of the law.
    Repeal(Repeal),
}

/// What was read and contradicts the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The law.
    pub law: LawId,
    /// The version read, where it is about one.
    pub published: Option<Date>,
    /// In Chinese: what the register has, what was read.
    pub what: String,
}

/// Adds what was found to a register.
pub fn update(base: Register, found: &Register) -> Update {
    let before: BTreeSet<LawId> = base.laws().iter().map(|law| law.id.clone()).collect();
    let mut out = Update {
        register: base,
        additions: Vec::new(),
        clashes: Vec::new(),
    };
    for law in found.laws() {
        out.law(law);
    }
    for (name, repeal) in found.repealed_names() {
        let law = out
            .register
            .find(name)
            .filter(|law| before.contains(&law.id));
        // The newer text that ended it was read without it. A version of a later day is another law of the same name.
        let ended = law.cloned().filter(|law| {
            let last = law.versions.last().map(|version| version.published);
            repeal
                .on
                .is_some_and(|on| last.is_none_or(|last| last < on))
        });
        if let Some(mut law) = ended {
            out.repeal(&mut law, repeal);
            out.register.add(law);
        } else if out.register.repealed_name(name).is_none()
            && let Ok(law) = name.parse::<LawId>()
        {
            out.register.add_repealed_name(name, repeal.clone());
            out.add(&law, Added::Repeal(repeal.clone()));
        }
    }
    let snapshot = out.register.snapshot().max(found.snapshot());
    out.register.set_snapshot(snapshot);
    out
}

impl Update {
    fn add(&mut self, law: &LawId, added: Added) {
        self.additions.push(Addition {
            law: law.clone(),
            added,
        });
    }

    fn clash(&mut self, law: &Law, published: Option<Date>, what: String) {
        self.clashes.push(Clash {
            law: law.id.clone(),
            published,
            what,
        });
    }

    fn law(&mut self, found: &Law) {
        let Some(mut known) = self.register.get(&found.id).cloned() else {
            self.add(
                &found.id,
                Added::Law {
                    versions: found.versions.len(),
                },
            );
            self.register.add(found.clone());
            return;
        };
        if known.level != found.level {
            let what = format!(
                "法规库中的位阶是{}，读到的是{}，未改",
                known.level.chinese(),
                found.level.chinese()
            );
            self.clash(found, None, what);
        }
        for name in &found.former_names {
            let taken = self.register.find(name).is_some();
            if !taken && !known.former_names.contains(name) {
                known.former_names.push(name.clone());
                self.add(&found.id, Added::FormerName(name.clone()));
            }
        }
        for version in &found.versions {
            match known
                .versions
                .iter_mut()
                .find(|v| v.published == version.published)
            {
                Some(same) => self.version(found, same, version),
                None => self.new_version(&mut known, version),
            }
        }
        if let Some(repeal) = &found.repeal {
            self.repeal(&mut known, repeal);
        }
        self.register.add(known);
    }

    /// Fills in what was not known of a version.
    fn version(&mut self, law: &Law, known: &mut LawVersion, found: &LawVersion) {
        let published = known.published;
        match (known.effective, found.effective) {
            (None, Some(effective)) => {
                known.effective = Some(effective);
                self.add(
                    &law.id,
                    Added::Effect {
                        published,
                        effective,
                    },
                );
            }
            (Some(old), Some(new)) if old != new => {
                let what = format!(
                    "{published} 版本在法规库中自 {old} 起施行，读到的是 {new}，未改；核对施行日"
                );
                self.clash(law, Some(published), what);
            }
            _ => {}
        }
        match (&known.structure, &found.structure) {
            (None, Some(structure)) => {
                known.structure = Some(structure.clone());
                self.add(&law.id, Added::Structure { published });
            }
            (Some(old), Some(new)) if old != new => {
                let (old, new) = (old.articles().len(), new.articles().len());
                let what = if old == new {
                    format!(
                        "{published} 版本的款项数与法规库中的不同，未改；核对文本是不是这一版本"
                    )
                } else {
                    format!(
                        "{published} 版本在法规库中有 {old} 条，读到的是 {new} 条，未改；核对文本是不是这一版本"
                    )
                };
                self.clash(law, Some(published), what);
            }
            _ => {}
        }
        // What merely is not told counts for nothing.
        let told = |kind| kind != Enactment::Changed;
        if known.enactment != found.enactment && told(known.enactment) && told(found.enactment) {
            let what = format!(
                "{published} 版本在法规库中是{}，读到的是{}，未改",
                known.enactment.chinese(),
                found.enactment.chinese()
            );
            self.clash(law, Some(published), what);
        }
    }

    fn new_version(&mut self, known: &mut Law, found: &LawVersion) {
        let published = found.published;
        let apart = |v: &LawVersion| (v.published - published).get_days().abs();
        if let Some(near) = known.versions.iter().find(|v| apart(v) <= ONE_VERSION) {
            let what = format!(
                "{published} 版本与法规库中的 {} 版本只差 {} 天，疑为同一版本，未增加；核对公布日期",
                near.published,
                apart(near)
            );
            self.clash(known, Some(published), what);
            return;
        }
        let at = known.versions.partition_point(|v| v.published < published);
        let before = at.checked_sub(1).and_then(|i| known.versions.get(i));
        let after = known.versions.get(at);
        let together = before
            .filter(|v| v.starts() >= found.starts())
            .or(after.filter(|v| v.starts() <= found.starts()));
        if let Some(other) = together {
            let what = format!(
                "{published} 版本自 {} 起施行，法规库中的 {} 版本自 {} 起施行，两个版本会同时有效，未增加；核对施行日",
                found.starts(),
                other.published,
                other.starts()
            );
            self.clash(known, Some(published), what);
            return;
        }
        self.add(
            &known.id,
            Added::Version {
                published,
                earlier: after.is_some(),
            },
        );
        known.versions.insert(at, found.clone());
    }

    fn repeal(&mut self, known: &mut Law, found: &Repeal) {
        match &mut known.repeal {
            None => {
                known.repeal = Some(found.clone());
                self.add(&known.id, Added::Repeal(found.clone()));
            }
            Some(old) if old.on.is_none() && found.on.is_some() => {
                let repeal = Repeal {
                    known_by: old.known_by,
                    ..found.clone()
                };
                known.repeal = Some(repeal.clone());
                self.add(&known.id, Added::Repeal(repeal));
            }
            Some(old) if found.on.is_some() && (old.on, &old.by) != (found.on, &found.by) => {
                let told = |repeal: &Repeal| {
                    let by = repeal.by.as_ref();
                    let by = by.map_or_else(String::new, |by| format!("被《{by}》"));
                    let on = repeal.on;
                    on.map_or_else(String::new, |on| format!("自 {on} 起{by}废止"))
                };
                let what = format!("法规库中{}，读到的是{}，未改", told(old), told(found));
                self.clash(known, None, what);
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::law::{LawLevel, Structure};
    use jiff::civil::date;

    fn version(published: Date, effective: Option<Date>, structure: Option<&str>) -> LawVersion {
        LawVersion {
            published,
            effective,
            enactment: Enactment::Revised,
            source: "".into(),
            structure: structure.map(Structure::from_notation),
        }
    }

    fn law(versions: Vec<LawVersion>) -> Law {
        Law {
            id: "甲法".parse().unwrap(),
            full_name: "中华人民共和国甲法".into(),
            level: LawLevel::Law,
            former_names: Vec::new(),
            versions,
            repeal: None,
        }
    }

    fn updated(base: Vec<LawVersion>, found: Vec<LawVersion>) -> (Vec<Added>, Vec<String>, Law) {
        let update = update(Register::new([law(base)]), &Register::new([law(found)]));
        let law = update.register.find("甲法").unwrap().clone();
        (
            update.additions.into_iter().map(|a| a.added).collect(),
            update.clashes.into_iter().map(|c| c.what).collect(),
            law,
        )
    }

    const FIRST: Date = date(2015, 1, 1);
    const SECOND: Date = date(2020, 1, 1);

    #[test]
    fn the_same_again_adds_nothing() {
        let versions = vec![version(FIRST, Some(FIRST), Some("0x3"))];
        let (added, clashes, law) = updated(versions.clone(), versions.clone());
        assert_eq!((added, clashes), (Vec::new(), Vec::new()));
        assert_eq!(law.versions, versions);
    }

    #[test]
    fn newer_older_and_missing_facts_are_added() {
        let base = vec![version(SECOND, None, None)];
        let found = vec![
            version(FIRST, Some(FIRST), None),
            version(SECOND, Some(date(2020, 6, 1)), Some("0x4")),
            version(date(2024, 1, 1), None, Some("0x5")),
        ];
        let (added, clashes, law) = updated(base, found.clone());
        assert_eq!(clashes, Vec::<String>::new());
        assert_eq!(
            added,
            [
                Added::Version {
                    published: FIRST,
                    earlier: true
                },
                Added::Effect {
                    published: SECOND,
                    effective: date(2020, 6, 1)
                },
                Added::Structure { published: SECOND },
                Added::Version {
                    published: date(2024, 1, 1),
                    earlier: false
                },
            ]
        );
        assert_eq!(law.versions, found);
    }

    #[test]
    fn what_is_known_is_never_rewritten() {
        let base = vec![version(FIRST, Some(FIRST), Some("0x3"))];
        let found = vec![
            version(FIRST, Some(date(2015, 2, 1)), Some("0x4")),
            version(date(2015, 1, 2), None, None),
        ];
        let (added, clashes, law) = updated(base.clone(), found);
        assert_eq!(added, Vec::new());
        assert_eq!(clashes.len(), 3, "{clashes:?}");
        assert_eq!(law.versions, base);
    }

    #[test]
    fn two_versions_are_not_in_force_at_once() {
        let base = vec![version(SECOND, Some(date(2020, 3, 1)), None)];
        for day in [date(2020, 3, 1), date(2021, 1, 1)] {
            let found = vec![version(date(2019, 6, 1), Some(day), None)];
            let (added, clashes, law) = updated(base.clone(), found);
            assert_eq!(added, Vec::new());
            assert!(clashes[0].contains("同时有效"), "{clashes:?}");
            assert_eq!(law.versions, base);
        }
    }
}
