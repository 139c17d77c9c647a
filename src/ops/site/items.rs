//! The pages of the items, and what has all items in their order: the special lists, JSON, linked data.

use rayon::prelude::*;

use super::downloads::{offer, offered};
use super::{Making, PIECE, SiteFailure};
use crate::domain::catalog::ItemRow;
use crate::domain::special_list::SpecialList;
use crate::io::site::{SiteError, SiteFile};
use crate::io::sqlite::release::Depth;
use crate::io::sqlite::release::stream::Reader;
use crate::render::docx::Imprint;
use crate::render::jsonld::{self, Provisions};
use crate::render::site::{Download, Site};
use crate::render::table::Block;
use crate::render::{json, listing, special, xlsx};

/// How many lines of special lists stand for an item in a workbook: they are shorter.
const LINES: usize = 3;

/// Lines of each special list.
type Lines = [Vec<Vec<String>>; SpecialList::ALL.len()];

/// What has all items.
pub(super) struct Listed {
    /// To be downloaded.
    pub forms: Forms,
    /// The rows of the items, where workbooks are made of them.
    pub blocks: Vec<Block>,
}

/// Forms of the list.
pub(super) struct Forms {
    /// JSON.
    pub json: Download,
    /// The special lists as a workbook, where it holds them.
    pub special: Option<Download>,
    /// Linked data.
    pub linked: Download,
}

/// What is made of an item besides its page.
struct Made {
    json: Vec<u8>,
    linked: Vec<u8>,
    /// Its lines in each special list.
    lines: Lines,
    block: Option<Block>,
}

/// Writes all of it.
pub(super) fn write(making: &Making<'_>, cited: &Provisions) -> Result<Listed, SiteFailure> {
    let Making {
        folder,
        site,
        release,
        heading,
        ..
    } = *making;
    let (header, catalog) = (&release.header, &release.catalog);
    let id = &header.id;
    let mut in_json = folder.begin_file(&format!("data/{id}.json"))?;
    in_json.put(&json::head(catalog, heading, site.items()))?;
    let mut linked = folder.begin_file(&format!("data/{id}.jsonld"))?;
    let imprint = Imprint {
        release: id.to_string(),
        published_on: header.published_on,
    };
    let codes = site.codes();
    let head = jsonld::write_head(&mut linked, catalog, heading, Some(&imprint), codes, cited);
    head.map_err(|e| linked.fault(e))?;
    let mut pages = Vec::new();
    for (path, [before, behind]) in site.lists() {
        let mut page = folder.begin_file(&path)?;
        page.put(&before)?;
        pages.push((page, behind));
    }
    let keeps_lines = site.list_lines() / LINES <= making.workbook;
    let mut kept = Lines::default();
    let mut blocks = Vec::new();
    let mut reader = Reader::open(making.file, Depth::Whole, PIECE)?;
    let mut next = reader.piece();
    let mut first = 0;
    loop {
        let items = next?;
        if items.is_empty() {
            break;
        }
        let make = || {
            let each = items.par_iter().enumerate();
            each.map(|(n, item)| one(making, first + n, item))
                .collect::<Result<Vec<_>, _>>()
        };
        let made;
        (next, made) = rayon::join(|| reader.piece(), make);
        for (item, made) in items.iter().zip(made?) {
            in_json.put(&made.json)?;
            linked.put(&made.linked)?;
            blocks.extend(made.block);
            let lists = SpecialList::ALL.iter().zip(made.lines);
            for (((list, lines), (page, _)), kept) in lists.zip(&mut pages).zip(&mut kept) {
                for line in lines {
                    page.put(&Site::list_line(*list, item, &line))?;
                    if keeps_lines {
                        kept.push(line);
                    }
                }
            }
        }
        first += items.len();
    }
    for (mut page, behind) in pages {
        page.put(&behind)?;
        page.end()?;
    }
    in_json.put(json::tail(first > 0))?;
    linked.put(jsonld::TAIL)?;
    let forms = Forms {
        json: ended(
            in_json,
            "全部内容（.json）",
            "给程序用：每一项的全部内容，依据拆到条、款、项。",
        )?,
        special: keeps_lines.then(|| special(making, kept)).transpose()?,
        linked: ended(
            linked,
            "关联数据（.jsonld）",
            "按 CPSV-AP 的用词，法律和条款各有标识，可以与别的数据相连。",
        )?,
    };
    Ok(Listed { forms, blocks })
}

/// Writes the page of an item.
fn one(making: &Making<'_>, n: usize, item: &ItemRow) -> Result<Made, SiteError> {
    let (site, catalog) = (making.site, &making.release.catalog);
    let (path, page) = site.item(n, item);
    making.folder.put(&path, &page)?;
    (making.done)(1);
    let meant = |needed: &_| site.meant(needed);
    Ok(Made {
        json: json::item(catalog, item, n == 0),
        linked: jsonld::item(catalog, item),
        lines: SpecialList::ALL.map(|list| list.lines(item, catalog, &meant)),
        block: making.is_whole().then(|| listing::block(catalog, item)),
    })
}

fn special(making: &Making<'_>, lines: Lines) -> Result<Download, SiteFailure> {
    let header = &making.release.header;
    let lines = SpecialList::ALL.into_iter().zip(lines).collect();
    let book = special::book_of(making.heading, header.as_of, lines);
    let bytes = xlsx::write(&book).map_err(|e| SiteFailure::Workbook(e.to_string()))?;
    offer(
        making.folder,
        &format!("{}-special.xlsx", header.id),
        "专项目录，一个目录一张表（.xlsx）",
        "行政审批、涉企收费、前置审批、中介服务。",
        &bytes,
    )
}

fn ended(file: SiteFile<'_>, title: &str, use_for: &str) -> Result<Download, SiteFailure> {
    let path = file.path().to_owned();
    let (size, digest) = file.end()?;
    Ok(offered(path, title, use_for, size, digest))
}
