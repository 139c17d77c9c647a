//! I017 `malformed-phone`: 监督电话的写法不对

use crate::domain::width;
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ItemContext;
use crate::rules::rule::{Check, Rule, Sample, Sink};

/// 监督电话的写法不对。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::Item, 17),
    name: "malformed-phone",
    title: "监督电话的写法不对",
    why: "公布的监督电话要打得通：固定电话写区号和 7 或 8 位号码，手机 11 位，热线照公布的写。",
    remedy: "写成 0550-3012345 这样的形式；几个号码用顿号分开",
    severities: Severities::always(Severity::Warning),
    bad: Sample::Key(
        "supervision",
        "    supervision: { phone: 0550-30123, email: hbj@example.invalid }",
    ),
    good: Sample::Key(
        "supervision",
        "    supervision: { phone: \"0550-3012345、12345\" }",
    ),
    check: Check::Item(check),
};

/// Whether a text is a telephone number as the Chinese numbering plan has them: with area code, mobile, 400/800,
/// or a short service number such as 12345; an extension (转 801, -801) may follow.
fn is_number(text: &str) -> bool {
    let text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '（' | '）'))
        .collect();
    let (main, extension) = match text.split_once('转') {
        Some((main, extension)) => (main, Some(extension)),
        None => (text.as_str(), None),
    };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if extension.is_some_and(|e| !(digits(e) && e.len() <= 6)) {
        return false;
    }
    let parts: Vec<&str> = main
        .split(['-', '—', '－', '–'])
        .filter(|p| !p.is_empty())
        .collect();
    if parts.is_empty() || !parts.iter().all(|p| digits(p)) {
        return false;
    }
    let subscriber = |s: &str| (7..=8).contains(&s.len()) && !s.starts_with(['0', '1']);
    // Numbers made up for examples begin with 0 (0550-0000001): nobody can be called there by mistake.
    let local = |s: &str| subscriber(s) || (s.len() == 7 && s.starts_with("0000"));
    let area = |s: &str| (3..=4).contains(&s.len()) && s.starts_with('0');
    let whole = parts.concat();
    match parts.as_slice() {
        // Service numbers: 110, 12345; of five digits also 95xxx and 96xxx.
        [one] if one.len() <= 5 => {
            one.starts_with('1') && one.len() >= 3 || one.len() == 5 && one.starts_with('9')
        }
        [one] if one.starts_with('0') => (10..=12).contains(&one.len()),
        [one] if one.starts_with('1') => one.len() == 11,
        [one] => subscriber(one) || (one.len() == 10 && one.starts_with(['4', '8'])),
        [code, number] if area(code) => local(number),
        [code, number, extension] if area(code) => local(number) && extension.len() <= 6,
        [first, ..] if first.starts_with("400") || first.starts_with("800") => whole.len() == 10,
        [first, ..] if first.starts_with('1') => whole.len() == 11,
        [number, extension] => subscriber(number) && extension.len() <= 6,
        _ => false,
    }
}

/// Whether a text is one number with its area code and a hyphen, as nearly every one is, told at a glance.
fn is_plain_number(text: &str) -> bool {
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let Some((code, number)) = text.split_once('-') else {
        return false;
    };
    let area = (3..=4).contains(&code.len()) && code.starts_with('0');
    let subscriber = (7..=8).contains(&number.len()) && !number.starts_with(['0', '1']);
    let example = number.len() == 7 && number.starts_with("0000");
    area && (subscriber || example) && digits(code) && digits(number)
}

fn check(c: &ItemContext<'_>, sink: &mut Sink<'_>) {
    let Some(phone) = c.item.supervision.as_ref().and_then(|s| s.phone.as_ref()) else {
        return;
    };
    if is_plain_number(&phone.value) {
        return;
    }
    // What is only in the wrong width is another rule's business.
    let narrow = width::phone(&phone.value);
    let wrong = narrow
        .split(['、', '，', ',', '；', ';', '/'])
        .find(|number| !is_number(number));
    if let Some(number) = wrong {
        let message = format!("“{}”不是电话号码的写法", number.trim());
        sink.field("supervision", phone.span, message);
    }
}

#[cfg(test)]
mod tests {
    use super::{is_number, is_plain_number};

    #[test]
    fn numbers_as_offices_write_them() {
        for good in [
            "0550-3012345",
            "（0550）3012345",
            "010-12345678".replace("12345678", "66012345").as_str(),
            "05503012345",
            "3012345",
            "13900000000",
            "12345",
            "96111",
            "400-800-1234",
            "0550-3012345转801",
            "0550-3012345-801",
            "0550-0000001",
        ] {
            assert!(is_number(good), "{good}");
        }
        for bad in [
            "",
            "0550-30123",
            "30123",
            "电话",
            "0550",
            "0550-30123456789",
            "1390000000",
            "55-3012345",
        ] {
            assert!(!is_number(bad), "{bad}");
            assert!(!is_plain_number(bad), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_plain_is_a_number(text in "0?[0-9]{1,4}-?(0000)?[0-9-]{1,8}") {
            if is_plain_number(&text) {
                proptest::prop_assert!(is_number(&text), "{}", text);
            }
        }
    }
}
