//! The head of a citation: 【法律】《name》（history）, 本法, 同法, 法律：中华人民共和国水法 …

use super::ink::{COLONS, Ink, OPENING, SQUARE_CLOSING, SQUARE_OPENING};
use super::title::{self, Title};
use super::{AnnexKind, GapReason, LawReference, remark};
use crate::domain::law::COUNTRY;

/// A head as read; positions are glyphs.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) tag: Option<String>,
    pub(super) law: LawReference,
    pub(super) law_at: (usize, usize),
    pub(super) remarks: Vec<String>,
    pub(super) from: usize,
    pub(super) end: usize,
    pub(super) gaps: Vec<(usize, usize, GapReason)>,
}

/// Words that stand in a tag.
const TAG_WORDS: [&str; 31] = [
    "宪法",
    "法律法规",
    "法律",
    "行政法规",
    "地方性法规",
    "单行条例",
    "自治条例",
    "法规",
    "国务院部门规章",
    "部门规章",
    "地方政府规章",
    "政府规章",
    "地方规章",
    "行政规章",
    "规章",
    "国务院规范性文件",
    "部门规范性文件",
    "地方规范性文件",
    "行政规范性文件",
    "其他规范性文件",
    "规范性文件",
    "国务院决定",
    "国务院文件",
    "政策文件",
    "党内法规",
    "司法解释",
    "部令",
    "国家标准",
    "行业标准",
    "国际条约",
    "其他",
];
const LONGEST_TAG: usize = 16;
const LONGEST_LEAD: usize = 16;
const MOST_TAGS: usize = 3;

/// A tag's text, the position after it, and the place of a bracket that is missing its other half.
pub(super) type Tag = (String, usize, Option<(usize, usize)>);

/// The tag at `i`.
pub(super) fn tag(ink: &Ink, i: usize) -> Option<Tag> {
    if ink.among(i, SQUARE_OPENING) {
        let mut end = i + 1;
        while end - i <= LONGEST_TAG && !ink.among(end, SQUARE_CLOSING) {
            if ink.among(end, ['《', '<', '〈']) {
                // 【法律《…》: the tag was not closed.
                let word = ink.string(i + 1, end);
                return is_tag_word(&word).then_some((word, end, Some((i, end))));
            }
            ink.get(end)?;
            end += 1;
        }
        if end - i > LONGEST_TAG {
            return None;
        }
        let word = ink.string(i + 1, end);
        // At a line start before a title any word is a tag; elsewhere it could be part of the text.
        let heads_line = ink.starts_line(i)
            && ink.is(end + 1, '《')
            && !word.is_empty()
            && !word.chars().any(char::is_numeric);
        return (heads_line || is_tag_word(&word)).then_some((word, end + 1, None));
    }
    // 法律】《…》, 法律：《…》
    if !matches!(
        ink.get(i)?,
        '宪' | '法' | '行' | '地' | '单' | '自' | '国' | '部' | '政' | '规' | '其' | '党' | '司'
    ) {
        return None;
    }
    let begins = ink.starts_line(i)
        || ink
            .before(i)
            .is_some_and(|c| ['。', '；', ';', '）', ')', '”', '.', '．', '、'].contains(&c));
    let end = begins.then(|| ink.one_of(i, &TAG_WORDS))??;
    if ink.among(end, ['】', '］', ']']) && ink.among(end + 1, ['《', '<', '〈']) {
        return Some((ink.string(i, end), end + 1, Some((i, end + 1))));
    }
    // Within a line only the colon tells 1.法律：《…》 from 法律、法规《…》.
    let colon = ink.among(end, COLONS);
    let after = if colon { end + 1 } else { end };
    ((ink.starts_line(i) || colon) && ink.among(after, ['《', '〈']))
        .then(|| (ink.string(i, end), after, None))
}

fn is_tag_word(word: &str) -> bool {
    const ENDINGS: [&str; 9] = [
        "法律", "法规", "规章", "文件", "决定", "条例", "解释", "标准", "依据",
    ];
    TAG_WORDS.contains(&word)
        || (ENDINGS.iter().any(|e| word.ends_with(e)) && !word.chars().any(|c| c.is_numeric()))
}

/// What a citation is cited for, as a heading before it.
const HEADINGS: [&str; 9] = [
    "设定依据",
    "实施依据",
    "法律依据",
    "处罚依据",
    "职权依据",
    "权力依据",
    "收费依据",
    "追责依据",
    "行使依据",
];

/// Whether 实施依据： stands at `i`.
pub(super) fn is_heading(ink: &Ink, i: usize) -> bool {
    ink.one_of(i, &HEADINGS)
        .is_some_and(|end| ink.among(end, COLONS))
}

/// Skips what may stand before a head without saying anything: stops, list numbers, 根据, 实施依据：
pub(super) fn lead(ink: &Ink, i: usize) -> usize {
    const WORDS: [&str; 17] = [
        "根据", "依据", "依照", "按照", "参照", "参见", "见", "以及", "或者", "和", "及", "与",
        "或", "同时", "按", "依", "据",
    ];
    let word = |at: usize| {
        // How the words above begin.
        let begins = matches!(
            ink.get(at)?,
            '设' | '实'
                | '法'
                | '处'
                | '职'
                | '权'
                | '收'
                | '追'
                | '行'
                | '根'
                | '依'
                | '按'
                | '参'
                | '见'
                | '以'
                | '或'
                | '和'
                | '及'
                | '与'
                | '同'
                | '据'
        );
        begins.then(|| ink.one_of(at, &HEADINGS).or_else(|| ink.one_of(at, &WORDS)))?
    };
    let mut at = i;
    // Called at every line start, so one call must not run far; the reader calls again.
    for _ in 0..LONGEST_LEAD {
        let before = at;
        let quoted = title::quoted_mark(ink, at);
        if ink.among(
            at,
            [
                '、', '，', ',', '。', '；', ';', '．', '.', '·', '•', '●', '○', '◆', '■', '★',
                '*', '-', '—', '）', ')', '﹚', '】', ']', '］', '〕', '﹞', '”', '：', ':', '∶',
            ],
        ) {
            at += 1;
        } else if quoted > at {
            at = quoted;
        } else if ink.among(at, SQUARE_OPENING) && ink.among(at + 1, ['《', '〈']) {
            at += 1;
        } else if ink.among(at, OPENING)
            && (ink.among(at + 1, ['《', '〈']) || tag(ink, at + 1).is_some())
        {
            // （《…》第三条）: the bracket is around the whole citation.
            at += 1;
        } else if let Some(end) = word(at)
            && (ink.among(end, COLONS) || opens(ink, end) || word(end).is_some())
        {
            at = end;
        } else if let Some(end) = numbering(ink, at)
            && opens(ink, end)
        {
            at = end;
        }
        if at == before {
            break;
        }
    }
    at
}

/// Whether a list number and then a tag stand at `i`.
pub(super) fn is_numbered_tag(ink: &Ink, i: usize) -> bool {
    numbering(ink, i).is_some_and(|end| tag(ink, end).is_some())
}

/// 1. 1、 （1） （一） 一、 ① before a citation: the position after it.
fn numbering(ink: &Ink, i: usize) -> Option<usize> {
    if ink
        .get(i)
        .is_some_and(|c| ('①'..='⒛').contains(&c) || ('㈠'..='㈩').contains(&c))
    {
        return Some(i + 1);
    }
    if ink.among(i, OPENING) {
        return ink.bracketed_number(i).map(|(end, ..)| end);
    }
    let (end, _) = ink.number(i)?;
    ink.among(end, ['.', '．', '、', '，', ',', ')', '）', ':', '：'])
        .then_some(end + 1)
}

/// Whether a tag, a title or a full name begins at `i`.
fn opens(ink: &Ink, i: usize) -> bool {
    ink.among(i, ['《', '〈'])
        || tag(ink, i).is_some()
        || ink.word(i, COUNTRY).is_some()
        || this_or_same(ink, i).is_some()
}

/// 本法, 本条例 … or 同法, 该条例 … before a provision.
fn this_or_same(ink: &Ink, i: usize) -> Option<(LawReference, usize)> {
    const KINDS: [&str; 10] = [
        "条例", "办法", "规定", "细则", "规则", "决定", "解释", "通知", "意见", "法",
    ];
    let law = match ink.get(i)? {
        '本' => LawReference::This,
        '同' | '该' => LawReference::Same,
        _ => return None,
    };
    let end = ink.one_of(i + 1, &KINDS)?;
    let annex = AnnexKind::ALL
        .iter()
        .any(|kind| ink.word(end, kind.chinese()).is_some());
    (title::is_mark(ink, end) || annex).then_some((law, end))
}

/// Reads the head at `i`. `before` is the law cited before, which 同法 means.
pub(super) fn head(ink: &Ink, i: usize, before: Option<&LawReference>) -> Option<Head> {
    let mut gaps = Vec::new();
    let mut tagged = None;
    let mut at = i;
    // Two tags in a row happen; a run of them is no head, and reading it from each of its tags would never end.
    for _ in 0..MOST_TAGS {
        let Some((word, end, lost)) = tag(ink, at) else {
            break;
        };
        gaps.extend(lost.map(|(from, to)| (from, to, GapReason::UnclosedBracket)));
        tagged = Some(word);
        at = end;
        while ink.among(at, COLONS) {
            at += 1;
        }
        if let Some(end) = numbering(ink, at).filter(|&end| opens(ink, end)) {
            at = end;
        }
    }
    let mut remarks = Vec::new();
    // Before names: behind a tag 同法 would be read as one.
    let (mut law, law_at, end) = if let Some((law, end)) = this_or_same(ink, at) {
        let law = match (law, before) {
            (LawReference::Same, Some(before)) => before.clone(),
            (LawReference::Same, None) => {
                gaps.push((at, end, GapReason::NoAntecedent));
                LawReference::Same
            }
            (law, _) => law,
        };
        (law, (at, end), end)
    } else {
        named(ink, at, tagged.is_some(), &mut remarks, &mut gaps)?
    };
    if let LawReference::Named(name) = &law
        && let (short, Some(version)) = title::split_version(name)
    {
        remarks.push(version.to_owned());
        law = LawReference::Named(short.to_owned());
    }
    let (after, end, lost) = remark::remarks(ink, end);
    gaps.extend(lost.map(|(from, to)| (from, to, GapReason::UnclosedBracket)));
    remarks.extend(after);
    Some(Head {
        tag: tagged,
        law,
        law_at,
        remarks,
        from: i,
        end,
        gaps,
    })
}

type Named = (LawReference, (usize, usize), usize);

fn named(
    ink: &Ink,
    at: usize,
    tagged: bool,
    remarks: &mut Vec<String>,
    gaps: &mut Vec<(usize, usize, GapReason)>,
) -> Option<Named> {
    match title::title(ink, at) {
        Some(Title::Closed(name, end)) if !name.is_empty() => {
            // 《关于修改…的决定》第二次修正的《甲条例》: the first is how the second came about.
            if let Some(next) = amended_title(ink, end)
                && let Some(Title::Closed(second, second_end)) = title::title(ink, next)
            {
                remarks.push(ink.string(at, next));
                return Some((LawReference::Named(second), (next, second_end), second_end));
            }
            // 《甲办法》《甲办法》: written twice.
            let mut last = end;
            while let Some(Title::Closed(again, again_end)) = title::title(ink, last)
                && again == name
            {
                last = again_end;
            }
            return Some((LawReference::Named(name), (at, last), last));
        }
        Some(Title::Closed(..)) => return None,
        Some(Title::Unclosed(name, stop)) => {
            gaps.push((at, stop, GapReason::UnclosedTitle));
            // 《《甲法》: one mark too many.
            if name.is_empty()
                && let Some(Title::Closed(name, end)) = title::title(ink, stop)
                && !name.is_empty()
            {
                return Some((LawReference::Named(name), (stop, end), end));
            }
            return title::is_law_like(&name).then_some((
                LawReference::Named(name),
                (at, stop),
                stop,
            ));
        }
        None => {}
    }
    let country = ink.word(at, COUNTRY).is_some();
    if !tagged && !country {
        return None;
    }
    // 【法规】（甲条例》: the wrong mark opens.
    let from = if ink.among(at, OPENING) { at + 1 } else { at };
    let mut stop = title::bare_end(ink, from);
    // 生态环境部、水利部《…》
    if tagged && ink.is(stop, '、') {
        let next = title::bare_end(ink, stop + 1);
        if ink.is(next, '《') {
            stop = next;
        }
    }
    if ink.is(stop, '》') && stop > from {
        gaps.push((at, stop + 1, GapReason::UnclosedTitle));
        let name = title::bare(ink, from, stop);
        return Some((LawReference::Named(name), (at, stop + 1), stop + 1));
    }
    if ink.is(stop, '《') && tagged {
        return around_title(ink, at, stop, remarks);
    }
    let name = title::bare(ink, at, stop);
    // Running text that mentions the country is no citation without a provision behind it.
    let cited = tagged || title::is_mark(ink, stop);
    (cited && title::is_law_like(&name)).then_some((LawReference::Named(name), (at, stop), stop))
}

/// 甲省实施《水法》办法 is one name; 生态环境部《…的通知》 is an issuing body before one.
fn around_title(ink: &Ink, at: usize, open: usize, remarks: &mut Vec<String>) -> Option<Named> {
    let Title::Closed(inner, close) = title::title(ink, open)? else {
        return None;
    };
    const TAILS: [&str; 10] = [
        "的通知",
        "的决定",
        "的意见",
        "的批复",
        "的公告",
        "办法",
        "实施办法",
        "细则",
        "实施细则",
        "条例",
    ];
    if let Some(end) = ink.one_of(close, &TAILS) {
        let name = format!(
            "{}〈{inner}〉{}",
            ink.string(at, open),
            ink.string(close, end)
        );
        return Some((LawReference::Named(name), (at, end), end));
    }
    remarks.push(ink.string(at, open));
    if let Some(next) = amended_title(ink, close)
        && let Some(Title::Closed(second, end)) = title::title(ink, next)
    {
        remarks.push(ink.string(open, next));
        return Some((LawReference::Named(second), (next, end), end));
    }
    Some((LawReference::Named(inner), (open, close), close))
}

/// 第二次修正的 before 《.
fn amended_title(ink: &Ink, i: usize) -> Option<usize> {
    let mut at = i;
    if ink.is(at, '第') {
        let (end, _) = ink.number(at + 1)?;
        at = ink.word(end, "次")?;
    }
    let at = ink.one_of(
        at,
        &["修正的", "修订的", "修改的", "修改后的", "公布的", "发布的"],
    )?;
    ink.is(at, '《').then_some(at)
}
