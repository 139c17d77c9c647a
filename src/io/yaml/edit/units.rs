//! Changes the units of `departments.yaml`: takes some out, adds some, gives some another name.

use super::super::tree::{Kind, NodeId, Tree};
use super::super::write::{entry_lines, one_line};
use super::moves::NotMoved;
use super::{Edit, NewValue, apply, child, replace, scalar, sound};

/// A unit to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedUnit<'a> {
    /// Its id.
    pub id: &'a str,
    /// Its full name.
    pub name: &'a str,
    /// Its short name, where it has one.
    pub short_name: Option<&'a str>,
    /// Kind of unit.
    pub kind: &'a str,
    /// Its 审核组.
    pub group: &'a str,
}

/// A unit that gets another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenamedUnit<'a> {
    /// Its id.
    pub id: &'a str,
    /// The new full name.
    pub name: &'a str,
    /// The new short name; the old one stays where there is none.
    pub short_name: Option<&'a str>,
}

/// The text with the units changed. Units that are gone or there already, and names that are right already, are no
/// fault: doing it twice comes to the same.
///
/// # Errors
/// When the text is no YAML or laid out in a way that does not let lines be moved.
pub fn change_units(
    text: &str,
    closed: &[&str],
    opened: &[AddedUnit<'_>],
    renamed: &[RenamedUnit<'_>],
) -> Result<String, NotMoved> {
    let text = rename(text, renamed)?;
    let tree = sound(&text)?;
    let units = units(&tree);
    let mut edits = Vec::new();
    let mut last = None;
    for (node, id) in &units {
        let start = tree.node(*node).start as usize;
        let (lines, dash) = entry_lines(&text, start).ok_or(NotMoved::Layout)?;
        last = Some((lines.end, dash));
        if closed.contains(&id.as_str()) {
            edits.push(Edit {
                range: lines,
                new: String::new(),
            });
        }
    }
    let (end, dash) = last.ok_or(NotMoved::Layout)?;
    let indent = " ".repeat(dash);
    let mut added = String::new();
    for unit in opened {
        if units.iter().any(|(_, id)| id == unit.id) {
            continue;
        }
        let mut line = |key: &str, value: &str| {
            let head = if key == "id" { "- " } else { "  " };
            added.push_str(&format!("{indent}{head}{key}: {}\n", one_line(value)));
        };
        line("id", unit.id);
        line("name", unit.name);
        if let Some(short) = unit.short_name {
            line("short_name", short);
        }
        line("kind", unit.kind);
        line("group", unit.group);
    }
    if !added.is_empty() {
        let before = text.get(..end).is_some_and(|t| t.ends_with('\n'));
        let new = if before { added } else { format!("\n{added}") };
        edits.push(Edit {
            range: end..end,
            new,
        });
    }
    let out = apply(&text, edits).ok_or(NotMoved::Layout)?;
    sound(&out)?;
    Ok(out)
}

fn rename(text: &str, renamed: &[RenamedUnit<'_>]) -> Result<String, NotMoved> {
    let tree = sound(text)?;
    let mut values = Vec::new();
    for (node, id) in units(&tree) {
        let Some(unit) = renamed.iter().find(|unit| unit.id == id) else {
            continue;
        };
        let mut set = |key: &str, value: &str| {
            if let Some((_, found)) = child(&tree, node, key)
                && scalar(&tree, found) != Some(value)
            {
                let found = tree.node(found);
                values.push(NewValue {
                    range: found.start as usize..found.end as usize,
                    value: value.to_owned(),
                    number: false,
                });
            }
        };
        set("name", unit.name);
        if let Some(short) = unit.short_name {
            set("short_name", short);
        }
    }
    let (new, done) = replace(text, &values)?;
    if done.len() < values.len() {
        return Err(NotMoved::Layout);
    }
    Ok(new)
}

/// The settings with people of units that are no more in those that go on; with the ids of these people.
///
/// # Errors
/// When the text is no YAML or a unit is written in a way that cannot be replaced.
pub fn move_people(text: &str, units: &[(&str, &str)]) -> Result<(String, Vec<String>), NotMoved> {
    let tree = sound(text)?;
    let people = tree.root().and_then(|root| child(&tree, root, "people"));
    let Some((_, people)) = people.filter(|(_, n)| matches!(tree.node(*n).kind, Kind::Sequence))
    else {
        return Ok((text.to_owned(), Vec::new()));
    };
    let mut values = Vec::new();
    let mut moved = Vec::new();
    for person in tree.children(people) {
        let Some((_, found)) = child(&tree, person, "department") else {
            continue;
        };
        let unit = scalar(&tree, found);
        let Some((_, to)) = units.iter().find(|(from, _)| unit == Some(from)) else {
            continue;
        };
        let node = tree.node(found);
        values.push(NewValue {
            range: node.start as usize..node.end as usize,
            value: (*to).to_owned(),
            number: false,
        });
        let id = child(&tree, person, "id").and_then(|(_, id)| scalar(&tree, id));
        moved.extend(id.map(str::to_owned));
    }
    let (new, done) = replace(text, &values)?;
    if done.len() < values.len() {
        return Err(NotMoved::Layout);
    }
    Ok((new, moved))
}

/// The entries of the units with their ids.
fn units(tree: &Tree<'_>) -> Vec<(NodeId, String)> {
    let list = tree
        .root()
        .and_then(|root| child(tree, root, "departments"))
        .map(|(_, list)| list)
        .filter(|list| matches!(tree.node(*list).kind, Kind::Sequence));
    let Some(list) = list else {
        return Vec::new();
    };
    tree.children(list)
        .filter_map(|node| {
            let (_, id) = child(tree, node, "id")?;
            Some((node, scalar(tree, id)?.to_owned()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# 单位\ndepartments:\n  - id: nw\n    name: 农委\n    kind: 市政府工作部门\n  # 林业\n  - id: lyj\n    name: 滁州市林业局 # 全称\n    short_name: 市林业局\n    kind: 市政府工作部门\n";

    #[test]
    fn people_go_where_their_unit_goes() {
        let text = "people:\n  - { id: nw, role: 填报人, department: nw } # 甲\n  - { id: zh, role: 综合组 }\n";
        let (new, moved) = move_people(text, &[("nw", "nyj")]).unwrap();
        assert_eq!(
            new,
            "people:\n  - { id: nw, role: 填报人, department: nyj } # 甲\n  - { id: zh, role: 综合组 }\n"
        );
        assert_eq!(moved, ["nw"]);
        assert_eq!(move_people(&new, &[("nw", "nyj")]).unwrap().1.len(), 0);
    }

    #[test]
    fn units_come_go_and_change_their_names() {
        let opened = [AddedUnit {
            id: "nyj",
            name: "滁州市农业农村局",
            short_name: Some("市农业农村局"),
            kind: "市政府工作部门",
            group: "审核一组",
        }];
        let renamed = [RenamedUnit {
            id: "lyj",
            name: "滁州市林业和草原局",
            short_name: None,
        }];
        let new = change_units(TEXT, &["nw"], &opened, &renamed).unwrap();
        assert_eq!(
            new,
            "# 单位\ndepartments:\n  # 林业\n  - id: lyj\n    name: 滁州市林业和草原局 # 全称\n    short_name: 市林业局\n    kind: 市政府工作部门\n  - id: nyj\n    name: 滁州市农业农村局\n    short_name: 市农业农村局\n    kind: 市政府工作部门\n    group: 审核一组\n"
        );
        let again = change_units(&new, &["nw"], &opened, &renamed);
        assert_eq!(again, Ok(new));
    }
}
