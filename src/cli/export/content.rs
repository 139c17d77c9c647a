//! What is exported: the items of a project or a release, as far as the command line asks for them.

use std::collections::HashSet;

use power_list::domain::catalog::{Catalog, CategoryRow, DepartmentRow, ItemRow};
use power_list::domain::item::PowerItem;
use power_list::domain::project::Settings;
use power_list::ops::catalog::sort_officially;
use power_list::ops::items::{Rows, Unjudged};
use power_list::render::docx::Imprint;
use power_list::render::form::{self, FormFault};
use power_list::render::listing::{By, Heading};
use power_list::render::table::Book;

use super::{ExportArgs, submitted};
use crate::cli::error::{Unreadable, usage};
use crate::cli::{Global, pick, source};

/// The items that the command line asks for.
pub struct Asked {
    /// The units; empty: all.
    departments: Vec<DepartmentRow>,
    /// The category.
    category: Option<CategoryRow>,
}

impl Asked {
    /// Understands the command line, by the units and categories of a list.
    pub fn of(args: &ExportArgs, list: &Catalog) -> anyhow::Result<Self> {
        let units = args.department.iter();
        let departments = units
            .map(|id| pick::department(id, &list.departments).cloned())
            .collect::<anyhow::Result<Vec<_>>>()?;
        let category = args
            .category
            .as_deref()
            .map(|name| pick::category(name, &list.categories).cloned())
            .transpose()?;
        Ok(Self {
            departments,
            category,
        })
    }

    /// Whether it asks for the items of a unit and a category, by id and code.
    pub fn wants(&self, unit: &str, category: &str) -> bool {
        let mut units = self.departments.iter();
        (self.departments.is_empty() || units.any(|d| d.id == unit))
            && self.category.as_ref().is_none_or(|c| c.code == category)
    }

    /// That there are none.
    pub fn nothing(&self) -> anyhow::Error {
        usage(
            "没有事项可以导出",
            if self.departments.is_empty() && self.category.is_none() {
                "工程的 items/ 里还没有事项；power-list import 可以从工作簿导入"
            } else {
                "去掉 --department 或 --category 再试；power-list stats 列出各部门有多少事项"
            },
        )
    }

    /// What the document is called: for the list of a single unit, by its name.
    pub fn title(&self, heading: &Heading) -> String {
        match self.departments.as_slice() {
            [only] => format!("{}权力清单（{}）", only.name, heading.edition),
            _ => heading.title(),
        }
    }
}

/// What is exported.
pub struct Content {
    /// Whose list it is.
    pub heading: Heading,
    /// The list: all of it until it is narrowed.
    pub catalog: Catalog,
    /// Which release it is; `None` for the project as it stands.
    pub imprint: Option<Imprint>,
    /// The items in official order with everything that their files say, where they are filled into a form; a release does
    /// not have that.
    items: Option<Vec<PowerItem>>,
    /// What is asked for.
    asked: Asked,
}

/// How much of a project is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All rows.
    All,
    /// The rows of the items that are asked for.
    Rows,
    /// These, and the items themselves.
    Items,
}

impl Content {
    /// Reads what the command line asks for.
    pub fn read(args: &ExportArgs, extent: Extent, global: &Global) -> anyhow::Result<Self> {
        if args.snapshot.is_some() || args.round.is_some() {
            let (heading, catalog, project) = submitted::read(args, global)?;
            let mut items: Vec<&PowerItem> = project.items.iter().collect();
            sort_officially(&project, &mut items);
            return Ok(Self {
                asked: Asked::of(args, &catalog)?,
                heading,
                catalog,
                imprint: None,
                items: Some(items.into_iter().cloned().collect()),
            });
        }
        let Some(argument) = &args.release else {
            return source::list(global, |project, rows| {
                Self::of_project(args, extent, project, rows)
            });
        };
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
        Ok(Self {
            asked: Asked::of(args, &release.catalog)?,
            heading,
            catalog: release.catalog,
            imprint: Some(imprint),
            items: None,
        })
    }

    fn of_project(
        args: &ExportArgs,
        extent: Extent,
        project: &Unjudged,
        rows: &Rows<'_, '_>,
    ) -> anyhow::Result<Self> {
        let asked = Asked::of(args, &rows.frame)?;
        let chosen = project.of_kinds(|kind| {
            let wanted = extent == Extent::All || asked.wants(&kind.unit, &kind.category);
            wanted.then_some(0)
        });
        let mut catalog = rows.frame.clone();
        rows.each(&chosen, &mut |_| (), |row, ()| row, &mut |row| {
            catalog.items.push(row);
            true
        })?;
        let mut items = Vec::new();
        if extent == Extent::Items {
            chosen.each(&mut |some| {
                items.extend_from_slice(some);
                true
            })?;
        }
        Ok(Self {
            heading: heading_of(&project.loaded.project.settings),
            asked,
            catalog,
            imprint: None,
            items: Some(items),
        })
    }

    /// Whether the command line asks for an item.
    pub fn wants(&self, item: &ItemRow) -> bool {
        self.asked.wants(&item.department, &item.category)
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
            return Err(self.asked.nothing());
        }
        Ok(self)
    }

    /// What the document is called.
    pub fn title(&self) -> String {
        self.asked.title(&self.heading)
    }

    /// The list with only the units that a printed list of this content is about.
    pub fn printed(&self) -> Catalog {
        let mut catalog = self.catalog.clone();
        let (asked, items) = (&self.asked, &self.catalog.items);
        catalog.departments.retain(|unit| {
            let mut wanted = asked.departments.iter();
            let wanted = asked.departments.is_empty() || wanted.any(|d| d.id == unit.id);
            // Of a unit without items in a category it cannot be said that it has none.
            let whole = asked.category.is_none() || items.iter().any(|i| i.department == unit.id);
            wanted && whole
        });
        catalog
    }

    /// The items in the form.
    pub fn form(&self, by: By) -> anyhow::Result<Book> {
        let Some(items) = &self.items else {
            return Err(usage(
                "公布的清单不能导出为填报表：发布文件里没有事项文件的全部内容",
                "去掉 --release，从工程导出填报表；或者去掉 --layout form，导出公布的版式",
            ));
        };
        let category = |item: &PowerItem| {
            let known = self.catalog.categories.iter();
            let mut named = known.filter(|c| c.name == item.category.value);
            named
                .next()
                .map(|c| c.code.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        let items = form::Items {
            departments: &self.catalog.departments,
            categories: &self.catalog.categories,
            items: items
                .iter()
                .filter(|item| {
                    self.asked
                        .wants(item.department.value.as_str(), &category(item))
                })
                .collect(),
        };
        form::book(&items, &self.heading, self.catalog.as_of, by).map_err(unfit)
    }

    /// How much is exported, for people.
    pub fn summary(&self) -> String {
        let units: HashSet<&str> = self.catalog.items.iter().map(|i| &*i.department).collect();
        summary(&self.catalog, &units, self.catalog.items.len())
    }
}

/// How much of a list is exported, for people: the items of some units.
pub fn summary(list: &Catalog, units: &HashSet<&str>, items: usize) -> String {
    let known = list.departments.iter();
    let units = known.filter(|d| units.contains(d.id.as_str())).count();
    format!("{units} 个部门，{items} 项")
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
