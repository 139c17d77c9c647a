//! A text that says something, and dates and times as they stand in events.

use std::fmt;

/// Why a text is not [`Words`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// Nothing but white space.
    #[error("这里要写明内容，不能为空")]
    Blank,
    /// A control character, which would disturb tables and terminals.
    #[error("文字里有控制字符（U+{0:04X}），请删去")]
    Control(u32),
}

/// A text that is not blank: trimmed, without control characters other than line breaks and tabs.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Words(Box<str>);

impl Words {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Words {
    type Err = WordsError;
    fn from_str(text: &str) -> Result<Self, WordsError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(WordsError::Blank);
        }
        match text
            .chars()
            .find(|c| c.is_control() && !matches!(c, '\n' | '\t'))
        {
            Some(c) => Err(WordsError::Control(c as u32)),
            None => Ok(Self(text.into())),
        }
    }
}

impl TryFrom<String> for Words {
    type Error = WordsError;
    fn try_from(text: String) -> Result<Self, WordsError> {
        text.parse()
    }
}

impl From<Words> for String {
    fn from(words: Words) -> Self {
        words.0.into()
    }
}

impl fmt::Display for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Dates as `2014-06-17`, for `#[serde(with = "iso_date")]`.
pub(crate) mod iso_date {
    use jiff::civil::Date;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(date: &Date, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Date, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Dates that may be absent, for `#[serde(default, skip_serializing_if = "Option::is_none", with = "iso_date_if")]`.
pub(crate) mod iso_date_if {
    use jiff::civil::Date;
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(date: &Option<Date>, s: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => s.collect_str(date),
            None => s.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Date>, D::Error> {
        super::iso_date::deserialize(d).map(Some)
    }
}

/// Moments as they stand in events, for `#[serde(with = "moment_if")]`.
pub(crate) mod moment_if {
    use jiff::Timestamp;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, s: S) -> Result<S::Ok, S::Error> {
        match at {
            Some(at) => s.collect_str(at),
            None => s.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Option<Timestamp>, D::Error> {
        let text = Option::<String>::deserialize(d)?;
        text.map(|text| text.parse().map_err(serde::de::Error::custom))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_something() {
        assert_eq!(
            "  补充依据 \n".parse::<Words>().unwrap().as_str(),
            "补充依据"
        );
        assert_eq!(" \u{3000}\n".parse::<Words>(), Err(WordsError::Blank));
        assert_eq!("a\u{1b}[2J".parse::<Words>(), Err(WordsError::Control(27)));
        assert!(serde_json::from_str::<Words>("\" \"").is_err());
    }
}
