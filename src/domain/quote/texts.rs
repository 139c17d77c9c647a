//! Statute texts as far as they are at hand, by law and version.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::passage::{Excerpt, Passage};
use crate::domain::ids::LawId;
use crate::domain::provision::Article;

/// A line of an article, or the part of one that belongs together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// 款, from 1.
    pub paragraph: u16,
    /// 项, from 1; 0 for what stands outside the items.
    pub item: u16,
    /// The words, without the number of the article or item.
    pub text: Box<str>,
}

/// The text of one article.
#[derive(Debug)]
pub struct ArticleText {
    /// Its number.
    pub article: Article,
    /// Its lines.
    pub lines: Vec<TextLine>,
    /// Whether the numbers of 款 and 项 are certain.
    pub numbered: bool,
    passage: OnceLock<Passage>,
}

impl ArticleText {
    /// The text of an article.
    pub fn new(article: Article, lines: Vec<TextLine>, numbered: bool) -> Self {
        Self {
            article,
            lines,
            numbered,
            passage: OnceLock::new(),
        }
    }

    /// The text as it is compared, made when first asked for.
    pub(super) fn passage(&self) -> &Passage {
        self.passage.get_or_init(|| Passage::of([self]))
    }
}

/// The text of one version of a law.
#[derive(Debug)]
pub struct VersionText {
    /// Day that names the version.
    pub published: Date,
    /// Articles in ascending order.
    pub articles: Vec<ArticleText>,
}

impl VersionText {
    /// The article with this number.
    pub fn article(&self, article: Article) -> Option<&ArticleText> {
        let at = self
            .articles
            .binary_search_by_key(&article, |a| a.article)
            .ok()?;
        self.articles.get(at)
    }
}

/// The texts at hand of the laws that a run asks about.
#[derive(Debug, Default)]
pub struct LawTexts {
    laws: BTreeMap<LawId, Vec<VersionText>>,
    given: bool,
}

impl LawTexts {
    /// No texts: nothing is compared, and nobody is told that something is missing.
    pub const fn none() -> &'static Self {
        static NONE: LawTexts = LawTexts {
            laws: BTreeMap::new(),
            given: false,
        };
        &NONE
    }

    /// Texts from a folder. Where a law has two texts of one version the first is kept.
    pub fn new(texts: impl IntoIterator<Item = (LawId, VersionText)>) -> Self {
        let mut laws: BTreeMap<LawId, Vec<VersionText>> = BTreeMap::new();
        for (law, version) in texts {
            let versions = laws.entry(law).or_default();
            match versions.binary_search_by_key(&version.published, |v| v.published) {
                Ok(_) => {}
                Err(at) => versions.insert(at, version),
            }
        }
        Self { laws, given: true }
    }

    /// Whether there is a folder of texts at all.
    pub const fn is_given(&self) -> bool {
        self.given
    }

    /// The versions of a law that are at hand, oldest first.
    pub fn versions(&self, law: &LawId) -> &[VersionText] {
        self.laws.get(law).map_or(&[], Vec::as_slice)
    }

    /// Another law that has a quotation in the article of this number: whoever names the wrong law mostly has the
    /// number right. The versions in which it stands are not told apart.
    pub fn of_same_number(&self, quote: &str, article: Article, not: &LawId) -> Option<&LawId> {
        let excerpt = Excerpt::new(quote);
        let has = |version: &VersionText| {
            let article = version.article(article);
            article.is_some_and(|a| a.passage().locate(&excerpt).is_some())
        };
        self.laws
            .iter()
            .find(|(law, versions)| *law != not && versions.iter().any(has))
            .map(|(law, _)| law)
    }

    /// The text of a version.
    pub fn version(&self, law: &LawId, published: Date) -> Option<&VersionText> {
        self.versions(law)
            .iter()
            .find(|version| version.published == published)
    }
}
