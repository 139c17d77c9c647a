//! Quotations against statute texts through the binary, with an invented regulation in two versions.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::sample::program::{parts, run};
use crate::sample::{self, SETTINGS, put};

const LAW: &str = "\
name: 滁州市花木管理办法
level: 地方政府规章
former_names: [滁州市花木登记办法]
versions:
  - { published: 2008-05-01, articles: 4 }
  - { published: 2014-02-01, enactment: 修订, articles: 5 }
";

const OLD: &str = "\
# 滁州市花木登记办法

2008年5月1日公布

<!-- INFO END -->

第一条 为了管理花木，制定本办法。

第二条 种植花木满十亩的，应当在二十日内向花木主管部门登记。

第三条 违反本办法第二条规定，不登记的，由花木主管部门责令补办；拒不补办的，处五百元罚款。

第四条 本办法自公布之日起施行。
";

const NEW: &str = "\
# 滁州市花木管理办法

2008年5月1日公布
2014年2月1日修订

<!-- INFO END -->

## 第一章 总 则

第一条 为了管理花木，制定本办法。

第二条 本办法所称花木，是指乔木、灌木和草本花卉。

第三条 种植花木满十亩的，应当在三十日内向花木主管部门登记。
有下列情形之一的，不予登记：
（一）面积不足的；
（二）申请材料“不真实”的；
（三）在禁止区域内的。
不予登记的，应当书面说明理由。

第四条 违反本办法第二条规定，不登记的，由花木主管部门责令补办；拒不补办的，处五百元罚款。

第五条 本办法自公布之日起施行。
";

const INDEX: &str = "\
path,name,level,published,effective,expired,subtitle
规章/新.md,滁州市花木管理办法,地方政府规章,2014-02-01,,0,
规章/旧.md,滁州市花木登记办法,地方政府规章,2008-05-01,,0,
";

/// A project whose items quote the regulation: one item for each `(citation, quote)`.
fn project(bases: &[&str]) -> TempDir {
    let dir = sample::project();
    let root = dir.path();
    put(
        root,
        "power-list.yaml",
        format!("{SETTINGS}law: {{ text_dir: ../texts }}\n"),
    );
    // Inside the same temporary folder, so that both go together.
    let root = root.join("list");
    for file in ["power-list.yaml", "departments.yaml"] {
        put(&root, file, std::fs::read(dir.path().join(file)).unwrap());
    }
    put(&root, "laws/花木.yaml", LAW);
    let mut items = String::from("department: hbj\ncategory: 其他权力\nitems:\n");
    for (i, basis) in bases.iter().enumerate() {
        items.push_str(&format!("  - name: 事项{i}\n    legal_basis:\n{basis}\n"));
    }
    put(&root, "items/hbj/其他权力.yaml", items);
    let texts = dir.path().join("texts");
    put(&texts, "index.csv", INDEX);
    put(&texts, "规章/新.md", NEW);
    put(&texts, "规章/旧.md", OLD);
    dir
}

fn list(dir: &TempDir) -> std::path::PathBuf {
    dir.path().join("list")
}

/// Findings on quotations: code, severity, message, help, and the characters pointed at.
fn findings(root: &Path, more: &[&str]) -> Vec<[String; 5]> {
    let arguments = [
        &["validate", "--format", "json", "--fail-on", "never"],
        more,
    ]
    .concat();
    let (code, stdout, stderr) = parts(&run(root, &arguments));
    assert_eq!(code, 0, "{stderr}");
    let page: Value = serde_json::from_str(&stdout).unwrap();
    let mut out = Vec::new();
    for finding in page["findings"].as_array().unwrap() {
        let code = finding["code"].as_str().unwrap();
        if !("L011"..="L015").contains(&code) {
            continue;
        }
        let text = |key: &str| finding[key].as_str().unwrap_or("").to_owned();
        let number = |key: &str| finding[key].as_u64().unwrap() as usize;
        let file = std::fs::read_to_string(root.join(text("file"))).unwrap();
        let line = file.lines().nth(number("line") - 1).unwrap();
        let from = number("column") - 1;
        let shown: String = if number("line") == number("end_line") {
            line.chars()
                .take(number("end_column") - 1)
                .skip(from)
                .collect()
        } else {
            line.chars().skip(from).collect::<String>() + "⏎"
        };
        out.push([
            code.to_owned(),
            text("severity"),
            text("message"),
            text("help"),
            shown,
        ]);
    }
    out
}

fn only(bases: &[&str]) -> [String; 5] {
    let dir = project(bases);
    let mut found = findings(&list(&dir), &[]);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

#[test]
fn the_same_text_passes_however_it_is_set() {
    let dir = project(&[
        "      - 《滁州市花木管理办法》第三条：种植花木满十亩的，应当在三十日内向花木主管部门登记。",
        "      - 《滁州市花木管理办法》第三条第一款：“种植花木满十亩的,应当在 三十日内向花木主管部门登记”",
        "      - 《滁州市花木管理办法》第三条第二款第（二）项：有下列情形之一的,不予登记:(二)申请材料「不真实」的。",
        "      - cite: 《滁州市花木登记办法》第三条\n        quote: |-\n          种植花木满十亩的，……登记。\n          有下列情形之一的，不予登记：……（三）在禁止区域内的。\n          不予登记的，应当书面说明理由。",
        "      - cite: 《滁州市花木管理办法》第一条、第二条\n        quote: 本办法所称花木，是指乔木、灌木和草本花卉。",
        // What a provision is about is no quotation.
        "      - 《滁州市花木管理办法》第三条：关于花木种植登记的条件和程序的规定",
        // One text beside two laws may be from either.
        "      - cite: 《滁州市花木管理办法》第三条；《水土保持法》第二十五条\n        quote: 不予登记的，应当书面说明理由。",
    ]);
    let found = findings(&list(&dir), &[]);
    let wrong: Vec<_> = found.iter().filter(|f| f[0] != "L015").collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn another_wording_is_shown_to_the_character() {
    let [code, severity, message, help, shown] = only(&[
        "      - 《滁州市花木管理办法》第三条第一款：种植花木满十亩的，应当在二十日内向花木主管部门登记。",
    ]);
    assert_eq!((code.as_str(), severity.as_str()), ("L011", "warning"));
    assert_eq!(
        message,
        "引文与《滁州市花木管理办法》（2014年2月1日修订）第三条第一款的文字不同"
    );
    assert!(
        help.contains("条文“亩的，应当在三十日内向花木”，引文“亩的，应当在二十日内向花木”"),
        "{help}"
    );
    assert_eq!(shown, "二");
    let [_, _, _, _, shown] = only(&[
        "      - cite: 《滁州市花木管理办法》第四条\n        quote: \"不登记的，由花木主管部门责令补办；拒不补办的，处五千元罚款。\"",
    ]);
    assert_eq!(shown, "千");
    // In a block of several lines too.
    let [_, _, _, help, shown] = only(&[
        "      - cite: 《滁州市花木管理办法》第四条\n        quote: |-\n          不登记的，由花木主管部门责令补办；\n          拒不补办的，处五千元罚款。",
    ]);
    assert_eq!(shown, "千", "{help}");
    // Folded lines are not what stands in the file: the whole quotation is shown, the words are in the help.
    let [_, _, _, help, shown] = only(&[
        "      - cite: 《滁州市花木管理办法》第四条\n        quote: >-\n          不登记的，由花木主管部门责令补办；\n          拒不补办的，处五千元罚款。",
    ]);
    assert!(
        help.contains("处五千元") && shown.ends_with('⏎'),
        "{help} {shown}"
    );
    // Only a comma.
    let [code, severity, message, ..] =
        only(&["      - 《滁州市花木管理办法》第二条：本办法所称花木，是指乔木，灌木和草本花卉。"]);
    assert_eq!((code.as_str(), severity.as_str()), ("L011", "note"));
    assert!(message.contains("标点不同"), "{message}");
}

#[test]
fn a_renumbered_article_is_found_with_the_version_that_had_it() {
    let basis = "      - 《滁州市花木管理办法》第三条：违反本办法第二条规定，不登记的，由花木主管部门责令补办；拒不补办的，处五百元罚款。";
    let [code, severity, message, help, shown] = only(&[basis]);
    assert_eq!((code.as_str(), severity.as_str()), ("L012", "error"));
    assert_eq!(
        message,
        "引文是《滁州市花木管理办法》（2014年2月1日修订）第四条的文字，引用的却是第三条"
    );
    assert_eq!(
        help,
        "2008年5月1日公布的文本里它是第三条，后来条号变了：改引第四条"
    );
    assert!(
        shown.starts_with("违反本办法") && shown.ends_with("罚款。"),
        "{shown}"
    );
    // A warning while the list is first drawn up, and fine by the law of the time.
    let dir = project(&[basis]);
    assert_eq!(findings(&list(&dir), &["--gate", "1"])[0][1], "warning");
    assert_eq!(
        findings(&list(&dir), &["--as-of", "2010-01-01"]),
        Vec::<[String; 5]>::new()
    );
    let (code, ..) = parts(&run(&list(&dir), &["validate"]));
    assert_eq!(code, 1);
}

#[test]
fn what_the_law_does_not_say_is_told() {
    let [code, severity, message, ..] = only(&[
        "      - 《滁州市花木管理办法》第四条：道路运输经营者应当按照核定的线路运行，不得擅自停班、甩客。",
    ]);
    assert_eq!((code.as_str(), severity.as_str()), ("L013", "warning"));
    assert_eq!(
        message,
        "《滁州市花木管理办法》（2014年2月1日修订）里没有引文这样的文字"
    );
    let [code, severity, message, ..] =
        only(&["      - 《滁州市花木管理办法》第三条第一款：不予登记的，应当书面说明理由。"]);
    assert_eq!((code.as_str(), severity.as_str()), ("L014", "warning"));
    assert_eq!(
        message,
        "引文在《滁州市花木管理办法》（2014年2月1日修订）第三条第三款，引用的却是第三条第一款"
    );
}

#[test]
fn what_was_not_compared_is_told_once() {
    let quote = "      - 《水土保持法》第二十五条：样例里没有这一条的文字。";
    let found = only(&[quote, quote]);
    assert_eq!((found[0].as_str(), found[1].as_str()), ("L015", "note"));
    assert!(found[2].contains("2 处引文没有核对"), "{}", found[2]);
    // A citation without a quotation needs no text.
    let dir = project(&["      - 《水土保持法》第二十五条第一款"]);
    assert_eq!(findings(&list(&dir), &[]), Vec::<[String; 5]>::new());
}

#[test]
fn the_folder_of_texts() {
    let wrong = "      - 《滁州市花木管理办法》第三条：不登记的，由花木主管部门责令补办；拒不补办的，处五百元罚款。";
    let dir = project(&[wrong]);
    let root = list(&dir);
    assert_eq!(findings(&root, &[]).len(), 1);
    // A folder that is not there is a fault of the settings at its place, and the rest is still checked.
    put(
        &root,
        "power-list.yaml",
        format!("{SETTINGS}law: {{ text_dir: ../没有 }}\n"),
    );
    let (code, stdout, _) = parts(&run(&root, &["validate", "--format", "json"]));
    assert_eq!(code, 1);
    let page: Value = serde_json::from_str(&stdout).unwrap();
    let faults = page["findings"].as_array().unwrap();
    let fault = faults.iter().find(|f| f["code"] == "S008").unwrap();
    assert!(
        fault["message"].as_str().unwrap().contains("law.text_dir"),
        "{fault}"
    );
    let line = SETTINGS.lines().count() + 1;
    assert_eq!(fault["line"], line);
    assert_eq!(fault["column"], 18);
    assert!(faults.iter().any(|f| f["code"] == "I003"));
    // The option comes before the settings.
    assert_eq!(findings(&root, &["--law-texts", "../texts"]).len(), 1);
    let (code, _, stderr) = parts(&run(&root, &["validate", "--law-texts", "../没有"]));
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("不是文件夹"), "{stderr}");
    // Without a folder nothing is compared and nothing is said.
    put(&root, "power-list.yaml", SETTINGS);
    assert_eq!(findings(&root, &[]), Vec::<[String; 5]>::new());
    put(
        &root,
        "power-list.yaml",
        format!("{SETTINGS}law: {{ text_dri: texts }}\n"),
    );
    let (code, _, stderr) = parts(&run(&root, &["validate"]));
    assert_eq!(code, 2, "{stderr}");
}
