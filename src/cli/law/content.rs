//! The list that a change of the law is held against: the project in work with its review, or a release.

use std::collections::HashSet;
use std::path::PathBuf;

use jiff::civil::Date;
use power_list::compare::impact::{LawChange, Place, cited_in, of_catalog};
use power_list::domain::catalog::Catalog;
use power_list::domain::law::Register;
use power_list::domain::project::NOTICE_DAYS;
use power_list::io::project::Loaded;
use power_list::io::sqlite::release::ReleaseFile;
use power_list::ops::catalog;
use power_list::ops::law_impact::opinions;
use power_list::ops::review::Session;

use crate::cli::{Global, context, source, store};

/// The list that is looked at.
pub enum List {
    /// A release.
    Release(Box<ReleaseFile>),
    /// A project in work, with its folder.
    Work(PathBuf, Box<Loaded>),
}

/// Where it rests on laws that changed.
pub struct Content {
    /// What the list is called.
    pub name: String,
    /// The list; of a release the part that cites the laws.
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
        let (root, loaded) = source::whole_project(global)?;
        Ok(Self::Work(root, Box::new(loaded)))
    }

    /// The day by whose law it is written.
    pub fn as_of(&self, global: &Global) -> Date {
        let own = match self {
            Self::Release(file) => file.header().as_of,
            Self::Work(_, loaded) => loaded.project.settings.as_of,
        };
        context::as_of(global, own)
    }

    /// The places that rest on laws of the changes.
    pub fn places(self, register: &Register, changes: &[LawChange<'_>]) -> anyhow::Result<Content> {
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
            Self::Work(root, loaded) => {
                let settings = &loaded.project.settings;
                let catalog = catalog::build(
                    &loaded.project,
                    register,
                    settings.as_of,
                    |_| true,
                    |_| true,
                );
                let mut places = of_catalog(&catalog, register, &wanted);
                let place = store::place(&root, settings.store.as_ref())?;
                if let Some(store) = place.open_if_there()? {
                    let session = Session::open(store)?;
                    let said = opinions(session.campaign(), &catalog, register, &wanted);
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
    /// How many days ahead coming changes are noted.
    pub fn notice_days(&self) -> u32 {
        match self {
            Self::Release(_) => NOTICE_DAYS,
            Self::Work(_, loaded) => loaded.project.settings.notice_days,
        }
    }
}
