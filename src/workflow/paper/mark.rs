//! Which feedback a paper is.

use super::super::feedback::Feedback;
use super::super::refusal::{Refusal, Staff, run};
use super::{Held, alike};
use crate::domain::ids::Digest;

/// By what a table is known again, in its last line: 反馈编号：hbj-1-0123456789ab（2015年版）.
pub fn mark(feedback: &Feedback, digest: Digest) -> String {
    format!(
        "{MARK}{}-{}-{}（{}）",
        feedback.department,
        feedback.round.number(),
        digest.short(),
        feedback.edition
    )
}

/// What the mark begins with.
pub const MARK: &str = "反馈编号：";

/// What a paper says of which feedback it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Id of the unit.
    pub department: Held,
    /// Number of the round.
    pub round: Held,
    /// Edition of the list.
    pub edition: Held,
    /// The digest of the feedback, shortened, where the paper carries it.
    pub digest: Option<Held>,
}

impl Mark {
    /// Reads the last line of a table; `None` where it is none of ours.
    pub fn read(line: &Held) -> Option<Self> {
        let (_, rest) = line.text.split_once(MARK)?;
        let (head, edition) = rest.trim().split_once('（')?;
        let mut parts = head.rsplitn(3, '-');
        let (digest, round, department) = (parts.next()?, parts.next()?, parts.next()?);
        let held = |text: &str| Held {
            text: text.trim().to_owned(),
            place: line.place.clone(),
        };
        Some(Self {
            department: held(department),
            round: held(round),
            edition: held(edition.trim_end().strip_suffix('）')?),
            digest: Some(held(digest)),
        })
    }

    /// Refuses a paper that belongs to another unit, round, edition or feedback. `given` is the digest of what was sent,
    /// `file` the paper as it was named on the command line, `who` the person who brings it.
    ///
    /// # Errors
    /// The refusal, which says what was found where and what should have been.
    pub fn check(
        &self,
        feedback: &Feedback,
        given: Option<Digest>,
        staff: Staff<'_>,
        (file, who): (&str, &str),
    ) -> Result<(), Refusal> {
        let id = &feedback.department;
        let again = format!("power-list review return {id} --files-only --as {who}");
        if self.department.text != id.as_str() {
            let other = self.department.text.parse().ok();
            let clerk = other.map(|other| staff.clerk(&other));
            return Err(Refusal::new(
                "other_department",
                format!(
                    "{}：这是给 {} 的反馈，不是给 {id}（{}）的，没有记录任何答复",
                    self.department.place, self.department.text, feedback.name
                ),
            )
            .nexts(clerk.map(|clerk| {
                format!(
                    "power-list review answer {} --from {file} --as {clerk}",
                    self.department.text
                )
            })));
        }
        let (round, leg) = (feedback.round.number(), feedback.leg());
        if self.round.text != round.to_string() {
            return Err(Refusal::new(
                "other_round",
                format!(
                    "{}：这是第 {} 轮的反馈，{id} 现在要答复的是第 {round} 轮（{leg}）的，没有记录任何答复",
                    self.round.place, self.round.text
                ),
            )
            .next(run::answer_from(id, round, who))
            .next(again));
        }
        if !alike(&self.edition.text, &feedback.edition) {
            return Err(Refusal::new(
                "other_edition",
                format!(
                    "{}：这是“{}”的反馈，现在编制的是“{}”，没有记录任何答复",
                    self.edition.place, self.edition.text, feedback.edition
                ),
            )
            .next(again));
        }
        if let (Some(found), Some(given)) = (&self.digest, given)
            && found.text != given.short()
        {
            return Err(Refusal::new(
                "other_feedback",
                format!(
                    "{}：这不是{leg}发出的那一份反馈（反馈编号里的摘要是 {}，应当是 {}），没有记录任何答复",
                    found.place,
                    found.text,
                    given.short()
                ),
            )
            .next(again));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_back_wherever_it_stands() {
        let line = |text: &str| Held {
            text: text.to_owned(),
            place: "表!A9".to_owned(),
        };
        let mark = Mark::read(&line(
            "没有要答复的意见。　反馈编号：hbj-2-0123abcd（2015年版（试行））",
        ))
        .unwrap();
        assert_eq!(mark.department.text, "hbj");
        assert_eq!(mark.round.text, "2");
        assert_eq!(mark.digest.unwrap().text, "0123abcd");
        assert_eq!(mark.edition.text, "2015年版（试行）");
        assert_eq!(Mark::read(&line("反馈编号：")), None);
        assert_eq!(Mark::read(&line("反馈编号：hbj（甲）")), None);
    }
}
