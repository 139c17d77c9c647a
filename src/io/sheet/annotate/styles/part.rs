//! The styles part of a workbook: its lists, open for additions; everything else keeps its bytes.

use std::collections::HashMap;
use std::ops::Range;

use super::super::xml::{self, Broken, Edits, Kind, Scanner, with_attribute};

/// One list of the styles part, e.g. `fills`.
#[derive(Debug, Default)]
struct List {
    /// Its elements as they are written.
    entries: Vec<String>,
    /// How many of them the part held.
    known: usize,
    /// Elements of the part that were changed.
    altered: Vec<usize>,
    /// Where the elements stand.
    spans: Vec<Range<usize>>,
    /// The list's open tag, and where its close tag begins.
    place: Option<(String, Range<usize>, usize)>,
    by_text: HashMap<String, usize>,
}

impl List {
    fn add(&mut self, entry: String) -> usize {
        if let Some(&id) = self.by_text.get(&entry) {
            return id;
        }
        let id = self.entries.len();
        self.by_text.insert(entry.clone(), id);
        self.entries.push(entry);
        id
    }

    fn alter(&mut self, id: usize, entry: String) {
        if let Some(old) = self.entries.get_mut(id) {
            if self.by_text.get(old) == Some(&id) {
                self.by_text.remove(old);
            }
            self.by_text.entry(entry.clone()).or_insert(id);
            *old = entry;
            self.altered.push(id);
        }
    }
}

/// Lists of the part in the order that it demands; those before the last are there to find the place of a new one.
const LISTS: [&str; 6] = [
    "numFmts",
    "fonts",
    "fills",
    "borders",
    "cellStyleXfs",
    "cellXfs",
];

/// A styles part.
pub struct Part {
    text: String,
    prefix: String,
    root: Root,
    lists: HashMap<&'static str, List>,
}

/// Where the root element is.
struct Root {
    open: Range<usize>,
    empty: bool,
}

/// A styles part for a workbook without one.
pub fn minimal(namespace: &str) -> String {
    format!(
        "{}<styleSheet xmlns=\"{namespace}\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"宋体\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs></styleSheet>",
        xml::DECLARATION
    )
}

impl Part {
    /// Reads the part; what every workbook has of its lists is there afterwards.
    pub fn read(text: String) -> Result<Self, Broken> {
        let mut scanner = Scanner::new(&text);
        let root = scanner.root("styleSheet")?;
        let (prefix, open, empty) = (
            root.prefix.to_owned(),
            root.span.clone(),
            root.kind == Kind::Empty,
        );
        let mut lists: HashMap<&'static str, List> = HashMap::new();
        while let Some(tag) = scanner.next()? {
            let Some(name) = LISTS.into_iter().find(|n| tag.depth == 1 && tag.begins(n)) else {
                continue;
            };
            let mut list = List::default();
            let mut end = tag.span.end;
            if tag.kind == Kind::Open {
                while let Some(child) = scanner.next()? {
                    if child.kind == Kind::Close && child.depth == 1 {
                        end = child.span.start;
                        break;
                    }
                    let last = scanner.element_end(&child)?;
                    let span = child.span.start..last.end;
                    let entry = text.get(span.clone()).unwrap_or("").to_owned();
                    list.by_text
                        .entry(entry.clone())
                        .or_insert(list.entries.len());
                    list.entries.push(entry);
                    list.spans.push(span);
                }
            }
            list.known = list.entries.len();
            list.place = Some((tag.text.to_owned(), tag.span.clone(), end));
            lists.insert(name, list);
        }
        let mut part = Self {
            text,
            prefix,
            root: Root { open, empty },
            lists,
        };
        for (name, first) in [
            (
                "fonts",
                "font><@sz val=\"11\"/><@name val=\"宋体\"/></@font>",
            ),
            ("fills", "fill><@patternFill patternType=\"none\"/></@fill>"),
            (
                "borders",
                "border><@left/><@right/><@top/><@bottom/><@diagonal/></@border>",
            ),
            (
                "cellXfs",
                "xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>",
            ),
        ] {
            if part.count(name) == 0 {
                part.add(name, first);
            }
        }
        if part.count("fills") == 1 {
            // The second fill is reserved, whatever it says.
            part.add(
                "fills",
                "fill><@patternFill patternType=\"gray125\"/></@fill>",
            );
        }
        Ok(part)
    }

    fn list(&mut self, name: &'static str) -> &mut List {
        self.lists.entry(name).or_default()
    }

    /// How many elements a list has.
    pub fn count(&self, list: &str) -> usize {
        self.lists.get(list).map_or(0, |l| l.entries.len())
    }

    /// An element as it is written; nothing where there is none.
    pub fn entry(&self, list: &str, id: usize) -> &str {
        self.lists
            .get(list)
            .and_then(|l| l.entries.get(id))
            .map_or("", String::as_str)
    }

    /// The place of an element, which is added if it is new; `@` stands for the prefix, and the first `<` is left out.
    pub fn add(&mut self, list: &'static str, element: &str) -> usize {
        let entry = format!("<{}{}", self.prefix, element.replace('@', &self.prefix));
        self.put(list, entry)
    }

    /// The place of an element as it is to be written, which is added if it is new.
    pub fn put(&mut self, list: &'static str, entry: String) -> usize {
        self.list(list).add(entry)
    }

    /// Writes an element anew.
    pub fn alter(&mut self, list: &'static str, id: usize, entry: String) {
        self.list(list).alter(id, entry);
    }

    /// The changed part; `None` when nothing changed.
    pub fn finish(self) -> Option<String> {
        let mut edits = Edits::default();
        let mut fresh = Vec::new();
        for name in LISTS {
            let Some(list) = self.lists.get(name) else {
                continue;
            };
            for &id in &list.altered {
                if let (Some(span), Some(entry)) = (list.spans.get(id), list.entries.get(id)) {
                    edits.replace(span.clone(), entry.clone());
                }
            }
            let added: String = list
                .entries
                .iter()
                .skip(list.known)
                .map(String::as_str)
                .collect();
            if added.is_empty() {
                continue;
            }
            let count = list.entries.len().to_string();
            let close = format!("</{}{name}>", self.prefix);
            match &list.place {
                Some((open, span, end)) => {
                    let head = with_attribute(open, "count", Some(&count));
                    if open.ends_with("/>") {
                        let head = head.trim_end_matches('>').trim_end_matches('/');
                        edits.replace(span.clone(), format!("{head}>{added}{close}"));
                    } else {
                        edits.replace(span.clone(), head);
                        edits.insert(*end, added);
                    }
                }
                None => {
                    // Goes before the next list that is there; several absent ones keep their order.
                    let open = format!("<{}{name} count=\"{count}\">", self.prefix);
                    fresh.push((name, format!("{open}{added}{close}")));
                }
            }
        }
        for (name, list) in fresh {
            edits.insert(self.place_for(name), list);
        }
        if edits.is_empty() {
            return None;
        }
        if self.root.empty {
            // Nothing but a root: it is opened first.
            let head = self.text.get(self.root.open.clone()).unwrap_or("");
            let head = head.trim_end_matches('>').trim_end_matches('/');
            edits.replace(self.root.open.clone(), "");
            let inside = edits.apply(&self.text);
            let before = self.text.get(..self.root.open.start).unwrap_or("");
            let lists = inside.get(before.len()..).unwrap_or("");
            return Some(format!(
                "{before}{head}>{lists}</{}styleSheet>",
                self.prefix
            ));
        }
        Some(edits.apply(&self.text))
    }

    /// Where a list that is not there belongs.
    fn place_for(&self, name: &str) -> usize {
        let rank = LISTS.iter().position(|n| *n == name).unwrap_or(0);
        LISTS
            .iter()
            .take(rank)
            .rev()
            .find_map(|before| {
                let (open, span, end) = self.lists.get(before)?.place.as_ref()?;
                if open.ends_with("/>") {
                    return Some(span.end);
                }
                let close = self.text.get(*end..)?.find('>')?;
                Some(end + close + 1)
            })
            .unwrap_or(self.root.open.end)
    }
}
