//! The law register (法规库): laws, their versions in time, and the structure of each version.
//!
//! The register holds facts only, never a statute's sentences: names, level, dates, and for every
//! article how many paragraphs (款) it has and how many items (项) each paragraph has.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::num::NonZeroU16;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::ids::LawId;
use super::provision::{Article, Provision};

/// Level of effect (效力位阶): 立法法 (2015) arts 87-91, (2023) arts 98-102.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LawLevel {
    /// 宪法
    Constitution,
    /// 法律
    Law,
    /// 行政法规
    AdministrativeRegulation,
    /// 地方性法规
    LocalRegulation,
    /// 部门规章
    DepartmentRule,
    /// 地方政府规章
    LocalGovernmentRule,
    /// 规范性文件
    NormativeDocument,
}

impl LawLevel {
    /// All levels, highest first.
    pub const ALL: [Self; 7] = [
        Self::Constitution,
        Self::Law,
        Self::AdministrativeRegulation,
        Self::LocalRegulation,
        Self::DepartmentRule,
        Self::LocalGovernmentRule,
        Self::NormativeDocument,
    ];

    /// The term of art.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Constitution => "宪法",
            Self::Law => "法律",
            Self::AdministrativeRegulation => "行政法规",
            Self::LocalRegulation => "地方性法规",
            Self::DepartmentRule => "部门规章",
            Self::LocalGovernmentRule => "地方政府规章",
            Self::NormativeDocument => "规范性文件",
        }
    }

    /// The level that the term of art names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.chinese() == text)
    }
}

/// How a version came about, as the statute's history line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Enactment {
    /// 通过 / 公布 / 发布: the first version.
    Passed,
    /// 修正: amended in places by a decision.
    Amended,
    /// 修订: revised as a whole; State Council regulations say so of any change.
    Revised,
    /// 修改: changed in a way that the source does not tell.
    Changed,
}

impl Enactment {
    /// The term of art.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Passed => "公布",
            Self::Amended => "修正",
            Self::Revised => "修订",
            Self::Changed => "修改",
        }
    }

    /// The kind that the term of art names.
    pub fn from_chinese(text: &str) -> Option<Self> {
        [Self::Passed, Self::Amended, Self::Revised, Self::Changed]
            .into_iter()
            .find(|kind| kind.chinese() == text)
    }
}

/// When and by what a version or a whole law ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeal {
    /// First day without effect; `None` when only known to be no longer in force by [`Repeal::known_by`].
    pub on: Option<Date>,
    /// Day by which the register's source lists it as no longer in force.
    pub known_by: Option<Date>,
    /// The law or decision that repealed it, where known.
    pub by: Option<LawId>,
}

/// One version of a law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawVersion {
    /// Day of passing or publication that names the version, e.g. 2019-04-23.
    pub published: Date,
    /// First day of effect, where the text or its history says so.
    pub effective: Option<Date>,
    /// How it came about.
    pub enactment: Enactment,
    /// Who passed it and under which number, as the history line says; empty when unknown.
    pub source: Box<str>,
    /// Paragraph and item counts; `None` for versions known from history lines only.
    pub structure: Option<Structure>,
}

impl LawVersion {
    /// First day on which the version can have had effect: the effective day where known, else the day of publication.
    pub fn starts(&self) -> Date {
        self.effective.unwrap_or(self.published)
    }
}

/// A law with all its known versions, oldest first.
#[derive(Debug, Clone)]
pub struct Law {
    /// Key: the short name.
    pub id: LawId,
    /// Full name as printed at the head of the statute.
    pub full_name: Box<str>,
    /// Level of effect.
    pub level: LawLevel,
    /// Names that the law had before.
    pub former_names: Vec<Box<str>>,
    /// Versions, ascending by publication.
    pub versions: Vec<LawVersion>,
    /// The end of the whole law, if it has ended.
    pub repeal: Option<Repeal>,
}

/// What the register says of a law on a day.
#[derive(Debug, Clone, Copy)]
pub enum Standing<'a> {
    /// In force in this version.
    InForce(&'a LawVersion),
    /// Passed but not yet in effect; the version tells from when.
    NotYetInForce(&'a LawVersion),
    /// Not yet passed on that day; the first version known.
    NotYetPassed(Option<&'a LawVersion>),
    /// No longer in force.
    Repealed(&'a Repeal),
}

impl Law {
    /// The law's standing on `as_of`.
    pub fn standing(&self, as_of: Date) -> Standing<'_> {
        if let Some(repeal) = &self.repeal
            && repeal
                .on
                .or(repeal.known_by)
                .is_some_and(|ended| ended <= as_of)
        {
            return Standing::Repealed(repeal);
        }
        if let Some(version) = self.versions.iter().rev().find(|v| v.starts() <= as_of) {
            return Standing::InForce(version);
        }
        match self.versions.first() {
            Some(first) if first.published <= as_of => Standing::NotYetInForce(first),
            first => Standing::NotYetPassed(first),
        }
    }
}

/// What a version's structure says of a provision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existence {
    /// The provision is there.
    Exists,
    /// No such article; the number of the last one.
    NoArticle {
        /// Highest ordinary article number.
        last: u16,
    },
    /// The article has fewer paragraphs.
    NoParagraph {
        /// How many 款 it has.
        has: u16,
    },
    /// The paragraph (or the article, where no paragraph is named) has fewer items.
    NoSubparagraph {
        /// How many 项 it has at most.
        has: u16,
    },
}

/// For every article its paragraphs, for every paragraph its number of items.
///
/// Kept in the compact notation of the register and decoded when first asked for, because
/// most runs look at a small part of the register.
#[derive(Debug)]
pub struct Structure {
    notation: Box<str>,
    articles: OnceLock<Option<Vec<ArticleShape>>>,
}

impl Clone for Structure {
    fn clone(&self) -> Self {
        Self::from_notation(self.notation.clone())
    }
}
impl PartialEq for Structure {
    fn eq(&self, other: &Self) -> bool {
        self.notation == other.notation
    }
}
impl Eq for Structure {}

/// The shape of one article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleShape {
    /// Its number.
    pub article: Article,
    /// Items (项) of each paragraph (款); the length is the number of paragraphs.
    /// Empty where only the article itself is known: its parts are then not judged.
    pub items: Vec<u16>,
}

impl Structure {
    /// Takes the compact notation; it is decoded on first use.
    ///
    /// Tokens separated by spaces, in article order. A token is `[N:]P[xK]`:
    /// `P` lists the items of each paragraph separated by `.` (an article with one paragraph and no items is `0`,
    /// one with three paragraphs of which the second has six items is `0.6.0`); `N:` sets the article number
    /// (`20-1:` for 第二十条之一), otherwise it is the one after the last; `xK` repeats the shape for K articles.
    /// `?` in place of `P` is an article of which nothing but its existence is known.
    pub fn from_notation(notation: impl Into<Box<str>>) -> Self {
        Self {
            notation: notation.into(),
            articles: OnceLock::new(),
        }
    }

    /// Encodes article shapes, given in the order of the text.
    pub fn from_articles(articles: &[ArticleShape]) -> Self {
        let mut out = String::new();
        let mut next = 1u16;
        let mut i = 0;
        while i < articles.len() {
            let shape = &articles[i];
            let Article { number, sub } = shape.article;
            let mut run = 1u16;
            if sub == 0 {
                while let Some(other) = articles.get(i + usize::from(run)) {
                    let follows = other.article.sub == 0
                        && number.get().checked_add(run) == Some(other.article.number.get());
                    if !follows || other.items != shape.items {
                        break;
                    }
                    run += 1;
                }
            }
            if !out.is_empty() {
                out.push(' ');
            }
            if sub > 0 {
                out.push_str(&format!("{number}-{sub}:"));
            } else if number.get() != next {
                out.push_str(&format!("{number}:"));
            }
            if shape.items.is_empty() {
                out.push('?');
            }
            let items: Vec<String> = shape.items.iter().map(u16::to_string).collect();
            out.push_str(&items.join("."));
            if run > 1 {
                out.push_str(&format!("x{run}"));
            }
            next = number.get().saturating_add(run);
            i += usize::from(run);
        }
        Self::from_notation(out)
    }

    /// The compact notation.
    pub fn notation(&self) -> &str {
        &self.notation
    }

    /// The articles in the order of the text; empty when the notation cannot be read ([`Structure::is_readable`]).
    pub fn articles(&self) -> &[ArticleShape] {
        self.articles
            .get_or_init(|| decode(&self.notation))
            .as_deref()
            .unwrap_or(&[])
    }

    /// Whether the notation is well formed.
    pub fn is_readable(&self) -> bool {
        self.articles
            .get_or_init(|| decode(&self.notation))
            .is_some()
    }

    /// The shape of one article.
    pub fn shape(&self, article: Article) -> Option<&ArticleShape> {
        let articles = self.articles();
        match articles.binary_search_by(|shape| shape.article.cmp(&article)) {
            Ok(i) => Some(&articles[i]),
            // A statute out of order is rare but real; look at every article before saying no.
            Err(_) => articles.iter().find(|shape| shape.article == article),
        }
    }

    /// Whether a provision exists. 目 is not in the register and not judged.
    pub fn existence(&self, provision: &Provision) -> Existence {
        let Some(shape) = self.shape(provision.article) else {
            let last = self
                .articles()
                .iter()
                .map(|s| s.article.number.get())
                .max()
                .unwrap_or(0);
            return Existence::NoArticle { last };
        };
        if shape.items.is_empty() {
            return Existence::Exists;
        }
        let paragraphs = shape.items.len() as u16;
        let wanted = provision.subparagraph.map_or(0, NonZeroU16::get);
        let has = match provision.paragraph {
            Some(p) if p.get() > paragraphs => {
                return Existence::NoParagraph { has: paragraphs };
            }
            Some(p) => shape.items[usize::from(p.get()) - 1],
            None => shape.items.iter().copied().max().unwrap_or(0),
        };
        if wanted > has {
            Existence::NoSubparagraph { has }
        } else {
            Existence::Exists
        }
    }
}

fn decode(notation: &str) -> Option<Vec<ArticleShape>> {
    let mut out = Vec::new();
    let mut next = 1u16;
    for token in notation.split_ascii_whitespace() {
        let (head, rest) = match token.split_once(':') {
            Some((head, rest)) => (Some(head), rest),
            None => (None, token),
        };
        let (number, sub) = match head {
            None => (next, 0),
            Some(head) => match head.split_once('-') {
                Some((n, s)) => (n.parse().ok()?, s.parse().ok()?),
                None => (head.parse().ok()?, 0),
            },
        };
        let (shape, run) = match rest.split_once('x') {
            Some((shape, run)) => (shape, run.parse::<u16>().ok()?),
            None => (rest, 1),
        };
        let items = if shape == "?" {
            Vec::new()
        } else {
            shape
                .split('.')
                .map(|n| n.parse().ok())
                .collect::<Option<Vec<u16>>>()?
        };
        for k in 0..run {
            out.push(ArticleShape {
                article: Article {
                    number: NonZeroU16::new(number.checked_add(k)?)?,
                    sub,
                },
                items: items.clone(),
            });
        }
        next = number.checked_add(run)?;
    }
    Some(out)
}

/// All laws that a run knows, found by any of their names.
#[derive(Debug, Default, Clone)]
pub struct Register {
    laws: Vec<Law>,
    by_name: HashMap<Box<str>, u32>,
    repealed_names: BTreeMap<Box<str>, Repeal>,
}

/// The prefix that short names leave out.
pub const COUNTRY: &str = "中华人民共和国";

/// The spelling under which names are looked up: no prefix, no spaces, full-width brackets, inner marks 〈〉.
fn spelling(name: &str) -> Cow<'_, str> {
    let short = name.strip_prefix(COUNTRY).unwrap_or(name);
    if !short.contains([' ', '\u{3000}', '(', ')', '<', '>', '《', '》']) {
        return Cow::Borrowed(short);
    }
    let spelled: String = short
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '<' | '《' => '〈',
            '>' | '》' => '〉',
            other => other,
        })
        .collect();
    match spelled.strip_prefix(COUNTRY) {
        Some(short) => Cow::Owned(short.to_owned()),
        None => Cow::Owned(spelled),
    }
}

impl Register {
    /// Makes a register; where two laws claim one name the first keeps it.
    pub fn new(laws: impl IntoIterator<Item = Law>) -> Self {
        let mut register = Self::default();
        for law in laws {
            register.add(law);
        }
        register
    }

    /// Adds a law; one with an id already present replaces it.
    pub fn add(&mut self, law: Law) {
        let id = spelling(law.id.as_str());
        if let Some(&i) = self.by_name.get(id.as_ref())
            && self.laws[i as usize].id == law.id
        {
            self.index(&law, i);
            self.laws[i as usize] = law;
            return;
        }
        let i = self.laws.len() as u32;
        self.index(&law, i);
        self.laws.push(law);
    }

    fn index(&mut self, law: &Law, i: u32) {
        // The id always leads to its law, even where it once was another law's former name.
        self.by_name
            .insert(spelling(law.id.as_str()).as_ref().into(), i);
        for name in std::iter::once(&law.full_name).chain(&law.former_names) {
            let name = spelling(name);
            if !self.by_name.contains_key(name.as_ref()) {
                self.by_name.insert(name.as_ref().into(), i);
            }
        }
    }

    /// Finds a law by full, short or former name, with or without 中华人民共和国; the width of brackets,
    /// spaces and the kind of inner title marks do not matter.
    pub fn find(&self, name: &str) -> Option<&Law> {
        self.by_name
            .get(spelling(name).as_ref())
            .map(|&i| &self.laws[i as usize])
    }

    /// Adds each law ([`Register::add`]).
    pub fn extend(&mut self, laws: impl IntoIterator<Item = Law>) {
        for law in laws {
            self.add(law);
        }
    }

    /// The law with this id.
    pub fn get(&self, id: &LawId) -> Option<&Law> {
        self.find(id.as_str()).filter(|law| law.id == *id)
    }

    /// All laws in the order they were added.
    pub fn laws(&self) -> &[Law] {
        &self.laws
    }

    /// Keeps a name of which only the end is known; an earlier entry of the name is replaced.
    pub fn add_repealed_name(&mut self, name: impl AsRef<str>, repeal: Repeal) {
        self.repealed_names
            .insert(spelling(name.as_ref()).as_ref().into(), repeal);
    }

    /// When and by what a statute of this name was repealed that the register knows nothing else of, e.g. 城市规划法
    /// by 城乡规划法. A law of the same name may exist besides (国家安全法 of 1993 and of 2015): ask [`Register::find`] first.
    pub fn repealed_name(&self, name: &str) -> Option<&Repeal> {
        self.repealed_names.get(spelling(name).as_ref())
    }

    /// All names kept by [`Register::add_repealed_name`], sorted.
    pub fn repealed_names(&self) -> impl Iterator<Item = (&str, &Repeal)> {
        self.repealed_names.iter().map(|(n, r)| (n.as_ref(), r))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shapes() -> impl Strategy<Value = Vec<ArticleShape>> {
        proptest::collection::vec(
            (1u16..4, 0u16..3, proptest::collection::vec(0u16..9, 0..4)),
            0..60,
        )
        .prop_map(|raw| {
            let mut number = 0;
            let mut sub = 0;
            raw.into_iter()
                .map(|(step, s, items)| {
                    if s == 2 && number > 0 {
                        sub += 1;
                    } else {
                        number += step;
                        sub = 0;
                    }
                    ArticleShape {
                        article: Article {
                            number: NonZeroU16::new(number).unwrap(),
                            sub,
                        },
                        items,
                    }
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn structure_survives_its_notation(shapes in shapes()) {
            let encoded = Structure::from_articles(&shapes);
            let again = Structure::from_notation(encoded.notation());
            prop_assert!(again.is_readable());
            prop_assert_eq!(again.articles(), &shapes[..]);
        }
    }

    #[test]
    fn names_are_found_however_they_are_spelt() {
        let law = |id: &str, full: &str| Law {
            id: id.parse().unwrap(),
            full_name: full.into(),
            level: LawLevel::Law,
            former_names: vec!["旧名条例".into()],
            versions: Vec::new(),
            repeal: None,
        };
        let mut register = Register::new([
            law("甲办法（试行）", "中华人民共和国甲办法（试行）"),
            law("实施《乙法》办法", "实施《中华人民共和国乙法》办法"),
        ]);
        for name in ["甲办法(试行)", "中华人民共和国甲办法 (试行)", "旧名条例"]
        {
            assert_eq!(
                register.find(name).unwrap().id.as_str(),
                "甲办法（试行）",
                "{name}"
            );
        }
        for name in [
            "实施〈乙法〉办法",
            "实施《乙法》办法",
            "实施〈中华人民共和国乙法〉办法",
        ] {
            assert_eq!(
                register.find(name).unwrap().id.as_str(),
                "实施《乙法》办法",
                "{name}"
            );
        }
        let repeal = Repeal {
            on: None,
            known_by: None,
            by: Some("丙法".parse().unwrap()),
        };
        register.add_repealed_name("城市规划法", repeal.clone());
        assert_eq!(
            register.repealed_name("中华人民共和国城市规划法"),
            Some(&repeal)
        );
        assert_eq!(register.repealed_name("甲办法（试行）"), None);
    }

    #[test]
    fn existence_is_judged_to_the_item() {
        let s = Structure::from_notation("0x4 0.6.0 20-1:3");
        let at = |article: u16, sub, paragraph, item| {
            s.existence(&Provision {
                article: Article {
                    number: NonZeroU16::new(article).unwrap(),
                    sub,
                },
                paragraph: NonZeroU16::new(paragraph),
                subparagraph: NonZeroU16::new(item),
                point: None,
            })
        };
        assert_eq!(at(5, 0, 2, 6), Existence::Exists);
        assert_eq!(at(5, 0, 0, 6), Existence::Exists);
        assert_eq!(at(5, 0, 2, 7), Existence::NoSubparagraph { has: 6 });
        assert_eq!(at(5, 0, 4, 0), Existence::NoParagraph { has: 3 });
        assert_eq!(at(6, 0, 0, 0), Existence::NoArticle { last: 20 });
        assert_eq!(at(20, 1, 0, 3), Existence::Exists);
    }

    #[test]
    fn an_article_of_unknown_shape_is_not_judged() {
        let s = Structure::from_notation("0 ?x2 0");
        let provision = Provision {
            article: Article::new(3).unwrap(),
            paragraph: NonZeroU16::new(7),
            subparagraph: NonZeroU16::new(9),
            point: None,
        };
        assert_eq!(s.existence(&provision), Existence::Exists);
        assert_eq!(s.articles().len(), 4);
    }
}
