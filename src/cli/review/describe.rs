//! What an event did, in one line.

use power_list::domain::project::Signatures;
use power_list::workflow::EventKind;
use power_list::workflow::adjust::Step;

/// What happened, for people.
pub fn describe(kind: &EventKind) -> String {
    let more = match kind {
        EventKind::Started {
            edition,
            departments,
            signatures,
        } => {
            let signed = match signatures {
                Signatures::Optional => "",
                Signatures::Required => "，每一步都要签名",
            };
            format!("{edition}，{} 个部门{signed}", departments.len())
        }
        EventKind::Submitted {
            items, snapshot, ..
        } => format!("{} 项，快照 {}", items.len(), snapshot.short()),
        EventKind::Withdrawn { body, .. } => body.chinese().to_owned(),
        EventKind::Opined {
            body,
            decision,
            text,
            ..
        } => {
            let text = text.as_ref().map_or(String::new(), |t| format!("；{t}"));
            format!("{}：{decision}{text}", body.chinese())
        }
        EventKind::Signed { body, legality, .. } => {
            let legality = legality.as_ref().map_or(String::new(), |l| {
                let text = l
                    .text
                    .as_ref()
                    .map_or(String::new(), |t| format!("（{t}）"));
                format!("，合法性审查{}{text}", l.result.chinese())
            });
            format!("{}{legality}", body.chinese())
        }
        EventKind::Ruled {
            decision, reason, ..
        } => format!("{decision}；{reason}"),
        EventKind::Returned { feedback, .. } => format!("反馈 {}", feedback.short()),
        EventKind::Answered {
            opinion, answer, ..
        } => {
            let reason = answer.reason().map_or(String::new(), |r| format!("；{r}"));
            format!("第 {opinion} 号意见{}{reason}", answer.chinese())
        }
        EventKind::MeetingHeld {
            meeting,
            date,
            document,
        } => format!("{}，{date}，{document}", meeting.chinese()),
        EventKind::Extended {
            round,
            leg,
            from,
            until,
            reason,
            document,
            ..
        } => {
            let from = from.map_or(String::new(), |from| format!("由 {from} "));
            let document = document
                .as_ref()
                .map_or(String::new(), |d| format!("（{d}）"));
            format!("{}{from}延至 {until}；{reason}{document}", round.leg(*leg))
        }
        EventKind::Confirmed { decisions, .. } => format!("{} 项", decisions.len()),
        EventKind::Published {
            release,
            partial,
            adjustments,
            edition,
            ..
        } => {
            let mut out = release.to_string();
            if *partial {
                out.push_str("（部分）");
            }
            if let Some(edition) = edition {
                out.push_str(&format!("，{edition}"));
            }
            if !adjustments.is_empty() {
                let ids: Vec<String> = adjustments.iter().map(ToString::to_string).collect();
                out.push_str(&format!("，调整 {}", ids.join("、")));
            }
            out
        }
        EventKind::Adjustment {
            adjustment, act, ..
        } => format!("{adjustment} {}", step(act)),
    };
    format!("{} {more}", kind.chinese())
}

/// What happened to an adjustment.
fn step(step: &Step) -> String {
    match step {
        Step::Opened {
            action,
            ground,
            effective,
            reason,
            late,
        } => {
            let codes: Vec<String> = action.touched().iter().map(ToString::to_string).collect();
            let late = late
                .as_ref()
                .map_or(String::new(), |why| format!("；逾期：{why}"));
            format!(
                "{} {}，{}，自 {effective} 起；{reason}{late}",
                action.chinese(),
                codes.join("、"),
                ground.words()
            )
        }
        Step::Submitted {
            items, snapshot, ..
        } => format!("{} 项，快照 {}", items.len(), snapshot.short()),
        Step::Opined {
            party,
            agrees,
            text,
        } => {
            let agrees = if *agrees { "同意" } else { "不同意" };
            let text = text.as_ref().map_or(String::new(), |t| format!("；{t}"));
            format!("{}：{agrees}{text}", party.chinese())
        }
        Step::Approved { document, date } => format!("政府批准，{date}，{document}"),
        Step::Urged { document, reason } => format!("{document}；{reason}"),
        Step::Answered { answer } => {
            let reason = answer.reason().map_or(String::new(), |r| format!("；{r}"));
            format!("{}{reason}", answer.chinese())
        }
        Step::Withdrawn { reason } => reason.to_string(),
    }
}
