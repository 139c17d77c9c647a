//! I018 `malformed-email`: 监督邮箱的写法不对

use crate::domain::width;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 监督邮箱的写法不对。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 18),
    name: "malformed-email",
    title: "监督邮箱的写法不对",
    why: "公布的监督邮箱要收得到信。",
    remedy: "写成 名称@域名 的形式，用半角字符",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "supervision",
        "    supervision: { phone: 0550-0000001, email: hbj.example.invalid }",
    ),
    good: Sample::Base,
    check: Check::Item(check),
};

/// Whether a text has the form of an address: a name, one `@`, a domain of two or more labels (RFC 5321, the common part).
fn is_address(text: &str) -> bool {
    let word = |s: &str, more: &str| {
        let more = more.as_bytes();
        !s.is_empty()
            && s.bytes()
                .all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
    };
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    let mut labels = domain.split('.');
    word(name, ".!#$%&'*+/=?^_`{|}~-")
        && !name.starts_with('.')
        && !name.ends_with('.')
        && domain.contains('.')
        && labels.all(|l| word(l, "-") && !l.starts_with('-') && !l.ends_with('-'))
}

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    // What is only in the wrong width is another rule's business.
    let email = c.item.supervision.as_ref().and_then(|s| s.email.as_ref());
    let wrong = |text: &str| !is_address(text) && !is_address(&width::email(text));
    if let Some(email) = email.filter(|e| wrong(&e.value)) {
        let message = format!("“{}”不是邮箱的写法", email.value);
        sink.field("supervision", email.span, message);
    }
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn addresses() {
        assert!(is_address("hbj-jd@example.invalid"));
        for bad in [
            "", "hbj", "hbj@", "@x.cn", "a@b@c.cn", "a b@c.cn", "a@c", "a@.cn", "a＠c.cn",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
