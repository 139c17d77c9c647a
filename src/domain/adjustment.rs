//! 动态调整: how adjustments of a published list are numbered, and the time that each of their steps has.

use std::fmt;
use std::str::FromStr;

use super::ids::IdError;

/// Number of an adjustment: `<year>-<serial 3>`, e.g. `2015-001`. The year is that of the application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AdjustmentId {
    year: i16,
    serial: u16,
}

impl AdjustmentId {
    /// The first number of a year.
    pub const fn first(year: i16) -> Self {
        Self { year, serial: 1 }
    }

    /// The number after this one; `None` after the 999th of a year.
    pub const fn next(self) -> Option<Self> {
        if self.serial >= 999 {
            return None;
        }
        Some(Self {
            year: self.year,
            serial: self.serial + 1,
        })
    }

    /// Year of the application.
    pub const fn year(self) -> i16 {
        self.year
    }
}

impl fmt::Display for AdjustmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:03}", self.year, self.serial))
    }
}

impl FromStr for AdjustmentId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let parse = || {
            let (year, serial) = text.split_once('-')?;
            let id = Self {
                year: year.parse().ok().filter(|y| (1949..=9999).contains(y))?,
                serial: serial.parse().ok().filter(|n| (1..=999).contains(n))?,
            };
            // Signs and other numbers of zeros would make two names of one adjustment.
            (id.to_string() == text).then_some(id)
        };
        parse().ok_or_else(|| IdError {
            found: text.to_owned(),
            expected: "调整编号（年份-三位序号，如 2015-001）",
        })
    }
}

impl serde::Serialize for AdjustmentId {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for AdjustmentId {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Working days that each step of an adjustment may take (DOMAIN §2.4: limits found in municipal procedures; publication
/// by 政府信息公开条例 (2019) art. 26). Settings of the project, with these as defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AdjustmentClock {
    /// From what happened to the application.
    pub apply_days: u32,
    /// From the submission to the answer; also from an urgent publication to the agreement that makes it good.
    pub review_days: u32,
    /// From the agreement to publication.
    pub publish_days: u32,
}

impl Default for AdjustmentClock {
    fn default() -> Self {
        Self {
            apply_days: 10,
            review_days: 15,
            publish_days: 20,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_spelling() {
        let first = AdjustmentId::first(2015);
        assert_eq!(first.to_string(), "2015-001");
        assert_eq!("2015-001".parse(), Ok(first));
        let last: AdjustmentId = "2015-999".parse().unwrap();
        assert_eq!(last.next(), None);
        assert!(first < first.next().unwrap());
        for bad in [
            "",
            "2015",
            "2015-1",
            "2015-000",
            "2015-1000",
            "+2015-001",
            "15-001",
        ] {
            assert!(bad.parse::<AdjustmentId>().is_err(), "{bad}");
        }
    }
}
