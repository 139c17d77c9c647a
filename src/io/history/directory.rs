//! The list of entries at the end of an archive, read as it stands: the zip crate keeps one of two entries of one name.

use std::collections::HashSet;
use std::io::{self, BufRead, Read as _, Seek, SeekFrom};

/// Bytes that begin the description of an entry.
const ENTRY: [u8; 4] = *b"PK\x01\x02";
/// Bytes of a description before its name.
const FIXED: usize = 46;

/// The first name that stands there twice.
pub fn repeated(archive: &mut (impl BufRead + Seek), start: u64) -> io::Result<Option<String>> {
    archive.seek(SeekFrom::Start(start))?;
    let mut names = HashSet::new();
    loop {
        let mut fixed = [0; FIXED];
        let found = read_up_to(archive, &mut fixed)?;
        if found < FIXED || fixed[..4] != ENTRY {
            return Ok(None);
        }
        let number = |at: usize| u16::from_le_bytes([fixed[at], fixed[at + 1]]);
        let mut name = vec![0; usize::from(number(28))];
        archive.read_exact(&mut name)?;
        let rest = u64::from(number(30)) + u64::from(number(32));
        io::copy(&mut archive.by_ref().take(rest), &mut io::sink())?;
        let name = String::from_utf8_lossy(&name).into_owned();
        if let Some(name) = names.replace(name) {
            return Ok(Some(name));
        }
    }
}

/// Fills a buffer as far as there are bytes.
fn read_up_to(archive: &mut impl BufRead, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match archive.read(&mut buffer[filled..])? {
            0 => break,
            count => filled += count,
        }
    }
    Ok(filled)
}
