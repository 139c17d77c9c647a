//! Findings into a package: colours, comments, the sheet of findings; every other part stays as it is packed.

use std::collections::BTreeMap;

use super::CellNote;
use super::book::{self, Book, SheetPart};
use super::cells::{self, Colours, Link};
use super::comments;
use super::findings::{self, Row};
use super::layout::{self, Layout};
use super::package::Package;
use super::remark;
use super::styles::{self, Styles};
use super::vml;
use super::xml::Broken;
use crate::domain::cell::CellRef;

/// Annotates a package. `remarks` are put above the table of findings.
pub fn annotate(
    bytes: &[u8],
    notes: &[CellNote],
    mut remarks: Vec<String>,
) -> Result<Vec<u8>, Broken> {
    let mut package = Package::open(bytes)?;
    let book = Book::read(&mut package)?;
    let (styles_part, mut styles) = styles_of(&mut package, &book)?;
    let mut rows: Vec<Row<'_>> = Vec::with_capacity(notes.len());
    let mut by_sheet: BTreeMap<usize, Vec<(CellRef, &CellNote)>> = BTreeMap::new();
    for note in notes {
        let sheet = book.sheet(note.sheet.as_deref());
        let found = sheet.zip(note.cell.filter(|c| cells::exists(*c)));
        rows.push(Row {
            note,
            link: found.map(|(sheet, cell)| (sheet.name.clone(), cell)),
        });
        if let Some((sheet, cell)) = found {
            by_sheet.entry(sheet.place).or_default().push((cell, note));
        }
    }
    let mut block = highest_block(&mut package, &book)?;
    for sheet in &book.sheets {
        let notes = by_sheet.remove(&sheet.place).unwrap_or_default();
        let refused = on_sheet(&mut package, &book, sheet, &notes, &mut styles, &mut block)?;
        if !refused.is_empty() {
            let cells: Vec<String> = refused.iter().map(CellRef::to_string).collect();
            remarks.push(format!(
                "工作表“{}”的 {} 已有会话式批注，不能再加批注，意见只写在本表。",
                sheet.name,
                cells.join("、")
            ));
        }
    }
    let order = |row: &Row<'_>| {
        row.link.as_ref().map(|(name, cell)| {
            let at = book.sheets.iter().position(|s| s.name == *name);
            (at, *cell)
        })
    };
    rows.sort_by_key(|row| (order(row), std::cmp::Reverse(row.note.severity)));
    let sheet = findings::sheet(&rows, &remarks, &styles.findings(), &book.namespace);
    book.put_findings(&mut package, &sheet)?;
    if let Some(text) = styles.finish() {
        package.put(&styles_part, text);
    }
    package.finish()
}

fn styles_of(package: &mut Package<'_>, book: &Book) -> Result<(String, Styles), Broken> {
    let known = package
        .relationships(&book.part)?
        .into_iter()
        .find(|r| r.kind == "styles")
        .map(|r| r.target);
    let part = match known {
        Some(part) if package.has(&part) => part,
        _ => {
            let folder = book.part.rsplit_once('/').map_or("", |(folder, _)| folder);
            let slash = if folder.is_empty() { "" } else { "/" };
            let part = format!("{folder}{slash}styles.xml");
            package.put(&part, styles::minimal(&book.namespace));
            package.declare(
                &part,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
            )?;
            package.relate(&book.part, &format!("{}/styles", book.links), &part)?;
            part
        }
    };
    let text = package.need(&part)?;
    Ok((part, Styles::read(text)?))
}

/// The highest block of shape ids in the drawings of all sheets.
fn highest_block(package: &mut Package<'_>, book: &Book) -> Result<u32, Broken> {
    let mut highest = 0;
    for sheet in &book.sheets {
        for link in package.relationships(&sheet.part)? {
            if link.kind == "vmlDrawing"
                && let Some(text) = package.text(&link.target)?
            {
                highest = highest.max(vml::highest_block(&text));
            }
        }
    }
    Ok(highest)
}

/// Colours and comments of one sheet; gives the cells that could take no comment.
fn on_sheet(
    package: &mut Package<'_>,
    book: &Book,
    sheet: &SheetPart,
    notes: &[(CellRef, &CellNote)],
    styles: &mut Styles,
    block: &mut u32,
) -> Result<Vec<CellRef>, Broken> {
    let links = package.relationships(&sheet.part)?;
    let comments_part = links
        .iter()
        .find(|l| l.kind == "comments")
        .map(|l| l.target.clone());
    if notes.is_empty() && comments_part.is_none() {
        return Ok(Vec::new());
    }
    let text = package.need(&sheet.part)?;
    let layout = layout::read(&text)?;
    let mut colours = Colours::new();
    let mut by_cell: BTreeMap<CellRef, Vec<&CellNote>> = BTreeMap::new();
    for (cell, note) in notes {
        cells::mark(&mut colours, &layout, *cell, note.severity);
        by_cell
            .entry(cells::shown(&layout, *cell))
            .or_default()
            .push(note);
    }
    let wanted: BTreeMap<CellRef, String> = by_cell
        .iter()
        .map(|(cell, notes)| (*cell, remark::comment(notes)))
        .collect();
    let (drawing, refused) = put_comments(
        package,
        book,
        sheet,
        (comments_part, &layout),
        &wanted,
        block,
    )?;
    let prefix = book::prefix_of(&text, &book.links)?;
    let link = drawing.as_deref().map(|id| Link {
        id,
        prefix: prefix.as_deref().unwrap_or("r"),
        namespace: &book.links,
        declared: prefix.is_some(),
    });
    let changed = cells::change(&text, &layout, colours, styles, link.as_ref())?;
    if changed != text {
        package.put(&sheet.part, changed);
    }
    Ok(refused)
}

/// Puts the comments of a sheet into their part and drawing. Gives the id of a drawing that the sheet has to be linked
/// with, and the cells that could take no comment.
fn put_comments(
    package: &mut Package<'_>,
    book: &Book,
    sheet: &SheetPart,
    (part, layout): (Option<String>, &Layout),
    wanted: &BTreeMap<CellRef, String>,
    block: &mut u32,
) -> Result<(Option<String>, Vec<CellRef>), Broken> {
    let folder = book.part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let slash = if folder.is_empty() { "" } else { "/" };
    let part = match part {
        Some(part) if package.has(&part) => part,
        _ => {
            let part = package.free_name(&format!("{folder}{slash}comments"), ".xml");
            package.put(&part, comments::empty(&book.namespace));
            package.declare(
                &part,
                "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
            )?;
            package.relate(&sheet.part, &format!("{}/comments", book.links), &part)?;
            part
        }
    };
    let before = package.need(&part)?;
    let changed = comments::change(&before, wanted)?;
    if changed.ours.is_empty() && changed.gone.is_empty() {
        return Ok((None, changed.refused));
    }
    package.put(&part, changed.text);
    let known = package
        .relationships(&sheet.part)?
        .into_iter()
        .find(|l| l.kind == "vmlDrawing" && layout.legacy_drawing.as_deref() == Some(l.id.as_str()))
        .map(|l| l.target)
        .filter(|target| package.has(target));
    let (drawing, link) = match known {
        Some(part) => (part, None),
        None => {
            let part = package.free_name(&format!("{folder}{slash}drawings/vmlDrawing"), ".vml");
            package.put(&part, vml::empty());
            package.declare(
                &part,
                "application/vnd.openxmlformats-officedocument.vmlDrawing",
            )?;
            let id = package.relate(&sheet.part, &format!("{}/vmlDrawing", book.links), &part)?;
            (part, Some(id))
        }
    };
    let text = package.need(&drawing)?;
    let text = vml::change(&text, &changed.ours, &changed.gone, &layout.grid, block)?;
    package.put(&drawing, text);
    Ok((link, changed.refused))
}
