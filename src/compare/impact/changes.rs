//! Which laws changed or ended between two days.

use jiff::civil::Date;

use crate::domain::law::{Law, LawVersion, Register, Repeal, Standing};

/// What happened to one law.
#[derive(Debug, Clone, Copy)]
pub struct LawChange<'r> {
    /// Its id; the name, of a law of which only the end is known.
    pub law: &'r str,
    /// The law, where the register has more than its name.
    pub known: Option<&'r Law>,
    /// The version by which it is cited.
    pub before: Option<&'r LawVersion>,
    /// What happened.
    pub event: LawEvent<'r>,
}

/// What happens to a law on a day.
#[derive(Debug, Clone, Copy)]
pub enum LawEvent<'r> {
    /// It has another version.
    Version(&'r LawVersion),
    /// It is no longer in force.
    End(&'r Repeal),
}

impl LawEvent<'_> {
    /// The first day on which it is so; of an end of unknown day, the day by which it had come.
    pub fn day(&self) -> Option<Date> {
        match self {
            Self::Version(version) => Some(version.starts()),
            Self::End(repeal) => ended_by(repeal),
        }
    }
}

/// The day of an end, or the one by which it had come.
pub fn ended_by(repeal: &Repeal) -> Option<Date> {
    repeal.on.or(repeal.known_by)
}

/// Two days: the list is right by the law of the first, and is looked at by the law of the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The day by whose law the citations were written.
    pub from: Date,
    /// The day whose law they are held against; `None`: whatever is known.
    pub to: Option<Date>,
}

impl Period {
    fn last(&self) -> Date {
        self.to.unwrap_or(Date::MAX)
    }
}

/// What happened to a law in a period; `None` where it did not change, or was not in force at its beginning.
pub fn change_of(law: &Law, period: Period) -> Option<LawChange<'_>> {
    let Standing::InForce(before) = law.standing(period.from) else {
        return None;
    };
    let event = match law.standing(period.last()) {
        Standing::InForce(after) if after.published != before.published => LawEvent::Version(after),
        Standing::Repealed(repeal) => LawEvent::End(repeal),
        _ => return None,
    };
    Some(LawChange {
        law: law.id.as_str(),
        known: Some(law),
        before: Some(before),
        event,
    })
}

/// What happened in a period to the laws of a register, among them those of which only name and end are known.
pub fn changes(register: &Register, period: Period) -> Vec<LawChange<'_>> {
    let laws = register.laws().iter();
    let of_laws = laws.filter_map(|law| change_of(law, period));
    let names = register.repealed_names();
    let of_names =
        names.filter_map(|(name, repeal)| change_of_name(register, name, repeal, period));
    of_laws.chain(of_names).collect()
}

/// The end of a law of which only the name is known, where it came in a period.
pub fn change_of_name<'r>(
    register: &Register,
    name: &'r str,
    repeal: &'r Repeal,
    period: Period,
) -> Option<LawChange<'r>> {
    let day = ended_by(repeal)?;
    let ended = period.from < day && day <= period.last();
    // A law of the same name that the register has is what a citation means.
    (ended && register.find(name).is_none()).then_some(LawChange {
        law: name,
        known: None,
        before: None,
        event: LawEvent::End(repeal),
    })
}

/// What a newer register knows of that an older one does not, for a list written by the law of a day: versions that
/// were added, ends that were added.
pub fn new_in<'r>(old: &Register, new: &'r Register, from: Date) -> Vec<LawChange<'r>> {
    let all = changes(new, Period { from, to: None });
    all.into_iter()
        .filter(|change| match change.event {
            LawEvent::Version(after) => old
                .find(change.law)
                .is_none_or(|law| law.versions.iter().all(|v| v.published != after.published)),
            LawEvent::End(_) => {
                let known = match old.find(change.law) {
                    Some(law) => law.repeal.is_some(),
                    None => old.repealed_name(change.law).is_some(),
                };
                !known
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::law::{Enactment, LawLevel};
    use jiff::civil::date;

    fn law(starts: &[Date], repeal: Option<Date>) -> Law {
        Law {
            id: "甲法".parse().unwrap(),
            full_name: "中华人民共和国甲法".into(),
            level: LawLevel::Law,
            former_names: Vec::new(),
            versions: starts
                .iter()
                .map(|day| LawVersion {
                    published: *day,
                    effective: Some(*day),
                    enactment: Enactment::Passed,
                    source: "".into(),
                    structure: None,
                })
                .collect(),
            repeal: repeal.map(|on| Repeal {
                on: Some(on),
                known_by: None,
                by: None,
            }),
        }
    }

    #[test]
    fn a_law_changes_where_another_version_counts() {
        let days = [date(2010, 1, 1), date(2015, 1, 1), date(2020, 1, 1)];
        let law = law(&days, Some(date(2024, 1, 1)));
        let seen = |from, to| {
            let change = change_of(&law, Period { from, to })?;
            Some((change.before?.published, change.event.day()?))
        };
        assert_eq!(
            seen(date(2012, 1, 1), Some(date(2016, 1, 1))),
            Some((days[0], days[1]))
        );
        assert_eq!(
            seen(date(2012, 1, 1), Some(date(2021, 1, 1))),
            Some((days[0], days[2]))
        );
        assert_eq!(
            seen(date(2012, 1, 1), None),
            Some((days[0], date(2024, 1, 1)))
        );
        assert_eq!(seen(date(2016, 1, 1), Some(date(2017, 1, 1))), None);
        assert_eq!(seen(date(2009, 1, 1), None), None);
        assert_eq!(seen(date(2025, 1, 1), None), None);
    }

    #[test]
    fn a_newer_register_tells_only_of_what_it_adds() {
        let (first, second) = (date(2010, 1, 1), date(2015, 1, 1));
        let old = Register::new([law(&[first], None)]);
        let new = Register::new([law(&[first, second], None)]);
        assert_eq!(new_in(&old, &new, date(2012, 1, 1)).len(), 1);
        assert_eq!(new_in(&new, &new, date(2012, 1, 1)).len(), 0);
        let ended = Register::new([law(&[first, second], Some(date(2020, 1, 1)))]);
        let found = new_in(&new, &ended, date(2016, 1, 1));
        assert!(matches!(found[0].event, LawEvent::End(_)));
    }
}
