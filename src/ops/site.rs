//! The public site: read from the release files of a folder, made page by page on all cores, put in its place whole.
//!
//! The list of the release is read twice, a piece at a time: first in outline, for what pages across the list say of it, then
//! as a whole, for the pages of the items and for the files that have all of them. No more than a piece is ever in memory.

mod books;
mod downloads;
mod editions;
mod items;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::domain::release::{Release, ReleaseId};
use crate::io::site::{SiteError, SiteFolder};
use crate::io::sqlite::release::stream::Reader;
use crate::io::sqlite::release::{self, Depth, ReleaseError, ReleaseFile};
use crate::render::jsonld::Provisions;
use crate::render::listing::Heading;
use crate::render::site::{Gathering, Site};

/// Why no site was made.
#[derive(Debug, thiserror::Error)]
pub enum SiteFailure {
    /// There is nothing to show.
    #[error("“{0}”里还没有发布，没有可以生成网站的内容")]
    NothingPublished(String),
    /// A release cannot be read.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// The folder.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// A list does not fit into a workbook.
    #[error("清单写不成工作簿：{0}")]
    Workbook(String),
}

/// What a site is made of.
#[derive(Debug, Clone, Copy)]
pub struct SiteOrder<'a> {
    /// Folder of the releases.
    pub releases: &'a Path,
    /// Which release is shown, with those before it; `None`: the newest.
    pub shown: Option<&'a ReleaseId>,
    /// Folder of the site.
    pub target: &'a Path,
    /// Where the site will be found; only the feed and the printed pages say it.
    pub address: Option<&'a str>,
    /// Most items that one workbook holds, e.g. [`WORKBOOK`]; of a longer list each unit has its own.
    pub workbook: usize,
}

/// Most items that a workbook of a site holds: of more, no spreadsheet program is pleasant to work with.
pub const WORKBOOK: usize = 20_000;

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteMade {
    /// The release that is shown.
    pub release: ReleaseId,
    /// Items.
    pub items: usize,
    /// Files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// Items that are read at once.
const PIECE: usize = 256;

/// What everything is made from.
struct Making<'m> {
    folder: &'m SiteFolder,
    site: &'m Site<'m>,
    /// The release that is shown.
    file: &'m Path,
    release: &'m Release,
    heading: &'m Heading,
    /// Most items that one workbook holds.
    workbook: usize,
    /// Hears of pages that are done.
    done: &'m (dyn Fn(usize) + Sync),
}

impl Making<'_> {
    /// Whether the list is short enough for a workbook.
    fn is_whole(&self) -> bool {
        self.site.items() <= self.workbook
    }
}

/// Makes the site. `tell` hears how many of how many files are done, from any thread.
///
/// # Errors
/// When there is no release, one is damaged, or the folder is somebody else's; what was there is then left as it was.
pub fn make(
    order: SiteOrder<'_>,
    tell: &(dyn Fn(usize, usize) + Sync),
) -> Result<SiteMade, SiteFailure> {
    let folder = SiteFolder::begin(order.target)?;
    let chain = chain(order)?;
    let Some(shown) = chain.last() else {
        return Err(nothing(order));
    };
    let (release, digest) = (shown.without_items()?, shown.digest());
    let (gathered, cited) = gather(shown.path(), &release)?;
    let editions = editions::of(&chain)?;
    let gathered = editions::told(gathered, &chain, &editions)?;
    let files: Vec<PathBuf> = chain.iter().map(|f| f.path().to_path_buf()).collect();
    drop(chain);
    let site = Site::new(&release, gathered, digest, &editions, order.address);
    let pages = site.pages();
    let paths: Vec<String> = pages.iter().map(|page| site.path(*page)).collect();
    let others = ["data/x", "items/x", "lists/x", "search/x"];
    folder.make_folders(paths.iter().map(String::as_str).chain(others))?;
    let (all, done) = (site.items() + pages.len(), AtomicUsize::new(0));
    let heading = Heading {
        jurisdiction: release.header.jurisdiction_name.clone(),
        edition: release.header.edition.clone(),
        notice: release.header.notice.clone(),
    };
    let making = Making {
        folder: &folder,
        site: &site,
        file: files.last().map_or(order.releases, PathBuf::as_path),
        release: &release,
        heading: &heading,
        workbook: order.workbook,
        done: &|pages| tell(done.fetch_add(pages, Ordering::Relaxed) + pages, all),
    };
    let other_pages = || {
        let written = pages.par_iter().zip(&paths).try_for_each(|(page, path)| {
            folder.put(path, &site.render(*page))?;
            (making.done)(1);
            Ok::<_, SiteError>(())
        });
        written.and_then(|()| words(&making))
    };
    let of_items = || {
        let listed = items::write(&making, &cited)?;
        let books = match making.is_whole() {
            true => Some(books::whole(&making, listed.blocks)?),
            false => None,
        };
        Ok::<_, SiteFailure>((listed.forms, books))
    };
    let apart = || (!making.is_whole()).then(|| books::apart(&making));
    let (listed, (apart, (written, copies))) = rayon::join(of_items, || {
        rayon::join(apart, || {
            rayon::join(other_pages, || {
                downloads::copies(&folder, &files, &editions)
            })
        })
    });
    written?;
    let (forms, books) = listed?;
    let books = books.or(apart.transpose()?);
    let downloads = downloads::in_order(forms, books, copies?);
    folder.put(Site::DOWNLOADS, &site.downloads(&downloads))?;
    let items = site.items();
    let (files, bytes) = folder.size();
    folder.place()?;
    Ok(SiteMade {
        release: release.header.id.clone(),
        items,
        files,
        bytes,
    })
}

fn nothing(order: SiteOrder<'_>) -> SiteFailure {
    SiteFailure::NothingPublished(crate::io::files::shown(order.releases))
}

/// Goes over the list in outline.
fn gather<'a>(
    file: &Path,
    release: &'a Release,
) -> Result<(Gathering<'a>, Provisions), SiteFailure> {
    let mut gathered = Gathering::new(release);
    let mut cited = Provisions::default();
    let mut reader = Reader::open(file, Depth::Outline, PIECE)?;
    let mut next = reader.piece();
    loop {
        let items = next?;
        if items.is_empty() {
            return Ok((gathered, cited));
        }
        let take = || {
            for item in &items {
                gathered.take(item);
                cited.take(&release.catalog, item);
            }
        };
        (next, ()) = rayon::join(|| reader.piece(), take);
    }
}

/// The words of the search.
fn words(making: &Making<'_>) -> Result<(), SiteError> {
    (0..making.site.word_groups()).try_for_each(|group| {
        let files = making.site.words(group);
        files
            .par_iter()
            .try_for_each(|(path, bytes)| making.folder.put(path, bytes))
    })
}

/// The releases up to the one that is shown, oldest first. Those of another jurisdiction are none of it.
fn chain(order: SiteOrder<'_>) -> Result<Vec<ReleaseFile>, SiteFailure> {
    let mut all = Vec::new();
    for path in release::list(order.releases).map_err(ReleaseError::from)? {
        // A release is known by its name; other databases may lie beside it.
        let stem = path.file_stem().and_then(|s| s.to_str());
        if stem.is_some_and(|s| s.parse::<ReleaseId>().is_ok()) {
            all.push(ReleaseFile::open(&path)?);
        }
    }
    all.sort_by(|a, b| {
        let (a, b) = (&a.header().id, &b.header().id);
        b.is_before(a).cmp(&a.is_before(b))
    });
    let shown = match order.shown {
        Some(id) => all.iter().find(|file| file.header().id == *id),
        None => all.last(),
    };
    let Some(shown) = shown.map(|file| file.header().id.clone()) else {
        return Err(nothing(order));
    };
    all.retain(|file| {
        let id = &file.header().id;
        id.jurisdiction() == shown.jurisdiction() && (*id == shown || id.is_before(&shown))
    });
    Ok(all)
}
