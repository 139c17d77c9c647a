//! Registers that are added to, used by a project, damaged, or made of what cannot be.

use std::fs;
use std::path::Path;

use power_list::domain::law::Standing;
use power_list::io::register::folder;
use tempfile::TempDir;

use crate::command::{fails, json, ok, run, text};

fn put(root: &Path, path: &str, content: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

const PASSED: &str = "2015年3月4日 第十二届全国人民代表大会常务委员会第十三次会议通过";
const AMENDED: &str = "2021年6月1日 第十三届全国人民代表大会常务委员会第二十九次会议《关于修改〈中华人民共和国试验法〉的决定》修正";

const FIRST: &str = "第一条 为了加强试验活动的管理，保障试验人员的安全，制定本法。\n\n\
第二条 国务院科学技术主管部门负责全国试验活动的监督管理工作。\n\n\
第三条 开展危险试验的单位，应当在开始以前三日向所在地县级人民政府报告。\n\n\
第四条 违反本法第三条规定，未报告而开展危险试验的，由县级人民政府责令改正，处一万元以下罚款。\n\n\
第五条 本法自2015年5月1日起施行。\n";

const SECOND: &str = "第一条 为了加强试验活动的管理，保障试验人员的安全，制定本法。\n\n\
第二条 国务院科学技术主管部门负责全国试验活动的监督管理工作。\n\n\
第三条 鼓励高等学校之间共同使用大型仪器，节约公共财政资金。\n\n\
第四条 开展危险试验的单位，应当在开始以前五日向所在地县级人民政府报告。\n\n\
第五条 违反本法第四条规定，未报告而开展危险试验的，由县级人民政府责令改正，处一万元以下罚款。\n\n\
第六条 本法自2015年5月1日起施行。\n";

fn statute(title: &str, history: &[&str], body: &str) -> String {
    format!(
        "# {title}\n\n{}\n\n<!-- INFO END -->\n\n{body}",
        history.join("\n\n")
    )
}

/// `texts/` with two versions of a law, `first/` and `second/` with one of them each.
pub fn two_versions() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let first = statute("中华人民共和国试验法", &[PASSED], FIRST);
    let second = statute("中华人民共和国试验法", &[PASSED, AMENDED], SECOND);
    for (dir, texts) in [
        (
            "texts",
            vec![("2015-03-04", &first), ("2021-06-01", &second)],
        ),
        ("first", vec![("2015-03-04", &first)]),
        ("second", vec![("2021-06-01", &second)]),
    ] {
        for (day, content) in texts {
            put(
                folder.path(),
                &format!("{dir}/经济法/试验法({day}).md"),
                content,
            );
        }
    }
    folder
}

fn bytes(folder: &Path) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .map(|p| (p.display().to_string(), fs::read_to_string(&p).unwrap()))
        .collect();
    out.sort();
    out
}

const INDEX: [&str; 2] = ["law", "index"];

fn index<'a>(args: &[&'a str]) -> Vec<&'a str> {
    INDEX
        .iter()
        .chain(args)
        .copied()
        .chain(["--snapshot", "2025-01-01"])
        .collect()
}

#[test]
fn newer_texts_are_added_and_compared() {
    let corpus = two_versions();
    let at = corpus.path();
    ok(at, &index(&["first", "--out", "reg"]));
    let said = ok(at, &index(&["second", "--out", "reg", "--texts", "first"]));
    for words in [
        "新的版本",
        "2021-06-01",
        "条款的去向",
        "2015-03-04 → 2021-06-01",
        "不一致 0 处",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // The same as if both had been read at once.
    ok(at, &index(&["texts", "--out", "whole"]));
    assert_eq!(
        bytes(&at.join("reg"))
            .into_iter()
            .map(|(_, t)| t)
            .collect::<Vec<_>>(),
        bytes(&at.join("whole"))
            .into_iter()
            .map(|(_, t)| t)
            .collect::<Vec<_>>()
    );
    let moves = fs::read_to_string(at.join("reg/moves.txt")).unwrap();
    assert!(
        moves.contains("\t3>4*") && moves.contains(" 4..5>5"),
        "{moves}"
    );
    // Once more: nothing to add, not a byte changed.
    let before = bytes(&at.join("reg"));
    let page = json(at, &index(&["second", "--out", "reg", "--format", "json"]));
    assert_eq!(
        (&page["additions"], &page["mapped"]),
        (&serde_json::json!([]), &serde_json::json!([]))
    );
    assert_eq!(page["digest"].as_str().unwrap().len(), 64);
    assert_eq!(bytes(&at.join("reg")), before);
}

#[test]
fn an_older_version_is_put_in_its_place_and_without_texts_the_counts_must_do() {
    let corpus = two_versions();
    let at = corpus.path();
    ok(at, &index(&["second", "--out", "reg"]));
    // The newer text names the older version in its history; its structure comes with its own text.
    let said = ok(at, &index(&["first", "--out", "reg"]));
    assert!(
        said.contains("补入结构") && said.contains("2015-03-04 版本"),
        "{said}"
    );
    let register = folder::open(&at.join("reg")).unwrap();
    let law = register.find("试验法").unwrap();
    assert_eq!(law.versions.len(), 2);
    assert_eq!(register.transitions().count(), 0);
    put(at, "power-list.yaml", "law: { register: reg }\n");
    let diff = ok(at, &["law", "diff", "试验法"]);
    assert!(
        diff.contains("结构") && diff.contains("只凭各条的款数、项数推断"),
        "{diff}"
    );
}

#[test]
fn what_is_known_is_never_rewritten() {
    let corpus = two_versions();
    let at = corpus.path();
    ok(at, &index(&["texts", "--out", "reg"]));
    let before = bytes(&at.join("reg"));
    let other = statute(
        "中华人民共和国试验法",
        &[PASSED],
        &FIRST.replace(
            "第五条 本法",
            "第五条 另有规定的，从其规定。\n\n第六条 本法",
        ),
    );
    put(at, "other/经济法/试验法(2015-03-04).md", &other);
    let output = run(at, &index(&["other", "--out", "reg"]));
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stdout);
    assert!(
        said.contains("试验法(2015-03-04).md") && said.contains("不一致 1 处"),
        "{said}"
    );
    assert_eq!(bytes(&at.join("reg")), before);
    // By file and line for programs.
    let output = run(at, &index(&["other", "--out", "reg", "--format", "json"]));
    let page: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let clash = page["problems"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["kind"] == "conflict")
        .unwrap();
    assert!(
        clash["what"]
            .as_str()
            .unwrap()
            .contains("5 条，读到的是 6 条")
    );
    assert_eq!(
        (&clash["file"], &clash["line"]),
        (&"经济法/试验法(2015-03-04).md".into(), &3.into())
    );
}

#[test]
fn a_project_updates_the_law_without_a_new_program() {
    let corpus = two_versions();
    let at = corpus.path();
    put(at, "power-list.yaml", "");
    let said = ok(at, &index(&["texts", "--add", "--out", "法规库"]));
    assert!(
        said.contains("新的法规") && said.contains("试验法"),
        "{said}"
    );
    fails(at, 2, &["law", "show", "试验法"]);
    put(at, "power-list.yaml", "law: { register: 法规库 }\n");
    let shown = ok(at, &["law", "show", "试验法", "--as-of", "2022-01-01"]);
    assert!(shown.contains("有效（2021-06-01 修正）"), "{shown}");
    // The program's own law is still there, with what is kept by hand.
    ok(at, &["law", "diff", "种子法"]);
    ok(
        at,
        &[
            "law",
            "show",
            "国务院对确需保留的行政审批项目设定行政许可的决定",
        ],
    );
    let cited = run(at, &["cite", "《试验法》第六条", "--as-of", "2022-01-01"]);
    assert_eq!(cited.status.code(), Some(0), "{}", text(&cited.stdout));

    let laws = at.join("法规库/laws.txt");
    let whole = fs::read_to_string(&laws).unwrap();
    let refused = |content: &str, words: &[&str]| {
        fs::write(&laws, content).unwrap();
        let said = fails(at, 2, &["law", "list", "试验"]);
        for word in words {
            assert!(said.contains(word), "{word}: {said}");
        }
        assert!(said.contains("law.register 写的是“法规库”"), "{said}");
    };
    refused(&whole[..whole.len() - 3], &["laws.txt 第", "没有写完"]);
    let (head, _) = whole.trim_end().rsplit_once('\n').unwrap();
    refused(
        &format!("{head}\n"),
        &["laws.txt", "文件到此为止", "source.txt"],
    );
    refused("", &["文件是空的"]);
    refused(
        &whole.replacen("2021-06-01", "2021-02-30", 1),
        &["2021-02-30", "日期"],
    );
    refused(
        &whole.replacen("版本\t2021-06-01\t", "版本\t2015-03-04\t", 1),
        &["晚于上一版本"],
    );
    refused(&whole.replacen("0x5", "0y5", 1), &["条款项的数目"]);
    fs::remove_file(&laws).unwrap();
    assert!(fails(at, 2, &["law", "list"]).contains("缺少 laws.txt"));
    put(at, "power-list.yaml", "law: { register: 没有的 }\n");
    assert!(
        fails(at, 2, &["law", "list"]).contains("没有“./没有的”")
            || fails(at, 2, &["law", "list"]).contains("没有的")
    );
    // A damaged register is not added to either.
    assert!(fails(at, 2, &index(&["texts", "--out", "法规库"])).contains("缺少 laws.txt"));
}

#[test]
fn days_that_cannot_be_are_told_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let plain = |history: &[&str]| statute("试验条例", history, "第一条 甲。\n\n第二条 乙。\n");
    put(
        at,
        "t/行政法规/甲条例(2023-02-30).md",
        &plain(&["2023年2月28日 中华人民共和国国务院令第1号公布"]),
    );
    put(
        at,
        "t/行政法规/乙条例(2031-01-01).md",
        &plain(&[
            "2001年1月1日 中华人民共和国国务院令第2号公布",
            "2031年1月1日 中华人民共和国国务院令第3号修订",
        ]),
    );
    put(
        at,
        "t/行政法规/丙条例.md",
        &plain(&[
            "1912年1月1日 公布",
            "2003年13月1日 中华人民共和国国务院令第4号公布",
            "2004年1月1日 中华人民共和国国务院令第5号公布",
        ]),
    );
    let said = ok(at, &index(&["t", "--out", "reg"]));
    for words in [
        "“2023-02-30”不是日期",
        "2031-01-01 晚于来源截止日期 2025-01-01",
        "1912-01-01 早于 1949-10-01",
        "历史行",
    ] {
        assert!(
            said.replace(['\n', '|', ' '], "")
                .contains(&words.replace(' ', "")),
            "{words}: {said}"
        );
    }
    let register = folder::open(&at.join("reg")).unwrap();
    assert_eq!(register.find("乙条例").unwrap().versions.len(), 1);
    assert_eq!(register.find("丙条例").unwrap().versions.len(), 1);
    assert!(register.find("甲条例").is_none());
}

#[test]
fn two_versions_are_not_in_force_at_once() {
    let corpus = two_versions();
    let at = corpus.path();
    put(
        at,
        "texts/index.csv",
        "path,name,level,published,effective,expired,subtitle\n\
         经济法/试验法(2015-03-04).md,试验法,法律,2015-03-04,2021-09-01,0,\n\
         经济法/试验法(2021-06-01).md,试验法,法律,2021-06-01,2021-09-01,0,\n",
    );
    let page = json(at, &index(&["texts", "--out", "reg", "--format", "json"]));
    let told = page["problems"].as_array().unwrap();
    let told = told
        .iter()
        .find(|p| p["what"].as_str().unwrap().contains("同时有效"))
        .unwrap();
    assert!(
        told["what"].as_str().unwrap().contains("index.csv"),
        "{told}"
    );
    let register = folder::open(&at.join("reg")).unwrap();
    let law = register.find("试验法").unwrap();
    assert_eq!(law.versions[0].effective, None);
    // In a project's own documents.
    put(
        at,
        "laws/a.yaml",
        "name: 某办法\nlevel: 规范性文件\nversions:\n  - { published: 2014-01-02, effective: 2015-01-01 }\n  - { published: 2014-06-01, effective: 2014-07-01 }\n",
    );
    put(at, "power-list.yaml", "");
    assert!(fails(at, 2, &["law", "list"]).contains("同时有效"));
}

#[test]
fn a_law_repealed_and_enacted_again_the_same_day_is_in_force() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    put(
        at,
        "t/行政法规/试验条例(2001-05-06).md",
        &statute(
            "试验条例",
            &["2001年5月6日 中华人民共和国国务院令第1号公布"],
            "第一条 甲。\n\n第二条 本条例自2001年6月1日起施行。\n",
        ),
    );
    put(
        at,
        "t/行政法规/试验条例(2020-02-03).md",
        &statute(
            "试验条例",
            &["2020年2月3日 中华人民共和国国务院令第2号公布"],
            "第一条 甲。\n\n第二条 乙。\n\n第三条 本条例自2020年7月1日起施行。\n",
        ),
    );
    put(
        at,
        "t/行政法规/综合条例(2020-02-03).md",
        &statute(
            "综合条例",
            &["2020年2月3日 中华人民共和国国务院令第3号公布"],
            "第一条 甲。\n\n第二条 本条例自2020年7月1日起施行。2001年5月6日国务院发布的《试验条例》同时废止。\n",
        ),
    );
    ok(at, &index(&["t", "--out", "reg"]));
    let register = folder::open(&at.join("reg")).unwrap();
    let law = register.find("试验条例").unwrap();
    assert_eq!(
        law.repeal.as_ref().and_then(|r| r.on),
        Some(jiff::civil::date(2020, 7, 1))
    );
    let on = |y, m, d| law.standing(jiff::civil::date(y, m, d));
    assert!(
        matches!(on(2020, 6, 30), Standing::InForce(v) if v.published == jiff::civil::date(2001, 5, 6))
    );
    assert!(
        matches!(on(2020, 7, 1), Standing::InForce(v) if v.published == jiff::civil::date(2020, 2, 3))
    );
    put(at, "power-list.yaml", "law: { register: reg }\n");
    let shown = ok(at, &["law", "show", "试验条例", "--as-of", "2020-07-01"]);
    assert!(shown.contains("有效（2020-02-03 公布）"), "{shown}");
}

#[test]
fn an_amendment_of_an_amendment_is_a_version_and_no_law() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let again = "2022年9月1日 第十三届全国人民代表大会常务委员会第三十六次会议《关于修改〈关于修改《中华人民共和国试验法》的决定〉的决定》修正";
    put(
        at,
        "t/经济法/试验法(2022-09-01).md",
        &statute("中华人民共和国试验法", &[PASSED, AMENDED, again], SECOND),
    );
    put(
        at,
        "t/经济法/关于修改《试验法》的决定(2021-06-01).md",
        &statute(
            "关于修改《试验法》的决定",
            &["2021年6月1日 第十三届全国人民代表大会常务委员会第二十九次会议通过"],
            "第三条改为第四条。\n\n第四条 开展危险试验的。\n",
        ),
    );
    let said = ok(at, &index(&["t", "--out", "reg"]));
    assert!(
        said.replace(['\n', '|', ' '], "")
            .contains("把修改后的全文放进文件夹"),
        "{said}"
    );
    let register = folder::open(&at.join("reg")).unwrap();
    let law = register.find("试验法").unwrap();
    let days: Vec<String> = law
        .versions
        .iter()
        .map(|v| v.published.to_string())
        .collect();
    assert_eq!(days, ["2015-03-04", "2021-06-01", "2022-09-01"]);
    assert!(law.former_names.is_empty(), "{:?}", law.former_names);
    let decision = register
        .laws()
        .iter()
        .find(|l| l.id.as_str().contains("关于修改"))
        .unwrap();
    assert!(decision.versions.iter().all(|v| v.structure.is_none()));
}
