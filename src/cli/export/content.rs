//! What is exported: the items of a project or a release, as far as the command line asks for them.

use power_list::domain::catalog::{Catalog, CategoryRow, DepartmentRow, ItemRow};
use power_list::domain::item::PowerItem;
use power_list::domain::project::{Project, Settings};
use power_list::ops::catalog::sort_officially;
use power_list::render::docx::Imprint;
use power_list::render::form::{self, FormFault};
use power_list::render::listing::{By, Heading};
use power_list::render::table::Book;

use super::{ExportArgs, submitted};
use crate::cli::error::{Unreadable, usage};
use crate::cli::{Global, pick, source};

/// What is exported.
pub struct Content {
    /// Whose list it is.
    pub heading: Heading,
    /// The list: all of it until it is narrowed.
    pub catalog: Catalog,
    /// Which release it is; `None` for the project as it stands.
    pub imprint: Option<Imprint>,
    /// The items with everything that their files say; a release does not have that.
    project: Option<Project>,
    /// The units that are asked for; empty: all.
    departments: Vec<DepartmentRow>,
    /// The category that is asked for.
    category: Option<CategoryRow>,
}

impl Content {
    /// Reads what the command line asks for.
    pub fn read(args: &ExportArgs, global: &Global) -> anyhow::Result<Self> {
        let (heading, catalog, project, imprint) =
            if args.snapshot.is_some() || args.round.is_some() {
                let (heading, catalog, project) = submitted::read(args, global)?;
                (heading, catalog, Some(project), None)
            } else if let Some(argument) = &args.release {
                let release = source::open_release(global, argument)?.read()?;
                let header = release.header;
                let imprint = Imprint {
                    release: header.id.to_string(),
                    published_on: header.published_on,
                };
                let heading = Heading {
                    jurisdiction: header.jurisdiction_name,
                    edition: header.edition,
                    notice: header.notice,
                };
                (heading, release.catalog, None, Some(imprint))
            } else {
                let (root, loaded) = source::whole_project(global)?;
                let catalog = source::catalog_of(global, &root, &loaded.project)?;
                let project = loaded.project;
                (heading_of(&project.settings), catalog, Some(project), None)
            };
        let departments = args
            .department
            .iter()
            .map(|id| pick::department(id, &catalog.departments).cloned())
            .collect::<anyhow::Result<Vec<_>>>()?;
        let category = args
            .category
            .as_deref()
            .map(|name| pick::category(name, &catalog.categories).cloned())
            .transpose()?;
        Ok(Self {
            heading,
            catalog,
            imprint,
            project,
            departments,
            category,
        })
    }

    /// Whether the command line asks for an item.
    pub fn wants(&self, item: &ItemRow) -> bool {
        let mut units = self.departments.iter();
        let unit = self.departments.is_empty() || units.any(|d| d.id == item.department);
        unit && self
            .category
            .as_ref()
            .is_none_or(|c| c.code == item.category)
    }

    /// With only the items that are asked for.
    ///
    /// # Errors
    /// When there are none.
    pub fn narrowed(mut self) -> anyhow::Result<Self> {
        let mut items = std::mem::take(&mut self.catalog.items);
        items.retain(|item| self.wants(item));
        self.catalog.items = items;
        if self.catalog.items.is_empty() {
            return Err(usage(
                "没有事项可以导出",
                if self.departments.is_empty() && self.category.is_none() {
                    "工程的 items/ 里还没有事项；power-list import 可以从工作簿导入"
                } else {
                    "去掉 --department 或 --category 再试；power-list stats 列出各部门有多少事项"
                },
            ));
        }
        Ok(self)
    }

    /// What the document is called: for the list of a single unit, by its name.
    pub fn title(&self) -> String {
        match self.departments.as_slice() {
            [only] => format!("{}权力清单（{}）", only.name, self.heading.edition),
            _ => self.heading.title(),
        }
    }

    /// The list with only the units that a printed list of this content is about.
    pub fn printed(&self) -> Catalog {
        let mut catalog = self.catalog.clone();
        let items = &self.catalog.items;
        catalog.departments.retain(|unit| {
            let wanted =
                self.departments.is_empty() || self.departments.iter().any(|d| d.id == unit.id);
            // Of a unit without items in a category it cannot be said that it has none.
            let whole = self.category.is_none() || items.iter().any(|i| i.department == unit.id);
            wanted && whole
        });
        catalog
    }

    /// The items in the form.
    pub fn form(&self, by: By) -> anyhow::Result<Book> {
        let Some(project) = &self.project else {
            return Err(usage(
                "公布的清单不能导出为填报表：发布文件里没有事项文件的全部内容",
                "去掉 --release，从工程导出填报表；或者去掉 --layout form，导出公布的版式",
            ));
        };
        let mut items: Vec<&PowerItem> = project
            .items
            .iter()
            .filter(|item| {
                let id = item.department.value.as_str();
                let unit =
                    self.departments.is_empty() || self.departments.iter().any(|d| d.id == id);
                unit && self
                    .category
                    .as_ref()
                    .is_none_or(|c| c.name == item.category.value)
            })
            .collect();
        sort_officially(project, &mut items);
        let items = form::Items {
            departments: &self.catalog.departments,
            categories: &self.catalog.categories,
            items,
        };
        form::book(&items, &self.heading, self.catalog.as_of, by).map_err(unfit)
    }

    /// How much is exported, for people.
    pub fn summary(&self) -> String {
        let has_items =
            |d: &&DepartmentRow| self.catalog.items.iter().any(|i| i.department == d.id);
        let units = self.catalog.departments.iter().filter(has_items).count();
        format!("{units} 个部门，{} 项", self.catalog.items.len())
    }
}

/// A value that no cell can hold is a fault of the project.
pub fn unfit(fault: FormFault) -> anyhow::Error {
    Unreadable {
        message: fault.to_string(),
        hint: "改好事项文件再导出；power-list show 可以看这个事项".to_owned(),
    }
    .into()
}

/// The heading of a project's documents.
pub fn heading_of(settings: &Settings) -> Heading {
    Heading {
        jurisdiction: settings.jurisdiction_name.clone(),
        edition: settings.edition.clone(),
        notice: settings.notice.clone(),
    }
}
