//! What became of one item from release to release: followed through other names, units and codes.

use jiff::civil::Date;

use super::items::FieldChange;
use super::lists::{ItemDiff, Kind, Place, Side, diff};
use crate::domain::catalog::{Catalog, ItemRow};
use crate::domain::release::{AdjustmentRow, DecisionRow};

/// What happened to an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day.
    pub on: Date,
    /// The stable English key of what happened.
    pub kind: &'static str,
    /// What happened, in a word.
    pub word: String,
    /// Code of the item then.
    pub code: String,
    /// Its name then.
    pub name: String,
    /// Name of its unit then.
    pub department: String,
    /// What it came to.
    pub what: String,
    /// Why, and on what ground.
    pub why: String,
    /// Who did it.
    pub who: String,
    /// The release that tells of it.
    pub release: Option<String>,
    /// Edition of that release.
    pub edition: Option<String>,
    /// Number of the event of the review that tells of it.
    pub event: Option<u64>,
    /// The fields that changed.
    pub fields: Vec<FieldChange>,
}

/// Keys and words of what releases tell; [`Kind`] has the rest.
pub const LISTED: (&str, &str) = ("listed", "列入");
/// An item that left and is on the list again.
pub const RETURNED: (&str, &str) = ("returned", "重新列入");
/// An item that got another code and nothing else.
pub const RECODED: (&str, &str) = ("recoded", "换编码");

/// A release, as one item's history needs it.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its id.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// The day on which it was published.
    pub on: Date,
    /// What was decided about items that left the list.
    pub decisions: Vec<DecisionRow>,
    /// The adjustments that it took in.
    pub adjustments: Vec<AdjustmentRow>,
}

/// Why an item was adjusted, of those that are about it under its old or its new code; empty where none is.
pub fn grounds_of(adjustments: &[AdjustmentRow], codes: [&str; 2]) -> String {
    let about = |row: &&AdjustmentRow| {
        let named = [row.item_code.as_deref(), row.becomes.as_deref()];
        named
            .into_iter()
            .flatten()
            .any(|code| codes.contains(&code))
    };
    let told = adjustments.iter().filter(about).map(|row| {
        let approved = row.approved_by.as_ref();
        let approved = approved.map_or_else(String::new, |document| format!("，{document}"));
        format!(
            "{}（调整 {}）：{}{approved}；{}；自 {} 起",
            row.kind, row.id, row.ground_detail, row.reason, row.effective_on
        )
    });
    told.collect::<Vec<_>>().join("；")
}

/// The change of one item between two whole lists, by its code in either.
pub fn change_of(old: Side<'_>, new: Side<'_>, code: &str) -> Option<ItemDiff> {
    let tells =
        |catalog: &Catalog, unit: &str| catalog.department(unit).is_none_or(|d| d.confirmed);
    let in_both = |unit: &str| tells(old.catalog, unit) && tells(new.catalog, unit);
    let is = |place: &Option<Place>| place.as_ref().is_some_and(|p| p.code == code);
    diff(old, new, in_both)
        .into_iter()
        .find(|change| is(&change.old) || is(&change.new))
}

/// The code under which an item goes on after a change; `None` where it is gone.
pub fn goes_on_as<'a>(change: &'a ItemDiff, release: &'a Edition) -> Option<&'a str> {
    match (&change.new, &change.into) {
        (Some(place), _) => Some(&place.code),
        (None, Some(into)) => Some(into),
        // An adjustment knows where an item went, however much else of it has changed.
        (None, None) => {
            let mut rows = release.adjustments.iter();
            let was = change.code();
            rows.find(|row| row.item_code.as_deref() == Some(was))?
                .becomes
                .as_deref()
        }
    }
}

/// Codes of the items that one absorbed, as the decisions say.
pub fn absorbed_by(decisions: &[DecisionRow], code: &str) -> Vec<String> {
    let into = |d: &&DecisionRow| {
        let mut words = d.reason.split_whitespace();
        d.decision == "整合" && words.any(|word| word == code)
    };
    let codes = decisions.iter().filter(into).map(|d| d.item_code.clone());
    codes.collect()
}

/// The sub-item that is asked about, by the end of its code: the item's part of it changes with the item's code.
#[derive(Debug, Clone, Copy)]
pub struct SubItem<'a>(pub Option<&'a str>);

impl SubItem<'_> {
    fn name_in(self, item: Option<&ItemRow>) -> Option<&str> {
        let (end, item) = (self.0?, item?);
        let mut subs = item.sub_items.iter();
        let sub = subs.find(|s| s.code.strip_prefix(item.code.as_str()) == Some(end))?;
        Some(&sub.name)
    }

    /// What became of it between two versions of its item; empty where nothing did.
    fn told(self, old: Option<&ItemRow>, new: Option<&ItemRow>) -> String {
        match (self.name_in(old), self.name_in(new)) {
            (None, Some(name)) => format!("子项“{name}”列入"),
            (Some(name), None) => format!("子项“{name}”退出"),
            (Some(old), Some(new)) if old != new => format!("子项“{old}”更名为“{new}”"),
            _ => String::new(),
        }
    }
}

/// An item in a release for the first time, or again.
pub fn appears(
    release: &Edition,
    catalog: &Catalog,
    item: &ItemRow,
    (kind, word): (&'static str, &str),
    sub: SubItem<'_>,
) -> Entry {
    Entry {
        kind,
        word: word.to_owned(),
        code: item.code.clone(),
        name: item.name.clone(),
        department: catalog.department_label(&item.department).to_owned(),
        what: sub.told(None, Some(item)),
        why: both(
            grounds_of(&release.adjustments, [&item.code; 2]),
            adopted(item),
        ),
        ..blank(release)
    }
}

/// What a change between two releases comes to.
pub fn changed(
    release: &Edition,
    change: ItemDiff,
    (old, new): (Option<&ItemRow>, Option<&ItemRow>),
    sub: SubItem<'_>,
) -> Entry {
    let (kind, word) = match change.kind {
        Kind::Changed if change.fields.is_empty() => RECODED,
        Kind::Added => LISTED,
        kind => (kind.key(), kind.chinese()),
    };
    let mut what: Vec<String> = Vec::new();
    if let (Some(old), Some(new)) = (&change.old, &change.new) {
        if old.department != new.department {
            what.push(format!(
                "由{}划转到{}",
                old.department_name, new.department_name
            ));
        }
        if old.code != new.code {
            what.push(format!("编码由 {} 换成 {}", old.code, new.code));
        }
        if old.name != new.name {
            what.push(format!("由“{}”更名为“{}”", old.name, new.name));
        }
    }
    let labels: Vec<&str> = change.fields.iter().map(|f| f.label).collect();
    if change.new.is_some() && !labels.is_empty() {
        what.push(format!("改了{}", labels.join("、")));
    }
    if let Some(code) = change.new.as_ref().map(|p| p.code.as_str()) {
        let absorbed = absorbed_by(&release.decisions, code);
        if !absorbed.is_empty() {
            what.push(format!("并入了 {}", absorbed.join("、")));
        }
    }
    if let Some(into) = &change.into {
        what.push(format!("并入 {into}"));
    }
    what.extend(Some(sub.told(old, new)).filter(|told| !told.is_empty() && new.is_some()));
    let code_in = |place: &Option<Place>| place.as_ref().map_or("", |p| p.code.as_str()).to_owned();
    let codes = [code_in(&change.old), code_in(&change.new)];
    let adjusted = grounds_of(&release.adjustments, [&codes[0], &codes[1]]);
    let why = match &change.decision {
        // The decision is the adjustment's own.
        _ if !adjusted.is_empty() => adjusted,
        Some((decision, reason)) => format!("{decision}：{reason}"),
        None => new.map(adopted).unwrap_or_default(),
    };
    let place = change.new.as_ref().or(change.old.as_ref());
    let of = |get: fn(&Place) -> &String| place.map(get).cloned().unwrap_or_default();
    Entry {
        kind,
        word: word.to_owned(),
        code: of(|p| &p.code),
        name: of(|p| &p.name),
        department: of(|p| &p.department_name),
        what: what.join("；"),
        why,
        fields: change.fields,
        ..blank(release)
    }
}

/// What a release tells of an item that it absorbed others into while nothing else of it changed.
pub fn absorbs(release: &Edition, catalog: &Catalog, item: &ItemRow) -> Option<Entry> {
    let absorbed = absorbed_by(&release.decisions, &item.code);
    if absorbed.is_empty() {
        return None;
    }
    Some(Entry {
        kind: "absorbed",
        word: "整合".to_owned(),
        code: item.code.clone(),
        name: item.name.clone(),
        department: catalog.department_label(&item.department).to_owned(),
        what: format!("并入了 {}", absorbed.join("、")),
        ..blank(release)
    })
}

fn both(one: String, other: String) -> String {
    match (one.is_empty(), other.is_empty()) {
        (false, false) => format!("{one}；{other}"),
        (true, _) => other,
        (_, true) => one,
    }
}

fn adopted(item: &ItemRow) -> String {
    item.adopts
        .as_ref()
        .map(|a| format!("{a}（上级）"))
        .unwrap_or_default()
}

fn blank(release: &Edition) -> Entry {
    Entry {
        on: release.on,
        kind: LISTED.0,
        word: String::new(),
        code: String::new(),
        name: String::new(),
        department: String::new(),
        what: String::new(),
        why: String::new(),
        who: String::new(),
        release: Some(release.id.clone()),
        edition: Some(release.edition.clone()),
        event: None,
        fields: Vec::new(),
    }
}

/// Events of the review put among what the releases tell: by day, and what led to a release before it.
pub fn merged(releases: Vec<Entry>, mut events: Vec<Entry>) -> Vec<Entry> {
    events.sort_by_key(|entry| entry.event);
    let mut all: Vec<Entry> = events;
    all.extend(releases);
    // Events keep their order among each other, and stand before the release of their day.
    all.sort_by_key(|entry| (entry.on, entry.release.is_some()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(code: &str, decision: &str, reason: &str) -> DecisionRow {
        DecisionRow {
            item_code: code.to_owned(),
            name: None,
            decision: decision.to_owned(),
            reason: reason.to_owned(),
        }
    }

    #[test]
    fn what_an_item_absorbed_is_said_by_the_decisions() {
        let decisions = [
            decision("341100-hbj-02-0002", "整合", "并入 341100-hbj-02-0001"),
            decision("341100-hbj-02-0003", "取消", "341100-hbj-02-0001"),
            decision("341100-hbj-02-0004", "整合", "并入 341100-hbj-02-00011"),
        ];
        assert_eq!(
            absorbed_by(&decisions, "341100-hbj-02-0001"),
            ["341100-hbj-02-0002"]
        );
    }

    #[test]
    fn what_led_to_a_release_stands_before_it() {
        let release = Edition {
            id: "341100-20150301".to_owned(),
            edition: "2015年版".to_owned(),
            on: jiff::civil::date(2015, 3, 1),
            decisions: Vec::new(),
            adjustments: Vec::new(),
        };
        let event = |seq, day| Entry {
            on: jiff::civil::date(2015, 3, day),
            release: None,
            event: Some(seq),
            ..blank(&release)
        };
        let all = merged(
            vec![blank(&release)],
            vec![event(3, 2), event(2, 1), event(1, 1)],
        );
        let order: Vec<Option<u64>> = all.iter().map(|e| e.event).collect();
        assert_eq!(order, [Some(1), Some(2), None, Some(3)]);
    }
}
