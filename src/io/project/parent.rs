//! The list of the level above: the release that the settings point to.

use std::path::{Path, PathBuf};

use crate::domain::adoption::{ParentList, ParentRelease};
use crate::domain::ids::Jurisdiction;
use crate::domain::project::Settings;
use crate::domain::release::ReleaseId;
use crate::io::sqlite::release::{self, ReleaseError, ReleaseFile};

/// The list of the level above; `None` where the settings name none. What is wrong with the file is said by a rule.
pub(super) fn read(root: &Path, settings: &Settings) -> Option<ParentList> {
    let written = &settings.parent.as_ref()?.value;
    let path = root.join(written);
    let list = parent(&path, &settings.jurisdiction.value).unwrap_or_else(ParentList::Unusable);
    Some(list)
}

fn parent(path: &Path, own: &Jurisdiction) -> Result<ParentList, String> {
    let file = ReleaseFile::open(path).map_err(why)?;
    let id = file.header().id.clone();
    if !is_above(id.jurisdiction(), own) {
        return Err(format!(
            "它是{}（{}）的清单，不是本级（{own}）的上级",
            file.header().jurisdiction_name,
            id.jurisdiction()
        ));
    }
    let release = complete(file, path, &id).map_err(why)?;
    Ok(ParentList::Read(Box::new(release)))
}

/// What is wrong with the file, which the settings name already.
fn why(error: ReleaseError) -> String {
    match error {
        ReleaseError::NotFound(_) => "没有这个文件".to_owned(),
        ReleaseError::NotARelease { why, .. } => format!("不是发布文件，{why}"),
        ReleaseError::Damaged { why, .. } => format!("已损坏或被改动，{why}"),
        other => other.to_string(),
    }
}

/// Whether a code of GB/T 2260 is that of a province or city around another: 341100 is above 341122, 340000 above both.
fn is_above(above: &Jurisdiction, own: &Jurisdiction) -> bool {
    let digits = above.as_str().trim_end_matches('0');
    // 110000 and 500100 keep the nought that belongs to them.
    let kept = digits.len().next_multiple_of(2);
    above != own && above.as_str().get(..kept) == own.as_str().get(..kept) && kept < 6
}

/// The release with what left the list before it and what came after it, as far as the files lie beside it.
fn complete(file: ReleaseFile, path: &Path, id: &ReleaseId) -> Result<ParentRelease, ReleaseError> {
    let mut parent = file.as_parent()?;
    let (mut earlier, mut newest): (Vec<(ReleaseId, PathBuf)>, Option<ReleaseId>) =
        (Vec::new(), None);
    let folder = path.parent().map(release::list).transpose()?;
    for other in folder.unwrap_or_default() {
        let stem = other.file_stem().and_then(|s| s.to_str());
        let Some(known) = stem.and_then(|s| s.parse::<ReleaseId>().ok()) else {
            continue;
        };
        if known.jurisdiction() != id.jurisdiction() {
            continue;
        }
        if known.is_before(id) {
            earlier.push((known, other));
        } else if id.is_before(&known) && newest.as_ref().is_none_or(|n| n.is_before(&known)) {
            newest = Some(known);
        }
    }
    earlier.sort_by(|(a, _), (b, _)| match a.is_before(b) {
        true => std::cmp::Ordering::Greater,
        false => std::cmp::Ordering::Less,
    });
    for (_, path) in earlier {
        // One that cannot be read says nothing; the release itself was read.
        let Ok(left) = ReleaseFile::open(&path).and_then(|file| file.left()) else {
            continue;
        };
        for (code, left) in left {
            if !parent.items.contains_key(&code) {
                parent.left.entry(code).or_insert(left);
            }
        }
    }
    parent.newer = newest.map(|id| id.to_string());
    Ok(parent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provinces_and_cities_are_above_what_lies_in_them() {
        let above = |a: &str, b: &str| is_above(&a.parse().unwrap(), &b.parse().unwrap());
        for (a, b) in [
            ("341100", "341122"),
            ("340000", "341122"),
            ("340000", "341100"),
            ("500000", "500101"),
        ] {
            assert!(above(a, b), "{a} {b}");
            assert!(!above(b, a), "{b} {a}");
        }
        for (a, b) in [
            ("341100", "341100"),
            ("341122", "341123"),
            ("341200", "341122"),
        ] {
            assert!(!above(a, b), "{a} {b}");
        }
    }
}
