use super::*;
use crate::domain::law::Structure;
use proptest::prelude::*;

fn body(text: &str) -> Body {
    read(text, 1, false)
}

fn notation(text: &str) -> String {
    Structure::from_articles(&body(text).shapes)
        .notation()
        .to_owned()
}

fn kinds(text: &str) -> Vec<(u32, ProblemKind)> {
    body(text)
        .problems
        .iter()
        .map(|p| (p.line, p.kind))
        .collect()
}

#[test]
fn paragraphs_items_and_points() {
    let text = "## 第一章 总则\n\n第一条 为了试验。\n\n第二条 办理下列事项：\n（一）甲；\n(二)乙，包括：\n1．丙；\n（2）丁。\n\
                前款所列事项，由下列机关办理：\n（一）戊；\n（ 二 ）己；\n（三）庚。\n辛。\n";
    assert_eq!(notation(text), "0 2.3.0");
    assert_eq!(kinds(text), []);
}

#[test]
fn inserted_articles_and_odd_characters() {
    let text = "第一条\u{3000}甲。\n\u{200b}第二条\u{2002}乙。\n第二条之一 丙。\n丁。\n第二条之二 戊。\n笫三条 己。\n第四 条庚。\n第五条：辛。";
    assert_eq!(notation(text), "0x2 2-1:0.0 2-2:0 0x3");
}

#[test]
fn a_reference_at_the_head_of_a_line_is_no_article() {
    let text = "第一条 甲。\n第二条 乙。\n第一条规定的事项，从其规定。\n第三条 丙。";
    assert_eq!(notation(text), "0 0.0 0");
}

#[test]
fn items_of_older_statutes() {
    let text = "第一条 下列事项：\n一、甲；\n二、乙：\n（一）丙；\n（二）丁。\n三、戊。\n己。";
    assert_eq!(notation(text), "3.0");
}

#[test]
fn lines_between_two_items_belong_to_the_first() {
    let text =
        "第一条 下列事项：\n（一）甲。\n甲的说明。\n（二）乙；\n乙的下半句；\n（三）丙。\n丁。";
    assert_eq!(notation(text), "3.0");
    assert!(kinds(text).contains(&(4, ProblemKind::Note)));
}

#[test]
fn broken_lines_are_joined_and_lost_stops_are_listed() {
    assert_eq!(notation("第一条 公民有权使用\n身份证。\n乙。"), "0.0");
    let long = "甲".repeat(60);
    let text = format!("第一条 {long}，\n乙。");
    assert_eq!(notation(&text), "0.0");
    assert_eq!(kinds(&text), [(2, ProblemKind::Doubtful)]);
    assert_eq!(
        notation("第一条 由下列人员组成：\n主任，\n副主任若干人，\n委员。\n乙。"),
        "0.0"
    );
    assert_eq!(
        notation("第一条 税率如下：\n在市区的，7%；\n不在市区的，1%。\n乙。"),
        "0.0"
    );
    assert_eq!(
        notation("第一条 用语的含义：\n甲，是指乙。\n丙，是指丁。"),
        "0.0.0"
    );
}

#[test]
fn formulas_and_rows_are_no_paragraphs() {
    assert_eq!(
        notation("第一条 计算公式：\n应纳税额＝甲×乙\n前款的甲，是指丙。"),
        "0.0"
    );
    assert_eq!(
        notation("第一条 按照下列标准：\n（一）距离：\n1—10千伏 5米\n35千伏 10米\n（二）其他。"),
        "2"
    );
    assert_eq!(
        notation("第一条 从价计征。\n计算公式为：税额＝甲×乙\n第二条 丙。"),
        "0.0 0"
    );
}

#[test]
fn headings_without_marks_are_no_paragraphs() {
    let text =
        "第一条 甲。\n第二章 监督 管理\n第二条 乙。\n附 则\n第三条 丙。\n法律责任\n第四条 丁。";
    assert_eq!(notation(text), "0x4");
    let broken = "第一条 甲。\n## 第二章 卷烟纸、滤嘴棒、\n机械的生产和销售\n第二条 乙。";
    assert_eq!(notation(broken), "0x2");
}

#[test]
fn annexes_do_not_count() {
    for annex in [
        "附：",
        "附件",
        "## 附件一",
        "附件二：细目",
        "附录",
        "附表一",
        "附图 式样",
    ] {
        let text = format!("第一条 甲。\n{annex}\n一、表\n第一条 他法的条文。\n说明。");
        assert_eq!(notation(&text), "0", "{annex}");
        assert_eq!(kinds(&text).len(), 1, "{annex}");
    }
    let sentence = "第一条 甲。\n附条件不起诉的，从其规定。\n附图中不得有注释。";
    assert_eq!(notation(sentence), "0.0.0");
}

#[test]
fn numbers_out_of_order_are_listed_and_not_counted() {
    let text = "第一条 甲。\n第二条 乙。\n第二条 丙。\n丁。\n第三条 戊。\n第五条 己。";
    assert_eq!(notation(text), "0x3 5:0");
    let found = kinds(text);
    assert!(found.contains(&(3, ProblemKind::Unread)), "{found:?}");
    assert!(found.contains(&(6, ProblemKind::Doubtful)), "{found:?}");
    let again = "第一条 甲。\n第二条 乙。\n第一条 另一文件。\n第二条 丙。";
    assert_eq!(notation(again), "0x2");
    assert_eq!(kinds(again)[0], (3, ProblemKind::Unread));
}

#[test]
fn arabic_numbers_below_a_paragraph_leave_it_open() {
    let text = "第一条 遵守下列规定：\n(1)甲；\n(2)乙。\n第二条 丙。";
    assert_eq!(notation(text), "? 0");
    assert_eq!(kinds(text), [(2, ProblemKind::Doubtful)]);
}

#[test]
fn lost_line_breaks_are_found_by_the_next_article() {
    let text = "第一条 甲。 第二条 下列： （一）乙； （二）丙。 丁。 第三条 依照第一条 规定。";
    assert_eq!(notation(text), "0 2.0 0");
}

#[test]
fn parts_of_a_code_begin_anywhere() {
    let text = "第二百零五条 甲。";
    assert_eq!(kinds(text), [(1, ProblemKind::Doubtful)]);
    assert!(read(text, 1, true).problems.is_empty());
}

proptest! {
    #[test]
    fn any_text_is_survived(text in "(第[一二十]{0,2}条[ ：之]?|[（(][一二三]?[)）]|附[：件]?|[一二]、|1．|#|[甲乙，。；：＝ \n]){0,40}") {
        let body = body(&text);
        // Whatever is counted is in order and has a place.
        prop_assert!(body.shapes.windows(2).all(|w| w[0].article < w[1].article));
        prop_assert_eq!(body.shapes.len(), body.texts.len());
    }
}
