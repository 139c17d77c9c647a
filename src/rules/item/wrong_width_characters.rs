//! I013 `wrong-width-characters`: 全角、半角用错

use crate::domain::item::PowerItem;
use crate::domain::place::At;
use crate::domain::width;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 全角、半角用错。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 13),
    name: "wrong-width-characters",
    title: "全角、半角用错",
    why: "“ＩＣ卡”和“IC卡”、“（）”和“()”看着一样，检索和比对却是两样；电话、邮箱里的全角字符拨不通、发不出。",
    remedy: "power-list fix 可以改正：字母、数字、电话和邮箱用半角，汉字名称里的括号和标点用全角",
    severities: Severities::always(Severity::Note),
    bad: Sample::Key("name", "    name: 生产建设项目水土保持方案审批(含变更)"),
    good: Sample::Base,
    check: Check::Item(check),
};

/// The texts of an item that are in the wrong width, each with its field and as it should be.
pub fn corrections(item: &PowerItem) -> Vec<(&'static str, &At<String>, String)> {
    type Correct = fn(&str) -> String;
    let supervision = item.supervision.as_ref();
    let own: [(&str, Option<&At<String>>, Correct); 4] = [
        ("name", Some(&item.name), width::name),
        (
            "supervision",
            supervision.and_then(|s| s.phone.as_ref()),
            width::phone,
        ),
        (
            "supervision",
            supervision.and_then(|s| s.email.as_ref()),
            width::email,
        ),
        ("national_code", item.national_code.as_ref(), width::half),
    ];
    let subs = item
        .sub_items
        .iter()
        .map(|s| ("sub_items", Some(&s.name), width::name as Correct));
    own.into_iter()
        .chain(subs)
        .filter_map(|(field, text, correct)| {
            let text = text.filter(|t| !width::is_beyond_doubt(&t.value))?;
            let new = correct(&text.value);
            (new != text.value).then_some((field, text, new))
        })
        .collect()
}

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    for (field, text, new) in corrections(c.item) {
        let message = format!("“{}”应当写成“{new}”", text.value);
        sink.field(field, text.span, message);
    }
}
