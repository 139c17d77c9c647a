//! The compound file that old Office documents are: a small file system of named streams.
//!
//! Every chain of sectors is followed no further than the file is long, so that a chain that bites its own tail ends.

use super::Fault;

/// How every compound file begins.
pub const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// Sector numbers from here on are marks, not sectors.
const FIRST_MARK: u32 = 0xffff_fffa;

/// Streams shorter than this live in the small sectors.
const SMALL_STREAM: usize = 4096;

const SMALL_SECTOR: usize = 64;

/// A compound file.
pub struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    table: Vec<u32>,
    small_table: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

impl<'b> Compound<'b> {
    /// Reads the tables and the names of the streams.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        let sector = match u16_at(bytes, 30) {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(Fault::broken("文件头不对")),
        };
        let mut file = Self {
            bytes,
            sector,
            table: Vec::new(),
            small_table: Vec::new(),
            small: Vec::new(),
            entries: Vec::new(),
        };
        file.table = file.allocation_table()?;
        let number = |at| u32_at(bytes, at).ok_or(Fault::broken("文件头不完整"));
        let directory = file.chain(number(48)?)?;
        file.entries = directory
            .chunks_exact(128)
            .filter_map(|raw| entry(raw, sector))
            .collect();
        if let Some(root) = file.entries.first() {
            file.small = file.chain(root.start)?;
            let small_table = file.chain(number(60)?)?;
            file.small_table = numbers(&small_table).collect();
        }
        Ok(file)
    }

    /// Whether a stream or folder of this name is there.
    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a stream; as many of them as there are when the file is cut off.
    pub fn stream(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(entry) = self.find(name) else {
            return Ok(None);
        };
        let mut out = if entry.size < SMALL_STREAM {
            self.small_chain(entry.start)
        } else {
            self.chain(entry.start)?
        };
        if out.len() < entry.size {
            return Err(Fault::broken("内容被截断"));
        }
        out.truncate(entry.size);
        Ok(Some(out))
    }

    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The sectors of the table are listed in the header, and then in sectors of their own.
    fn allocation_table(&self) -> Result<Vec<u32>, Fault> {
        let header = self
            .bytes
            .get(76..512)
            .ok_or(Fault::broken("文件头不完整"))?;
        let mut list: Vec<u32> = numbers(header).collect();
        let mut next = u32_at(self.bytes, 68).unwrap_or(FIRST_MARK);
        let mut left = self.count();
        while next < FIRST_MARK {
            let sector = self.sector(next)?;
            list.extend(numbers(sector));
            next = list.pop().unwrap_or(FIRST_MARK);
            left = left.checked_sub(1).ok_or(Fault::broken("扇区表绕成了圈"))?;
        }
        let mut table = Vec::new();
        for id in list.into_iter().filter(|id| *id < FIRST_MARK) {
            table.extend(numbers(self.sector(id)?));
            if table.len() > self.count() + self.sector {
                break;
            }
        }
        Ok(table)
    }

    fn count(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// A sector; the last one may be cut short.
    fn sector(&self, id: u32) -> Result<&'b [u8], Fault> {
        let start = (id as usize + 1) * self.sector;
        let end = (start + self.sector).min(self.bytes.len());
        self.bytes
            .get(start..end)
            .filter(|bytes| !bytes.is_empty())
            .ok_or(Fault::broken("内容被截断"))
    }

    fn chain(&self, start: u32) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let mut next = start;
        let mut left = self.count();
        while next < FIRST_MARK {
            out.extend_from_slice(self.sector(next)?);
            next = *self
                .table
                .get(next as usize)
                .ok_or(Fault::broken("扇区表不完整"))?;
            left = left.checked_sub(1).ok_or(Fault::broken("扇区表绕成了圈"))?;
        }
        Ok(out)
    }

    fn small_chain(&self, start: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let mut next = start;
        // A small stream is shorter than this many small sectors.
        for _ in 0..=SMALL_STREAM / SMALL_SECTOR {
            let at = next as usize * SMALL_SECTOR;
            let end = (at + SMALL_SECTOR).min(self.small.len());
            let Some(bytes) = self.small.get(at..end) else {
                break;
            };
            out.extend_from_slice(bytes);
            match self.small_table.get(next as usize) {
                Some(&id) => next = id,
                None => break,
            }
        }
        out
    }
}

fn entry(raw: &[u8], sector: usize) -> Option<Entry> {
    let name: Vec<u16> = raw
        .get(..64)?
        .chunks_exact(2)
        .map(|pair| u16::from_le_bytes([pair[0], pair[1]]))
        .take_while(|unit| *unit != 0)
        .collect();
    if name.is_empty() {
        return None;
    }
    let low = u64::from(u32_at(raw, 120)?);
    // Small files leave rubbish in the upper half.
    let high = if sector == 512 {
        0
    } else {
        u64::from(u32_at(raw, 124)?)
    };
    Some(Entry {
        name: String::from_utf16_lossy(&name),
        start: u32_at(raw, 116)?,
        size: usize::try_from(high << 32 | low).ok()?,
    })
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes
        .chunks_exact(4)
        .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
