//! Which unit a 行使主体 means.

use crate::domain::ids::DepartmentId;
use crate::io::project::Loaded;
use crate::io::sheet::text::key;

/// The only unit that a name can mean: the name itself or its short name, with or without the name of the city.
pub fn find(loaded: &Loaded, written: &str) -> Option<DepartmentId> {
    let city = &loaded.project.settings.jurisdiction_name;
    let written = bare(written, city);
    let same = |name: &str| bare(name, city) == written;
    let mut found = loaded
        .project
        .departments
        .iter()
        .filter(|d| same(&d.name.value) || same(&d.short_name));
    let first = found.next()?;
    found.next().is_none().then(|| first.id.value.clone())
}

/// 滁州市统计局, 市统计局 and 统计局 are one.
fn bare(name: &str, city: &str) -> String {
    let name = key(name);
    let name = name.strip_prefix(city).unwrap_or(&name);
    name.strip_prefix('市').unwrap_or(name).to_owned()
}

/// Ids of the units, for messages.
pub fn known(loaded: &Loaded) -> String {
    const MANY: usize = 12;
    let all = &loaded.project.departments;
    let mut ids: Vec<&str> = all.iter().take(MANY).map(|d| d.id.value.as_str()).collect();
    if all.len() > MANY {
        ids.push("…");
    }
    ids.join("、")
}
