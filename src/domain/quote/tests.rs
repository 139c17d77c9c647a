use std::num::NonZeroU16;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::domain::citation::Cited;
use crate::domain::provision::Provision;

const HEAD: &str = "违反本办法规定，有下列情形之一的，由市花木主管部门责令限期改正，可以处一万元以上五万元以下罚款：";
const ITEMS: [&str; 3] = [
    "未经登记种植花木的；",
    "在禁止区域内采挖“古树名木”（含后续资源）的；",
    "伪造、涂改花木登记证的。",
];
const TAIL: &str =
    "有前款第（二）项情形，情节严重的，吊销花木登记证；构成犯罪的，依法追究刑事责任。";

fn line(paragraph: u16, item: u16, text: &str) -> TextLine {
    TextLine {
        paragraph,
        item,
        text: text.into(),
    }
}

fn article(number: u16, lines: Vec<TextLine>) -> ArticleText {
    ArticleText::new(Article::new(number).unwrap(), lines, true)
}

/// Five articles; the fourth has two paragraphs and three items.
fn version(published: Date, shift: u16) -> VersionText {
    let mut fourth = vec![line(1, 0, HEAD)];
    fourth.extend((1u16..).zip(ITEMS).map(|(n, text)| line(1, n, text)));
    fourth.push(line(2, 0, TAIL));
    let mut articles = vec![
        article(
            1,
            vec![line(
                1,
                0,
                "为了保护花木资源，规范花木种植，根据有关法律，制定本办法。",
            )],
        ),
        article(
            2 + shift,
            vec![line(
                1,
                0,
                "种植花木满十亩的，应当在开工前三十日内向市花木主管部门登记，领取花木登记证。",
            )],
        ),
        article(
            3 + shift,
            vec![line(
                1,
                0,
                "市花木主管部门应当自受理登记申请之日起二十日内作出决定；不予登记的，应当书面说明理由。",
            )],
        ),
        article(4 + shift, fourth),
    ];
    if shift > 0 {
        articles.insert(
            1,
            article(
                2,
                vec![line(1, 0, "本办法所称花木，是指乔木、灌木和草本花卉。")],
            ),
        );
    }
    VersionText {
        published,
        articles,
    }
}

fn now() -> VersionText {
    version(date(2014, 1, 1), 0)
}

fn cite(article: u16, paragraph: u16, item: u16) -> Cited {
    Cited::Provision(Provision {
        paragraph: NonZeroU16::new(paragraph),
        subparagraph: NonZeroU16::new(item),
        ..Provision::article(Article::new(article).unwrap())
    })
}

fn outcome(quote: &str, cited: &[Cited]) -> Outcome {
    compare(quote, cited, &now(), &[]).outcome
}

#[test]
fn what_typesetting_changes_is_the_same() {
    for quote in [
        "种植花木满十亩的,应当在开工前三十日内 向市花木主管部门登记，\n领取花木登记证",
        "第二条　种植花木满十亩的，应当在开工前三十日内向市花木主管部门登记，领取花木登记证。",
        "「种植花木满十亩的，应当在开工前三十日内向市花木主管部门登记，领取花木登记证」",
        "应当在开工前三十日内向市花木主管部门登记",
    ] {
        assert_eq!(outcome(quote, &[cite(2, 0, 0)]), Outcome::Same, "{quote}");
    }
    let inner = format!("{HEAD}（二）在禁止区域内采挖'古树名木'(含后续资源)的。");
    assert_eq!(outcome(&inner, &[cite(4, 1, 2)]), Outcome::Same);
}

#[test]
fn excerpts_may_leave_out_what_is_whole() {
    for quote in [
        // A head with one item, the usual way to quote.
        format!("{HEAD}（三）伪造、涂改花木登记证的。"),
        format!("{HEAD}\n3.伪造、涂改花木登记证的"),
        // Paragraphs one after the other, numbered by whoever copied them.
        format!("{HEAD}（一）{}（二）{}第二款：{TAIL}", ITEMS[0], ITEMS[2]),
        // An ellipsis stands for anything, in the middle of a sentence too.
        "违反本办法规定，……处一万元以上五万元以下罚款：……（三）伪造、涂改花木登记证的。".to_owned(),
        "违反本办法规定,有下列情形之一的......可以处一万元以上五万元以下罚款".to_owned(),
        // Sentences without it.
        format!(
            "{}情节严重的，吊销花木登记证；构成犯罪的，依法追究刑事责任。",
            ""
        ),
    ] {
        assert_eq!(outcome(&quote, &[cite(4, 0, 0)]), Outcome::Same, "{quote}");
    }
    // A comma for the colon before the items is no more than that.
    let comma = format!("{}，伪造、涂改花木登记证的。", HEAD.trim_end_matches('：'));
    let Outcome::Wording { differences, .. } = outcome(&comma, &[cite(4, 0, 3)]) else {
        panic!("{:?}", outcome(&comma, &[cite(4, 0, 3)]));
    };
    assert!(differences.iter().all(|d| d.punctuation), "{differences:?}");
    // What is left out within a sentence without a word about it changes the sentence.
    let silent = "违反本办法规定，有下列情形之一的，可以处一万元以上五万元以下罚款";
    let Outcome::Wording { differences, .. } = outcome(silent, &[cite(4, 0, 0)]) else {
        panic!("{:?}", outcome(silent, &[cite(4, 0, 0)]));
    };
    assert_eq!(differences.len(), 1);
    assert!(differences[0].statute.contains("责令限期改正"));
}

#[test]
fn a_changed_word_is_shown_where_it_stands() {
    let quote = "种植花木满十亩的，应当在开工前二十日内向市花木主管部门登记。";
    let Outcome::Wording { differences, .. } = outcome(quote, &[cite(2, 0, 0)]) else {
        panic!("{:?}", outcome(quote, &[cite(2, 0, 0)]));
    };
    assert_eq!(differences.len(), 1);
    assert_eq!(&quote[differences[0].range.clone()], "二");
    assert!(
        differences[0].statute.contains("开工前三十日"),
        "{differences:?}"
    );
    assert!(!differences[0].punctuation);

    // A full stop of one's own does not allow to leave out what the statute says within its sentence.
    let stopped = "种植花木满十亩的。开工前三十日内向市花木主管部门登记";
    let Outcome::Wording { differences, .. } = outcome(stopped, &[cite(2, 0, 0)]) else {
        panic!("{:?}", outcome(stopped, &[cite(2, 0, 0)]));
    };
    assert!(
        differences
            .iter()
            .any(|d| d.statute.contains("应当在") && !d.punctuation)
    );
    let comma = "种植花木满十亩的、应当在开工前三十日内向市花木主管部门登记";
    let Outcome::Wording { differences, .. } = outcome(comma, &[cite(2, 0, 0)]) else {
        panic!("{:?}", outcome(comma, &[cite(2, 0, 0)]));
    };
    assert!(differences[0].punctuation);
}

#[test]
fn a_renumbered_law_is_seen_through() {
    let old = version(date(2008, 1, 1), 0);
    let new = version(date(2014, 1, 1), 1);
    let quote = "种植花木满十亩的，应当在开工前三十日内向市花木主管部门登记";
    let versions = [old, new];
    let found = compare(quote, &[cite(2, 0, 0)], &versions[1], &versions);
    assert_eq!(
        found.outcome,
        Outcome::Elsewhere {
            articles: vec![Article::new(3).unwrap()],
            differences: Vec::new()
        }
    );
    assert_eq!(found.earlier, Some(date(2008, 1, 1)));
    // Renumbered and amended: nearly the same text under the other number.
    let amended = quote.replace("三十日内", "十五个工作日以内");
    let found = compare(&amended, &[cite(2, 0, 0)], &versions[1], &versions);
    let Outcome::Elsewhere {
        articles,
        differences,
    } = &found.outcome
    else {
        panic!("{found:?}");
    };
    assert_eq!(articles, &[Article::new(3).unwrap()]);
    assert!(!differences.is_empty());
    assert_eq!(found.earlier, None);
    // An article that is not there any more: the text is looked for all the same.
    let gone = compare(quote, &[cite(9, 0, 0)], &versions[1], &versions);
    assert!(
        matches!(gone.outcome, Outcome::Elsewhere { .. }),
        "{gone:?}"
    );
}

#[test]
fn paragraph_and_item_are_told_apart() {
    let tail = "情节严重的，吊销花木登记证";
    assert_eq!(outcome(tail, &[cite(4, 2, 0)]), Outcome::Same);
    assert_eq!(
        outcome(tail, &[cite(4, 1, 0)]),
        Outcome::OtherPart {
            paragraph: 2,
            item: None
        }
    );
    let third = format!("{HEAD}（三）伪造、涂改花木登记证的。");
    assert_eq!(outcome(&third, &[cite(4, 1, 3)]), Outcome::Same);
    assert_eq!(outcome(&third, &[cite(4, 0, 3)]), Outcome::Same);
    assert_eq!(
        outcome(&third, &[cite(4, 1, 2)]),
        Outcome::OtherPart {
            paragraph: 1,
            item: Some(3)
        }
    );
    // A list of items shares one quotation; a head alone is quoted for any of its items.
    assert_eq!(
        outcome(&third, &[cite(4, 1, 1), cite(4, 1, 3)]),
        Outcome::Same
    );
    assert_eq!(outcome(HEAD, &[cite(4, 1, 2)]), Outcome::Same);
    // The numbers of an article that was not understood are not held against anybody.
    let mut unsure = now();
    unsure.articles[3].numbered = false;
    assert_eq!(
        compare(&third, &[cite(4, 1, 2)], &unsure, &[]).outcome,
        Outcome::Same
    );
}

#[test]
fn what_cannot_be_told_is_not_told() {
    assert_eq!(outcome("处以罚款。", &[cite(2, 0, 0)]), Outcome::TooShort);
    assert_eq!(outcome("……", &[cite(2, 0, 0)]), Outcome::TooShort);
    assert_eq!(outcome("", &[]), Outcome::TooShort);
    let other = "道路运输经营者应当按照核定的线路和班次运行，不得擅自停班、甩客。";
    assert!(matches!(
        outcome(other, &[cite(2, 0, 0)]),
        Outcome::NotInLaw { .. }
    ));
    // Of the law as a whole.
    assert_eq!(outcome("应当书面说明理由。", &[]), Outcome::Same);
    assert!(matches!(outcome(other, &[]), Outcome::NotInLaw { .. }));
    // For a list and for a range it is enough that one of them has it.
    let third = "不予登记的，应当书面说明理由";
    assert_eq!(
        outcome(third, &[cite(2, 0, 0), cite(3, 0, 0)]),
        Outcome::Same
    );
    let (Cited::Provision(from), Cited::Provision(to)) = (cite(2, 0, 0), cite(4, 0, 0)) else {
        unreachable!()
    };
    assert_eq!(outcome(third, &[Cited::Range { from, to }]), Outcome::Same);
}

/// The characters of the fourth article that are words, with their places in its text.
fn fourth() -> String {
    let items: String = ITEMS
        .iter()
        .zip(["（一）", "（二）", "（三）"])
        .map(|(t, n)| format!("\n{n}{t}"))
        .collect();
    format!("{HEAD}{items}\n{TAIL}")
}

/// A text as another typesetter would set it.
fn reset(text: &str, dice: &[u8]) -> String {
    let mut dice = dice.iter().cycle();
    let mut out = String::new();
    for c in text.chars() {
        let die = dice.next().copied().unwrap_or(0);
        match (c, die % 4) {
            ('，', 0 | 1) => out.push(','),
            ('；', 0 | 1) => out.push(';'),
            ('：', 0 | 1) => out.push(':'),
            ('（', 0 | 1) => out.push('('),
            ('）', 0 | 1) => out.push(')'),
            ('“', 0) => out.push('"'),
            ('”', 0) => out.push('"'),
            ('“', 1) => out.push('「'),
            ('”', 1) => out.push('」'),
            (c, _) => out.push(c),
        }
        match die % 23 {
            0 => out.push(' '),
            1 => out.push('\u{3000}'),
            2 => out.push('\u{200b}'),
            _ => {}
        }
    }
    out
}

proptest! {
    /// Any piece of an article is the same, however it is set.
    #[test]
    fn any_excerpt_is_the_same(
        from in 0usize..120,
        length in 9usize..140,
        dice in proptest::collection::vec(any::<u8>(), 40..60),
    ) {
        let text: Vec<char> = fourth().chars().collect();
        let from = from.min(text.len() - 9);
        // A piece that begins within a number （二） has no number any more.
        let open = text[..from].iter().rev().take(2).position(|c| *c == '（');
        let from = from - open.map_or(0, |back| back + 1);
        let piece: String = text[from..].iter().take(length).collect();
        let piece = piece.trim_end_matches(['（', '一', '二', '三']);
        let set = reset(piece, &dice);
        let found = outcome(&set, &[cite(4, 0, 0)]);
        prop_assert!(matches!(found, Outcome::Same | Outcome::TooShort), "{set}\n{found:?}");
    }

    /// One changed character is a difference in just that character.
    #[test]
    fn one_changed_character_is_found(
        at in 0usize..200,
        with in "[甲乙丙丁戊己庚辛壬癸]",
        dice in proptest::collection::vec(any::<u8>(), 40..60),
    ) {
        let text = fourth();
        let words: Vec<usize> = text
            .char_indices()
            .filter(|(i, c)| {
                let number = text[..*i].ends_with('（') && text[*i + c.len_utf8()..].starts_with('）');
                ('\u{4e00}'..='\u{9fff}').contains(c) && !number
            })
            .map(|(i, _)| i)
            .collect();
        let at = words[at % words.len()];
        // Marks the place, which setting may move.
        let mut changed = text.clone();
        changed.replace_range(at..at + 3, &with);
        let set = reset(&changed, &dice);
        let place = set.find(with.as_str()).unwrap();
        let found = outcome(&set, &[cite(4, 0, 0)]);
        let Outcome::Wording { differences, .. } = &found else {
            return Err(TestCaseError::fail(format!("{set}\n{found:?}")));
        };
        prop_assert_eq!(differences.len(), 1, "{}\n{:?}", set, differences);
        prop_assert_eq!(&differences[0].range, &(place..place + with.len()));
        prop_assert!(differences[0].statute.contains(&text[at..at + 3]));
    }

    /// No quotation is too strange, and every range lies on its characters.
    #[test]
    fn any_text_is_survived(quote in "[第条款项（）()一二三、，。；：…．.\n 违反本办法规定花木登记证“”甲a1①\u{200b}]{0,80}") {
        for cited in [&[cite(4, 1, 2)][..], &[cite(9, 0, 0)], &[]] {
            let found = compare(&quote, cited, &now(), &[now()]);
            if let Outcome::Wording { differences, .. } | Outcome::Elsewhere { differences, .. } = &found.outcome {
                for d in differences {
                    prop_assert!(quote.get(d.range.clone()).is_some());
                }
            }
        }
    }
}
