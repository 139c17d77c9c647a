//! Records of an Excel 97 stream, and the strings in them, which may run over several records.

use super::super::super::xml::Broken;

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

/// The records of a stream from a place on.
pub struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

const CONTINUE: u16 = 0x3c;

impl<'s> Records<'s> {
    /// From a place on.
    pub fn new(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }

    /// The next record; `None` at the end of the stream.
    pub fn next(&mut self) -> Result<Option<Record<'s>>, Broken> {
        let Some((kind, data)) = self.one()? else {
            return Ok(None);
        };
        let mut more = Vec::new();
        while self.stream.get(self.at..self.at + 2) == Some(&CONTINUE.to_le_bytes()) {
            more.extend(self.one()?.map(|(_, data)| data));
        }
        Ok(Some(Record { kind, data, more }))
    }

    fn one(&mut self) -> Result<Option<(u16, &'s [u8])>, Broken> {
        let rest = self.stream.get(self.at..).unwrap_or(&[]);
        let (Some(kind), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) else {
            return Ok(None);
        };
        let end = 4 + usize::from(length);
        let data = rest
            .get(4..end)
            .ok_or_else(|| Broken::new("表格的数据在中间断了"))?;
        self.at += end;
        Ok(Some((kind, data)))
    }
}

/// Two bytes as a number.
pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    let bytes = data.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

/// Four bytes as a number.
pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    let bytes = data.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

/// Eight bytes as a number.
pub fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    let bytes = data.get(at..at.checked_add(8)?)?;
    Some(f64::from_le_bytes(bytes.try_into().ok()?))
}

/// Text with the places from which other fonts hold.
pub type Rich = (String, Vec<(usize, usize)>);

/// Bytes of a record and of those that continue it, read one after the other.
pub struct Bytes<'s> {
    parts: Vec<&'s [u8]>,
    part: usize,
    at: usize,
}

impl<'s> Bytes<'s> {
    /// From a place in a record on.
    pub fn new(record: &Record<'s>, at: usize) -> Self {
        let mut parts = vec![record.data.get(at..).unwrap_or(&[])];
        parts.extend(&record.more);
        Self {
            parts,
            part: 0,
            at: 0,
        }
    }

    fn byte(&mut self) -> Option<u8> {
        loop {
            if let Some(&byte) = self.parts.get(self.part)?.get(self.at) {
                self.at += 1;
                return Some(byte);
            }
            self.part += 1;
            self.at = 0;
        }
    }

    /// A number of two bytes.
    pub fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from(self.u16()?) | u32::from(self.u16()?) << 16)
    }

    fn skip(&mut self, count: u32) -> Option<()> {
        for _ in 0..count {
            self.byte()?;
        }
        Some(())
    }

    /// Characters; where a record ends amid them, the next one says anew how wide they are.
    fn characters(&mut self, count: usize, mut wide: bool) -> Option<String> {
        let mut units = Vec::new();
        while units.len() < count {
            if self.parts.get(self.part)?.len() <= self.at {
                self.part += 1;
                self.at = 0;
                wide = self.byte()? & 1 != 0;
            }
            let low = self.byte()?;
            let high = if wide { self.byte()? } else { 0 };
            units.push(u16::from_le_bytes([low, high]));
        }
        Some(String::from_utf16_lossy(&units))
    }

    /// A string with its length in two bytes.
    pub fn string(&mut self) -> Option<Rich> {
        let count = usize::from(self.u16()?);
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.u16()? } else { 0 };
        let extra = if flags & 4 != 0 { self.u32()? } else { 0 };
        let text = self.characters(count, flags & 1 != 0)?;
        let mut fonts = Vec::new();
        for _ in 0..runs {
            let (from, font) = (self.u16()?, self.u16()?);
            fonts.push((usize::from(from), usize::from(font)));
        }
        self.skip(extra)?;
        Some((text, fonts))
    }

    /// The characters of a string whose length stands elsewhere.
    pub fn characters_after_flag(&mut self, count: usize) -> Option<String> {
        let wide = self.byte()? & 1 != 0;
        self.characters(count, wide)
    }
}

/// A string with its length in one byte.
pub fn short_string(data: &[u8], at: usize) -> Option<String> {
    let count = usize::from(*data.get(at)?);
    let record = Record {
        kind: 0,
        data: data.get(at + 1..)?,
        more: Vec::new(),
    };
    Bytes::new(&record, 0).characters_after_flag(count)
}

/// A string with its length in two bytes, within one record.
pub fn string(record: &Record<'_>, at: usize) -> Option<String> {
    Bytes::new(record, at).string().map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_may_change_its_width_amid_records() {
        // Four characters: two narrow ones, then two wide ones in the next record; one run, then another string.
        let first = [4, 0, 8, 1, 0, b'a', b'b'];
        let second = [1, 0x32, 0x75, 0x59, 0x4e, 2, 0, 7, 0, 1, 0, 0, b'z'];
        let record = Record {
            kind: 0xfc,
            data: &first,
            more: vec![&second],
        };
        let mut bytes = Bytes::new(&record, 0);
        assert_eq!(bytes.string(), Some(("ab甲乙".to_owned(), vec![(2, 7)])));
        assert_eq!(bytes.string(), Some(("z".to_owned(), Vec::new())));
        assert_eq!(bytes.string(), None);
    }

    #[test]
    fn a_stream_that_breaks_off_is_told() {
        let stream = [9, 8, 4, 0, 1];
        assert!(Records::new(&stream, 0).next().is_err());
        assert!(Records::new(&stream, 99).next().unwrap().is_none());
    }
}
