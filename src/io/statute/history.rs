//! The history lines at the head of a statute: which versions there were, when, and by whom.
//!
//! Rules:
//! - A decision of the people's congresses or their standing committees (通过, 修正, 修订) is a version of the day it was taken.
//! - An adoption by anyone else (常务会议通过, 修订通过, 批准, 批准修订) and the publication on the next line
//!   (公布, 发布, 令第N号) are one version of the day of publication, when not more than [`ADOPTION_TO_PUBLICATION`] days lie between.
//!   An adoption without such a line is a version of its own day.
//! - A bare publication (公布, 主席令) after a version that has none yet belongs to that version and does not change its day.
//! - 「《…决定》修订/修正」 is a version of the day given.
//! - 「… 施行/实施/执行」 is the first day of effect of the last version before it that was made as a whole.

use jiff::civil::Date;

use super::problem::{Problem, ProblemKind};
use super::text::{clean, dates, leading_date, outside_titles, titles};
use crate::domain::law::Enactment;

/// Longest time in days between adoption and publication; 322 occurs (行政区划管理条例).
pub const ADOPTION_TO_PUBLICATION: i32 = 400;

/// A version as the history lines tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VersionDraft {
    pub published: Date,
    /// Day of adoption, where it is known to differ from publication or stands alone.
    pub adopted: Option<Date>,
    pub effective: Option<Date>,
    pub enactment: Enactment,
    /// Whether the text was made as a whole (first version, 修订 without a decision on parts): its closing article is its own.
    pub whole: bool,
    /// Whether a line of publication was seen.
    pub announced: bool,
    pub source: Vec<String>,
}

/// What the head of a file says.
#[derive(Debug, Default)]
pub(super) struct History {
    /// Title lines without the mark.
    pub titles: Vec<String>,
    /// Versions in time order.
    pub versions: Vec<VersionDraft>,
    /// Names that amending decisions give the law, where such a decision amends one law only.
    pub amended_as: Vec<String>,
    pub problems: Vec<Problem>,
}

#[derive(Debug)]
struct Event {
    line: u32,
    date: Date,
    text: String,
    /// 「发布之日施行」 on a line of its own.
    at_once: bool,
}

/// Reads the lines before `<!-- INFO END -->`.
pub(super) fn read(text: &str) -> History {
    let mut history = History::default();
    let mut events: Vec<Event> = Vec::new();
    let mut number = None;
    for (line, raw) in (1..).zip(text.lines()) {
        let cleaned = clean(raw);
        if cleaned.is_empty() {
            continue;
        }
        if let Some(title) = cleaned.strip_prefix("# ") {
            history.titles.push(title.trim().to_owned());
            continue;
        }
        let bare = unbracketed(&cleaned);
        if leading_date(bare).is_some() {
            push_events(&mut events, line, bare);
        } else if bare.contains("之日施行") || bare.contains("之日起施行") {
            if let Some(event) = events.last_mut() {
                event.at_once = true;
            }
        } else if let Some(event) = events.last_mut().filter(|e| is_open(&e.text)) {
            event.text = tidy(&format!("{}{}", event.text, bare));
        } else if is_document_number(bare) {
            number = Some(bare.to_owned());
        } else if !repeats_title(&history.titles, bare) {
            history.problems.push(Problem {
                line,
                kind: ProblemKind::Unread,
                what: format!(
                    "不是“日期 空格 事项”的历史行：“{}”",
                    super::body::head(bare)
                ),
            });
        }
    }
    Builder::default().build(events, number, &mut history);
    history
}

/// A line of history, which may hold a second event: 「…通过根据1994年5月12日…修正」.
fn push_events(events: &mut Vec<Event>, line: u32, mut text: &str) {
    while let Some((date, rest)) = leading_date(text) {
        let second = rest
            .match_indices("根据")
            .map(|(at, word)| (at, at + word.len()))
            .find(|(_, after)| leading_date(&rest[*after..]).is_some());
        let (this, next) = second.map_or((rest, ""), |(at, after)| (&rest[..at], &rest[after..]));
        events.push(Event {
            line,
            date,
            text: tidy(this),
            at_once: false,
        });
        text = next;
    }
}

/// Takes off brackets around a line and what was cut off behind it.
fn unbracketed(line: &str) -> &str {
    let inner = line
        .strip_prefix(['（', '('])
        .map(|inner| inner.trim_end_matches(['）', ')']));
    inner.unwrap_or(line).trim()
}

fn tidy(text: &str) -> String {
    let mut text = text.trim();
    loop {
        let before = text;
        text = text.trim_end_matches(['。', '，', ',', ' ']);
        // 「…修订  根据」: the rest of the line is lost.
        text = text.strip_suffix("根据").unwrap_or(text);
        // 「…修订）」: the bracket's other half is lost.
        if text.matches(['（', '(']).count() < text.matches(['）', ')']).count() {
            text = text.strip_suffix(['）', ')']).unwrap_or(text);
        }
        if text == before {
            // 「中中华人民共和国」
            return text.replace("中中华人民", "中华人民");
        }
    }
}

const VERBS: [&str; 15] = [
    "通过", "公布", "发布", "颁布", "修订", "修正", "修改", "批准", "施行", "实施", "执行", "生效",
    "令第", "号令", "公告",
];

/// Whether a line of history goes on in the next one: a title is open or nothing has been said to happen.
fn is_open(text: &str) -> bool {
    let open = |a, b| text.matches(a).count() > text.matches(b).count();
    open('《', '》') || open('〈', '〉') || !VERBS.iter().any(|verb| text.contains(verb))
}

fn is_document_number(line: &str) -> bool {
    line.ends_with('号')
        && line.contains(['〔', '[', '［', '【'])
        && line.chars().count() < 30
        && !line.contains('《')
}

fn repeats_title(titles: &[String], line: &str) -> bool {
    titles
        .iter()
        .any(|title| title.replace(' ', "").contains(&line.replace(' ', "")))
}

fn is_congress(text: &str) -> bool {
    text.contains("全国人民代表大会")
        || text.contains("全国政协")
        || text.contains("人民政治协商会议")
}

/// What one event is, by its words outside titles.
struct Kind {
    effect_only: bool,
    enactment: Enactment,
    decision: bool,
    adoption: bool,
    publication: bool,
}

fn classify(text: &str) -> Kind {
    let outside = outside_titles(text);
    let has = |words: &[&str]| words.iter().any(|w| outside.contains(w));
    let effect_only = matches!(
        outside.as_str(),
        "施行" | "实施" | "执行" | "生效" | "起施行" | "开始施行"
    );
    let by_amendment = has(&["通过的"]) && outside != text;
    let enactment = if has(&["修订"]) {
        Enactment::Revised
    } else if has(&["修正", "修改"]) || by_amendment {
        Enactment::Amended
    } else {
        Enactment::Passed
    };
    let decision = outside != text;
    let congress = is_congress(&outside);
    let publication = has(&["公布", "发布", "颁布", "令第", "号令", "公告"]);
    Kind {
        effect_only,
        enactment,
        decision,
        adoption: !congress && !decision && !publication && has(&["通过", "批准", "会议"]),
        publication: publication && !(congress && has(&["通过"])),
    }
}

#[derive(Default)]
struct Builder {
    versions: Vec<VersionDraft>,
    pending: Option<VersionDraft>,
    effects: Vec<(u32, Date)>,
}

fn days(from: Date, to: Date) -> i32 {
    // Civil dates of this calendar differ by far less than an i32 of days.
    (to - from).get_days()
}

impl Builder {
    fn build(mut self, events: Vec<Event>, number: Option<String>, history: &mut History) {
        for event in events {
            self.event(&event, history);
        }
        self.flush();
        self.versions.sort_by_key(|v| v.published);
        for (line, date) in std::mem::take(&mut self.effects) {
            if !self.take_effect(date) {
                history.problems.push(Problem {
                    line,
                    kind: ProblemKind::Unread,
                    what: format!("施行日 {date} 早于任何版本，未采用"),
                });
            }
        }
        if let (Some(number), Some(first)) = (number, self.versions.first_mut()) {
            first.source.push(number);
        }
        history.versions = self.versions;
    }

    fn event(&mut self, event: &Event, history: &mut History) {
        let Event {
            line, date, text, ..
        } = event;
        let kind = classify(text);
        if kind.effect_only {
            self.effects.push((*line, *date));
            return;
        }
        if text.is_empty() || is_open(text) {
            history.problems.push(Problem {
                line: *line,
                kind: ProblemKind::Doubtful,
                what: format!("{date} 只有日期，没有写明事项，按公布处理"),
            });
        }
        if kind.decision {
            history.amended_as.extend(amended_name(text));
        }
        let outside = outside_titles(text);
        // 「公布施行」「自发布之日施行」「自1999年4月1日施行」
        let effective = match outside.find("施行") {
            _ if event.at_once => Some(*date),
            Some(_)
                if outside.contains("公布施行")
                    || outside.contains("之日施行")
                    || outside.contains("之日起施行") =>
            {
                Some(*date)
            }
            Some(at) => dates(&outside[..at]).last().map(|d| d.0),
            None => None,
        };
        let draft = VersionDraft {
            published: *date,
            adopted: kind.adoption.then_some(*date),
            effective,
            enactment: kind.enactment,
            whole: kind.enactment == Enactment::Passed
                || (kind.enactment == Enactment::Revised && !kind.decision),
            announced: kind.publication,
            source: if text.is_empty() {
                Vec::new()
            } else {
                vec![text.clone()]
            },
        };
        if kind.adoption {
            self.adopt(draft);
        } else if kind.publication && !kind.decision {
            self.publish(draft);
        } else {
            self.flush();
            self.add(draft);
        }
    }

    fn adopt(&mut self, draft: VersionDraft) {
        match &mut self.pending {
            // Approved here and passed there: one making.
            Some(pending)
                if (0..=ADOPTION_TO_PUBLICATION)
                    .contains(&days(pending.published, draft.published)) =>
            {
                pending.published = draft.published;
                pending.source.extend(draft.source);
                if draft.enactment == Enactment::Revised {
                    pending.enactment = draft.enactment;
                }
            }
            _ => {
                self.flush();
                self.pending = Some(draft);
            }
        }
    }

    fn publish(&mut self, mut draft: VersionDraft) {
        if let Some(pending) = self.pending.take() {
            if (0..=ADOPTION_TO_PUBLICATION).contains(&days(pending.published, draft.published)) {
                if draft.enactment == Enactment::Passed {
                    draft.enactment = pending.enactment;
                    draft.whole = pending.whole;
                }
                draft.adopted = pending.adopted;
                draft.source = pending.source.into_iter().chain(draft.source).collect();
                self.add(draft);
                return;
            }
            self.add(pending);
        }
        if draft.enactment == Enactment::Passed
            && let Some(last) = self.versions.last_mut()
            && !last.announced
            && (0..=ADOPTION_TO_PUBLICATION).contains(&days(last.published, draft.published))
        {
            last.announced = true;
            last.effective = last.effective.or(draft.effective);
            last.source.append(&mut draft.source);
            return;
        }
        self.add(draft);
    }

    fn flush(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.add(pending);
        }
    }

    fn add(&mut self, draft: VersionDraft) {
        match self
            .versions
            .iter_mut()
            .find(|v| v.published == draft.published)
        {
            Some(same) => {
                for source in draft.source {
                    if !same.source.contains(&source) {
                        same.source.push(source);
                    }
                }
                same.effective = same.effective.or(draft.effective);
                same.announced |= draft.announced;
            }
            None => self.versions.push(draft),
        }
    }

    fn take_effect(&mut self, date: Date) -> bool {
        let before = |v: &&mut VersionDraft| v.published <= date;
        let mut candidates: Vec<&mut VersionDraft> =
            self.versions.iter_mut().filter(before).collect();
        let whole = candidates.iter().rposition(|v| v.whole);
        match whole {
            Some(at) => {
                let version = candidates.swap_remove(at);
                version.effective = Some(date);
                true
            }
            None => false,
        }
    }
}

/// The law that a decision on one law names, without 中华人民共和国: 「《关于修改〈X〉的决定》」 gives X.
fn amended_name(text: &str) -> Option<String> {
    let (title, _) = titles(text).into_iter().next()?;
    let inner = title.replace('<', "〈").replace('>', "〉");
    let rest = inner.split_once("关于修改〈")?.1;
    let (name, after) = rest.split_once('〉')?;
    let name = name
        .strip_prefix(crate::domain::law::COUNTRY)
        .unwrap_or(name);
    (after == "的决定").then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn days_of(text: &str) -> Vec<(Date, Option<Date>, Enactment)> {
        let history = read(text);
        history
            .versions
            .iter()
            .map(|v| (v.published, v.effective, v.enactment))
            .collect()
    }

    #[test]
    fn passing_publication_and_effect_are_one_version() {
        assert_eq!(
            days_of(
                "# 试验条例\n\n1997年5月8日 中华人民共和国国务院令第216号发布\n\n\
                 2017年2月8日 国务院第164次常务会议修订通过\n\n\
                 2017年3月16日 中华人民共和国国务院令第677号公布\n\n2017年6月1日 施行\n"
            ),
            [
                (date(1997, 5, 8), None, Enactment::Passed),
                (
                    date(2017, 3, 16),
                    Some(date(2017, 6, 1)),
                    Enactment::Revised
                ),
            ]
        );
    }

    #[test]
    fn a_congress_law_has_the_day_of_its_passing() {
        assert_eq!(
            days_of(
                "# 中华人民共和国试验法\n1979年7月1日 第五届全国人民代表大会第二次会议通过\n1979年7月4日 公布\n\
                 1982年12月10日 第五届全国人民代表大会第五次会议《关于修改〈中华人民共和国试验法〉\n\
                 〈中华人民共和国另一法〉的决定》第一次修正）\n1980年1月1日 施行"
            ),
            [
                (date(1979, 7, 1), Some(date(1980, 1, 1)), Enactment::Passed),
                (date(1982, 12, 10), None, Enactment::Amended),
            ]
        );
    }

    #[test]
    fn an_effect_line_out_of_order_finds_the_revision() {
        let found = days_of(
            "# 试验法\n1994年10月27日 第八届全国人民代表大会常务委员会第十次会议通过\n\
             2015年4月24日 第十二届全国人民代表大会常务委员会第十四次会议修订\n\
             2018年10月26日 第十三届全国人民代表大会常务委员会第六次会议《关于修改〈试验法〉的决定》修正\n\
             2015年9月1日 施行",
        );
        assert_eq!(found[1].1, Some(date(2015, 9, 1)));
        assert_eq!((found[0].1, found[2].1), (None, None));
    }

    #[test]
    fn odd_lines() {
        assert_eq!(
            days_of("# 试验法\n(2014年11月1日第十二届全国人民代表大会常务委员会第十一次会议通过)"),
            [(date(2014, 11, 1), None, Enactment::Passed)]
        );
        assert_eq!(
            days_of("# 试验规定\n1999年3月10日 海关总署发布 自1999年4月1日施行"),
            [(date(1999, 3, 10), Some(date(1999, 4, 1)), Enactment::Passed)]
        );
        assert_eq!(
            days_of("# 试验规定\n1982年1月7日 国务院\n\n中央军委发布\n"),
            [(date(1982, 1, 7), None, Enactment::Passed)]
        );
        let odd = read(
            "# 试验规定\n关于印发《试验规定》的通知\n各省人民政府：\n1994年12月6日 劳动部发布",
        );
        assert_eq!(odd.problems.len(), 1, "{:?}", odd.problems);
        assert_eq!((odd.problems[0].line, odd.versions.len()), (3, 1));
    }

    #[test]
    fn amending_decisions_tell_the_name_they_amended() {
        assert_eq!(
            amended_name("第八届…第七次会议《关于修改<试验条例>的决定》修正").as_deref(),
            Some("试验条例")
        );
        assert_eq!(
            amended_name("《关于修改〈甲法〉等十二部法律的决定》修正"),
            None
        );
    }
}
