//! Builds a register from a folder of statutes: list, read in parallel, put together, write what was asked for.

use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::domain::law::{LawLevel, Register};
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
}

/// Reads every statute below `folder`. `snapshot` is the day of the source.
///
/// # Errors
/// When the folder, its index or a file cannot be read from disk. A file that can be read but not understood is a problem, no error.
pub fn index(folder: &Path, snapshot: Date) -> Result<Indexed, FolderError> {
    let folder = Folder::open(folder)?;
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
        register,
        problems: merging,
    } = merge::build(statutes, snapshot);
    problems.extend(merging);
    problems
        .sort_by(|(a, p), (b, q)| (a, p.line, p.kind, &p.what).cmp(&(b, q.line, q.kind, &q.what)));
    Ok(Indexed {
        totals: Totals::of(&register),
        levels: totals::per_level(&register),
        files: folder.files.len(),
        register,
        problems,
    })
}

/// Writes the register's files into `out`, each as a whole or not at all.
///
/// # Errors
/// When the folder cannot be made or a file cannot be written.
pub fn save(register: &Register, out: &Path) -> Result<(), register::SaveError> {
    register::save(register, out)
}
