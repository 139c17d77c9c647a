//! Where `show`, `search` and `stats` look: the project in work, or a release.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use power_list::domain::catalog::Catalog;
use power_list::domain::citation::Mentions;
use power_list::domain::gate::Gate;
use power_list::domain::law::Register;
use power_list::domain::project::{Frame, Project};
use power_list::domain::release::ReleaseId;
use power_list::finding::{Finding, Severity};
use power_list::io::project::outline::{self, Outline};
use power_list::io::project::{self, Loaded};
use power_list::io::sqlite::release::{self, ReleaseFile};
use power_list::ops;
use power_list::ops::catalog::Survey;
use power_list::ops::items::{self, Rows, Sought, Unjudged};
use power_list::rules::context::Shared;

use super::error::{Unreadable, usage};
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

/// A release says what held on its own day, and is read by no other.
///
/// # Errors
/// When another one is asked for.
pub fn own_day_of_release(global: &Global, own: Date) -> anyhow::Result<()> {
    match global.as_of {
        Some(day) if day != own => Err(usage(
            format!("这次发布按 {own} 有效的法律写成，不能按 {day} 看"),
            "去掉 --as-of；要看法律变了以后影响哪些事项，用 power-list law impact --release",
        )),
        _ => Ok(()),
    }
}

/// Two releases, as words of the command line: those that are named, else the newest and the one before it.
pub fn two_releases(
    global: &Global,
    old: Option<&str>,
    new: Option<&str>,
) -> anyhow::Result<(String, String)> {
    if let (Some(old), Some(new)) = (old, new) {
        return Ok((old.to_owned(), new.to_owned()));
    }
    let root = context::project_root(global)?;
    let ids = release_ids(&root)?;
    let newest = ids.last();
    let old = match old {
        Some(old) => Some(old.to_owned()),
        None => ids.iter().rev().nth(1).map(ToString::to_string),
    };
    match (old, newest) {
        (Some(old), Some(newest)) => Ok((old, newest.to_string())),
        (_, newest) => Err(usage(
            match newest {
                Some(only) => format!("只公布过一次（{only}），没有可以比较的"),
                None => "还没有公布过，没有可以比较的".to_owned(),
            },
            "写明两次发布的编号或文件；与工程现状比较用 power-list diff 发布编号 work",
        )),
    }
}

/// The releases of a project by their file names, the oldest first.
pub fn release_ids(root: &Path) -> anyhow::Result<Vec<ReleaseId>> {
    let mut ids: Vec<ReleaseId> = release::list(&root.join(RELEASES))?
        .iter()
        .filter_map(|path| path.file_stem()?.to_str()?.parse().ok())
        .collect();
    ids.sort_by(|a, b| match a.is_before(b) {
        true => std::cmp::Ordering::Less,
        false => std::cmp::Ordering::Greater,
    });
    Ok(ids)
}

/// The list of a release, or of the project as it stands.
pub fn catalog(global: &Global, release: Option<&str>) -> anyhow::Result<Catalog> {
    if let Some(argument) = release {
        let catalog = open_release(global, argument)?.read()?.catalog;
        own_day_of_release(global, catalog.as_of)?;
        return Ok(catalog);
    }
    let root = context::project_root(global)?;
    let loaded = project::load(&root, None, &context::prefix(&root), None)?;
    warn(global, &loaded);
    catalog_of(global, &root, &loaded.project)
}

/// The list of the project at hand with just the item of a code; where there is none, the codes that are near.
pub fn one(global: &Global, code: &str) -> anyhow::Result<Result<Catalog, Vec<String>>> {
    let (root, outline) = outline(global)?;
    let register = context::register(&root)?;
    let as_of = context::as_of(global, outline.loaded.project.settings.as_of);
    let Sought { loaded, found } = items::one(outline, &register, as_of, code)?;
    warn(global, &loaded);
    Ok(found)
}

/// The project at hand before its items are read.
pub fn outline(global: &Global) -> anyhow::Result<(PathBuf, Outline)> {
    let root = context::project_root(global)?;
    let outline = outline::alone(&root, None, &context::prefix(&root))?;
    Ok((root, outline))
}

/// All of the list of a project but its items, laws and charts.
pub fn frame_of(global: &Global, register: &Register, project: &Frame) -> Catalog {
    let as_of = context::as_of(global, project.settings.as_of);
    let shared = Shared::new(project, register, as_of, Gate::Publication);
    Survey::new(&shared).frame(|_| true)
}

/// Says that not all of a project could be read.
pub fn warn<P>(global: &Global, loaded: &Loaded<P>) {
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    let broken = loaded.findings.iter().filter(is_error).count();
    if broken > 0 && !global.quiet {
        tell!("注意：读取工程时有 {broken} 个错误，下面可能不全；power-list validate 看哪里不对");
    }
}

/// The project at hand with everything that is in it.
///
/// # Errors
/// As [`sound`].
pub fn whole_project(global: &Global) -> anyhow::Result<(PathBuf, Loaded)> {
    let root = context::project_root(global)?;
    let loaded = project::load(&root, None, &context::prefix(&root), None)?;
    sound(&loaded)?;
    Ok((root, loaded))
}

/// The list of the project at hand: its items, read from their files whenever they are wanted, and what their rows are
/// made with.
///
/// # Errors
/// That of `with`, or as [`sound`].
pub fn list<T>(
    global: &Global,
    with: impl FnOnce(&Unjudged, &Rows<'_, '_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let (root, outline) = outline(global)?;
    let register = match context::register(&root) {
        Ok(register) => register,
        // What is wrong with the items is told first.
        Err(error) => {
            sound(&items::count(outline).0)?;
            return Err(error);
        }
    };
    let (project, named) = Unjudged::read(outline, &register);
    sound(&project.loaded)?;
    let frame = &project.loaded.project;
    let as_of = context::as_of(global, frame.settings.as_of);
    let shared = Shared::new(frame, &register, as_of, Gate::Publication);
    let rows = Rows::of(&project, named, &shared)?;
    with(&project, &rows)
}

/// Refuses a project of which something could not be read: a document that silently lacks items would be handed round as
/// the whole list.
///
/// # Errors
/// When that is so.
fn sound<P>(loaded: &Loaded<P>) -> anyhow::Result<()> {
    const SHOWN: usize = 10;
    let errors = loaded.findings.iter();
    let errors: Vec<&Finding> = errors.filter(|f| f.severity == Severity::Error).collect();
    if errors.is_empty() {
        return Ok(());
    }
    let told = errors.iter().take(SHOWN).map(|f| {
        let source = loaded.sources.get(f.primary.source);
        let at = source.position(f.primary.start);
        format!("{}:{}:{} {}", source.name, at.line, at.column, f.message)
    });
    let mut lines: Vec<String> = told.collect();
    lines.push("运行 power-list validate 看全部，改好后再导出".to_owned());
    Err(Unreadable {
        message: format!(
            "工程里有 {} 处读不懂的地方，导出会缺内容，没有导出",
            errors.len()
        ),
        hint: lines.join("\n"),
    }
    .into())
}

/// What may name something in the project at hand, as [`whole_project`] has it. What is wrong elsewhere does not matter.
///
/// # Errors
/// When what is wanted could not be read, or a file could not be had: as of the whole.
pub fn part_of_project(global: &Global, root: &Path, names: &Mentions) -> anyhow::Result<Loaded> {
    let loaded = project::citing::load(root, &context::prefix(root), names)?;
    match loaded
        .findings
        .iter()
        .any(|f| f.severity == Severity::Error)
    {
        true => Ok(whole_project(global)?.1),
        false => Ok(loaded),
    }
}

/// The list of a project as it stands.
pub fn catalog_of(global: &Global, root: &Path, project: &Project) -> anyhow::Result<Catalog> {
    let register = context::register(root)?;
    let as_of = context::as_of(global, project.settings.as_of);
    Ok(ops::catalog::build(
        project,
        &register,
        as_of,
        |_| true,
        |_| true,
    ))
}
