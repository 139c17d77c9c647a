//! Units and categories that a command line names, found among those that a list has.

use power_list::domain::catalog::{CategoryRow, DepartmentRow};
use power_list::domain::department::Department;
use power_list::rules::text::nearest;

use super::error::usage;

/// The unit with this id, among those of a list.
pub fn department<'k>(id: &str, known: &'k [DepartmentRow]) -> anyhow::Result<&'k DepartmentRow> {
    let names = known.iter().map(|d| [&*d.id, &d.name, &d.short_name]);
    known
        .iter()
        .find(|d| d.id == id)
        .ok_or_else(|| no_unit(id, names))
}

/// The unit with this id, among those of a project.
pub fn unit<'k>(id: &str, known: &'k [Department]) -> anyhow::Result<&'k Department> {
    let names = known
        .iter()
        .map(|d| [d.id.value.as_str(), &d.name.value, &d.short_name]);
    known
        .iter()
        .find(|d| d.id.value.as_str() == id)
        .ok_or_else(|| no_unit(id, names))
}

/// Says that there is no such unit, and which was likely meant; `known` are ids with full and short names.
fn no_unit<'k>(id: &str, known: impl Iterator<Item = [&'k str; 3]> + Clone) -> anyhow::Error {
    let by_name = known
        .clone()
        .find(|[_, name, short]| *name == id || *short == id)
        .map(|[known, ..]| known);
    let near = by_name.or_else(|| nearest(id, known.map(|[known, ..]| known)));
    usage(
        format!("没有代号为“{id}”的单位"),
        match near {
            Some(near) => format!("是不是想写：{near}"),
            None => {
                "代号见 departments.yaml 的 id；power-list stats --format json 也列出".to_owned()
            }
        },
    )
}

/// The category with this name or code.
pub fn category<'k>(name: &str, known: &'k [CategoryRow]) -> anyhow::Result<&'k CategoryRow> {
    known
        .iter()
        .find(|c| c.name == name || c.code == name)
        .ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|c| c.name.as_str()).collect();
            usage(
                format!("没有“{name}”这个类别"),
                format!("可用的类别：{}", names.join("、")),
            )
        })
}
