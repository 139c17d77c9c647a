//! The little of XML that a document needs: elements, attributes, text.

use std::fmt::{self, Display, Write};

/// Attributes of an element with their values.
pub type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// An XML text in the making. What is opened is closed by name, innermost first.
#[derive(Debug)]
pub struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document with its declaration.
    pub fn document() -> Self {
        Self {
            out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"),
            open: Vec::new(),
        }
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            // A string takes everything.
            let _ = write!(self.out, " {key}=\"");
            let _ = write!(Escaped(&mut self.out), "{value}");
            self.out.push('"');
        }
    }

    /// Begins an element.
    pub fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.out.push('>');
        self.open.push(name);
    }

    /// Ends the element begun last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// An element without content.
    pub fn leaf(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes);
        self.out.push_str("/>");
    }

    /// An element whose only attribute is `w:val`, as most properties in WordprocessingML are.
    pub fn property(&mut self, name: &str, value: &dyn Display) {
        self.leaf(name, &[("w:val", value)]);
    }

    /// Text of the element begun last.
    pub fn text(&mut self, text: &str) {
        let _ = Escaped(&mut self.out).write_str(text);
    }

    /// The whole text, with whatever is still open closed.
    pub fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.out
    }
}

/// What XML cannot hold as it is, held in another way. Control characters, which XML 1.0 cannot hold in any way, become
/// the signs that Unicode has for them (␀ for NUL), so that a reader sees that something stands there.
struct Escaped<'a>(&'a mut String);

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\t' | '\n' | '\r' => write!(self.0, "&#{};", u32::from(c))?,
                '\0'..='\u{1f}' => {
                    let sign = char::from_u32(0x2400 + u32::from(c));
                    self.0.push(sign.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                '\u{7f}' => self.0.push('\u{2421}'),
                '\u{fffe}' | '\u{ffff}' => self.0.push(char::REPLACEMENT_CHARACTER),
                other => self.0.push(other),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn what_is_open_is_closed_and_what_is_odd_is_escaped() {
        let mut xml = Xml::document();
        xml.open("a", &[("b", &"<\"&\n")]);
        xml.open("c", &[]);
        xml.text("x\u{1}\u{7f}\u{fffe}>\u{202e}😀");
        xml.close();
        xml.leaf("d", &[("n", &7)]);
        let text = xml.finish();
        let (_, body) = text.split_once('\n').unwrap();
        assert_eq!(
            body,
            "<a b=\"&lt;&quot;&amp;&#10;\"><c>x␁␡\u{fffd}&gt;\u{202e}😀</c><d n=\"7\"/></a>"
        );
    }
}
