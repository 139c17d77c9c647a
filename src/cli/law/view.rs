//! Laws as `list` and `show` print them.

use jiff::civil::Date;
use power_list::domain::law::{Law, LawVersion, Repeal, Standing, Structure};
use serde::Serialize;

/// A law with its standing on a day; the field names are part of `power-list/laws/v1`.
#[derive(Serialize)]
pub struct LawView<'a> {
    /// Key: the short name.
    pub id: &'a str,
    pub full_name: &'a str,
    pub level: &'static str,
    pub former_names: Vec<&'a str>,
    /// Day of judgement.
    pub as_of: String,
    /// `in-force`, `not-yet-in-force`, `not-yet-passed`, `repealed`.
    pub standing: &'static str,
    /// Publication day of the version in force.
    pub version: Option<String>,
    pub repeal: Option<RepealView<'a>>,
    pub versions: Vec<VersionView<'a>>,
}

#[derive(Serialize)]
pub struct RepealView<'a> {
    pub on: Option<String>,
    pub by: Option<&'a str>,
    pub known_by: Option<String>,
}

#[derive(Serialize)]
pub struct VersionView<'a> {
    pub published: String,
    pub effective: Option<String>,
    pub enactment: &'static str,
    pub source: &'a str,
    pub structure: Option<StructureView<'a>>,
}

#[derive(Serialize)]
pub struct StructureView<'a> {
    pub articles: usize,
    pub paragraphs: usize,
    pub subparagraphs: u64,
    pub notation: &'a str,
}

impl<'a> LawView<'a> {
    pub fn of(law: &'a Law, as_of: Date) -> Self {
        let standing = law.standing(as_of);
        Self {
            id: law.id.as_str(),
            full_name: &law.full_name,
            level: law.level.chinese(),
            former_names: law.former_names.iter().map(AsRef::as_ref).collect(),
            as_of: as_of.to_string(),
            standing: match standing {
                Standing::InForce(_) => "in-force",
                Standing::NotYetInForce(_) => "not-yet-in-force",
                Standing::NotYetPassed(_) => "not-yet-passed",
                Standing::Repealed(_) => "repealed",
            },
            version: match standing {
                Standing::InForce(version) => Some(version.published.to_string()),
                _ => None,
            },
            repeal: law.repeal.as_ref().map(RepealView::of),
            versions: law.versions.iter().map(VersionView::of).collect(),
        }
    }
}

impl<'a> RepealView<'a> {
    pub fn of(repeal: &'a Repeal) -> Self {
        Self {
            on: repeal.on.map(|d| d.to_string()),
            by: repeal.by.as_ref().map(|by| by.as_str()),
            known_by: repeal.known_by.map(|d| d.to_string()),
        }
    }
}

impl<'a> VersionView<'a> {
    fn of(version: &'a LawVersion) -> Self {
        Self {
            published: version.published.to_string(),
            effective: version.effective.map(|d| d.to_string()),
            enactment: version.enactment.chinese(),
            source: &version.source,
            structure: version.structure.as_ref().map(StructureView::of),
        }
    }
}

impl<'a> StructureView<'a> {
    pub fn of(structure: &'a Structure) -> Self {
        let articles = structure.articles();
        Self {
            articles: articles.len(),
            paragraphs: articles.iter().map(|a| a.items.len()).sum(),
            subparagraphs: articles
                .iter()
                .flat_map(|a| &a.items)
                .map(|n| u64::from(*n))
                .sum(),
            notation: structure.notation(),
        }
    }
}

/// The standing in one Chinese phrase.
pub fn standing(law: &Law, as_of: Date) -> String {
    match law.standing(as_of) {
        Standing::InForce(version) => format!(
            "有效（{} {}）",
            version.published,
            version.enactment.chinese()
        ),
        Standing::NotYetInForce(version) => match version.effective {
            Some(day) => format!("已公布，自 {day} 起施行"),
            None => "已公布，尚未施行".to_owned(),
        },
        Standing::NotYetPassed(Some(first)) => format!("尚未制定（{} 公布）", first.published),
        Standing::NotYetPassed(None) => "没有版本记录".to_owned(),
        Standing::Repealed(repeal) => ended(repeal),
    }
}

/// How a law ended, in one Chinese phrase.
pub fn ended(repeal: &Repeal) -> String {
    let by = repeal
        .by
        .as_ref()
        .map_or(String::new(), |by| format!("被《{by}》"));
    match (repeal.on, repeal.known_by) {
        (Some(on), _) => format!("自 {on} 起{by}废止"),
        (None, Some(known)) => format!("已{by}废止，日期不详（至迟 {known}）"),
        (None, None) => format!("已{by}废止，日期不详"),
    }
}

/// 条款项 of a structure in words.
pub fn counts(structure: Option<&Structure>) -> String {
    structure.map_or_else(
        || "结构不详".to_owned(),
        |s| {
            let view = StructureView::of(s);
            format!(
                "{} 条 {} 款 {} 项",
                view.articles, view.paragraphs, view.subparagraphs
            )
        },
    )
}
