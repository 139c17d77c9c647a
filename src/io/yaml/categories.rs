//! Category sets: data files, the built-in ones embedded.

use serde::Deserialize;

use crate::domain::category::{Category, CategorySet, PowerKind, StepPattern};

/// The built-in sets by id.
const BUILT_IN: [(&str, &str); 2] = [
    (
        "anhui-2014",
        include_str!("../../../data/categories/anhui-2014.yaml"),
    ),
    (
        "national-2015",
        include_str!("../../../data/categories/national-2015.yaml"),
    ),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetFile {
    id: String,
    name: String,
    source: String,
    categories: Vec<CategoryEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryEntry {
    code: String,
    name: String,
    kind: String,
    #[serde(default)]
    stages: Vec<String>,
    #[serde(default)]
    steps: Vec<PatternEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PatternEntry {
    all: Vec<String>,
    #[serde(default)]
    basis: Option<String>,
}

/// Ids of the built-in sets.
pub fn built_in_ids() -> Vec<&'static str> {
    BUILT_IN.iter().map(|(id, _)| *id).collect()
}

/// All built-in sets.
pub fn all() -> Vec<CategorySet> {
    let texts = BUILT_IN.iter().map(|(_, text)| text);
    texts.filter_map(|text| read(text).ok()).collect()
}

/// The built-in set with this id.
pub fn built_in(id: &str) -> Option<CategorySet> {
    let (_, text) = BUILT_IN.iter().find(|(key, _)| *key == id)?;
    read(text).ok()
}

/// Reads a category set from YAML.
///
/// # Errors
/// A Chinese sentence with the line, when the text is no category set.
pub fn read(text: &str) -> Result<CategorySet, String> {
    let file: SetFile =
        serde_yaml::from_str(text).map_err(|error| format!("类别体系文件不对：{error}"))?;
    let categories = file
        .categories
        .into_iter()
        .map(|entry| {
            let kind = PowerKind::from_key(&entry.kind)
                .ok_or_else(|| format!("类别“{}”的 kind 不认识：{}", entry.name, entry.kind))?;
            if entry.code.len() != 2 || !entry.code.bytes().all(|b| b.is_ascii_digit()) {
                return Err(format!("类别“{}”的 code 不是两位数字", entry.name));
            }
            Ok(Category {
                code: entry.code.into(),
                name: entry.name.into(),
                kind,
                steps: entry
                    .steps
                    .into_iter()
                    .map(|p| StepPattern {
                        steps: p.all.into_iter().map(Into::into).collect(),
                        basis: p.basis.map(Into::into),
                    })
                    .collect(),
                stages: entry.stages.into_iter().map(Into::into).collect(),
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(CategorySet {
        id: file.id.into(),
        name: file.name.into(),
        source: file.source.into(),
        categories,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_sets_are_sound() {
        for id in built_in_ids() {
            let set = built_in(id).unwrap_or_else(|| panic!("{id}"));
            assert_eq!(&*set.id, id);
            assert_eq!(set.categories.len(), 10);
            for (i, category) in set.categories.iter().enumerate() {
                assert_eq!(*category.code, format!("{:02}", i + 1));
            }
        }
    }
}
