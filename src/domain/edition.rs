//! Editions (版本) of a list: the releases of one edition follow each other, and an edition that is over does not come back.

use super::release::ReleaseId;

/// What a release is in its edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EditionPlace {
    /// 首发: the first release of the edition with all units.
    Begins,
    /// 部分: units are missing, and the edition has not been published as a whole yet.
    Part,
    /// 增补: what came between one edition and the next.
    Supplement,
    /// 重复: the edition was over before.
    Returns,
}

impl EditionPlace {
    /// All of them with their keys in JSON and their words.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Begins, "begins", "首发"),
        (Self::Part, "part", "部分"),
        (Self::Supplement, "supplement", "增补"),
        (Self::Returns, "returns", "重复"),
    ];

    /// The stable English key.
    pub fn key(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The word.
    pub fn chinese(self) -> &'static str {
        Self::ALL[self as usize].2
    }
}

/// The releases of a list in the order of publication, with what each is in its edition.
pub fn editions(mut releases: Vec<(ReleaseId, String)>) -> Vec<(ReleaseId, String, EditionPlace)> {
    releases.sort_by(|(a, _), (b, _)| match a.is_before(b) {
        true => std::cmp::Ordering::Less,
        false => std::cmp::Ordering::Greater,
    });
    let mut over: Vec<String> = Vec::new();
    let (mut current, mut whole) = (String::new(), false);
    let mut out = Vec::with_capacity(releases.len());
    for (id, edition) in releases {
        let place = if edition != current && over.contains(&edition) {
            EditionPlace::Returns
        } else {
            if edition != current {
                over.push(std::mem::replace(&mut current, edition.clone()));
                whole = false;
            }
            match (whole, id.partial()) {
                (true, _) => EditionPlace::Supplement,
                (false, true) => EditionPlace::Part,
                (false, false) => {
                    whole = true;
                    EditionPlace::Begins
                }
            }
        };
        out.push((id, edition, place));
    }
    out
}

/// The first release whose edition was over before, once another release is added; `None` where the order holds, and
/// where it did not hold without the added one either.
pub fn comes_back(
    published: Vec<(ReleaseId, String)>,
    added: (ReleaseId, String),
) -> Option<(ReleaseId, String)> {
    let returned = |releases| {
        let all = editions(releases).into_iter();
        all.filter(|(.., place)| *place == EditionPlace::Returns)
            .map(|(id, edition, _)| (id, edition))
            .collect::<Vec<_>>()
    };
    let before = returned(published.clone());
    let with = published.into_iter().chain([added]).collect();
    returned(with).into_iter().find(|one| !before.contains(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn releases(all: &[(&str, &str)]) -> Vec<(ReleaseId, String)> {
        let one = |(id, edition): &(&str, &str)| (id.parse().unwrap(), (*edition).to_owned());
        all.iter().map(one).collect()
    }

    #[test]
    fn an_edition_begins_goes_on_and_ends() {
        let places: Vec<&str> = editions(releases(&[
            ("341100-20160301", "2016年版"),
            ("341100-20150301-partial", "2015年版"),
            ("341100-20150401", "2015年版"),
            ("341100-20150501", "2015年版"),
            ("341100-20160401-partial", "2016年版"),
            ("341100-20160501", "2015年版"),
        ]))
        .into_iter()
        .map(|(.., place)| place.chinese())
        .collect();
        assert_eq!(places, ["部分", "首发", "增补", "首发", "增补", "重复"]);
    }

    #[test]
    fn an_edition_that_is_over_does_not_come_back() {
        let published = releases(&[
            ("341100-20150301", "2015年版"),
            ("341100-20160301", "2016年版"),
        ]);
        let add = |id: &str, edition: &str| {
            comes_back(published.clone(), (id.parse().unwrap(), edition.to_owned()))
                .map(|(id, _)| id.to_string())
        };
        assert_eq!(add("341100-20160401", "2016年版"), None);
        assert_eq!(add("341100-20170301", "2017年版"), None);
        assert_eq!(add("341100-20150901", "2015年版"), None);
        assert_eq!(
            add("341100-20170301", "2015年版").unwrap(),
            "341100-20170301"
        );
        // One put in between ends the edition around it.
        assert_eq!(
            add("341100-20150201", "2016年版").unwrap(),
            "341100-20160301"
        );
    }
}
