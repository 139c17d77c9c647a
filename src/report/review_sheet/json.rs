//! `power-list/review-item/v1`: the item for programs.

mod form;

use std::io::{self, Write};

use self::form::{
    Answer, Change, Chart, Citation, Cited, Difference, Document, Duty, Finding, Gap, Last, Law,
    Next, Opinion, Prerequisite, Proposal, Provision, Quote, Risk, Ruling, Service, Signed,
    Situation, Step, SubItem,
};
use super::{
    CitationView, CitedView, Drawn, Hand, ItemChange, ItemView, OpinionView, RulingView, Verdict,
};
use crate::report::changed;
use crate::workflow::Decision;

/// Name and version of the format.
pub const SCHEMA: &str = "power-list/review-item/v1";

/// Writes the item as JSON.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(view: &ItemView, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &document(view))?;
    writeln!(out)
}

fn text(value: Option<&crate::domain::place::At<String>>) -> Option<&str> {
    value.map(|v| v.value.as_str())
}

fn cite(value: Option<&crate::domain::item::CitedText>) -> Option<&str> {
    value.map(|c| c.text.value.as_str())
}

fn document(view: &ItemView) -> Document<'_> {
    let item = &view.item;
    let limit = item.time_limit.as_ref();
    let fee = item.fee.as_ref();
    let supervision = item.supervision.as_ref();
    Document {
        schema: SCHEMA,
        code: view.code.as_str(),
        name: &item.name.value,
        category: &item.category.value,
        department: view.department.as_str(),
        department_name: &view.department_name,
        group: &view.group,
        round: view.round.number(),
        as_of: view.as_of.to_string(),
        gone_in: view.gone_in.map(|round| round.number()),
        exercised_by: text(item.exercised_by.as_ref()),
        office: text(item.office.as_ref()),
        target: text(item.target.as_ref()),
        statutory_days: limit.and_then(|l| l.statutory.as_ref()).map(|d| d.value),
        promised_days: limit.and_then(|l| l.promised.as_ref()).map(|d| d.value),
        day_unit: limit.map(|l| l.unit.chinese()),
        fee_charged: fee.map(|f| f.charged.value),
        fee_on_enterprises: fee.and_then(|f| f.on_enterprises),
        fee_standard: fee.and_then(|f| text(f.standard.as_ref())),
        phone: supervision.and_then(|s| text(s.phone.as_ref())),
        email: supervision.and_then(|s| text(s.email.as_ref())),
        national_code: text(item.national_code.as_ref()),
        adopts: item.adopts.as_ref().map(|at| &at.value),
        remarks: item.remarks.as_deref(),
        sub_items: item
            .sub_items
            .iter()
            .map(|s| SubItem {
                code: s.code.value.as_str(),
                name: &s.name.value,
                flowchart: text(s.flowchart.as_ref()),
            })
            .collect(),
        citations: view.citations.iter().map(citation).collect(),
        responsibilities: item
            .responsibilities
            .iter()
            .map(|d| Duty {
                stage: &d.stage.value,
                duty: &d.duty.value,
                cite: cite(d.basis.as_ref()),
            })
            .collect(),
        accountability: item
            .accountability
            .iter()
            .map(|a| Situation {
                situation: &a.situation.value,
                cite: cite(a.basis.as_ref()),
            })
            .collect(),
        integrity_risks: item
            .integrity_risks
            .iter()
            .map(|r| Risk {
                step: &r.step.value,
                risk: &r.risk,
                level: r.level.chinese(),
                measure: &r.measure,
            })
            .collect(),
        prerequisites: item
            .prerequisites
            .iter()
            .map(|p| Prerequisite {
                prerequisite: &p.item.value,
                handled_by: p.handled_by.as_ref().map(|h| h.value.as_str()),
                cite: cite(p.basis.as_ref()),
            })
            .collect(),
        intermediary_services: item
            .intermediary_services
            .iter()
            .map(|s| Service {
                name: &s.name.value,
                cite: cite(s.basis.as_ref()),
                chosen_by: s.chosen_by.as_ref().map(|c| c.value.chinese()),
                paid_by: s.paid_by.as_deref(),
            })
            .collect(),
        flowcharts: view.charts.iter().map(chart).collect(),
        findings: view.findings.as_ref().map(|all| {
            let each = all.iter().map(|f| Finding {
                code: f.code.to_string(),
                severity: f.severity.key(),
                field: f.field.as_deref(),
                message: &f.message,
                help: f.help.as_deref(),
            });
            each.collect()
        }),
        opinions: view.opinions.iter().map(opinion).collect(),
        ruling: view.ruling.as_ref().map(ruling),
        disputed: view.is_disputed(),
        confirmed: view.confirmed.as_ref().map(proposal),
        last: view.last.as_ref().map(|last| Last {
            round: last.round.number(),
            opinions: last.opinions.iter().map(opinion).collect(),
            ruling: last.ruling.as_ref().map(ruling),
        }),
        change: change(view),
    }
}

fn citation(citation: &CitationView) -> Citation<'_> {
    Citation {
        field: citation.field,
        role: citation.role.chinese(),
        text: &citation.text,
        quote: citation.quote.as_deref(),
        verdict: citation.verdict().key(),
        laws: citation
            .laws
            .iter()
            .map(|law| Law {
                cited: &law.cited,
                full_name: law.full_name.as_deref(),
                level: law.level,
                status: law.status.key(),
                says: &law.says,
                version: law.version.as_deref(),
                notes: &law.notes,
                provisions: law
                    .provisions
                    .iter()
                    .map(|p| Provision {
                        provision: &p.mark,
                        status: p.status.key(),
                        says: &p.says,
                        text: &p.text,
                    })
                    .collect(),
                quotes: law
                    .quotes
                    .iter()
                    .map(|q| Quote {
                        verdict: q.verdict.key(),
                        says: &q.says,
                        differences: q
                            .differences
                            .iter()
                            .map(|(quoted, statute)| Difference { quoted, statute })
                            .collect(),
                    })
                    .collect(),
            })
            .collect(),
        not_understood: citation
            .gaps
            .iter()
            .map(|(text, why)| Gap { text, why })
            .collect(),
    }
}

fn chart(chart: &super::ChartView) -> Chart<'_> {
    let drawn = match &chart.drawn {
        Drawn::Steps(chart) => Some(chart),
        Drawn::NoSteps | Drawn::Unreadable => None,
    };
    Chart {
        path: &chart.path,
        sub_item: chart.sub_item.as_ref().map(|code| code.as_str()),
        title: drawn.map(|c| c.title.value.as_str()),
        steps: drawn.map(|c| {
            c.steps
                .iter()
                .map(|s| Step {
                    id: &s.id.value,
                    name: &s.name.value,
                    kind: s.kind.value.key(),
                    actor: s.actor.as_deref(),
                    days: s.days.as_ref().map(|d| d.value),
                    next: s
                        .next
                        .iter()
                        .map(|n| Next {
                            label: n.label.as_deref(),
                            to: &n.to.value,
                        })
                        .collect(),
                })
                .collect()
        }),
    }
}

fn proposal(decision: &Decision) -> Proposal {
    Proposal {
        kind: decision.chinese(),
        says: decision.to_string(),
    }
}

fn signed(hand: &Hand) -> Signed<'_> {
    Signed {
        seq: hand.seq,
        actor: hand.actor.as_ref().map(|actor| actor.as_str()),
        name: hand.name.as_deref(),
        at: hand.at.map(|at| at.to_string()),
    }
}

fn cited(cited: &[CitedView]) -> Vec<Cited<'_>> {
    let each = cited.iter().map(|c| Cited {
        verdict: c.verdict.key(),
        says: &c.says,
    });
    each.collect()
}

fn opinion(opinion: &OpinionView) -> Opinion<'_> {
    Opinion {
        body: opinion.body.chinese(),
        by: signed(&opinion.hand),
        decision: proposal(&opinion.decision),
        text: opinion.text.as_deref(),
        cited: cited(&opinion.cited),
        asks: opinion.asks,
        answer: opinion.answer.as_ref().map(|answer| Answer {
            answer: answer.chinese(),
            reason: answer.reason().map(|reason| reason.as_str()),
        }),
    }
}

fn ruling(ruling: &RulingView) -> Ruling<'_> {
    Ruling {
        by: signed(&ruling.hand),
        decision: proposal(&ruling.decision),
        reason: &ruling.reason,
        cited: cited(&ruling.cited),
    }
}

impl Verdict {
    /// The words that [`Verdict::key`] has.
    pub fn keys() -> Vec<&'static str> {
        Self::ALL.map(Self::key).to_vec()
    }
}

fn change(view: &ItemView) -> Change<'_> {
    let (fields, files) = match &view.change {
        ItemChange::Changed { fields, files } => (fields.as_slice(), files.as_slice()),
        _ => (&[][..], &[][..]),
    };
    Change {
        kind: view.change.key(),
        unprompted: view.unprompted,
        fields: changed::json(fields),
        files,
    }
}
