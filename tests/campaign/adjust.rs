//! `power-list adjust` and what it makes of a published list, through the real binary.

use std::fs;
use std::sync::OnceLock;

use rusqlite::Connection;

use crate::sample::program::{Content, content};
use crate::sample::town::{PENALTIES, PENALTIES_PATH, PERMIT, SCHOOL, Town, penalties};
use crate::sample::{ITEMS_PATH, put};
use crate::schema_support::{self, objections, validator};

const FIRST: &str = "341100-20150301";

/// Years without holidays, so that no test hangs on the year in which it runs.
const YEARS: std::ops::Range<i32> = 2027..2060;

/// A town whose list is published. Made once.
fn town() -> Town {
    static MADE: OnceLock<Content> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let town = Town::confirmed();
        let path = town.path().join("power-list.yaml");
        let mut settings = fs::read_to_string(&path).unwrap();
        settings.push_str("calendar:\n");
        for year in YEARS {
            settings.push_str(&format!(
                "  {year}: {{ source: 测试, holidays: [], workdays: [] }}\n"
            ));
        }
        fs::write(path, settings).unwrap();
        town.ok("publish --as gb");
        content(town.path())
    });
    Town::again(made)
}

fn read(town: &Town, path: &str) -> String {
    fs::read_to_string(town.path().join(path)).unwrap()
}

/// Replaces a text in a file, which has to be there.
fn edit(town: &Town, path: &str, from: &str, to: &str) {
    let text = read(town, path);
    assert!(text.contains(from), "{path} has no {from}");
    put(town.path(), path, text.replace(from, to));
}

/// Applies for an adjustment of 环保局 for what happened long ago, which is late on every day.
fn open(town: &Town, kind: &str, items: &str, more: &str) -> String {
    let ground = if more.contains("--ground") {
        ""
    } else {
        "--ground 上级决定 --document 皖政〔2015〕6号"
    };
    let said = town.ok(&format!(
        "adjust open {kind} hbj {items} {ground} --happened 2015-03-20 --late 补登 --reason 测试 {more} --as hbj"
    ));
    let id = said.trim_start_matches("调整 ").split('：').next().unwrap();
    id.to_owned()
}

/// Everybody agrees, the government too where it has to.
fn agree(town: &Town, id: &str, approved: bool) {
    town.ok(&format!("adjust opine {id} --agree --as bb-1"));
    town.ok(&format!("adjust opine {id} --agree --as fz-1"));
    if approved {
        town.ok(&format!(
            "adjust approve {id} --document 滁政〔2015〕18号 --date 2015-04-01 --as zh"
        ));
    }
    town.ok(&format!("adjust answer {id} --result 同意 --as zh"));
}

fn rows(town: &Town, release: &str, sql: &str) -> Vec<String> {
    let path = town.path().join(format!("releases/{release}.db"));
    let db = Connection::open(path).unwrap();
    let mut statement = db.prepare(sql).unwrap();
    let columns = statement.column_count();
    let read = statement.query_map([], |row| {
        let cells = (0..columns).map(|i| {
            let value: rusqlite::types::Value = row.get(i)?;
            Ok(match value {
                rusqlite::types::Value::Text(text) => text,
                rusqlite::types::Value::Integer(number) => number.to_string(),
                _ => "-".to_owned(),
            })
        });
        Ok(cells.collect::<rusqlite::Result<Vec<_>>>()?.join("|"))
    });
    read.unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_change_goes_up_and_down_and_into_the_next_release() {
    let town = town();
    let id = open(
        &town,
        "变更",
        &format!("--item {PERMIT}"),
        "--ground 法律变化 --law 水土保持法 --effective 2015-04-15",
    );
    assert!(id.ends_with("-001"), "{id}");
    let refused = town.refused(&format!("adjust submit {id} --as hbj-head"));
    assert!(refused.contains(&format!("{PERMIT} 没有改动")), "{refused}");
    let refused = town.refused("publish --date 2015-04-20 --as gb");
    assert!(
        refused.contains("也没有同意了而尚未公布的调整"),
        "{refused}"
    );
    edit(&town, ITEMS_PATH, "promised: 15", "promised: 18");
    let refused = town.refused("publish --date 2015-04-20 --as gb");
    assert!(
        refused.contains(&format!("{PERMIT} 确认以后改动过"))
            && refused.contains("power-list adjust open"),
        "{refused}"
    );
    let refused = town.refused(&format!("adjust submit {id} --as hbj"));
    assert!(refused.contains(&format!("adjust submit {id} --as hbj-head")));
    let said = town.ok(&format!("adjust submit {id} --as hbj-head"));
    assert!(
        said.contains("还缺：编办还没有意见")
            && said.contains(&format!(
                "下一步：power-list adjust opine {id} --agree --as fz-1"
            )),
        "{said}"
    );
    // 政务服务中心 and those of another group have no say in it, and nobody without a reason against it.
    for who in ["zw-1", "bb-2", "hbj", "gb", "jyj-head"] {
        let refused = town.refused(&format!("adjust opine {id} --agree --as {who}"));
        assert!(refused.contains("编办、法制办有权签署的人"), "{refused}");
    }
    town.exits(2, &format!("adjust opine {id} --object --as bb-1"));
    town.ok(&format!(
        "adjust opine {id} --object --text 期限没有依据 --as fz-1"
    ));
    town.ok(&format!("adjust opine {id} --agree --as bb-1"));
    let refused = town.refused(&format!("adjust answer {id} --result 同意 --as zh"));
    assert!(refused.contains("还缺：法制办不同意"), "{refused}");
    town.exits(2, &format!("adjust answer {id} --result 补正 --as zh"));
    town.ok(&format!(
        "adjust answer {id} --result 补正 --reason 写明期限的依据 --as zh"
    ));
    edit(&town, ITEMS_PATH, "promised: 18", "promised: 16");
    town.ok(&format!("adjust submit {id} --as hbj-head"));
    // What was said was said of what was sent up before.
    let refused = town.refused(&format!("adjust answer {id} --result 同意 --as zh"));
    assert!(refused.contains("还缺：编办还没有意见"), "{refused}");
    let refused = town.refused(&format!(
        "adjust approve {id} --document 1 --date 2015-04-01 --as zh"
    ));
    assert!(refused.contains("不需要政府批准"), "{refused}");
    agree(&town, &id, false);
    let shown = town.json(&format!("adjust show {id} --format json"));
    assert_eq!(shown["adjustment"]["phase"], "agreed");
    assert_eq!(shown["adjustment"]["open"], true);
    assert_eq!(shown["adjustment"]["next"], "公布");
    let said = town.ok("publish --date 2015-04-20 --as gb");
    assert!(said.contains("列入调整 1 次"), "{said}");
    let release = "341100-20150420";
    assert_eq!(
        rows(
            &town,
            release,
            "SELECT id, item_code, kind, ground, happened_on, effective_on, urgent FROM adjustment"
        ),
        [format!(
            "{id}|{PERMIT}|变更|法律变化|2015-03-20|2015-04-15|0"
        )]
    );
    assert_eq!(
        rows(&town, release, "SELECT item_code, kind FROM change"),
        [format!("{PERMIT}|changed")]
    );
    let verified = town.ok(&format!("release verify releases/{release}.db"));
    assert!(verified.contains("没有发现改动"), "{verified}");
    town.ok("review verify");
    // Once more is the same file; nothing is left to do.
    let again = town.ok("publish --date 2015-04-20 --as gb");
    assert!(again.contains("早已公布，内容完全相同"), "{again}");
    assert!(town.ok("adjust list").contains("没有没办完的调整"));
    let all = town.json("adjust list --all --format json");
    let errors = objections(&validator("adjustments"), &all);
    assert!(errors.is_empty(), "{errors:?}\n{all:#}");
    assert_eq!(all["adjustments"][0]["release"], release);
    // The record goes elsewhere whole, with what the adjustment sent up.
    town.ok("review export 记录.zip");
    town.ok("review verify 记录.zip");
    let verified = town.ok(&format!(
        "release verify releases/{release}.db --record 记录.zip"
    ));
    assert!(verified.contains("没有发现改动"), "{verified}");
    let log = town.json(&format!(
        "review log --kind adjustment --item {PERMIT} --format json"
    ));
    assert_eq!(log["events"].as_array().unwrap().len(), 3);
    let found = town.ok("review log --text 写明期限的依据");
    assert!(found.contains(&id) && found.contains("补正"), "{found}");
    let bulletin = town.ok("report monthly --format markdown -o -");
    assert!(
        bulletin.contains("清单动态调整申请1件（变更1件），同意1件。"),
        "{bulletin}"
    );
    // The next one may be about the same item.
    open(&town, "变更", &format!("--item {PERMIT}"), "");
}

#[test]
fn an_item_is_cancelled_and_another_one_comes() {
    let town = town();
    let cancel = open(
        &town,
        "取消",
        &format!("--item {}", PENALTIES[1]),
        "--effective 2015-04-01",
    );
    let refused = town.refused(&format!("adjust submit {cancel} --as hbj-head"));
    assert!(refused.contains("还在工程里，应当删去"), "{refused}");
    // The same item cannot be in two adjustments.
    let refused = town.refused(&format!(
        "adjust open 变更 hbj --item {} --ground 要素变化 --happened 2015-03-20 --late 补登 --reason 测试 --as hbj",
        PENALTIES[1]
    ));
    assert!(
        refused.contains("一个事项同时只能有一次调整")
            && refused.contains(&format!("{}：{cancel} 取消（hbj，申请）", PENALTIES[1])),
        "{refused}"
    );
    let fresh = "341100-hbj-02-0003";
    let take = open(
        &town,
        "承接",
        &format!("--item {fresh}"),
        "--from 省水利厅 --effective 2099-01-01",
    );
    penalties(
        town.path(),
        &[
            (PENALTIES[0], "对未编制水土保持方案的处罚"),
            (fresh, "对水土保持监测弄虚作假的处罚"),
        ],
    );
    for id in [&cancel, &take] {
        town.ok(&format!("adjust submit {id} --as hbj-head"));
    }
    let refused = town.refused(&format!("adjust answer {cancel} --result 同意 --as zh"));
    assert!(
        refused.contains("还缺：没有本级政府批准的记录"),
        "{refused}"
    );
    agree(&town, &cancel, true);
    // What nobody has agreed on yet is not published along with the rest.
    let refused = town.refused("publish --date 2015-04-20 --as gb");
    assert!(
        refused.contains(&format!("{fresh} 没有经过审核")),
        "{refused}"
    );
    agree(&town, &take, true);
    // What has taken effect has to be in it; what has not may wait.
    let merged = read(&town, PENALTIES_PATH);
    penalties(
        town.path(),
        &[
            (PENALTIES[0], "对未编制水土保持方案的处罚"),
            (PENALTIES[1], "对水土保持设施未经验收的处罚"),
        ],
    );
    let refused = town.refused("publish --date 2015-04-20 --as gb");
    assert!(
        refused.contains(&format!("还缺：{cancel} 取消（2015-04-01 起施行）"))
            && !refused.contains(&take),
        "{refused}"
    );
    penalties(town.path(), &[(PENALTIES[0], "对未编制水土保持方案的处罚")]);
    let said = town.ok("publish --date 2015-04-20 --as gb");
    assert!(said.contains("列入调整 1 次"), "{said}");
    assert_eq!(
        rows(
            &town,
            "341100-20150420",
            "SELECT item_code, name, decision, reason FROM decision"
        ),
        [format!(
            "{}|对水土保持设施未经验收的处罚|取消|自2015-04-01起取消：上级决定，皖政〔2015〕6号",
            PENALTIES[1]
        )]
    );
    put(town.path(), PENALTIES_PATH, merged);
    let said = town.ok("publish --date 2015-05-20 --as gb");
    assert!(said.contains("列入调整 1 次"), "{said}");
    assert_eq!(
        rows(
            &town,
            "341100-20150520",
            "SELECT item_code, kind FROM change"
        ),
        [format!("{fresh}|created")]
    );
    for release in ["341100-20150420", "341100-20150520", FIRST] {
        let verified = town.ok(&format!("release verify releases/{release}.db"));
        assert!(verified.contains("没有发现改动"), "{verified}");
    }
    // A cancelled code never comes back.
    let refused = town.refused(&format!(
        "adjust open 新增 hbj --item {fresh} --ground 上级决定 --document 1 --happened 2015-03-20 --late 补登 --reason 测试 --as hbj"
    ));
    assert!(refused.contains("用过了"), "{refused}");
}

#[test]
fn what_does_not_fit_is_refused_with_what_to_do() {
    let not_yet = Town::confirmed();
    let line = format!(
        "adjust open 变更 hbj --item {PERMIT} --ground 要素变化 --happened 2015-03-20 --late 补登 --reason 测试 --as hbj"
    );
    let refused = not_yet.refused(&line);
    assert!(
        refused.contains("还没有公布") && refused.contains("power-list review status hbj"),
        "{refused}"
    );
    let town = town();
    let open =
        |more: &str| format!("adjust open {more} --happened 2015-03-20 --reason 测试 --late 补登");
    let cases = [
        (
            format!("变更 hbj --item {SCHOOL} --ground 要素变化 --as hbj"),
            "不是 hbj 的事项",
        ),
        (
            "变更 hbj --item 341100-hbj-01-0099 --ground 要素变化 --as hbj".to_owned(),
            "不在现行清单里",
        ),
        (
            format!("取消 hbj --item {PERMIT} --ground 要素变化 --as hbj"),
            "要素变化只是变更的事由",
        ),
        (
            format!("取消 hbj --item {PERMIT} --ground 上级决定 --as hbj"),
            "要写明文号",
        ),
        (
            format!("新增 hbj --item {PERMIT} --ground 上级决定 --document 1 --as hbj"),
            "用过了",
        ),
        (
            "新增 hbj --item 341100-jyj-01-0009 --ground 上级决定 --document 1 --as hbj".to_owned(),
            "不是 hbj 的事项",
        ),
        (
            format!("变更 hbj --item {PERMIT} --item {PERMIT} --ground 要素变化 --as hbj"),
            "写了两次",
        ),
        (
            format!("变更 hbj --item {PERMIT} --ground 要素变化 --as jyj"),
            "不能申请调整",
        ),
        (
            format!("变更 hbj --item {PERMIT} --ground 要素变化 --as zh"),
            "hbj 填报人或负责人",
        ),
    ];
    for (more, why) in cases {
        let refused = town.refused(&open(&more));
        assert!(refused.contains(why), "{more}\n{refused}");
    }
    let late = town.refused(&format!(
        "adjust open 变更 hbj --item {PERMIT} --ground 要素变化 --happened 2015-03-20 --reason 测试 --as hbj"
    ));
    assert!(
        late.contains("最迟应当在 2015-04-03 申请") && late.contains("--late"),
        "{late}"
    );
    let future = town.refused(&format!(
        "adjust open 变更 hbj --item {PERMIT} --ground 要素变化 --happened 2055-03-19 --reason 测试 --as hbj"
    ));
    assert!(future.contains("还没有到"), "{future}");
    for (line, why) in [
        (
            open(&format!(
                "变更 hbj --item {PERMIT} --ground 法律变化 --as hbj"
            )),
            "--law",
        ),
        (
            open(&format!(
                "变更 hbj --item {PERMIT} --ground 法律变化 --law 水土保持 --as hbj"
            )),
            "是不是《水土保持法》",
        ),
        (
            open(&format!(
                "变更 hbj --item {PERMIT} --ground 要素变化 --law 水土保持法 --as hbj"
            )),
            "--law 只用于法律变化",
        ),
        (
            open(&format!(
                "承接 hbj --item {PERMIT} --ground 上级决定 --document 1 --as hbj"
            )),
            "--from",
        ),
        (
            open(&format!(
                "划转 hbj --item {PERMIT} --ground 机构变化 --document 1 --as hbj"
            )),
            "--to",
        ),
        (
            open(&format!(
                "变更 hbj --item {PERMIT} --ground 要素变化 --to jyj --as hbj"
            )),
            "--to 只用于划转",
        ),
        (
            open(&format!(
                "变更 hbj --item {PERMIT} --ground 要素变化 --until 2015-01-01 --as hbj"
            )),
            "只到 2015-01-01",
        ),
        ("adjust show 2015-1".to_owned(), "2015-001"),
        ("adjust apply nonsense".to_owned(), "调整编号"),
    ] {
        let said = town.exits(2, &line);
        assert!(said.contains(why), "{line}\n{said}");
    }
    let unknown = town.refused("adjust show 2015-007");
    assert!(unknown.contains("没有调整 2015-007"), "{unknown}");
    assert!(town.ok("adjust list --all").contains("还没有过调整"));
}

#[test]
fn a_gate_stands_before_an_adjustment_too() {
    let town = town();
    let id = open(&town, "变更", &format!("--item {PERMIT}"), "");
    edit(&town, ITEMS_PATH, "promised: 15", "promised: 19");
    edit(&town, ITEMS_PATH, "第二十五条第一款", "第九百条");
    let refused = town.refused(&format!("adjust submit {id} --as hbj-head"));
    assert!(
        refused.contains("没有通过公布关口的校验") && refused.contains("validate"),
        "{refused}"
    );
    // Faults of other items are not its own.
    edit(&town, ITEMS_PATH, "第九百条", "第二十五条第一款");
    edit(
        &town,
        "items/jyj/行政审批.yaml",
        "《水土保持法》第二十六条",
        "《水土保持法》第九百条",
    );
    town.ok(&format!("adjust submit {id} --as hbj-head"));
    town.ok(&format!(
        "adjust withdraw {id} --reason 内容要重写 --as hbj-head"
    ));
    let refused = town.refused(&format!("adjust opine {id} --agree --as bb-1"));
    assert!(refused.contains("现在是“撤回”"), "{refused}");
}

#[test]
fn an_item_moves_to_another_unit() {
    let town = town();
    let said = town.ok(&format!(
        "adjust open 划转 hbj --item {} --to jyj --ground 机构变化 --document 滁编〔2015〕3号 --happened 2015-03-20 --late 补登 --reason 职责划转 --as hbj",
        PENALTIES[0]
    ));
    let id = said.trim_start_matches("调整 ").split('：').next().unwrap();
    assert!(
        said.contains(&format!("power-list adjust apply {id}")),
        "{said}"
    );
    let new = "341100-jyj-02-0001";
    // The code is taken, though no file has it yet.
    put(
        town.path(),
        "items/jyj/行政处罚.yaml",
        "department: jyj\ncategory: 行政处罚\nitems:\n  - name: 另一项\n",
    );
    let assigned = town.ok("code assign --dry-run");
    assert!(assigned.contains("341100-jyj-02-0002"), "{assigned}");
    fs::remove_file(town.path().join("items/jyj/行政处罚.yaml")).unwrap();
    let diff = town.ok(&format!("adjust apply {id} --diff"));
    assert!(diff.contains(&format!("+  - code: {new}")), "{diff}");
    let before = read(&town, PENALTIES_PATH);
    town.ok(&format!("adjust apply {id}"));
    // Broken off between the file that receives and the one that gives: the item is in both until it is done again.
    put(town.path(), PENALTIES_PATH, before);
    town.ok(&format!("adjust apply {id}"));
    let moved = read(&town, "items/jyj/行政处罚.yaml");
    assert_eq!(moved.matches("- code:").count(), 1, "{moved}");
    assert!(
        moved.contains(new) && !moved.contains(PENALTIES[0]),
        "{moved}"
    );
    assert!(!read(&town, PENALTIES_PATH).contains(PENALTIES[0]));
    assert!(town.ok(&format!("adjust apply {id}")).contains("早已是"));
    edit(&town, "items/jyj/行政处罚.yaml", "污染防治科", "基础教育科");
    town.ok(&format!("adjust submit {id} --as hbj-head"));
    town.ok(&format!("adjust opine {id} --agree --as bb-1"));
    town.ok(&format!("adjust opine {id} --agree --as fz-1"));
    town.ok(&format!(
        "adjust approve {id} --document 滁政〔2015〕18号 --date 2015-04-01 --as zh"
    ));
    let refused = town.refused(&format!("adjust answer {id} --result 同意 --as zh"));
    assert!(
        refused.contains("还缺：jyj还没有意见") && refused.contains("--as jyj-head"),
        "{refused}"
    );
    town.ok(&format!("adjust opine {id} --agree --as jyj-head"));
    town.ok(&format!("adjust answer {id} --result 同意 --as zh"));
    town.ok("publish --date 2015-04-20 --as gb");
    let release = "341100-20150420";
    assert_eq!(
        rows(
            &town,
            release,
            "SELECT item_code, decision, reason FROM decision"
        ),
        [format!(
            "{}|划转|自2015-03-20起划转，新编码 {new}",
            PENALTIES[0]
        )]
    );
    assert_eq!(
        rows(&town, release, "SELECT item_code, becomes FROM adjustment"),
        [format!("{}|{new}", PENALTIES[0])]
    );
    let verified = town.ok(&format!("release verify releases/{release}.db"));
    assert!(verified.contains("没有发现改动"), "{verified}");
    let diff = town.ok(&format!("diff {FIRST} {release}"));
    assert!(diff.contains("划转"), "{diff}");
}

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

#[test]
fn units_are_reorganized_with_all_their_items() {
    let town = town();
    put(town.path(), "方案.yaml", REFORM);
    let refused = town.refused("adjust reorganize 方案.yaml --late 补登 --as hbj-head");
    assert!(refused.contains("这是综合组的事"), "{refused}");
    let plan = schema_support::yaml(REFORM);
    assert!(validator("reorganization").is_valid(&plan));
    let dry = town.ok("adjust reorganize 方案.yaml --late 补登 --dry-run --as zh");
    assert!(
        dry.contains(&format!("{SCHOOL} 划转为 341100-hjj-01-0001")),
        "{dry}"
    );
    let said = town.ok("adjust reorganize 方案.yaml --late 补登 --as zh");
    let id = said.trim_start_matches("调整 ").split('：').next().unwrap();
    let applied = town.ok(&format!("adjust apply {id}"));
    assert!(
        applied.contains("jyj、jyj-head 随单位改了 department"),
        "{applied}"
    );
    let units = read(&town, "departments.yaml");
    assert!(
        !units.contains("id: jyj")
            && units.contains("id: hjj")
            && units.contains("滁州市生态环境局"),
        "{units}"
    );
    assert!(!town.path().join("items/jyj/行政审批.yaml").exists());
    town.ok("validate --gate 4");
    town.ok(&format!("adjust submit {id} --as zh"));
    town.ok(&format!("adjust opine {id} --agree --as bb-2"));
    town.ok(&format!("adjust opine {id} --agree --as fz-2"));
    town.ok(&format!(
        "adjust approve {id} --document 皖政秘〔2015〕9号 --date 2015-03-25 --as zh"
    ));
    town.ok(&format!("adjust answer {id} --result 同意 --as zh"));
    town.ok("publish --date 2015-04-20 --as gb");
    let release = "341100-20150420";
    assert_eq!(
        rows(
            &town,
            release,
            "SELECT id, name, item_count FROM (SELECT d.id AS id, d.name AS name, (SELECT count(*) FROM item WHERE department_id = d.id) AS item_count FROM department AS d) ORDER BY id"
        ),
        ["hbj|滁州市生态环境局|3", "hjj|滁州市环境教育局|1"]
    );
    let verified = town.ok(&format!("release verify releases/{release}.db"));
    assert!(verified.contains("没有发现改动"), "{verified}");
    let status = town.ok("review status");
    assert!(
        status.contains("hjj") && !status.contains("jyj"),
        "{status}"
    );
    // The new unit goes on from there.
    let said = town.ok(
        "adjust open 变更 hjj --item 341100-hjj-01-0001 --ground 要素变化 --happened 2015-03-20 --late 补登 --reason 测试 --as jyj",
    );
    assert!(said.contains("adjust submit"), "{said}");
}

#[test]
fn a_bad_plan_is_refused_by_line_and_column() {
    let town = town();
    let before = town.record();
    for (text, why) in [
        (
            REFORM.replace("happened: 2015-03-20", "happened: 昨天"),
            "方案.yaml:2:11",
        ),
        (REFORM.replace("reason:", "grund:"), "方案.yaml:4:1"),
        (REFORM.replace("kind: 市政府工作部门", "kind: 局"), "kind"),
    ] {
        put(town.path(), "方案.yaml", &text);
        let said = town.exits(2, "adjust reorganize 方案.yaml --late 补登 --as zh");
        assert!(said.contains(why), "{why}\n{said}");
    }
    for (text, why) in [
        (
            REFORM
                .replace("  - { from: jyj, to: hjj }\n", "")
                .replace("move:\n", ""),
            "jyj 撤销以后还有 1 个事项没有去处",
        ),
        (
            REFORM
                .replace("id: hjj", "id: hbj")
                .replace("to: hjj", "to: hbj"),
            "hbj 已经有了",
        ),
        (
            REFORM.replace("close: [jyj]", "close: [jyj, zzz]"),
            "zzz 没有公布的清单",
        ),
    ] {
        put(town.path(), "方案.yaml", &text);
        let refused = town.refused("adjust reorganize 方案.yaml --late 补登 --as zh");
        assert!(refused.contains(why), "{why}\n{refused}");
    }
    assert_eq!(town.record(), before);
}

#[test]
fn one_item_is_published_at_once_and_made_good_afterwards() {
    let town = town();
    let id = open(&town, "变更", &format!("--item {PERMIT}"), "");
    let other = open(&town, "变更", &format!("--item {}", PENALTIES[0]), "");
    edit(&town, ITEMS_PATH, "promised: 15", "promised: 18");
    town.ok(&format!("adjust submit {id} --as hbj-head"));
    let refused = town.refused(&format!("publish --date 2015-04-20 --urgent {id} --as gb"));
    assert!(refused.contains("没有下令"), "{refused}");
    let order = "--document 滁政办明电〔2015〕7号 --reason 防汛";
    let refused = town.refused(&format!("adjust urge {id} {order} --as hbj-head"));
    assert!(refused.contains("综合组"), "{refused}");
    let said = town.ok(&format!("adjust urge {id} {order} --as zh"));
    assert!(said.contains(&format!("--urgent {id}")), "{said}");
    // Nothing else goes along with it.
    let penalties = read(&town, PENALTIES_PATH);
    edit(&town, PENALTIES_PATH, "不依法立案的", "不立案的");
    let refused = town.refused(&format!("publish --date 2015-04-20 --urgent {id} --as gb"));
    assert!(
        refused.contains(&format!("{} 确认以后改动过", PENALTIES[0])),
        "{refused}"
    );
    put(town.path(), PENALTIES_PATH, penalties);
    town.ok(&format!("publish --date 2015-04-20 --urgent {id} --as gb"));
    assert_eq!(
        rows(
            &town,
            "341100-20150420",
            "SELECT id, urgent, approved_by FROM adjustment"
        ),
        [format!("{id}|1|滁政办明电〔2015〕7号")]
    );
    let verified = town.ok("release verify releases/341100-20150420.db");
    assert!(verified.contains("没有发现改动"), "{verified}");
    let shown = town.json(&format!("adjust show {id} --format json"));
    assert_eq!(shown["adjustment"]["next"], "补办同意");
    let refused = town.refused(&format!(
        "adjust answer {id} --result 补正 --reason 再改 --as zh"
    ));
    assert!(refused.contains("已经紧急公布"), "{refused}");
    let refused = town.refused(&format!(
        "adjust withdraw {id} --reason 不要了 --as hbj-head"
    ));
    assert!(refused.contains("已在 341100-20150420 公布"), "{refused}");
    town.ok(&format!(
        "adjust answer {id} --result 不同意 --reason 没有依据 --as zh"
    ));
    let shown = town.json(&format!("adjust show {id} --format json"));
    assert_eq!(shown["adjustment"]["next"], "另行调整，恢复原状");
    let list = town.json("adjust list --format json");
    let errors = objections(&validator("adjustments"), &list);
    assert!(errors.is_empty(), "{errors:?}\n{list:#}");
    assert_eq!(list["adjustments"].as_array().unwrap().len(), 2);
    assert_eq!(list["adjustments"][1]["id"], other);
}

const LOCAL: &str = "\
name: 滁州市花木登记办法
level: 地方政府规章
versions:
  - { published: 2008-05-01, articles: 4 }
";

#[test]
fn an_adjustment_that_outlived_its_ground_goes_no_further() {
    let town = town();
    put(town.path(), "laws/花木.yaml", LOCAL);
    let id = open(
        &town,
        "变更",
        &format!("--item {PERMIT}"),
        "--ground 法律变化 --law 滁州市花木登记办法",
    );
    edit(&town, ITEMS_PATH, "promised: 15", "promised: 18");
    town.ok(&format!("adjust submit {id} --as hbj-head"));
    town.ok(&format!("adjust opine {id} --agree --as bb-1"));
    town.ok(&format!("adjust opine {id} --agree --as fz-1"));
    assert!(town.json("adjust list --format json")["adjustments"][0]["outlived"].is_null());
    let amended = format!("{LOCAL}  - {{ published: 2014-02-01, enactment: 修订, articles: 5 }}\n");
    put(town.path(), "laws/花木.yaml", amended);
    let refused = town.refused(&format!("adjust answer {id} --result 同意 --as zh"));
    assert!(
        refused.contains(
            "事由已经变化：《滁州市花木登记办法》在 2008-05-01 的版本以后，2014-02-01 又有了新版本"
        ) && refused.contains("--result 不同意"),
        "{refused}"
    );
    let listed = town.exits(1, "adjust list --overdue --exit-code --format csv");
    assert!(listed.contains("事由已经变化"), "{listed}");
    town.ok(&format!(
        "adjust withdraw {id} --reason 依据又修改了 --as hbj-head"
    ));
    // A ground for a time only: when the time is over, what was published on it has to be undone.
    let refused = town.refused(&format!(
        "adjust open 变更 hbj --item {PERMIT} --ground 上级决定 --document 1 --happened 2015-03-20 --until 2016-03-19 --late 补登 --reason 暂时调整 --as hbj"
    ));
    assert!(refused.contains("事由只到 2016-03-19 有效"), "{refused}");
}

#[test]
fn a_new_edition_begins_with_a_release_and_an_old_one_does_not_come_back() {
    let town = town();
    let edition = |from: &str, to: &str| {
        edit(
            &town,
            "power-list.yaml",
            &format!("edition: {from}"),
            &format!("edition: {to}"),
        );
    };
    edition("测试版", "2016年版");
    town.ok("publish --date 2016-03-01 --as gb");
    assert_eq!(
        rows(&town, "341100-20160301", "SELECT edition FROM release"),
        ["2016年版"]
    );
    let verified = town.ok("release verify releases/341100-20160301.db");
    assert!(verified.contains("没有发现改动"), "{verified}");
    edition("2016年版", "测试版");
    let refused = town.refused("publish --date 2016-04-01 --as gb");
    assert!(
        refused.contains("“测试版”已经过去了") && refused.contains("edition 应为 2016年版"),
        "{refused}"
    );
    edition("测试版", "2016年版");
    let refused = town.refused("publish --date 2016-04-01 --as gb");
    assert!(refused.contains("没有已确认而尚未公布的部门"), "{refused}");
}
