//! Which charts a command line means.

use power_list::domain::catalog::{Catalog, ItemRow};
use power_list::domain::near::nearest;

use crate::cli::error::usage;

/// A chart that is meant, and the item whose chart it is, where an item was named.
pub struct Chosen<'c> {
    /// Id of the chart.
    pub id: &'c str,
    /// The item.
    pub item: Option<&'c ItemRow>,
}

/// The part of a chart's path by which people know it: `hbj/licence`.
pub fn short(id: &str) -> &str {
    let id = id.strip_prefix("flowcharts/").unwrap_or(id);
    id.strip_suffix(".yaml").unwrap_or(id)
}

/// The charts that a word names: a path, its short form, a title, or the code of an item.
pub fn named<'c>(
    word: &str,
    catalog: &'c Catalog,
    charts: &[(&'c str, Option<&'c str>)],
) -> anyhow::Result<Chosen<'c>> {
    let word = word.trim();
    let unix = word.replace('\\', "/");
    let found = charts.iter().find(|(id, title)| {
        let path = unix == *id || unix.ends_with(&format!("/{id}"));
        path || unix == short(id) || short(&unix) == short(id) || *title == Some(word)
    });
    if let Some((id, _)) = found {
        return Ok(Chosen { id, item: None });
    }
    if let Some(item) = catalog.item(word).filter(|_| !word.is_empty()) {
        let sub = item.sub_items.iter().find(|sub| sub.code == word);
        let own = sub.and_then(|sub| sub.flowchart.as_deref());
        return match own.or(item.flowchart.as_deref()) {
            Some(id) => Ok(Chosen {
                id,
                item: Some(item),
            }),
            None => Err(usage(
                format!("事项“{word}”没有流程图"),
                "在事项里写 flowchart: flowcharts/部门/名称.yaml",
            )),
        };
    }
    let codes = catalog.items.iter().map(|item| item.code.as_str());
    let names = charts.iter().map(|(id, _)| short(id));
    let titles = charts.iter().filter_map(|(_, title)| *title);
    let near = nearest(short(&unix), names.chain(codes).chain(titles));
    Err(usage(
        format!("没有叫“{word}”的流程图，也没有这个编码的事项"),
        match near {
            Some(near) => format!("是不是想写：{near}"),
            None => {
                "写流程图的路径（如 hbj/eia-approval）、标题或者事项编码；--all 是全部".to_owned()
            }
        },
    ))
}
