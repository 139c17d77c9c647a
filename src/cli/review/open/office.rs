//! What the screen has done outside of itself: reading the round, keeping drafts, signing. The only part that knows the
//! store.

use std::borrow::Cow;
use std::io::Write as _;
use std::path::Path;

use power_list::domain::ids::{DepartmentId, Digest};
use power_list::domain::law::Register;
use power_list::domain::people::{Body, Phrase, Role};
use power_list::domain::quote::LawTexts;
use power_list::io::project::ProjectError;
use power_list::io::statute::folder::Folder;
use power_list::io::statute::texts;
use power_list::io::store::StoreError;
use power_list::ops::review::{Library, ReviewError, cited, cited_laws};
use power_list::report::review_sheet::{Setting, lay_out};
use power_list::report::styled::{Line, Span, Style};
use power_list::workflow::{Command, Refusal, Round, Staff, Step, may_speak};

use super::model::{Advance, Choice, Effect, Model, Popup, Sheet, Unit, Voice};
use super::theme::Theme;
use crate::cli::context;
use crate::cli::error::{Exit, usage};
use crate::cli::review::Desk;

/// The desk behind the screen.
pub struct Office {
    desk: Desk,
    register: Cow<'static, Register>,
    statutes: Option<Folder>,
    texts: LawTexts,
}

impl Office {
    /// Behind a desk. Statute texts are read from `statutes`, else from the folder of the settings.
    pub fn new(desk: Desk, statutes: Option<&Path>) -> anyhow::Result<Self> {
        let register = context::register(&desk.context.root)?;
        let statutes = desk.context.statutes(statutes)?;
        Ok(Self {
            desk,
            register,
            statutes,
            texts: LawTexts::default(),
        })
    }

    /// The office's stock phrases.
    pub fn phrases(&self) -> &[Phrase] {
        &self.desk.context.phrases
    }

    /// The screen on a unit; without one, on the first that waits for the reader, or else the first there is.
    pub fn model(&mut self, department: Option<&DepartmentId>) -> anyhow::Result<Model> {
        let id = match department {
            Some(id) => id.clone(),
            None => {
                let choices = self.choices();
                let first = choices.iter().find(|c| c.waits).or(choices.first());
                first.map(|c| c.id.clone()).ok_or_else(|| {
                    usage(
                        "还没有部门上报，没有可以看的",
                        "power-list review status 看各部门走到哪一步",
                    )
                })?
            }
        };
        let unit = self.unit(&id)?;
        self.read_statutes(unit.snapshot)?;
        let actor = &self.desk.actor;
        let who = format!("{} {}", actor.name, actor.role.chinese());
        Ok(Model::new(who, unit))
    }

    /// The units that have submitted, those that wait for the reader first.
    fn choices(&self) -> Vec<Choice> {
        let staff = Staff(&self.desk.context.people);
        let campaign = self.desk.session.campaign();
        let choice = |(id, state): (
            &DepartmentId,
            &power_list::workflow::campaign::DepartmentState,
        )| {
            let round = state.latest()?;
            let speaks = may_speak(campaign, staff, &self.desk.actor, id).ok();
            let open = match (speaks, &self.desk.actor.role) {
                (Some((_, body)), _) => round.items.len() - round.opinions_of(body),
                (None, Role::Coordinator) if state.under_review().is_some() => round
                    .disputed()
                    .filter(|(_, item)| item.ruling.is_none())
                    .count(),
                _ => 0,
            };
            Some(Choice {
                id: id.clone(),
                name: self.desk.context.name_of(id),
                stage: state.stage.to_string(),
                open,
                items: round.items.len(),
                waits: speaks.is_some() || open > 0,
            })
        };
        let mut all: Vec<Choice> = campaign.departments().iter().filter_map(choice).collect();
        all.sort_by_key(|c| !c.waits);
        all
    }

    /// A unit as it stands, in the round that it came to last.
    fn unit(&mut self, id: &DepartmentId) -> anyhow::Result<Unit> {
        let Desk {
            context,
            actor,
            session,
            ..
        } = &mut self.desk;
        let campaign = session.campaign();
        let state = campaign.department(id).ok_or_else(|| {
            ReviewError::from(
                Refusal::new("unknown_department", format!("{id} 不在这次三上三下之列"))
                    .next("power-list review status"),
            )
        })?;
        let latest = state.latest().map(|round| (round.round, round.snapshot));
        let (round, snapshot) = latest.ok_or_else(|| {
            ReviewError::from(
                Refusal::new("not_submitted", format!("{id} 还没有上报，没有可以看的"))
                    .next(format!("power-list review status {id}")),
            )
        })?;
        let stage = state.stage.to_string();
        let voice = match may_speak(campaign, Staff(&context.people), actor, id) {
            Ok((_, body)) => Voice::Reviewer(body),
            Err(_) if actor.role == Role::Coordinator && state.under_review().is_some() => {
                Voice::Coordinator
            }
            Err(refusal) => Voice::Silent(refusal.message),
        };
        let legality_due = voice == Voice::Reviewer(Body::LegalOffice) && round == Round::Second;
        let rows = session.rows(id, round)?;
        let drafts = session.drafts(&actor.id.value, id)?;
        Ok(Unit {
            id: id.clone(),
            name: context.name_of(id),
            stage,
            round,
            snapshot,
            rows,
            drafts,
            voice,
            legality_due,
        })
    }

    /// Reads the unit anew, with what others have done.
    fn refresh(&mut self, model: &mut Model) -> anyhow::Result<()> {
        self.desk.session.refresh()?;
        let unit = self.unit(&model.unit.id.clone())?;
        if unit.snapshot != model.unit.snapshot {
            self.read_statutes(unit.snapshot)?;
        }
        model.show(unit);
        Ok(())
    }

    /// Looks whether others have done something since; what is being written stays as it is.
    pub fn look_around(&mut self, model: &mut Model) -> anyhow::Result<()> {
        match self.desk.session.is_behind() {
            Ok(true) => {}
            Ok(false) => return self.look_at_drafts(model),
            // Whoever holds the database will be done with it sooner or later.
            Err(ReviewError::Store(StoreError::Busy { .. })) => return Ok(()),
            Err(error) => return Err(error.into()),
        }
        self.refresh(model)?;
        model.say("别人刚才有新的办理，已经更新");
        Ok(())
    }

    /// Takes in what the same person drafts elsewhere: in a second window, or by commands.
    fn look_at_drafts(&self, model: &mut Model) -> anyhow::Result<()> {
        let actor = &self.desk.actor.id.value;
        let drafts = self.desk.session.drafts(actor, &model.unit.id)?;
        if drafts != model.unit.drafts {
            model.unit.drafts = drafts;
            model.list();
            model.say("你在别处改过草稿，已经更新");
        }
        Ok(())
    }

    /// Does what the screen asks for. What the workflow refuses is said on the screen; only a failing store ends it.
    pub fn perform(&mut self, model: &mut Model, effect: Effect) -> anyhow::Result<()> {
        match effect {
            Effect::Draft(step, advance) => self.draft(model, &step, advance),
            Effect::Rule {
                items,
                decision,
                reason,
            } => {
                let count = items.len();
                let said = format!("裁定 {count} 项：{decision}");
                let command = Command::Rule {
                    department: model.unit.id.clone(),
                    items,
                    decision,
                    reason,
                };
                let done = self.desk.act(&command).map(drop);
                self.recorded(model, done, said)
            }
            Effect::Submit => {
                let id = model.unit.id.clone();
                let count = model.unit.drafts.entries().len();
                let done = self
                    .desk
                    .with(|session, act| session.give_drafts(act, &id).map(drop));
                self.recorded(model, done, format!("{count} 条草稿已经提交"))
            }
            Effect::Sign(legality) => {
                let id = model.unit.id.clone();
                let done = self
                    .desk
                    .with(|session, act| session.sign(act, &id, legality.as_ref()).map(drop));
                let said = format!(
                    "已签署{}的{}；c 换一个部门",
                    model.unit.name,
                    model.unit.round.review()
                );
                self.recorded(model, done, said)
            }
            Effect::Units => {
                self.desk.session.refresh()?;
                let choices = self.choices();
                let here = choices.iter().position(|c| c.id == model.unit.id);
                model.popup = Some(Popup::Units(choices, here.unwrap_or(0)));
                Ok(())
            }
            Effect::Open(id) => {
                let unit = self.unit(&id)?;
                self.read_statutes(unit.snapshot)?;
                model.show(unit);
                Ok(())
            }
            Effect::Refresh => {
                self.refresh(model)?;
                model.say("已经更新");
                Ok(())
            }
            // The loop ends before it comes here.
            Effect::Quit => Ok(()),
        }
    }

    fn draft(&mut self, model: &mut Model, step: &Step, advance: Advance) -> anyhow::Result<()> {
        let id = model.unit.id.clone();
        let kept = self.desk.with(|session, act| session.draft(act, &id, step));
        let drafts = match kept {
            Ok(drafts) => drafts,
            Err(error) => return self.refused(model, error),
        };
        // Only now is it on disk, and only now is it shown.
        model.unit.drafts = drafts;
        model.say(match step {
            Step::Write { items, entry } => match items.as_slice() {
                [only] => format!("{} 记下：{entry}", super::update::short(only)),
                several => format!("{} 项记下：{entry}", several.len()),
            },
            Step::Erase { items } => format!("丢弃了 {} 条草稿（u 找回）", items.len()),
            Step::Undo {} => "撤销了上一步（U 恢复）".to_owned(),
            Step::Redo {} => "恢复了刚撤销的一步".to_owned(),
        });
        if matches!(step, Step::Write { items, .. } if items.len() > 1) {
            model.marked.clear();
        }
        if advance == Advance::NextOpen {
            model.next_open();
        }
        model.list();
        Ok(())
    }

    /// After something was to be recorded: the unit as it stands now, and what came of it.
    fn recorded(
        &mut self,
        model: &mut Model,
        done: anyhow::Result<()>,
        said: String,
    ) -> anyhow::Result<()> {
        match done {
            Ok(()) => {
                self.refresh(model)?;
                model.marked.clear();
                model.list();
                model.say(said);
                Ok(())
            }
            Err(error) => self.refused(model, error),
        }
    }

    /// Says on the screen why it was not done: because the workflow does not do it, or the store cannot now. Any other
    /// failure is passed on.
    fn refused(&mut self, model: &mut Model, error: anyhow::Error) -> anyhow::Result<()> {
        let refusal = match error.downcast::<ReviewError>() {
            Ok(ReviewError::Refused(refusal)) => refusal,
            // Nothing was kept, and nothing on the screen says so: it can be tried again.
            Ok(ReviewError::Store(
                error @ (StoreError::Busy { .. }
                | StoreError::Conflict { .. }
                | StoreError::Full { .. }
                | StoreError::ReadOnly { .. }),
            )) => {
                model.complain(format!("没有记下：{error}"));
                return Ok(());
            }
            Ok(ReviewError::Unsigned(error)) => {
                model.complain(format!("没有记下：{error}"));
                return Ok(());
            }
            Ok(other) => return Err(other.into()),
            Err(other) => return Err(other),
        };
        let missing = refusal.missing.join("；");
        // Others may have been first: the screen shows how it stands now.
        self.refresh(model)?;
        model.complain(if missing.is_empty() {
            refusal.message
        } else {
            format!("{}（{missing}）", refusal.message)
        });
        Ok(())
    }

    /// Reads the statute texts that the items of a submission cite.
    fn read_statutes(&mut self, snapshot: Digest) -> anyhow::Result<()> {
        if let Some(folder) = &self.statutes {
            let items = self.desk.session.items(snapshot)?;
            let wanted = cited_laws(&items, &self.register);
            self.texts =
                texts::load(folder, &self.register, &wanted).map_err(ProjectError::LawTexts)?;
        }
        Ok(())
    }

    /// The item under the cursor as it is read.
    pub fn sheet(&mut self, model: &Model, columns: usize, theme: Theme) -> anyhow::Result<Sheet> {
        let Some(row) = model.row() else {
            return Ok(Sheet::default());
        };
        let unit = &model.unit;
        let library = Library {
            register: &self.register,
            texts: &self.texts,
            as_of: self.desk.context.as_of,
            people: &self.desk.context.people,
        };
        let view = self
            .desk
            .session
            .item_view(&unit.id, &unit.name, unit.round, &row.code, library)?;
        let of = Some((row.code.clone(), columns));
        let Some(view) = view else {
            return Ok(Sheet {
                of,
                ..Sheet::default()
            });
        };
        let setting = Setting {
            columns,
            marks: theme == Theme::Plain,
        };
        let sheet = lay_out(&view, setting);
        Ok(Sheet {
            of,
            lines: sheet.lines,
            sections: sheet.sections.into_iter().map(|(_, line)| line).collect(),
            top: 0,
        })
    }

    /// What the words being written cite, and how that stands.
    pub fn cited_in(&self, model: &Model) -> Vec<Line> {
        let Some(Popup::Form(form)) = &model.popup else {
            return Vec::new();
        };
        let day = self.desk.context.as_of;
        cited(&form.written(), &self.register, day)
            .into_iter()
            .map(|standing| {
                let style = if standing.is_sound() {
                    Style::Good
                } else {
                    Style::Warn
                };
                Line(vec![Span {
                    text: standing.says,
                    style,
                }])
            })
            .collect()
    }

    /// What is left to do, once the screen is gone.
    pub fn farewell(&self, model: &Model) -> std::io::Result<Exit> {
        let drafts = model.unit.drafts.entries().len();
        if drafts > 0 && !self.desk.quiet {
            let who = &self.desk.actor.id.value;
            let id = &model.unit.id;
            let mut out = crate::cli::screen::stdout();
            writeln!(out, "{} 有 {drafts} 条草稿，都已存好", model.unit.name)?;
            writeln!(out, "  下一步：power-list review open {id} --as {who}")?;
            writeln!(
                out,
                "  或者：power-list review draft submit {id} --as {who}"
            )?;
        }
        Ok(Exit::Clean)
    }
}
