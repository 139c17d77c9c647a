//! Numbers, digests and tables of values in few bytes. Whatever the bytes are, reading them ends in a value or in `None`.

use std::collections::HashMap;
use std::hash::Hash;

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::ids::Digest;

/// Appends a number: seven bits a byte, the lowest first.
pub fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a number that is near `expected`, which is then the one after it.
pub fn near(out: &mut Vec<u8>, value: u64, expected: &mut u64) {
    let apart = value.wrapping_sub(*expected) as i64;
    // What is a little less takes no more room than what is a little more.
    number(out, ((apart << 1) ^ (apart >> 63)) as u64);
    *expected = value.wrapping_add(1);
}

/// Appends a moment.
pub fn moment(out: &mut Vec<u8>, at: Timestamp) {
    out.extend_from_slice(&at.as_nanosecond().to_le_bytes());
}

/// Appends bytes, preceded by their length.
pub fn text(out: &mut Vec<u8>, bytes: &[u8]) {
    number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Values of one kind, each kept once and referred to by its place: thousands of opinions are given by three people and
/// say 保留.
pub struct Table<'a, T> {
    places: HashMap<&'a T, u64>,
    values: Vec<&'a T>,
}

impl<'a, T: Eq + Hash + Serialize> Table<'a, T> {
    pub fn new() -> Self {
        Self {
            places: HashMap::new(),
            values: Vec::new(),
        }
    }

    /// The place of a value.
    pub fn place(&mut self, value: &'a T) -> u64 {
        *self.places.entry(value).or_insert_with(|| {
            self.values.push(value);
            self.values.len() as u64 - 1
        })
    }

    /// The place of a value plus one, and 0 for none.
    pub fn place_if(&mut self, value: Option<&'a T>) -> u64 {
        value.map_or(0, |value| self.place(value) + 1)
    }

    /// Appends the values, each in its JSON form.
    pub fn write(&self, out: &mut Vec<u8>) {
        number(out, self.values.len() as u64);
        for value in &self.values {
            // What events are made of: JSON takes it all.
            text(out, &serde_json::to_vec(value).unwrap_or_default());
        }
    }
}

/// What is left to read.
pub struct Reader<'b>(pub &'b [u8]);

impl<'b> Reader<'b> {
    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|b| b[0])
    }

    pub fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    /// A number that was written as [`near`] another.
    pub fn near(&mut self, expected: &mut u64) -> Option<u64> {
        let written = self.number()?;
        let apart = (written >> 1) ^ (written & 1).wrapping_neg();
        let value = expected.wrapping_add(apart);
        *expected = value.wrapping_add(1);
        Some(value)
    }

    /// How many things follow. Each takes a byte at least, so that no number makes room for more than there can be.
    pub fn count(&mut self) -> Option<usize> {
        let count = usize::try_from(self.number()?).ok()?;
        (count <= self.0.len()).then_some(count)
    }

    pub fn digest(&mut self) -> Option<Digest> {
        Some(Digest::from_bytes(self.take(32)?.try_into().ok()?))
    }

    /// A digest where the byte before it says that there is one.
    pub fn digest_if(&mut self) -> Option<Option<Digest>> {
        match self.byte()? {
            0 => Some(None),
            _ => self.digest().map(Some),
        }
    }

    pub fn moment(&mut self) -> Option<Timestamp> {
        let nanoseconds = i128::from_le_bytes(self.take(16)?.try_into().ok()?);
        Timestamp::from_nanosecond(nanoseconds).ok()
    }

    pub fn table<T: DeserializeOwned>(&mut self) -> Option<Values<T>> {
        let count = self.count()?;
        (0..count)
            .map(|_| {
                let length = self.count()?;
                serde_json::from_slice(self.take(length)?).ok()
            })
            .collect::<Option<_>>()
            .map(Values)
    }
}

/// A [`Table`] as read.
pub struct Values<T>(Vec<T>);

impl<T> Values<T> {
    /// Values made of these.
    pub fn map<U>(self, make: impl Fn(T) -> U) -> Values<U> {
        Values(self.0.into_iter().map(make).collect())
    }
}

impl<T: Clone> Values<T> {
    /// The value at a place.
    pub fn at(&self, place: u64) -> Option<T> {
        self.0.get(usize::try_from(place).ok()?).cloned()
    }

    /// The value at a place plus one, and no value for 0.
    pub fn at_if(&self, place: u64) -> Option<Option<T>> {
        match place.checked_sub(1) {
            None => Some(None),
            Some(place) => self.at(place).map(Some),
        }
    }
}
