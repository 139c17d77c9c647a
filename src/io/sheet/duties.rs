//! Cells of 责任事项 and 追责情形 into lists.

use super::text::{MarkKind, marker, paragraphs};

/// Stage of a duty for which the cell names none: the field's own name, so that nothing is claimed.
const NO_STAGE: &str = "责任事项";

/// Entries of a list: each line that bears a mark begins one, lines without go on with it.
struct Entry {
    text: String,
    numbered: bool,
}

fn entries(text: &str) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    for line in paragraphs(text).lines() {
        for piece in numbered_pieces(line) {
            // （一） below 1. belongs to it; on the top level it is an entry like any other.
            let top = match (marker(piece), out.last()) {
                (Some((MarkKind::Arabic(_) | MarkKind::Chinese, rest)), _) => Some(rest),
                (Some((MarkKind::Bracketed | MarkKind::Circled, rest)), last) => {
                    let below = last.is_some_and(|e| e.numbered && e.text.ends_with(['：', ':']));
                    let inside = last.is_some_and(|e| e.numbered && e.text.contains('\n'));
                    (!below && !inside).then_some(rest)
                }
                (None, _) => None,
            };
            match (top, out.last_mut()) {
                (Some(rest), _) => out.push(Entry {
                    text: rest.trim().to_owned(),
                    numbered: true,
                }),
                (None, Some(last)) if last.numbered && heading(piece).is_none() => {
                    last.text.push('\n');
                    last.text.push_str(piece);
                }
                (None, _) => out.push(Entry {
                    text: piece.trim().to_owned(),
                    numbered: false,
                }),
            }
        }
    }
    out
}

/// Cuts `1.甲；2.乙；3.丙` on one line: only where the numbers count up after the end of a clause.
fn numbered_pieces(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut expected = match marker(line) {
        Some((MarkKind::Arabic(n), _)) => n + 1,
        _ => 1,
    };
    let mut before = None;
    for (i, c) in line.char_indices() {
        if i > start
            && matches!(before, Some('；' | '。' | ';' | '：' | ':'))
            && let Some(tail) = line.get(i..)
            && marker(tail).is_some_and(|(kind, _)| kind == MarkKind::Arabic(expected))
        {
            out.extend(line.get(start..i));
            start = i;
            expected += 1;
        }
        if !c.is_whitespace() {
            before = Some(c);
        }
    }
    out.extend(line.get(start..));
    out
}

/// `直接实施责任：` on a line of its own: the stage it names.
fn heading(line: &str) -> Option<&str> {
    let stage = stage_word(line.trim().strip_suffix(['：', ':'])?)?;
    (!stage.is_empty()).then_some(stage)
}

/// The stage in `受理阶段责任`.
fn stage_word(text: &str) -> Option<&str> {
    let text = text.trim();
    let text = marker(text).map_or(text, |(_, rest)| rest).trim();
    let stage = text.strip_suffix("责任")?;
    let stage = stage
        .strip_suffix("阶段")
        .or_else(|| stage.strip_suffix("环节"))
        .unwrap_or(stage);
    let short = (1..=10).contains(&stage.chars().count());
    (short && !stage.contains(['，', '。', '；', '：', '\n'])).then_some(stage)
}

/// `受理责任：公示材料…` as one entry: stage and duty.
fn own_stage(text: &str) -> Option<(&str, &str)> {
    let (head, rest) = text.split_once(['：', ':'])?;
    Some((stage_word(head)?, rest.trim()))
}

/// The duties of a cell, each with its stage: that of the heading above or of the beginning of the entry.
pub fn responsibilities(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut stage: Option<String> = None;
    let mut unused = None;
    for entry in entries(text) {
        if let Some(named) = heading(&entry.text) {
            out.extend(unused.replace(alone(&entry.text)));
            stage = Some(named.to_owned());
            continue;
        }
        let (own, duty) = match own_stage(&entry.text) {
            Some((own, rest)) if !rest.is_empty() => (Some(own), rest),
            _ => (None, entry.text.as_str()),
        };
        let duty = duty.trim_end_matches(['；', ';']).trim();
        if duty.is_empty() {
            continue;
        }
        if own.is_some() {
            out.extend(unused.take());
        }
        unused = None;
        let stage = own.or(stage.as_deref()).unwrap_or(NO_STAGE);
        out.push((stage.to_owned(), duty.to_owned()));
    }
    out.extend(unused);
    out
}

/// A heading with nothing below it is kept as a duty.
fn alone(heading: &str) -> (String, String) {
    (NO_STAGE.to_owned(), heading.to_owned())
}

/// The situations of a cell, and the opening sentence (因不履行…承担相应责任：), which belongs to none of them.
pub fn accountability(text: &str) -> (Vec<String>, Option<String>) {
    let entries = entries(text);
    let listed = entries.iter().any(|e| e.numbered);
    let (mut out, mut opening) = (Vec::new(), Vec::new());
    for entry in entries {
        let body = entry.text.trim_end_matches(['；', ';']).trim();
        if body.is_empty() {
            continue;
        }
        if listed && !entry.numbered && out.is_empty() {
            opening.push(body.to_owned());
        } else {
            out.push(body.to_owned());
        }
    }
    (out, (!opening.is_empty()).then(|| opening.join("\n")))
}

/// An entry that ends with `（依据：《甲法》第一条）`, as the published list prints it: the entry, and its basis.
pub fn own_basis(entry: &str) -> (&str, Option<&str>) {
    let cut = entry
        .trim_end_matches(['。', '；'])
        .strip_suffix('）')
        .and_then(|text| text.rsplit_once("（依据："));
    match cut {
        Some((entry, basis)) if !entry.is_empty() && basis.contains('《') => (entry, Some(basis)),
        _ => (entry, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use super::responsibilities as pairs;

    #[test]
    fn an_entry_may_name_its_basis() {
        assert_eq!(
            own_basis("公示材料（依据：《行政许可法》第三十条（试行））"),
            ("公示材料", Some("《行政许可法》第三十条（试行）"))
        );
        for plain in [
            "公示材料（依据：上级要求）",
            "（依据：《甲法》）",
            "公示（甲）",
        ] {
            assert_eq!(own_basis(plain), (plain, None));
        }
    }

    fn pair(stage: &str, duty: &str) -> (String, String) {
        (stage.to_owned(), duty.to_owned())
    }

    #[test]
    fn headings_give_the_stage() {
        let text = "直接实施责\n任：\n1.执行甲\n的规范 ，也可细化\n。\n2.依法乙。\n指导监督责\n任:\n3.加强丙；";
        assert_eq!(
            pairs(text),
            [
                pair("直接实施", "执行甲的规范，也可细化。"),
                pair("直接实施", "依法乙。"),
                pair("指导监督", "加强丙")
            ]
        );
    }

    #[test]
    fn an_entry_may_name_its_own_stage() {
        let text = "1.受理阶段责任：公示材料；2.审查责任：审核材料，提出：意见；3.其他法定责任。";
        assert_eq!(
            pairs(text),
            [
                pair("受理", "公示材料"),
                pair("审查", "审核材料，提出：意见"),
                pair("责任事项", "其他法定责任。")
            ]
        );
        assert_eq!(pairs("依法办理"), [pair("责任事项", "依法办理")]);
        assert!(pairs("").is_empty());
    }

    #[test]
    fn entries_below_an_entry_stay_with_it() {
        let text = "1.对下列情形处理：\n（一）甲；\n（二）乙。\n2.丙";
        assert_eq!(
            pairs(text),
            [
                pair("责任事项", "对下列情形处理：\n（一）甲；\n（二）乙。"),
                pair("责任事项", "丙")
            ]
        );
        assert_eq!(pairs("（一）甲；\n（二）乙")[1], pair("责任事项", "乙"));
    }

    #[test]
    fn the_opening_is_told_from_the_situations() {
        let (list, opening) = accountability(
            "\n\n因不履行职\n责，有下列情形\n的，承担责\n任：\n1.甲的；\n2.违反“罚缴\n分离”乙的；\n10.其他违反\n规定的行为。",
        );
        assert_eq!(list, ["甲的", "违反“罚缴分离”乙的", "其他违反规定的行为。"]);
        assert_eq!(
            opening.as_deref(),
            Some("因不履行职责，有下列情形的，承担责任：")
        );
        assert_eq!(
            accountability("玩忽职守的"),
            (vec!["玩忽职守的".to_owned()], None)
        );
        assert_eq!(
            accountability("有下列情形的：1.甲；2.处2.5万元的；").0,
            ["甲", "处2.5万元的"]
        );
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost(text in "[甲乙责任阶段：；。，\n（）一二1-3. ]{0,60}") {
            let words = |s: &str| s.chars().filter(|c| "甲乙，".contains(*c)).count();
            let (list, opening) = accountability(&text);
            let kept: usize = list.iter().map(|s| words(s)).sum::<usize>() + words(&opening.unwrap_or_default());
            proptest::prop_assert_eq!(kept, words(&text));
            // A stage is repeated for every duty below its heading, so there may be more words, never fewer.
            let all: usize = responsibilities(&text).iter().map(|(stage, duty)| words(stage) + words(duty)).sum();
            proptest::prop_assert!(all >= words(&text));
        }
    }
}
