//! Many files into laws: files of one name become one law with all its versions, and repeals find their laws.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use super::closing::{RepealClause, register_name};
use super::history::{ADOPTION_TO_PUBLICATION, VersionDraft};
use super::{Problem, ProblemKind, Statute};
use crate::domain::ids::LawId;
use crate::domain::law::{ArticleShape, Enactment, Law, LawVersion, Register, Repeal, Structure};

/// The laws of a folder, with what was noticed while putting them together.
#[derive(Debug, Default)]
pub struct Built {
    /// Laws by level, then name; names repealed that have no law.
    pub register: Register,
    /// What could not be put together, with its file.
    pub problems: Vec<(String, Problem)>,
    /// Which file and line tell of a version, or of the law as a whole.
    pub origins: BTreeMap<(LawId, Option<Date>), (String, u32)>,
}

/// Puts statutes together. `snapshot` is the day of the source: what it lists as expired is known to be so by then.
pub fn build(mut statutes: Vec<Statute>, snapshot: Date) -> Built {
    let mut built = Built::default();
    for statute in &mut statutes {
        let read = statute.problems.len();
        statute.forget_impossible(snapshot);
        let found = statute.problems.drain(read..);
        built
            .problems
            .extend(found.map(|p| (statute.file.clone(), p)));
    }
    statutes.sort_by(|a, b| (a.published(), &a.file).cmp(&(b.published(), &b.file)));
    let mut groups: BTreeMap<String, Vec<Statute>> = BTreeMap::new();
    for statute in statutes {
        groups
            .entry(register_name(statute.name.as_str()))
            .or_default()
            .push(statute);
    }
    let mut laws: BTreeMap<String, Law> = BTreeMap::new();
    for (name, group) in &groups {
        if let Some(law) = law(group, snapshot, &mut built) {
            laws.insert(name.clone(), law);
        }
    }
    former_names(&groups, &mut laws);
    let mut repealed_names = BTreeMap::new();
    for group in groups.values() {
        for statute in group {
            for clause in &statute.closing.repeals {
                apply(statute, clause, &mut laws, &mut repealed_names, &mut built);
            }
        }
    }
    for (name, group) in &groups {
        flag(group, name, &laws, snapshot, &mut built);
    }
    let mut laws: Vec<Law> = laws.into_values().collect();
    laws.sort_by(|a, b| (a.level, &a.id).cmp(&(b.level, &b.id)));
    built.register = Register::new(laws);
    for (name, repeal) in repealed_names {
        built.register.add_repealed_name(name, repeal);
    }
    built.register.set_snapshot(Some(snapshot));
    built
}

impl Built {
    fn problem(&mut self, statute: &Statute, line: u32, kind: ProblemKind, what: String) {
        let problem = Problem { line, kind, what };
        self.problems.push((statute.file.clone(), problem));
    }
}

struct Version {
    draft: VersionDraft,
    structure: Option<Vec<ArticleShape>>,
    /// The file that tells of it first.
    file: String,
}

impl Version {
    /// First day on which it can have had effect.
    fn starts(&self) -> Date {
        self.draft.effective.unwrap_or(self.draft.published)
    }
}

/// Whether two files speak of one version: published, or at least adopted, on the same day.
fn same(a: &VersionDraft, b: &VersionDraft) -> bool {
    a.published == b.published || (a.adopted.is_some() && a.adopted == b.adopted)
}

fn law(group: &[Statute], snapshot: Date, built: &mut Built) -> Option<Law> {
    let newest = group.last()?;
    let mut versions: Vec<Version> = Vec::new();
    for statute in group {
        for draft in &statute.versions {
            match versions.iter_mut().find(|v| same(&v.draft, draft)) {
                Some(version) => unite(&mut version.draft, draft),
                None => versions.push(Version {
                    draft: draft.clone(),
                    structure: None,
                    file: statute.file.clone(),
                }),
            }
        }
        earlier_of_same_name(statute, &mut versions);
    }
    for statute in group {
        let Some(own) = statute.own.and_then(|i| statute.versions.get(i)) else {
            continue;
        };
        let Some(version) = versions.iter_mut().find(|v| same(&v.draft, own)) else {
            continue;
        };
        if statute.articles.is_empty() {
            continue;
        }
        match &mut version.structure {
            None => version.structure = Some(statute.articles.clone()),
            Some(known) if statute.part.is_some() => known.extend(statute.articles.iter().cloned()),
            Some(known) if *known == statute.articles => {}
            Some(_) => built.problem(
                statute,
                0,
                ProblemKind::Doubtful,
                format!(
                    "与另一文件同为 {} 版本，但条款项结构不同，取先读到的",
                    own.published
                ),
            ),
        }
    }
    if versions.is_empty() {
        return None;
    }
    versions.sort_by_key(|v| v.draft.published);
    for version in &mut versions {
        let Some(articles) = &mut version.structure else {
            continue;
        };
        if newest.part.is_some() {
            articles.sort_by_key(|a| a.article);
            let gap = articles.windows(2).any(|w| {
                let [a, b] = w else { return false };
                b.article.sub == 0 && a.article.number.checked_add(1) != Some(b.article.number)
            });
            if gap
                || articles
                    .first()
                    .is_some_and(|a| a.article.number.get() != 1)
            {
                built.problem(
                    newest,
                    0,
                    ProblemKind::Unread,
                    "法典各编的条文不连续，可能缺编，结构不采用".to_owned(),
                );
                version.structure = None;
            }
        }
    }
    one_at_a_time(&mut versions, built);
    for version in &versions {
        let told = (version.file.clone(), version.draft.line);
        let key = (newest.name.clone(), Some(version.draft.published));
        built.origins.insert(key, told);
    }
    let told = (newest.file.clone(), 0);
    built.origins.insert((newest.name.clone(), None), told);
    let repeal = (newest.expired == Some(true)).then_some(Repeal {
        on: None,
        known_by: Some(snapshot),
        by: None,
    });
    Some(Law {
        id: newest.name.clone(),
        full_name: newest.full_name.as_str().into(),
        level: newest.level,
        former_names: Vec::new(),
        versions: versions
            .into_iter()
            .map(|v| LawVersion {
                published: v.draft.published,
                effective: v.draft.effective,
                enactment: v.draft.enactment,
                source: v.draft.source.join("；").into(),
                structure: v.structure.map(|s| Structure::from_articles(&s)),
            })
            .collect(),
        repeal,
    })
}

/// Two versions cannot be in force at once. Where the days of effect say so the earlier version's is not believed.
fn one_at_a_time(versions: &mut [Version], built: &mut Built) {
    while let Some(i) =
        (1..versions.len()).find(|i| versions[*i].starts() <= versions[i - 1].starts())
    {
        let (before, after) = (&versions[i - 1], &versions[i]);
        let what = format!(
            "{} 版本自 {} 起施行，而后来的 {} 版本自 {} 起施行，两个版本会同时有效；前者的施行日未采用，核对后写进 index.csv 的 effective 栏",
            before.draft.published,
            before.starts(),
            after.draft.published,
            after.starts(),
        );
        let problem = Problem {
            line: before.draft.line,
            kind: ProblemKind::Conflict,
            what,
        };
        built.problems.push((before.file.clone(), problem));
        if versions[i - 1].draft.effective.take().is_none() {
            versions[i].draft.effective = None;
        }
    }
}

fn unite(known: &mut VersionDraft, other: &VersionDraft) {
    if !known.announced && other.announced {
        known.published = other.published;
        known.announced = true;
    }
    known.adopted = known.adopted.or(other.adopted);
    known.effective = known.effective.or(other.effective);
    if other.source.join("").len() > known.source.join("").len() {
        known.source.clone_from(&other.source);
    }
    // What one file only knows by its day, another may tell by a line of its own.
    if matches!(known.enactment, Enactment::Passed | Enactment::Changed)
        && other.enactment != Enactment::Changed
    {
        known.enactment = other.enactment;
        known.whole = other.whole;
    }
}

/// 「1995年1月1日国务院发布的《X》同时废止」 in X itself tells of an earlier statute of the same name.
fn earlier_of_same_name(statute: &Statute, versions: &mut Vec<Version>) {
    let name = register_name(statute.name.as_str());
    for clause in statute.closing.repeals.iter().filter(|c| c.name == name) {
        let Some(day) = clause.made_on else { continue };
        if versions.iter().any(|v| v.draft.published <= day) {
            continue;
        }
        let mut draft = VersionDraft::new(day, Enactment::Passed);
        draft.source = vec!["同名旧法，见后法附则".to_owned()];
        versions.push(Version {
            draft,
            structure: None,
            file: statute.file.clone(),
        });
    }
}

fn former_names(groups: &BTreeMap<String, Vec<Statute>>, laws: &mut BTreeMap<String, Law>) {
    let taken: HashMap<String, ()> = laws
        .values()
        .flat_map(|law| {
            [
                register_name(law.id.as_str()),
                register_name(&law.full_name),
            ]
        })
        .map(|name| (name, ()))
        .collect();
    for (name, group) in groups {
        let Some(law) = laws.get_mut(name) else {
            continue;
        };
        for statute in group {
            for former in statute
                .closing
                .former_names
                .iter()
                .chain(&statute.amended_as)
            {
                let former = register_name(former);
                let known = law.former_names.iter().any(|f| **f == *former);
                if !known && !taken.contains_key(&former) {
                    law.former_names.push(former.into());
                }
            }
        }
    }
}

/// Lets one repealing clause find its law.
fn apply(
    statute: &Statute,
    clause: &RepealClause,
    laws: &mut BTreeMap<String, Law>,
    repealed_names: &mut BTreeMap<String, Repeal>,
    built: &mut Built,
) {
    if clause.name == register_name(statute.name.as_str()) {
        return;
    }
    let on = statute.repeals_on();
    let by = statute.name.clone();
    // Where the day cannot be told, the text at least knew of it when it was made.
    let known_by = if on.is_none() {
        statute.published()
    } else {
        None
    };
    if let Some(law) = laws.get_mut(&clause.name) {
        let first = law.versions.first().map(|v| v.published);
        // A day long before the law's first version means an earlier statute of the same name.
        let earlier = match (first, clause.made_on, on) {
            (Some(first), Some(made), _) => (first - made).get_days() > ADOPTION_TO_PUBLICATION,
            (Some(first), None, Some(on)) => first >= on,
            _ => false,
        };
        if !earlier {
            end(statute, clause, law, (on, known_by), by, built);
            return;
        }
    }
    let repeal = Repeal {
        on,
        known_by,
        by: Some(by),
    };
    match repealed_names.get_mut(&clause.name) {
        // Two editions of the repealing law, or two laws: the first day is the one that ended it.
        Some(known) if known.on.is_some() && (on.is_none() || known.on <= on) => {}
        Some(known) => *known = repeal,
        None => {
            repealed_names.insert(clause.name.clone(), repeal);
        }
    }
}

fn end(
    statute: &Statute,
    clause: &RepealClause,
    law: &mut Law,
    (on, known_by): (Option<Date>, Option<Date>),
    by: LawId,
    built: &mut Built,
) {
    if let (Some(on), Some(last)) = (on, law.versions.last())
        && last.published >= on
    {
        built.problem(
            statute,
            clause.line,
            ProblemKind::Doubtful,
            format!(
                "自 {on} 起废止《{}》，但后者在 {} 还有新版本，不作废止",
                law.id, last.published
            ),
        );
        return;
    }
    match &mut law.repeal {
        Some(repeal) if repeal.by.is_some() && repeal.by.as_ref() != Some(&by) => {
            if on.is_some() && (repeal.on.is_none() || on < repeal.on) {
                repeal.on = on;
                repeal.by = Some(by);
            }
        }
        Some(repeal) => {
            repeal.on = repeal.on.or(on);
            repeal.by = Some(by);
        }
        None => {
            law.repeal = Some(Repeal {
                on,
                known_by,
                by: Some(by),
            });
        }
    }
}

/// Tells where the source's flag and the repeals found in the texts do not agree.
fn flag(
    group: &[Statute],
    name: &str,
    laws: &BTreeMap<String, Law>,
    snapshot: Date,
    built: &mut Built,
) {
    let (Some(newest), Some(law)) = (group.last(), laws.get(name)) else {
        return;
    };
    let Some(repeal) = &law.repeal else { return };
    let by = repeal
        .by
        .as_ref()
        .map_or(String::new(), |by| format!("《{by}》"));
    if newest.expired == Some(true) {
        if repeal.on.is_none() {
            built.problem(
                newest,
                0,
                ProblemKind::Note,
                format!("index.csv 标为失效，语料中没有废止它的条文，记为至迟 {snapshot} 失效"),
            );
        }
    } else {
        let what = match repeal.on {
            Some(on) if on > snapshot => format!("自 {on} 起被{by}废止（在 {snapshot} 之后）"),
            Some(on) => format!("index.csv 未标失效，但{by}规定自 {on} 起废止，按废止处理"),
            None => format!("index.csv 未标失效，但{by}规定同时废止，日期不能确定"),
        };
        built.problem(newest, 0, ProblemKind::Conflict, what);
    }
}

#[cfg(test)]
mod tests;
