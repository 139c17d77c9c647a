//! What the site keeps of each release, read without its list.

use super::SiteFailure;
use crate::domain::catalog::Catalog;
use crate::domain::release::ChangeRow;
use crate::io::sqlite::release::ReleaseFile;
use crate::render::site::{Edition, Gathering};

/// Changes whose items are read at once.
const AT_ONCE: usize = 512;

/// The releases, oldest first, each with what it changed in the one before it.
pub(super) fn of(chain: &[ReleaseFile]) -> Result<Vec<Edition>, SiteFailure> {
    let mut editions = Vec::with_capacity(chain.len());
    let mut before: Option<&ReleaseFile> = None;
    for file in chain {
        let (items, previous) = (file.item_count()?, file.previous());
        let mut edition = Edition::new(file.header(), file.digest(), items, previous);
        edition.decisions = file.decisions()?;
        let changes = file.changes()?;
        if !changes.is_empty() {
            let mut now = file.frame()?;
            let mut old = before.map(ReleaseFile::frame).transpose()?;
            for some in changes.chunks(AT_ONCE) {
                read_items(file, &mut now, some)?;
                if let (Some(file), Some(old)) = (before, &mut old) {
                    read_items(file, old, some)?;
                }
                edition.take(some, &now, old.as_ref());
            }
        }
        editions.push(edition);
        before = Some(file);
    }
    Ok(editions)
}

/// Puts the changed items into a list, and no others.
fn read_items(
    file: &ReleaseFile,
    catalog: &mut Catalog,
    changes: &[ChangeRow],
) -> Result<(), SiteFailure> {
    catalog.items = file.items_of(changes.iter().map(|c| c.item_code.as_str()))?;
    Ok(())
}

/// Ends the gathering with what the releases tell of its items.
pub(super) fn told<'a>(
    mut gathered: Gathering<'a>,
    chain: &[ReleaseFile],
    editions: &'a [Edition],
) -> Result<Gathering<'a>, SiteFailure> {
    gathered.end(editions);
    for (n, file) in chain.iter().enumerate().rev().skip(1) {
        file.each_code(|code| gathered.was_there(n, code))?;
    }
    Ok(gathered)
}
