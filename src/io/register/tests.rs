use jiff::civil::date;

use super::*;
use crate::domain::law::{Enactment, Law, LawVersion, Repeal, Standing, Structure};

fn version(published: jiff::civil::Date, structure: Option<&str>) -> LawVersion {
    LawVersion {
        published,
        effective: Some(published),
        enactment: Enactment::Passed,
        source: "某会议通过".into(),
        structure: structure.map(Structure::from_notation),
    }
}

fn small() -> Register {
    let mut register = Register::new([
        Law {
            id: "乙条例".parse().unwrap(),
            full_name: "乙条例".into(),
            level: LawLevel::AdministrativeRegulation,
            former_names: vec!["乙暂行条例".into()],
            versions: vec![
                version(date(2001, 2, 3), None),
                version(date(2019, 4, 5), Some("0x4 0.6.0 20-1:3 ?")),
            ],
            repeal: Some(Repeal {
                on: None,
                known_by: Some(date(2025, 4, 19)),
                by: None,
            }),
        },
        Law {
            id: "甲法".parse().unwrap(),
            full_name: "中华人民共和国甲法".into(),
            level: LawLevel::Law,
            former_names: Vec::new(),
            versions: vec![version(date(2000, 1, 1), Some("0"))],
            repeal: Some(Repeal {
                on: Some(date(2010, 1, 1)),
                known_by: None,
                by: Some("丙法".parse().unwrap()),
            }),
        },
    ]);
    register.add_repealed_name(
        "丁办法",
        Repeal {
            on: Some(date(1999, 9, 9)),
            known_by: None,
            by: Some("甲法".parse().unwrap()),
        },
    );
    register
}

fn texts<'a>(files: &'a [(&'static str, String); 6]) -> Vec<(&'a str, &'a str)> {
    files.iter().map(|(n, t)| (*n, t.as_str())).collect()
}

#[test]
fn what_is_written_reads_back_the_same() {
    let files = write(&small());
    let again = read(texts(&files)).unwrap();
    assert_eq!(write(&again), files);
    let law = again.find("中华人民共和国甲法").unwrap();
    assert_eq!(law.repeal, small().find("甲法").unwrap().repeal);
    assert_eq!(law.versions, small().find("甲法").unwrap().versions);
    assert_eq!(again.find("乙暂行条例").unwrap().id.as_str(), "乙条例");
    assert_eq!(
        again.repealed_name("丁办法"),
        small().repealed_name("丁办法")
    );
    assert!(
        files[0].1.contains("法规\t甲法\t+\t法律\n"),
        "{}",
        files[0].1
    );
    assert!(
        files[1].1.contains("法规\t乙条例\t-\t行政法规\n"),
        "{}",
        files[1].1
    );
}

#[test]
fn mistakes_name_file_and_line() {
    let good = write(&small())[1].1.clone();
    for (from, to, words) in [
        ("第1版", "第9版", "第 1 行"),
        (
            "2001-02-03\t2001-02-03",
            "2001-02-30\t2001-02-03",
            "第 5 行",
        ),
        (
            "2019-04-05\t2019-04-05\t公布",
            "2001-02-03\t-\t公布",
            "晚于上一版本",
        ),
        ("行政法规", "法令", "效力位阶"),
        ("\t公布\t", "\t颁行\t", "公布、修正"),
        ("法规\t乙条例", "# 法规\t乙条例", "没有“法规”行"),
        ("曾用名\t", "别名\t", "制表符"),
    ] {
        let text = good.replacen(from, to, 1);
        assert_ne!(text, good, "{from}");
        let error = read([("regulations.txt", text.as_str())])
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("regulations.txt") && error.contains(words),
            "{to}: {error}"
        );
    }
}

#[test]
fn the_builtin_register_is_sound() {
    let register = builtin_owned().unwrap();
    assert!(register.laws().len() > 900);
    for law in register.laws() {
        assert!(!law.versions.is_empty(), "{}", law.id);
        for version in &law.versions {
            let readable = version
                .structure
                .as_ref()
                .is_none_or(Structure::is_readable);
            assert!(readable, "{} {}", law.id, version.published);
            assert!(
                version.effective.is_none_or(|day| day >= version.published),
                "{}",
                law.id
            );
        }
    }
    // The committed files are what the writer gives, so that a rebuild shows true differences only; what is kept by
    // hand is not among them.
    let made = read(BUILTIN.into_iter().filter(|(name, _)| FILES.contains(name))).unwrap();
    for ((_, committed), (name, written)) in BUILTIN.iter().zip(write(&made)) {
        assert!(*committed == written, "data/laws/{name} 不是程序写出的样子");
    }
}

#[test]
fn facts_of_the_builtin_register() {
    let register = builtin();
    let law = |name: &str| register.find(name).unwrap_or_else(|| panic!("没有 {name}"));
    let in_force = |name: &str, day| match law(name).standing(day) {
        Standing::InForce(version) => (version.published, version.structure.is_some()),
        other => panic!("{name}: {other:?}"),
    };
    let spring = date(2015, 3, 1);
    assert_eq!(law("行政许可法").versions.len(), 2);
    assert_eq!(in_force("行政许可法", spring), (date(2003, 8, 27), false));
    assert_eq!(
        in_force("行政许可法", date(2020, 1, 1)),
        (date(2019, 4, 23), true)
    );
    assert_eq!(
        in_force("政府采购法实施条例", spring),
        (date(2015, 1, 30), true)
    );
    assert_eq!(
        in_force("环境保护法", date(2015, 1, 1)),
        (date(2014, 4, 24), true)
    );
    assert_eq!(
        in_force("环境保护法", date(2014, 12, 31)),
        (date(1989, 12, 26), false)
    );
    assert_eq!(
        in_force("农药管理条例", date(2017, 6, 1)),
        (date(2017, 3, 16), true)
    );
    assert_eq!(
        in_force("民法典", date(2021, 1, 1)),
        (date(2020, 5, 28), true)
    );
    let museum = law("博物馆条例");
    assert!(
        matches!(museum.standing(spring), Standing::NotYetInForce(v) if v.effective == Some(date(2015, 3, 20)))
    );
    let noise = law("环境噪声污染防治法").repeal.as_ref().unwrap();
    assert_eq!(noise.on, Some(date(2022, 6, 5)));
    assert_eq!(noise.by.as_ref().unwrap().as_str(), "噪声污染防治法");
    let planning = register.repealed_name("中华人民共和国城市规划法").unwrap();
    assert_eq!(planning.on, Some(date(2008, 1, 1)));
    assert_eq!(planning.by.as_ref().unwrap().as_str(), "城乡规划法");
    assert_eq!(
        &*law("中国人民解放军现役军官服役条例").full_name,
        "中华人民共和国现役军官法"
    );
}
