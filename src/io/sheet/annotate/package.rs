//! The zip of a workbook: parts are read when asked for, and those that nobody changed are copied as they are packed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{Cursor, Read as _, Write as _};

use zip::read::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::xml::{self, Broken, Edits, Scanner};

/// Most bytes of one part when unpacked.
const MAX_PART: u64 = 256 << 20;
/// Most bytes of all parts that are looked into.
const MAX_TOTAL: u64 = 768 << 20;
/// Most parts of a package.
const MAX_PARTS: usize = 20_000;

/// Where the types of the parts are listed.
const TYPES: &str = "[Content_Types].xml";

/// One link of a part to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// Its id within the part.
    pub id: String,
    /// Last word of its type, e.g. `worksheet`.
    pub kind: String,
    /// The type as it is written.
    pub full_kind: String,
    /// The part it leads to, from the root of the package.
    pub target: String,
}

/// A package open for changes.
pub struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Place in the archive by name in small letters.
    places: HashMap<String, usize>,
    /// Name and text by name in small letters.
    changed: BTreeMap<String, (String, String)>,
    removed: HashSet<String>,
    unpacked: u64,
}

fn key(name: &str) -> String {
    name.replace('\\', "/")
        .trim_start_matches('/')
        .to_ascii_lowercase()
}

impl<'b> Package<'b> {
    /// Opens a package.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Broken> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| Broken::new("压缩包结构不对，或者不完整"))?;
        if archive.len() > MAX_PARTS {
            return Err(Broken::new("压缩包里的文件多得不像工作簿"));
        }
        let mut package = Self {
            archive,
            places: HashMap::new(),
            changed: BTreeMap::new(),
            removed: HashSet::new(),
            unpacked: 0,
        };
        for place in 0..package.archive.len() {
            let file = package.archive.by_index_raw(place).map_err(unreadable)?;
            let name = file.name().map_err(unreadable)?.into_owned();
            package.places.insert(key(&name), place);
        }
        Ok(package)
    }

    /// Whether a part is there.
    pub fn has(&self, name: &str) -> bool {
        let name = key(name);
        !self.removed.contains(&name)
            && (self.changed.contains_key(&name) || self.places.contains_key(&name))
    }

    /// The text of a part, with the changes made so far.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Broken> {
        let wanted = key(name);
        if self.removed.contains(&wanted) {
            return Ok(None);
        }
        if let Some((_, text)) = self.changed.get(&wanted) {
            return Ok(Some(text.clone()));
        }
        let Some(&place) = self.places.get(&wanted) else {
            return Ok(None);
        };
        let file = self.archive.by_index(place).map_err(unreadable)?;
        let room = MAX_PART.min(MAX_TOTAL.saturating_sub(self.unpacked));
        let mut bytes = Vec::new();
        file.take(room + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| Broken::new(format!("{name} 解压不了")))?;
        if bytes.len() as u64 > room {
            return Err(Broken::new(format!("{name} 解压后大得不像清单")));
        }
        self.unpacked += bytes.len() as u64;
        xml::decode(bytes).map(Some)
    }

    /// The text of a part that must be there.
    pub fn need(&mut self, name: &str) -> Result<String, Broken> {
        self.text(name)?
            .ok_or_else(|| Broken::new(format!("里面缺少 {name}")))
    }

    /// Changes a part, or adds one.
    pub fn put(&mut self, name: &str, text: String) {
        let name = name.trim_start_matches('/');
        self.removed.remove(&key(name));
        self.changed.insert(key(name), (name.to_owned(), text));
    }

    /// Takes a part away.
    pub fn remove(&mut self, name: &str) {
        self.changed.remove(&key(name));
        self.removed.insert(key(name));
    }

    /// A name with a number that no part has yet, e.g. `xl/comments3.xml`.
    pub fn free_name(&self, before: &str, after: &str) -> String {
        let taken = |name: &String| {
            self.places.contains_key(&key(name)) || self.changed.contains_key(&key(name))
        };
        let mut number = 1;
        loop {
            let name = format!("{before}{number}{after}");
            if !taken(&name) {
                return name;
            }
            number += 1;
        }
    }

    /// The links of a part; `""` for the package itself.
    pub fn relationships(&mut self, part: &str) -> Result<Vec<Relationship>, Broken> {
        let Some(text) = self.text(&links_of(part))? else {
            return Ok(Vec::new());
        };
        let mut scanner = Scanner::new(&text);
        let mut out = Vec::new();
        while let Some(tag) = scanner.next()? {
            if !tag.begins("Relationship") {
                continue;
            }
            let external = tag.get("TargetMode").is_some_and(|m| m == "External");
            let (Some(id), Some(full_kind), Some(target)) =
                (tag.get("Id"), tag.get("Type"), tag.get("Target"))
            else {
                continue;
            };
            if !external {
                out.push(Relationship {
                    id: id.into_owned(),
                    kind: full_kind.rsplit('/').next().unwrap_or("").to_owned(),
                    full_kind: full_kind.into_owned(),
                    target: resolve(part, &target),
                });
            }
        }
        Ok(out)
    }

    /// Adds a link from one part to another and gives its id.
    pub fn relate(&mut self, part: &str, kind: &str, target: &str) -> Result<String, Broken> {
        let links = links_of(part);
        let text = self.text(&links)?.unwrap_or_else(|| {
            format!(
                "{}<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>",
                xml::DECLARATION
            )
        });
        let mut taken = HashSet::new();
        let mut scanner = Scanner::new(&text);
        while let Some(tag) = scanner.next()? {
            taken.extend(tag.get("Id").map(std::borrow::Cow::into_owned));
        }
        let id = (1..)
            .map(|n| format!("rId{n}"))
            .find(|id| !taken.contains(id))
            .unwrap_or_default();
        // From the root of the package: right wherever the part lies.
        let child = format!(
            "Relationship Id=\"{id}\" Type=\"{kind}\" Target=\"/{}\"/>",
            xml::escape(target)
        );
        let text = append_child(&text, "Relationships", &child)?;
        self.put(&links, text);
        Ok(id)
    }

    /// Says what type a part is of.
    pub fn declare(&mut self, name: &str, content_type: &str) -> Result<(), Broken> {
        let types = self.need(TYPES)?;
        let path = format!("/{name}");
        let mut scanner = Scanner::new(&types);
        while let Some(tag) = scanner.next()? {
            if tag.begins("Override")
                && tag
                    .get("PartName")
                    .is_some_and(|n| n.eq_ignore_ascii_case(&path))
            {
                return Ok(());
            }
        }
        let child = format!(
            "Override PartName=\"{}\" ContentType=\"{content_type}\"/>",
            xml::escape(&path)
        );
        let text = append_child(&types, "Types", &child)?;
        self.put(TYPES, text);
        Ok(())
    }

    /// The package with its changes.
    pub fn finish(mut self) -> Result<Vec<u8>, Broken> {
        let failed = |_| Broken::new("压缩包里有不能照抄的文件");
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for place in 0..self.archive.len() {
            let file = self.archive.by_index_raw(place).map_err(unreadable)?;
            let name = file.name().map_err(unreadable)?.into_owned();
            if self.removed.contains(&key(&name)) {
                continue;
            }
            match self.changed.remove(&key(&name)) {
                Some((_, text)) => {
                    let mut options = SimpleFileOptions::default();
                    if let Some(time) = file.last_modified() {
                        options = options.last_modified_time(time);
                    }
                    drop(file);
                    out.start_file(name, options).map_err(failed)?;
                    out.write_all(text.as_bytes())
                        .map_err(|_| Broken::new("写不成压缩包"))?;
                }
                None => out.raw_copy_file(file).map_err(failed)?,
            }
        }
        for (name, text) in self.changed.values() {
            out.start_file(name, SimpleFileOptions::default())
                .map_err(failed)?;
            out.write_all(text.as_bytes())
                .map_err(|_| Broken::new("写不成压缩包"))?;
        }
        Ok(out.finish().map_err(failed)?.into_inner())
    }
}

/// A package of nothing but new parts.
pub fn build(parts: &[(String, String)]) -> Result<Vec<u8>, Broken> {
    let failed = |_| Broken::new("写不成压缩包");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        out.start_file(name, SimpleFileOptions::default())
            .map_err(failed)?;
        out.write_all(text.as_bytes())
            .map_err(|_| Broken::new("写不成压缩包"))?;
    }
    Ok(out.finish().map_err(failed)?.into_inner())
}

fn unreadable(error: zip::result::ZipError) -> Broken {
    match error {
        zip::result::ZipError::UnsupportedArchive(_) => {
            Broken::new("压缩包加了密，或者用了不常见的压缩方法")
        }
        _ => Broken::new("压缩包结构不对"),
    }
}

/// Inserts a child before the end of the root element. `child` is written without its `<`, so that the prefix of the
/// root can be put before its name.
pub fn append_child(text: &str, root: &str, child: &str) -> Result<String, Broken> {
    let mut scanner = Scanner::new(text);
    let tag = scanner.root(root)?;
    let end = scanner.element_end(&tag)?;
    let child = format!("<{}{child}", tag.prefix);
    let mut edits = Edits::default();
    if tag.kind == xml::Kind::Empty {
        let open = tag.text.trim_end_matches('>').trim_end_matches('/');
        edits.replace(
            tag.span.clone(),
            format!("{open}>{child}</{}{root}>", tag.prefix),
        );
    } else {
        edits.insert(end.start, child);
    }
    Ok(edits.apply(text))
}

/// The part that holds the links of a part.
fn links_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    format!("{folder}{slash}_rels/{name}.rels")
}

/// Takes away the links of a part.
impl Package<'_> {
    /// Forgets all links of a part.
    pub fn unlink(&mut self, part: &str) {
        self.remove(&links_of(part));
    }
}

/// A target as it stands in a link, from the root of the package.
fn resolve(part: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut steps: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_however_they_are_written() {
        let part = "xl/worksheets/sheet1.xml";
        for target in ["../comments1.xml", "/xl/comments1.xml", "..\\comments1.xml"] {
            assert_eq!(resolve(part, target), "xl/comments1.xml");
        }
        assert_eq!(resolve("", "xl/workbook.xml"), "xl/workbook.xml");
        assert_eq!(links_of("xl/workbook.xml"), "xl/_rels/workbook.xml.rels");
        assert_eq!(links_of(""), "_rels/.rels");
    }

    #[test]
    fn a_child_takes_the_prefix_of_its_root() {
        assert_eq!(append_child("<a/>", "a", "b/>").unwrap(), "<a><b/></a>");
        assert_eq!(
            append_child("<x:a><x:c/></x:a>", "a", "b/>").unwrap(),
            "<x:a><x:c/><x:b/></x:a>"
        );
    }
}
