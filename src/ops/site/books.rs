//! The list as offices know it: workbooks, and the same table as CSV. They are made unit by unit, category by category.

use super::downloads::{offer, offered};
use super::{Making, PIECE, SiteFailure};
use crate::io::site::SiteFile;
use crate::io::sqlite::release::Depth;
use crate::io::sqlite::release::stream::{Of, Reader};
use crate::render::csv;
use crate::render::listing::{self, By, Lines};
use crate::render::site::{Download, Site};
use crate::render::table::{Block, Sheet, SheetNames};
use crate::render::xlsx::{Pieces, WorkbookError};

/// The workbooks and the table.
pub(super) struct Books {
    /// Workbooks.
    pub workbooks: Vec<Download>,
    /// CSV.
    pub table: Download,
}

/// What a workbook is good for.
const FOR_OFFICES: &str = "用 Excel、WPS 打开、打印。";

/// Makes them of the rows of all items: a workbook by units, one by categories.
pub(super) fn whole(making: &Making<'_>, blocks: Vec<Block>) -> Result<Books, SiteFailure> {
    let catalog = &making.release.catalog;
    let by_unit = grouped(
        making,
        blocks.len(),
        catalog.departments.len(),
        |(unit, _)| unit,
    );
    let by_category = grouped(making, blocks.len(), catalog.categories.len(), |(_, c)| c);
    let mut blocks: Vec<Option<Block>> = blocks.into_iter().map(Some).collect();
    let mut table = Table::begin(making)?;
    let mut book = book(making)?;
    let mut names = SheetNames::default();
    for (unit, items) in catalog.departments.iter().zip(&by_unit) {
        let lines = taken(&mut blocks, items);
        if !lines.is_empty() {
            let name = names.name(&unit.short_name);
            let sheet = lines.sheet(making.heading, By::Department, &unit.name, name);
            table.put(&sheet)?;
            book.sheet(&sheet).map_err(workbook)?;
            for (n, block) in items.iter().zip(sheet.blocks) {
                if let Some(place) = blocks.get_mut(*n) {
                    *place = Some(block);
                }
            }
        }
    }
    let by_category = || {
        let mut book = self::book(making)?;
        let mut names = SheetNames::default();
        for (category, items) in catalog.categories.iter().zip(&by_category) {
            let lines = taken(&mut blocks, items);
            if !lines.is_empty() {
                let name = names.name(&category.name);
                let sheet = lines.sheet(making.heading, By::Category, &category.name, name);
                book.sheet(&sheet).map_err(workbook)?;
            }
        }
        ended(
            making,
            book,
            "by-category",
            "工作簿，一个类别一张表（.xlsx）",
        )
    };
    let (by_unit, by_category) = rayon::join(
        || ended(making, book, "by-unit", "工作簿，一个单位一张表（.xlsx）"),
        by_category,
    );
    Ok(Books {
        workbooks: vec![by_unit?, by_category?],
        table: table.end()?,
    })
}

/// Items by their units or categories.
fn grouped(
    making: &Making<'_>,
    items: usize,
    groups: usize,
    of: impl Fn((usize, usize)) -> usize,
) -> Vec<Vec<usize>> {
    let mut out = vec![Vec::new(); groups];
    for n in 0..items {
        let group = making.site.places(n).map(&of);
        if let Some(group) = group.and_then(|group| out.get_mut(group)) {
            group.push(n);
        }
    }
    out
}

/// The rows of some of the items.
fn taken(blocks: &mut [Option<Block>], items: &[usize]) -> Lines {
    let mut lines = Lines::default();
    for n in items {
        if let Some(block) = blocks.get_mut(*n).and_then(Option::take) {
            lines.push(block);
        }
    }
    lines
}

/// Makes them of a list that is too long for a workbook: of each unit its own.
pub(super) fn apart(making: &Making<'_>) -> Result<Books, SiteFailure> {
    let catalog = &making.release.catalog;
    let mut table = Table::begin(making)?;
    let mut workbooks = Vec::new();
    let mut reader = Reader::open(making.file, Depth::Whole, PIECE)?;
    for unit in &catalog.departments {
        let mut lines = Lines::default();
        reader.turn_to(Of::Unit(&unit.id));
        loop {
            let items = reader.piece()?;
            if items.is_empty() {
                break;
            }
            for item in &items {
                lines.push(listing::block(catalog, item));
            }
        }
        if lines.is_empty() {
            continue;
        }
        let name = SheetNames::default().name(&unit.short_name);
        let sheet = lines.sheet(making.heading, By::Department, &unit.name, name);
        table.put(&sheet)?;
        let mut book = Pieces::new(&sheet.title, catalog.as_of).map_err(workbook)?;
        book.sheet(&sheet).map_err(workbook)?;
        drop(sheet);
        let name = format!("unit-{}", Site::file_stem(&unit.id));
        let title = format!("{}的工作簿（.xlsx）", unit.name);
        workbooks.push(ended(making, book, &name, &title)?);
    }
    Ok(Books {
        workbooks,
        table: table.end()?,
    })
}

/// The CSV, sheet by sheet.
struct Table<'m> {
    file: SiteFile<'m>,
    is_empty: bool,
}

impl<'m> Table<'m> {
    fn begin(making: &Making<'m>) -> Result<Self, SiteFailure> {
        let id = &making.release.header.id;
        let mut file = making.folder.begin_file(&format!("data/{id}.csv"))?;
        file.put(csv::BYTE_ORDER_MARK.as_bytes())?;
        let is_empty = true;
        Ok(Self { file, is_empty })
    }

    fn put(&mut self, sheet: &Sheet) -> Result<(), SiteFailure> {
        let mut rows = String::new();
        csv::rows(&mut rows, sheet, self.is_empty);
        self.is_empty = false;
        Ok(self.file.put(rows.as_bytes())?)
    }

    fn end(self) -> Result<Download, SiteFailure> {
        let path = self.file.path().to_owned();
        let (size, digest) = self.file.end()?;
        let use_for = "一行一项，任何表格软件和程序都能读，UTF-8 编码。";
        Ok(offered(path, "表格（.csv）", use_for, size, digest))
    }
}

/// A workbook of the whole list.
fn book(making: &Making<'_>) -> Result<Pieces, SiteFailure> {
    Pieces::new(&making.heading.title(), making.release.catalog.as_of).map_err(workbook)
}

/// Offers a workbook.
fn ended(
    making: &Making<'_>,
    book: Pieces,
    name: &str,
    title: &str,
) -> Result<Download, SiteFailure> {
    let bytes = book.end().map_err(workbook)?;
    let name = format!("{}-{name}.xlsx", making.release.header.id);
    offer(making.folder, &name, title, FOR_OFFICES, &bytes)
}

fn workbook(error: WorkbookError) -> SiteFailure {
    SiteFailure::Workbook(error.to_string())
}
