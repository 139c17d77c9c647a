//! What is exported: the items of a project or a release, as far as the command line asks for them.

use power_list::domain::catalog::{Catalog, DepartmentRow};
use power_list::domain::project::Settings;
use power_list::render::listing::Heading;

use super::ExportArgs;
use crate::cli::error::usage;
use crate::cli::{Global, pick, source};

/// What is exported.
pub struct Content {
    /// Whose list it is.
    pub heading: Heading,
    /// The list, with only the items that are asked for.
    pub catalog: Catalog,
    /// The units that are asked for; empty: all.
    departments: Vec<DepartmentRow>,
}

impl Content {
    /// Reads what the command line asks for.
    pub fn read(args: &ExportArgs, global: &Global) -> anyhow::Result<Self> {
        let (heading, mut catalog) = if let Some(argument) = &args.release {
            let release = source::open_release(global, argument)?.read()?;
            let header = release.header;
            let heading = Heading {
                jurisdiction: header.jurisdiction_name,
                edition: header.edition,
                notice: header.notice,
            };
            (heading, release.catalog)
        } else {
            let (root, loaded) = source::whole_project(global)?;
            let catalog = source::catalog_of(&root, &loaded.project)?;
            (heading_of(&loaded.project.settings), catalog)
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
        catalog.items.retain(|item| {
            let unit =
                departments.is_empty() || departments.iter().any(|d| d.id == item.department);
            unit && category.as_ref().is_none_or(|c| c.code == item.category)
        });
        if catalog.items.is_empty() {
            return Err(usage(
                "没有事项可以导出",
                if departments.is_empty() && category.is_none() {
                    "工程的 items/ 里还没有事项；power-list import 可以从工作簿导入"
                } else {
                    "去掉 --department 或 --category 再试；power-list stats 列出各部门有多少事项"
                },
            ));
        }
        Ok(Self {
            heading,
            catalog,
            departments,
        })
    }

    /// What the file is called: for the list of a single unit, by its name.
    pub fn file_title(&self) -> String {
        match self.departments.as_slice() {
            [only] => format!("{}权力清单（{}）", only.name, self.heading.edition),
            _ => self.heading.title(),
        }
    }

    /// How much is exported, for people.
    pub fn summary(&self) -> String {
        let has_items =
            |d: &&DepartmentRow| self.catalog.items.iter().any(|i| i.department == d.id);
        let units = self.catalog.departments.iter().filter(has_items).count();
        format!("{units} 个部门，{} 项", self.catalog.items.len())
    }
}

/// The heading of a project's documents.
pub fn heading_of(settings: &Settings) -> Heading {
    Heading {
        jurisdiction: settings.jurisdiction_name.clone(),
        edition: settings.edition.clone(),
        notice: settings.notice.clone(),
    }
}
