//! The list that a change of the law is held against: the project in work with its review, or a release.

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::civil::Date;
use power_list::compare::impact::{LawChange, Place, cited_in, of_catalog};
use power_list::domain::catalog::Catalog;
use power_list::domain::citation::Mentions;
use power_list::domain::law::Register;
use power_list::domain::project::{NOTICE_DAYS, Settings};
use power_list::io::project;
use power_list::io::sqlite::release::ReleaseFile;
use power_list::ops::catalog;
use power_list::ops::law_impact::{name_items, opinions};
use power_list::ops::review::Session;

use crate::cli::{Global, context, source, store};

/// The list that is looked at.
pub enum List {
    /// A release.
    Release(Box<ReleaseFile>),
    /// A project in work: its folder and its settings.
    Work(PathBuf, Box<Settings>),
}

/// Where it rests on laws that changed.
pub struct Content {
    /// What the list is called.
    pub name: String,
    /// The list, of which there need be no more than what cites the laws.
    pub catalog: Catalog,
    /// The places.
    pub places: Vec<Place>,
}

impl List {
    /// Opens the release that is named, or the project at hand.
    pub fn open(release: Option<&str>, global: &Global) -> anyhow::Result<Self> {
        if let Some(argument) = release {
            let file = source::open_release(global, argument)?;
            return Ok(Self::Release(Box::new(file)));
        }
        let root = context::project_root(global)?;
        let settings = project::citing::settings(&root, &context::prefix(&root))?;
        Ok(Self::Work(root, Box::new(settings)))
    }

    /// The day by whose law it is written.
    pub fn as_of(&self, global: &Global) -> Date {
        let own = match self {
            Self::Release(file) => file.header().as_of,
            Self::Work(_, settings) => settings.as_of,
        };
        context::as_of(global, own)
    }

    /// The places that rest on laws of the changes.
    pub fn places(
        self,
        register: &Register,
        changes: &[LawChange<'_>],
        global: &Global,
    ) -> anyhow::Result<Content> {
        let laws: HashSet<&str> = changes.iter().map(|c| c.law).collect();
        let wanted = |law: &str| laws.contains(law);
        match self {
            Self::Release(file) => {
                let ids: Vec<&str> = laws.iter().copied().collect();
                let cites = |text: &str| !cited_in(text, register, &wanted).is_empty();
                let catalog = file.citing(&ids, &cites)?;
                Ok(Content {
                    name: file.header().id.to_string(),
                    places: of_catalog(&catalog, register, &wanted),
                    catalog,
                })
            }
            Self::Work(root, settings) => {
                let part = |names: Option<Mentions>| -> anyhow::Result<Catalog> {
                    let loaded = match names {
                        Some(names) => source::part_of_project(global, &root, &names)?,
                        None => source::whole_project(global)?.1,
                    };
                    let (project, as_of) = (&loaded.project, settings.as_of);
                    Ok(catalog::build(project, register, as_of, |_| true, |_| true))
                };
                let names = register.spellings(wanted).chain(laws.iter().copied());
                let catalog = part(Mentions::of(names, []))?;
                let mut places = of_catalog(&catalog, register, &wanted);
                let place = store::place(&root, settings.store.as_ref())?;
                if let Some(store) = place.open_if_there()? {
                    let session = Session::open(store)?;
                    let mut said = opinions(session.campaign(), register, &wanted);
                    if !said.is_empty() {
                        let codes = said.iter().map(|place| place.name.as_str());
                        let judged = part(Mentions::of([], codes))?;
                        name_items(&mut said, &judged);
                    }
                    places.extend(said);
                }
                Ok(Content {
                    name: "工程现状".to_owned(),
                    catalog,
                    places,
                })
            }
        }
    }
}

impl List {
    /// The error of a question that cannot be asked of the list, or what is wrong with the list itself.
    pub fn refuse(&self, error: anyhow::Error, global: &Global) -> anyhow::Error {
        match self {
            Self::Release(_) => error,
            Self::Work(..) => source::whole_project(global).err().unwrap_or(error),
        }
    }

    /// How many days ahead coming changes are noted.
    pub fn notice_days(&self) -> u32 {
        match self {
            Self::Release(_) => NOTICE_DAYS,
            Self::Work(_, settings) => settings.notice_days,
        }
    }
}
