use jiff::civil::date;

use super::super::{IndexRow, read};
use super::*;
use crate::domain::law::{LawLevel, Standing};

const SNAPSHOT: Date = date(2025, 4, 19);

/// A statute file: title, history, articles.
fn statute(file: &str, title: &str, history: &str, body: &str) -> Statute {
    let text = format!("# {title}\n\n{history}\n\n<!-- INFO END -->\n\n{body}\n");
    read(file, &text, None, None).unwrap()
}

fn expired(mut statute: Statute) -> Statute {
    statute.expired = Some(true);
    statute
}

#[test]
fn files_of_one_law_become_its_versions() {
    let old = expired(statute(
        "行政法规/甲条例(2017-03-16).md",
        "甲条例",
        "1997年5月8日 国务院令第216号发布\n2017年2月8日 国务院第164次常务会议修订通过\n\
         2017年3月16日 国务院令第677号公布\n2017年6月1日 施行",
        "第一条 甲。\n第二条 本条例自2017年6月1日起施行。",
    ));
    // The newer file only knows the day of adoption of the version between.
    let new = statute(
        "行政法规/甲条例(2022-03-29).md",
        "甲条例",
        "1997年5月8日 国务院令第216号发布\n2017年2月8日 国务院第164次常务会议修订通过\n\
         2022年3月29日 《国务院关于修改部分行政法规的决定》第二次修订",
        "第一条 甲。\n乙。\n第二条 本条例自2017年6月1日起施行。",
    );
    let built = build(vec![new, old], SNAPSHOT);
    let law = built.register.find("甲条例").unwrap();
    let days: Vec<_> = law
        .versions
        .iter()
        .map(|v| (v.published, v.effective))
        .collect();
    assert_eq!(
        days,
        [
            (date(1997, 5, 8), None),
            (date(2017, 3, 16), Some(date(2017, 6, 1))),
            (date(2022, 3, 29), None),
        ]
    );
    let shapes: Vec<_> = law
        .versions
        .iter()
        .map(|v| v.structure.as_ref().map(|s| s.notation().to_owned()))
        .collect();
    assert_eq!(
        shapes,
        [None, Some("0x2".to_owned()), Some("0.0 0".to_owned())]
    );
    // Expired is the older text, not the law.
    assert_eq!(law.repeal, None);
}

#[test]
fn a_closing_article_dates_the_version_that_was_made_with_it() {
    let built = build(
        vec![
            statute(
                "行政法/甲法(2019-04-23).md",
                "中华人民共和国甲法",
                "2003年8月27日 第十届全国人民代表大会常务委员会第四次会议通过\n\
                 2019年4月23日 第十三届全国人民代表大会常务委员会第十次会议《关于修改<建筑法>等八部法律的决定》修正",
                "第一条 甲。\n第二条 本法自2004年7月1日起施行。",
            ),
            statute(
                "行政法/乙法(2014-04-24).md",
                "中华人民共和国乙法",
                "1989年12月26日 第七届全国人民代表大会常务委员会第十一次会议通过\n\
                 2014年4月24日 第十二届全国人民代表大会常务委员会第八次会议修订",
                "第一条 本法自2015年1月1日起施行。",
            ),
        ],
        SNAPSHOT,
    );
    let days = |name: &str| -> Vec<_> {
        let law = built.register.find(name).unwrap();
        law.versions.iter().map(|v| v.effective).collect()
    };
    assert_eq!(days("甲法"), [Some(date(2004, 7, 1)), None]);
    assert_eq!(days("乙法"), [None, Some(date(2015, 1, 1))]);
}

#[test]
fn repeals_find_their_law() {
    let history = "2021年12月24日 第十三届全国人民代表大会常务委员会第三十二次会议通过";
    let new = statute(
        "行政法/新法(2021-12-24).md",
        "中华人民共和国新法",
        history,
        "第一条 本法自2022年6月5日起施行。1996年10月29日通过的《中华人民共和国旧法》、1990年1月2日国务院发布的《无文条例》和\
         《丙法》同时废止。",
    );
    let old = expired(statute(
        "行政法/旧法(1996-10-29).md",
        "中华人民共和国旧法",
        "1996年10月29日 第八届全国人民代表大会常务委员会第二十二次会议通过",
        "第一条 本法自1997年3月1日起施行。1989年9月26日国务院发布的《旧法》同时废止。",
    ));
    // A later law of the same name is not the one repealed.
    let later = statute(
        "行政法/丙法(2023-01-01).md",
        "丙法",
        "2023年1月1日 第十三届全国人民代表大会常务委员会第四十次会议通过",
        "第一条 甲。",
    );
    let gone = expired(statute(
        "行政法规/丁条例(2001-01-01).md",
        "丁条例",
        "2001年1月1日 国务院令第1号公布",
        "第一条 甲。",
    ));
    let built = build(vec![new, old, later, gone], SNAPSHOT);
    let register = &built.register;
    let repeal = register.find("旧法").unwrap().repeal.as_ref().unwrap();
    assert_eq!(
        (repeal.on, repeal.known_by),
        (Some(date(2022, 6, 5)), Some(SNAPSHOT))
    );
    assert_eq!(repeal.by.as_ref().unwrap().as_str(), "新法");
    // Its own earlier statute of the same name is a version, not its end.
    assert_eq!(
        register.find("旧法").unwrap().versions[0].published,
        date(1989, 9, 26)
    );
    assert!(register.find("丙法").unwrap().repeal.is_none());
    let names: Vec<_> = register.repealed_names().map(|(name, _)| name).collect();
    assert_eq!(names, ["丙法", "无文条例"]);
    let gone = register.find("丁条例").unwrap();
    assert!(matches!(
        gone.standing(date(2020, 1, 1)),
        Standing::InForce(_)
    ));
    assert!(matches!(gone.standing(SNAPSHOT), Standing::Repealed(r) if r.on.is_none()));
}

#[test]
fn what_the_texts_repeal_but_the_index_keeps_is_told() {
    let mut old = statute(
        "行政法规/旧条例(2000-01-01).md",
        "旧条例",
        "2000年1月1日 国务院令第1号公布",
        "第一条 甲。",
    );
    old.expired = Some(false);
    let new = statute(
        "行政法规/新条例(2010-01-01).md",
        "新条例",
        "2010年1月1日 国务院令第2号公布",
        "第一条 本条例自公布之日起施行。《旧条例》同时废止。",
    );
    let built = build(vec![old, new], SNAPSHOT);
    let conflicts: Vec<_> = built
        .problems
        .iter()
        .filter(|(_, p)| p.kind == ProblemKind::Conflict)
        .collect();
    assert_eq!(conflicts.len(), 1);
    assert_eq!(
        built
            .register
            .find("旧条例")
            .unwrap()
            .repeal
            .as_ref()
            .unwrap()
            .on,
        Some(date(2010, 1, 1))
    );
}

#[test]
fn a_code_in_parts_is_one_law_or_has_no_structure() {
    let part = |file: &str, part: &str, body: &str| {
        let text = format!(
            "# 中华人民共和国丙典\n\n# {part}\n\n2020年5月28日 第十三届全国人民代表大会第三次会议通过\n\n<!-- INFO END -->\n\n{body}"
        );
        read(file, &text, None, None).unwrap()
    };
    let first = || part("民法典/总则.md", "总则", "第一条 甲。\n第二条 乙。");
    let second = || {
        part(
            "民法典/附则.md",
            "附则",
            "第三条 本法自2021年1月1日起施行。",
        )
    };
    let built = build(vec![second(), first()], SNAPSHOT);
    let law = built.register.find("丙典").unwrap();
    assert_eq!(law.versions.len(), 1);
    assert_eq!(law.versions[0].effective, Some(date(2021, 1, 1)));
    assert_eq!(
        law.versions[0].structure.as_ref().unwrap().notation(),
        "0x3"
    );
    let broken = build(vec![second()], SNAPSHOT);
    assert!(
        broken.register.find("丙典").unwrap().versions[0]
            .structure
            .is_none()
    );
    assert_eq!(broken.problems[0].1.kind, ProblemKind::Unread);
}

#[test]
fn the_day_of_the_index_and_the_history() {
    let row = |published| IndexRow {
        name: "甲条例".to_owned(),
        level: Some(LawLevel::AdministrativeRegulation),
        published,
        effective: None,
        expired: Some(false),
    };
    let text = |history: &str| format!("# 甲条例\n{history}\n<!-- INFO END -->\n第一条 甲。");
    let days = |history: &str, published: Date| {
        let statute = read("a/b.md", &text(history), Some(&row(Some(published))), None).unwrap();
        let all: Vec<_> = statute
            .versions
            .iter()
            .map(|v| (v.published, v.enactment))
            .collect();
        (statute.published(), all)
    };
    let passed = "2000年1月10日 国务院令第1号公布";
    // A day off: the history line is the statute's own.
    assert_eq!(days(passed, date(2000, 1, 9)).0, Some(date(2000, 1, 10)));
    // The last line is missing: the version is there, how it came about is not known.
    let (own, all) = days(passed, date(2019, 3, 2));
    assert_eq!(own, Some(date(2019, 3, 2)));
    assert_eq!(all[1].1, Enactment::Changed);
    // Adopted, publication line missing.
    let (own, all) = days(
        "2020年12月21日 国务院第119次常务会议修订通过",
        date(2021, 2, 9),
    );
    assert_eq!((own, all.len()), (Some(date(2021, 2, 9)), 1));
    let unread = |text: &str, file: &str| read(file, text, None, None).unwrap_err().what;
    assert!(unread("# 甲\n第一条 甲。", "a/甲.md").contains("INFO END"));
    assert!(unread("2000年1月1日 公布\n<!-- INFO END -->", "a/甲.md").contains("标题"));
    assert!(unread("# 甲\n<!-- INFO END -->", "甲.md").contains("位阶"));
}

#[test]
fn a_text_that_breaks_off_has_no_structure() {
    let shape = |body: &str| {
        let history = "2005年8月3日 国务院令第442号公布";
        let file = statute("行政法规/甲条例(2005-08-03).md", "甲条例", history, body);
        let told = file.problems.iter().any(|p| p.what.contains("文本不全"));
        let built = build(vec![file], SNAPSHOT);
        let law = built.register.find("甲条例").unwrap();
        (law.versions[0].structure.is_some(), told)
    };
    let first = "## 第一章 总则\n\n第一条 甲。\n\n第二条 乙。";
    assert_eq!(shape(first), (false, true));
    // With its end, or in two chapters, or in none, it is whole as far as one can see.
    let ended = format!("{first}\n\n第三条 本条例自2005年11月1日起施行。");
    let two = format!("{first}\n\n## 第二章 附则\n\n第三条 丙。");
    let none = "第一条 甲。\n\n第二条 乙。";
    for whole in [ended.as_str(), &two, none] {
        assert_eq!(shape(whole), (true, false), "{whole}");
    }
}
