//! Builds a register from a folder of statutes, or adds to one: list, read in parallel, put together, find out what became
//! of provisions, write what was asked for.

mod moves;

use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::compare::register_update::{Addition, update};
use crate::domain::law::{LawLevel, Register, VersionId};
use crate::io::register;
use crate::io::statute::folder::{Folder, FolderError};
use crate::io::statute::merge::{self, Built};
use crate::io::statute::totals::{self, Totals};
use crate::io::statute::{self, Problem, ProblemKind};

/// What came of a folder.
#[derive(Debug)]
pub struct Indexed {
    /// The register.
    pub register: Register,
    /// Statute files found.
    pub files: usize,
    /// Laws, versions, articles, paragraphs, items.
    pub totals: Totals,
    /// Laws per level, highest first.
    pub levels: Vec<(LawLevel, usize)>,
    /// What was not read or only with doubt, by file and line.
    pub problems: Vec<(String, Problem)>,
    /// What was added to the register that there was before.
    pub additions: Vec<Addition>,
    /// How many facts contradict the register that there was before.
    pub clashes: usize,
    /// Pairs of versions that are mapped now and were not before.
    pub mapped: Vec<(VersionId, VersionId)>,
}

/// Reads every statute below `folder`. `snapshot` is the day of the source.
///
/// # Errors
/// When the folder, its index or a file cannot be read from disk. A file that can be read but not understood is a problem, no error.
pub fn index(folder: &Path, snapshot: Date) -> Result<Indexed, FolderError> {
    add(Register::default(), folder, None, snapshot)
}

/// As [`index`], but what is read is added to a register, of which nothing is rewritten: what says otherwise is a problem.
/// `older` may hold texts of versions that the register knows already, so that newer ones can be compared with them.
///
/// # Errors
/// See [`index`].
pub fn add(
    base: Register,
    folder: &Path,
    older: Option<&Path>,
    snapshot: Date,
) -> Result<Indexed, FolderError> {
    let folder = Folder::open(folder)?;
    let older = older.map(Folder::open).transpose()?;
    let root_level = statute::folder_level(folder.name()).filter(|_| folder.is_branch());
    let read: Vec<_> = folder
        .files
        .par_iter()
        .map(|file| {
            let text = folder.text(file)?;
            Ok((
                file,
                statute::read(file, &text, folder.row(file), root_level),
            ))
        })
        .collect::<Result<_, FolderError>>()?;
    let mut problems = Vec::new();
    let mut statutes = Vec::new();
    for (file, result) in read {
        match result {
            Ok(mut statute) => {
                problems.extend(statute.problems.drain(..).map(|p| (file.clone(), p)));
                statutes.push(statute);
            }
            Err(problem) => problems.push((file.clone(), problem)),
        }
    }
    for path in folder.missing() {
        problems.push((
            path.to_owned(),
            Problem {
                line: 0,
                kind: ProblemKind::Unread,
                what: "index.csv 列有此文件，但文件夹中没有".to_owned(),
            },
        ));
    }
    let Built {
        register: found,
        problems: merging,
        origins,
    } = merge::build(statutes, snapshot);
    problems.extend(merging);
    let updated = update(base, &found);
    let clashes = updated.clashes.len();
    for clash in updated.clashes {
        let told = |published| origins.get(&(clash.law.clone(), published)).cloned();
        let (file, line) = told(clash.published)
            .or_else(|| told(None))
            .unwrap_or_default();
        let what = format!("《{}》{}", clash.law, clash.what);
        let kind = ProblemKind::Conflict;
        problems.push((file, Problem { line, kind, what }));
    }
    let mut register = updated.register;
    let folders: Vec<&Folder> = std::iter::once(&folder).chain(&older).collect();
    let mut mapped = Vec::new();
    for transition in moves::transitions(&register, &folders)? {
        mapped.push((transition.from.clone(), transition.to.clone()));
        register.add_transition(transition);
    }
    problems
        .sort_by(|(a, p), (b, q)| (a, p.line, p.kind, &p.what).cmp(&(b, q.line, q.kind, &q.what)));
    Ok(Indexed {
        totals: Totals::of(&register),
        levels: totals::per_level(&register),
        files: folder.files.len(),
        additions: updated.additions,
        register,
        problems,
        clashes,
        mapped,
    })
}

/// Writes the register's files into `out`, each as a whole or not at all.
///
/// # Errors
/// When the folder cannot be made or a file cannot be written.
pub fn save(register: &Register, out: &Path) -> Result<(), register::SaveError> {
    register::save(register, out)
}
