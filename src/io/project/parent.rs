//! The list of the level above: the release that the settings point to.

use std::path::Path;

use crate::domain::adoption::ParentList;
use crate::domain::ids::Jurisdiction;
use crate::domain::project::Settings;
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
    if !id.jurisdiction().is_above(own) {
        return Err(format!(
            "它是{}（{}）的清单，不是本级（{own}）的上级",
            file.header().jurisdiction_name,
            id.jurisdiction()
        ));
    }
    let release = release::complete(file, path).map_err(why)?;
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
