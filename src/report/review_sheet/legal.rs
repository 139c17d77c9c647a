//! Citations with their laws: level, standing, structure, text, quotations.

use super::{CitationView, LawView, QuoteView, Section, Setter, Verdict};
use crate::domain::form::FEE;
use crate::report::styled::{Run, Style};

/// Longest text of a provision that is shown, in characters.
const LONGEST: usize = 900;

impl Setter<'_> {
    pub(super) fn bases(&mut self) {
        let view = self.view;
        let own = view.cited_in("legal_basis");
        let fee = view.cited_in("fee");
        let all: Vec<(&CitationView, &str)> =
            own.map(|c| (c, "")).chain(fee.map(|c| (c, FEE))).collect();
        let note = match all.len() {
            0 => "没有写法律依据".to_owned(),
            n => format!("{n} 条，按 {} 的法律", view.as_of),
        };
        self.begin(Section::Basis, &note);
        for (n, (citation, of)) in (1..).zip(all) {
            let of = if of.is_empty() {
                String::new()
            } else {
                format!("{of}：")
            };
            self.citation(&format!("  {n}. {of}"), citation);
        }
    }

    /// A citation with everything that is known of it.
    pub(super) fn citation(&mut self, lead: &str, citation: &CitationView) {
        let role = format!("{}　", citation.role.chinese());
        let lead = Run::new(Style::Muted, format!("{lead}{role}"));
        self.paper
            .hang(&lead, &Run::new(Style::Strong, &citation.text));
        for law in &citation.laws {
            self.law(law);
        }
        if citation.laws.is_empty() {
            self.paper
                .text(5, &Run::new(Style::Warn, "没有读出法规和条款"));
        }
        for (text, why) in &citation.gaps {
            let said = format!("没有读懂“{}”：{why}", shortened(text, 30));
            self.paper.text(5, &Run::new(Style::Warn, said));
        }
        if let Some(quote) = &citation.quote {
            let lead = Run::new(Style::Muted, "     引文：");
            self.paper.hang(&lead, &Run::plain(quote));
        }
    }

    fn law(&mut self, law: &LawView) {
        let verdict = Verdict::of(law.status).style();
        let mut said = Run::default();
        if let Some(name) = &law.full_name {
            said = said.with(Style::Plain, name);
        }
        if let Some(level) = law.level {
            said = said.with(Style::Muted, format!("（{level}）"));
        }
        let gap = if law.full_name.is_some() { "　" } else { "" };
        said = said.with(verdict, format!("{gap}{}", law.says));
        self.paper.text(5, &said);
        if let Some(version) = &law.version {
            self.paper.text(7, &Run::new(Style::Muted, version));
        }
        for note in &law.notes {
            self.paper.text(7, &Run::new(Style::Warn, note));
        }
        for provision in &law.provisions {
            let verdict = Verdict::of(provision.status).style();
            let lead = Run::plain(format!("     {}　", provision.mark));
            self.paper.hang(&lead, &Run::new(verdict, &provision.says));
            let mut room = LONGEST;
            for line in &provision.text {
                if room == 0 {
                    break;
                }
                let shown = shortened(line, room);
                room = room.saturating_sub(line.chars().count());
                self.paper.text(9, &Run::new(Style::Muted, shown));
            }
        }
        for quote in &law.quotes {
            self.quote(quote);
        }
    }

    fn quote(&mut self, quote: &QuoteView) {
        let lead = Run::new(Style::Muted, "     引文核对：");
        self.paper
            .hang(&lead, &Run::new(quote.verdict.style(), &quote.says));
        for (quoted, statute) in &quote.differences {
            let said = Run::new(Style::Muted, "引作 ").with(Style::Removed, quoted);
            let said = said
                .with(Style::Muted, "　原文 ")
                .with(Style::Added, statute);
            self.paper.text(9, &said);
        }
    }

    /// A citation in one line, and what is wrong with it.
    pub(super) fn brief_citation(&mut self, indent: usize, citation: &CitationView) {
        let said = Run::new(Style::Muted, &citation.text);
        let said = match citation.verdict() {
            Verdict::Sound => said.with(Style::Good, "　有效"),
            Verdict::Doubtful if citation.gaps.is_empty() && !citation.laws.is_empty() => {
                said.with(Style::Warn, "　有效，条款无从核对")
            }
            Verdict::Doubtful => said.with(Style::Warn, "　没有全读懂"),
            Verdict::Unsound => said,
        };
        self.paper.text(indent, &said);
        for law in &citation.laws {
            if Verdict::of(law.status) == Verdict::Unsound {
                self.paper.text(indent, &Run::new(Style::Bad, &law.says));
            }
            for provision in &law.provisions {
                if Verdict::of(law.status) != Verdict::Unsound
                    && Verdict::of(provision.status) == Verdict::Unsound
                {
                    let said = format!("{}{}", provision.mark, provision.says);
                    self.paper.text(indent, &Run::new(Style::Bad, said));
                }
            }
        }
    }
}

/// The beginning of a text, with an ellipsis where there is more.
fn shortened(text: &str, most: usize) -> String {
    let mut chars = text.chars();
    let mut out: String = chars.by_ref().take(most).collect();
    if chars.next().is_some() {
        out.push('…');
    }
    out
}
