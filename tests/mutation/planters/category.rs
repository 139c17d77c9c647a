//! Family C: what the Licensing, Penalties and Coercion Acts say of each category.

use super::{Planter, add, later, now, rewrite, take_out, variant};
use crate::city::{City, Item};

pub static PLANTERS: &[Planter] = &[
    now("C001", licence_fee_basis_too_low),
    now("C002", coercion_basis_too_low),
    now("C003", licence_basis_too_low),
    now("C004", penalty_basis_too_low),
    now("C005", penalty_kind_beyond_basis),
    now("C006", coercion_kind_beyond_basis),
    now("C007", levy_basis_too_low),
    now("C008", basis_only_normative),
    now("C009", licence_limit_over_twenty_days),
    later("C010", penalty_limit_over_ninety_days),
    now("C011", licence_days_not_working_days),
    now("C012", name_of_other_category),
    now("C013", disguised_licence),
    now("C014", internal_matter),
    now("C015", only_procedural_law),
    later("C016", enterprise_fee_basis_too_low),
    later("C017", authority_chooses_applicant_pays),
    now("C018", licence_limit_not_stated),
    now("C019", licence_fee_not_stated),
];

/// A rule of a department, in force in 2015 and known to the article.
const RULE: &str = "《互联网药品信息服务管理办法》";

/// Lets an item of a category rest on one citation alone; the rule points at it.
fn rest_on(c: &mut City, category: &str, cite: &str) {
    rewrite(
        c,
        |i| i.category == category,
        "legal_basis",
        &format!("legal_basis:\n  - {cite}"),
        cite,
    );
}

/// A document of the city, for one planter.
fn document(c: &mut City, file: &str, name: &str, level: &str) {
    c.create(
        &format!("laws/{file}.yaml"),
        &format!("name: {name}\nlevel: {level}\nversions:\n  - {{ published: 2010-01-01, effective: 2010-02-01, articles: \"0x9\" }}\n"),
    );
}

fn licence_fee_basis_too_low(c: &mut City) {
    let text = format!(
        "fee: {{ charged: true, on_enterprises: false, standard: 每件, basis: [{RULE}第三条] }}"
    );
    rewrite(c, |i| i.category == "行政审批", "fee", &text, "true");
}

fn coercion_basis_too_low(c: &mut City) {
    rest_on(c, "行政强制", &format!("{RULE}第五条"));
}

fn licence_basis_too_low(c: &mut City) {
    rest_on(c, "行政审批", &format!("{RULE}第六条"));
}

fn penalty_basis_too_low(c: &mut City) {
    document(c, "penalty", "滁州市测试处罚规定", "规范性文件");
    rest_on(c, "行政处罚", "《滁州市测试处罚规定》第三条");
}

/// Gives an item a name and a basis that do not go together; the rule points at the name.
fn name_on(c: &mut City, fits: impl Fn(&Item) -> bool, name: &str, cite: &str) {
    let item = c.item(fits);
    c.set(&item, "name", &format!("name: {name}"));
    c.set(&item, "legal_basis", &format!("legal_basis:\n  - {cite}"));
    c.expect(&item.place, name);
}

fn penalty_kind_beyond_basis(c: &mut City) {
    let (name, cite) = variant(
        c,
        [
            ("没收测试物品", "《互联网药品信息服务管理办法》第七条"),
            ("暂扣测试证件", "《互联网药品信息服务管理办法》第八条"),
            ("行政拘留测试人员", "《城镇排水与污水处理条例》第三条"),
            ("没收违法测试所得", "《互联网药品信息服务管理办法》第九条"),
            ("限制人身自由的测试处罚", "《城镇排水与污水处理条例》第四条"),
        ],
    );
    // None of these needs a hearing, so any chart will do.
    name_on(c, |i| i.category == "行政处罚", name, cite);
}

fn coercion_kind_beyond_basis(c: &mut City) {
    document(c, "province", "安徽省测试强制条例", "地方性法规");
    let (name, cite) = variant(
        c,
        [
            ("冻结测试账户", "《城镇排水与污水处理条例》第三条"),
            ("拍卖测试物品", "《城镇排水与污水处理条例》第四条"),
            ("扣留测试证件", "《安徽省测试强制条例》第三条"),
            ("强制隔离测试人员", "《城镇排水与污水处理条例》第五条"),
            ("检查测试场所", "《安徽省测试强制条例》第四条"),
        ],
    );
    name_on(
        c,
        |i| i.category == "行政强制" && !i.text.contains("sub_items:"),
        name,
        cite,
    );
}

fn levy_basis_too_low(c: &mut City) {
    rest_on(c, "行政征收", &format!("{RULE}第十条"));
}

fn basis_only_normative(c: &mut City) {
    document(c, "payment", "滁州市测试给付办法", "规范性文件");
    let category = variant(
        c,
        ["行政给付", "行政奖励", "行政确认", "行政规划", "其他权力"],
    );
    rest_on(c, category, "《滁州市测试给付办法》第五条");
}

/// Whether an item promises a term that a limit of twenty days does not break.
fn short(item: &Item) -> bool {
    let promised = item.text.split("promised: ").nth(1);
    let days = promised.and_then(|p| {
        p.split(|x: char| !x.is_ascii_digit())
            .next()?
            .parse::<u32>()
            .ok()
    });
    item.category == "行政审批"
        && !item.noted.contains("time_limit")
        && days.is_some_and(|d| d <= 20)
}

fn licence_limit_over_twenty_days(c: &mut City) {
    let (text, days) = variant(
        c,
        [
            ("{ statutory: 60, unit: 工作日 }", "60"),
            ("{ statutory: 21, unit: 工作日 }", "21"),
            ("{ statutory: 29, unit: 日 }", "29"),
            ("{ statutory: 90, unit: 日 }", "90"),
            ("{ statutory: 45, unit: 工作日 }", "45"),
        ],
    );
    rewrite(c, short, "time_limit", &format!("time_limit: {text}"), days);
}

fn licence_days_not_working_days(c: &mut City) {
    rewrite(
        c,
        short,
        "time_limit",
        "time_limit: { statutory: 20, unit: 日 }",
        "20",
    );
}

fn penalty_limit_over_ninety_days(c: &mut City) {
    let days = variant(c, ["91", "120", "180", "365", "100"]);
    let text = format!("time_limit: {{ statutory: {days}, unit: 日 }}");
    rewrite(c, |i| i.category == "行政处罚", "time_limit", &text, days);
}

/// Gives an item of a category a name; the rule points at it.
fn call(c: &mut City, category: &str, name: &str) {
    rewrite(
        c,
        |i| i.category == category,
        "name",
        &format!("name: {name}"),
        name,
    );
}

fn name_of_other_category(c: &mut City) {
    let (category, name) = variant(
        c,
        [
            ("行政审批", "测试设施竣工备案"),
            ("行政处罚", "对测试行为的处罚备案"),
            ("行政强制", "测试物品先行登记"),
            ("行政征收", "测试水域使用许可"),
            ("其他权力", "对测试有功人员的奖励"),
        ],
    );
    call(c, category, name);
}

fn disguised_licence(c: &mut City) {
    let (category, name) = variant(
        c,
        [
            ("其他权力", "测试设施启用许可"),
            ("行政确认", "测试资格核准"),
            ("其他权力", "测试单位年检"),
            ("行政确认", "测试市场准入"),
            ("其他权力", "测试方案审批"),
        ],
    );
    call(c, category, name);
}

fn internal_matter(c: &mut City) {
    let (category, name) = variant(
        c,
        [
            ("其他权力", "机关内部管理制度审定"),
            ("行政奖励", "党员先进个人表彰"),
            ("行政规划", "公务用车更新计划编制"),
            ("其他权力", "干部任免材料审核"),
            ("行政确认", "党组织办公用品确认"),
        ],
    );
    call(c, category, name);
}

fn only_procedural_law(c: &mut City) {
    let category = variant(
        c,
        ["行政审批", "行政处罚", "行政强制", "行政处罚", "行政强制"],
    );
    let item = c.item(|i| {
        let given = [
            "加处罚款",
            "滞纳金",
            "代履行",
            "立即清除",
            "登记保存",
            "强制执行",
        ];
        i.category == category && !given.iter().any(|w| i.name.contains(w))
    });
    let cite = "《行政强制法》第二条";
    c.set(&item, "legal_basis", &format!("legal_basis:\n  - {cite}"));
    c.expect(&item.place, cite);
}

fn enterprise_fee_basis_too_low(c: &mut City) {
    let text = "fee: { charged: true, on_enterprises: true, standard: 每件, basis: [《侵害消费者权益行为处罚办法》第三条] }";
    // Licences have a rule of their own on what may be charged.
    rewrite(c, |i| i.category != "行政审批", "fee", text, "true");
}

fn authority_chooses_applicant_pays(c: &mut City) {
    let payer = variant(
        c,
        ["申请人", "申请企业", "建设单位", "当事人", "项目单位和个人"],
    );
    let text = format!(
        "{{ name: 测试方案评审, basis: 《水土保持法》第二十五条第二款, chosen_by: 行政机关, paid_by: {payer} }}"
    );
    add(c, "intermediary_services", &text, "行政机关");
}

fn licence_limit_not_stated(c: &mut City) {
    let item = c.item(|i| i.category == "行政审批");
    take_out(c, &item, "time_limit");
}

fn licence_fee_not_stated(c: &mut City) {
    let item = c.item(|i| i.category == "行政审批" && i.text.contains("charged: false"));
    take_out(c, &item, "fee");
}
