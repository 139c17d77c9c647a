//! Family X: faults that only the list as a whole shows.

use std::path::Path;
use std::rc::Rc;
use std::sync::OnceLock;

use super::{Planter, add, alone, apart, now, variant};
use crate::city::{City, Item, Place};
use crate::sample::program::{content, lay_out};
use crate::sample::published;

pub static PLANTERS: &[Planter] = &[
    now("X001", duplicate_code),
    now("X002", duplicate_name),
    now("X003", duplicate_file),
    now("X004", department_without_items),
    alone("X005", duplicate_department),
    apart("X006", code_reused),
    now("X007", same_name_spelled_differently),
    now("X008", near_duplicate_name),
    now("X009", item_in_two_units),
    now("X010", basis_in_two_units),
    now("X011", other_category_swollen),
    apart("X012", unused_local_law),
    now("X013", duplicate_national_code),
    now("X014", duplicate_credit_code),
    now("X015", unknown_prerequisite),
    now("X016", prerequisite_cycle),
    now("X017", unknown_parent),
    now("X018", prerequisite_unit_not_stated),
];

/// The clean city as it was published before.
fn release() -> (String, Vec<u8>) {
    static MADE: OnceLock<(String, Vec<u8>)> = OnceLock::new();
    MADE.get_or_init(|| {
        let root = tempfile::tempdir().unwrap();
        let city = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/chuzhou");
        lay_out(root.path(), &content(&city));
        published::publish(root.path());
        let file = std::fs::read_dir(root.path().join("releases"))
            .unwrap()
            .map(|entry| entry.unwrap())
            .find(|entry| entry.path().extension().is_some_and(|e| e == "db"))
            .unwrap();
        let name = file.file_name().into_string().unwrap();
        (
            format!("releases/{name}"),
            std::fs::read(file.path()).unwrap(),
        )
    })
    .clone()
}

fn code_reused(c: &mut City) {
    let (path, bytes) = release();
    c.raw.insert(path, Some(bytes));
    let item = c.item(|i| i.category == "行政处罚");
    let name = variant(
        c,
        [
            "对擅自捕捞野生水鸟行为的处罚",
            "对伪造邮票行为的处罚",
            "对擅自开办游泳池行为的处罚",
            "对私自发射气球行为的处罚",
            "对冒用陶瓷商标行为的处罚",
        ],
    );
    c.set(&item, "name", &format!("name: {name}"));
    c.expect(&item.place, &item.code);
}

fn unknown_parent(c: &mut City) {
    let (unit, place) = c.unit(|c, unit| {
        let place = &c.clean.units.iter().find(|(id, _)| id == unit).unwrap().1;
        !c.texts[&place.path].blocks[place.block]
            .iter()
            .any(|l| l.contains("parent"))
    });
    let parent = variant(c, ["hbjj", "zfb", "xxb", unit.as_str(), "qxj"]).to_owned();
    c.lines(&place).push(format!("    parent: {parent}"));
    if parent == unit {
        return c.expect_last(&place, &parent);
    }
    c.expect(&place, &parent);
}

/// Two items of one file, in their order there.
fn neighbours(c: &mut City, fits: impl Fn(&Item) -> bool) -> (Rc<Item>, Rc<Item>) {
    c.pair(&fits, |one, two| {
        two.place.path == one.place.path && two.place > one.place && fits(two)
    })
}

/// Two items of one category in two units, in the order of the list.
fn strangers(c: &mut City, fits: impl Fn(&Item) -> bool) -> (Rc<Item>, Rc<Item>) {
    c.pair(&fits, |one, two| {
        two.category == one.category && two.place > one.place && two.unit != one.unit && fits(two)
    })
}

/// Names an item; the rule points at the name.
fn call(c: &mut City, item: &Item, name: &str) {
    c.set(item, "name", &format!("name: {name}"));
    c.expect(&item.place, name);
}

fn duplicate_code(c: &mut City) {
    let (one, two) = neighbours(c, |i| !i.text.contains("sub_items:"));
    c.set(&two, "code", &format!("code: {}", one.code));
    c.expect(&two.place, &one.code);
}

fn duplicate_name(c: &mut City) {
    let (one, two) = neighbours(c, |_| true);
    call(c, &two, &one.name);
}

fn duplicate_file(c: &mut City) {
    let folder = variant(c, ["附件", "附表", "附录", "附加", "附页"]);
    let path = c.file(|_, _| true);
    let mut parts = path.split('/').skip(1);
    let (unit, name) = (parts.next().unwrap(), parts.next().unwrap());
    // In a folder of its own: a file of another name would be misplaced, too.
    let second = format!("items/{unit}/{folder}/{name}");
    let category = name.trim_end_matches(".yaml");
    c.create(
        &second,
        &format!("department: {unit}\ncategory: {category}\nitems: []\n"),
    );
    c.expect(&Place::head(&second), unit);
}

/// Appends a unit to the register of units.
fn unit(c: &mut City, id: &str, name: &str) -> Place {
    let blocks = &mut c.texts.get_mut("departments.yaml").unwrap().blocks;
    blocks.push(vec![format!(
        "  - {{ id: {id}, name: {name}, kind: 市政府工作部门 }}"
    )]);
    Place::entry("departments.yaml", blocks.len() - 1)
}

fn department_without_items(c: &mut City) {
    let (id, name) = variant(
        c,
        [
            ("qxj", "滁州市气象局"),
            ("yzj", "滁州市邮政管理局"),
            ("ycj", "滁州市烟草专卖局"),
            ("xfj", "滁州市信访局"),
            ("jgj", "滁州市机关事务管理局"),
        ],
    );
    let place = unit(c, id, name);
    c.expect(&place, id);
}

fn duplicate_department(c: &mut City) {
    let (id, _) = c.unit(|_, _| true);
    let place = unit(c, &id, "滁州市测试局");
    c.expect(&place, &id);
}

fn same_name_spelled_differently(c: &mut City) {
    let (one, two) = neighbours(c, |i| i.name.chars().count() > 6);
    let other = variant(c, ["的", "和", "、", "行政", "及"]);
    let (at, _) = one.name.char_indices().nth(2).unwrap();
    let name = format!("{}{other}{}", &one.name[..at], &one.name[at..]);
    call(c, &two, &name);
}

fn near_duplicate_name(c: &mut City) {
    // Not a character that tells two things apart, such as 未 or 甲.
    let plain = |name: &str| {
        name.chars().nth(3).is_some_and(|x| !"一二三四五六七八九十甲乙丙丁省市县区乡镇国内外进出新改扩上下前后大中小男女未已不非".contains(x))
    };
    let (one, two) = neighbours(c, |i| i.name.chars().count() > 10 && plain(&i.name));
    let (from, piece) = one.name.char_indices().nth(3).unwrap();
    let (before, after) = (&one.name[..from], &one.name[from + piece.len_utf8()..]);
    let name = match c.round % 2 {
        0 => format!("{before}某{after}"),
        _ => format!("{before}{piece}某{after}"),
    };
    call(c, &two, &name);
}

fn item_in_two_units(c: &mut City) {
    let (one, two) = strangers(c, |_| true);
    call(c, &two, &one.name);
}

fn basis_in_two_units(c: &mut City) {
    // The notes on the first item's citations would be made on the second's, too.
    let (one, two) = strangers(c, |i| !i.noted.contains("legal_basis"));
    let basis = one
        .text
        .lines()
        .skip_while(|l| !l.starts_with("    legal_basis:"));
    let basis = basis
        .enumerate()
        .take_while(|(i, l)| *i == 0 || l.starts_with("     "));
    let basis: Vec<&str> = basis
        .map(|(_, l)| l.strip_prefix("    ").unwrap())
        .collect();
    c.set(&two, "legal_basis", &basis.join("\n"));
    let cite = basis[1]
        .trim_start_matches("  - ")
        .trim_start_matches("cite: ");
    c.expect(&two.place, cite);
}

/// Items of a unit: all, those of 其他权力, and one of these that can be copied without a note.
fn others(c: &City, unit: &str) -> Option<(usize, usize, Rc<Item>)> {
    let items: Vec<_> = c.clean.items.iter().filter(|i| i.unit == unit).collect();
    let others: Vec<_> = items.iter().filter(|i| i.category == "其他权力").collect();
    let quiet = others
        .iter()
        .find(|i| i.noted.is_empty() && !i.entangled && !i.text.contains("sub_items:"))?;
    Some((items.len(), others.len(), Rc::clone(quiet)))
}

fn other_category_swollen(c: &mut City) {
    let (unit, place) = c.unit(|c, unit| c.is_whole(unit) && others(c, unit).is_some());
    c.relies_on(&unit);
    let (mut all, mut other, item) = others(c, &unit).unwrap();
    let numbers = "一二三四五六七八九十".chars();
    // Two more than needed, whatever else is planted in the unit.
    let mut spare = 2;
    for number in numbers.cycle() {
        if other * 3 > all && all >= 10 {
            spare -= 1;
        }
        if spare == 0 {
            break;
        }
        let block = item.text.replace(
            &item.code,
            &format!("{}9{:03}", &item.code[..item.code.len() - 4], other),
        );
        let block = block.replace(
            &item.name,
            &format!(
                "第{number}{}类测试资料报送",
                "甲乙丙丁".chars().nth(other / 10).unwrap()
            ),
        );
        c.texts
            .get_mut(&item.place.path)
            .unwrap()
            .blocks
            .push(block.lines().map(str::to_owned).collect());
        (all, other) = (all + 1, other + 1);
    }
    let name = crate::text::value_of(c.lines(&place), "name")
        .unwrap()
        .to_owned();
    c.expect(&place, &name);
}

fn unused_local_law(c: &mut City) {
    let name = variant(
        c,
        ["测试办法", "市容规定", "河道办法", "档案规定", "献血办法"],
    );
    let path = format!("laws/{name}.yaml");
    c.create(&path, &format!("name: 安徽省{name}\nlevel: 规范性文件\nversions:\n  - {{ published: 2010-01-01, effective: 2010-02-01, articles: \"0x9\" }}\n"));
    c.expect(&Place::head(&path), &format!("安徽省{name}"));
}

fn duplicate_national_code(c: &mut City) {
    let (category, kind) = variant(
        c,
        [
            ("行政处罚", "02"),
            ("行政审批", "01"),
            ("行政强制", "03"),
            ("行政确认", "07"),
            ("其他权力", "10"),
        ],
    );
    let (one, two) = neighbours(c, |i| i.category == category);
    let code = format!("11450721MB15580811300{kind}04002000");
    c.set(&one, "national_code", &format!("national_code: {code}"));
    c.set(&two, "national_code", &format!("national_code: {code}"));
    c.expect(&two.place, &code);
}

fn duplicate_credit_code(c: &mut City) {
    let bare = |c: &City, unit: &str| {
        let place = &c.clean.units.iter().find(|(id, _)| id == unit).unwrap().1;
        !c.texts[&place.path].blocks[place.block]
            .iter()
            .any(|l| l.contains("credit_code"))
    };
    let (_, one) = c.unit(bare);
    let (_, two) = c.unit(bare);
    let code = variant(
        c,
        [
            "11511301008778183N",
            "11450721MB15580811",
            "11511301008778183N",
            "11450721MB15580811",
            "11511301008778183N",
        ],
    );
    for place in [&one, &two] {
        c.lines(place).push(format!("    credit_code: {code}"));
    }
    c.expect((&one).max(&two), code);
}

fn unknown_prerequisite(c: &mut City) {
    // A code of a unit that could not be read may well be there.
    let (unit, _) = c.unit(City::is_whole);
    c.relies_on(&unit);
    let category = variant(c, ["01", "02", "07", "10", "01"]);
    let item = c.item(|_| true);
    let code = format!("341100-{unit}-{category}-8888");
    c.push(
        &item,
        "prerequisites",
        &format!("{{ item: {code}, basis: 《水土保持法》第二十六条 }}"),
    );
    c.expect(&item.place, &code);
}

fn prerequisite_cycle(c: &mut City) {
    let basis = "basis: 《水土保持法》第二十六条";
    if c.round.is_multiple_of(2) {
        let item = c.item(|_| true);
        c.push(
            &item,
            "prerequisites",
            &format!("{{ item: {}, {basis} }}", item.code),
        );
        return c.expect_last(&item.place, &item.code);
    }
    // A cycle has no beginning: each item on it is told.
    let (one, two) = strangers(c, |_| true);
    for (item, other) in [(&one, &two), (&two, &one)] {
        c.push(
            item,
            "prerequisites",
            &format!("{{ item: {}, {basis} }}", other.code),
        );
        c.expect(&item.place, &other.code);
    }
}

fn prerequisite_unit_not_stated(c: &mut City) {
    let name = variant(
        c,
        [
            "通航论证批复",
            "军事设施意见",
            "压覆矿产审批",
            "文物勘探意见",
            "选址意见",
        ],
    );
    let text = format!("{{ item: {name}, basis: 《水土保持法》第二十六条 }}");
    add(c, "prerequisites", &text, name);
}
