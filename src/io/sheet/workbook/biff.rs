//! Records and strings of the stream in an old workbook (BIFF), for all who read one.

use encoding_rs::Encoding;

use super::Fault;

/// A record goes on in the next one.
pub const CONTINUE: u16 = 0x003c;

/// Most bytes of text in the table of shared strings, and most strings: far above any list, far below memory.
const MAX_SHARED_TEXT: usize = 64 << 20;
const MAX_SHARED: usize = 1_000_000;

/// One record.
#[derive(Clone, Copy)]
pub struct Record<'b> {
    /// What it is.
    pub kind: u16,
    /// Its content.
    pub data: &'b [u8],
}

impl Record<'_> {
    /// The number at a byte of the content.
    pub fn u16(&self, at: usize) -> Result<u16, Fault> {
        u16_at(self.data, at).ok_or_else(cut)
    }

    /// The number at a byte of the content.
    pub fn u32(&self, at: usize) -> Result<u32, Fault> {
        u32_at(self.data, at).ok_or_else(cut)
    }

    /// The number at a byte of the content.
    pub fn f64(&self, at: usize) -> Result<f64, Fault> {
        f64_at(self.data, at).ok_or_else(cut)
    }

    /// The content from a byte on.
    pub fn rest(&self, at: usize) -> Result<&[u8], Fault> {
        self.data.get(at..).ok_or_else(cut)
    }
}

/// The number of two bytes at a place.
pub fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// The number of four bytes at a place.
pub fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// The number of eight bytes at a place.
pub fn f64_at(data: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(*data.get(at..)?.first_chunk()?))
}

/// The fault of a record that is shorter than it must be.
pub fn cut() -> Fault {
    Fault::broken("内容被截断或改动过")
}

/// The records of a stream from a byte on. After the last whole record comes a fault, unless the stream ends there.
pub struct Records<'b> {
    stream: &'b [u8],
}

impl<'b> Records<'b> {
    /// From this byte on.
    pub fn new(stream: &'b [u8], at: usize) -> Result<Self, Fault> {
        let stream = stream.get(at..).ok_or_else(cut)?;
        Ok(Self { stream })
    }

    /// The contents of the records that continue the one before.
    pub fn continued(&mut self) -> Result<Vec<&'b [u8]>, Fault> {
        let mut out = Vec::new();
        while self.stream.get(..2) == Some(&CONTINUE.to_le_bytes()) {
            match self.next() {
                Some(record) => out.push(record?.data),
                None => break,
            }
        }
        Ok(out)
    }
}

impl<'b> Iterator for Records<'b> {
    type Item = Result<Record<'b>, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.stream.is_empty() {
            return None;
        }
        let Some(([k0, k1, l0, l1], rest)) = self.stream.split_first_chunk() else {
            self.stream = &[];
            return Some(Err(cut()));
        };
        let length = usize::from(u16::from_le_bytes([*l0, *l1]));
        let Some((data, rest)) = rest.split_at_checked(length) else {
            self.stream = &[];
            return Some(Err(cut()));
        };
        self.stream = rest;
        let kind = u16::from_le_bytes([*k0, *k1]);
        Some(Ok(Record { kind, data }))
    }
}

/// How texts are stored.
#[derive(Clone, Copy)]
pub enum Coding {
    /// Since Excel 97: UTF-16, or its lower halves.
    Unicode,
    /// Before: bytes of a code page.
    Bytes(&'static Encoding),
}

impl Coding {
    /// The coding of a code page, before Excel 97.
    pub fn of_code_page(page: u16) -> Self {
        Self::Bytes(match page {
            936 | 10008 => encoding_rs::GBK,
            950 | 10002 => encoding_rs::BIG5,
            932 | 10001 => encoding_rs::SHIFT_JIS,
            949 => encoding_rs::EUC_KR,
            1251 => encoding_rs::WINDOWS_1251,
            65001 => encoding_rs::UTF_8,
            _ => encoding_rs::WINDOWS_1252,
        })
    }

    /// A text that begins with its length in one byte.
    pub fn short_text(self, bytes: &[u8]) -> Result<String, Fault> {
        let (&length, rest) = bytes.split_first().ok_or_else(cut)?;
        self.characters(rest, usize::from(length))
    }

    /// A text that begins with its length in two bytes.
    pub fn text(self, bytes: &[u8]) -> Result<String, Fault> {
        let (length, rest) = bytes.split_first_chunk().ok_or_else(cut)?;
        self.characters(rest, usize::from(u16::from_le_bytes(*length)))
    }

    fn characters(self, bytes: &[u8], length: usize) -> Result<String, Fault> {
        match self {
            Self::Bytes(encoding) => {
                let bytes = bytes.get(..length).ok_or_else(cut)?;
                Ok(encoding.decode_without_bom_handling(bytes).0.into_owned())
            }
            // An empty text may do without its flags.
            Self::Unicode if length == 0 => Ok(String::new()),
            Self::Unicode => Pieces::new(vec![bytes]).characters(length),
        }
    }
}

/// The table of shared strings; it may go on over many records, and a string may be cut anywhere between two of its
/// characters.
pub fn shared_strings(first: &[u8], more: Vec<&[u8]>) -> Result<Vec<String>, Fault> {
    let mut list = vec![first.get(8..).ok_or_else(cut)?];
    list.extend(more);
    let mut pieces = Pieces::new(list);
    let (mut out, mut size) = (Vec::new(), 0);
    while pieces.more() {
        let (text, _) = pieces.string()?;
        size += text.len();
        if size > MAX_SHARED_TEXT || out.len() >= MAX_SHARED {
            return Err(Fault::huge("文字多得不像清单"));
        }
        out.push(text);
    }
    Ok(out)
}

/// Text with the places from which other fonts hold, and the numbers of those.
pub type Rich = (String, Vec<(usize, usize)>);

/// The content of a record and of those that continue it, read one after the other.
pub struct Pieces<'b> {
    list: std::vec::IntoIter<&'b [u8]>,
    now: &'b [u8],
}

impl<'b> Pieces<'b> {
    /// From the first byte on.
    pub fn new(list: Vec<&'b [u8]>) -> Self {
        Self {
            list: list.into_iter(),
            now: &[],
        }
    }

    /// Whether bytes are left.
    fn more(&mut self) -> bool {
        while self.now.is_empty() {
            match self.list.next() {
                Some(next) => self.now = next,
                None => return false,
            }
        }
        true
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        if !self.more() {
            return Err(cut());
        }
        let (&byte, rest) = self.now.split_first().ok_or_else(cut)?;
        self.now = rest;
        Ok(byte)
    }

    fn u16(&mut self) -> Result<u16, Fault> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut count: usize) -> Result<(), Fault> {
        while count > 0 {
            if !self.more() {
                return Err(cut());
            }
            let step = count.min(self.now.len());
            self.now = &self.now[step..];
            count -= step;
        }
        Ok(())
    }

    /// A string of Excel 97 that begins with its length in two bytes.
    pub fn string(&mut self) -> Result<Rich, Fault> {
        let length = usize::from(self.u16()?);
        let flags = self.byte()?;
        let (wide, extended, rich) = (flags & 1 != 0, flags & 4 != 0, flags & 8 != 0);
        let runs = if rich { self.u16()? } else { 0 };
        let extra = if extended {
            usize::from(self.u16()?) | usize::from(self.u16()?) << 16
        } else {
            0
        };
        let text = self.units(length, wide)?;
        let mut fonts = Vec::new();
        for _ in 0..runs {
            fonts.push((self.u16()?.into(), self.u16()?.into()));
        }
        // How the text is pronounced.
        self.skip(extra)?;
        Ok((text, fonts))
    }

    /// The characters of a string whose length stands elsewhere; how wide they are stands before them.
    pub fn characters(&mut self, length: usize) -> Result<String, Fault> {
        let wide = self.byte()? & 1 != 0;
        self.units(length, wide)
    }

    fn units(&mut self, length: usize, mut wide: bool) -> Result<String, Fault> {
        let mut units: Vec<u16> = Vec::with_capacity(length.min(1 << 15));
        while units.len() < length {
            if self.now.is_empty() {
                // What goes on in the next record says anew how wide it is.
                wide = self.byte()? & 1 != 0;
                continue;
            }
            let left = length - units.len();
            if wide {
                let taken = (self.now.len() / 2).min(left);
                if taken == 0 {
                    return Err(cut());
                }
                let (these, rest) = self.now.split_at(2 * taken);
                units.extend(
                    these
                        .chunks_exact(2)
                        .map(|b| u16::from_le_bytes([b[0], b[1]])),
                );
                self.now = rest;
            } else {
                let (these, rest) = self.now.split_at(self.now.len().min(left));
                units.extend(these.iter().map(|b| u16::from(*b)));
                self.now = rest;
            }
        }
        Ok(String::from_utf16_lossy(&units))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_goes_on_in_the_next_record() {
        let first = [
            &[0; 8][..],
            &[4, 0, 1],
            &"甲乙"
                .encode_utf16()
                .flat_map(u16::to_le_bytes)
                .collect::<Vec<_>>(),
        ]
        .concat();
        // The second half is stored narrow; a rich string with one run follows.
        let more = [&[0, b'a', b'b'][..], &[1, 0, 8, 1, 0, b'x', 0, 0, 0, 0]].concat();
        assert_eq!(
            shared_strings(&first, vec![&more]).unwrap(),
            ["甲乙ab", "x"]
        );
        assert!(shared_strings(&first, Vec::new()).is_err());
        assert!(shared_strings(&first[..4], Vec::new()).is_err());
    }

    #[test]
    fn fonts_of_a_string_come_with_it() {
        // Two narrow characters, then two wide ones in the next record; one run, then another string.
        let first = [4, 0, 8, 1, 0, b'a', b'b'];
        let second = [1, 0x32, 0x75, 0x59, 0x4e, 2, 0, 7, 0, 1, 0, 0, b'z'];
        let mut pieces = Pieces::new(vec![&first[..], &second]);
        let rich = ("ab甲乙".to_owned(), vec![(2, 7)]);
        assert_eq!(pieces.string().unwrap(), rich);
        assert_eq!(pieces.string().unwrap(), ("z".to_owned(), Vec::new()));
        assert!(pieces.string().is_err());
    }

    #[test]
    fn bytes_of_a_code_page() {
        let coding = Coding::of_code_page(936);
        assert_eq!(coding.text(b"\x04\0\xd6\xd0\xce\xc4").unwrap(), "中文");
        assert!(coding.text(b"\x05\0\xd6\xd0\xce\xc4").is_err());
        assert_eq!(Coding::Unicode.short_text(b"\x02\0ab").unwrap(), "ab");
        assert_eq!(Coding::Unicode.text(b"\0\0").unwrap(), "");
    }
}
