//! One item in one round as a reader of the review sees it. Gathered elsewhere; here it is only described.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::compare::items::FieldChange;
use crate::domain::flowchart::Flowchart;
use crate::domain::ids::{DepartmentId, ItemCode};
use crate::domain::item::{BasisRole, PowerItem};
use crate::domain::people::{ActorId, Body};
use crate::report::styled::Style;
use crate::rules::cite::CiteStatus;
use crate::workflow::{Answer, Decision, Found, Round};

/// Everything about an item that its reviewer looks at.
#[derive(Debug, Clone)]
pub struct ItemView {
    /// Its code.
    pub code: ItemCode,
    /// Its unit.
    pub department: DepartmentId,
    /// Name of the unit.
    pub department_name: String,
    /// 审核组 of the unit.
    pub group: String,
    /// The round that is looked at.
    pub round: Round,
    /// The round in which the item is gone, where it is gone after this one.
    pub gone_in: Option<Round>,
    /// The day whose law counts.
    pub as_of: Date,
    /// The item as submitted; where it is gone in this round, as it was before.
    pub item: PowerItem,
    /// What it cites, in the order of [`PowerItem::citations`].
    pub citations: Vec<CitationView>,
    /// Its flowcharts, its own first.
    pub charts: Vec<ChartView>,
    /// What the gate found in it; `None` where that was not kept.
    pub findings: Option<Vec<Found>>,
    /// The opinions of this round.
    pub opinions: Vec<OpinionView>,
    /// The ruling of this round.
    pub ruling: Option<RulingView>,
    /// What becomes of it, once the unit's list is confirmed.
    pub confirmed: Option<Decision>,
    /// The round before, where there is one that had the item.
    pub last: Option<LastView>,
    /// How it differs from the submission before.
    pub change: ItemChange,
    /// Whether it differs without an opinion having asked for it.
    pub unprompted: bool,
}

impl ItemView {
    /// What a field cites.
    pub fn cited_in(&self, field: &str) -> impl Iterator<Item = &CitationView> {
        self.citations.iter().filter(move |c| c.field == field)
    }

    /// Whether the bodies' opinions of this round differ.
    pub fn is_disputed(&self) -> bool {
        let mut decisions = self.opinions.iter().map(|o| &o.decision);
        decisions
            .next()
            .is_some_and(|first| decisions.any(|other| !first.agrees_with(other)))
    }
}

/// How far something can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// As it should be.
    Sound,
    /// Nobody can tell, or something to look at.
    Doubtful,
    /// It does not hold.
    Unsound,
}

impl Verdict {
    /// What the register's answer comes to.
    pub const fn of(status: CiteStatus) -> Self {
        match status {
            CiteStatus::InForce => Self::Sound,
            CiteStatus::StructureUnknown => Self::Doubtful,
            _ => Self::Unsound,
        }
    }

    /// How it is to stand out.
    pub const fn style(self) -> Style {
        match self {
            Self::Sound => Style::Good,
            Self::Doubtful => Style::Warn,
            Self::Unsound => Style::Bad,
        }
    }

    /// The word in machine-readable output.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Doubtful => "doubtful",
            Self::Unsound => "unsound",
        }
    }

    /// All verdicts.
    pub const ALL: [Self; 3] = [Self::Sound, Self::Doubtful, Self::Unsound];
}

/// One citation of the item.
#[derive(Debug, Clone)]
pub struct CitationView {
    /// Field of the item.
    pub field: &'static str,
    /// What it is cited for.
    pub role: BasisRole,
    /// As written.
    pub text: String,
    /// Statute text as the unit quotes it.
    pub quote: Option<String>,
    /// The laws in it.
    pub laws: Vec<LawView>,
    /// What was not understood, and why.
    pub gaps: Vec<(String, String)>,
}

impl CitationView {
    /// The worst that is to be said of it.
    pub fn verdict(&self) -> Verdict {
        let laws = self.laws.iter().flat_map(|law| {
            let provisions = law.provisions.iter().map(|p| Verdict::of(p.status));
            std::iter::once(Verdict::of(law.status)).chain(provisions)
        });
        let read = match self.gaps.is_empty() && !self.laws.is_empty() {
            true => Verdict::Sound,
            false => Verdict::Doubtful,
        };
        laws.max().unwrap_or(read).max(read)
    }
}

/// A law that is cited.
#[derive(Debug, Clone)]
pub struct LawView {
    /// What is cited of it, in canonical form.
    pub cited: String,
    /// Its full name; `None` where the register does not have it.
    pub full_name: Option<String>,
    /// 效力级别.
    pub level: Option<&'static str>,
    /// What the register says of the law.
    pub status: CiteStatus,
    /// The same in words.
    pub says: String,
    /// The version in force, with its dates.
    pub version: Option<String>,
    /// What is doubtful about how it is cited, and what else is known of it.
    pub notes: Vec<String>,
    /// What is cited of it.
    pub provisions: Vec<ProvisionView>,
    /// What is quoted of it.
    pub quotes: Vec<QuoteView>,
}

/// A provision that is cited.
#[derive(Debug, Clone)]
pub struct ProvisionView {
    /// As people write it.
    pub mark: String,
    /// What the register says.
    pub status: CiteStatus,
    /// The same in words, with the structure of the article.
    pub says: String,
    /// Its text, where it is at hand.
    pub text: Vec<String>,
}

/// A quotation that was compared with the statute.
#[derive(Debug, Clone)]
pub struct QuoteView {
    /// What came of it.
    pub verdict: Verdict,
    /// The same in words.
    pub says: String,
    /// What the quotation has and what the statute has, where they differ.
    pub differences: Vec<(String, String)>,
}

/// A flowchart of the item.
#[derive(Debug, Clone)]
pub struct ChartView {
    /// Path within the project.
    pub path: String,
    /// The sub-item whose own it is.
    pub sub_item: Option<ItemCode>,
    /// What is there.
    pub drawn: Drawn,
}

/// What stands behind the path of a flowchart.
#[derive(Debug, Clone)]
pub enum Drawn {
    /// Steps.
    Steps(Flowchart),
    /// A drawing, or nothing: the snapshot holds no steps.
    NoSteps,
    /// Steps that this version of the program cannot read.
    Unreadable,
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// Sequence number of the event.
    pub seq: u64,
    /// Id of the person.
    pub actor: Option<ActorId>,
    /// The person's name, where still known.
    pub name: Option<String>,
    /// When.
    pub at: Option<Timestamp>,
}

/// A provision that an opinion cites, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedView {
    /// Whether it can be relied on.
    pub verdict: Verdict,
    /// How it stands.
    pub says: String,
}

/// An opinion.
#[derive(Debug, Clone)]
pub struct OpinionView {
    /// Body that speaks.
    pub body: Body,
    /// Who gave it.
    pub hand: Hand,
    /// What it proposes.
    pub decision: Decision,
    /// What it says.
    pub text: Option<String>,
    /// What it cites.
    pub cited: Vec<CitedView>,
    /// Whether the unit has to answer.
    pub asks: bool,
    /// The answer.
    pub answer: Option<Answer>,
}

/// A ruling.
#[derive(Debug, Clone)]
pub struct RulingView {
    /// Who ruled.
    pub hand: Hand,
    /// What was ruled.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// What the reason cites.
    pub cited: Vec<CitedView>,
}

/// What was said in the round before.
#[derive(Debug, Clone)]
pub struct LastView {
    /// Which.
    pub round: Round,
    /// The opinions with their answers.
    pub opinions: Vec<OpinionView>,
    /// The ruling.
    pub ruling: Option<RulingView>,
}

/// How an item differs from the submission before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemChange {
    /// There was no submission before.
    First,
    /// It is as it was.
    Same,
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It differs.
    Changed {
        /// The fields that differ.
        fields: Vec<FieldChange>,
        /// Flowcharts that differ without a difference that can be shown.
        files: Vec<String>,
    },
}

impl ItemChange {
    /// The word in machine-readable output.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Same => "same",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed { .. } => "changed",
        }
    }

    /// The words that [`ItemChange::key`] has.
    pub const KEYS: [&'static str; 5] = ["first", "same", "added", "removed", "changed"];
}
