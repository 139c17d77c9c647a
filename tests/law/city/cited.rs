//! The city as read by the library, with every provision that it cites.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use jiff::civil::Date;
use power_list::domain::citation::{Cited, LawReference};
use power_list::domain::flowchart::{ChartFile, Flowchart};
use power_list::domain::gate::Gate;
use power_list::domain::item::{BasisRole, CitedText};
use power_list::domain::law::Standing;
use power_list::domain::project::Project;
use power_list::domain::provision::Provision;
use power_list::io::{project, register};
use power_list::rules::context::Shared;

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/chuzhou")
}

pub fn city() -> &'static Project {
    static CITY: OnceLock<Project> = OnceLock::new();
    CITY.get_or_init(|| {
        let loaded = project::load(&root(), None, "", None).unwrap();
        assert!(loaded.findings.is_empty(), "{:#?}", loaded.findings);
        loaded.project
    })
}

/// One cited provision of the city, with the law it is of.
pub struct CitedProvision<'a> {
    pub place: String,
    pub field: &'static str,
    pub role: BasisRole,
    pub law: Option<&'a str>,
    pub provision: Option<Provision>,
    /// Whether it rests on a version whose structure is known.
    pub known: bool,
    pub version: Option<Date>,
}

/// Every citation of items and charts, provision by provision, resolved by the law of a day.
pub fn citations(day: Date) -> Vec<CitedProvision<'static>> {
    let shared = Shared::new(city(), register::builtin(), day, Gate::Publication);
    let mut texts: Vec<(String, &'static str, BasisRole, &'static CitedText)> = Vec::new();
    for item in &city().items {
        for (field, role, text) in item.citations() {
            texts.push((item.label().to_owned(), field, role, text));
        }
    }
    for chart in charts().values() {
        for text in chart.citations() {
            texts.push((chart.path.clone(), "steps", BasisRole::Implements, text));
        }
    }
    let mut out = Vec::new();
    for (place, field, role, text) in texts {
        assert!(text.parsed.gaps.is_empty(), "{place}：{}", text.text.value);
        let mut resolved = Vec::new();
        shared.resolve(field, role, text, &mut resolved);
        for cite in resolved {
            assert!(
                !matches!(cite.citation.law, LawReference::This),
                "{place}：{}",
                text.text.value
            );
            let version = match cite.standing {
                Some(Standing::InForce(version)) => Some(version),
                _ => None,
            };
            let provisions = cite
                .citation
                .provisions
                .iter()
                .flat_map(|at| match at.cited {
                    Cited::Provision(p) => vec![Some(p)],
                    Cited::Range { from, to } => vec![Some(from), Some(to)],
                    Cited::Division(_) | Cited::Part { .. } | Cited::Annex { .. } => vec![None],
                });
            let mut provisions: Vec<Option<Provision>> = provisions.collect();
            if provisions.is_empty() {
                provisions.push(None);
            }
            out.extend(provisions.into_iter().map(|provision| CitedProvision {
                place: place.clone(),
                field,
                role,
                law: cite.law.map(|law| law.id.as_str()),
                provision,
                known: version.is_some_and(|v| v.structure.is_some()),
                version: version.map(|v| v.published),
            }));
        }
    }
    out
}

pub fn charts() -> BTreeMap<&'static str, &'static Flowchart> {
    city()
        .charts
        .iter()
        .filter_map(|(path, file)| match file {
            ChartFile::Structured(chart) => Some((path.as_str(), chart)),
            _ => None,
        })
        .collect()
}
