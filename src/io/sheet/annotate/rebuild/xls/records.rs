//! Records of an Excel 97 stream, each with what continues it.

use super::super::super::xml::Broken;
use crate::io::sheet::workbook::biff::{self, Pieces};

/// One record with what continues it.
#[derive(Debug)]
pub struct Record<'s> {
    /// What it is.
    pub kind: u16,
    /// Its own bytes.
    pub data: &'s [u8],
    /// The bytes of the records that continue it.
    pub more: Vec<&'s [u8]>,
}

impl<'s> Record<'s> {
    /// Its bytes from a place on, and those that continue it.
    pub fn pieces(&self, at: usize) -> Pieces<'s> {
        let mut pieces = vec![self.data.get(at..).unwrap_or(&[])];
        pieces.extend(&self.more);
        Pieces::new(pieces)
    }

    /// A string with its length in two bytes.
    pub fn string(&self, at: usize) -> Option<String> {
        Some(self.pieces(at).string().ok()?.0)
    }
}

/// The records of a stream from a place on.
pub struct Records<'s>(biff::Records<'s>);

impl<'s> Records<'s> {
    /// From a place on.
    pub fn new(stream: &'s [u8], at: usize) -> Result<Self, Broken> {
        Ok(Self(biff::Records::new(stream, at).map_err(|_| cut())?))
    }

    /// The next record; `None` at the end of the stream.
    pub fn next(&mut self) -> Result<Option<Record<'s>>, Broken> {
        let Some(record) = self.0.next() else {
            return Ok(None);
        };
        let biff::Record { kind, data } = record.map_err(|_| cut())?;
        let more = self.0.continued().map_err(|_| cut())?;
        Ok(Some(Record { kind, data, more }))
    }
}

fn cut() -> Broken {
    Broken::new("表格的数据在中间断了")
}

/// A string with its length in one byte.
pub fn short_string(data: &[u8], at: usize) -> Option<String> {
    let length = usize::from(*data.get(at)?);
    Pieces::new(vec![data.get(at + 1..)?])
        .characters(length)
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_that_breaks_off_is_told() {
        let cut_in_content = [9, 8, 4, 0, 1];
        assert!(Records::new(&cut_in_content, 0).unwrap().next().is_err());
        let cut_in_what_continues = [9, 8, 0, 0, 0x3c, 0, 1];
        assert!(
            Records::new(&cut_in_what_continues, 0)
                .unwrap()
                .next()
                .is_err()
        );
        assert!(Records::new(&[], 0).unwrap().next().unwrap().is_none());
        assert!(Records::new(&[], 1).is_err());
    }
}
