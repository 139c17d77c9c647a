//! Where `show`, `search` and `stats` look: the project in work, or a release.

use power_list::domain::catalog::Catalog;
use power_list::finding::Severity;
use power_list::io::project;
use power_list::io::sqlite::release::{self, ReleaseFile};
use power_list::ops;

use super::{Global, context};

/// The folder of a project that its releases lie in.
pub const RELEASES: &str = "releases";

/// Opens the release that an argument names: a file, or an id among the releases of the project at hand.
pub fn open_release(global: &Global, argument: &str) -> anyhow::Result<ReleaseFile> {
    // A file can be looked at without any project.
    let releases = context::project_root(global)
        .ok()
        .map(|root| root.join(RELEASES));
    let path = release::locate(argument, releases.as_deref())?;
    Ok(ReleaseFile::open(&path)?)
}

/// The list of a release, or of the project as it stands.
pub fn catalog(global: &Global, release: Option<&str>) -> anyhow::Result<Catalog> {
    if let Some(argument) = release {
        return Ok(open_release(global, argument)?.read()?.catalog);
    }
    let root = context::project_root(global)?;
    let loaded = project::load(&root, None, &context::prefix(&root), None)?;
    let broken = loaded
        .findings
        .iter()
        .filter(|f| f.severity == Severity::Error)
        .count();
    if broken > 0 && !global.quiet {
        eprintln!(
            "注意：读取工程时有 {broken} 个错误，下面可能不全；power-list validate 看哪里不对"
        );
    }
    let register = context::register(&root)?;
    let as_of = loaded.project.settings.as_of;
    Ok(ops::catalog::build(
        &loaded.project,
        &register,
        as_of,
        |_| true,
        |_| true,
    ))
}
