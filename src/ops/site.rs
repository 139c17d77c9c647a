//! The public site: read from the release files of a folder, made page by page on all cores, put in its place whole.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::domain::ids::Digest;
use crate::domain::release::{Release, ReleaseId};
use crate::domain::special_list::SpecialList;
use crate::io::site::{SiteError, SiteFolder};
use crate::io::sqlite::release::companions::{metadata_path, signature_path, sums_path};
use crate::io::sqlite::release::{self, ReleaseError, ReleaseFile};
use crate::render::docx::Imprint;
use crate::render::listing::{By, Heading};
use crate::render::site::{Download, Edition, Site};
use crate::render::special::Specials;
use crate::render::{csv, json, jsonld, listing, xlsx};

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
}

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
    let (editions, shown, digest) = read(&chain, order)?;
    let files: Vec<(PathBuf, &Edition)> = chain
        .iter()
        .map(|f| f.path().to_path_buf())
        .zip(&editions)
        .collect();
    drop(chain);
    let site = Site::new(&shown, digest, &editions, order.address);
    let pages = site.pages();
    let paths: Vec<String> = pages.iter().map(|page| site.path(*page)).collect();
    folder.make_folders(paths.iter().map(String::as_str).chain(["data/x"]))?;
    let done = AtomicUsize::new(0);
    let (written, downloads) = rayon::join(
        || {
            pages.par_iter().zip(&paths).try_for_each(|(page, path)| {
                folder.put(path, &site.render(*page))?;
                tell(done.fetch_add(1, Ordering::Relaxed) + 1, pages.len());
                Ok::<_, SiteError>(())
            })
        },
        || downloads(&folder, &shown, &files),
    );
    written?;
    folder.put(Site::DOWNLOADS, &site.downloads(&downloads?))?;
    let (files, bytes) = folder.size();
    folder.place()?;
    Ok(SiteMade {
        release: shown.header.id.clone(),
        items: shown.catalog.items.len(),
        files,
        bytes,
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
        return Err(SiteFailure::NothingPublished(crate::io::files::shown(
            order.releases,
        )));
    };
    all.retain(|file| {
        let id = &file.header().id;
        id.jurisdiction() == shown.jurisdiction() && (*id == shown || id.is_before(&shown))
    });
    Ok(all)
}

/// What is kept of each release, and the last of them whole. No more than two are held at a time.
fn read(
    chain: &[ReleaseFile],
    order: SiteOrder<'_>,
) -> Result<(Vec<Edition>, Release, Digest), SiteFailure> {
    let mut editions = Vec::with_capacity(chain.len());
    let mut before: Option<(Release, Digest)> = None;
    for file in chain {
        let release = file.read()?;
        let digest = file.digest();
        editions.push(Edition::new(
            &release,
            digest,
            before.as_ref().map(|(r, _)| r),
        ));
        before = Some((release, digest));
    }
    match before {
        Some((release, digest)) => Ok((editions, release, digest)),
        None => Err(SiteFailure::NothingPublished(crate::io::files::shown(
            order.releases,
        ))),
    }
}

/// Writes what can be downloaded.
fn downloads(
    folder: &SiteFolder,
    shown: &Release,
    files: &[(PathBuf, &Edition)],
) -> Result<Vec<Download>, SiteFailure> {
    let header = &shown.header;
    let catalog = &shown.catalog;
    let heading = Heading {
        jurisdiction: header.jurisdiction_name.clone(),
        edition: header.edition.clone(),
        notice: header.notice.clone(),
    };
    let workbook = |by| {
        let book = listing::book(catalog, &heading, by);
        xlsx::write(&book).map_err(|e| SiteFailure::Workbook(e.to_string()))
    };
    let id = &header.id;
    let mut out = Vec::new();
    let mut put =
        |name: String, title: &str, use_for: &str, bytes: Vec<u8>| -> Result<(), SiteFailure> {
            let path = format!("data/{name}");
            folder.put(&path, &bytes)?;
            out.push(Download {
                path,
                title: title.to_owned(),
                use_for: use_for.to_owned(),
                size: bytes.len() as u64,
                digest: Digest::of(&bytes),
                release: None,
            });
            Ok(())
        };
    put(
        format!("{id}-by-unit.xlsx"),
        "工作簿，一个单位一张表（.xlsx）",
        "用 Excel、WPS 打开、打印。",
        workbook(By::Department)?,
    )?;
    put(
        format!("{id}-by-category.xlsx"),
        "工作簿，一个类别一张表（.xlsx）",
        "用 Excel、WPS 打开、打印。",
        workbook(By::Category)?,
    )?;
    put(
        format!("{id}.csv"),
        "表格（.csv）",
        "一行一项，任何表格软件和程序都能读，UTF-8 编码。",
        csv::write(&listing::book(catalog, &heading, By::Department)),
    )?;
    put(
        format!("{id}.json"),
        "全部内容（.json）",
        "给程序用：每一项的全部内容，依据拆到条、款、项。",
        json::write(catalog, &heading),
    )?;
    let specials = Specials {
        heading: &heading,
        catalog,
        lists: SpecialList::ALL.to_vec(),
    };
    put(
        format!("{id}-special.xlsx"),
        "专项目录，一个目录一张表（.xlsx）",
        "行政审批、涉企收费、前置审批、中介服务。",
        xlsx::write(&specials.book(&|_| true)).map_err(|e| SiteFailure::Workbook(e.to_string()))?,
    )?;
    let imprint = Imprint {
        release: id.to_string(),
        published_on: header.published_on,
    };
    put(
        format!("{id}.jsonld"),
        "关联数据（.jsonld）",
        "按 CPSV-AP 的用词，法律和条款各有标识，可以与别的数据相连。",
        jsonld::write(catalog, &heading, Some(&imprint)),
    )?;
    for (file, edition) in files.iter().rev() {
        let path = format!("data/{}.db", edition.id);
        let (size, digest) = folder.copy(file, &path)?;
        out.push(Download {
            path,
            title: format!("{}（{}.db）", edition.edition, edition.id),
            use_for: format!("{} 公布，{} 项。", edition.published_on, edition.items),
            size,
            digest,
            release: Some(edition.id.clone()),
        });
        let beside = [
            (
                metadata_path(file),
                format!("{} 的说明（.metadata.json）", edition.id),
                "用 Datasette 打开发布数据库时一并给它，各表各列就有中文说明。",
            ),
            (
                signature_path(file),
                format!("{} 的签名（.db.sig）", edition.id),
                "公布人的 SSH 签名，用 ssh-keygen -Y verify 核验。",
            ),
        ];
        for (file, title, use_for) in beside {
            beside_a_release(folder, &file, title, use_for, &edition.id, &mut out)?;
        }
    }
    if let Some((file, edition)) = files.last() {
        let (title, use_for) = (
            "SHA-256 清单（SHA256SUMS）".to_owned(),
            "放在同一个文件夹里，用 sha256sum -c --ignore-missing 一次核对各个文件。",
        );
        let sums = sums_path(file);
        beside_a_release(folder, &sums, title, use_for, &edition.id, &mut out)?;
    }
    Ok(out)
}

/// Offers a file that lies beside a release; releases of older programs have none.
fn beside_a_release(
    folder: &SiteFolder,
    file: &Path,
    title: String,
    use_for: &str,
    release: &str,
    out: &mut Vec<Download>,
) -> Result<(), SiteFailure> {
    let name = file.file_name().and_then(|name| name.to_str());
    let path = format!("data/{}", name.unwrap_or_default());
    let Some((size, digest)) = folder.copy_where_there(file, &path)? else {
        return Ok(());
    };
    out.push(Download {
        path,
        title,
        use_for: use_for.to_owned(),
        size,
        digest,
        release: Some(release.to_owned()),
    });
    Ok(())
}
