//! What a register holds, in numbers.

use crate::domain::law::{LawLevel, Register};

/// Number of laws, versions with structure, articles, paragraphs and items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Laws.
    pub laws: usize,
    /// Versions.
    pub versions: usize,
    /// Versions whose structure is known.
    pub structures: usize,
    /// 条 in all structures.
    pub articles: u64,
    /// 款.
    pub paragraphs: u64,
    /// 项.
    pub items: u64,
    /// Laws that have ended.
    pub repealed: usize,
    /// Names repealed without a law of their own.
    pub repealed_names: usize,
}

impl Totals {
    /// Counts a register.
    pub fn of(register: &Register) -> Self {
        let mut totals = Self {
            repealed_names: register.repealed_names().count(),
            ..Self::default()
        };
        for law in register.laws() {
            totals.laws += 1;
            totals.versions += law.versions.len();
            totals.repealed += usize::from(law.repeal.is_some());
            for structure in law.versions.iter().filter_map(|v| v.structure.as_ref()) {
                totals.structures += 1;
                for shape in structure.articles() {
                    totals.articles += 1;
                    totals.paragraphs += shape.items.len() as u64;
                    totals.items += shape.items.iter().map(|n| u64::from(*n)).sum::<u64>();
                }
            }
        }
        totals
    }
}

/// Laws per level, highest first.
pub fn per_level(register: &Register) -> Vec<(LawLevel, usize)> {
    LawLevel::ALL
        .into_iter()
        .map(|level| {
            (
                level,
                register.laws().iter().filter(|l| l.level == level).count(),
            )
        })
        .filter(|(_, n)| *n > 0)
        .collect()
}
