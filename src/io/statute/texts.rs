//! The words of statutes, for the laws that are quoted: which files hold them, read once each.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::folder::{Folder, FolderError};
use super::{FileName, read_with_texts};
use crate::domain::ids::LawId;
use crate::domain::law::{LawLevel, Register};
use crate::domain::quote::{ArticleText, LawTexts, VersionText};

/// Furthest in days that the day of a file may lie from that of the register's version: the one may name the day of
/// passing and the other that of publication.
const SAME_VERSION: i32 = 31;

/// Reads the texts of the wanted laws that a folder holds, in all their versions. A file that cannot be understood, or
/// holds no articles, is left out: its version then counts as not at hand.
///
/// # Errors
/// When a file cannot be read from disk or is not UTF-8.
pub fn load(
    folder: &Folder,
    register: &Register,
    wanted: &BTreeSet<LawId>,
) -> Result<LawTexts, FolderError> {
    let files: Vec<(&String, &LawId)> = folder
        .files
        .iter()
        .filter_map(|file| Some((file, wanted.get(law_of(folder, file, register)?)?)))
        .collect();
    let read: Vec<(LawId, VersionText)> = files
        .par_iter()
        .map(|(file, law)| Ok((*law, version(folder, file, law, register)?)))
        .collect::<Result<Vec<_>, FolderError>>()?
        .into_iter()
        .filter_map(|(law, version)| Some((law.clone(), version?)))
        .collect();
    Ok(LawTexts::new(parts_together(read)))
}

/// The law whose text a file holds, as index or file name tell.
fn law_of<'r>(folder: &Folder, file: &str, register: &'r Register) -> Option<&'r LawId> {
    let name = match folder.row(file) {
        Some(row) => row.name.as_str(),
        None => FileName::parse(file).name,
    };
    register
        .find(name)
        // 民法典 总则编: a code is kept in parts.
        .or_else(|| register.find(name.split_once(' ')?.0))
        .map(|law| &law.id)
}

fn version(
    folder: &Folder,
    file: &str,
    law: &LawId,
    register: &Register,
) -> Result<Option<VersionText>, FolderError> {
    let text = folder.text(file)?;
    // The level is not asked for here, and a folder of any name will do.
    let level = Some(LawLevel::NormativeDocument);
    let Ok((statute, texts)) = read_with_texts(file, &text, folder.row(file), level) else {
        return Ok(None);
    };
    let Some(published) = statute.published().filter(|_| !texts.is_empty()) else {
        return Ok(None);
    };
    let known = register.get(law).map_or(&[][..], |law| &law.versions);
    let distance = |v: &&crate::domain::law::LawVersion| (v.published - published).get_days().abs();
    let nearest = known.iter().min_by_key(distance);
    let published = nearest
        .filter(|v| distance(v) <= SAME_VERSION)
        .map_or(published, |v| v.published);
    let mut articles: Vec<ArticleText> = statute
        .articles
        .iter()
        .zip(texts)
        .map(|(shape, text)| ArticleText::new(shape.article, text.lines, !shape.items.is_empty()))
        .collect();
    articles.sort_by_key(|a| a.article);
    Ok(Some(VersionText {
        published,
        articles,
    }))
}

/// The parts of a code become one text.
fn parts_together(read: Vec<(LawId, VersionText)>) -> Vec<(LawId, VersionText)> {
    let mut out: BTreeMap<(LawId, jiff::civil::Date), VersionText> = BTreeMap::new();
    for (law, version) in read {
        match out.get_mut(&(law.clone(), version.published)) {
            // Two files of one version: articles that are already there stay.
            Some(known) => {
                let new = version.articles.into_iter();
                let new: Vec<_> = new.filter(|a| known.article(a.article).is_none()).collect();
                known.articles.extend(new);
                known.articles.sort_by_key(|a| a.article);
            }
            None => {
                out.insert((law, version.published), version);
            }
        }
    }
    out.into_iter().map(|((law, _), v)| (law, v)).collect()
}
