//! Edits touch what they must and nothing else.

use super::*;

const FILE: &str = "# 单位\ndepartment: hbj\ncategory: 行政审批\nitems:\n  # 乙的说明\n  - code: 341100-hbj-01-0002   # 二\n    name: 乙\n    remarks: |\n      一\n\n      二\n\n  # 甲的说明\n  - code: 341100-hbj-01-0001\n    name: 甲\n    # 甲之后\n\n  # 丙没有编码\n  - name: 丙\n    sub_items:\n      - name: 丙一\n      - { name: 丙二 }\n      - code:\n        name: 丙三\n# 完\n";

#[test]
fn codes_become_the_first_key() {
    let header = entries(FILE).unwrap();
    assert_eq!(header.department.as_deref(), Some("hbj"));
    let third = &header.items[2];
    assert_eq!(
        (third.code.as_ref(), third.name.as_deref()),
        (None, Some("丙"))
    );
    let mut codes = vec![(third.start, "341100-hbj-01-0003".to_owned())];
    for (i, sub) in third.sub_items.iter().enumerate() {
        assert_eq!(sub.code, None);
        codes.push((sub.start, format!("341100-hbj-01-0003-{:02}", i + 1)));
    }
    let new = insert_codes(FILE, &codes).unwrap();
    let wanted = FILE.replace(
        "  - name: 丙\n    sub_items:\n      - name: 丙一\n      - { name: 丙二 }\n      - code:\n",
        "  - code: 341100-hbj-01-0003\n    name: 丙\n    sub_items:\n      - code: 341100-hbj-01-0003-01\n        name: 丙一\n      - { code: 341100-hbj-01-0003-02, name: 丙二 }\n      - code: 341100-hbj-01-0003-03\n",
    );
    assert_eq!(new, wanted);
    let windows = insert_codes("items:\r\n- name: 甲\r\n", &[(10, "c".to_owned())]).unwrap();
    assert_eq!(windows, "items:\r\n- code: c\r\n  name: 甲\r\n");
}

#[test]
fn items_move_with_their_comments() {
    let two = FILE.split("  # 丙没有编码").next().unwrap();
    let Sorted::Moved(new) = sort_items(two).unwrap() else {
        panic!("{:?}", sort_items(two));
    };
    assert_eq!(
        new,
        "# 单位\ndepartment: hbj\ncategory: 行政审批\nitems:\n  # 甲的说明\n  - code: 341100-hbj-01-0001\n    name: 甲\n    # 甲之后\n\n  # 乙的说明\n  - code: 341100-hbj-01-0002   # 二\n    name: 乙\n    remarks: |\n      一\n\n      二\n\n"
    );
    assert_eq!(sort_items(&new), Ok(Sorted::Already));
    assert_eq!(sort_items(FILE), Ok(Sorted::Already), "不是每项都有编码");
    let open = "items:\n- code: 341100-hbj-01-0002\n- code: 341100-hbj-01-0001";
    assert_eq!(
        sort_items(open),
        Ok(Sorted::Moved(
            "items:\n- code: 341100-hbj-01-0001\n- code: 341100-hbj-01-0002".to_owned()
        ))
    );
    assert!(matches!(
        sort_items("items: [{code: 341100-hbj-01-0002}, {code: 341100-hbj-01-0001}]"),
        Ok(Sorted::Left(_))
    ));
}

#[test]
fn instructions_do_not_change_hands() {
    for text in [
        "items:\n  # power-list: allow L001 一\n\n  - code: 341100-hbj-01-0002\n  - code: 341100-hbj-01-0001\n",
        "items:\n  - code: 341100-hbj-01-0002\n    # power-list: allow L001 一\n  - code: 341100-hbj-01-0001\n",
    ] {
        assert!(matches!(sort_items(text), Ok(Sorted::Left(_))), "{text}");
    }
    let close = "items:\n  # power-list: allow L001 一\n  - code: 341100-hbj-01-0002\n  - code: 341100-hbj-01-0001\n";
    assert_eq!(
        sort_items(close),
        Ok(Sorted::Moved(
            "items:\n  - code: 341100-hbj-01-0001\n  # power-list: allow L001 一\n  - code: 341100-hbj-01-0002\n"
                .to_owned()
        ))
    );
    let above = "items:\n  -\n    # power-list: allow I008 一\n    name: 甲。\n";
    let start = entries(above).unwrap().items[0].start;
    assert_eq!(
        insert_codes(above, &[(start, "c".to_owned())]),
        Err(NotChanged::Differs)
    );
}

#[test]
fn values_keep_their_style_where_it_carries_them() {
    let text =
        "a: 甲 # 注\nb: '乙'\nc: \"丙\"\nd: { e: 丁, f: [戊] }\ng: >-\n  己\nh: \"\\u7532\"\n";
    let set = |what: &str, value: &str| {
        let start = text.find(what).unwrap();
        NewValue {
            range: start..start + what.len(),
            value: value.to_owned(),
            number: false,
        }
    };
    let (new, done) = replace(
        text,
        &[
            set("甲", "子: 丑"),
            set("'乙'", "it's"),
            set("\"丙\"", "寅"),
            set("丁", "卯, 辰"),
            set("戊", "巳，午"),
            set("\"\\u7532\"", "未"),
        ],
    )
    .unwrap();
    assert_eq!(
        new,
        "a: '子: 丑' # 注\nb: 'it''s'\nc: \"寅\"\nd: { e: '卯, 辰', f: [巳，午] }\ng: >-\n  己\nh: \"\\u7532\"\n"
    );
    assert_eq!(done.len(), 5);
    assert_eq!(replace("a: [", &[]), Err(NotChanged::Syntax));
}

mod any_text {
    use super::*;
    use crate::io::yaml::layout::layout;
    use proptest::prelude::*;

    /// Texts made of what YAML files are made of, sound or not.
    fn texts() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "items:\n",
            "- ",
            "-\n",
            "  ",
            "    ",
            "\n",
            "\n\n",
            "\r\n",
            "code: ",
            "name: ",
            "甲",
            "\u{3000}",
            "341100-hbj-01-0002\n",
            "341100-hbj-01-0001\n",
            "# 注\n",
            " # 注",
            "{ ",
            " }",
            "[",
            "]",
            ", ",
            "'",
            "\"",
            "|\n",
            ">-\n",
            "? ",
            ": ",
            "&a ",
            "*a",
            "!t ",
            "---\n",
            "...\n",
            "sub_items:\n",
            "department: hbj\n",
            "\t",
            "~",
            "%",
            "basis: ",
            "\u{feff}",
            "\\",
            "remarks: |\n      ",
        ]);
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn ends_in_a_text_or_a_reason(text in texts()) {
            if let Ok(made) = layout(&text) {
                prop_assert_eq!(layout(&made.text).map(|m| m.text), Ok(made.text));
            }
            if let Ok(Sorted::Moved(new)) = sort_items(&text) {
                prop_assert_eq!(sort_items(&new), Ok(Sorted::Already));
            }
            if let Ok(header) = entries(&text) {
                let codes: Vec<(usize, String)> = header
                    .items
                    .iter()
                    .filter(|i| i.code.is_none())
                    .map(|i| (i.start, "341100-hbj-01-0009".to_owned()))
                    .collect();
                if let Ok(new) = insert_codes(&text, &codes) {
                    let all = entries(&new).unwrap().items;
                    prop_assert!(all.iter().all(|i| i.code.is_some()), "{}", new);
                }
            }
        }
    }
}
