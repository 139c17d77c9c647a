//! Events into versions.

use jiff::civil::Date;

use super::super::problem::{Problem, ProblemKind};
use super::super::text::{dates, outside_titles};
use super::{
    ADOPTION_TO_PUBLICATION, Event, History, VersionDraft, amended_name, is_congress, is_open,
};
use crate::domain::law::Enactment;

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
pub(super) struct Builder {
    versions: Vec<VersionDraft>,
    pending: Option<VersionDraft>,
    effects: Vec<(u32, Date)>,
}

fn days(from: Date, to: Date) -> i32 {
    // Civil dates of this calendar differ by far less than an i32 of days.
    (to - from).get_days()
}

impl Builder {
    pub(super) fn build(
        mut self,
        events: Vec<Event>,
        number: Option<String>,
        history: &mut History,
    ) {
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
            line: *line,
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
