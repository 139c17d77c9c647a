//! The layout of the house.

use super::*;

fn laid_out(text: &str) -> String {
    let made = layout(text).unwrap_or_else(|e| panic!("{e}\n{}", make(text).unwrap().text));
    assert_eq!(made.left, [], "{text}");
    assert_eq!(layout(&made.text).unwrap().text, made.text);
    made.text
}

#[test]
fn keys_move_with_their_comments() {
    let text = "# 头
category:   行政审批   # 类别
department: \"hbj\"
# 事项
items:   # 都在这里

- name: '甲'   # 名称
  # 编码的说明
  code: 341100-hbj-01-0001
  fee: {standard: 一元,charged: true}
  supervision:
      email:  'a@b.c'
      # 电话
      phone: '0550-1'
      # 监督的尾


# 乙
- legal_basis:
  - 《甲法》第一条
  - quote: >-
        一

        二
    # 引用
    cite: '《甲法》第二条: x'
  name: \"it's\"
# 尾
";
    assert_eq!(
        laid_out(text),
        "# 头
department: hbj
category: 行政审批 # 类别
# 事项
items: # 都在这里
  # 编码的说明
  - code: 341100-hbj-01-0001
    name: 甲 # 名称
    fee: { charged: true, standard: 一元 }
    supervision:
      # 电话
      phone: 0550-1
      email: a@b.c
      # 监督的尾

  # 乙
  - name: it's
    legal_basis:
      - 《甲法》第一条
      # 引用
      - cite: '《甲法》第二条: x'
        quote: >-
          一

          二
# 尾
"
    );
}

#[test]
fn what_cannot_be_moved_for_sure_stays() {
    let text = "department: hbj\ncategory: 行政审批\nitems:\n  - name: 甲\n    code: 341100-hbj-01-0001\n  - fee: { charged: true, # 注\n        standard: 一元 }\n    name:   乙\n  - name: 丙\n    code: 341100-hbj-01-0003\n";
    let made = layout(text).unwrap();
    assert_eq!(made.left, [(6, "括号里面有注释")]);
    assert_eq!(
        made.text,
        "department: hbj\ncategory: 行政审批\nitems:\n  - code: 341100-hbj-01-0001\n    name: 甲\n  - fee: { charged: true, # 注\n        standard: 一元 }\n    name:   乙\n  - code: 341100-hbj-01-0003\n    name: 丙\n"
    );
    assert_eq!(layout(&made.text).unwrap().text, made.text);
}

#[test]
fn brackets_over_several_lines_and_windows_line_ends() {
    let text = "title: 图\r\nsteps:\r\n  - { id: a, kind: start, name: 甲,\r\n      next: { 是: b, 否: c } }\r\n  - { name: 乙, id: b, kind: end }\r\n";
    assert_eq!(
        laid_out(text),
        "title: 图\nsteps:\n  - id: a\n    name: 甲\n    kind: start\n    next: { 是: b, 否: c }\n  - { id: b, name: 乙, kind: end }\n"
    );
}

#[test]
fn odd_texts() {
    for text in [
        "",
        "# 只有注释\n",
        "a\n",
        "department:\ncategory: ~\nitems:\n",
        "items:\n  - 1\n  -\n  - [a, b]\n",
        "items: []\n",
        "items:\n  - remarks: |\n      一\n    name: 甲\n",
        "items:\n  - name: 甲\n    remarks: |\n      # 不是注释\n\n      二\n    # 是注释\n",
        "items:\n  -\n    # 注\n    name: 甲\n",
    ] {
        let made = layout(text).unwrap_or_else(|e| panic!("{text:?}: {e}"));
        assert_eq!(layout(&made.text).unwrap().text, made.text);
    }
    assert_eq!(layout("a: [").map(|l| l.text), Err(NotChanged::Syntax));
}

#[test]
fn instructions_keep_speaking_of_their_line() {
    let head = "department: hbj\ncategory: 行政审批\nitems:\n";
    for stays in [
        "  - name: 甲\n    # power-list: allow L007 一\n    code: 341100-hbj-01-0001\n",
        "  - supervision:\n      phone:   1\n      # power-list: allow L007 一\n    name: 甲\n",
        "  - name: 甲\n    # power-list: allow L007 一\n    fee: { charged: true,\n      basis: [] }\n",
    ] {
        let made = layout(&format!("{head}{stays}")).unwrap();
        assert_eq!(made.text, format!("{head}{stays}"));
        assert_eq!(made.left.len(), 1, "{stays}");
        assert!(made.left[0].1.contains("power-list"), "{stays}");
    }
    assert_eq!(
        laid_out(&format!(
            "{head}# power-list: allow L001 一\n- office: 甲\n  # power-list: allow L007 二\n  target:   乙\n  name: 丙 # power-list: allow L009 三\n"
        )),
        format!(
            "{head}  # power-list: allow L001 一\n  - name: 丙 # power-list: allow L009 三\n    office: 甲\n    # power-list: allow L007 二\n    target: 乙\n"
        )
    );
}
