//! What lies beside the files of releases: metadata for Datasette, signatures, the list of SHA-256.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{ReleaseError, ReleaseFile, list};
use crate::domain::ids::Digest;
use crate::domain::release::ReleaseId;
use crate::io::files::{self, FileError, Written};

/// Name of the list of SHA-256.
pub const SUMS: &str = "SHA256SUMS";

/// How often the list is made anew because others publish at the same time.
const TRIES: usize = 16;

/// The metadata file of a release file.
pub fn metadata_path(file: &Path) -> PathBuf {
    file.with_extension("metadata.json")
}

/// The detached signature of a release file.
pub fn signature_path(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".sig");
    name.into()
}

/// The list of SHA-256 in the folder of a release file.
pub fn sums_path(file: &Path) -> PathBuf {
    file.with_file_name(SUMS)
}

/// Writes the metadata file of a release; one that is there with another content is left alone.
///
/// # Errors
/// When the release is damaged or the file cannot be written.
pub fn write_metadata(file: &Path) -> Result<Written, ReleaseError> {
    let bytes = ReleaseFile::open(file)?.metadata()?;
    Ok(files::write_unless_different(
        &metadata_path(file),
        &bytes,
        false,
    )?)
}

/// The digests by file name that a list of SHA-256 states, as `sha256sum` writes it.
///
/// # Errors
/// The first line that is none, by its number.
pub fn read_sums(text: &str) -> Result<BTreeMap<String, Digest>, usize> {
    let mut out = BTreeMap::new();
    for (number, line) in (1usize..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        let (digest, name) = line.split_once(' ').ok_or(number)?;
        let name = name.strip_prefix([' ', '*']).ok_or(number)?;
        out.insert(name.to_owned(), digest.parse().map_err(|_| number)?);
    }
    Ok(out)
}

/// Writes the list of SHA-256 over all releases of a folder and what lies beside them. What it says of a file that was
/// listed before stays, save of those in `written`: a file that somebody changed is not made good by publishing again.
///
/// # Errors
/// When a file cannot be read, or the list cannot be read or written.
pub fn write_sums(releases: &Path, written: &[PathBuf]) -> Result<Written, ReleaseError> {
    let path = releases.join(SUMS);
    let mut state = Written::Same;
    let name_of = |path: &Path| {
        path.file_name()
            .map(|name| name.to_string_lossy().into_owned())
    };
    let anew: Vec<String> = written.iter().filter_map(|path| name_of(path)).collect();
    for _ in 0..TRIES {
        let known = read_list(&path)?.unwrap_or_default();
        let mut sums = BTreeMap::new();
        for file in listed(releases)? {
            let Some(name) = name_of(&file) else { continue };
            let before = known.get(&name).filter(|_| !anew.contains(&name));
            let digest = match before {
                Some(digest) => *digest,
                None => files::digest(&file)?,
            };
            sums.insert(name, digest);
        }
        // What is gone is missed.
        for (name, digest) in known {
            sums.entry(name).or_insert(digest);
        }
        let text: String = sums
            .iter()
            .map(|(name, digest)| format!("{digest}  {name}\n"))
            .collect();
        match files::write_unless_different(&path, text.as_bytes(), true)? {
            // Whoever writes last sees all that was placed before.
            Written::Same => break,
            other => state = other,
        }
    }
    Ok(state)
}

/// The list as it is; `None` where there is none.
///
/// # Errors
/// When it cannot be read.
pub fn read_list(path: &Path) -> Result<Option<BTreeMap<String, Digest>>, ReleaseError> {
    let Some(bytes) = files::read_if_there(path)? else {
        return Ok(None);
    };
    match read_sums(&String::from_utf8_lossy(&bytes)) {
        Ok(sums) => Ok(Some(sums)),
        Err(line) => Err(ReleaseError::Sums {
            path: files::shown(path),
            line,
        }),
    }
}

/// The files of releases and what lies beside them under their names.
fn listed(releases: &Path) -> Result<Vec<PathBuf>, FileError> {
    let stem = |path: &PathBuf| -> Option<String> {
        let name = path.file_stem()?.to_str()?;
        name.parse::<ReleaseId>()
            .is_ok()
            .then(|| format!("{name}."))
    };
    let ids: Vec<String> = list(releases)?.iter().filter_map(stem).collect();
    let mut out = files::walk(releases)?;
    out.retain(|path| {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or("");
        path.parent() == Some(releases) && ids.iter().any(|id| name.starts_with(id.as_str()))
    });
    Ok(out)
}
