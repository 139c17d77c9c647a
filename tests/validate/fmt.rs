//! `fmt` changes the layout and never what a file says.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use power_list::domain::canonical;
use power_list::domain::gate::Gate;
use power_list::domain::place::SourceId;
use power_list::io::yaml::item_file;
use power_list::io::yaml::layout::layout;
use power_list::io::yaml::write::item_file;
use proptest::prelude::*;

use crate::sample;
use crate::sample::program::{content, parts, program, run};

const UNTIDY: &str = "\
category:   行政审批   # 类别
department: \"hbj\"
items:
- name: '水土保持方案审批'   # 名称
  # 编码的说明
  code: 341100-hbj-01-0001
  fee: {charged: false}

# 第二项
- supervision:
      email:  'a@example.invalid'
      phone: '0550-0000001'
  code: 341100-hbj-01-0002
  name: 排污许可证核发
";

const TIDY: &str = "\
department: hbj
category: 行政审批 # 类别
items:
  # 编码的说明
  - code: 341100-hbj-01-0001
    name: 水土保持方案审批 # 名称
    fee: { charged: false }

  # 第二项
  - code: 341100-hbj-01-0002
    name: 排污许可证核发
    supervision:
      phone: 0550-0000001
      email: a@example.invalid
";

fn untidy() -> tempfile::TempDir {
    let dir = sample::project();
    sample::put(dir.path(), sample::ITEMS_PATH, UNTIDY);
    dir
}

fn text(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

#[test]
fn a_project_is_laid_out() {
    let dir = untidy();
    let before = content(dir.path());
    let (code, out, err) = parts(&run(dir.path(), &["fmt", "--check"]));
    assert_eq!((code, err.as_str()), (1, ""));
    assert_eq!(
        out,
        "items/hbj/行政审批.yaml\n1 个文件的排版要改；power-list fmt 会改好\n"
    );
    let (code, diff, _) = parts(&run(dir.path(), &["fmt", "--diff"]));
    assert_eq!(code, 0);
    assert!(
        diff.contains("-department: \"hbj\"\n") && diff.contains("+department: hbj\n"),
        "{diff}"
    );
    assert_eq!(content(dir.path()), before);
    let (code, out, err) = parts(&run(dir.path(), &["fmt", "items"]));
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, "items/hbj/行政审批.yaml\n重新排版 1 个文件\n");
    assert_eq!(text(dir.path(), sample::ITEMS_PATH), TIDY);
    let (code, out, _) = parts(&run(dir.path(), &["fmt", "--check"]));
    assert_eq!((code, out.as_str()), (0, "排版都合\n"));
}

#[test]
fn what_is_not_sure_is_said() {
    let dir = sample::project();
    let odd = "department: hbj\ncategory: 行政审批\nitems:\n  - name:   甲\n    fee: { charged: false, # 注\n      standard: 无 }\n  - name:   乙\n";
    sample::put(dir.path(), sample::ITEMS_PATH, odd);
    let (code, _, err) = parts(&run(dir.path(), &["fmt"]));
    assert_eq!(code, 0);
    assert_eq!(
        err,
        "这一项原样没动：items/hbj/行政审批.yaml:5：括号里面有注释\n"
    );
    assert_eq!(
        text(dir.path(), sample::ITEMS_PATH),
        odd.replace("name:   乙", "name: 乙")
    );
    sample::put(dir.path(), sample::ITEMS_PATH, "items: [\n");
    let (code, _, err) = parts(&run(dir.path(), &["fmt"]));
    assert_eq!(code, 1);
    assert!(
        err.contains("没有排：items/hbj/行政审批.yaml：文件有语法错误"),
        "{err}"
    );
}

#[test]
fn standard_input_to_standard_output() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = program(dir.path())
        .args(["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(UNTIDY.as_bytes())
        .unwrap();
    let (code, out, err) = parts(&child.wait_with_output().unwrap());
    assert_eq!((code, out.as_str(), err.as_str()), (0, TIDY, ""));
}

#[test]
fn the_example_city_is_in_house_layout() {
    let city = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/chuzhou");
    let (code, out, err) = parts(&run(&city, &["fmt", "--check"]));
    assert_eq!((code, out.as_str(), err.as_str()), (0, "排版都合\n", ""));
}

/// What the items of a text are, as the working database would keep them.
fn digests(text: &str) -> Vec<Vec<u8>> {
    let ((_, items), findings) = item_file::read(text, SourceId(0), Gate::Publication, "");
    assert!(findings.is_empty(), "{findings:?}\n{text}");
    items.iter().map(|i| canonical::item(i, |_| None)).collect()
}

/// A hand with habits of its own.
fn habits() -> impl Strategy<Value = String> {
    let scalar = prop::sample::select(vec![
        "甲",
        "'甲'",
        "\"甲\"",
        "'0123'",
        "\"a: b\"",
        "'it''s'",
        "\"甲\\n乙\"",
        "|\n@  一\n@\n@    二\n@  三",
        ">-\n@   一\n@   二",
        "甲\n@ 乙",
        "'甲\n@\n@ 乙'",
    ]);
    let tail = prop::sample::select(vec!["", " # 注", "   # 注：b"]);
    let above = prop::sample::select(vec!["", "@# 上\n", "\n@# 上\n\n", "\n\n"]);
    let pair = (
        prop::sample::select(vec![
            "office",
            "target",
            "remarks",
            "exercised_by",
            "national_code",
        ]),
        scalar,
        tail,
        above,
    );
    let fixed = prop::sample::select(vec![
        "fee: {charged: false}",
        "fee: { standard: '一元, 二元', charged: true,\n@   basis: [《甲法》第一条] }",
        "time_limit:\n@    unit: 日\n@    # 天\n@    statutory: 20",
        "legal_basis:\n@- 《甲法》第一条 # 一\n@- quote: x\n@  # 二\n@  cite: 《甲法》第二条\n@# 尾",
        "supervision:\n@  # 头\n@  email: a@b\n@  phone: '0550-1'",
        "responsibilities: [{stage: 受理, duty: a}, {duty: b, stage: 审查}]",
    ]);
    let item = (
        "[a-c甲乙]{1,4}",
        prop::collection::vec(pair, 0..4),
        prop::collection::vec(fixed, 0..3),
        prop::bool::ANY,
    )
        .prop_map(|(name, pairs, fixed, name_first)| {
            let mut seen = Vec::new();
            let mut keys = Vec::new();
            for (key, value, tail, above) in pairs {
                if !seen.contains(&key) {
                    seen.push(key);
                    let tail = if value.contains('\n') { "" } else { tail };
                    keys.push((above.to_owned(), format!("{key}: {value}{tail}")));
                }
            }
            for text in fixed {
                let key = text.split(':').next().unwrap();
                if !seen.contains(&key) {
                    seen.push(key);
                    keys.push((String::new(), text.to_owned()));
                }
            }
            let name = (String::new(), format!("name: {name}"));
            if name_first {
                keys.insert(0, name);
            } else {
                keys.push(name);
            }
            keys
        });
    (prop::collection::vec(item, 1..4), 0..3_usize, 1..4_usize).prop_map(|(items, dash, gap)| {
        let mut out = "category: 行政审批\ndepartment: hbj\n# 事项\nitems:\n".to_owned();
        let inner = " ".repeat(dash + 1 + gap);
        for keys in items {
            for (i, (above, text)) in keys.into_iter().enumerate() {
                if i == 0 {
                    out += &format!("{}-{}", " ".repeat(dash), " ".repeat(gap));
                } else {
                    out += &above.replace('@', &inner);
                    out += &inner;
                }
                out += &text.replace('@', &inner);
                out.push('\n');
            }
        }
        out + "# 完\n"
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_said_stays_and_twice_is_once(text in habits()) {
        let made = layout(&text).map_err(|e| TestCaseError::fail(format!("{e}\n{text}")))?;
        prop_assert_eq!(digests(&made.text), digests(&text), "{}", made.text);
        prop_assert_eq!(&layout(&made.text).unwrap().text, &made.text);
        prop_assert!(made.left.is_empty(), "{:?}\n{}", made.left, text);
        // What the writer of item files writes is in house layout.
        let ((_, items), _) = item_file::read(&text, SourceId(0), Gate::Publication, "");
        let written = item_file("hbj", "行政审批", &items);
        prop_assert_eq!(&layout(&written).unwrap().text, &written);
    }
}
