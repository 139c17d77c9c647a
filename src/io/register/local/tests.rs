use super::*;
use crate::domain::law::{Existence, Standing};
use crate::domain::provision::{Article, Provision};
use jiff::civil::date;

const GOOD: &str = "\
name: 滁州市甲管理办法
level: 规范性文件
issuer: 滁州市人民政府
former_names: [滁州市甲暂行办法]
versions:
  - published: 2014-01-02
    effective: 2014-02-01
    number: 滁政〔2014〕1号
    articles: 12
  - published: 2018-05-06
    enactment: 修订
    articles: 0x4 0.6.0
repealed: { on: 2020-01-01, by: 滁州市乙办法 }
";

#[test]
fn a_document_is_read() {
    let laws = read("laws/a.yaml", GOOD).unwrap();
    let law = &laws[0];
    assert_eq!(&*law.versions[0].source, "滁州市人民政府 滁政〔2014〕1号");
    assert_eq!(law.versions[1].enactment, Enactment::Revised);
    let first = law.versions[0].structure.as_ref().unwrap();
    let at = |n| Provision::article(Article::new(n).unwrap());
    assert_eq!(first.existence(&at(12)), Existence::Exists);
    assert_eq!(first.existence(&at(13)), Existence::NoArticle { last: 12 });
    assert!(matches!(
        law.standing(date(2014, 1, 5)),
        Standing::NotYetInForce(_)
    ));
    assert!(matches!(
        law.standing(date(2020, 1, 1)),
        Standing::Repealed(_)
    ));
    let list = format!(
        "- name: 丙办法\n  level: 规范性文件\n  versions: [{{published: 2014-01-02}}]\n- {}",
        GOOD.trim_end().replace('\n', "\n  ")
    );
    assert_eq!(read("laws/b.yaml", &list).unwrap().len(), 2);
    assert!(read("laws/c.yaml", "# 空\n").unwrap().is_empty());
}

#[test]
fn mistakes_are_told_in_chinese_with_their_line() {
    for (from, to, line, words) in [
        ("issuer:", "issued_by:", "第 3 行", "不认识的键“issued_by”"),
        (
            "level: 规范性文件",
            "level: 文件",
            "第 2 行",
            "不是效力位阶",
        ),
        ("2014-01-02", "2014-13-02", "第 6 行", "不是日期"),
        ("articles: 12", "articles: 0y4", "第 9 行", "不是条款项结构"),
        ("articles: 12", "articles: 0", "第 9 行", "条数应在"),
        (
            "enactment: 修订",
            "enactment: 改了",
            "第 11 行",
            "不是制定方式",
        ),
        ("name: 滁州市甲管理办法\n", "", "", "缺少键“name”"),
        ("versions:", "versions: [", "", "YAML"),
        ("2018-05-06", "2014-01-02", "", "同为 2014-01-02"),
        (
            "effective: 2014-02-01",
            "effective: 2013-02-01",
            "",
            "早于公布日",
        ),
    ] {
        let text = GOOD.replacen(from, to, 1);
        let error = read("laws/a.yaml", &text).unwrap_err().to_string();
        assert!(error.starts_with("laws/a.yaml"), "{error}");
        assert!(
            error.contains(line) && error.contains(words),
            "{to}: {error}"
        );
    }
}
