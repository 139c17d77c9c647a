//! `fix --law-moves`.

use power_list::domain::citation::{Cited, find_law, law_names, parse};
use power_list::domain::law::Standing;
use power_list::domain::provision::Provision;
use power_list::io::register;
use proptest::prelude::*;

use super::world::{ANIMALS_PATH, CHART_PATH, LATER, SEEDS_PATH, ends, project, read};

use crate::sample::program::content;
use crate::sample::put;

#[test]
fn only_numbers_of_provisions_that_only_moved_are_rewritten() {
    let dir = project();
    let root = dir.path();
    let before = (
        read(root, SEEDS_PATH),
        read(root, ANIMALS_PATH),
        read(root, CHART_PATH),
    );
    let (out, err) = ends(root, 1, &["fix", "--law-moves", "--to", LATER]);
    let wanted = before
        .0
        .replace("第60条、第61条 ", "第五十九条、第六十条 ")
        .replace("《种子法》第六十条]", "《种子法》第五十九条]");
    assert_eq!(read(root, SEEDS_PATH), wanted, "{out}\n{err}");
    let wanted = before
        .1
        .replace(
            "《野生动物保护法》第四十三条：",
            "《野生动物保护法》第四十六条：",
        )
        .replace("《野生动物保护法》第五十条", "《野生动物保护法》第五十四条");
    assert_eq!(read(root, ANIMALS_PATH), wanted);
    assert_eq!(
        read(root, CHART_PATH),
        before.2.replace("第六十一条", "第六十条")
    );
    // The day goes on with the numbers, and nothing else of the settings.
    assert!(read(root, "power-list.yaml").contains(&format!("as_of: {LATER}   # 按这一天\n")));
    assert!(
        err.contains("第七十二条第一款") && err.contains("第七十一条第一款"),
        "{err}"
    );
    assert!(err.contains("另有") && err.contains("law impact"), "{err}");
}

#[test]
fn twice_is_once() {
    let dir = project();
    let root = dir.path();
    ends(root, 1, &["fix", "--law-moves", "--to", LATER]);
    let once = content(root);
    let (_, err) = ends(root, 0, &["fix", "--law-moves", "--to", LATER]);
    assert!(err.contains("已经是"), "{err}");
    assert_eq!(content(root), once);
    // Back is no way either.
    ends(root, 2, &["fix", "--law-moves", "--to", "2020-01-01"]);
    assert_eq!(content(root), once);
}

#[test]
fn looking_writes_nothing() {
    let dir = project();
    let root = dir.path();
    let before = content(root);
    let (diff, _) = ends(root, 1, &["fix", "--law-moves", "--to", LATER, "--diff"]);
    assert!(
        diff.contains("-as_of: 2018-11-01   # 按这一天")
            && diff.contains("+as_of: 2024-06-01   # 按这一天"),
        "{diff}"
    );
    let (list, _) = ends(root, 1, &["fix", "--law-moves", "--to", LATER, "--dry-run"]);
    assert!(list.contains("“第60条”改为“第五十九条”"), "{list}");
    assert_eq!(content(root), before);
}

#[test]
fn what_is_not_sure_or_not_simple_is_left_with_the_reason() {
    let dir = project();
    let root = dir.path();
    let cite = |text: &str| {
        put(
            root,
            SEEDS_PATH,
            format!(
                "department: nyj\ncategory: 其他权力\nitems:\n  - code: 341100-nyj-10-0001\n    name: 种子事项\n    legal_basis:\n      - {text}\n"
            ),
        );
        put(
            root,
            "power-list.yaml",
            read(root, "power-list.yaml").replace(LATER, "2018-11-01"),
        );
        let (code, _, err) = crate::sample::program::parts(&crate::sample::program::run(
            root,
            &["fix", "--law-moves", "--to", LATER],
        ));
        assert!(code <= 1, "{err}");
        let after = read(root, SEEDS_PATH);
        let line = after.lines().last().unwrap();
        (line.trim_start().trim_start_matches("- ").to_owned(), err)
    };
    for (text, wanted) in [
        // One that moved beside one that only stayed.
        (
            "《种子法》第三十五条、第六十条",
            "《种子法》第三十五条、第五十九条",
        ),
        (
            "《种子法》第六十条和第六十一条",
            "《种子法》第五十九条和第六十条",
        ),
        (
            "《种子法》第六十条至第六十一条",
            "《种子法》第五十九条至第六十条",
        ),
        (
            "《种子法》第五十条第一款第(四)、(五)项",
            "《种子法》第四十九条第一款第（四）项、第（五）项",
        ),
        (
            "\"《种子法》第六十条：“第六十条”\"",
            "\"《种子法》第五十九条：“第六十条”\"",
        ),
    ] {
        let (line, err) = cite(text);
        assert_eq!(line, wanted, "{err}");
    }
    for (text, why) in [
        ("《种子法》第六十条、第七十二条", "第七十二条"),
        ("《种子法》（2015年修订）第六十条", "注明了版本"),
        ("《种子法》第六十条、第三章", "章"),
        ("\"《种子法》第六十\\u6761\"", "转义"),
    ] {
        let (line, err) = cite(text);
        assert_eq!(line, text, "{err}");
        assert!(err.contains(why), "{text}\n{err}");
    }
}

#[test]
fn what_cannot_go_together_is_told() {
    let dir = project();
    let root = dir.path();
    for (arguments, wanted) in [
        (&["fix", "--to", LATER][..], "缺少"),
        (&["fix", "--law-moves", "items/nyj"], "不能与"),
        (&["fix", "--law-moves", "--select", "L016"], "不能与"),
        (
            &["fix", "--law-moves", "--to", LATER, "--as-of", "2023-01-01"],
            "不是同一天",
        ),
        (&["fix", "--law-moves", "--to", "明年"], "应写作 2015-03-01"),
    ] {
        let (_, err) = ends(root, 2, arguments);
        assert!(err.contains(wanted), "{arguments:?}\n{err}");
    }
}

/// The citations of a file, law and provisions, and the file without the marks of provisions.
fn cited(text: &str) -> (Vec<Vec<Cited>>, String) {
    let mut out = Vec::new();
    let mut rest = String::new();
    for line in text.lines() {
        let value = line.trim_start_matches("      - ");
        let parsed = parse(value);
        let mut at = 0;
        for citation in &parsed.citations {
            out.push(citation.provisions.iter().map(|p| p.cited).collect());
            for one in &citation.provisions {
                rest.push_str(&value[at..one.span.start.max(at)]);
                at = one.span.end.max(at);
            }
        }
        rest.push_str(&value[at..]);
        rest.push('\n');
    }
    (out, rest)
}

fn lines() -> impl Strategy<Value = String> {
    let law = prop::sample::select(vec![
        "《种子法》",
        "《中华人民共和国种子法》",
        "《水法》",
        "《畜牧法》",
    ]);
    let mark = (1u16..94, 0u16..3, 0u16..3).prop_map(|(article, paragraph, item)| {
        let paragraph = ["", "第一款", "第二款"][usize::from(paragraph)];
        let item = ["", "第（一）项", "第(二)项"][usize::from(item)];
        format!("第{article}条{paragraph}{item}")
    });
    let joined = prop::sample::select(vec!["、", "和", "，", "至"]);
    (law, prop::collection::vec((mark, joined), 1..4)).prop_map(|(law, marks)| {
        let mut out = law.to_owned();
        for (i, (mark, joined)) in marks.iter().enumerate() {
            if i > 0 {
                out.push_str(joined);
            }
            out.push_str(mark);
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn what_a_file_cites_is_the_same_but_for_the_provisions_that_moved(
        texts in prop::collection::vec(lines(), 1..12),
    ) {
        let dir = project();
        let root = dir.path();
        let body: String = texts.iter().map(|text| format!("      - {text}\n")).collect();
        let file = format!("department: nyj\ncategory: 其他权力\nitems:\n  - code: 341100-nyj-10-0001\n    name: 种子事项\n    legal_basis:\n{body}");
        put(root, SEEDS_PATH, &file);
        let run = |root: &std::path::Path| {
            let output = crate::sample::program::run(root, &["fix", "--law-moves", "--to", LATER]);
            crate::sample::program::parts(&output)
        };
        let (code, out, err) = run(root);
        prop_assert!(code <= 1, "{}\n{}", out, err);
        let after = read(root, SEEDS_PATH);
        let ((old, around), (new, still)) = (cited(&file), cited(&after));
        prop_assert_eq!(around, still);
        prop_assert_eq!(old.len(), new.len());
        let register = register::builtin();
        let (from, to) = (jiff::civil::date(2018, 11, 1), LATER.parse().unwrap());
        let names: Vec<&str> = texts.iter().map(String::as_str).collect();
        for ((old, new), text) in old.iter().zip(&new).zip(&names) {
            if old == new {
                continue;
            }
            let parsed = parse(text);
            let name = law_names(&parsed.citations).next().flatten().unwrap();
            let law = find_law(register, name).unwrap();
            let published = |day| match law.standing(day) {
                Standing::InForce(version) => version.published,
                other => panic!("{other:?}"),
            };
            let all = |cited: &[Cited]| -> Vec<Provision> {
                cited.iter().filter_map(Cited::provisions).flatten().collect()
            };
            let mapped: Vec<Provision> = all(old)
                .iter()
                .flat_map(|p| register.trace(law, published(from), published(to), p).unwrap().to)
                .collect();
            prop_assert_eq!(all(new), mapped, "{}", text);
        }
        let (code, out, _) = run(root);
        prop_assert_eq!(code, 0, "{}", out);
        prop_assert_eq!(read(root, SEEDS_PATH), after);
    }
}
