//! The item itself: head, sub-items, duties, risks, what stands around it, flowcharts, findings.

use super::{ChartView, Drawn, ItemChange, Section, Setter};
use crate::domain::form::{FEE, FormColumn, FormGroup, YES_NO};
use crate::domain::item::{CitedText, DayUnit, RiskLevel, service_terms};
use crate::finding::Severity;
use crate::report::flow_text;
use crate::report::styled::{Line, Run, Span, Style};
use crate::report::text::{padded, width};

impl Setter<'_> {
    pub(super) fn head(&mut self) {
        let view = self.view;
        let item = &view.item;
        self.sections.push((Section::Head, self.paper.lines.len()));
        let place = format!("　{}　{}", view.round.review(), view.group);
        let code = Run::new(Style::Strong, view.code.as_str()).with(Style::Muted, place);
        self.paper.text(0, &code);
        self.paper
            .text(0, &Run::new(Style::Heading, &item.name.value));
        let rule = "-".repeat(self.paper.columns());
        self.paper.text(0, &Run::new(Style::Muted, rule));
        self.news();
        use FormColumn as C;
        self.value(C::Category.title(), Some(&item.category.value));
        self.value(C::Department.title(), Some(&view.department_name));
        let text =
            |value: Option<&crate::domain::place::At<String>>| value.map(|v| v.value.clone());
        let limit = item.time_limit.as_ref();
        let days = |days: Option<u32>| {
            let unit = limit.map_or(DayUnit::WorkingDays, |l| l.unit).chinese();
            days.map(|days| format!("{days} {unit}"))
        };
        let supervision = item.supervision.as_ref();
        let rows = [
            (C::ExercisedBy.title(), text(item.exercised_by.as_ref())),
            (C::Office.title(), text(item.office.as_ref())),
            (C::Target.title(), text(item.target.as_ref())),
            (
                C::StatutoryDays.title(),
                days(limit.and_then(|l| l.statutory.as_ref()).map(|d| d.value)),
            ),
            (
                C::PromisedDays.title(),
                days(limit.and_then(|l| l.promised.as_ref()).map(|d| d.value)),
            ),
            (FEE, self.fee()),
            (
                C::Phone.title(),
                text(supervision.and_then(|s| s.phone.as_ref())),
            ),
            (
                C::Email.title(),
                text(supervision.and_then(|s| s.email.as_ref())),
            ),
            (C::NationalCode.title(), text(item.national_code.as_ref())),
            (
                "上级事项",
                item.adopts.as_ref().map(|at| at.value.to_string()),
            ),
            (C::Remarks.title(), item.remarks.clone()),
        ];
        for (label, value) in rows {
            self.value(label, value.as_deref());
        }
    }

    /// What is to be known before anything else.
    fn news(&mut self) {
        let view = self.view;
        let mut news: Vec<(Style, String)> = Vec::new();
        match &view.change {
            ItemChange::First => {}
            ItemChange::Same => news.push((Style::Muted, "与上一次上报相同".to_owned())),
            ItemChange::Added => news.push((Style::Added, "这一次上报新增".to_owned())),
            ItemChange::Removed => news.push((
                Style::Removed,
                "这一次上报里没有这一项了，以下是上一次上报的内容".to_owned(),
            )),
            ItemChange::Changed { fields, files } => {
                let mut labels: Vec<&str> = fields.iter().map(|f| f.label).collect();
                labels.extend((!files.is_empty()).then(|| FormColumn::Flowchart.title()));
                labels.dedup();
                news.push((
                    Style::Warn,
                    format!("这一次上报有改动：{}", labels.join("、")),
                ));
            }
        }
        if view.unprompted {
            news.push((Style::Warn, "没有意见要求这样改".to_owned()));
        }
        if let Some(round) = view.gone_in {
            let leg = round.leg(crate::workflow::stage::Leg::Up);
            news.push((Style::Warn, format!("{leg}里已经没有这一项")));
        }
        let found = view.findings.iter().flatten();
        let grave = found.filter(|f| f.severity != Severity::Note).count();
        if grave > 0 {
            let title = Section::Findings.title();
            news.push((Style::Warn, format!("{title} {grave} 处，不算提示")));
        }
        if view.is_disputed() && view.ruling.is_none() {
            news.push((Style::Bad, "各单位意见不一致".to_owned()));
        }
        if let Some(decision) = &view.confirmed {
            news.push((Style::Good, format!("三下确认：{decision}")));
        }
        for (style, text) in news {
            self.paper.text(0, &Run::new(style, text));
        }
    }

    fn fee(&self) -> Option<String> {
        let fee = self.view.item.fee.as_ref()?;
        let yes_no = |value: bool| {
            let word = YES_NO.into_iter().find(|(_, means)| *means == value);
            word.map_or("", |(word, _)| word)
        };
        let mut out = yes_no(fee.charged.value).to_owned();
        if let Some(on) = fee.on_enterprises {
            out.push_str(&format!(
                "，{}：{}",
                FormColumn::FeeOnEnterprises.title(),
                yes_no(on)
            ));
        }
        if let Some(standard) = &fee.standard {
            out.push_str(&format!("，{}", standard.value));
        }
        Some(out)
    }

    pub(super) fn sub_items(&mut self) {
        let subs = &self.view.item.sub_items;
        if subs.is_empty() {
            return;
        }
        self.begin(Section::SubItems, &format!("{} 个", subs.len()));
        let mut cited = self.view.cited_in("sub_items");
        for sub in subs {
            let lead = Run::new(Style::Strong, format!("  {}  ", sub.code.value));
            self.paper.hang(&lead, &Run::plain(&sub.name.value));
            for citation in cited.by_ref().take(sub.legal_basis.len()) {
                self.citation("    ", citation);
            }
        }
    }

    pub(super) fn responsibilities(&mut self) {
        let duties = &self.view.item.responsibilities;
        if duties.is_empty() {
            return;
        }
        self.begin(Section::Responsibilities, &format!("{} 条", duties.len()));
        let stages = duties.iter().map(|d| width(&d.stage.value)).max();
        let column = stages.unwrap_or(0).min(16) + 2;
        let mut cited = self.view.cited_in("responsibilities");
        for duty in duties {
            let stage = padded(&duty.stage.value, column);
            let lead = Run::new(Style::Strong, format!("  {stage}"));
            self.paper.hang(&lead, &Run::plain(&duty.duty.value));
            self.footnote(column + 2, duty.basis.as_ref(), &mut cited);
        }
    }

    pub(super) fn accountability(&mut self) {
        let situations = &self.view.item.accountability;
        if situations.is_empty() {
            return;
        }
        self.begin(Section::Accountability, &format!("{} 条", situations.len()));
        let mut cited = self.view.cited_in("accountability");
        for (n, entry) in (1..).zip(situations) {
            let lead = Run::new(Style::Muted, format!("  {}", padded(&format!("{n}."), 4)));
            self.paper.hang(&lead, &Run::plain(&entry.situation.value));
            self.footnote(6, entry.basis.as_ref(), &mut cited);
        }
    }

    /// The basis of an entry on a line of its own, with what is wrong with it.
    fn footnote<'c>(
        &mut self,
        indent: usize,
        basis: Option<&CitedText>,
        cited: &mut impl Iterator<Item = &'c super::CitationView>,
    ) {
        if basis.is_some()
            && let Some(citation) = cited.next()
        {
            self.brief_citation(indent, citation);
        }
    }

    pub(super) fn risks(&mut self) {
        let risks = &self.view.item.integrity_risks;
        if risks.is_empty() {
            return;
        }
        self.begin(Section::IntegrityRisks, &format!("{} 个", risks.len()));
        let steps = self.view.charts.iter().find_map(|c| match &c.drawn {
            Drawn::Steps(chart) if c.sub_item.is_none() => Some(&chart.steps),
            _ => None,
        });
        for risk in risks {
            let step = steps.and_then(|all| all.iter().find(|s| s.id.value == risk.step.value));
            let step = step.map_or(&risk.step.value, |s| &s.name.value);
            let style = match risk.level {
                RiskLevel::High => Style::Bad,
                RiskLevel::Medium => Style::Warn,
                RiskLevel::Low => Style::Muted,
            };
            let lead = Run::new(style, format!("  {}  ", risk.level.chinese()));
            self.paper
                .hang(&lead, &Run::plain(format!("{step}：{}", risk.risk)));
            let measure = Run::new(Style::Muted, "防控：").with(Style::Plain, &risk.measure);
            self.paper.text(6, &measure);
        }
    }

    pub(super) fn around(&mut self) {
        let item = &self.view.item;
        if item.prerequisites.is_empty() && item.intermediary_services.is_empty() {
            return;
        }
        self.begin(Section::Around, "");
        let mut cited = self.view.cited_in("prerequisites");
        for entry in &item.prerequisites {
            let lead = Run::new(
                Style::Muted,
                format!("  {}  ", FormGroup::Prerequisites.title()),
            );
            let unit = entry.handled_by.as_ref();
            let unit = unit.map_or_else(String::new, |unit| format!("（{}）", unit.value));
            self.paper.hang(
                &lead,
                &Run::plain(&entry.item.value).with(Style::Muted, unit),
            );
            self.footnote(12, entry.basis.as_ref(), &mut cited);
        }
        let mut cited = self.view.cited_in("intermediary_services");
        for entry in &item.intermediary_services {
            let lead = Run::new(Style::Muted, format!("  {}  ", FormGroup::Services.title()));
            let chosen_by = entry.chosen_by.as_ref().map(|c| c.value);
            let terms = service_terms(chosen_by, entry.paid_by.as_deref());
            self.paper.hang(
                &lead,
                &Run::plain(&entry.name.value).with(Style::Muted, terms),
            );
            self.footnote(12, entry.basis.as_ref(), &mut cited);
        }
    }

    pub(super) fn flowcharts(&mut self) {
        let view = self.view;
        if view.charts.is_empty() {
            self.begin(Section::Flowchart, "没有写流程图");
            return;
        }
        self.begin(Section::Flowchart, "");
        for chart in &view.charts {
            self.flowchart(chart);
        }
    }

    fn flowchart(&mut self, chart: &ChartView) {
        let of = chart.sub_item.as_ref();
        let of = of.map_or_else(String::new, |code| format!("{code} 的"));
        let path = Run::new(Style::Muted, format!("{of}{}", chart.path));
        match &chart.drawn {
            Drawn::Steps(steps) => {
                self.paper.text(
                    2,
                    &path.with(Style::Plain, format!("　{}", steps.title.value)),
                );
                let limit = self.view.item.time_limit.as_ref();
                let unit = limit.map_or("日", |l| l.unit.chinese());
                let risks = match chart.sub_item {
                    None => &self.view.item.integrity_risks[..],
                    Some(_) => &[],
                };
                let columns = self.paper.columns().saturating_sub(2);
                for line in flow_text::draw(steps, risks, unit, columns) {
                    let mut spans = vec![Span {
                        text: "  ".to_owned(),
                        style: Style::Plain,
                    }];
                    spans.extend(line.0);
                    self.paper.lines.push(Line(spans));
                }
            }
            Drawn::NoSteps => {
                let said = "　是图形文件或者没有可用的图，没有步骤可以画出";
                self.paper.text(2, &path.with(Style::Warn, said));
            }
            Drawn::Unreadable => {
                self.paper.text(2, &path.with(Style::Bad, "　读不出步骤"));
            }
        }
    }

    pub(super) fn findings(&mut self) {
        let Some(findings) = &self.view.findings else {
            self.begin(Section::Findings, "这次上报没有留下校验发现");
            return;
        };
        if findings.is_empty() {
            self.begin(Section::Findings, "上报时没有发现问题");
            return;
        }
        self.begin(Section::Findings, &format!("上报时 {} 处", findings.len()));
        let mut findings: Vec<_> = findings.iter().collect();
        findings.sort_by_key(|f| std::cmp::Reverse(f.severity));
        for found in findings {
            let style = match found.severity {
                Severity::Error => Style::Bad,
                Severity::Warning => Style::Warn,
                Severity::Note => Style::Muted,
            };
            let mark = format!("  {} {}  ", found.severity.chinese(), found.code);
            self.paper
                .hang(&Run::new(style, mark), &Run::plain(&found.message));
            if let Some(help) = &found.help {
                self.paper.text(13, &Run::new(Style::Muted, help));
            }
        }
    }
}
