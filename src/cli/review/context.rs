//! What the review needs of the loaded project. The one place where it is asked for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use power_list::domain::ids::{DepartmentId, ItemCode};
use power_list::domain::people::{Body, Person, Role};
use power_list::domain::place::{At, SourceId, Span};
use power_list::ops::review::{Submission, SubmittedItem};
use power_list::workflow::Round;

use crate::cli::Global;
use crate::cli::error::usage;

/// A unit as the review sees it.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its id.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
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
    /// People.
    pub people: Vec<Person>,
    /// Units.
    pub departments: Vec<Unit>,
    project: standin::File,
}

impl ProjectContext {
    /// Name of a unit; its id where it is not in the project any more.
    pub fn name_of(&self, id: &DepartmentId) -> String {
        self.departments
            .iter()
            .find(|d| d.id == *id)
            .map_or_else(|| id.to_string(), |d| d.name.clone())
    }

    /// What a unit has to send up now, with the errors that the gate of this round finds.
    ///
    /// # Errors
    /// When the unit's items cannot be put into their canonical form.
    pub fn submission(
        &self,
        department: &DepartmentId,
        round: Option<Round>,
    ) -> anyhow::Result<Submission> {
        self.project.submission(department, round)
    }
}

/// Loads the project of the command line.
///
/// # Errors
/// When there is none or it cannot be read.
pub fn context(global: &Global) -> anyhow::Result<ProjectContext> {
    let root = root(global)?;
    let file = standin::read(&root.join("power-list.yaml"))?;
    Ok(ProjectContext {
        edition: file.edition.clone(),
        people: file.people()?,
        departments: file.units()?,
        root,
        project: file,
    })
}

fn root(global: &Global) -> anyhow::Result<PathBuf> {
    if let Some(project) = &global.project {
        return Ok(project.clone());
    }
    let here = std::env::current_dir().context("不知道当前文件夹在哪里")?;
    here.ancestors()
        .find(|folder| folder.join("power-list.yaml").is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| {
            usage(
                "从当前文件夹往上都没有 power-list.yaml",
                "用 --project 指明清单工程所在的文件夹",
            )
        })
}

/// Reads everything from one small file. Goes away when the project loader takes its place.
mod standin {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    pub struct File {
        pub edition: String,
        people: Vec<PersonEntry>,
        departments: Vec<UnitEntry>,
        #[serde(default)]
        items: Vec<ItemEntry>,
        /// Errors per unit.
        #[serde(default)]
        gate_errors: BTreeMap<String, usize>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct PersonEntry {
        id: String,
        name: String,
        role: String,
        department: Option<DepartmentId>,
        body: Option<String>,
        group: Option<String>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct UnitEntry {
        id: DepartmentId,
        name: String,
        review_group: Option<String>,
    }

    #[derive(Debug, serde::Deserialize)]
    struct ItemEntry {
        code: ItemCode,
        category: String,
        name: String,
    }

    pub fn read(path: &Path) -> anyhow::Result<File> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("读不了 {}", path.display()))?;
        serde_yaml::from_str(&text).with_context(|| format!("{} 读不懂", path.display()))
    }

    impl File {
        pub fn people(&self) -> anyhow::Result<Vec<Person>> {
            self.people
                .iter()
                .map(|p| {
                    let department = || p.department.clone().context("缺少 department");
                    let body = || {
                        p.body
                            .as_deref()
                            .and_then(Body::from_chinese)
                            .context("缺少 body")
                    };
                    let role = match p.role.as_str() {
                        "填报人" => Role::Clerk(department()?),
                        "负责人" => Role::Head(department()?),
                        "审核人" => Role::Reviewer {
                            body: body()?,
                            group: p.group.clone().context("缺少 group")?,
                        },
                        "综合组" => Role::Coordinator,
                        "公布人" => Role::Publisher,
                        other => anyhow::bail!("没有“{other}”这种角色"),
                    };
                    Ok(Person {
                        id: At::new(p.id.parse()?, Span::head(SourceId(0))),
                        name: p.name.clone(),
                        role,
                    })
                })
                .collect()
        }

        pub fn units(&self) -> anyhow::Result<Vec<Unit>> {
            let units = self.departments.iter().map(|d| Unit {
                id: d.id.clone(),
                name: d.name.clone(),
                group: d.review_group.clone(),
            });
            Ok(units.collect())
        }

        pub fn submission(
            &self,
            department: &DepartmentId,
            _round: Option<Round>,
        ) -> anyhow::Result<Submission> {
            let own = self
                .items
                .iter()
                .filter(|i| i.code.parts().department == department.as_str());
            let items = own.map(|i| SubmittedItem {
                code: i.code.clone(),
                category: i.category.clone(),
                name: i.name.clone(),
                bytes: format!("{}\n{}\n{}\n", i.code, i.category, i.name).into_bytes(),
            });
            Ok(Submission {
                department: department.clone(),
                items: items.collect(),
                files: Vec::new(),
                declares_none: false,
                gate_errors: self
                    .gate_errors
                    .get(department.as_str())
                    .copied()
                    .unwrap_or(0),
            })
        }
    }
}
