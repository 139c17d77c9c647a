//! The canonical reader and the parser on the same texts. `cargo bench --bench canonical -- fuzz` has the staying power.

use std::path::Path;

use super::maker::Maker;
use super::proof::{Taken, compare};

#[test]
fn whatever_is_taken_is_read_as_the_parser_reads_it() {
    let mut maker = Maker::new(1501);
    let (count, mut whole, mut by_entry) = (30_000, 0, 0);
    for _ in 0..count {
        let text = maker.document();
        let taken = compare(text).unwrap_or_else(|difference| panic!("{text:?}\n{difference}"));
        whole += usize::from(taken.whole);
        by_entry += usize::from(taken.by_entry);
    }
    assert!(
        whole > count / 4 && by_entry > count / 10,
        "{whole} {by_entry}"
    );
}

#[test]
fn what_people_write_is_taken() {
    for text in [
        "a: 1\nb:\n  c: 甲 # 注\n\n  d: '乙'\n",
        "a:\n- b\n- c: d\n  e: \"f\"\n",
        "a:\r\n  - b: c\r\n    d: |-\r\n      一\r\n\r\n      二\r\n",
        "time_limit: { statutory: 20, promised: 15, unit: 工作日 }\nnext: [a, b]\n",
        "- { id: a, next: [b, c] }\n-\n  - x\n- - y\n",
        "quote: |\n  第一条：甲。\n    乙# 不是注释\n\n# 注释\nk: 'it''s'\nm: \"\\u0007 \\\"\"\n",
        "# 全文只有一个键\n\na:\n",
    ] {
        let taken = compare(text).unwrap();
        assert!(taken.whole, "{text}");
    }
}

#[test]
fn what_is_unusual_is_left_to_the_parser() {
    for text in [
        "",
        "# a\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !!str b\n",
        "a: b\n  c\n",
        "a: >\n  b\n",
        "a: |2\n   b\n",
        "a: \"b\n  c\"\n",
        "a:\tb\n",
        "a: b\rc: d\n",
        "a: b\u{85}\n",
        "a: \u{feff}b\n",
        "a: [\n  b ]\n",
        "a: [b: c]\n",
        "? a\n: b\n",
        "---\na: b\n",
        "a: b\n...\n",
        "a: b: c\n",
        "a: @b\n",
        "a : b\n",
        "%YAML 1.2\n---\na: b\n",
        "a: b\n   # c\n  d: e\n",
    ] {
        assert_eq!(compare(text), Ok(Taken::default()), "{text:?}");
    }
}

/// What was read otherwise than by the parser while this was written.
#[test]
fn differences_of_old_stay_away() {
    for text in [
        // Where a list begins that is not indented depends on what follows its first dash.
        "department: a\nitems:\n- \t~ x - y\n- 《法》第一条\n",
        // The first of two lists is the one that counts.
        "items: [x - y, a]\nitems:\n- 甲\n",
        "items:\nitems:\n- 甲\n",
        // Nothing is a word of the parser's.
        "a:\n- b:\n-\n",
        // A line break that is none to people, at the beginning.
        "\r",
    ] {
        assert!(compare(text).is_ok(), "{text:?}");
    }
}

#[test]
fn an_entry_that_is_not_canonical_does_not_cost_the_others() {
    for entry in [
        "a: >-\n    b\n    c",
        "a: b\n    c",
        "{ a: [\n    b ] }",
        "\"a\n    b\"",
        "? a\n  : b",
        "a: \"\\x41\"",
    ] {
        let text = format!("items:\n- x: 1\n- {entry}\n\n# c\n- y: 2\n");
        let taken = compare(&text).unwrap();
        assert_eq!((taken.whole, taken.by_entry), (false, true), "{text}");
    }
    for entry in [
        "a: &x b",
        "a: \"b\n- c: d\"",
        "a: b\u{feff}",
        "a: [b",
        "a: b\rc: d",
    ] {
        let text = format!("items:\n- x: 1\n- {entry}\n- y: 2\n");
        assert_eq!(compare(&text), Ok(Taken::default()), "{text}");
    }
}

#[test]
fn every_file_of_the_worked_examples_is_taken() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("data")];
    let mut count = 0;
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "yaml") {
                let text = std::fs::read_to_string(&path).unwrap();
                let taken = compare(&text).unwrap_or_else(|e| panic!("{}：{e}", path.display()));
                let is_list = path.components().any(|part| part.as_os_str() == "items");
                assert!(
                    taken.whole && (!is_list || taken.by_entry),
                    "{}",
                    path.display()
                );
                count += 1;
            }
        }
    }
    assert!(count > 300, "{count}");
}
