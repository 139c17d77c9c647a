//! The worked example walked through from beginning to end, by the same operations as the commands use.
//!
//! It lives on the dates of the source's timetable, never on the clock, so its release is the same bytes everywhere.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::companions::{self, CompanionError};
use super::contents::Contents;
use super::publication::{self, List, Order, PublicationError};
use super::publish::Published;
use super::review::{Act, Filter, ReviewError, Session};
use super::submission;
use super::validate::{self, Judged, Terms};
use crate::domain::department::Department;
use crate::domain::gate::Gate;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::law::Register;
use crate::domain::people::{Body, Person, Role};
use crate::domain::project::Project;
use crate::domain::quote::LawTexts;
use crate::finding::Counts;
use crate::io::demo::{self, Case, DemoError, Proposal};
use crate::io::project::{self, ProjectError};
use crate::io::sqlite::work::WorkStore;
use crate::io::store::{Holdings as _, ImportCounts, StoreError};
use crate::workflow::event::{Answer, Legality, LegalityResult, MeetingKind};
use crate::workflow::plan::LegPlan;
use crate::workflow::{Command, Decision, Notebook, Plan, Round};

mod clock;
mod script;

use clock::{Clock, between};
use script::{by_item, decision, proposal_of, script, words};

/// Why the demo stopped.
#[derive(Debug, thiserror::Error)]
pub enum DemoFailure {
    /// Its folder or script.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// The project it wrote cannot be loaded.
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// The working database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The review.
    #[error(transparent)]
    Review(#[from] ReviewError),
    /// The publication.
    #[error(transparent)]
    Publication(#[from] PublicationError),
    /// What lies beside the release.
    #[error(transparent)]
    Companions(#[from] CompanionError),
}

/// A step of the demo, told while it happens.
#[derive(Debug, Clone, Copy)]
pub enum Progress {
    /// The example's files are written and read.
    Loaded {
        /// Units.
        departments: usize,
        /// Items.
        items: usize,
        /// Flowcharts.
        charts: usize,
    },
    /// A gate has been judged.
    Judged(Gate, Counts),
    /// The project is in the working database.
    Imported(ImportCounts),
    /// A leg is over for all units, at the end of this day.
    Leg {
        /// 一上 … 三下.
        name: &'static str,
        /// The day it ended.
        on: Date,
        /// Units that went through it.
        departments: usize,
        /// Opinions that asked for something, given in it.
        asking: usize,
        /// Rulings made in it.
        rulings: usize,
    },
}

/// What the demo came to.
#[derive(Debug)]
pub struct Finished {
    /// The release.
    pub published: Published,
    /// How many events the record has.
    pub events: u64,
    /// Decisions other than 保留, by term.
    pub decisions: BTreeMap<&'static str, usize>,
}

/// Runs the demo in `root`.
///
/// # Errors
/// When the folder is somebody else's, or anything on the way fails.
pub fn run(
    root: &Path,
    register: &Register,
    tell: &mut dyn FnMut(Progress),
) -> Result<Finished, DemoFailure> {
    demo::unpack(root)?;
    let cases = demo::cases()?;
    let judged = judge(root, register, tell)?;
    let mut store = WorkStore::open_or_create(&WorkStore::path_in(root))?;
    let counts = store.import_items(&submission::imported(&judged.loaded.project))?;
    tell(Progress::Imported(counts));
    let mut walk = Walk {
        session: Session::open(store)?,
        project: &judged.loaded.project,
        judged: &judged,
        cases: by_item(cases)?,
        clock: Clock::at(timetable(&judged.loaded.project, 0)),
        asking: 0,
        rulings: 0,
    };
    // Thousands of acts: they are kept leg by leg, each leg in one transaction.
    walk.session.defer();
    walk.start()?;
    for round in [Round::First, Round::Second, Round::Third] {
        walk.round(round, tell)?;
    }
    walk.session.commit()?;
    let date = timetable(walk.project, 7);
    // The appointed day is what it is, also on a Sunday.
    walk.clock.set(date);
    let publisher = walk.person(|role| *role == Role::Publisher)?;
    let act = walk.act(publisher);
    let order = Order {
        urgent: None,
        date,
        partial: false,
        number: 1,
        root,
        releases: &root.join("releases"),
    };
    let list = List {
        project: &judged.loaded.project,
        gate_errors: judged.report.counts().errors,
    };
    let contents = Contents::of(&judged.loaded.project);
    let published = publication::publish(&mut walk.session, act, list, contents, register, order)?;
    companions::complete(&published.path, None)?;
    let campaign = walk.session.campaign();
    let mut decisions = BTreeMap::new();
    for state in campaign.departments().values() {
        for (_, decision) in state.decisions() {
            if decision.asks() {
                *decisions.entry(decision.chinese()).or_default() += 1;
            }
        }
    }
    Ok(Finished {
        published,
        events: campaign.head().seq,
        decisions,
    })
}

fn judge(
    root: &Path,
    register: &Register,
    tell: &mut dyn FnMut(Progress),
) -> Result<Judged, DemoFailure> {
    let load = || project::load(root, None, "", None);
    let loaded = load()?;
    tell(Progress::Loaded {
        departments: loaded.project.departments.len(),
        items: loaded.project.items.len(),
        charts: loaded.project.charts.len(),
    });
    let as_of = loaded.project.settings.as_of;
    for gate in [Gate::First, Gate::Second, Gate::Third] {
        let terms = Terms::at_gate(gate, as_of);
        let judged = validate::judge(load()?, register, terms, LawTexts::none());
        tell(Progress::Judged(gate, judged.report.counts()));
    }
    let terms = Terms::at_gate(Gate::Publication, as_of);
    let judged = validate::judge(loaded, register, terms, LawTexts::none());
    tell(Progress::Judged(Gate::Publication, judged.report.counts()));
    Ok(judged)
}

/// The end of a leg: 0 the start of the campaign, 1 to 6 the legs, 7 the day of publication.
fn timetable(project: &Project, leg: usize) -> Date {
    let table = &project.settings.timetable;
    let plan = Plan {
        timetable: table,
        calendar: &project.settings.calendar,
    };
    let planned = match leg {
        0 => table.start,
        7 => table.publication,
        _ => plan.planned().get(leg - 1).and_then(LegPlan::day),
    };
    // The embedded example has all dates; an example without them would still be walked on its as-of date.
    planned.unwrap_or(project.settings.as_of)
}

struct Walk<'a> {
    session: Session<WorkStore>,
    project: &'a Project,
    judged: &'a Judged,
    cases: BTreeMap<ItemCode, Case>,
    clock: Clock,
    asking: usize,
    rulings: usize,
}

impl<'a> Walk<'a> {
    fn person(&self, wanted: impl Fn(&Role) -> bool) -> Result<&'a Person, DemoFailure> {
        let people = &self.project.settings.people;
        people
            .iter()
            .find(|p| wanted(&p.role))
            .ok_or_else(|| script("示例工程里缺少审核需要的人员"))
    }

    fn act(&mut self, actor: &'a Person) -> Act<'a> {
        Act {
            people: &self.project.settings.people,
            actor,
            at: self.clock.tick(),
        }
    }

    fn perform(&mut self, actor: &'a Person, command: &Command) -> Result<(), DemoFailure> {
        let act = self.act(actor);
        self.session.act(act, command)?;
        Ok(())
    }

    fn start(&mut self) -> Result<(), DemoFailure> {
        let coordinator = self.person(|role| *role == Role::Coordinator)?;
        let command = Command::Start {
            edition: words(&self.project.settings.edition)?,
            departments: submission::seats(self.project),
            signatures: self.project.settings.signatures,
        };
        self.perform(coordinator, &command)
    }

    /// One round for all units: up, then down.
    fn round(&mut self, round: Round, tell: &mut dyn FnMut(Progress)) -> Result<(), DemoFailure> {
        let (index, up, down) = match round {
            Round::First => (1, "一上", "一下"),
            Round::Second => (3, "二上", "二下"),
            Round::Third => (5, "三上", "三下"),
        };
        let departments: &'a [Department] = &self.project.departments;
        self.leg(index, up, departments, tell, |walk, unit| {
            walk.answer(unit, round)?;
            walk.submit(unit, round)
        })?;
        if round == Round::Third {
            self.meetings()?;
        }
        self.leg(index + 1, down, departments, tell, |walk, unit| {
            walk.review(unit, round)
        })
    }

    /// One leg: the units act one after the other, spread over the days of the timetable.
    fn leg(
        &mut self,
        index: usize,
        name: &'static str,
        departments: &'a [Department],
        tell: &mut dyn FnMut(Progress),
        step: impl Fn(&mut Self, &'a Department) -> Result<(), DemoFailure>,
    ) -> Result<(), DemoFailure> {
        let (first, last) = (
            timetable(self.project, index - 1),
            timetable(self.project, index),
        );
        (self.asking, self.rulings) = (0, 0);
        for (i, unit) in departments.iter().enumerate() {
            self.clock
                .advance_to(between(first, last, i, departments.len()));
            step(self, unit)?;
        }
        tell(Progress::Leg {
            name,
            on: self.clock.date,
            departments: departments.len(),
            asking: self.asking,
            rulings: self.rulings,
        });
        Ok(())
    }

    fn submit(&mut self, unit: &Department, round: Round) -> Result<(), DemoFailure> {
        let id = &unit.id.value;
        // 三上 is signed by the head of the unit.
        let actor = match round {
            Round::Third => self.person(|role| *role == Role::Head(id.clone()))?,
            _ => self.person(|role| *role == Role::Clerk(id.clone()))?,
        };
        let act = self.act(actor);
        self.session
            .submit(act, submission::of_department(self.judged, id))?;
        Ok(())
    }

    /// The unit answers what the round before asked of it.
    fn answer(&mut self, unit: &Department, round: Round) -> Result<(), DemoFailure> {
        let id = &unit.id.value;
        let open: Vec<(u64, ItemCode)> = self
            .session
            .campaign()
            .department(id)
            .and_then(|state| state.being_answered())
            .into_iter()
            .flat_map(|r| r.unanswered())
            .map(|(code, _, opinion)| (opinion.seq, code.clone()))
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        let mut answers = Vec::with_capacity(open.len());
        for (seq, code) in open {
            let case = self.cases.get(&code).filter(|_| round == Round::Second);
            let (term, reason) = match case {
                Some(case) => (case.answer.answer.as_str(), case.answer.reason.as_str()),
                None => ("采纳", "按审核意见办理"),
            };
            let answer = Answer::build(term, Some(words(reason)?))
                .ok_or_else(|| script(format!("没有“{term}”这种答复")))?;
            answers.push((seq, answer));
        }
        let clerk = self.person(|role| *role == Role::Clerk(id.clone()))?;
        let command = Command::Answer {
            department: id.clone(),
            answers,
        };
        self.perform(clerk, &command)
    }

    /// The three bodies go through the unit's items and sign; 综合组 rules where they differ, then returns or confirms.
    fn review(&mut self, unit: &Department, round: Round) -> Result<(), DemoFailure> {
        let id = &unit.id.value;
        let group = unit
            .review_group
            .as_ref()
            .map_or_else(String::new, |g| g.value.clone());
        for body in Body::ALL {
            let reviewer = self.person(|role| role.signs_in(&group) == Some(body))?;
            self.opine(id, reviewer, body, round)?;
            let legality =
                (body == Body::LegalOffice && round == Round::Second).then_some(Legality {
                    result: LegalityResult::Legal,
                    text: None,
                });
            let command = Command::Sign {
                department: id.clone(),
                entries: Vec::new(),
                legality,
            };
            self.perform(reviewer, &command)?;
        }
        let coordinator = self.person(|role| *role == Role::Coordinator)?;
        if round != Round::First {
            self.rule(id, coordinator)?;
        }
        if round == Round::Third {
            let command = Command::Confirm {
                department: id.clone(),
            };
            return self.perform(coordinator, &command);
        }
        let act = self.act(coordinator);
        self.session.give_back(act, id, &unit.short_name)?;
        Ok(())
    }

    fn opine(
        &mut self,
        id: &DepartmentId,
        reviewer: &'a Person,
        body: Body,
        round: Round,
    ) -> Result<(), DemoFailure> {
        let own: Vec<(ItemCode, Proposal)> = self
            .cases
            .iter()
            .filter(|(code, _)| code.parts().department == id.as_str())
            .filter_map(|(code, case)| {
                let proposal = proposal_of(case, body, round)?;
                Some((code.clone(), proposal.clone()))
            })
            .collect();
        for (code, proposal) in own {
            let decision = decision(&proposal)?;
            let text = proposal.text.as_deref().map(words).transpose()?;
            self.asking += usize::from(decision.asks() || text.is_some());
            let command = Command::Opine {
                department: id.clone(),
                items: vec![code],
                decision,
                text,
            };
            self.perform(reviewer, &command)?;
        }
        let rest = Filter {
            undecided_by: Some(body),
            ..Filter::default()
        };
        let rows = self.session.select(id, &rest, &Notebook::default())?;
        let items: Vec<ItemCode> = rows.into_iter().map(|row| row.code).collect();
        if items.is_empty() {
            return Ok(());
        }
        let command = Command::Opine {
            department: id.clone(),
            items,
            decision: Decision::KEEP,
            text: None,
        };
        self.perform(reviewer, &command)
    }

    fn rule(&mut self, id: &DepartmentId, coordinator: &'a Person) -> Result<(), DemoFailure> {
        let disputed: Vec<ItemCode> = self
            .session
            .campaign()
            .department(id)
            .and_then(|state| state.under_review())
            .into_iter()
            .flat_map(|r| r.disputed())
            .map(|(code, _)| code.clone())
            .collect();
        for code in disputed {
            let case = self
                .cases
                .get(&code)
                .ok_or_else(|| script(format!("{code} 有分歧，脚本没有写怎样裁定")))?;
            let decision = case.last.as_ref().map_or(Ok(Decision::KEEP), decision)?;
            let reason = words(case.ruling.as_deref().unwrap_or("按多数意见办理"))?;
            self.rulings += 1;
            let command = Command::Rule {
                department: id.clone(),
                items: vec![code],
                decision,
                reason,
            };
            self.perform(coordinator, &command)?;
        }
        Ok(())
    }

    fn meetings(&mut self) -> Result<(), DemoFailure> {
        let coordinator = self.person(|role| *role == Role::Coordinator)?;
        for (kind, document) in [
            (MeetingKind::ExpertReview, "专家论证会纪要（示例）"),
            (
                MeetingKind::GovernmentExecutive,
                "市政府常务会议纪要（示例）",
            ),
        ] {
            let command = Command::Meeting {
                kind,
                date: self.clock.date,
                document: words(document)?,
            };
            self.perform(coordinator, &command)?;
        }
        Ok(())
    }
}
