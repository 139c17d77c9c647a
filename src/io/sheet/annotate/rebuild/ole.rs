//! The stream of an old workbook out of its compound file.

use std::io::{Cursor, Read as _};

use super::super::xml::Broken;

/// Most bytes of the stream.
const MAX_STREAM: u64 = 256 << 20;

/// What an OLE file holds.
#[derive(Debug)]
pub enum Held {
    /// A workbook: its stream, and whether there are macros beside it.
    Workbook(Vec<u8>, bool),
    /// A workbook older than Excel 97.
    Older,
    /// An encrypted package.
    Encrypted,
    /// Something else.
    Other,
}

/// Opens a compound file.
pub fn open(bytes: &[u8]) -> Result<Held, Broken> {
    let wrong = |_| Broken::new("里面的存储结构不对，或者不完整");
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(wrong)?;
    if file.exists("/EncryptedPackage") {
        return Ok(Held::Encrypted);
    }
    let Some(name) = ["/Workbook", "/WORKBOOK", "/Book"]
        .into_iter()
        .find(|n| file.is_stream(n))
    else {
        return Ok(Held::Other);
    };
    let macros = file.exists("/_VBA_PROJECT_CUR") || file.exists("/_VBA_PROJECT");
    let mut stream = Vec::new();
    file.open_stream(name)
        .map_err(wrong)?
        .take(MAX_STREAM)
        .read_to_end(&mut stream)
        .map_err(wrong)?;
    // The first record says which version follows.
    let version = stream.get(4..6).map(|v| [v[0], v[1]]);
    if version != Some([0, 6]) {
        return Ok(Held::Older);
    }
    Ok(Held::Workbook(stream, macros))
}
