//! What the review needs of the loaded project. The one place where it is asked for.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use power_list::domain::adjustment::AdjustmentClock;
use power_list::domain::calendar::WorkCalendar;
use power_list::domain::category::CategorySet;
use power_list::domain::gate::Gate;
use power_list::domain::ids::DepartmentId;
use power_list::domain::item::PowerItem;
use power_list::domain::people::{Person, Phrase};
use power_list::domain::project::Signatures;
use power_list::domain::timetable::Timetable;
use power_list::io::project::{self, ProjectError, outline};
use power_list::io::statute::folder::Folder;
use power_list::io::store::StorePlace;
use power_list::ops::review::Submission;
use power_list::ops::validate::{self, Leniency, Request};
use power_list::ops::{items, submission};
use power_list::workflow::{Plan, Round};

use crate::cli::validate::observer::Clock;
use crate::cli::{Global, context, store};

/// A unit as the review sees it.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its id.
    pub id: DepartmentId,
    /// Its name for tables.
    pub name: String,
    /// Its full name, for letters.
    pub full_name: String,
    /// Its 审核组, where allotted.
    pub group: Option<String>,
}

/// What the review needs of the project.
#[derive(Debug)]
pub struct ProjectContext {
    /// Folder of the project.
    pub root: PathBuf,
    /// Edition of the list.
    pub edition: String,
    /// Code of the jurisdiction.
    pub jurisdiction_code: String,
    /// Name of the city.
    pub jurisdiction: String,
    /// Categories.
    pub categories: CategorySet,
    /// The day whose law the list is judged by.
    pub as_of: Date,
    /// The one of the settings, by which everything is recorded.
    pub own_as_of: Date,
    /// Folder of statute texts, relative to the project.
    pub law_texts: Option<String>,
    /// Where the working database is.
    pub store: StorePlace,
    /// What is planned.
    pub timetable: Timetable,
    /// Working days.
    pub calendar: WorkCalendar,
    /// The time that each step of an adjustment has.
    pub adjustment_clock: AdjustmentClock,
    /// People.
    pub people: Vec<Person>,
    /// 审核组, in the order of the settings.
    pub review_groups: Vec<String>,
    /// Whether each act has to be signed.
    pub signatures: Signatures,
    /// Sentences that reviewers use again and again.
    pub phrases: Vec<Phrase>,
    /// Units.
    pub departments: Vec<Unit>,
}

impl ProjectContext {
    /// The plan of the campaign.
    pub const fn plan(&self) -> Plan<'_> {
        Plan {
            timetable: &self.timetable,
            calendar: &self.calendar,
        }
    }

    /// Refuses to record anything while the list is looked at by another day's law than the project's own.
    ///
    /// # Errors
    /// When `--as-of` names another day.
    pub fn only_own_day(&self) -> anyhow::Result<()> {
        if self.as_of == self.own_as_of {
            return Ok(());
        }
        Err(context::other_day(self.as_of, self.own_as_of))
    }

    /// Name of a unit; its id where it is not in the project any more.
    pub fn name_of(&self, id: &DepartmentId) -> String {
        self.departments
            .iter()
            .find(|d| d.id == *id)
            .map_or_else(|| id.to_string(), |d| d.name.clone())
    }

    /// The folder of statute texts: the one given, else that of the settings.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn statutes(&self, given: Option<&Path>) -> anyhow::Result<Option<Folder>> {
        let folder = match (given, &self.law_texts) {
            (Some(given), _) => given.to_owned(),
            (None, Some(written)) => self.root.join(written),
            (None, None) => return Ok(None),
        };
        Ok(Some(Folder::open(&folder).map_err(ProjectError::LawTexts)?))
    }

    /// What a unit has to send up now, with the errors that the gate of this round finds, and how many errors are
    /// allowed by the project's settings.
    ///
    /// # Errors
    /// When the project cannot be read.
    pub fn submission(
        &self,
        department: &DepartmentId,
        round: Option<Round>,
        global: &Global,
    ) -> anyhow::Result<(Submission, usize)> {
        let gate = match round {
            Some(Round::Third) => Gate::Third,
            Some(Round::Second) => Gate::Second,
            // Where it is not the unit's turn the workflow refuses whatever the gate finds.
            Some(Round::First) | None => Gate::First,
        };
        let register = context::register(&self.root)?;
        let request = Request {
            gate: Some(gate),
            ..Request::new(context::today(), Leniency::Gate)
        };
        let outline = outline::outline(&self.root, Some(gate), "")?;
        let clock = Clock::start(false, global);
        let surveyed = validate::survey_outline(outline, &self.root, &register, &request, &clock)?;
        clock.done();
        let (judged, items) = items::of_unit(surveyed, department)?;
        let own: Vec<&PowerItem> = items.iter().collect();
        Ok((
            submission::of_unit(&judged, &own, department),
            submission::allowed_errors_of(&judged, department),
        ))
    }
}

/// Loads settings, people and units of the project of the command line; items are loaded when they are sent up.
///
/// # Errors
/// When there is no project or its settings cannot be read.
pub fn context(global: &Global) -> anyhow::Result<ProjectContext> {
    let root = context::project_root(global)?;
    let header = project::load_header(&root)?;
    Ok(ProjectContext {
        store: store::place(&root, header.settings.store.as_ref())?,
        root,
        edition: header.settings.edition,
        jurisdiction_code: header.settings.jurisdiction.value.to_string(),
        jurisdiction: header.settings.jurisdiction_name,
        categories: header.settings.categories,
        as_of: context::as_of(global, header.settings.as_of),
        own_as_of: header.settings.as_of,
        law_texts: header.settings.law_texts.map(|folder| folder.value),
        timetable: header.settings.timetable,
        calendar: header.settings.calendar,
        adjustment_clock: header.settings.adjustment_clock,
        people: header.settings.people,
        review_groups: header.settings.review_groups,
        signatures: header.settings.signatures,
        phrases: header.settings.phrases,
        departments: header
            .departments
            .into_iter()
            .map(|d| Unit {
                id: d.id.value,
                name: d.short_name,
                full_name: d.name.value,
                group: d.review_group.map(|g| g.value),
            })
            .collect(),
    })
}
