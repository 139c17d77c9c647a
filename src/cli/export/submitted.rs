//! What a unit sent up, as it was when it was sent.

use std::path::PathBuf;

use power_list::domain::catalog::Catalog;
use power_list::domain::ids::{DepartmentId, Digest};
use power_list::domain::project::{Project, QuoteLines};
use power_list::ops::items;
use power_list::ops::review::Session;
use power_list::render::listing::Heading;
use power_list::workflow::stage::Leg;
use power_list::workflow::{Campaign, Round};

use super::ExportArgs;
use super::content::heading_of;
use crate::cli::error::usage;
use crate::cli::{Global, source, store};

/// Least characters of a digest that are taken for its beginning.
const LEAST: usize = 4;

/// The list that a unit sent up, and the project with its items in the place of today's.
pub fn read(args: &ExportArgs, global: &Global) -> anyhow::Result<(Heading, Catalog, Project)> {
    let (root, mut project) = without_items(global)?;
    let place = store::place(&root, project.settings.store.as_ref())?;
    let mut session = Session::open(place.open()?)?;
    let (round, snapshot) = match (&args.snapshot, args.round) {
        (Some(digest), _) => by_digest(session.campaign(), digest)?,
        (None, number) => by_round(session.campaign(), &args.department, number)?,
    };
    project.items = session.items(snapshot)?;
    let catalog = source::catalog_of(global, &root, &project)?;
    let mut heading = heading_of(&project.settings);
    heading.edition = format!("{}，{}报送", heading.edition, round.leg(Leg::Up));
    Ok((heading, catalog, project))
}

/// The list of the submission whose digest begins so: its unit, what it is called, and the list.
pub fn by_snapshot(digest: &str, global: &Global) -> anyhow::Result<(String, String, Catalog)> {
    let (root, mut project) = without_items(global)?;
    let place = store::place(&root, project.settings.store.as_ref())?;
    let mut session = Session::open(place.open()?)?;
    let (round, snapshot) = by_digest(session.campaign(), digest)?;
    let mut units = session.campaign().departments().iter();
    let unit = units
        .find(|(_, state)| state.rounds().iter().any(|r| r.snapshot == snapshot))
        .map(|(id, _)| id.to_string())
        .unwrap_or_default();
    project.items = session.items(snapshot)?;
    let catalog = source::catalog_of(global, &root, &project)?;
    let name = catalog.department_label(&unit).to_owned();
    Ok((unit, format!("{name}{}报送", round.leg(Leg::Up)), catalog))
}

/// The project at hand with the charts that its items name, and none of its items.
fn without_items(global: &Global) -> anyhow::Result<(PathBuf, Project)> {
    let (root, outline) = source::outline(global)?;
    let (loaded, _) = items::count(outline);
    let project = Project {
        frame: loaded.project,
        items: Vec::new(),
        quote_lines: QuoteLines::new(),
    };
    Ok((root, project))
}

/// The submission whose digest begins so.
fn by_digest(campaign: &Campaign, digest: &str) -> anyhow::Result<(Round, Digest)> {
    const HINT: &str = "power-list review log 列出各次报送的快照摘要";
    let wanted = digest.trim().to_lowercase();
    let rounds = campaign.departments().values().flat_map(|d| d.rounds());
    let mut found: Vec<(Round, Digest)> = Vec::new();
    for round in rounds {
        let begins = round.snapshot.to_string().starts_with(&wanted);
        // What did not change from round to round has the same digest.
        if begins && found.iter().all(|(_, known)| *known != round.snapshot) {
            found.push((round.round, round.snapshot));
        }
    }
    match found.as_slice() {
        [only] if wanted.len() >= LEAST => Ok(*only),
        [] => Err(usage(format!("没有摘要为“{digest}”的快照"), HINT)),
        _ => Err(usage(
            format!("“{digest}”太短，分不清是哪个快照"),
            format!("多写几位；{HINT}"),
        )),
    }
}

/// What a unit sent up in a round.
fn by_round(
    campaign: &Campaign,
    departments: &[String],
    number: Option<u8>,
) -> anyhow::Result<(Round, Digest)> {
    let [id] = departments else {
        return Err(usage(
            "--round 一次只能导出一个部门报送的内容",
            "写明一个部门，例如 --department hbj --round 2",
        ));
    };
    let id: DepartmentId = id
        .parse()
        .map_err(|e| usage(format!("{e}"), "代号见 departments.yaml 的 id"))?;
    let round = Round::ALL.into_iter().find(|r| Some(r.number()) == number);
    let state = campaign.department(&id);
    round
        .and_then(|round| Some((round, state?.round(round)?.snapshot)))
        .ok_or_else(|| {
            let leg = round.map_or("", |r| r.leg(Leg::Up));
            usage(
                format!("“{id}”还没有{leg}报送"),
                format!("power-list review status {id} 看它到了哪一步"),
            )
        })
}
