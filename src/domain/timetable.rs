//! 进度安排: what is planned for the campaign.

use std::str::FromStr;

use jiff::civil::Date;

/// The legs in order, as they are called.
pub const LEGS: [&str; 6] = ["一上", "一下", "二上", "二下", "三上", "三下"];

/// The most working days that a leg can be given: more than a year is a slip of the pen.
pub const MOST_DAYS: u32 = 250;

/// When a leg has to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// On this day.
    On(Date),
    /// After so many working days from the end of the leg before, the first from the start.
    Within(u32),
}

/// Why a text is no [`Term`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("写成日期（2014-08-15）或者工作日数（15 或 15个工作日，1 至 {MOST_DAYS}）")]
pub struct NoTerm;

impl FromStr for Term {
    type Err = NoTerm;

    fn from_str(text: &str) -> Result<Self, NoTerm> {
        let text = text.trim();
        if let Ok(day) = text.parse() {
            return Ok(Self::On(day));
        }
        let number = text.strip_suffix("工作日").unwrap_or(text);
        let number = number.strip_suffix('个').unwrap_or(number).trim_end();
        if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NoTerm);
        }
        match number.parse() {
            Ok(days @ 1..=MOST_DAYS) => Ok(Self::Within(days)),
            _ => Err(NoTerm),
        }
    }
}

/// The plan: the end of each leg, and publication.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Timetable {
    /// First day of the campaign.
    pub start: Option<Date>,
    /// Day of publication.
    pub publication: Option<Date>,
    /// When each leg has to end, in the order of [`LEGS`].
    pub legs: [Option<Term>; 6],
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_term_is_a_day_or_a_number_of_working_days() {
        assert_eq!("2014-08-15".parse(), Ok(Term::On(date(2014, 8, 15))));
        for text in ["15", "15个工作日", "15 个工作日", " 15工作日 "] {
            assert_eq!(text.parse(), Ok(Term::Within(15)), "{text}");
        }
        for text in [
            "",
            "0",
            "251",
            "-1",
            "+5",
            "15天",
            "十五",
            "工作日",
            "2014-02-30",
            "1.5",
            "99999999999999999999",
        ] {
            assert_eq!(text.parse::<Term>(), Err(NoTerm), "{text}");
        }
    }
}
