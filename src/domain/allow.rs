//! What people have decided to live with: entries of `allow` in `power-list.yaml`, and comments in the files.

use jiff::civil::Date;

use super::place::{At, Span};

/// An entry of `allow`: one rule, for one thing, with a reason, up to a day.
#[derive(Debug, Clone)]
pub struct Allow {
    /// Code or name of the rule as written; checked against the rules by whoever knows them.
    pub rule: At<String>,
    /// What it is allowed for.
    pub subject: AllowSubject,
    /// Why, e.g. the minutes that record the decision.
    pub reason: String,
    /// Last day on which it counts.
    pub until: At<Date>,
    /// The whole entry.
    pub span: Span,
}

/// What an `allow` is for. One of the two, so that no entry silences a rule wholesale.
#[derive(Debug, Clone)]
pub enum AllowSubject {
    /// Findings on the item with this code, or this name where it has none.
    Item(At<String>),
    /// Findings in the file with this path in the project that belong to no item.
    File(At<String>),
}

impl AllowSubject {
    /// The code or path as written.
    pub fn text(&self) -> &At<String> {
        match self {
            Self::Item(text) | Self::File(text) => text,
        }
    }
}

/// A comment `# power-list: allow L007 原因` and what it covers.
#[derive(Debug, Clone)]
pub struct AllowComment {
    /// Codes or names of the rules as written.
    pub rules: Vec<At<String>>,
    /// Why.
    pub reason: String,
    /// Findings that begin in this range are covered.
    pub covers: Span,
    /// Unit whose file it stands in.
    pub department: Option<String>,
}

/// The words that make a comment an instruction.
const MARK: &str = "power-list";
const ALLOW: &str = "allow";

/// What a comment allows; offsets are bytes of the comment's text.
#[derive(Debug, PartialEq, Eq)]
pub struct Directive<'a> {
    /// Codes or names of rules with their offsets.
    pub rules: Vec<(usize, &'a str)>,
    /// Why.
    pub reason: &'a str,
}

/// Why a comment that means to be an instruction is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MalformedDirective {
    /// `power-list：`, or no colon at all.
    #[error("注释“power-list”后面要用半角冒号")]
    Colon,
    /// Something else than `allow`.
    #[error("注释“power-list:”后面只能写 allow")]
    Verb,
    /// No rule.
    #[error("注释没有写明允许哪条规则")]
    NoRule,
    /// No reason.
    #[error("注释没有写原因")]
    NoReason,
}

/// Whether a text may hold an instruction; quick, and never wrong about one that is there.
pub fn may_instruct(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), MARK)
        .any(|i| after_mark(&text[i + MARK.len()..]).is_some())
}

/// What follows the mark, with whether the colon is right; `None` where the word is only mentioned.
fn after_mark(rest: &str) -> Option<(bool, &str)> {
    let rest = rest.trim_start_matches([' ', '\t']);
    if let Some(rest) = rest.strip_prefix(':') {
        return Some((true, rest));
    }
    if let Some(rest) = rest.strip_prefix('：') {
        return Some((false, rest));
    }
    rest.starts_with(ALLOW).then_some((false, rest))
}

impl<'a> Directive<'a> {
    /// Reads the text of a comment, without its `#`. `None` for a comment that says nothing to this program.
    ///
    /// `power-list: allow <rule>[、<rule>…] <reason>`; commas of either width separate as well.
    pub fn parse(comment: &'a str) -> Option<Result<Self, MalformedDirective>> {
        let text = comment.trim_start();
        let (colon, rest) = after_mark(text.strip_prefix(MARK)?)?;
        if !colon {
            return Some(Err(MalformedDirective::Colon));
        }
        let rest = rest.trim_start();
        let Some(rest) = rest.strip_prefix(ALLOW).filter(|r| !r.starts_with(is_word)) else {
            return Some(Err(MalformedDirective::Verb));
        };
        Some(Self::rules_and_reason(comment.len() - rest.len(), rest))
    }

    fn rules_and_reason(start: usize, text: &'a str) -> Result<Self, MalformedDirective> {
        let mut rest = text.trim_start();
        let mut rules = Vec::new();
        loop {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            if end == 0 {
                break;
            }
            rules.push((start + text.len() - rest.len(), &rest[..end]));
            rest = rest[end..].trim_start();
            match rest.strip_prefix(['、', ',', '，']) {
                Some(next) => rest = next.trim_start(),
                None => break,
            }
        }
        if rules.is_empty() {
            return Err(MalformedDirective::NoRule);
        }
        let reason = rest.trim();
        if !reason.contains(char::is_alphanumeric) {
            return Err(MalformedDirective::NoReason);
        }
        Ok(Self { rules, reason })
    }
}

/// Codes and names of rules are made of these.
fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> (Vec<&str>, &str) {
        let directive = Directive::parse(text).unwrap().unwrap();
        for (at, word) in &directive.rules {
            assert_eq!(&text[*at..at + word.len()], *word);
        }
        let rules = directive.rules.iter().map(|r| r.1).collect();
        (rules, directive.reason)
    }

    #[test]
    fn rules_and_reason_are_told_apart() {
        assert_eq!(
            parsed(" power-list: allow L007 省里已同意"),
            (vec!["L007"], "省里已同意")
        );
        assert_eq!(
            parsed("power-list:allow L007、no-flowchart， F001 第12次会议"),
            (vec!["L007", "no-flowchart", "F001"], "第12次会议")
        );
        assert_eq!(parsed(" power-list : allow L007：纪要").1, "：纪要");
    }

    #[test]
    fn slips_are_told_from_other_comments() {
        let cases = [
            (" power-list：allow L007 原因", MalformedDirective::Colon),
            (" power-list allow L007 原因", MalformedDirective::Colon),
            (" power-list: ignore L007 原因", MalformedDirective::Verb),
            (" power-list: allowed L007", MalformedDirective::Verb),
            (" power-list: allow", MalformedDirective::NoRule),
            (" power-list: allow 原因", MalformedDirective::NoRule),
            (" power-list: allow L007", MalformedDirective::NoReason),
            (" power-list: allow L007、 ——", MalformedDirective::NoReason),
        ];
        for (text, fault) in cases {
            assert_eq!(Directive::parse(text), Some(Err(fault)), "{text}");
            assert!(may_instruct(text), "{text}");
        }
        for text in [
            " 见 power-list: allow L007 的说明",
            " power-list 的设置",
            "power-list.yaml: x",
        ] {
            assert_eq!(Directive::parse(text), None, "{text}");
        }
        assert!(!may_instruct("power-list.yaml 与 power-list 的说明"));
    }

    proptest! {
        #[test]
        fn any_comment_is_read_without_a_panic(text in "(power-list)?[ :：]{0,2}(allow)?[ 、,，L0-9a-z\u{3000}文-]{0,12}") {
            if let Some(read) = Directive::parse(&text) {
                prop_assert!(may_instruct(&text));
                if let Ok(directive) = read {
                    prop_assert!(!directive.rules.is_empty() && !directive.reason.is_empty());
                }
            }
        }
    }
}
