//! The zip archive that `.xlsx` and `.ods` are, opened so that no size in it can exhaust memory.
//!
//! The zip crate gives no byte more than an entry declares, so the declared sizes bound what comes out.

use std::io::{self, BufRead as _, BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;

use super::Fault;

/// Most entries: far above any workbook; each costs memory before its content is looked at.
const MAX_ENTRIES: usize = 10_000;

/// Most bytes that all entries of XML may have together.
const MAX_UNPACKED: u64 = 512 << 20;

/// Most bytes from one tag to the next: a text of a cell is far shorter.
const MAX_RUN: usize = 16 << 20;

/// Most elements inside one another; a reader keeps the name of each.
pub const MAX_DEPTH: usize = 1_000;

/// Bytes that begin the description of an entry at the end of an archive.
const ENTRY: &[u8] = b"PK\x01\x02";

/// An archive.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

/// The content of an entry, bounded.
pub type Part<'p, 'b> = BufReader<Bounded<ZipFile<'p, Cursor<&'b [u8]>>>>;

impl<'b> Package<'b> {
    /// Reads the list of entries.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        let entries = bytes.windows(ENTRY.len()).filter(|w| *w == ENTRY).count();
        if entries > MAX_ENTRIES {
            return Err(Fault::huge(format!("里面有 {entries} 个文件，不像工作簿")));
        }
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| Fault::broken("压缩包结构不对，多半是没有传完"))?;
        Ok(Self { archive })
    }

    /// Names of the entries.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.archive
            .file_names()
            .filter_map(Result::ok)
            .map(|name| name.replace('\\', "/"))
    }

    /// Whether there is an entry of this name.
    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.archive.len()
    }

    /// An entry by its name.
    pub fn part(&mut self, name: &str) -> Result<Option<Part<'_, 'b>>, Fault> {
        match self.archive.index_for_name(name) {
            Some(index) => self.at(index).map(|(_, part)| Some(part)),
            None => Ok(None),
        }
    }

    /// An entry with its name and its size.
    pub fn at(&mut self, index: usize) -> Result<((String, u64), Part<'_, 'b>), Fault> {
        let file = self
            .archive
            .by_index(index)
            .map_err(|_| Fault::broken("压缩包里有读不出的文件"))?;
        let size = file.size();
        let name = file
            .name()
            .map_err(|_| Fault::broken("压缩包里有读不出的文件"))?;
        let name = name.replace('\\', "/");
        if size > MAX_UNPACKED {
            let why = format!("里面的 {name} 解开后有 {} MB，不像清单", size >> 20);
            return Err(Fault::huge(why));
        }
        Ok((
            (name, size),
            BufReader::new(Bounded {
                inner: file,
                run: 0,
            }),
        ))
    }
}

/// The sum of the sizes of what is XML.
#[derive(Default)]
pub struct Unpacked(u64);

impl Unpacked {
    /// Counts an entry in.
    pub fn add(&mut self, size: u64) -> Result<(), Fault> {
        self.0 = self.0.saturating_add(size);
        if self.0 > MAX_UNPACKED {
            let why = format!("解开后超过 {} MB，不像清单", MAX_UNPACKED >> 20);
            return Err(Fault::huge(why));
        }
        Ok(())
    }
}

/// XML of which no text and no tag is longer than memory bears.
pub struct Bounded<R> {
    inner: R,
    run: usize,
}

impl<R> Bounded<R> {
    /// Around any reader.
    pub fn new(inner: R) -> Self {
        Self { inner, run: 0 }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let bytes = &buffer[..count];
        match bytes.iter().rposition(|b| *b == b'<') {
            Some(last) => self.run = count - last,
            None => self.run += count,
        }
        if self.run > MAX_RUN {
            return Err(io::Error::other(LongRun));
        }
        Ok(count)
    }
}

/// A text or tag that is longer than [`MAX_RUN`].
#[derive(Debug, thiserror::Error)]
#[error("a text too long")]
struct LongRun;

/// Elements deeper inside one another than [`MAX_DEPTH`].
#[derive(Debug, thiserror::Error)]
#[error("elements too deep")]
struct TooDeep;

/// What a failed reading of a part means.
pub fn unreadable(error: &io::Error) -> Fault {
    if error.get_ref().is_some_and(|e| e.is::<TooDeep>()) {
        return too_deep();
    }
    if error.get_ref().is_some_and(|e| e.is::<LongRun>()) {
        return Fault::huge(format!("里面有一段文字超过 {} MB", MAX_RUN >> 20));
    }
    Fault::broken("压缩包里的内容不完整")
}

/// The fault of a part whose elements are too deep.
pub fn too_deep() -> Fault {
    Fault::huge(format!("里面的 XML 套了 {MAX_DEPTH} 层以上"))
}

/// The tags of a part one after the other, texts passed over: much faster than reading the XML.
pub struct Tags<R: Read> {
    input: BufReader<R>,
    buffer: Vec<u8>,
    depth: usize,
    at: u64,
}

/// A tag.
pub struct Tag<'t> {
    content: &'t str,
    at: u64,
}

impl<R: Read> Tags<R> {
    /// Tags of what a reader gives.
    pub fn new(input: BufReader<R>) -> Self {
        Self {
            input,
            buffer: Vec::new(),
            depth: 0,
            at: 0,
        }
    }

    /// The next tag that opens an element.
    pub fn next(&mut self) -> io::Result<Option<Tag<'_>>> {
        loop {
            self.buffer.clear();
            if self.read_until(b'<')? == 0 {
                return Ok(None);
            }
            self.buffer.clear();
            while self.read_until(b'>')? > 0 && self.goes_on() {}
            match self.buffer.as_slice() {
                [b'/', ..] => self.depth = self.depth.saturating_sub(1),
                [b'!' | b'?', ..] | [.., b'/', b'>'] => break,
                _ => {
                    self.depth += 1;
                    break;
                }
            }
        }
        if self.depth > MAX_DEPTH {
            return Err(io::Error::other(TooDeep));
        }
        let content = std::str::from_utf8(&self.buffer).unwrap_or_default();
        Ok(Some(Tag {
            content,
            at: self.at,
        }))
    }

    fn read_until(&mut self, end: u8) -> io::Result<usize> {
        let count = self.input.read_until(end, &mut self.buffer)?;
        self.at += count as u64;
        Ok(count)
    }

    /// Whether the `>` that was read last closes nothing: in a remark, in raw text, in the value of an attribute.
    fn goes_on(&self) -> bool {
        let tag = self.buffer.as_slice();
        if tag.starts_with(b"!--") {
            return !tag.ends_with(b"-->");
        }
        if tag.starts_with(b"![CDATA[") {
            return !tag.ends_with(b"]]>");
        }
        let mut open = None;
        for &byte in tag {
            match (open, byte) {
                (None, b'"' | b'\'') => open = Some(byte),
                (Some(quote), _) if byte == quote => open = None,
                _ => {}
            }
        }
        open.is_some()
    }
}

impl Tag<'_> {
    /// Its name without prefix.
    pub fn name(&self) -> &str {
        let end = self
            .content
            .find([' ', '/', '>', '\t', '\r', '\n'])
            .unwrap_or(self.content.len());
        let name = &self.content[..end];
        name.rsplit(':').next().unwrap_or(name)
    }

    /// How many bytes of the part lie before its end.
    pub fn at(&self) -> u64 {
        self.at
    }

    /// How long it is.
    pub fn len(&self) -> usize {
        self.content.len()
    }

    /// The value of an attribute, as written.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let mut rest = self.content;
        loop {
            let at = rest.find(name)?;
            let before = rest[..at].chars().next_back();
            rest = &rest[at + name.len()..];
            if !before.is_some_and(char::is_whitespace) {
                continue;
            }
            let Some(value) = rest.trim_start().strip_prefix('=') else {
                continue;
            };
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_told_from_texts() {
        let xml = "<?xml?><x:sst uniqueCount='7' count = \"9\"><!-- a <b> --><si><t>a &lt; b</t></si><si x='/>'/>";
        let mut tags = Tags::new(BufReader::new(xml.as_bytes()));
        let mut names = Vec::new();
        while let Some(tag) = tags.next().unwrap() {
            if tag.name() == "sst" {
                assert_eq!(tag.attribute("count"), Some("9"));
                assert_eq!(tag.attribute("uniqueCount"), Some("7"));
                assert_eq!(tag.attribute("Count"), None);
            }
            names.push(tag.name().to_owned());
        }
        assert_eq!(names, ["?xml?", "sst", "!--", "si", "t", "si"]);
    }

    #[test]
    fn a_text_without_end_is_refused() {
        let mut endless = Bounded::new(io::repeat(b'a').take(1 << 30));
        let error = io::copy(&mut endless, &mut io::sink()).unwrap_err();
        assert!(matches!(unreadable(&error), Fault::Huge(_)));
    }
}
