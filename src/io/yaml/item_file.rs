//! Item files: `items/<department>/<category>.yaml`, their items handed over one by one.

use crate::domain::allow::{AllowComment, may_instruct};
use crate::domain::gate::Gate;
use crate::domain::ids::DepartmentId;
use crate::domain::item::PowerItem;
use crate::domain::place::{At, SourceId, Span};
use crate::domain::project::ItemFile;
use crate::finding::{self, Finding, MOST_OF_A_FILE};
use crate::rules::shape;
use crate::rules::suppress::is_unreadable;

use super::canonical::outline::Outline;
use super::comments::{self, EntryPlace};
use super::decode::{Decoder, Fields, MOST_ENTRIES};
use super::items::item;
use super::keys::items as keys;
use super::syntax::with_document;
use super::tree::NodeId;

/// Who takes the items of a file as they are read.
pub trait Taker {
    /// The next item, in the order of the file.
    fn take(&mut self, item: PowerItem);

    /// The file has turned out to be broken further on and is read anew: what was taken does not count.
    fn start_over(&mut self);
}

impl Taker for Vec<PowerItem> {
    fn take(&mut self, item: PowerItem) {
        self.push(item);
    }

    fn start_over(&mut self) {
        self.clear();
    }
}

/// Reads an item file, and what is wrong with it. The header says whose items they are; without it they belong nowhere.
pub fn read(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
) -> ((ItemFile, Vec<PowerItem>), Vec<Finding>) {
    let mut items = Vec::new();
    let (file, findings) = each(text, source, gate, path, &mut items);
    ((file, items), findings)
}

/// As [`read`], handing over each item as soon as it is read.
///
/// Of a file whose header stands before its items no more than one entry is held; any other is read as a whole.
pub fn each(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    taker: &mut dyn Taker,
) -> (ItemFile, Vec<Finding>) {
    if let Some(read) = entry_by_entry(text, source, gate, path, taker, false) {
        return (read.file, read.findings);
    }
    taker.start_over();
    whole(text, source, gate, path, taker)
}

/// Hands over the items in whose entries some places of the text lie (in bytes, ascending), and perhaps others.
///
/// Of other entries nothing is read where that can be, not even what is wrong with them.
pub fn at_places(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    places: &[usize],
    taker: &mut dyn Taker,
) -> Vec<Finding> {
    if let Some(findings) = entries_at(text, source, gate, places, taker) {
        return findings;
    }
    taker.start_over();
    each(text, source, gate, path, taker).1
}

fn entries_at(
    text: &str,
    source: SourceId,
    gate: Gate,
    places: &[usize],
    taker: &mut dyn Taker,
) -> Option<Vec<Finding>> {
    let mut outline = Outline::open(text, "items", false).filter(Outline::can_seek)?;
    let mut d = Decoder::new(outline.head(), source, gate);
    let mut fields = d.shaped(d.tree.root()?, &keys::ROOT)?;
    let header = Header::read(&mut d, &mut fields);
    if header.department.is_none() || header.category.is_none() || !d.findings.is_empty() {
        return None;
    }
    let department = d.department.take();
    let mut findings = Vec::new();
    for &place in places {
        if !outline.seek(place) {
            continue;
        }
        let (tree, entry) = outline.next().ok()??;
        let mut d = Decoder::new(tree, source, gate);
        d.department.clone_from(&department);
        if let Some(item) = header.item(&mut d, entry) {
            taker.take(item);
        }
        findings.append(&mut d.findings);
    }
    Some(findings)
}

/// An item file without its items.
#[derive(Debug)]
pub struct Contents {
    /// Its header.
    pub file: ItemFile,
    /// What is wrong with it, and with its comments.
    pub findings: Vec<Finding>,
    /// What its comments allow.
    pub comments: Vec<AllowComment>,
}

/// As [`each`], with what the comments of the file allow.
pub fn each_with_comments(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    taker: &mut dyn Taker,
) -> Contents {
    let with_comments = may_instruct(text);
    if let Some(read) = entry_by_entry(text, source, gate, path, taker, with_comments) {
        return read;
    }
    taker.start_over();
    let (file, mut findings) = whole(text, source, gate, path, taker);
    let department = file.department.as_ref().map(|d| d.value.as_str());
    let (comments, malformed) = comments::read(text, source, gate, department);
    findings.extend(malformed);
    Contents {
        file,
        findings,
        comments,
    }
}

/// Reads a file with all of its list at once.
fn whole(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    taker: &mut dyn Taker,
) -> (ItemFile, Vec<Finding>) {
    with_document(text, source, gate, |d| {
        document(d, path, |d, list, header| {
            let nodes = d.sequence(list, LIST);
            let entries = nodes.len();
            let mut items = 0;
            for id in nodes {
                if let Some(item) = header.item(d, id) {
                    items += 1;
                    taker.take(item);
                }
                d.item = None;
            }
            (items, entries)
        })
    })
}

const LIST: &str = "items（事项列表）";

/// Reads a file without holding its list. `None` where that cannot be.
fn entry_by_entry(
    text: &str,
    source: SourceId,
    gate: Gate,
    path: &str,
    taker: &mut dyn Taker,
    with_comments: bool,
) -> Option<Contents> {
    let mut outline = Outline::open(text, "items", with_comments)?;
    // What is wrong with the header is reported in its turn, once the rest of the document has been seen.
    let mut d = Decoder::new(outline.head(), source, gate);
    let mut fields = d.shaped(d.tree.root()?, &keys::ROOT)?;
    let header = Header::read(&mut d, &mut fields);
    if header.department.is_none() || header.category.is_none() {
        return None;
    }
    let department = d.department.take();
    let (mut items, mut entries) = (0, 0);
    let mut findings = Vec::new();
    let mut places = Vec::new();
    while let Some((tree, entry)) = outline.next().ok()? {
        let mut d = Decoder::new(tree, source, gate);
        d.department.clone_from(&department);
        entries += 1;
        // The rest is read only to see where the list ends, and that it is sound.
        if entries > MOST_ENTRIES {
            continue;
        }
        if with_comments {
            places.push(EntryPlace::of(tree, entry));
        }
        if let Some(item) = header.item(&mut d, entry) {
            items += 1;
            taker.take(item);
        }
        findings.append(&mut d.findings);
        findings.truncate(MOST_OF_A_FILE + 1);
    }
    let (tree, list) = outline.close()?;
    let mut d = Decoder::new(&tree, source, gate);
    let file = document(&mut d, path, |d, list, _| {
        d.findings.append(&mut findings);
        if entries > MOST_ENTRIES {
            d.too_many(list, LIST, "个");
        }
        (items, entries)
    });
    let mut read = Contents {
        file,
        findings: d.told(),
        comments: Vec::new(),
    };
    if with_comments {
        let department = read.file.department.as_ref().map(|d| d.value.as_str());
        // Comments cover the entries of the last list, should there be another one, which has no business here.
        let (comments, malformed) = match comments::last_list(&tree) == Some(list) {
            true => comments::of(text, &tree, &places, source, gate, department),
            false => comments::read(text, source, gate, department),
        };
        read.comments = comments;
        read.findings.extend(malformed);
    }
    Some(read)
}

/// What an item file says of all its items.
struct Header {
    department: Option<At<String>>,
    category: Option<At<String>>,
    /// The department as an id.
    unit: Option<At<DepartmentId>>,
}

impl Header {
    fn read(d: &mut Decoder<'_, '_>, fields: &mut Fields<'_>) -> Self {
        let mut word = |key, what| fields.take(key).and_then(|id| d.text(id, what));
        let department = word("department", "department（部门代号）");
        let category = word("category", "category（类别）");
        d.department = department
            .as_ref()
            .map(|x| finding::beginning(&x.value).to_owned());
        let unit = department
            .as_ref()
            .and_then(|text| match text.value.parse::<DepartmentId>() {
                Ok(id) => Some(At::new(id, text.span)),
                Err(error) => {
                    let message = format!("department：{error}");
                    d.report(&shape::invalid_value::RULE, text.span, message);
                    None
                }
            });
        Self {
            department,
            category,
            unit,
        }
    }

    fn item(&self, d: &mut Decoder<'_, '_>, entry: NodeId) -> Option<PowerItem> {
        item(d, entry, self.unit.as_ref(), self.category.as_ref())
    }
}

/// Reads a document; `list` reads its entries, and says how many of them are items and how many there are.
fn document(
    d: &mut Decoder<'_, '_>,
    path: &str,
    list: impl FnOnce(&mut Decoder<'_, '_>, NodeId, &Header) -> (usize, usize),
) -> ItemFile {
    let mut file = ItemFile {
        source: d.source,
        path: path.to_owned(),
        department: None,
        category: None,
        items: 0,
        whole: false,
        span: Span::head(d.source),
    };
    let Some(root) = d.tree.root() else {
        return file;
    };
    let Some(mut fields) = d.shaped(root, &keys::ROOT) else {
        return file;
    };
    let header = Header::read(d, &mut fields);
    if let Some(node) = fields.take("items") {
        let (items, entries) = list(d, node, &header);
        let broken = |f: &Finding| is_unreadable(f.code);
        file.items = items;
        file.whole = items == entries
            && d.findings.len() <= MOST_OF_A_FILE
            && !d.findings.iter().any(broken);
    }
    d.done(fields);
    file.department = header.department;
    file.category = header.category;
    file
}

#[cfg(test)]
mod tests {
    use super::super::canonical::maker::Maker;
    use super::*;

    #[test]
    fn entry_by_entry_the_same_is_found_as_in_the_whole() {
        let (source, gate, path) = (SourceId(3), Gate::Publication, "items/a/b.yaml");
        let mut maker = Maker::new(1502);
        let (mut by_entry, mut allowing) = (0, 0);
        for _ in 0..4000 {
            let mut text = maker.document().to_owned();
            for comment in ["# 注", "# c"] {
                text = text.replace(comment, "# power-list: allow L002 原因");
            }
            let mut items = Vec::new();
            let (file, mut findings) = whole(&text, source, gate, path, &mut items);
            let department = file.department.as_ref().map(|d| d.value.as_str());
            let (comments, malformed) = comments::read(&text, source, gate, department);
            let mut taken = Vec::new();
            let read = each(&text, source, gate, path, &mut taken);
            assert_eq!(
                format!("{file:?}{findings:?}{items:?}"),
                format!("{:?}{:?}{taken:?}", read.0, read.1),
                "{text}"
            );
            findings.extend(malformed);
            let mut taken = Vec::new();
            let read = each_with_comments(&text, source, gate, path, &mut taken);
            assert_eq!(
                format!("{file:?}{findings:?}{items:?}{comments:?}"),
                format!(
                    "{:?}{:?}{taken:?}{:?}",
                    read.file, read.findings, read.comments
                ),
                "{text}"
            );
            let mut nobody = Vec::new();
            let is_read = entry_by_entry(&text, source, gate, path, &mut nobody, true).is_some();
            by_entry += usize::from(is_read);
            allowing += usize::from(is_read && !comments.is_empty());
        }
        assert!(by_entry > 100 && allowing > 10, "{by_entry} {allowing}");
    }

    /// Whoever writes a file anew from what was read of it must know that there is more.
    #[test]
    fn a_list_that_is_not_read_to_its_end_is_no_whole_file() {
        let head = "department: tjj\ncategory: 行政处罚\nitems:\n";
        let many = format!("{head}{}", "  - name: x\n".repeat(MOST_ENTRIES + 1));
        let basis = "      - 《水法》第三条\n".repeat(MOST_ENTRIES + 1);
        let long = format!("{head}  - name: x\n    legal_basis:\n{basis}");
        for text in [many, long] {
            let (source, gate, path) = (SourceId(3), Gate::First, "items/tjj/行政处罚.yaml");
            for (file, findings) in [
                each(&text, source, gate, path, &mut Vec::new()),
                whole(&text, source, gate, path, &mut Vec::new()),
            ] {
                assert!(!file.whole);
                let rule = &shape::unreadable_file::RULE;
                assert!(findings.iter().any(|f| f.code == rule.code));
            }
        }
    }

    #[test]
    fn the_entries_of_some_places_are_the_same_as_in_the_whole() {
        let (source, gate, path) = (SourceId(3), Gate::Publication, "items/a/b.yaml");
        // What may stand in an entry; some of it opens what only another piece closes.
        const PIECES: [&str; 28] = [
            "    office: 甲\n",
            "    time_limit: { statutory: 20, unit: 工作日 }\n",
            "    fee: { charged: false }\n",
            "    legal_basis: [《水法》第三条, '《水法》第四条']\n",
            "    legal_basis:\n      - cite: \"《水法》第三条\"\n",
            "    target: '单位'\n",
            "    target: it's\n",
            "    target: a \"b\n",
            "    office: \"甲\n",
            "      乙\"\n",
            "    office: '甲\n",
            "      乙'\n",
            "  - name: 假\n",
            "   - name: 假\n",
            "    time_limit: { statutory: 20,\n",
            "  unit: 工作日 }\n",
            "    remarks: |\n",
            "      文 [字\n",
            "    remarks: >-\n",
            "    # 注 '\n",
            "    legal_basis: [《水法》\n",
            "      第三条]\n",
            "      - 第三条]\n",
            "    \"phone\": 'x'\n",
            "\n",
            "# 注\n",
            "    office: &a 甲\n",
            "    target: *a\n",
        ];
        let mut random = fastrand::Rng::with_seed(2718);
        let (mut seen, mut passed_over) = (0, 0);
        for _ in 0..10_000 {
            let mut text = "department: tjj\ncategory: 行政处罚\nitems:\n".to_owned();
            for number in 0..random.usize(1..6) {
                text.push_str(&format!("  - name: 第{number}项\n"));
                for _ in 0..random.usize(..5) {
                    let most = if random.bool() { PIECES.len() } else { 8 };
                    text.push_str(PIECES[random.usize(..most)]);
                }
            }
            let mut all = Vec::new();
            let (_, findings) = whole(&text, source, gate, path, &mut all);
            if findings
                .iter()
                .any(|f| f.code == shape::syntax_error::RULE.code)
            {
                continue;
            }
            let mut places: Vec<usize> = (0..random.usize(..4))
                .map(|_| random.usize(..=text.len()))
                .collect();
            places.sort_unstable();
            let mut nobody: Vec<PowerItem> = Vec::new();
            if entries_at(&text, source, gate, &places, &mut nobody).is_none() {
                continue;
            }
            let mut taken = Vec::new();
            at_places(&text, source, gate, path, &places, &mut taken);
            let of = |items: &[PowerItem]| -> Vec<String> {
                items.iter().map(|item| format!("{item:?}")).collect()
            };
            let lies_in = |item: &PowerItem| {
                let (start, end) = (item.span.start as usize, item.span.end as usize);
                // Blanks before a dash are as good as behind the entry before.
                let is_ink = |place: usize| !text.as_bytes()[place].is_ascii_whitespace();
                places
                    .iter()
                    .any(|&place| (start..end).contains(&place) && is_ink(place))
            };
            let wanted: Vec<PowerItem> = all.iter().filter(|i| lies_in(i)).cloned().collect();
            let (all, taken) = (of(&all), of(&taken));
            for item in of(&wanted) {
                assert!(taken.contains(&item), "{places:?}\n{text}");
                seen += 1;
            }
            assert!(
                taken.iter().all(|item| all.contains(item)),
                "{places:?}\n{text}"
            );
            passed_over += all.len() - taken.len();
        }
        assert!(seen > 1000 && passed_over > 1000, "{seen} {passed_over}");
    }

    #[test]
    fn a_file_that_breaks_behind_sound_items_is_read_anew() {
        let item = |name| format!("  - name: {name}\n    legal_basis: [《甲法》第一条]\n");
        let text = format!(
            "department: tjj\ncategory: 行政处罚\nitems:\n{}{}  - name: \"丙\n{}",
            item("甲"),
            item("乙"),
            item("丁")
        );
        let mut items = Vec::new();
        let (file, findings) = each(&text, SourceId(0), Gate::Publication, "", &mut items);
        let names: Vec<&str> = items.iter().map(|i| i.name.value.as_str()).collect();
        assert_eq!((names, file.items), (vec!["甲", "乙", "丁"], 3));
        assert!(!file.whole && !findings.is_empty());
    }
}
