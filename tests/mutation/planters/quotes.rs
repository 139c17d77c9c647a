//! Family L, on quotations: they need the text of a law, given by the settings.

use super::{Planter, apart, variant};
use crate::city::{City, Place};

pub static PLANTERS: &[Planter] = &[
    apart("L011", quote_wording_differs),
    apart("L012", quote_in_other_article),
    apart("L013", quote_not_in_law),
    apart("L014", quote_in_other_paragraph),
    apart("L015", statute_text_missing),
];

const LAW: &str = "name: 安徽省花木登记办法\nlevel: 地方政府规章\nversions:\n  - { published: 2014-02-01, articles: 5 }\n";
const TEXT: &str = "# 安徽省花木登记办法\n\n2014年2月1日公布\n\n<!-- INFO END -->\n\n第一条 为了管理花木，制定本办法。\n\n第二条 种植花木满十亩的，应当在三十日内向花木主管部门登记。\n\n第三条 有下列情形之一的，不予登记：\n\n（一）面积不足的；\n\n（二）申请材料不实的。\n\n不予登记的，应当书面说明理由。\n\n第四条 不登记的，由花木主管部门责令补办；拒不补办的，处五百元罚款。\n\n第五条 本办法自公布之日起施行。\n";

/// Gives the city the text of a law, once.
fn texts(c: &mut City) {
    let path = "laws/花木.yaml";
    if !c.texts.contains_key(path) {
        c.create(path, LAW);
        c.create("texts/地方政府规章/安徽省花木登记办法(2014-02-01).md", TEXT);
        c.lines(&Place::head("power-list.yaml"))
            .insert(1, "law: { text_dir: texts }".to_owned());
    }
}

/// Adds a quotation to an item, beside its citation or after it; the rule points at a piece of it.
fn quote(c: &mut City, cite: &str, quote: &str, slice: &str) {
    texts(c);
    let item = c.item(|_| true);
    let entry = match c.round % 2 {
        0 => format!("cite: {cite}\nrole: 实施依据\nquote: {quote}"),
        _ => format!("cite: {cite}：{quote}\nrole: 实施依据"),
    };
    c.push(&item, "legal_basis", &entry);
    c.expect(&item.place, slice);
}

fn quote_wording_differs(c: &mut City) {
    let (text, slice) = variant(
        c,
        [
            ("种植花木满十亩的，应当在二十日内向花木主管部门登记。", "二"),
            (
                "种植花木满十亩的，应当在三十日内向园林主管部门登记。",
                "园林",
            ),
            ("种植花木满八亩的，应当在三十日内向花木主管部门登记。", "八"),
            ("种植树木满十亩的，应当在三十日内向花木主管部门登记。", "树"),
            (
                "种植花木满十亩的，可以在三十日内向花木主管部门登记。",
                "可以",
            ),
        ],
    );
    quote(c, "《安徽省花木登记办法》第二条", text, slice);
}

fn quote_in_other_article(c: &mut City) {
    let article = variant(c, ["五", "二", "三", "五", "二"]);
    let text = "不登记的，由花木主管部门责令补办；拒不补办的，处五百元罚款。";
    quote(
        c,
        &format!("《安徽省花木登记办法》第{article}条"),
        text,
        text,
    );
}

fn quote_not_in_law(c: &mut City) {
    let text = variant(
        c,
        [
            "对在栽培工作中做出突出贡献的个人，市人民政府给予表彰和奖励。",
            "单位和个人有权举报违反规定砍伐行道树的行为。",
            "主管部门应当每年公布树种名录并组织技术培训。",
            "城市绿地不得擅自改变用途和随意占用或者出租。",
            "古树名木实行挂牌保护，由所在村居委会负责看管。",
        ],
    );
    quote(c, "《安徽省花木登记办法》第三条", text, text);
}

fn quote_in_other_paragraph(c: &mut City) {
    let (paragraph, text) = variant(
        c,
        [
            ("第一款", "不予登记的，应当书面说明理由。"),
            ("第一款", "不予登记的，应当书面说明理由。"),
            ("第一款第（一）项", "申请材料不实的"),
            ("第一款", "不予登记的，应当书面说明理由。"),
            ("第一款", "不予登记的，应当书面说明理由"),
        ],
    );
    quote(
        c,
        &format!("《安徽省花木登记办法》第三条{paragraph}"),
        text,
        text,
    );
}

fn statute_text_missing(c: &mut City) {
    texts(c);
    let law = variant(
        c,
        [
            "《水土保持法》",
            "《行政强制法》",
            "《劳动合同法》",
            "《治安管理处罚法》",
            "《城镇排水与污水处理条例》",
        ],
    );
    let item = c.item(|_| true);
    c.push(
        &item,
        "legal_basis",
        &format!("cite: {law}第二条：本条的文字不在样例里。\nrole: 实施依据"),
    );
    c.expect(&item.place, law);
}
