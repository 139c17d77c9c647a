//! The closing provisions: from when the statute has effect, what it repeals, what it was called before.

use jiff::civil::Date;

use super::body::{ArticleText, head};
use super::problem::{Problem, ProblemKind};
use super::text::{dates, leading_date, titles};
use crate::domain::law::COUNTRY;

/// From when a statute says it has effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// 自YYYY年M月D日起施行
    On(Date),
    /// 自公布（发布、颁布）之日起施行
    AtPublication,
}

/// One title that a statute repeals as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RepealClause {
    /// Line of the article in the file.
    pub line: u32,
    /// Name without 中华人民共和国, in the register's spelling.
    pub name: String,
    /// Day of the repealed statute that the clause gives, e.g. 1989年9月26日国务院发布的.
    pub made_on: Option<Date>,
}

/// What the closing provisions say.
#[derive(Debug, Default)]
pub(super) struct Closing {
    pub effect: Option<Effect>,
    pub repeals: Vec<RepealClause>,
    pub former_names: Vec<String>,
    pub problems: Vec<Problem>,
}

/// Reads the articles; the last sentence of each kind counts.
pub(super) fn read(articles: &[ArticleText]) -> Closing {
    let mut closing = Closing::default();
    for article in articles {
        for sentence in sentences(&article.text) {
            if let Some(effect) = effect(sentence) {
                closing.effect = Some(effect);
                closing.former_names.extend(formerly(sentence));
            }
            repeals(sentence, article.line, &mut closing);
        }
    }
    closing
}

/// A statute's name as the register spells it: without 中华人民共和国 and spaces, full-width brackets, inner marks 〈〉.
pub(super) fn register_name(title: &str) -> String {
    let bare: String = title
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '(' => '（',
            ')' => '）',
            '<' | '《' => '〈',
            '>' | '》' => '〉',
            other => other,
        })
        .collect();
    bare.strip_prefix(COUNTRY)
        .map_or_else(|| bare.clone(), str::to_owned)
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', '；', ';', '\n'])
        .map(str::trim)
        .filter(|s| !s.is_empty())
}

/// 本法自…起施行; a sentence about something else that begins on the day of effect is none.
fn effect(sentence: &str) -> Option<Effect> {
    // 「十二、本规定自发布之日起施行」 and the like.
    let sentence = super::text::old_item_mark(sentence).map_or(sentence, |(_, rest)| rest);
    let rest = sentence.strip_prefix('本')?;
    for (at, word) in rest.match_indices(['自', '从', '于', '由']) {
        if rest[..at].chars().count() > 40 || rest[..at].contains("施行") {
            return None;
        }
        let after = &rest[at + word.len()..];
        let (effect, after) = if let Some((date, after)) = leading_date(after) {
            (Effect::On(date), after)
        } else if let Some(after) = ["公布之日", "发布之日", "颁布之日"]
            .iter()
            .find_map(|words| after.strip_prefix(words))
        {
            (Effect::AtPublication, after)
        } else {
            continue;
        };
        let after = after.trim_start();
        let after = after.strip_prefix('起').unwrap_or(after);
        if ["施行", "实施", "执行", "实行", "生效"]
            .iter()
            .any(|verb| after.starts_with(verb))
        {
            return Some(effect);
        }
    }
    None
}

/// 本法（原称《X》）
fn formerly(sentence: &str) -> Option<String> {
    let (_, after) = sentence.split_once("原称")?;
    let (title, range) = titles(after).into_iter().next()?;
    (range.start == 0).then(|| register_name(title))
}

fn repeals(sentence: &str, line: u32, closing: &mut Closing) {
    let Some(body) = ["同时废止", "即行废止", "同时失效"]
        .iter()
        .find_map(|words| sentence.strip_suffix(words))
    else {
        return;
    };
    let found = titles(body);
    let mut from = 0;
    for (title, range) in found {
        let before = &body[from..range.start];
        from = range.end;
        let after = &body[range.end..];
        if !whole(after) {
            closing.problems.push(Problem {
                line,
                kind: ProblemKind::Note,
                what: format!(
                    "《{title}》只废止一部分或者另有说明，不作全文废止：“{}”",
                    head(after)
                ),
            });
            continue;
        }
        closing.repeals.push(RepealClause {
            line,
            name: register_name(title),
            made_on: dates(before).last().map(|d| d.0),
        });
    }
}

/// Whether what stands behind a title leaves it a repeal of the whole: nothing, a bracket, or the next title.
fn whole(after: &str) -> bool {
    let mut after = after.trim_start();
    while let Some(rest) = after.strip_prefix(['（', '(']) {
        let Some(end) = rest.find(['）', ')']) else {
            return false;
        };
        after = rest[end..].trim_start_matches(['）', ')']).trim_start();
    }
    after.is_empty()
        || ["、", "，", ",", "和", "以及", "及", "与", "《"]
            .iter()
            .any(|joint| after.starts_with(joint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn closing(text: &str) -> Closing {
        read(&[ArticleText {
            line: 9,
            text: text.to_owned(),
            lines: Vec::new(),
        }])
    }

    #[test]
    fn the_day_of_effect() {
        let effect = |text| closing(text).effect;
        assert_eq!(
            effect("本法自2008年1月1日起施行。"),
            Some(Effect::On(date(2008, 1, 1)))
        );
        assert_eq!(
            effect("本规范自2009年1月1 日起实施。"),
            Some(Effect::On(date(2009, 1, 1)))
        );
        assert_eq!(
            effect("本规定自二〇〇四年十月一日起施行。"),
            Some(Effect::On(date(2004, 10, 1)))
        );
        assert_eq!(
            effect("本法由全国人民代表大会通过，自1984年10月1日起施行。"),
            Some(Effect::On(date(1984, 10, 1)))
        );
        assert_eq!(
            effect("本办法自颁布之日起施行"),
            Some(Effect::AtPublication)
        );
        assert_eq!(effect("本法施行前的规定，自2008年1月1日起施行。"), None);
        assert_eq!(effect("自本条例施行之日起设立公司的，应当登记。"), None);
        assert_eq!(effect("本条例自1985年度起施行。"), None);
    }

    #[test]
    fn repealed_titles() {
        let found = closing(
            "本法自2013年7月1日起施行。1986年9月5日公布、1994年5月12日修订公布的《中华人民共和国甲条例》（部令第3号）和\
             《乙办法（试行）》、《丙〈丁〉规定》同时废止。",
        );
        let names: Vec<_> = found.repeals.iter().map(|r| r.name.as_str()).collect();
        assert_eq!(names, ["甲条例", "乙办法（试行）", "丙〈丁〉规定"]);
        assert_eq!(found.repeals[0].made_on, Some(date(1994, 5, 12)));
        assert_eq!(found.repeals[1].made_on, None);
    }

    #[test]
    fn a_part_is_not_the_whole() {
        let found = closing("1997年3月25日国务院发布的《甲条例》中关于反倾销的规定同时废止。");
        assert!(found.repeals.is_empty());
        assert_eq!(found.problems.len(), 1);
        assert!(closing("过去的办法即行废止。").repeals.is_empty());
    }

    #[test]
    fn a_former_name() {
        let found = closing("本法（原称《中国人民解放军甲条例》）自1989年1月1日起施行。");
        assert_eq!(found.former_names, ["中国人民解放军甲条例"]);
        assert_eq!(found.effect, Some(Effect::On(date(1989, 1, 1))));
    }
}
