//! What people do with the program that changes something, each in a town that is ready for it.

use std::fs;
use std::sync::OnceLock;

use crate::sample::keys::Key;
use crate::sample::program::{Content, content};
use crate::sample::town::{PENALTIES, PENALTIES_PATH, PERMIT, Town, penalties};
use crate::sample::{ITEMS_PATH, put};

/// In which order what an act changes comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Only one thing changes.
    One,
    /// The record first: it says what was done, and files can be made of it again.
    RecordFirst,
    /// The files first, each whole; then the database takes them in.
    FilesFirst,
}

/// An act, in a town that is ready for it.
pub struct Act {
    /// Its command line.
    pub line: String,
    /// The town.
    pub ready: Content,
    /// In which order it changes what it changes.
    pub order: Order,
    /// A file that is written twice, so that the project can be read at every moment.
    pub twice: Option<&'static str>,
}

impl Act {
    fn new(town: &Town, line: impl Into<String>, order: Order) -> Self {
        Self {
            line: line.into(),
            ready: content(town.path()),
            order,
            twice: None,
        }
    }
}

/// Every act, in the order of a campaign.
pub struct Acts {
    list: Vec<Act>,
}

impl Acts {
    /// Puts an act on the list, and does it.
    fn does(&mut self, town: &Town, line: &str, order: Order) {
        self.list.push(Act::new(town, line, order));
        town.ok(line);
    }
}

/// Every act. The towns are made once for each run of the tests.
pub fn acts() -> &'static [Act] {
    static MADE: OnceLock<Vec<Act>> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut acts = Acts { list: Vec::new() };
        before_publication(&mut acts);
        after_publication(&mut acts);
        acts.list
    })
}

/// The act that begins so.
pub fn act(begins: &str) -> &'static Act {
    acts()
        .iter()
        .find(|act| act.line.starts_with(begins))
        .unwrap()
}

fn before_publication(acts: &mut Acts) {
    use Order::{FilesFirst, One, RecordFirst};
    let town = Town::new();
    acts.does(&town, "import", One);
    others(acts, &content(town.path()));
    // A workbook that changes two files.
    town.ok("template --department hbj -o 报送表.xlsx");
    let items = fs::read_to_string(town.path().join(ITEMS_PATH)).unwrap();
    let other = Town::again(&content(town.path()));
    put(
        other.path(),
        ITEMS_PATH,
        items.replace("promised: 15", "promised: 18"),
    );
    penalties(
        other.path(),
        &[(PENALTIES[0], "对没有编制水土保持方案的处罚")],
    );
    acts.does(&other, "import 报送表.xlsx --department hbj", FilesFirst);
    fs::remove_file(town.path().join("报送表.xlsx")).unwrap();

    acts.does(&town, "review start --as zh", One);
    town.meetings();
    acts.does(&town, "review submit hbj --as hbj", One);
    acts.does(
        &town,
        "review opine hbj --all --decision 保留 --as zw-1",
        One,
    );
    town.ok("review sign hbj --as zw-1");
    acts.does(
        &town,
        "review opine hbj --rest --decision 保留 --draft --as bb-1",
        One,
    );
    acts.does(&town, "review sign hbj --as bb-1", One);
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 补充材料 --as fz-1"
    ));
    town.ok("review opine hbj --rest --decision 保留 --as fz-1");
    town.ok("review sign hbj --as fz-1");
    acts.does(&town, "review return hbj --as zh", RecordFirst);
    acts.does(
        &town,
        "review answer hbj --all --answer 不采纳 --reason 已经齐全 --as hbj",
        One,
    );
    town.ok("review submit hbj --as hbj");
    town.ok(&format!(
        "review opine hbj --item {PERMIT} --decision 优化 --text 再缩短 --as bb-1"
    ));
    town.review("hbj", 2);
    acts.does(
        &town,
        &format!("review rule hbj --item {PERMIT} --decision 保留 --reason 合理 --as zh"),
        One,
    );
    town.ok("review return hbj --as zh");
    town.ok("review answer hbj --all --answer 采纳 --as hbj");
    town.ok("review submit hbj --as hbj-head");
    town.review("hbj", 3);
    acts.does(&town, "review confirm hbj --as zh", One);
    acts.does(&town, "review export 记录.zip", One);
    let empty = Town::new();
    let record = fs::read(town.path().join("记录.zip")).unwrap();
    fs::write(empty.path().join("记录.zip"), record).unwrap();
    acts.does(&empty, "review import 记录.zip", One);
    fs::remove_file(town.path().join("记录.zip")).unwrap();
    acts.does(&town, "export -o 清单.xlsx", One);
    acts.does(&town, "export -o 清单.json", One);
    acts.does(&town, "export -o 清单.docx --department hbj", One);
}

/// What sets files right.
fn others(acts: &mut Acts, ready: &Content) {
    use Order::{FilesFirst, One};
    let read = |town: &Town, path: &str| fs::read_to_string(town.path().join(path)).unwrap();
    let town = Town::again(ready);
    for path in [ITEMS_PATH, PENALTIES_PATH] {
        let text = read(&town, path);
        put(town.path(), path, text.replace("name: ", "name:   "));
    }
    acts.does(&town, "fmt", FilesFirst);
    let town = Town::again(ready);
    for (path, code) in [(ITEMS_PATH, PERMIT), (PENALTIES_PATH, PENALTIES[1])] {
        let text = read(&town, path);
        let line = format!("  - code: {code}\n    name:");
        assert!(text.contains(&line), "{text}");
        put(town.path(), path, text.replace(&line, "  - name:"));
    }
    acts.does(&town, "code assign", FilesFirst);
    let town = Town::again(ready);
    let text = read(&town, ITEMS_PATH).replace("0550-0000001", "12345");
    put(town.path(), ITEMS_PATH, text);
    acts.does(&town, "baseline create", One);
}

/// Two units become one, and a third gets another name.
const REFORM: &str = "\
document: 滁办发〔2015〕3号
happened: 2015-03-20
effective: 2015-04-01
reason: 教育局和环保局合并
close: [jyj]
open:
  - { id: hjj, name: 滁州市环境教育局, short_name: 市环教局, kind: 市政府工作部门, group: 审核二组 }
rename:
  - { id: hbj, name: 滁州市生态环境局, short_name: 市生态环境局 }
move:
  - { from: jyj, to: hjj }
";

fn after_publication(acts: &mut Acts) {
    use Order::{FilesFirst, One, RecordFirst};
    // The key has to lie somewhere as long as the towns do, and to be the same in each of them.
    static KEY: OnceLock<Key> = OnceLock::new();
    let key = KEY.get_or_init(Key::new).path();
    let town = Town::confirmed();
    let settings = fs::read_to_string(town.path().join("power-list.yaml")).unwrap();
    // No test hangs on the year in which it runs.
    let years: String = (2027..2060)
        .map(|year| format!("  {year}: {{ source: 测试, holidays: [], workdays: [] }}\n"))
        .collect();
    put(
        town.path(),
        "power-list.yaml",
        format!("{settings}calendar:\n{years}"),
    );
    acts.does(
        &Town::again(&content(town.path())),
        "publish --as gb",
        RecordFirst,
    );
    acts.does(
        &town,
        &format!("publish --as gb --sign {}", key.display()),
        RecordFirst,
    );
    acts.does(&town, "publish --site 网站", One);
    // Over the one that is there, which is another one.
    fs::write(town.path().join("网站/index.html"), "旧的").unwrap();
    acts.list.push(Act::new(&town, "publish --site 网站", One));
    fs::remove_dir_all(town.path().join("网站")).unwrap();

    let reform = Town::again(&content(town.path()));
    put(reform.path(), "方案.yaml", REFORM);
    acts.does(
        &reform,
        "adjust reorganize 方案.yaml --late 补登 --as zh",
        One,
    );
    let id = adjustment(&reform);
    acts.does(&reform, &format!("adjust apply {id}"), FilesFirst);
    acts.list.last_mut().unwrap().twice = Some("departments.yaml");

    acts.does(
        &town,
        &format!(
            "adjust open 划转 hbj --item {} --to jyj --ground 机构变化 --document 滁编〔2015〕3号 --happened 2015-03-20 --late 补登 --reason 职责划转 --as hbj",
            PENALTIES[0]
        ),
        One,
    );
    let id = adjustment(&town);
    acts.does(&town, &format!("adjust apply {id}"), FilesFirst);
    let moved = fs::read_to_string(town.path().join("items/jyj/行政处罚.yaml")).unwrap();
    put(
        town.path(),
        "items/jyj/行政处罚.yaml",
        moved.replace("污染防治科", "基础教育科"),
    );
    assert!(town.path().join(PENALTIES_PATH).exists());
    acts.does(&town, &format!("adjust submit {id} --as hbj-head"), One);
    acts.does(&town, &format!("adjust opine {id} --agree --as bb-1"), One);
}

/// The one adjustment that there is.
fn adjustment(town: &Town) -> String {
    let all = town.json("adjust list --all --format json");
    all["adjustments"][0]["id"].as_str().unwrap().to_owned()
}
