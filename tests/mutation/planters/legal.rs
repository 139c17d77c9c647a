//! Family L: citations.

use super::{Planter, now, overtaken, variant};
use crate::city::{City, Place};

pub static PLANTERS: &[Planter] = &[
    now("L001", unknown_law),
    now("L002", article_not_found),
    now("L003", paragraph_not_found),
    now("L004", subparagraph_not_found),
    now("L005", law_repealed),
    now("L006", law_not_in_force),
    now("L007", citation_not_understood),
    now("L008", structure_unknown),
    now("L009", no_provision_cited),
    now("L010", ambiguous_subparagraph),
    now("L016", citation_not_canonical),
    now("L017", level_tag_mismatch),
    now("L018", city_law_before_power),
    now("L019", outdated_version_cited),
    now("L020", same_provision_twice),
    now("L021", law_changes_soon),
    overtaken("L022", register_out_of_date),
];

/// Adds a citation to the city, each round in another of the eight fields that cite, beginning elsewhere for each rule;
/// gives its place.
pub fn cite(c: &mut City, text: &str) -> Place {
    let number: usize = c.rule[1..].parse().unwrap();
    let field = (number + c.round) % 8;
    if field == 7 {
        // A step of a chart that cites nothing yet.
        let chart = c.chart(|chart| chart.text.lines().any(bare_step));
        let blocks = &mut c.texts.get_mut(&chart.path).unwrap().blocks;
        let (block, line) = (1..)
            .zip(blocks[1..].iter_mut().flat_map(|b| b.first_mut()))
            .find(|(_, line)| bare_step(line))
            .unwrap();
        *line = line.replacen(", actor:", &format!(", basis: {text}, actor:"), 1);
        return Place::entry(&chart.path, block);
    }
    if field == 6 {
        // What licences may charge for is another rule's business.
        let item = c.item(|i| i.category != "行政审批");
        c.set(
            &item,
            "fee",
            &format!(
                "fee: {{ charged: true, on_enterprises: false, standard: 每件, basis: [{text}] }}"
            ),
        );
        return item.place.clone();
    }
    let item = c.item(|i| field != 5 || !i.text.contains("sub_items:"));
    let (key, entry) = match field {
        // Quotes stand around the text, not in the place.
        0 => ("legal_basis", format!("cite: \"{text}\"\nrole: 实施依据")),
        // Stages of supervision are on no chart.
        1 => (
            "responsibilities",
            format!("stage: 公开\nduty: 另行公开测试结果。\nbasis: {text}"),
        ),
        2 => (
            "accountability",
            format!("situation: 另行测试而不公开的\nbasis: '{text}'"),
        ),
        3 => (
            "intermediary_services",
            format!("{{ name: 测试数据鉴定, basis: {text}, chosen_by: 申请人, paid_by: 申请人 }}"),
        ),
        4 => (
            "prerequisites",
            format!("{{ item: 测试数据鉴定, handled_by: 省测绘局, basis: {text} }}"),
        ),
        _ => (
            "sub_items",
            format!(
                "{{ code: {}-01, name: 测试子项, legal_basis: [{text}] }}",
                item.code
            ),
        ),
    };
    c.push(&item, key, &entry);
    item.place.clone()
}

fn bare_step(line: &str) -> bool {
    line.starts_with("  - {") && line.contains(", actor:") && !line.contains("basis:")
}

/// Plants a citation; the rule points at a piece of it.
fn plant(c: &mut City, (text, slice): (&str, &str)) {
    let place = cite(c, text);
    c.expect(&place, slice);
}

fn unknown_law(c: &mut City) {
    let all = [
        "《环境影响评估法》",
        "《滁州市测试条例》",
        "《测试监督管理办法》",
        "《测试法》",
        "《安徽省测试条例》",
    ];
    let law = variant(c, all);
    plant(c, (&format!("{law}第二条第一款"), law));
}

fn article_not_found(c: &mut City) {
    let case = variant(
        c,
        [
            ("《水土保持法》第九十条", "第九十条"),
            ("《水土保持法》第一条、第六十一条", "第六十一条"),
            ("《行政强制法》第七十二条第一款", "第七十二条第一款"),
            ("《治安管理处罚法》第三条之一", "第三条之一"),
            (
                "《中华人民共和国劳动合同法》第九十七条至第九十九条",
                "第九十七条至第九十九条",
            ),
        ],
    );
    plant(c, case);
}

fn paragraph_not_found(c: &mut City) {
    let case = variant(
        c,
        [
            ("《水土保持法》第二十五条第九款", "第二十五条第九款"),
            ("《水土保持法》第二十五条第一款、第八款", "第八款"),
            ("《行政强制法》第一条第二款", "第一条第二款"),
            ("《劳动合同法》第一条第三款", "第一条第三款"),
            (
                "《治安管理处罚法》第一百一十九条第二款",
                "第一百一十九条第二款",
            ),
        ],
    );
    plant(c, case);
}

fn subparagraph_not_found(c: &mut City) {
    let case = variant(
        c,
        [
            (
                "《水土保持法》第二十五条第一款第（三）项",
                "第二十五条第一款第（三）项",
            ),
            ("《水土保持法》第一条第（一）项", "第一条第（一）项"),
            ("《行政强制法》第十二条第（六）项、第（七）项", "第（七）项"),
            (
                "《劳动合同法》第四十一条第一款第（九）项",
                "第四十一条第一款第（九）项",
            ),
            ("《行政强制法》第九条第（六）项", "第九条第（六）项"),
        ],
    );
    plant(c, case);
}

fn law_repealed(c: &mut City) {
    let law = variant(
        c,
        [
            "《城市规划法》",
            "《城市房屋拆迁管理条例》",
            "《中央金库条例》",
            "《互联网上网服务营业场所管理办法》",
            "《互联网药品信息服务管理暂行规定》",
        ],
    );
    plant(c, (&format!("{law}第二条"), law));
}

fn law_not_in_force(c: &mut City) {
    let law = variant(
        c,
        [
            "《博物馆条例》",
            "《侵害消费者权益行为处罚办法》",
            "《博物馆条例》",
            "《反家庭暴力法》",
            "《慈善法》",
        ],
    );
    plant(c, (&format!("{law}第五条"), law));
}

fn citation_not_understood(c: &mut City) {
    let case = variant(
        c,
        [
            ("水土保持法第二十五条", "水土保持法第二十五条"),
            ("按有关规定办理", "按有关规定办理"),
            // Only the title has no end; the article after it is understood.
            ("《水土保持法第二十五条", "《水土保持法"),
            ("见本部门职责", "见本部门职责"),
            ("水土保持法第二条", "水土保持法第二条"),
        ],
    );
    plant(c, case);
}

fn structure_unknown(c: &mut City) {
    // Laws that the city does not cite: a note of its own may stand beside the planted one.
    let law = variant(c, ["《公安机关办理刑事案件程序规定》"; 5]);
    plant(c, (&format!("{law}第二条"), law));
}

fn no_provision_cited(c: &mut City) {
    let law = variant(
        c,
        [
            "《水土保持法》",
            "《中华人民共和国水土保持法》",
            "《行政强制法》",
            "《劳动合同法》",
            "《治安管理处罚法》",
        ],
    );
    let item = c.item(|i| !i.text.contains(law));
    // Only what creates or carries out the power has to name a provision; laws are often cited whole for the rest.
    c.push(
        &item,
        "legal_basis",
        &format!("cite: {law}\nrole: 实施依据"),
    );
    c.expect(&item.place, law);
}

fn ambiguous_subparagraph(c: &mut City) {
    let text = variant(
        c,
        [
            "第四十一条第（一）项",
            "第四十一条第（二）项",
            "第四十一条第（三）项",
            "第四十一条第（一）项",
            "第四十一条第（二）项",
        ],
    );
    plant(c, (&format!("《劳动合同法》{text}"), text));
}

fn citation_not_canonical(c: &mut City) {
    let case = variant(
        c,
        [
            ("《水土保持法》第25条", "第25条"),
            ("《行政强制法》第九条第(三)项", "第九条第(三)项"),
            ("《水土保持法》第二条、第3条", "第二条、第3条"),
            ("《劳动合同法》第四十一条第１款", "第四十一条第１款"),
            ("《治安管理处罚法》第一百〇二条", "第一百〇二条"),
        ],
    );
    plant(c, case);
}

fn level_tag_mismatch(c: &mut City) {
    let (tag, law) = variant(
        c,
        [
            ("规章", "《水土保持法》"),
            ("行政法规", "《行政强制法》"),
            ("法律", "《互联网药品信息服务管理办法》"),
            ("地方性法规", "《劳动合同法》"),
            ("规范性文件", "《治安管理处罚法》"),
        ],
    );
    plant(c, (&format!("【{tag}】{law}第一条"), law));
}

fn city_law_before_power(c: &mut City) {
    let name = variant(
        c,
        [
            "测试管理办法",
            "市容测试规定",
            "测试条例",
            "河道测试办法",
            "档案测试规定",
        ],
    );
    let level = variant(
        c,
        [
            "地方政府规章",
            "地方政府规章",
            "地方性法规",
            "地方政府规章",
            "地方性法规",
        ],
    );
    c.create(
        "laws/early.yaml",
        &format!("name: 滁州市{name}\nlevel: {level}\nversions:\n  - {{ published: 2010-01-01, effective: 2010-02-01, articles: \"0x9\" }}\n"),
    );
    let law = format!("《滁州市{name}》");
    let place = cite(c, &format!("{law}第三条"));
    c.expect(&place, &law);
}

fn outdated_version_cited(c: &mut City) {
    let (law, remark) = variant(
        c,
        [
            ("《水土保持法》", "（1999年修订）"),
            ("《劳动合同法》", "（2007年修正）"),
            ("《治安管理处罚法》", "（2006年修正）"),
            ("《中华人民共和国水土保持法》", "（2009年8月27日修正）"),
            ("《水土保持法》", "（2009年修正）"),
        ],
    );
    plant(c, (&format!("{law}{remark}第二条"), law));
}

fn same_provision_twice(c: &mut City) {
    let item = c.item(|_| true);
    let (once, twice, slice) = variant(
        c,
        [
            (
                "《水土保持法》第二条",
                "《中华人民共和国水土保持法》第二条",
                "第二条",
            ),
            (
                "《水土保持法》第二条",
                "《水土保持法》第一条、第二条",
                "第二条",
            ),
            ("《行政强制法》第五条", "《行政强制法》第五条", "第五条"),
            (
                "《劳动合同法》第四十一条第一款",
                "《中华人民共和国劳动合同法》第四十一条第一款",
                "第四十一条第一款",
            ),
            (
                "《水土保持法》第三条、第四条",
                "《水土保持法》第四条",
                "第四条",
            ),
        ],
    );
    for text in [once, twice] {
        c.push(
            &item,
            "legal_basis",
            &format!("cite: {text}\nrole: 实施依据"),
        );
    }
    c.expect_last(&item.place, slice);
}

fn law_changes_soon(c: &mut City) {
    // What the coming version has of it is not known, what has ended is not there: each is said at the title.
    let (name, versions) = variant(
        c,
        [
            ("花木登记办法", "effective: 2015-05-01, enactment: 修订"),
            ("苗圃管理办法", "effective: 2015-03-02, enactment: 修正"),
            ("园林测试办法", "effective: 2015-08-28, enactment: 修改"),
            ("古树测试办法", "effective: 2015-06-01, enactment: 修订"),
            ("绿地测试办法", "effective: 2015-07-01, enactment: 修正"),
        ],
    );
    c.create(
        "laws/soon.yaml",
        &format!("name: 安徽省{name}\nlevel: 规范性文件\nversions:\n  - {{ published: 2008-05-01, articles: 4 }}\n  - {{ published: 2014-12-01, {versions} }}\n"),
    );
    let law = format!("《安徽省{name}》");
    let place = cite(c, &format!("{law}第三条"));
    c.expect(&place, &law);
}

fn register_out_of_date(c: &mut City) {
    let day = variant(
        c,
        [
            "2099-01-01",
            "2098-12-31",
            "2199-06-01",
            "2150-02-28",
            "2120-10-01",
        ],
    );
    let settings = Place::head("power-list.yaml");
    let lines = &mut c.texts.get_mut(&settings.path).unwrap().blocks;
    let line = lines
        .iter_mut()
        .flatten()
        .find(|line| line.starts_with("as_of:"))
        .unwrap();
    *line = format!("as_of: {day}");
    c.expect(&settings, day);
}
