//! `export` of the project as it stands, in a format that is written item by item: the list is never held.

use std::collections::{HashMap, HashSet};
use std::io::Write;

use power_list::domain::catalog::ItemRow;
use power_list::ops::items::{Chosen, Rows, Unjudged};
use power_list::render::listing::{self, By, Chapter, Heading, Kind};
use power_list::render::{csv, json, jsonld, markdown};

use super::content::{Asked, heading_of, summary};
use super::{ExportArgs, Format};
use crate::cli::error::Exit;
use crate::cli::output::Target;
use crate::cli::{Global, source};

/// A format that is written so.
#[derive(Debug, Clone, Copy)]
pub enum Passing {
    Csv,
    Json,
    Jsonld,
    Markdown,
}

impl Passing {
    /// Whether a format is one of these.
    pub fn of(format: Format) -> Option<Self> {
        match format {
            Format::Csv => Some(Self::Csv),
            Format::Json => Some(Self::Json),
            Format::Jsonld => Some(Self::Jsonld),
            Format::Markdown => Some(Self::Markdown),
            Format::Xlsx | Format::Docx => None,
        }
    }

    /// Whether it is divided into chapters.
    fn has_chapters(self) -> bool {
        matches!(self, Self::Csv | Self::Markdown)
    }
}

/// Runs the command.
pub fn run(
    args: &ExportArgs,
    (format, ending): (Passing, &str),
    global: &Global,
) -> anyhow::Result<Exit> {
    source::list(global, |project, rows| {
        let asked = Asked::of(args, &rows.frame)?;
        let mut kinds: Vec<Kind<'_>> = Vec::new();
        for (kind, count) in project.kinds() {
            if asked.wants(&kind.unit, &kind.category) {
                kinds.push((&kind.unit, &kind.category, count));
            }
        }
        let total = kinds.iter().map(|(.., count)| count).sum();
        if total == 0 {
            return Err(asked.nothing());
        }
        let heading = heading_of(&project.loaded.project.settings);
        let usual = format!("{}.{ending}", asked.title(&heading));
        let target = Target::new(args.output.as_deref(), &usual);
        target.check(false)?;
        let units: HashSet<&str> = kinds.iter().map(|(unit, ..)| *unit).collect();
        let done = (!global.quiet).then(|| summary(&rows.frame, &units, total));
        let document = Document {
            rows,
            heading: &heading,
            by: args.by.into(),
            chapters: listing::chapters(&rows.frame, args.by.into(), &kinds),
            total,
        };
        let items = document.items(project, format, &asked);
        target.put_pieces(args.force, done.as_deref(), |out| {
            document.write(format, &items, out)
        })?;
        Ok(Exit::Clean)
    })
}

struct Document<'d> {
    rows: &'d Rows<'d, 'd>,
    heading: &'d Heading,
    by: By,
    chapters: Vec<Chapter<'d>>,
    total: usize,
}

impl Document<'_> {
    /// The items that are asked for, in the order of the document.
    fn items<'p>(&self, project: &'p Unjudged, format: Passing, asked: &Asked) -> Chosen<'p> {
        let places = self.chapters.iter().map(|chapter| chapter.key).zip(0..);
        let places: HashMap<&str, usize> = places.collect();
        project.of_kinds(|kind| {
            if !asked.wants(&kind.unit, &kind.category) {
                return None;
            }
            match format.has_chapters() {
                true => {
                    let key = listing::key_of((&kind.unit, &kind.category), self.by);
                    places.get(key).copied()
                }
                false => Some(0),
            }
        })
    }

    fn write(
        &self,
        format: Passing,
        items: &Chosen<'_>,
        out: &mut dyn Write,
    ) -> anyhow::Result<()> {
        let list = &self.rows.frame;
        let mut walk = Walk::new(self);
        match format {
            Passing::Csv => {
                out.write_all(csv::list_head().as_bytes())?;
                let serial = &mut |row: &_| walk.step(row).serial;
                self.pour(items, out, serial, |row, serial| {
                    csv::list_item(list, row, serial).into_bytes()
                })
            }
            Passing::Json => {
                out.write_all(&json::head(list, self.heading, self.total))?;
                let mut first = true;
                let is_first = &mut |_: &_| std::mem::take(&mut first);
                self.pour(items, out, is_first, |row, first| {
                    json::item(list, row, first)
                })?;
                Ok(out.write_all(json::tail(true))?)
            }
            Passing::Jsonld => {
                let mut mentioned = jsonld::Mentioned::default();
                self.rows.each(
                    items,
                    &mut |_| (),
                    |row, ()| jsonld::Mentions::of(list, &row),
                    &mut |mentions| {
                        mentioned.add(mentions);
                        true
                    },
                )?;
                out.write_all(&jsonld::head(list, self.heading, None, &mentioned))?;
                self.pour(items, out, &mut |_| (), |row, ()| jsonld::item(list, row))?;
                Ok(out.write_all(jsonld::TAIL)?)
            }
            Passing::Markdown => {
                out.write_all(markdown::head(self.heading).as_bytes())?;
                self.pour(items, out, &mut |row| walk.step(row), |row, place| {
                    markdown::item(list, row, place).into_bytes()
                })
            }
        }
    }

    /// Writes the items one after another.
    fn pour<P: Send>(
        &self,
        items: &Chosen<'_>,
        out: &mut dyn Write,
        place: &mut dyn FnMut(&ItemRow) -> P,
        make: impl Fn(&ItemRow, P) -> Vec<u8> + Sync,
    ) -> anyhow::Result<()> {
        let mut written = Ok(());
        let mut put = |bytes: Vec<u8>| {
            written = out.write_all(&bytes);
            written.is_ok()
        };
        let make = |row: ItemRow, place| make(&row, place);
        self.rows.each(items, place, make, &mut put)?;
        Ok(written?)
    }
}

/// The way through the chapters of a document.
struct Walk<'d> {
    document: &'d Document<'d>,
    /// The chapter, and the section in it.
    chapter: Option<&'d Chapter<'d>>,
    section: Option<&'d str>,
    serial: usize,
}

impl<'d> Walk<'d> {
    fn new(document: &'d Document<'d>) -> Self {
        Self {
            document,
            chapter: None,
            section: None,
            serial: 0,
        }
    }

    /// Where the next item stands.
    fn step(&mut self, row: &ItemRow) -> markdown::Place<'d> {
        let Document {
            rows, by, chapters, ..
        } = self.document;
        let key = listing::key_of((&row.department, &row.category), *by);
        let begins = self.chapter.is_none_or(|chapter| chapter.key != key);
        if begins {
            self.chapter = chapters.iter().find(|chapter| chapter.key == key);
            self.section = None;
            self.serial = 0;
        }
        self.serial += 1;
        let section = self.chapter.and_then(|c| c.section(&rows.frame, row, *by));
        let name = section.map(|(name, _)| name);
        let new = section.filter(|_| self.section != name);
        self.section = name;
        let chapter = self.chapter.filter(|_| begins);
        markdown::Place {
            chapter: chapter.map(|chapter| (chapter.full_name, chapter.count())),
            section: new,
            serial: self.serial,
        }
    }
}
