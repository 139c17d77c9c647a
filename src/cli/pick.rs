//! Units and categories that a command line names, found among those that a list has.

use power_list::domain::catalog::{CategoryRow, DepartmentRow};
use power_list::rules::text::nearest;

use super::error::usage;

/// The unit with this id.
pub fn department<'k>(id: &str, known: &'k [DepartmentRow]) -> anyhow::Result<&'k DepartmentRow> {
    if let Some(found) = known.iter().find(|d| d.id == id) {
        return Ok(found);
    }
    let by_name = known.iter().find(|d| d.name == id || d.short_name == id);
    let near = by_name
        .map(|d| d.id.as_str())
        .or_else(|| nearest(id, known.iter().map(|d| d.id.as_str())));
    Err(usage(
        format!("没有代号为“{id}”的单位"),
        match near {
            Some(near) => format!("是不是想写：{near}"),
            None => {
                "代号见 departments.yaml 的 id；power-list stats --format json 也列出".to_owned()
            }
        },
    ))
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
