//! Two versions of a law side by side, or a law and the one that replaced it.

use jiff::civil::Date;

use super::words::{Piece, words};
use crate::domain::law::{Fate, Law, Outcome, Route, Structure};
use crate::domain::provision::Provision;
use crate::domain::quote::VersionText;

/// A law on one of the two sides.
#[derive(Debug, Clone, Copy)]
pub struct Side<'r> {
    /// The law.
    pub law: &'r Law,
    /// The version.
    pub published: Date,
    /// Its words, where they are at hand.
    pub text: Option<&'r VersionText>,
}

/// What happened from one version to the other.
#[derive(Debug)]
pub struct LawDiff<'r> {
    /// The version before.
    pub before: Side<'r>,
    /// The version after.
    pub after: Side<'r>,
    /// Everything that is not the same, in the order of the version before; then what is new.
    pub rows: Vec<Row>,
    /// How many articles had which fate, in the order of [`Fate::ALL`].
    pub articles: [usize; 6],
}

/// A provision with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it was, as people cite it; `None` of a new one.
    pub from: Option<Provision>,
    /// What became of it.
    pub outcome: Outcome,
    /// The words of both, where they are at hand and no part of it is told by itself.
    pub words: Vec<Piece>,
}

impl Side<'_> {
    fn structure(&self) -> Option<&Structure> {
        let version = self
            .law
            .versions
            .iter()
            .find(|v| v.published == self.published)?;
        version.structure.as_ref()
    }

    /// As people cite it: an article's only paragraph is not named.
    fn cited(&self, provision: &Provision) -> Provision {
        let shape = self.structure().and_then(|s| s.shape(provision.article));
        Provision {
            paragraph: provision
                .paragraph
                .filter(|_| shape.is_none_or(|shape| shape.items.len() != 1)),
            ..*provision
        }
    }

    fn words(&self, provision: &Provision) -> String {
        let article = self.text.and_then(|text| text.article(provision.article));
        let wanted = |number: Option<std::num::NonZeroU16>, found: u16| {
            number.is_none_or(|number| number.get() == found)
        };
        let lines = article.into_iter().flat_map(|article| &article.lines);
        let mut out = String::new();
        for line in lines.filter(|line| {
            wanted(provision.paragraph, line.paragraph) && wanted(provision.subparagraph, line.item)
        }) {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&line.text);
        }
        out
    }
}

impl LawDiff<'_> {
    /// Whether nothing happened, as far as can be told.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many articles had a fate.
    pub fn count(&self, fate: Fate) -> usize {
        let at = Fate::ALL.iter().position(|f| *f == fate);
        at.and_then(|at| self.articles.get(at))
            .copied()
            .unwrap_or(0)
    }
}

/// Follows a way between two versions. `with_words` asks for the words of what changed.
pub fn diff<'r>(
    before: Side<'r>,
    after: Side<'r>,
    route: &Route<'_>,
    with_words: bool,
) -> LawDiff<'r> {
    let mut rows: Vec<Row> = Vec::new();
    for row in route.rows() {
        let from = row.from.map(|from| before.cited(&from));
        let to: Vec<Provision> = row.outcome.to.iter().map(|to| after.cited(to)).collect();
        // The only paragraph of an article is told with it.
        let told = rows
            .iter()
            .any(|known| known.from == from && (from.is_some() || known.outcome.to == to));
        if !told {
            rows.push(Row {
                from,
                outcome: Outcome { to, ..row.outcome },
                words: Vec::new(),
            });
        }
    }
    let mut articles = [0; 6];
    let mut count = |fate: Fate, n: usize| {
        let at = Fate::ALL.iter().position(|f| *f == fate);
        if let Some(cell) = at.and_then(|at| articles.get_mut(at)) {
            *cell += n;
        }
    };
    let whole = |p: &Provision| p.paragraph.is_none() && p.subparagraph.is_none();
    let mut touched = 0;
    for row in &rows {
        match &row.from {
            Some(from) if whole(from) => {
                touched += 1;
                count(row.outcome.fate, 1);
            }
            None if row.outcome.to.iter().all(whole) => count(Fate::New, 1),
            _ => {}
        }
    }
    let all = before.structure().map_or(0, |s| s.articles().len());
    count(Fate::Same, all.saturating_sub(touched));
    if with_words {
        put_words(&mut rows, &before, &after);
    }
    LawDiff {
        before,
        after,
        rows,
        articles,
    }
}

fn put_words(rows: &mut [Row], before: &Side<'_>, after: &Side<'_>) {
    let inside = |wider: &Provision, part: &Provision| {
        wider != part
            && wider.article == part.article
            && wider.paragraph.is_none_or(|p| part.paragraph == Some(p))
            && wider.subparagraph.is_none()
    };
    let from: Vec<Provision> = rows.iter().filter_map(|row| row.from).collect();
    for row in rows {
        let by_parts = row
            .from
            .is_some_and(|wider| from.iter().any(|part| inside(&wider, part)));
        let moved_only = row.outcome.fate == Fate::Moved;
        if by_parts || moved_only {
            continue;
        }
        let old = row
            .from
            .map_or_else(String::new, |from| before.words(&from));
        let new: Vec<String> = row.outcome.to.iter().map(|to| after.words(to)).collect();
        row.words = words(&old, &new.join("\n"));
    }
}
