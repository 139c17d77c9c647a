//! Titles between 《 》, with whatever people nest in them, and names that stand without marks.

use super::AnnexKind;
use super::component;
use super::ink::{CLOSING, Ink, OPENING, OPENING_QUOTES};

/// No title of a law or document is longer.
const LONGEST: usize = 200;
/// How far a second 》 is looked for where the first one may close an inner 〈.
const LOOK_AHEAD: usize = 40;
/// Longest name read without marks.
const LONGEST_BARE: usize = 60;

/// What stands where a title begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Title {
    /// The name and the position after its closing mark.
    Closed(String, usize),
    /// No closing mark: the text up to where the name must end at the latest.
    Unclosed(String, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Double,
    Single,
    Angle,
}

fn opening(ch: char) -> Option<Mark> {
    match ch {
        '《' => Some(Mark::Double),
        '〈' | '‹' => Some(Mark::Single),
        '<' | '＜' | '﹤' => Some(Mark::Angle),
        _ => None,
    }
}

fn closing(ch: char) -> Option<Mark> {
    match ch {
        '》' => Some(Mark::Double),
        '〉' | '›' => Some(Mark::Single),
        '>' | '＞' | '﹥' => Some(Mark::Angle),
        _ => None,
    }
}

/// Reads the title that opens at `i`; `None` when no mark opens there.
pub(super) fn title(ink: &Ink, i: usize) -> Option<Title> {
    Some(match extent(ink, i)? {
        Extent::Closed(to) => Title::Closed(normalise(ink, i + 1, to), to + 1),
        Extent::Unclosed(to) => Title::Unclosed(normalise(ink, i + 1, to), to),
    })
}

/// Where a name ends.
enum Extent {
    /// At its closing mark.
    Closed(usize),
    /// There, without one.
    Unclosed(usize),
}

fn extent(ink: &Ink, i: usize) -> Option<Extent> {
    let outer = opening(ink.get(i)?)?;
    let mut open: Vec<Mark> = Vec::new();
    let mut at = i + 1;
    while at < ink.len() && at - i <= LONGEST {
        let ch = ink.get(at)?;
        if ('\u{4e00}'..='\u{9fff}').contains(&ch) {
            at += 1;
            continue;
        }
        if let Some(mark) = opening(ch) {
            open.push(mark);
        } else if let Some(mark) = closing(ch) {
            match open.last() {
                Some(&inner) if inner == mark => {
                    open.pop();
                }
                // 《实施〈…法》办法》 closes the inner mark with the outer's sign; 《实施〈…法》 forgot the inner one.
                Some(_) if mark == outer && !another_closes(ink, at + 1, outer) => {
                    return Some(Extent::Closed(at));
                }
                Some(_) => {
                    open.pop();
                }
                None if mark == outer || !another_closes(ink, at + 1, outer) => {
                    return Some(Extent::Closed(at));
                }
                None => {}
            }
        } else if ch == '【' {
            break;
        }
        at += 1;
    }
    Some(Extent::Unclosed(bare_end(ink, i + 1)))
}

/// The position after the title at `i`, when it is closed.
pub(super) fn closed(ink: &Ink, i: usize) -> Option<usize> {
    match extent(ink, i)? {
        Extent::Closed(to) => Some(to + 1),
        Extent::Unclosed(_) => None,
    }
}

/// Whether a mark of `kind` closes soon, before anything that cannot stand in a title.
fn another_closes(ink: &Ink, from: usize, kind: Mark) -> bool {
    (from..from + LOOK_AHEAD)
        .map_while(|at| ink.get(at))
        .take_while(|&ch| !['《', '（', '(', '【', '，', '。', '；', '：', ':'].contains(&ch))
        .any(|ch| closing(ch) == Some(kind))
}

/// The name in `from..to`: inner marks as 〈〉, brackets as （）, no blanks.
fn normalise(ink: &Ink, from: usize, to: usize) -> String {
    ink.mapped(from, to, |ch| match ch {
        '\u{4e00}'..='\u{9fff}' => ch,
        _ if opening(ch).is_some() => '〈',
        _ if closing(ch).is_some() => '〉',
        _ if OPENING.contains(&ch) => '（',
        _ if CLOSING.contains(&ch) => '）',
        _ => ch,
    })
}

/// Where a name without closing mark ends at the latest: a provision, a bracket, a stop, the next title.
pub(super) fn bare_end(ink: &Ink, from: usize) -> usize {
    let mut at = from;
    while at < ink.len() && at - from < LONGEST_BARE {
        let stops = ink.among(
            at,
            [
                '（', '(', '《', '》', '【', '[', '，', ',', '。', '；', ';', '：', ':', '、', '"',
                '“', '”',
            ],
        ) || (ink.is(at, '第') && is_mark(ink, at))
            || is_annex(ink, at);
        if stops {
            break;
        }
        at += 1;
    }
    at
}

/// Whether 第…条, 第（…）项 … begins at `i`.
pub(super) fn is_mark(ink: &Ink, i: usize) -> bool {
    component::is_article(ink, i)
        || !matches!(
            component::component(ink, i, component::Allow::Explicit),
            component::Read::Nothing
        )
}

/// Whether 附件第N项, 附件2, 附表三 … begins at `i`.
pub(super) fn is_annex(ink: &Ink, i: usize) -> bool {
    ink.is(i, '附')
        && AnnexKind::ALL
            .iter()
            .filter_map(|kind| ink.word(i, kind.chinese()))
            .any(|end| is_mark(ink, end) || ink.bracketed_number(end).is_some())
}

/// The position of the provision that stands at `i`, with or without a quotation mark before it (“第七条 …”).
pub(super) fn quoted_mark(ink: &Ink, i: usize) -> usize {
    if ink.among(i, OPENING_QUOTES) && is_mark(ink, i + 1) {
        i + 1
    } else {
        i
    }
}

/// Takes what names a version off the end of a name: 水法（2016年修正） is 水法. （试行） belongs to the name.
pub(super) fn split_version(name: &str) -> (&str, Option<&str>) {
    let Some((head, version)) = name
        .strip_suffix('）')
        .and_then(|inner| inner.rsplit_once('（'))
    else {
        return (name, None);
    };
    let names_version = ["修正", "修订", "修改"]
        .iter()
        .any(|word| version.contains(word))
        || version
            .trim_end_matches('年')
            .chars()
            .all(|c| c.is_ascii_digit());
    if names_version && !head.is_empty() {
        (head, Some(version))
    } else {
        (name, None)
    }
}

/// A name without marks in `from..to`, normalised as between marks; empty when nothing stands there.
pub(super) fn bare(ink: &Ink, from: usize, to: usize) -> String {
    normalise(ink, from, to)
}

/// Whether a name ends as laws and official documents do.
pub(super) fn is_law_like(name: &str) -> bool {
    const KINDS: [&str; 42] = [
        "法",
        "条例",
        "规定",
        "办法",
        "细则",
        "规则",
        "决定",
        "通知",
        "意见",
        "命令",
        "令",
        "解释",
        "批复",
        "规范",
        "标准",
        "方案",
        "公告",
        "目录",
        "准则",
        "纲要",
        "规程",
        "规章",
        "章程",
        "通告",
        "公约",
        "协定",
        "议定书",
        "函",
        "纪要",
        "计划",
        "规划",
        "制度",
        "清单",
        "措施",
        "大纲",
        "要求",
        "指引",
        "指南",
        "典",
        "决议",
        "通报",
        "法规",
    ];
    let mut name = name;
    // （试行）, （修正） say nothing about the kind.
    while let Some((head, _)) = name
        .strip_suffix('）')
        .and_then(|inner| inner.rsplit_once('（'))
    {
        name = head;
    }
    KINDS.iter().any(|kind| name.ends_with(kind)) && name.chars().count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Title {
        title(&Ink::new(text), 0).unwrap()
    }

    fn closed_as(text: &str) -> String {
        match read(text) {
            Title::Closed(name, _) => name,
            Title::Unclosed(name, _) => panic!("{text}: unclosed {name}"),
        }
    }

    #[test]
    fn nesting_of_every_kind_is_normalised() {
        for (text, name) in [
            ("《水法》第三条", "水法"),
            ("《 中华\n人民共和国 水法 》", "中华人民共和国水法"),
            ("《安徽省实施〈水法〉办法》（x）", "安徽省实施〈水法〉办法"),
            ("《安徽省实施<水法>办法》", "安徽省实施〈水法〉办法"),
            ("《安徽省实施《水法》办法》", "安徽省实施〈水法〉办法"),
            ("《安徽省实施〈水法》办法》", "安徽省实施〈水法〉办法"),
            ("《安徽省实施〈水法》（1999年）", "安徽省实施〈水法"),
            (
                "《关于印发〈甲办法〉〈乙办法〉的通知》",
                "关于印发〈甲办法〉〈乙办法〉的通知",
            ),
            (
                "《关于转发〈关于印发〈甲办法〉的通知〉的通知》",
                "关于转发〈关于印发〈甲办法〉的通知〉的通知",
            ),
            ("《甲办法(试行)》", "甲办法（试行）"),
            ("〈水法〉第三条", "水法"),
        ] {
            assert_eq!(closed_as(text), name, "{text}");
        }
    }

    #[test]
    fn a_title_without_end_stops_at_the_provision() {
        assert_eq!(read("《水法第三条"), Title::Unclosed("水法".into(), 3));
        assert_eq!(read("《水法（2016年）"), Title::Unclosed("水法".into(), 3));
    }

    #[test]
    fn versions_are_not_part_of_the_name() {
        assert_eq!(
            split_version("水法（2016年修正）"),
            ("水法", Some("2016年修正"))
        );
        assert_eq!(split_version("水法（2016）"), ("水法", Some("2016")));
        assert_eq!(split_version("水法（修订）"), ("水法", Some("修订")));
        assert_eq!(split_version("甲办法（试行）"), ("甲办法（试行）", None));
        assert_eq!(
            split_version("甲目录（2020年版）"),
            ("甲目录（2020年版）", None)
        );
    }

    #[test]
    fn names_of_papers_are_not_names_of_laws() {
        for name in ["水法", "取水许可条例", "甲办法（试行）", "关于乙的通知"]
        {
            assert!(is_law_like(name), "{name}");
        }
        for name in ["营业执照", "建设工程规划许可证", "法", "（试行）", "申请表"]
        {
            assert!(!is_law_like(name), "{name}");
        }
    }
}
