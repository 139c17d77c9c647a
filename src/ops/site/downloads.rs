//! What can be downloaded, in the order in which it is offered.

use std::path::{Path, PathBuf};

use super::SiteFailure;
use super::books::Books;
use super::items::Forms;
use crate::domain::ids::Digest;
use crate::io::site::SiteFolder;
use crate::io::sqlite::release::companions::{metadata_path, signature_path, sums_path};
use crate::render::site::{Download, Edition};

/// Writes a file and offers it.
pub(super) fn offer(
    folder: &SiteFolder,
    name: &str,
    title: &str,
    use_for: &str,
    bytes: &[u8],
) -> Result<Download, SiteFailure> {
    let path = format!("data/{name}");
    folder.put(&path, bytes)?;
    let (size, digest) = (bytes.len() as u64, Digest::of(bytes));
    Ok(offered(path, title, use_for, size, digest))
}

/// A form of the list that has been written.
pub(super) fn offered(
    path: String,
    title: &str,
    use_for: &str,
    size: u64,
    digest: Digest,
) -> Download {
    Download {
        path,
        title: title.to_owned(),
        use_for: use_for.to_owned(),
        size,
        digest,
        release: None,
    }
}

/// The forms of the list, then the releases.
pub(super) fn in_order(forms: Forms, books: Option<Books>, copies: Vec<Download>) -> Vec<Download> {
    let mut out = Vec::new();
    if let Some(books) = books {
        out.extend(books.workbooks);
        out.push(books.table);
    }
    out.push(forms.json);
    out.extend(forms.special);
    out.push(forms.linked);
    out.extend(copies);
    out
}

/// Copies the releases, newest first, with what lies beside them.
pub(super) fn copies(
    folder: &SiteFolder,
    files: &[PathBuf],
    editions: &[Edition],
) -> Result<Vec<Download>, SiteFailure> {
    let mut out = Vec::new();
    let files: Vec<(&PathBuf, &Edition)> = files.iter().zip(editions).collect();
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
