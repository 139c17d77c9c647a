//! SARIF 2.1.0 (an OASIS standard) for GitHub code scanning, Azure DevOps and editors.

mod log;

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use crate::domain::gate::Gate;
use crate::domain::place::{SourceId, Span};
use crate::finding::{Finding, Report, Sources};
use crate::rules::{self, Rule};

use super::fingerprint::fingerprints;
use super::markdown;
use log::*;

/// Name of the fingerprint; the number changes when what goes into it does.
const FINGERPRINT: &str = "powerListFinding/v1";

/// Writes the report as one SARIF log.
///
/// # Errors
/// When the writer fails.
pub fn write(report: &Report, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    let mut rules: Vec<ReportingDescriptor> = Vec::new();
    let mut rule_indexes: HashMap<&str, usize> = HashMap::new();
    let artifacts = Artifacts::of(report, sources);
    let results = report
        .findings
        .iter()
        .zip(fingerprints(report, sources))
        .map(|(finding, fingerprint)| {
            let rule_index = *rule_indexes.entry(finding.name).or_insert_with(|| {
                rules.push(descriptor(finding));
                rules.len() - 1
            });
            SarifResult {
                rule_id: finding.code.to_string(),
                rule_index,
                level: finding.severity.key(),
                message: Message::plain(&super::message_and_help(finding)),
                locations: [Location {
                    id: None,
                    physical_location: artifacts.place(finding.primary),
                    logical_locations: logical(finding)
                        .into_iter()
                        .chain(cell(finding, sources))
                        .collect(),
                    message: None,
                }],
                related_locations: related(finding, &artifacts),
                partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint)]),
            }
        })
        .collect();
    let document = Log {
        version: "2.1.0",
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "power-list",
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    language: LANGUAGE,
                    rules,
                },
            },
            language: LANGUAGE,
            column_kind: "unicodeCodePoints",
            original_uri_base_ids: BTreeMap::from([(
                SRCROOT,
                UriBase {
                    description: Message::plain("运行 power-list 的文件夹"),
                },
            )]),
            artifacts: artifacts.list(),
            results,
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// What the log says about the rule of a finding.
fn descriptor(finding: &Finding) -> ReportingDescriptor {
    let id = finding.code.to_string();
    let Some(rule) = rules::find(finding.name) else {
        return ReportingDescriptor {
            id,
            name: finding.name.to_owned(),
            about: None,
        };
    };
    let explain = format!("power-list explain {id}");
    let (title, why, remedy) = (rule.title, rule.why, rule.remedy);
    let [title_md, why_md, remedy_md] = [title, why, remedy].map(markdown::cell);
    ReportingDescriptor {
        name: rule.name.to_owned(),
        about: Some(About {
            short_description: Message::plain(title),
            full_description: Message::plain(why),
            help: Message {
                text: plain_text(&format!(
                    "{title}\n\n为什么：{why}\n\n怎么办：{remedy}\n\n详细说明：{explain}"
                )),
                markdown: Some(braces(&format!(
                    "**{id} {title_md}**\n\n**为什么**：{why_md}\n\n**怎么办**：{remedy_md}\n\n详细说明：`{explain}`"
                ))),
            },
            default_configuration: severest(rule).map(|level| Configuration { level }),
            properties: Properties {
                tags: [rule.code.family.chinese()],
            },
        }),
        id,
    }
}

/// The level of the gate that is strictest about it; every result says its own.
fn severest(rule: &Rule) -> Option<&'static str> {
    Gate::ALL
        .into_iter()
        .filter_map(|gate| rule.severities.at(gate))
        .max()
        .map(|severity| severity.key())
}

/// The item, or the unit, that a finding is about.
fn logical(finding: &Finding) -> Option<LogicalLocation> {
    let (name, kind) = match (&finding.item, &finding.department) {
        (Some(item), _) => (item, "object"),
        (None, Some(department)) => (department, "module"),
        (None, None) => return None,
    };
    let mut path = Vec::new();
    if finding.item.is_some() {
        path.extend(finding.department.as_deref());
    }
    path.push(name);
    path.extend(finding.field.as_deref());
    Some(LogicalLocation {
        name: name.clone(),
        fully_qualified_name: path.join("/"),
        kind,
    })
}

/// The cell of a workbook that a finding stands in.
fn cell(finding: &Finding, sources: &Sources) -> Option<LogicalLocation> {
    let path = super::cell(sources, finding.primary)?;
    Some(LogicalLocation {
        name: path.clone(),
        fully_qualified_name: path,
        kind: "value",
    })
}

fn related(finding: &Finding, artifacts: &Artifacts<'_>) -> Vec<Location> {
    finding
        .related
        .iter()
        .enumerate()
        .map(|(i, (span, label))| Location {
            id: Some(i + 1),
            physical_location: artifacts.place(*span),
            logical_locations: Vec::new(),
            message: (!label.is_empty()).then(|| Message::plain(label)),
        })
        .collect()
}

/// The files of the log, numbered in the order they were read.
struct Artifacts<'a> {
    sources: &'a Sources,
    indexes: BTreeMap<SourceId, usize>,
}

impl<'a> Artifacts<'a> {
    fn of(report: &Report, sources: &'a Sources) -> Self {
        let found = report
            .findings
            .iter()
            .flat_map(|f| std::iter::once(f.primary).chain(f.related.iter().map(|(s, _)| *s)));
        let mut indexes: BTreeMap<SourceId, usize> = report
            .files
            .iter()
            .copied()
            .chain(found.map(|span| span.source))
            .map(|id| (id, 0))
            .collect();
        for (number, index) in indexes.values_mut().enumerate() {
            *index = number;
        }
        Self { sources, indexes }
    }

    fn list(&self) -> Vec<Artifact> {
        self.indexes
            .keys()
            .map(|id| Artifact {
                location: ArtifactLocation::of(&self.sources.get(*id).name, None),
            })
            .collect()
    }

    fn place(&self, span: Span) -> PhysicalLocation {
        let (start, end) = super::range(self.sources, span);
        let index = self.indexes.get(&span.source).copied();
        let region = Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        };
        PhysicalLocation {
            artifact_location: ArtifactLocation::of(&self.sources.get(span.source).name, index),
            // A workbook has no lines: its cell is a logical location.
            region: super::cell(self.sources, span).is_none().then_some(region),
        }
    }
}
