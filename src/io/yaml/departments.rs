//! `departments.yaml`: the units of the list.

use crate::domain::department::{Department, DepartmentKind};
use crate::domain::ids::DepartmentId;
use crate::domain::place::At;
use crate::rules::{list, shape};

use super::decode::Decoder;
use super::keys::departments as keys;
use super::tree::NodeId;

/// Reads the units, in the order of the file. `review_groups` are those that a unit may be allotted to; without them,
/// where the settings could not be read, any name may be right.
pub fn read(d: &mut Decoder<'_, '_>, review_groups: Option<&[String]>) -> Vec<Department> {
    let Some(root) = d.tree.root() else {
        let span = crate::domain::place::Span::head(d.source);
        d.report(&shape::empty_file::RULE, span, "departments.yaml 是空的");
        return Vec::new();
    };
    let Some(mut f) = d.shaped(root, &keys::ROOT) else {
        return Vec::new();
    };
    let mut departments: Vec<Department> = Vec::new();
    if let Some(nodes) = f.take("departments") {
        for node in d.sequence(nodes, "departments（部门）") {
            let Some(department) = department(d, node, review_groups) else {
                continue;
            };
            if let Some(first) = departments.iter().find(|x| x.id == department.id) {
                let first = first.id.span;
                let message = format!("部门代号“{}”出现了两次", department.id.value);
                let rule = &list::duplicate_department::RULE;
                if let Some(found) = d.report(rule, department.id.span, message) {
                    found.related.push((first, "第一次在这里".to_owned()));
                }
                continue;
            }
            departments.push(department);
        }
    }
    d.done(f);
    departments
}

fn department(
    d: &mut Decoder<'_, '_>,
    id: NodeId,
    review_groups: Option<&[String]>,
) -> Option<Department> {
    let mut f = d.shaped(id, &keys::DEPARTMENT)?;
    let unit: Option<At<DepartmentId>> = f.take("id").and_then(|n| d.parsed(n, "id（部门代号）"));
    let name = f.take("name").and_then(|n| d.text(n, "name（名称）"));
    let short_name = f
        .take("short_name")
        .and_then(|n| d.text(n, "short_name（简称）"));
    let kind = f.take("kind").and_then(|n| {
        let names = DepartmentKind::ALL.map(DepartmentKind::chinese);
        d.choice(n, "kind（单位性质）", DepartmentKind::from_chinese, &names)
    });
    let credit_code = f
        .take("credit_code")
        .and_then(|n| d.text(n, "credit_code（统一社会信用代码或组织机构代码）"));
    let parent = f
        .take("parent")
        .and_then(|n| d.parsed(n, "parent（上级部门代号）"));
    let review_group = f.take("group").and_then(|n| {
        const KEY: &str = "group（审核组）";
        let Some(groups) = review_groups else {
            return d.text(n, KEY);
        };
        let names: Vec<&str> = groups.iter().map(String::as_str).collect();
        let parse = |text: &str| groups.iter().find(|g| *g == text).cloned();
        d.choice(n, KEY, parse, &names)
    });
    let offices = match f.take("offices") {
        Some(list) => {
            let nodes = d.sequence(list, "offices（内设机构）");
            nodes
                .into_iter()
                .filter_map(|n| d.text(n, "内设机构").map(|t| t.value))
                .collect()
        }
        None => Vec::new(),
    };
    d.done(f);
    let name = name?;
    Some(Department {
        id: unit?,
        short_name: short_name.map_or_else(|| name.value.clone(), |s| s.value),
        name,
        kind: kind?.value,
        credit_code,
        parent,
        review_group,
        offices,
    })
}
