//! What the settings let pass and what a run shows: `allow`, comments, `--select`, `--ignore`.

use std::path::Path;

use serde_json::Value;

use crate::sample::program::{parts, run};
use crate::sample::{self, CHART, CHART_PATH, ITEMS_PATH, SETTINGS, items_with, put};

const ITEM: &str = "341100-hbj-01-0001";

/// The sample project, whose one fault is an article that does not exist.
fn faulty(comment: &str) -> tempfile::TempDir {
    let dir = sample::project();
    let basis = format!(
        "    legal_basis:\n      - 《水土保持法》第二十五条第一款\n      - 《水土保持法》第九十九条{comment}"
    );
    put(dir.path(), ITEMS_PATH, items_with("legal_basis", &basis));
    dir
}

fn allow(dir: &Path, entries: &str) {
    put(
        dir,
        "power-list.yaml",
        format!("{SETTINGS}allow:\n{entries}"),
    );
}

fn entry(rule: &str, subject: &str, until: &str) -> String {
    format!("  - {{ rule: {rule}, {subject}, reason: 市政府第12次常务会议纪要, until: {until} }}\n")
}

fn item() -> String {
    format!("item: {ITEM}")
}

/// Exit code, `code message` of each finding, and the summary.
fn judged(dir: &Path, arguments: &[&str]) -> (i32, Vec<String>, Value) {
    let mut all = vec!["validate", "--format", "json"];
    all.extend(arguments);
    let (code, out, err) = parts(&run(dir, &all));
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|e| panic!("{e}：{out}{err}"));
    let findings = report["findings"].as_array().unwrap();
    let text = |f: &Value| {
        let (code, message) = (f["code"].as_str().unwrap(), f["message"].as_str().unwrap());
        format!("{code} {message}")
    };
    (
        code,
        findings.iter().map(text).collect(),
        report["summary"].clone(),
    )
}

fn codes(dir: &Path, arguments: &[&str]) -> Vec<String> {
    let (_, findings, _) = judged(dir, arguments);
    findings.iter().map(|f| f[..4].to_owned()).collect()
}

#[test]
fn an_allowed_finding_is_only_counted() {
    let dir = faulty("");
    assert_eq!(judged(dir.path(), &[]).0, 1);
    for rule in ["L002", "article-not-found", "l002"] {
        allow(dir.path(), &entry(rule, &item(), "2999-12-31"));
        let (code, findings, summary) = judged(dir.path(), &[]);
        assert_eq!((code, findings), (0, vec![]), "{rule}");
        assert_eq!(
            (&summary["allowed"], &summary["errors"]),
            (&1.into(), &0.into())
        );
        assert!(summary["baselined"].is_null());
    }
    let (code, out, _) = parts(&run(dir.path(), &["validate"]));
    assert_eq!(code, 0);
    assert!(out.ends_with("不计在内：允许的 1 个\n"), "{out}");
}

#[test]
fn what_is_allowed_in_vain_is_reported() {
    let dir = faulty("");
    let cases = [
        (
            entry("L002", &item(), "2015-06-30"),
            "S017",
            "到2015年6月30日为止，已经过期",
        ),
        (
            entry("L001", &item(), "2999-12-31"),
            "S018",
            "没有 L001 的问题",
        ),
        (
            entry("L002", "item: 341100-hbj-01-0002", "2999-12-31"),
            "S018",
            "清单里没有“341100-hbj-01-0002”",
        ),
        (
            entry("X001", "file: items/hbj/无.yaml", "2999-12-31"),
            "S018",
            "工程里没有“items/hbj/无.yaml”",
        ),
        // A file is allowed what belongs to none of its items.
        (
            entry("L002", "file: items/hbj/行政审批.yaml", "2999-12-31"),
            "S018",
            "没有 L002 的问题",
        ),
        (
            entry("L099", &item(), "2999-12-31"),
            "S014",
            "没有“L099”这条规则",
        ),
        (entry("S001", &item(), "2999-12-31"), "S015", "S001（"),
        (entry("S018", &item(), "2999-12-31"), "S015", "S018（"),
    ];
    for (entries, code, text) in cases {
        allow(dir.path(), &entries);
        let (exit, findings, summary) = judged(dir.path(), &[]);
        assert_eq!((exit, findings.len()), (1, 2), "{entries}：{findings:?}");
        assert!(summary["allowed"].is_null());
        let wanted = |f: &&String| f.starts_with(code) && f.contains(text);
        assert!(
            findings.iter().any(|f| wanted(&f)),
            "{entries}：{findings:?}"
        );
        assert!(findings.iter().any(|f| f.starts_with("L002")), "{entries}");
    }
    for (left_out, code) in [
        ("reason: 市政府第12次常务会议纪要, ", "S004"),
        (", until: 2999-12-31", "S004"),
    ] {
        allow(
            dir.path(),
            &entry("L002", &item(), "2999-12-31").replace(left_out, ""),
        );
        let (exit, findings, _) = judged(dir.path(), &[]);
        assert_eq!(exit, 2);
        assert!(findings[0].starts_with(code), "{findings:?}");
    }
}

#[test]
fn an_allow_counts_up_to_its_last_day() {
    let dir = faulty("");
    let day = |shift: i64| {
        let today = jiff::tz::Offset::constant(8)
            .to_datetime(jiff::Timestamp::now())
            .date();
        today
            .checked_add(jiff::SignedDuration::from_hours(24 * shift))
            .unwrap()
            .to_string()
    };
    // The day may change while the test runs: yesterday and tomorrow are sure.
    allow(dir.path(), &entry("L002", &item(), &day(-2)));
    assert_eq!(codes(dir.path(), &[]), ["S017", "L002"]);
    allow(dir.path(), &entry("L002", &item(), &day(1)));
    assert_eq!(codes(dir.path(), &[]), [""; 0]);
}

#[test]
fn a_run_that_does_not_see_everything_calls_nothing_unused() {
    let dir = faulty("");
    allow(dir.path(), &entry("L001", &item(), "2999-12-31"));
    assert_eq!(codes(dir.path(), &[]), ["S018", "L002"]);
    let restricted: [&[&str]; 5] = [
        &["--select", "L"],
        &["--ignore", "S"],
        &["--department", "hbj"],
        &[ITEMS_PATH],
        &["--as-of", "2016-01-01"],
    ];
    for arguments in restricted {
        assert_eq!(codes(dir.path(), arguments), ["L002"], "{arguments:?}");
    }
    // R001 is silent at 一上: it may be wanted later.
    let silent = power_list::rules::RULES.iter().find(|r| {
        let at = |gate| r.severities.at(gate);
        use power_list::domain::gate::Gate;
        at(Gate::First).is_none() && at(Gate::Publication).is_some()
    });
    if let Some(silent) = silent {
        allow(dir.path(), &entry(silent.name, &item(), "2999-12-31"));
        assert_eq!(codes(dir.path(), &["--gate", "1"]), ["L002"]);
        assert_eq!(codes(dir.path(), &["--gate", "4"]), ["S018", "L002"]);
    }
    // What could not be read may be where the fault is.
    put(
        dir.path(),
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems: [\n",
    );
    assert!(!codes(dir.path(), &[]).contains(&"S018".to_owned()));
}

#[test]
fn a_comment_behind_a_line_covers_that_line() {
    for comment in [
        " # power-list: allow L002 省里来函核实中",
        " # power-list: allow F001、article-not-found， L003 省里来函核实中",
    ] {
        let dir = faulty(comment);
        let (code, findings, summary) = judged(dir.path(), &["--ignore", "S018"]);
        assert_eq!((code, findings), (0, vec![]), "{comment}");
        assert_eq!(summary["allowed"], 1);
    }
    let dir = sample::project();
    let basis = "    legal_basis:\n      - 《水土保持法》第二十五条第一款 # power-list: allow L002 核实中\n      - 《水土保持法》第九十九条";
    put(dir.path(), ITEMS_PATH, items_with("legal_basis", basis));
    assert_eq!(codes(dir.path(), &[]), ["S018", "L002"]);
    // What covers too little says which rule is too much, in its own place.
    let dir = faulty(" # power-list: allow L003、L002 核实中");
    let (_, findings, _) = judged(dir.path(), &[]);
    assert_eq!(findings, ["S018 注释所管的地方没有 L003 的问题，不必允许"]);
}

#[test]
fn a_comment_on_its_own_line_covers_what_follows() {
    let dir = faulty("");
    let text = std::fs::read_to_string(dir.path().join(ITEMS_PATH)).unwrap();
    let comment = "# power-list: allow L002 核实中";
    let above_line = text.replace(
        "      - 《水土保持法》第九十九条",
        &format!("      {comment}\n\n      # 别的说明\n      - 《水土保持法》第九十九条"),
    );
    let above_entry = text.replace("items:\n", &format!("items:\n  {comment}\n"));
    let above_other = text.replace("    office:", &format!("    {comment}\n    office:"));
    let at_end = format!("{text}{comment}\n");
    for (text, wanted) in [
        (above_line, vec![]),
        (above_entry, vec![]),
        (above_other, vec!["L002", "S018"]),
        (at_end, vec!["L002", "S018"]),
    ] {
        put(dir.path(), ITEMS_PATH, &text);
        assert_eq!(codes(dir.path(), &[]), wanted, "{text}");
    }
}

#[test]
fn an_entry_is_covered_to_its_end_and_no_further() {
    let dir = faulty("");
    let text = std::fs::read_to_string(dir.path().join(ITEMS_PATH)).unwrap();
    let (head, one) = text.split_once("items:\n").unwrap();
    let two = one
        .replace("0001", "0002")
        .replace("水土保持方案审批", "水土保持方案变更审批");
    let comment = "  # power-list: allow L002 核实中\n";
    put(
        dir.path(),
        ITEMS_PATH,
        format!("{head}items:\n{comment}{one}{two}"),
    );
    let (_, findings, summary) = judged(dir.path(), &[]);
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(summary["allowed"], 1);
    put(
        dir.path(),
        ITEMS_PATH,
        format!("{head}items:\n{comment}{one}{comment}{two}"),
    );
    assert_eq!(judged(dir.path(), &[]).2["allowed"], 2);
}

#[test]
fn charts_and_units_have_comments_too() {
    let dir = sample::project();
    let dangling = CHART.replace("days: 8, next: [c]", "days: 8, next: [c, 没有的步骤]");
    put(dir.path(), CHART_PATH, &dangling);
    let found = codes(dir.path(), &[]);
    assert!(!found.is_empty());
    let comment = format!("# power-list: allow {} 核实中", found.join("、"));
    for text in [
        dangling.replace("  - { id: b", &format!("  {comment}\n  - {{ id: b")),
        dangling.replace(
            "[c, 没有的步骤] }",
            &format!("[c, 没有的步骤] }} {comment}"),
        ),
    ] {
        put(dir.path(), CHART_PATH, &text);
        let (_, findings, summary) = judged(dir.path(), &["--department", "hbj"]);
        assert_eq!(findings, [""; 0], "{text}");
        assert_eq!(summary["allowed"], found.len());
    }

    let dir = sample::project();
    let text = sample::DEPARTMENTS.to_owned()
        + "  # power-list: allow X004 机构刚成立\n  - { id: xjg, name: 滁州市新机构, kind: 市政府工作部门, group: 审核一组 }\n";
    put(dir.path(), "departments.yaml", text);
    assert_eq!(judged(dir.path(), &[]).2["allowed"], 1);
}

#[test]
fn what_looks_like_a_comment_inside_a_text_is_none() {
    let quoted = "      - '《水土保持法》第九十九条 # power-list: allow L002 核实中'";
    let block =
        "      - |\n        《水土保持法》第九十九条\n        # power-list: allow L002 核实中";
    for basis in [quoted, block] {
        let dir = sample::project();
        put(
            dir.path(),
            ITEMS_PATH,
            items_with("legal_basis", &format!("    legal_basis:\n{basis}")),
        );
        let (code, findings, summary) = judged(dir.path(), &[]);
        assert_eq!(code, 1, "{findings:?}");
        assert!(
            summary["allowed"].is_null() && findings.iter().any(|f| f.starts_with("L002")),
            "{findings:?}"
        );
        assert!(
            !findings.iter().any(|f| f.starts_with("S01")),
            "{findings:?}"
        );
    }
}

#[test]
fn a_slip_in_a_comment_is_reported() {
    for (comment, text) in [
        (
            "power-list：allow L002 核实中",
            "S016 注释“power-list”后面要用半角冒号",
        ),
        (
            "power-list allow L002 核实中",
            "S016 注释“power-list”后面要用半角冒号",
        ),
        (
            "power-list: ignore L002 核实中",
            "S016 注释“power-list:”后面只能写 allow",
        ),
        ("power-list: allow", "S016 注释没有写明允许哪条规则"),
        ("power-list: allow L002", "S016 注释没有写原因"),
        ("power-list: allow L2 核实中", "S014 没有“L2”这条规则"),
        (
            "power-list: allow S001 核实中",
            "S015 S001（文件不是合法的 YAML）不能允许",
        ),
    ] {
        let dir = faulty(&format!(" # {comment}"));
        let (code, findings, _) = judged(dir.path(), &["--department", "hbj"]);
        assert_eq!(code, 1);
        assert!(
            findings.len() == 2 && findings.iter().any(|f| f == text),
            "{comment}：{findings:?}"
        );
    }
}

#[test]
fn a_syntax_error_leaves_the_comments_of_the_rest() {
    let dir = faulty(" # power-list: allow L002 核实中");
    let path = dir.path().join(ITEMS_PATH);
    let text = std::fs::read_to_string(path).unwrap();
    put(
        dir.path(),
        ITEMS_PATH,
        format!("{text}  - name: \"没有收尾\n"),
    );
    let (_, findings, summary) = judged(dir.path(), &[]);
    assert!(
        findings.iter().all(|f| f.starts_with("S001")),
        "{findings:?}"
    );
    assert_eq!(summary["allowed"], 1);
}

#[test]
fn rules_are_selected_and_ignored() {
    let dir = faulty("");
    let basis = "    supervision:";
    let text = std::fs::read_to_string(dir.path().join(ITEMS_PATH)).unwrap();
    let (before, _) = text.split_once(basis).unwrap();
    put(dir.path(), ITEMS_PATH, before);
    for (arguments, wanted) in [
        (&[][..], vec!["I012", "L002"]),
        (&["--select", "L"], vec!["L002"]),
        (&["--select", "no-supervision、L001"], vec!["I012"]),
        (&["--select", "L", "--select", "I012"], vec!["I012", "L002"]),
        (&["--ignore", "l002"], vec!["I012"]),
        (
            &["--select", "I,L", "--ignore", "article-not-found"],
            vec!["I012"],
        ),
        (&["--select", "X"], vec![]),
    ] {
        let mut found = codes(dir.path(), arguments);
        found.sort();
        assert_eq!(found, wanted, "{arguments:?}");
    }
    assert_eq!(judged(dir.path(), &["--ignore", "L"]).0, 0);
    for (arguments, text) in [
        (["--select", "L0O2"], "是不是 L002？"),
        (["--select", "no-flowchar"], "是不是 no-flowchart？"),
        (["--ignore", "Q"], "没有“Q”这条规则"),
        (["--select", ""], "没有“”这条规则"),
        (["--ignore", "S001"], "S001 不能不看"),
    ] {
        let (code, _, err) = parts(&run(dir.path(), &[&["validate"][..], &arguments].concat()));
        assert_eq!(code, 2, "{arguments:?}");
        assert!(err.contains(text), "{arguments:?}：{err}");
    }
    // What cannot be read is never left out: an empty answer would be no answer.
    put(dir.path(), ITEMS_PATH, "department: hbj\nitems: [\n");
    let (code, findings, _) = judged(dir.path(), &["--select", "F"]);
    assert!(
        code == 1 && findings.iter().all(|f| f.starts_with("S001")),
        "{findings:?}"
    );
}

#[test]
fn severities_of_unknown_rules_are_reported_and_case_does_not_matter() {
    let dir = faulty("");
    put(
        dir.path(),
        "power-list.yaml",
        format!("{SETTINGS}rules: {{ l002: warning, L099: off }}\n"),
    );
    let (code, findings, summary) = judged(dir.path(), &[]);
    assert_eq!((code, &summary["warnings"]), (1, &1.into()), "{findings:?}");
    assert_eq!(findings[0], "S014 没有“L099”这条规则");
}

#[test]
fn what_a_role_asks_for_is_reported_with_the_rest() {
    let dir = sample::project();
    let findings = |person: &str| {
        let text = format!("{SETTINGS}  - {person}\n");
        put(dir.path(), "power-list.yaml", text);
        judged(dir.path(), &[]).1
    };
    // An unknown role hides neither what is missing nor what is unknown, and asks for nothing itself.
    assert_eq!(
        findings("{ name: 甲, role: 组长, department: hbj, nmae: 乙 }"),
        [
            "S004 人员缺少“id”",
            "S008 role（角色）不能是“组长”",
            "S003 人员没有“nmae”这个键",
        ]
    );
    assert_eq!(
        findings("{ id: a, name: 甲, role: 审核人, department: hbj }"),
        [
            "S004 审核人缺少“body”",
            "S004 审核人缺少“group”",
            "S003 人员没有“department”这个键",
        ]
    );
}

#[test]
fn a_gate_honours_the_settings_but_no_comment_and_no_baseline() {
    let submit = |dir: &Path| {
        let (code, out, err) = parts(&run(dir, &["review", "submit", "hbj", "--as", "hbj"]));
        (code, format!("{out}{err}"))
    };
    let start = |dir: &Path| {
        let (code, _, err) = parts(&run(dir, &["review", "start", "--as", "zh"]));
        assert_eq!(code, 0, "{err}");
    };
    let dir = faulty(" # power-list: allow L002 核实中");
    assert_eq!(judged(dir.path(), &[]).0, 0);
    assert_eq!(codes(dir.path(), &["--strict"]), ["L002"]);
    start(dir.path());
    let (code, text) = submit(dir.path());
    assert!(code == 4 && text.contains("--gate 1 --strict"), "{text}");

    let dir = faulty("");
    assert_eq!(parts(&run(dir.path(), &["baseline", "create"])).0, 0);
    assert_eq!(judged(dir.path(), &[]).0, 0);
    assert_eq!(codes(dir.path(), &["--strict"]), ["L002"]);
    start(dir.path());
    let (code, text) = submit(dir.path());
    assert_eq!(code, 4, "{text}");
    allow(dir.path(), &entry("L002", &item(), "2999-12-31"));
    let (code, text) = submit(dir.path());
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("按工程设置允许 1 个错误"), "{text}");
}
