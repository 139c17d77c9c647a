//! A seeded project of any size in this project's own format: 51 units × 10 categories, citations of real
//! provisions, planted faults. The same seed gives the same bytes.

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;
use power_list::domain::law::{LawLevel, Register, Standing};
use rayon::prelude::*;

const CATEGORIES: [&str; 10] = [
    "行政审批",
    "行政处罚",
    "行政征收",
    "行政给付",
    "行政奖励",
    "行政强制",
    "行政确认",
    "行政裁决",
    "行政规划",
    "其他权力",
];
/// Units of the project: `d00` to `d50`.
pub const DEPARTMENTS: usize = 51;
const SUBJECTS: [&str; 12] = [
    "水土保持",
    "危险化学品",
    "民用爆炸物品",
    "地质灾害",
    "城镇排水",
    "公路超限",
    "医疗废物",
    "劳动用工",
    "特种设备",
    "森林防火",
    "文物保护",
    "职业病防护",
];
const PLACES: [&str; 8] = [
    "开发区",
    "风景名胜区",
    "矿山",
    "水库",
    "学校",
    "医院",
    "车站",
    "市场",
];

/// What was written.
pub struct Written {
    pub items: usize,
    pub bytes: u64,
    pub planted: usize,
}

/// Of a hundred items, how many have a planted fault.
pub const FAULTS: u32 = 3;

/// How an item file is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// As `fmt` leaves it.
    Canonical,
    /// The same content with a folded text in every item, which people type and only a whole parser reads.
    Folded,
}

/// Raised when the same seed gives other bytes than before.
pub const VERSION: u32 = 2;
const SEED: u64 = 20_150_301;
/// From this size on one file is far larger than the others.
const SKEWED: usize = 1_000_000;
/// Most items of a file: what a code can count to.
const MOST: usize = 9_999;
/// How often the duties of the large file say what they say: it grows to about 85 MB.
const WORDY: usize = 9;

/// Writes a project of `items` items below `root`, of which `faults` in a hundred cite what does not exist.
pub fn project(
    root: &Path,
    items: usize,
    register: &Register,
    as_of: Date,
    faults: u32,
) -> Written {
    project_in(root, items, register, as_of, faults, Form::Canonical)
}

/// The same in a given form. Every file has a seed of its own, so that files are written in parallel, one in memory at a
/// time on each thread.
pub fn project_in(
    root: &Path,
    items: usize,
    register: &Register,
    as_of: Date,
    faults: u32,
    form: Form,
) -> Written {
    let provisions = provisions(register, as_of);
    let flat: Vec<(&str, u16)> = provisions
        .iter()
        .flat_map(|(name, articles)| articles.iter().map(|a| (name.as_str(), *a)))
        .collect();
    let mut departments = String::from("departments:\n");
    for d in 0..DEPARTMENTS {
        let _ = writeln!(
            departments,
            "  - {{ id: d{d:02}, name: 第{d}单位, kind: 市政府工作部门, group: 审核一组, offices: [业务科, 法规科] }}"
        );
    }
    let settings = "jurisdiction: { code: 341100, name: 滁州市 }\nedition: 基准\ncategories: anhui-2014\nas_of: 2015-03-01\ngate: 4\nreview_groups: [综合组, 审核一组]\n";
    let head = put(root, "power-list.yaml", settings) + put(root, "departments.yaml", &departments);
    let files = DEPARTMENTS * CATEGORIES.len();
    let shares = shares(items, files);
    let file = |file: usize| {
        let (d, c) = (file / CATEGORIES.len(), file % CATEGORIES.len());
        let category = CATEGORIES[c];
        let chart = format!("flowcharts/d{d:02}/c{c}.yaml");
        let mut written = Written {
            items: shares[file].len(),
            bytes: put(root, &chart, &chart_of(category)),
            planted: 0,
        };
        if shares[file].is_empty() {
            return written;
        }
        let mut rng = fastrand::Rng::with_seed(SEED + file as u64);
        let mut text = format!("department: d{d:02}\ncategory: {category}\nitems:\n");
        let style = Style {
            form,
            times: if shares[file].len() == MOST { WORDY } else { 1 },
        };
        for (serial, number) in (1..).zip(shares[file].clone()) {
            let fault = rng.u32(0..100) < faults;
            written.planted += usize::from(fault);
            let basis = basis(&flat, number, fault);
            item(
                &mut text,
                style,
                (d, c),
                serial,
                &basis,
                &provisions,
                &mut rng,
            );
        }
        written.bytes += put(root, &format!("items/d{d:02}/{category}.yaml"), &text);
        written
    };
    let mut all = Written {
        items: 0,
        bytes: head,
        planted: 0,
    };
    let files: Vec<Written> = (0..files).into_par_iter().map(file).collect();
    for file in files {
        all.items += file.items;
        all.bytes += file.bytes;
        all.planted += file.planted;
    }
    all
}

/// Which items stand in which file: even, and from a size on with one large file.
fn shares(items: usize, files: usize) -> Vec<Range<usize>> {
    let large = if items >= SKEWED { MOST } else { 0 };
    let (rest, first) = (items - large, usize::from(large > 0));
    let count = files - first;
    let even = (0..count).map(|f| large + rest * f / count..large + rest * (f + 1) / count);
    (0..first).map(|_| 0..large).chain(even).collect()
}

/// Writes a file below the root; gives its length.
fn put(root: &Path, path: &str, text: &str) -> u64 {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    text.len() as u64
}

/// How the items of a file are written.
#[derive(Clone, Copy)]
struct Style {
    form: Form,
    /// How often a duty says what it says.
    times: usize,
}

/// Provisions of laws and regulations in force whose structure is known: name, article text, last article.
fn provisions(register: &Register, as_of: Date) -> Vec<(String, Vec<u16>)> {
    let mut out = Vec::new();
    for law in register.laws() {
        if law.level > LawLevel::AdministrativeRegulation || law.id.as_str().contains('《') {
            continue;
        }
        let Standing::InForce(version) = law.standing(as_of) else {
            continue;
        };
        let Some(structure) = &version.structure else {
            continue;
        };
        let articles: Vec<u16> = structure
            .articles()
            .iter()
            .filter(|a| a.article.sub == 0)
            .map(|a| a.article.number.get())
            .collect();
        if articles.len() > 5 {
            out.push((law.id.to_string(), articles));
        }
    }
    assert!(out.len() > 100, "法规库里有结构的法太少：{}", out.len());
    out
}

/// What creates the item of this number: two provisions that no other item has together.
fn basis(flat: &[(&str, u16)], number: usize, fault: bool) -> [String; 2] {
    let (law, article) = flat[number % flat.len()];
    let (other, second) = flat[(number * 2 + 1 + number / flat.len()) % flat.len()];
    let first = if fault { 900 } else { article };
    [provision(law, first), provision(other, second)]
}

fn provision(law: &str, article: u16) -> String {
    format!(
        "《{law}》第{}条",
        power_list::domain::numeral::Chinese(article)
    )
}

fn cite(provisions: &[(String, Vec<u16>)], rng: &mut fastrand::Rng) -> String {
    let (name, articles) = &provisions[rng.usize(..provisions.len())];
    provision(name, articles[rng.usize(..articles.len())])
}

fn item(
    out: &mut String,
    style: Style,
    (d, c): (usize, usize),
    serial: usize,
    basis: &[String; 2],
    provisions: &[(String, Vec<u16>)],
    rng: &mut fastrand::Rng,
) {
    let subject = SUBJECTS[rng.usize(..SUBJECTS.len())];
    let place = PLACES[rng.usize(..PLACES.len())];
    let name = if CATEGORIES[c] == "行政处罚" {
        format!("对{d}区第{serial}号{place}{subject}行为的处罚")
    } else {
        format!("{d}区第{serial}号{place}{subject}事项")
    };
    let [first, second] = basis;
    let _ = write!(
        out,
        "  - code: 341100-d{d:02}-{:02}-{serial:04}\n    name: {name}\n    legal_basis:\n      - {first}\n      - {second}\n      - cite: {}\n        role: 实施依据\n",
        c + 1,
        cite(provisions, rng),
    );
    let fold = match style.form {
        Form::Canonical => "",
        Form::Folded => ">-\n      ",
    };
    let _ = write!(
        out,
        "    exercised_by: 市级\n    office: 业务科\n    target: {fold}在{place}从事{subject}活动的单位和个人\n    flowchart: flowcharts/d{d:02}/c{c}.yaml\n    time_limit: {{ statutory: 20, promised: 15, unit: 工作日 }}\n    fee: {{ charged: false }}\n    responsibilities:\n"
    );
    for stage in stages(CATEGORIES[c]) {
        let _ = write!(out, "      - stage: {stage}\n        duty: ");
        for _ in 0..style.times {
            let _ = write!(
                out,
                "在{stage}环节核对{place}{subject}的材料、现场情况和有关单位意见，按规定时限办理并做好记录，接受监督。"
            );
        }
        let _ = writeln!(out, "\n        basis: {}", cite(provisions, rng));
    }
    out.push_str("    accountability:\n");
    for situation in [
        "不履行职责造成后果的",
        "违反程序办理的",
        "利用职务谋取利益的",
    ] {
        let _ = write!(
            out,
            "      - situation: 在{place}{subject}事项中{situation}\n        basis: {}\n",
            cite(provisions, rng),
        );
    }
    out.push_str("    integrity_risks:\n      - { step: b, risk: 审查走过场、降低标准, level: 高, measure: 双人会审、全程留痕、定期抽查 }\n    supervision: { phone: 0550-0000000, email: jd@example.invalid }\n");
}

/// The stages that the category's duties go by, so that no rule has anything to remark.
fn stages(category: &str) -> [&'static str; 5] {
    match category {
        "行政处罚" => ["立案", "调查", "告知", "决定", "送达"],
        "行政征收" => ["申报", "核定", "征收", "监督检查", "事后监管"],
        "行政给付" => ["受理", "审查", "决定", "给付", "事后监管"],
        "行政奖励" => ["制定方案", "推荐", "审查", "公示", "决定"],
        "行政强制" => ["审批", "告知", "实施", "处理", "事后监管"],
        "行政裁决" => ["受理", "审理", "裁决", "送达", "执行"],
        "行政规划" => ["编制", "征求意见", "审查", "报批", "公布"],
        _ => ["受理", "审查", "决定", "送达", "事后监管"],
    }
}

fn chart_of(category: &str) -> String {
    let steps: &[&str] = match category {
        "行政处罚" => &["立案", "调查", "告知和听证", "决定", "送达", "执行"],
        "行政征收" => &["申报", "核定", "征收"],
        "行政给付" => &["受理", "审查", "决定", "给付"],
        "行政奖励" => &["制定方案", "推荐", "审查", "公示", "决定"],
        "行政强制" => &["审批", "告知", "实施", "处理"],
        "行政裁决" => &["受理", "审理", "裁决", "送达", "执行"],
        "行政规划" => &["编制", "征求意见", "审查", "报批", "公布"],
        "行政审批" => &["受理或者通知补正", "审查", "决定", "送达"],
        _ => &["受理", "审查", "决定", "送达"],
    };
    let mut out = format!("title: {category}流程图\ncategory: {category}\nsteps:\n");
    for (i, name) in steps.iter().enumerate() {
        let id = (b'a' + i as u8) as char;
        let next = (id as u8 + 1) as char;
        let _ = if i + 1 == steps.len() {
            writeln!(
                out,
                "  - {{ id: {id}, name: {name}, kind: end, actor: 业务科, days: 1 }}"
            )
        } else {
            let kind = if i == 0 { "start" } else { "task" };
            writeln!(
                out,
                "  - {{ id: {id}, name: {name}, kind: {kind}, actor: 业务科, days: 2, next: [{next}] }}"
            )
        };
    }
    out
}
