//! What the readers of XML share.

use std::io::Read;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::Fault;
use super::package::{Bounded, MAX_DEPTH, too_deep, unreadable};

/// Events of XML; elements without content come as their begin and their end.
pub struct Events<R: Read> {
    reader: Reader<std::io::BufReader<Bounded<R>>>,
    buffer: Vec<u8>,
    depth: usize,
}

impl<R: Read> Events<R> {
    /// Events of what a reader gives.
    pub fn new(input: std::io::BufReader<Bounded<R>>) -> Self {
        let mut reader = Reader::from_reader(input);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Self {
            reader,
            buffer: Vec::new(),
            depth: 0,
        }
    }

    /// The next event.
    pub fn next(&mut self) -> Result<Event<'_>, Fault> {
        self.buffer.clear();
        let event = self
            .reader
            .read_event_into(&mut self.buffer)
            .map_err(|e| fault(&e))?;
        match &event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > MAX_DEPTH {
            return Err(too_deep());
        }
        Ok(event)
    }
}

/// What an error of the XML reader means.
fn fault(error: &quick_xml::Error) -> Fault {
    match error {
        quick_xml::Error::Io(error) => unreadable(error),
        _ => Fault::broken("里面的 XML 不对"),
    }
}

/// The value of an attribute by its name as written, prefix included.
pub fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    attributes
        .with_checks(false)
        .flatten()
        .find(|a| a.key.as_ref() == name)
        .and_then(|a| {
            Some(
                a.normalized_value(XmlVersion::Implicit1_0)
                    .ok()?
                    .into_owned(),
            )
        })
}

/// A number in an attribute.
pub fn count(element: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(element, name)?.parse().ok()
}

/// The character that `&amp;` or `&#20013;` stands for. No other names are known: entities of one's own are how
/// small files grow without end.
pub fn reference(name: &BytesRef<'_>) -> Result<char, Fault> {
    match name.resolve_char_ref() {
        Ok(Some(c)) => Ok(c),
        Ok(None) => quick_xml::escape::resolve_predefined_entity(name)
            .and_then(|text| text.chars().next())
            .ok_or_else(|| Fault::broken("里面用了自己定义的实体")),
        Err(_) => Err(Fault::broken("里面的 XML 不对")),
    }
}
