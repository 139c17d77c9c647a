//! Identifiers: small checked strings that other people's files and scripts hold on to.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use compact_str::CompactString;
use sha2::{Digest as _, Sha256};

/// Why a text is not an identifier of the wanted kind; `expected` is a Chinese phrase ready to print.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{found}”不是{expected}")]
pub struct IdError {
    /// The text as it was found.
    pub found: String,
    /// What would have been right.
    pub expected: &'static str,
}

fn reject<T>(found: &str, expected: &'static str) -> Result<T, IdError> {
    Err(IdError {
        found: found.to_owned(),
        expected,
    })
}

macro_rules! text_id {
    ($name:ident) => {
        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&self.0)
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Id of a unit (单位) in `departments.yaml`: a lower-case letter, then lower-case letters and digits, 2 to 16 in all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DepartmentId(Arc<str>);
text_id!(DepartmentId);

fn is_department(text: &str) -> bool {
    let bytes = text.as_bytes();
    (2..=16).contains(&bytes.len())
        && bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes
            .iter()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

impl FromStr for DepartmentId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        if is_department(text) {
            Ok(Self(text.into()))
        } else {
            reject(text, "部门代号（小写字母开头，2 至 16 个小写字母或数字）")
        }
    }
}

/// Administrative division code (行政区划代码, GB/T 2260): six digits, e.g. 341100 滁州市.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Jurisdiction(Box<str>);
text_id!(Jurisdiction);

impl FromStr for Jurisdiction {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.into()))
        } else {
            reject(text, "行政区划代码（6 位数字）")
        }
    }
}

impl Jurisdiction {
    /// Whether it is the province or city around another one: 341100 is above 341122, 340000 above both.
    pub fn is_above(&self, other: &Self) -> bool {
        let digits = self.as_str().trim_end_matches('0');
        // 110000 and 500100 keep the nought that belongs to them.
        let kept = digits.len().next_multiple_of(2);
        self != other && kept < 6 && self.as_str().get(..kept) == other.as_str().get(..kept)
    }
}

/// Key of a law in the register: its short name (简称) as the statute itself prints it without 中华人民共和国.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LawId(Box<str>);
text_id!(LawId);

impl FromStr for LawId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        if text.is_empty() || text.chars().any(char::is_control) {
            reject(text, "法规名称")
        } else {
            Ok(Self(text.into()))
        }
    }
}

/// Code of an item or sub-item (DESIGN §2.1): `<jurisdiction 6>-<department>-<category 2>-<serial 4>[-<sub 2>]`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemCode(CompactString);
text_id!(ItemCode);

/// The parts of an [`ItemCode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemCodeParts<'a> {
    /// Administrative division, six digits.
    pub jurisdiction: &'a str,
    /// Unit id.
    pub department: &'a str,
    /// Two-digit code of the category in its set.
    pub category: &'a str,
    /// Serial within unit and category, from 1.
    pub serial: u16,
    /// Serial of the sub-item (子项), from 1.
    pub sub: Option<u8>,
}

impl ItemCode {
    /// Builds the code of an item.
    ///
    /// # Errors
    /// When the parts do not make a code, e.g. a serial of 0.
    pub fn new(
        jurisdiction: &Jurisdiction,
        department: &DepartmentId,
        category: &str,
        serial: u16,
    ) -> Result<Self, IdError> {
        format!("{jurisdiction}-{department}-{category}-{serial:04}").parse()
    }

    /// The code's parts.
    pub fn parts(&self) -> ItemCodeParts<'_> {
        split_code(&self.0).unwrap_or(ItemCodeParts {
            jurisdiction: "",
            department: "",
            category: "",
            serial: 0,
            sub: None,
        })
    }
}

fn split_code(text: &str) -> Option<ItemCodeParts<'_>> {
    fn digits(part: &str, len: usize) -> bool {
        part.len() == len && part.bytes().all(|b| b.is_ascii_digit())
    }
    let mut it = text.split('-');
    let (jurisdiction, department, category, serial) =
        (it.next()?, it.next()?, it.next()?, it.next()?);
    let sub = it.next();
    let ok = it.next().is_none()
        && digits(jurisdiction, 6)
        && is_department(department)
        && digits(category, 2)
        && digits(serial, 4)
        && sub.is_none_or(|s| digits(s, 2));
    if !ok {
        return None;
    }
    let serial: u16 = serial.parse().ok()?;
    let sub: Option<u8> = sub.and_then(|s| s.parse().ok());
    (serial > 0 && sub != Some(0)).then_some(ItemCodeParts {
        jurisdiction,
        department,
        category,
        serial,
        sub,
    })
}

impl FromStr for ItemCode {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        match split_code(text) {
            Some(_) => Ok(Self(text.into())),
            None => reject(
                text,
                "事项编码（区划 6 位-部门代号-类别 2 位-流水号 4 位[-子项 2 位]，如 341100-hbj-01-0003）",
            ),
        }
    }
}

/// SHA-256 of some bytes; prints as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest that stands before the first event of a chain: 32 zero bytes.
    pub const ZERO: Self = Self([0; 32]);

    /// The digest that these bytes are.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// SHA-256 of the parts, each preceded by its length, so that no two lists of parts give the same input.
    pub fn of_parts<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// The first eight hexadecimal digits, for people.
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = String::with_capacity(64);
        for byte in self.0 {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        f.write_str(&text)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let mut bytes = [0u8; 32];
        if text.len() != 64 || !text.is_ascii() {
            return reject(text, "SHA-256 摘要（64 位十六进制）");
        }
        let half = |digit: u8| char::from(digit).to_digit(16).map(|value| value as u8);
        let (pairs, _) = text.as_bytes().as_chunks::<2>();
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            match (half(*high), half(*low)) {
                (Some(high), Some(low)) => *byte = high << 4 | low,
                _ => return reject(text, "SHA-256 摘要（64 位十六进制）"),
            }
        }
        Ok(Self(bytes))
    }
}

impl serde::Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn item_codes_split_into_their_parts() {
        let code: ItemCode = "341100-hbj-01-0003-02".parse().unwrap();
        let parts = code.parts();
        assert_eq!(
            (parts.department, parts.serial, parts.sub),
            ("hbj", 3, Some(2))
        );
        for bad in [
            "",
            "341100-hbj-01-3",
            "341100-hbj-01-0000",
            "341100-HBJ-01-0001",
            "341100-hbj-1-0001",
            "341100-hbj-01-0001-1",
            "341100-hbj-01-0001-01-01",
        ] {
            assert!(bad.parse::<ItemCode>().is_err(), "{bad}");
        }
    }

    #[test]
    fn provinces_and_cities_are_above_what_lies_in_them() {
        let above = |a: &str, b: &str| {
            let (a, b): (Jurisdiction, Jurisdiction) = (a.parse().unwrap(), b.parse().unwrap());
            a.is_above(&b)
        };
        for (a, b) in [
            ("341100", "341122"),
            ("340000", "341122"),
            ("340000", "341100"),
            ("500000", "500101"),
        ] {
            assert!(above(a, b), "{a} {b}");
            assert!(!above(b, a), "{b} {a}");
        }
        for (a, b) in [
            ("341100", "341100"),
            ("341122", "341123"),
            ("341200", "341122"),
        ] {
            assert!(!above(a, b), "{a} {b}");
        }
    }

    #[test]
    fn digests_print_and_parse() {
        let digest = Digest::of(b"abc");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for bad in [
            "",
            "00",
            &"g".repeat(64),
            &"+1".repeat(32),
            &"一".repeat(64),
        ] {
            assert!(bad.parse::<Digest>().is_err(), "{bad}");
        }
        assert_ne!(
            Digest::of_parts([b"ab".as_slice(), b"c"]),
            Digest::of_parts([b"a".as_slice(), b"bc"])
        );
    }
}
