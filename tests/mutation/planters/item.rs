//! Family I: what an item has to say.

use super::{Planter, add, now, rewrite, take_out, variant};
use crate::city::{City, Place};

pub static PLANTERS: &[Planter] = &[
    now("I001", unknown_department),
    now("I002", unknown_category),
    now("I003", missing_code),
    now("I004", code_mismatch),
    now("I005", no_legal_basis),
    now("I006", missing_element),
    now("I007", unknown_office),
    now("I008", bad_name_form),
    now("I009", promised_over_statutory),
    now("I010", fee_without_basis),
    now("I011", sub_item_code_mismatch),
    now("I012", no_supervision),
    now("I013", wrong_width_characters),
    now("I014", invalid_credit_code),
    now("I015", malformed_national_code),
    now("I016", national_code_of_other_kind),
    now("I017", malformed_phone),
    now("I018", malformed_email),
    now("I019", power_of_other_level),
    now("I020", prerequisite_without_basis),
    now("I021", intermediary_without_basis),
    now("I022", fee_without_standard),
    now("I023", penalty_name_form),
    now("I024", duplicate_sub_item),
    now("I025", fee_payer_not_stated),
    now("I026", service_choice_not_stated),
    now("I027", service_payer_not_stated),
    now("I028", deceptive_characters),
];

fn unknown_department(c: &mut City) {
    // A file of its own: items under a wrong unit would have wrong codes, too, and be missed in the right one.
    let id = variant(c, ["hbjj", "gaju", "xxb", "zfb", "qxj"]);
    let category = variant(
        c,
        ["行政审批", "行政处罚", "其他权力", "行政奖励", "行政给付"],
    );
    let path = format!("items/{id}/{category}.yaml");
    c.create(
        &path,
        &format!("department: {id}\ncategory: {category}\nitems: []\n"),
    );
    c.expect(&Place::head(&path), id);
}

fn unknown_category(c: &mut City) {
    let category = variant(
        c,
        ["行政许可", "行政检查", "公共服务", "行政备案", "行政处分"],
    );
    let (unit, _) = c.unit(|_, _| true);
    let path = format!("items/{unit}/{category}.yaml");
    c.create(
        &path,
        &format!("department: {unit}\ncategory: {category}\nitems: []\n"),
    );
    c.expect(&Place::head(&path), category);
}

fn missing_code(c: &mut City) {
    // The codes of sub-items hang on the item's.
    let item = c.item(|i| !i.text.contains("sub_items:"));
    take_out(c, &item, "code");
}

fn code_mismatch(c: &mut City) {
    let item = c.item(|i| !i.text.contains("sub_items:"));
    let serial = &item.code[item.code.len() - 4..];
    let code = match c.round % 5 {
        0 => format!("341100-xxb-01-{serial}"),
        1 => format!("340100-{}", &item.code[7..]),
        2 => format!("341100-{}-11-{serial}", item.unit),
        3 => format!("{}-01", item.code),
        _ => format!("340000-zfb-12-{serial}"),
    };
    c.set(&item, "code", &format!("code: {code}"));
    c.expect(&item.place, &code);
}

fn no_legal_basis(c: &mut City) {
    let item = c.item(|_| true);
    take_out(c, &item, "legal_basis");
}

fn missing_element(c: &mut City) {
    let item = c.item(|_| true);
    let gone = variant(
        c,
        [
            &["office"][..],
            &["target"],
            &["exercised_by"],
            &["office", "target"],
            &["target"],
        ],
    );
    for key in gone {
        c.set(&item, key, "");
    }
    c.expect(&item.place, &item.name);
}

fn unknown_office(c: &mut City) {
    let office = variant(
        c,
        [
            "总工程师办公室",
            "综合科（新设）",
            "某某处",
            "办公室二科",
            "临时工作组",
        ],
    );
    rewrite(c, |_| true, "office", &format!("office: {office}"), office);
}

fn bad_name_form(c: &mut City) {
    let item = c.item(|_| true);
    let name = match c.round % 5 {
        0 => format!("{}。", item.name),
        1 => format!("{}，", item.name),
        2 => format!("\" {}\"", item.name),
        3 => format!("\"{}\\t\"", item.name),
        _ => format!("{}；", item.name),
    };
    c.set(&item, "name", &format!("name: {name}"));
    c.expect(&item.place, &name);
}

fn promised_over_statutory(c: &mut City) {
    // Far above what any chart takes, and within the twenty days that licences may have.
    let text = "time_limit: { statutory: 20, promised: 400, unit: 工作日 }";
    rewrite(
        c,
        |i| i.text.contains("time_limit:"),
        "time_limit",
        text,
        "400",
    );
}

fn fee_without_basis(c: &mut City) {
    let text = "fee: { charged: true, on_enterprises: false, standard: 每件一百元 }";
    rewrite(c, |_| true, "fee", text, "true");
}

fn sub_item_code_mismatch(c: &mut City) {
    let item = c.item(|i| i.text.contains("sub_items:"));
    let wrong = format!("{}-9999-01", &item.code[..item.code.len() - 5]);
    c.replace(&item.place, &format!("{}-01", item.code), &wrong);
    c.expect(&item.place, &wrong);
}

fn no_supervision(c: &mut City) {
    let item = c.item(|_| true);
    take_out(c, &item, "supervision");
}

fn wrong_width_characters(c: &mut City) {
    let supervision = match c.round % 5 {
        0 => Some(("phone", "０５５０－3012345")),
        1 => Some(("email", "hbj＠example.invalid")),
        _ => None,
    };
    if let Some((key, text)) = supervision {
        let all = format!("supervision: {{ {key}: {text} }}");
        return rewrite(c, |_| true, "supervision", &all, text);
    }
    let item = c.item(|i| i.category != "行政处罚");
    let name = match c.round % 5 {
        2 => format!("{}(含变更)", item.name),
        3 => format!("{}（ＩＣ卡）", item.name),
        _ => format!("{}（１类）", item.name),
    };
    c.set(&item, "name", &format!("name: {name}"));
    c.expect(&item.place, &name);
}

fn deceptive_characters(c: &mut City) {
    let item = c.item(|i| i.category != "行政处罚");
    let odd = variant(c, ["\\u200b", "\\u001b", "\\u202e", "⽔", "IС"]);
    // A name of its own, so that the one that everybody has is not missed.
    let name = format!("{}（{odd}）", item.name);
    c.set(&item, "name", &format!("name: \"{name}\""));
    c.expect(&item.place, &format!("\"{name}\""));
}

fn invalid_credit_code(c: &mut City) {
    let (_, place) = c.unit(|_, _| true);
    let code = variant(
        c,
        [
            "11511301008778183X",
            "1151130100877818",
            "11511301008778I83N",
            "00326612-8",
            "21511301008778183N",
        ],
    );
    c.lines(&place).push(format!("    credit_code: {code}"));
    c.expect(&place, code);
}

fn malformed_national_code(c: &mut City) {
    let code = variant(
        c,
        [
            "\"0001040020\"",
            "\"00010400200A\"",
            "11450721MB155808113000204002",
            "\"0001040020001\"",
            "11450721MB15580810400010400200A",
        ],
    );
    rewrite(
        c,
        |_| true,
        "national_code",
        &format!("national_code: {code}"),
        code,
    );
}

fn national_code_of_other_kind(c: &mut City) {
    let (code, category) = variant(
        c,
        [
            ("\"000204002000\"", "行政审批"),
            ("\"000104002000\"", "行政处罚"),
            ("\"000804002000\"", "行政强制"),
            ("\"002004002000\"", "行政奖励"),
            ("\"000604002000\"", "行政确认"),
        ],
    );
    rewrite(
        c,
        |i| i.category == category,
        "national_code",
        &format!("national_code: {code}"),
        code,
    );
}

fn malformed_phone(c: &mut City) {
    let phone = variant(
        c,
        [
            "0550-30123",
            "0550",
            "办公室电话",
            "1390000000",
            "0550-3012345、30123",
        ],
    );
    rewrite(
        c,
        |_| true,
        "supervision",
        &format!("supervision: {{ phone: {phone} }}"),
        phone,
    );
}

fn malformed_email(c: &mut City) {
    let email = variant(
        c,
        [
            "hbj#example.invalid",
            "hbj",
            "hbj@example",
            "a b@example.invalid",
            "hbj@example..cn",
        ],
    );
    rewrite(
        c,
        |_| true,
        "supervision",
        &format!("supervision: {{ email: {email} }}"),
        email,
    );
}

fn power_of_other_level(c: &mut City) {
    let level = variant(c, ["省级", "县级", "乡镇", "县（市、区）", "街道"]);
    rewrite(
        c,
        |_| true,
        "exercised_by",
        &format!("exercised_by: {level}"),
        level,
    );
}

fn prerequisite_without_basis(c: &mut City) {
    let entry = variant(
        c,
        [
            "用地预审意见",
            "消防验收",
            "资产评估报告",
            "法人登记",
            "节能审查意见",
        ],
    );
    add(
        c,
        "prerequisites",
        &format!("{{ item: {entry}, handled_by: 省政府 }}"),
        entry,
    );
}

fn intermediary_without_basis(c: &mut City) {
    let name = variant(
        c,
        [
            "测试报告编制",
            "资信证明",
            "图纸审查",
            "数据鉴定",
            "安全评价",
        ],
    );
    add(
        c,
        "intermediary_services",
        &format!("{{ name: {name}, chosen_by: 申请人, paid_by: 申请人 }}"),
        name,
    );
}

fn fee_without_standard(c: &mut City) {
    let text =
        "fee: { charged: true, on_enterprises: true, basis: [《水土保持法》第三十二条第二款] }";
    rewrite(c, |_| true, "fee", text, "true");
}

fn penalty_name_form(c: &mut City) {
    let name = variant(
        c,
        [
            "拒不提供测试样品",
            "测试行为的处理",
            "违反测试规程行为查处",
            "对测试点位破坏行为",
            "测试单位弄虚作假",
        ],
    );
    rewrite(
        c,
        |i| i.category == "行政处罚",
        "name",
        &format!("name: {name}"),
        name,
    );
}

fn duplicate_sub_item(c: &mut City) {
    let item = c.item(|i| !i.text.contains("sub_items:"));
    let (first, second) = variant(
        c,
        [
            ("新建测试点", "新建的测试点"),
            ("甲类测试", "甲类测试"),
            ("首次（测试）申请", "首次测试申请"),
            ("测试和复核", "测试复核"),
            ("测试行政复核", "测试复核"),
        ],
    );
    c.push(
        &item,
        "sub_items",
        &format!("{{ code: {}-01, name: {first} }}", item.code),
    );
    c.push(
        &item,
        "sub_items",
        &format!("{{ code: {}-02, name: {second} }}", item.code),
    );
    c.expect_last(&item.place, second);
}

fn fee_payer_not_stated(c: &mut City) {
    let text = "fee: { charged: true, standard: 按量, basis: [《水土保持法》第三十二条第二款] }";
    rewrite(c, |_| true, "fee", text, "true");
}

/// A service with its basis, and what it says of who chooses or who pays.
fn service(c: &mut City, name: &str, terms: &str) {
    let text = format!("{{ name: {name}, basis: 《水土保持法》第二十五条第二款, {terms} }}");
    add(c, "intermediary_services", &text, name);
}

fn service_choice_not_stated(c: &mut City) {
    let name = variant(c, ["图纸审查", "验资", "环境监测", "安全评价", "质量检测"]);
    service(c, name, "paid_by: 申请人");
}

fn service_payer_not_stated(c: &mut City) {
    let name = variant(
        c,
        ["方案编制", "房产测绘", "卫生检测", "资产评估", "能耗测算"],
    );
    service(c, name, "chosen_by: 申请人");
}
