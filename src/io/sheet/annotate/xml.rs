//! XML parts read tag by tag and changed in places, so that every byte in between stays as it was.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

/// A part is not what it should be; the sentence says how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(pub String);

impl Broken {
    /// A reason.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// Which end of an element a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `<a>`
    Open,
    /// `</a>`
    Close,
    /// `<a/>`
    Empty,
}

/// One tag with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag<'x> {
    /// Which end.
    pub kind: Kind,
    /// Prefix with its colon, or nothing.
    pub prefix: &'x str,
    /// Name without prefix.
    pub name: &'x str,
    /// The tag as it is written.
    pub text: &'x str,
    /// Where it stands.
    pub span: Range<usize>,
    /// How many elements are around it.
    pub depth: usize,
}

impl<'x> Tag<'x> {
    /// Whether an element of this name begins here.
    pub fn begins(&self, name: &str) -> bool {
        self.kind != Kind::Close && self.name == name
    }

    /// Whether an element of this name ends here.
    pub fn ends(&self, name: &str) -> bool {
        self.kind != Kind::Open && self.name == name
    }

    /// The value of an attribute, by its whole name.
    pub fn get(&self, name: &str) -> Option<Cow<'x, str>> {
        let found = attributes(self.text).find(|a| a.name == name)?;
        Some(plain(found.value))
    }

    /// The value of an attribute, whatever its prefix.
    pub fn get_local(&self, name: &str) -> Option<Cow<'x, str>> {
        let local = |whole: &str| whole.rsplit(':').next() == Some(name);
        let found =
            attributes(self.text).find(|a| local(a.name) && !a.name.starts_with("xmlns"))?;
        Some(plain(found.value))
    }

    /// An attribute read as a number or the like.
    pub fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.trim().parse().ok()
    }

    /// Whether an attribute says yes.
    pub fn flag(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|v| matches!(v.trim(), "1" | "true" | "on"))
    }
}

/// An attribute as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute<'x> {
    /// Name with its prefix.
    pub name: &'x str,
    /// Value, still escaped.
    pub value: &'x str,
    /// Name, value and the space before, within the tag.
    pub span: Range<usize>,
}

/// The attributes of a tag.
pub fn attributes(tag: &str) -> impl Iterator<Item = Attribute<'_>> {
    let mut at = tag
        .find(|c: char| c.is_ascii_whitespace())
        .unwrap_or(tag.len());
    std::iter::from_fn(move || {
        let rest = tag.get(at..)?;
        let equals = rest.find('=')?;
        let name = rest.get(..equals)?.trim();
        let after = rest.get(equals + 1..)?;
        let open = after.find(['"', '\''])?;
        let quote = char::from(*after.as_bytes().get(open)?);
        let body = after.get(open + 1..)?;
        let value = body.get(..body.find(quote)?)?;
        let end = at + equals + 1 + open + 1 + value.len() + 1;
        let span = at..end;
        at = end;
        Some(Attribute { name, value, span })
    })
}

/// Text without escapes; left as it is where an escape is unknown.
pub fn plain(text: &str) -> Cow<'_, str> {
    quick_xml::escape::unescape(text).unwrap_or(Cow::Borrowed(text))
}

/// Text for XML: escaped, and without the characters that XML cannot hold.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\r' => {}
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

/// A tag with an attribute changed, added, or (with `None`) taken away.
pub fn with_attribute(tag: &str, name: &str, value: Option<&str>) -> String {
    let mut out = tag.to_owned();
    let found = attributes(tag).find(|a| a.name == name).map(|a| a.span);
    let written = value.map(|v| format!(" {name}=\"{}\"", escape(v)));
    match (found, written) {
        (Some(span), written) => out.replace_range(span, &written.unwrap_or_default()),
        (None, Some(written)) => {
            let end = tag.trim_end_matches('>').trim_end_matches('/');
            out.insert_str(end.trim_end().len(), &written);
        }
        (None, None) => {}
    }
    out
}

/// Reads the tags of a part one after the other.
pub struct Scanner<'x> {
    text: &'x str,
    reader: Reader<&'x [u8]>,
    depth: usize,
}

impl<'x> Scanner<'x> {
    /// From the start of a part.
    pub fn new(text: &'x str) -> Self {
        Self {
            text,
            reader: Reader::from_str(text),
            depth: 0,
        }
    }

    /// The next tag; `None` at the end of the part.
    pub fn next(&mut self) -> Result<Option<Tag<'x>>, Broken> {
        loop {
            let start = self.position();
            let event = self.reader.read_event();
            let kind = match event {
                Ok(Event::Start(_)) => Kind::Open,
                Ok(Event::End(_)) => Kind::Close,
                Ok(Event::Empty(_)) => Kind::Empty,
                Ok(Event::Eof) if self.depth > 0 => {
                    return Err(Broken::new("里面的 XML 没有写完"));
                }
                Ok(Event::Eof) => return Ok(None),
                Ok(_) => continue,
                Err(_) => return Err(Broken::new("里面的 XML 不对")),
            };
            let span = start..self.position();
            let text = self.text.get(span.clone()).unwrap_or("");
            if kind == Kind::Close {
                self.depth = self.depth.saturating_sub(1);
            }
            let depth = self.depth;
            if kind == Kind::Open {
                self.depth += 1;
            }
            let whole = text.trim_start_matches(['<', '/']);
            let whole = whole
                .split(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>')
                .next()
                .unwrap_or("");
            let (prefix, name) = whole
                .find(':')
                .map_or(("", whole), |colon| whole.split_at(colon + 1));
            return Ok(Some(Tag {
                kind,
                prefix,
                name,
                text,
                span,
                depth,
            }));
        }
    }

    /// The end of the element that a tag begins, and its close tag's start.
    pub fn element_end(&mut self, tag: &Tag<'x>) -> Result<Range<usize>, Broken> {
        if tag.kind == Kind::Empty {
            return Ok(tag.span.end..tag.span.end);
        }
        while let Some(next) = self.next()? {
            if next.kind == Kind::Close && next.depth == tag.depth {
                return Ok(next.span);
            }
        }
        Err(Broken::new("里面的 XML 没有写完"))
    }

    /// The root element, with which every part begins.
    pub fn root(&mut self, name: &str) -> Result<Tag<'x>, Broken> {
        match self.next()? {
            Some(tag) if tag.begins(name) => Ok(tag),
            _ => Err(Broken::new(format!("里面没有 {name}"))),
        }
    }

    fn position(&self) -> usize {
        // A part is far below 4 GB, so nothing is cut off.
        self.reader.buffer_position() as usize
    }
}

/// The text between tags, unescaped: what all elements `name` of a piece hold.
pub fn texts_of(piece: &str, name: &str) -> Result<String, Broken> {
    let mut out = String::new();
    let mut scanner = Scanner::new(piece);
    while let Some(tag) = scanner.next()? {
        if tag.begins(name) {
            let end = scanner.element_end(&tag)?;
            out.push_str(&plain(piece.get(tag.span.end..end.start).unwrap_or("")));
        }
    }
    Ok(out)
}

/// Changes to a part, applied together.
#[derive(Debug, Default)]
pub struct Edits {
    list: Vec<(Range<usize>, String)>,
}

impl Edits {
    /// Puts text in the place of a range.
    pub fn replace(&mut self, range: Range<usize>, text: impl Into<String>) {
        self.list.push((range, text.into()));
    }

    /// Inserts text.
    pub fn insert(&mut self, at: usize, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.replace(at..at, text);
        }
    }

    /// Whether nothing is changed.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The changed text. What is inserted comes before what is replaced, and else the first given first.
    pub fn apply(mut self, text: &str) -> String {
        self.list.sort_by_key(|(range, _)| (range.start, range.end));
        let more: usize = self.list.iter().map(|(_, new)| new.len()).sum();
        let mut out = String::with_capacity(text.len() + more);
        let mut at = 0;
        for (range, new) in &self.list {
            out.push_str(text.get(at..range.start).unwrap_or(""));
            out.push_str(new);
            at = range.end.max(at);
        }
        out.push_str(text.get(at..).unwrap_or(""));
        out
    }
}

/// The bytes of a part as text, whatever its encoding; the mark at the beginning is dropped.
pub fn decode(bytes: Vec<u8>) -> Result<String, Broken> {
    let (encoding, skip) =
        encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
    if encoding == encoding_rs::UTF_8 {
        let mut text =
            String::from_utf8(bytes).map_err(|_| Broken::new("里面的 XML 不是 UTF-8"))?;
        text.drain(..skip);
        return Ok(text);
    }
    let (text, bad) = encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or(&[]));
    if bad {
        return Err(Broken::new("里面的 XML 有错字节"));
    }
    // The declaration names the old encoding.
    let body = match text.strip_prefix("<?xml") {
        Some(rest) => rest.find("?>").and_then(|end| rest.get(end + 2..)),
        None => Some(text.as_ref()),
    };
    Ok(format!("{DECLARATION}{}", body.unwrap_or("")))
}

/// How a part that we write begins.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_know_their_place_and_depth() {
        let text = "<?xml version=\"1.0\"?><x:a b='1'><!-- <no> --><x:c d = \"&lt;2\" /></x:a>";
        let mut scanner = Scanner::new(text);
        let root = scanner.next().unwrap().unwrap();
        assert_eq!((root.prefix, root.name, root.depth), ("x:", "a", 0));
        assert_eq!(root.get("b").unwrap(), "1");
        let inner = scanner.next().unwrap().unwrap();
        assert_eq!((inner.kind, inner.depth), (Kind::Empty, 1));
        assert_eq!(inner.get("d").unwrap(), "<2");
        assert_eq!(&text[inner.span.clone()], "<x:c d = \"&lt;2\" />");
        assert!(scanner.next().unwrap().unwrap().ends("a"));
        assert_eq!(scanner.next().unwrap(), None);
        assert!(Scanner::new("<a><b>").element_end(&root).is_err());
    }

    #[test]
    fn one_attribute_is_changed_and_the_rest_stays() {
        assert_eq!(
            with_attribute("<c r=\"A1\" s='3' t=\"s\">", "s", Some("9")),
            "<c r=\"A1\" s=\"9\" t=\"s\">"
        );
        assert_eq!(
            with_attribute("<c r=\"A1\" />", "s", Some("9")),
            "<c r=\"A1\" s=\"9\" />"
        );
        assert_eq!(
            with_attribute("<row spans=\"1:3\">", "spans", None),
            "<row>"
        );
        assert_eq!(with_attribute("<row>", "spans", None), "<row>");
    }

    #[test]
    fn a_part_in_utf_16_becomes_utf_8() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend(
            "<?xml version=\"1.0\" encoding=\"UTF-16\"?><甲/>"
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        );
        assert_eq!(decode(bytes).unwrap(), format!("{DECLARATION}<甲/>"));
        assert!(decode(vec![0xc3, 0x28]).is_err());
    }

    #[test]
    fn what_xml_cannot_hold_is_not_written() {
        assert_eq!(escape("<甲>\u{1}\r\n\"&"), "&lt;甲&gt; \n&quot;&amp;");
    }
}
