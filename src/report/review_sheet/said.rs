//! What was said: opinions of this round, the ruling, and the last round's opinions with what came of them.

use super::{CitedView, Hand, ItemChange, OpinionView, RulingView, Section, Setter};
use crate::domain::office_time;
use crate::domain::people::Body;
use crate::report::changed;
use crate::report::styled::{Run, Style};
use crate::workflow::{Answer, Decision};

impl Setter<'_> {
    pub(super) fn opinions(&mut self) {
        let view = self.view;
        if view.change == ItemChange::Removed {
            return;
        }
        let note = match view.opinions.len() {
            0 => "还没有意见".to_owned(),
            n => format!("{n} 个单位"),
        };
        self.begin(Section::Opinions, &note);
        for body in Body::ALL {
            match view.opinions.iter().find(|o| o.body == body) {
                Some(opinion) => self.opinion(opinion),
                None => {
                    let said = format!("{}　还没有意见", body.chinese());
                    self.paper.text(2, &Run::new(Style::Muted, said));
                }
            }
        }
    }

    fn opinion(&mut self, opinion: &OpinionView) {
        let lead = Run::new(Style::Strong, format!("  {}　", opinion.body.chinese()));
        let said = Run::new(of_decision(&opinion.decision), opinion.decision.to_string());
        self.paper
            .hang(&lead, &said.with(Style::Muted, signed(&opinion.hand)));
        if let Some(text) = &opinion.text {
            self.paper.text(4, &Run::plain(text));
        }
        self.cited(&opinion.cited);
    }

    fn cited(&mut self, cited: &[CitedView]) {
        for cited in cited {
            let lead = Run::new(Style::Muted, "    所引　");
            self.paper
                .hang(&lead, &Run::new(cited.verdict.style(), &cited.says));
        }
    }

    pub(super) fn ruling(&mut self) {
        if let Some(ruling) = &self.view.ruling {
            self.begin(Section::Ruling, "");
            self.ruled(ruling);
        }
    }

    fn ruled(&mut self, ruling: &RulingView) {
        let lead = Run::new(Style::Strong, "  综合组裁定　");
        let said = Run::new(of_decision(&ruling.decision), ruling.decision.to_string());
        self.paper
            .hang(&lead, &said.with(Style::Muted, signed(&ruling.hand)));
        let reason = Run::new(Style::Muted, "理由：").with(Style::Plain, &ruling.reason);
        self.paper.text(4, &reason);
        self.cited(&ruling.cited);
    }

    pub(super) fn last(&mut self) {
        let Some(last) = &self.view.last else { return };
        let note = match last.opinions.iter().filter(|o| o.asks).count() {
            0 => format!("{}没有要求改动", last.round.review()),
            n => format!("{}，{n} 条要答复", last.round.review()),
        };
        self.begin(Section::Last, &note);
        for opinion in &last.opinions {
            self.opinion(opinion);
            if !opinion.asks {
                continue;
            }
            match &opinion.answer {
                Some(answer) => {
                    let style = match answer {
                        Answer::Adopted { .. } => Style::Good,
                        Answer::PartlyAdopted { .. } => Style::Warn,
                        Answer::Declined { .. } => Style::Bad,
                    };
                    let said = Run::new(style, answer.chinese());
                    let reason = answer.reason().map_or("", |reason| reason.as_str());
                    let gap = if reason.is_empty() { "" } else { "　" };
                    let said = said.with(Style::Plain, format!("{gap}{reason}"));
                    self.paper
                        .hang(&Run::new(Style::Muted, "    答复　"), &said);
                }
                None => {
                    let said = Run::new(Style::Warn, "还没有答复");
                    self.paper
                        .hang(&Run::new(Style::Muted, "    答复　"), &said);
                }
            }
            self.outcome(opinion);
        }
        if let Some(ruling) = &last.ruling {
            self.ruled(ruling);
        }
    }

    /// What became of the item after an opinion, that which the opinion speaks of first.
    fn outcome(&mut self, opinion: &OpinionView) {
        const SHOWN: usize = 3;
        let lead = Run::new(Style::Muted, "    改动　");
        match &self.view.change {
            ItemChange::First | ItemChange::Added => {}
            ItemChange::Same => {
                let style = match opinion.answer {
                    Some(Answer::Declined { .. }) => Style::Muted,
                    _ => Style::Warn,
                };
                self.paper.hang(&lead, &Run::new(style, "没有改动"));
            }
            ItemChange::Removed => {
                self.paper
                    .hang(&lead, &Run::new(Style::Removed, "删去了这一项"));
            }
            ItemChange::Changed { fields, files } => {
                let about = opinion.text.as_deref().unwrap_or("");
                let mut changes: Vec<_> = fields
                    .iter()
                    .flat_map(|f| f.entries.iter().map(move |e| (f.label, e)))
                    .collect();
                changes.sort_by_key(|(label, _)| !speaks_of(about, label));
                let shown = changes.iter().take(SHOWN).map(|(label, entry)| {
                    changed::with_pieces(Run::plain(format!("{label}：")), entry, self.marks)
                });
                let mut runs: Vec<Run> = shown.collect();
                runs.extend(files.iter().map(|path| Run::plain(format!("{path} 换过"))));
                if changes.len() > SHOWN {
                    let more = format!(
                        "另有 {} 处，见“{}”",
                        changes.len() - SHOWN,
                        Section::Changes.title()
                    );
                    runs.push(Run::new(Style::Muted, more));
                }
                let below = Run::plain(" ".repeat(lead.width()));
                for (i, run) in runs.iter().enumerate() {
                    self.paper.hang(if i == 0 { &lead } else { &below }, run);
                }
            }
        }
    }
}

/// Whether a text has two neighbouring characters of a label: 依据 of 法律依据, 期限 of 法定期限.
fn speaks_of(text: &str, label: &str) -> bool {
    let pairs = label.chars().zip(label.chars().skip(1));
    pairs
        .map(|(a, b)| format!("{a}{b}"))
        .any(|pair| text.contains(&pair))
}

fn of_decision(decision: &Decision) -> Style {
    match decision {
        Decision::Keep {} => Style::Good,
        Decision::Cancel { .. } => Style::Bad,
        _ => Style::Warn,
    }
}

/// 　第 12 号，张三，2014-07-01 10:00
fn signed(hand: &Hand) -> String {
    let id = hand.actor.as_ref().map(|actor| actor.as_str());
    let who = hand.name.as_deref().or(id).unwrap_or("");
    let when = hand
        .at
        .map_or_else(String::new, |at| format!("，{}", office_time::clock(at)));
    format!("　第 {} 号，{who}{when}", hand.seq)
}
