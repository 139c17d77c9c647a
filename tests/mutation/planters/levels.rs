//! Family X: faults that only the list of the level above shows. The level above is a province that has the city's items
//! under its own codes; the serial says in what they differ there.

use std::path::Path;
use std::sync::OnceLock;

use power_list::domain::citation;
use power_list::io::project;
use power_list::ops::publish::Removal;

use super::{Planter, apart, now, solo, variant};
use crate::city::{City, Item, Place};
use crate::sample::program::{content, lay_out};
use crate::sample::published;

pub static PLANTERS: &[Planter] = &[
    now("X019", no_parent_list),
    solo("X020", parent_list_unusable),
    apart("X021", parent_list_outdated),
    apart("X022", adopted_item_unknown),
    apart("X023", adopted_item_left),
    apart("X024", adoption_does_not_fit),
    apart("X025", adopted_name_differs),
    apart("X026", adopted_category_differs),
    apart("X027", adopted_basis_differs),
    apart("X028", adopted_twice),
    apart("X029", delegated_item_not_adopted),
];

const RELEASE: &str = "上级/340000-20150301.db";
/// Delegated by the province, which has forgotten their names.
const DELEGATED: [&str; 2] = ["340000-swj-10-7001", "340000-swj-10-7002"];

/// In what an item differs in the province.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Province {
    Same,
    OtherName,
    OtherCategory,
    OtherBasis,
    Cancelled,
}

fn in_province(code: &str) -> Province {
    let serial: usize = code.rsplit('-').next().unwrap().parse().unwrap();
    [
        Province::Same,
        Province::OtherName,
        Province::OtherCategory,
        Province::OtherBasis,
        Province::Cancelled,
    ][serial % 5]
}

/// The release of the province.
fn release() -> Vec<u8> {
    static MADE: OnceLock<Vec<u8>> = OnceLock::new();
    MADE.get_or_init(|| {
        let root = tempfile::tempdir().unwrap();
        let city = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/chuzhou");
        let moved: Vec<_> = content(&city)
            .into_iter()
            .map(|(path, bytes)| {
                let text = String::from_utf8(bytes).unwrap();
                let text = text
                    .replace("341100", "340000")
                    .replace("name: 滁州市 }", "name: 安徽省 }");
                (path, text.into_bytes())
            })
            .collect();
        lay_out(root.path(), &moved);
        let mut project = project::load(root.path(), None, "", None).unwrap().project;
        let mut removals: Vec<Removal> = Vec::new();
        let removal = |code: &str, decision: &str, reason: &str| Removal {
            item_code: code.to_owned(),
            decision: decision.to_owned(),
            reason: reason.to_owned(),
        };
        for item in &mut project.items {
            let code = item.code.as_ref().unwrap().value.to_string();
            match in_province(&code) {
                Province::Same => {}
                Province::OtherName => item.name.value.push_str("（省级）"),
                Province::OtherCategory if item.category.value == "其他权力" => {
                    item.category.value = "行政奖励".to_owned();
                }
                Province::OtherCategory => item.category.value = "其他权力".to_owned(),
                Province::OtherBasis => {
                    let cite = &mut item.legal_basis[0].cite;
                    cite.text.value = "《宪法》第二条".to_owned();
                    cite.parsed = citation::parse(&cite.text.value).into();
                }
                Province::Cancelled => removals.push(removal(&code, "取消", "皖政〔2015〕1号")),
            }
        }
        removals.extend(DELEGATED.map(|code| removal(code, "下放", "下放市级，自2015-03-01起")));
        published::publish_project(root.path(), &project, removals);
        std::fs::read(root.path().join("releases/340000-20150301.db")).unwrap()
    })
    .clone()
}

/// Puts the city below the province, once.
fn below(c: &mut City) -> Place {
    if !c.raw.contains_key(RELEASE) {
        c.raw.insert(RELEASE.to_owned(), Some(release()));
        points_to(c, RELEASE);
    }
    Place::head("power-list.yaml")
}

fn points_to(c: &mut City, path: &str) {
    let settings = c.lines(&Place::head("power-list.yaml"));
    settings.insert(1, format!("parent: {{ release: {path} }}"));
}

/// The code that an item of the city has in the province.
fn above(item: &Item) -> String {
    item.code.replacen("341100", "340000", 1)
}

/// An item that differs in the province just so, and adopts its like there by 指导目录.
fn adopting(c: &mut City, differs: Province) -> std::rc::Rc<Item> {
    below(c);
    let item = c.item(|i| in_province(&i.code) == differs && !i.text.contains("sub_items:"));
    let code = above(&item);
    c.set(
        &item,
        "adopts",
        &format!("adopts: {{ item: {code}, as: 指导目录 }}"),
    );
    item
}

fn no_parent_list(c: &mut City) {
    let item = c.item(|_| true);
    let code = above(&item);
    let text = match c.round % 2 {
        0 => format!("adopts: {code}"),
        _ => format!("adopts: {{ as: 委托, item: {code} }}"),
    };
    c.set(&item, "adopts", &text);
    c.expect(&item.place, &code);
}

fn parent_list_unusable(c: &mut City) {
    let path = variant(
        c,
        [
            "上级/340000-20150301.db",
            "上级",
            "说明.db",
            "邻市.db",
            "../上级.db",
        ],
    );
    if path == "说明.db" {
        c.raw
            .insert(path.to_owned(), Some("省里的清单".as_bytes().to_vec()));
    } else if path == "邻市.db" {
        // A county's city is not this city's.
        c.raw
            .insert(path.to_owned(), Some(published::city().to_vec()));
    }
    points_to(c, path);
    c.expect(&Place::head("power-list.yaml"), path);
}

fn parent_list_outdated(c: &mut City) {
    let settings = below(c);
    let newer = variant(
        c,
        [
            "20150301.2",
            "20150302",
            "20160101",
            "20160101-partial",
            "20991231",
        ],
    );
    c.raw
        .insert(format!("上级/340000-{newer}.db"), Some(Vec::new()));
    c.expect(&settings, RELEASE);
}

fn adopted_item_unknown(c: &mut City) {
    below(c);
    let item = c.item(|_| true);
    let code = format!("{}8888", &above(&item)[..item.code.len() - 4]);
    c.set(&item, "adopts", &format!("adopts: {code}"));
    c.expect(&item.place, &code);
}

fn adopted_item_left(c: &mut City) {
    let item = adopting(c, Province::Cancelled);
    c.expect(&item.place, &above(&item));
}

fn adoption_does_not_fit(c: &mut City) {
    below(c);
    let item = c.item(|i| in_province(&i.code) == Province::Same);
    let code = above(&item);
    c.set(&item, "adopts", &format!("adopts: {code}"));
    c.expect(&item.place, &code);
}

fn adopted_name_differs(c: &mut City) {
    let item = adopting(c, Province::OtherName);
    c.expect(&item.place, &item.name);
}

fn adopted_category_differs(c: &mut City) {
    let item = adopting(c, Province::OtherCategory);
    c.expect(&item.place, &item.name);
}

fn adopted_basis_differs(c: &mut City) {
    let item = adopting(c, Province::OtherBasis);
    let mut lines = item
        .text
        .lines()
        .skip_while(|l| !l.starts_with("    legal_basis:"));
    let first = lines.nth(1).unwrap().trim_start();
    let first = first.trim_start_matches("- ").trim_start_matches("cite: ");
    c.expect(&item.place, first);
}

fn adopted_twice(c: &mut City) {
    below(c);
    let (one, two) = c.pair(|_| true, |one, two| two.place > one.place);
    for item in [&one, &two] {
        c.set(item, "adopts", &format!("adopts: {}", DELEGATED[0]));
    }
    c.expect(&two.place, DELEGATED[0]);
}

fn delegated_item_not_adopted(c: &mut City) {
    let settings = below(c);
    c.expect(&settings, RELEASE);
}
