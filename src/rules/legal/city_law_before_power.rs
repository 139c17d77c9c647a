//! L018 `city-law-before-power`: 设区的市在有立法权之前制定的法规、规章

use crate::domain::law::{LawLevel, Standing};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::CiteContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text;
use jiff::civil::{Date, date};

/// 设区的市在有立法权之前制定的法规、规章。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Legal, 18),
    name: "city-law-before-power",
    title: "设区的市在有立法权之前制定的法规、规章",
    why: "2015 年 3 月 15 日立法法修正以前，只有省会市、经济特区所在的市和国务院批准的较大的市可以制定地方性法规和政府规章（立法法 2000 年第六十三条、第七十三条）；其他设区的市此前的文件只是规范性文件。",
    remedy: "改引上位法；这份文件按规范性文件登记",
    severities: Severities::first_then(Severity::Warning, Severity::Error),
    bad: Sample::Files(&[
        (
            "laws/test.yaml",
            "name: 滁州市测试管理办法\nlevel: 地方政府规章\nversions:\n  - { published: 2010-01-01, effective: 2010-02-01, articles: \"0x9\" }\n",
        ),
        (
            "items/hbj/其他权力.yaml",
            "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《滁州市测试管理办法》第三条]\n",
        ),
    ]),
    good: Sample::Files(&[
        (
            "items/hbj/其他权力.yaml",
            "department: hbj\ncategory: 其他权力\nitems:\n  - code: 341100-hbj-10-0001\n    name: 测试事项备案\n    legal_basis: [《滁州市测试办法》第三条]\n",
        ),
        (
            "laws/test.yaml",
            "name: 滁州市测试办法\nlevel: 规范性文件\nversions:\n  - { published: 2010-01-01, effective: 2010-02-01, articles: \"0x9\" }\n",
        ),
    ]),
    check: Check::Cite(check),
};

/// The day on which all cities divided into districts got the power (立法法 2015 arts 72, 82).
const SINCE: Date = date(2015, 3, 15);

/// 较大的市 in the sense of 立法法 (2000) art. 63: seats of provincial governments, of the special economic zones,
/// and those approved by the State Council.
const WITH_POWER: [&str; 49] = [
    "石家庄",
    "太原",
    "呼和浩特",
    "沈阳",
    "长春",
    "哈尔滨",
    "南京",
    "杭州",
    "合肥",
    "福州",
    "南昌",
    "济南",
    "郑州",
    "武汉",
    "长沙",
    "广州",
    "南宁",
    "海口",
    "成都",
    "贵阳",
    "昆明",
    "拉萨",
    "西安",
    "兰州",
    "西宁",
    "银川",
    "乌鲁木齐",
    "深圳",
    "珠海",
    "汕头",
    "厦门",
    "唐山",
    "大同",
    "包头",
    "大连",
    "鞍山",
    "抚顺",
    "吉林",
    "齐齐哈尔",
    "无锡",
    "淮南",
    "青岛",
    "洛阳",
    "宁波",
    "淄博",
    "邯郸",
    "本溪",
    "徐州",
    "苏州",
];

fn check(c: &CiteContext<'_>, sink: &mut Sink<'_>) {
    let (Some(law), Some(Standing::InForce(version))) = (c.cite.law, c.cite.standing) else {
        return;
    };
    let settings = &c.shared.project.settings;
    let Some(city) = settings.jurisdiction_name.strip_suffix('市') else {
        return;
    };
    let code = settings.jurisdiction.value.as_str();
    let of_a_city = code.ends_with("00") && !code.ends_with("0000");
    let made_by_it = law.id.as_str().starts_with(&*settings.jurisdiction_name);
    let as_law = matches!(
        law.level,
        LawLevel::LocalRegulation | LawLevel::LocalGovernmentRule
    );
    if of_a_city && made_by_it && as_law && version.published < SINCE && !WITH_POWER.contains(&city)
    {
        let message = format!(
            "《{}》公布于{}，当时{city}市还不能制定{}",
            law.id,
            text::date(version.published),
            law.level.chinese()
        );
        sink.cite(c.cite, &c.cite.citation.law_span, message);
    }
}
