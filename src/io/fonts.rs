//! Chinese fonts of the machine, for pictures.

use std::path::{Path, PathBuf};

use super::files;

/// Parts of the names of fonts' files, the best first. Sans-serif, of a regular weight.
const NAMES: [&str; 14] = [
    "notosanscjksc-regular",
    "notosanssc-regular",
    "notosanscjk-regular",
    "sourcehansanssc-regular",
    "sourcehansanscn-regular",
    "pingfang",
    "hiragino sans gb",
    "msyh.",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallback",
    "simhei",
    "notoserifcjk-regular",
    "simsun",
];

/// The first font in these folders that is what is `wanted`: well-known files first, then any other.
pub fn chinese(folders: &[PathBuf], wanted: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
    let mut found: Vec<(usize, PathBuf)> = Vec::new();
    for folder in folders {
        // A folder that is not there has no fonts.
        let Ok(paths) = files::walk(folder) else {
            continue;
        };
        found.extend(
            paths
                .into_iter()
                .filter_map(|path| Some((rank(&path)?, path))),
        );
    }
    found.sort();
    found.into_iter().find_map(|(_, path)| {
        let bytes = files::read_bytes(&path).ok()?;
        wanted(&bytes).then_some(bytes)
    })
}

/// How good a file is by its name; `None` where it is no font.
fn rank(path: &Path) -> Option<usize> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let is_font = [".ttf", ".otf", ".ttc"]
        .iter()
        .any(|end| name.ends_with(end));
    let known = NAMES.iter().position(|known| name.contains(known));
    is_font.then(|| known.unwrap_or(NAMES.len()))
}
