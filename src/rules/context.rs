//! What a rule is shown: the project, the law on the day, and one thing to look at.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use crate::domain::category::Category;
use crate::domain::citation::Citation;
pub use crate::domain::citation::{find_law, law_names};
use crate::domain::department::Department;
use crate::domain::flowchart::{ChartFile, Flowchart};
use crate::domain::gate::Gate;
use crate::domain::item::{BasisRole, CitedText, PowerItem};
use crate::domain::law::{Existence, Law, Register, Standing};
use crate::domain::place::At;
use crate::domain::project::{Frame, QuoteLines};
use crate::domain::provision::Provision;
use crate::domain::quote::LawTexts;

use super::basis::LegalBasis;
use super::key::{FileKeys, ItemKey};
use super::known::{Known, Meant, Stated};
use super::quote::{self, JudgedQuote};

/// What all rules of a run share.
pub struct Shared<'a> {
    /// The project, without its items.
    pub project: &'a Frame,
    /// National and local laws.
    pub register: &'a Register,
    /// The day whose law counts.
    pub as_of: Date,
    /// The gate that is judged.
    pub gate: Gate,
    /// Statute texts at hand.
    pub texts: &'a LawTexts,
    /// Lines of what is quoted.
    quote_lines: Option<&'a QuoteLines>,
    departments: HashMap<&'a str, &'a Department>,
}

impl<'a> Shared<'a> {
    /// Prepares a run.
    pub fn new(project: &'a Frame, register: &'a Register, as_of: Date, gate: Gate) -> Self {
        Self {
            project,
            register,
            as_of,
            gate,
            texts: LawTexts::none(),
            quote_lines: None,
            departments: project
                .departments
                .iter()
                .map(|d| (d.id.value.as_str(), d))
                .collect(),
        }
    }

    /// With statute texts, so that quotations are compared.
    #[must_use]
    pub fn with_texts(mut self, texts: &'a LawTexts) -> Self {
        self.texts = texts;
        self
    }

    /// With the lines of what is quoted in the items that are shown to rules.
    #[must_use]
    pub fn quoting(&self, quote_lines: &'a QuoteLines) -> Self {
        Self {
            quote_lines: Some(quote_lines),
            departments: self.departments.clone(),
            ..*self
        }
    }

    /// The unit with this id.
    pub fn department(&self, id: &str) -> Option<&'a Department> {
        self.departments.get(id).copied()
    }

    /// Whether a unit has an item file of which not everything could be read.
    pub fn has_unread_items(&self, department: Option<&str>) -> bool {
        self.project.files.iter().any(|file| {
            let named = file.department.as_ref().map(|d| d.value.as_str());
            let placed = file.path.split('/').nth(1);
            !file.whole && department.is_some() && (named == department || placed == department)
        })
    }

    /// The category with this name in the project's set.
    pub fn category(&self, name: &str) -> Option<&'a Category> {
        self.project.settings.categories.find(name)
    }

    /// Resolves the citations of one text, in order.
    pub fn resolve(
        &self,
        field: &'static str,
        role: BasisRole,
        text: &'a CitedText,
        out: &mut Vec<ResolvedCite<'a>>,
    ) {
        self.resolve_quoted(field, role, text, None, out);
    }

    /// [`Shared::resolve`] where statute text is quoted beside the citation.
    pub fn resolve_quoted(
        &self,
        field: &'static str,
        role: BasisRole,
        text: &'a CitedText,
        quoted: Option<&'a At<String>>,
        out: &mut Vec<ResolvedCite<'a>>,
    ) {
        let resolver = Resolver {
            register: self.register,
            as_of: self.as_of,
            texts: self.texts,
            quote_lines: self.quote_lines,
        };
        resolver.resolve((field, role), text, quoted, out);
    }

    /// [`Shared::resolve`] where it does not matter what is quoted.
    pub(super) fn resolve_unquoted(
        &self,
        (field, role, text): Stated<'a>,
        out: &mut Vec<ResolvedCite<'a>>,
    ) {
        let resolver = Resolver {
            register: self.register,
            as_of: self.as_of,
            texts: LawTexts::none(),
            quote_lines: None,
        };
        resolver.resolve((field, role), text, None, out);
    }

    /// [`Shared::resolve`] for a text of which the laws are known already.
    pub(super) fn resolve_known<'k: 'a>(
        (field, role, text): Stated<'a>,
        known: &Known<'k>,
        out: &mut Vec<ResolvedCite<'a>>,
    ) {
        let citations = &text.parsed.citations;
        let cites = citations.iter().zip(law_names(citations)).zip(&known.laws);
        out.extend(cites.map(|((citation, name), &meant)| {
            ResolvedCite::new((field, role, text), citation, name, meant)
        }));
    }
}

/// The law of a day, for citations: of a project, or of items that have left theirs.
#[derive(Debug, Clone, Copy)]
pub struct Resolver<'a> {
    /// National and local laws.
    pub register: &'a Register,
    /// The day whose law counts.
    pub as_of: Date,
    /// Statute texts at hand.
    pub texts: &'a LawTexts,
    /// Where the lines of quotations begin in their files, for those that still have one.
    pub quote_lines: Option<&'a QuoteLines>,
}

impl<'a> Resolver<'a> {
    /// The citations of one text in a field, in order; with what is quoted in and beside it, where texts are at hand.
    pub fn resolve(
        &self,
        (field, role): (&'static str, BasisRole),
        text: &'a CitedText,
        quoted: Option<&'a At<String>>,
        out: &mut Vec<ResolvedCite<'a>>,
    ) {
        let first = out.len();
        out.reserve(text.parsed.citations.len());
        let citations = &text.parsed.citations;
        for (citation, name) in citations.iter().zip(law_names(citations)) {
            let law = name.and_then(|n| find_law(self.register, n));
            let standing = law.map(|law| law.standing(self.as_of));
            let stated = (field, role, text);
            out.push(ResolvedCite::new(stated, citation, name, (law, standing)));
        }
        if self.texts.is_given()
            && let Some(new) = out.get_mut(first..)
        {
            quote::judge(self, new, quoted);
        }
    }
}

/// One citation with the law it means and that law's standing on the day.
pub struct ResolvedCite<'a> {
    /// Field of the item, or `steps` of a chart.
    pub field: &'static str,
    /// What it is cited for.
    pub role: BasisRole,
    /// The text it stands in.
    pub text: &'a CitedText,
    /// The citation.
    pub citation: &'a Citation,
    /// The law's name as cited, also through 本法 and 同法; `None` when there is none to refer to.
    pub name: Option<&'a str>,
    /// The law, if the register has it.
    pub law: Option<&'a Law>,
    /// Its standing on the day.
    pub standing: Option<Standing<'a>>,
    /// What is quoted of it, compared with the statute; empty where no text is at hand.
    pub quotes: Vec<JudgedQuote<'a>>,
    /// Whether the version in force has what is cited; asked for by several rules, answered once.
    pub(super) asked: OnceCell<Box<[Asked]>>,
}

impl<'a> ResolvedCite<'a> {
    fn new(
        (field, role, text): Stated<'a>,
        citation: &'a Citation,
        name: Option<&'a str>,
        (law, standing): Meant<'a>,
    ) -> Self {
        Self {
            field,
            role,
            text,
            citation,
            name,
            law,
            standing,
            quotes: Vec::new(),
            asked: OnceCell::new(),
        }
    }
}

/// A provision, which of the citation's it is or is an end of, and whether the version in force has it.
pub(super) type Asked = (Provision, usize, Existence);

/// One item, with what it refers to.
pub struct ItemContext<'a> {
    /// What all rules share.
    pub shared: &'a Shared<'a>,
    /// The item.
    pub item: &'a PowerItem,
    /// Its unit, if known.
    pub department: Option<&'a Department>,
    /// Its category, if known.
    pub category: Option<&'a Category>,
    /// The file behind its flowchart path.
    pub chart: Option<&'a ChartFile>,
    /// Its legal basis.
    pub basis: LegalBasis<'a>,
}

/// The files behind paths of charts. Most items name one, and many rules look at it.
#[derive(Clone, Copy)]
pub struct ChartFiles<'a> {
    own: Option<&'a At<String>>,
    its: Option<&'a ChartFile>,
    all: &'a BTreeMap<String, ChartFile>,
}

impl<'a> ChartFiles<'a> {
    /// The file behind a path that an item names.
    pub fn get(self, path: &At<String>) -> Option<&'a ChartFile> {
        match self.own {
            Some(own) if std::ptr::eq(own, path) => self.its,
            _ => self.all.get(&path.value),
        }
    }
}

impl<'a> ItemContext<'a> {
    /// The files behind the paths that it and its sub-items name.
    pub fn chart_files(&self) -> ChartFiles<'a> {
        ChartFiles {
            own: self.item.flowchart.as_ref(),
            its: self.chart,
            all: &self.shared.project.charts,
        }
    }

    /// What its fee is charged by.
    pub fn fee_cites(&self) -> Vec<ResolvedCite<'a>> {
        let mut cites = Vec::new();
        for basis in self.item.fee.iter().flat_map(|fee| &fee.basis) {
            let stated = ("fee", BasisRole::Charges, &basis.cite);
            self.shared.resolve_unquoted(stated, &mut cites);
        }
        cites
    }

    /// The item's chart where it has steps.
    pub fn structured_chart(&self) -> Option<&'a Flowchart> {
        match self.chart {
            Some(ChartFile::Structured(chart)) => Some(chart),
            _ => None,
        }
    }
}

/// One citation of an item or a chart.
pub struct CiteContext<'a> {
    /// What all rules share.
    pub shared: &'a Shared<'a>,
    /// The citation.
    pub cite: &'a ResolvedCite<'a>,
}

/// One text that cites, of an item or a chart, whatever could be understood of it.
pub struct TextContext<'a> {
    /// Field of the item, or `steps` of a chart.
    pub field: &'static str,
    /// The text.
    pub text: &'a CitedText,
}

/// One structured flowchart.
pub struct ChartContext<'a> {
    /// What all rules share.
    pub shared: &'a Shared<'a>,
    /// The chart.
    pub chart: &'a Flowchart,
    /// Categories of the items that use it.
    pub users: &'a BTreeSet<&'a str>,
}

impl ChartContext<'_> {
    /// Categories the chart serves: those of its users, or its own where nobody uses it.
    pub fn categories(&self) -> Vec<&Category> {
        let own = self.chart.category.as_ref().map(|c| c.value.as_str());
        let own = own.filter(|_| self.users.is_empty());
        let names = self.users.iter().copied().chain(own);
        names
            .filter_map(|name| self.shared.category(name))
            .collect()
    }
}

/// The list as a whole.
pub struct ListContext<'a> {
    /// What all rules share.
    pub shared: &'a Shared<'a>,
    /// The items, as far as rules across the list know them.
    pub keys: &'a [FileKeys],
    /// Users of each chart, sub-items included.
    pub chart_users: &'a ChartUsers<'a>,
}

/// By path of a chart: the categories of the items that use it.
pub type ChartUsers<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

impl<'a> ListContext<'a> {
    /// All items in the order of the list.
    pub fn items(&self) -> impl Iterator<Item = ItemKey<'a>> + use<'a> {
        self.keys.iter().flat_map(FileKeys::items)
    }

    /// What a unit is called: its name, or its id where nobody knows it.
    pub fn unit_name(&self, id: &'a str) -> &'a str {
        let unit = self.shared.department(id);
        unit.map_or(id, |unit| unit.name.value.as_str())
    }
}
