//! How near texts are to each other, to guess what somebody meant.

/// Edit distance (insert, delete, replace, each 1) between two short texts, counted in characters.
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replace = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replace.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    row[b.len()]
}

/// The candidate nearest to a text, if any is near enough to be a slip.
pub fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = 1 + text.chars().count() / 4;
    candidates
        .into_iter()
        .map(|c| (distance(text, c), c))
        .filter(|(d, _)| *d <= limit)
        .min_by_key(|(d, _)| *d)
        .map(|(_, c)| c)
}

/// The codes that are near to one, of many that pass by.
#[derive(Debug)]
pub struct Near<'c> {
    code: &'c str,
    found: Vec<(usize, String)>,
}

impl<'c> Near<'c> {
    /// How many differences there may be: a digit or two, or two neighbours that were exchanged.
    const FAR: usize = 4;
    /// How many codes are told.
    const TOLD: usize = 3;

    /// None so far.
    pub const fn to(code: &'c str) -> Self {
        let found = Vec::new();
        Self { code, found }
    }

    /// One that passes by.
    pub fn see(&mut self, code: &str) {
        let far = distance(self.code, code);
        if code.is_empty() || far > Self::FAR {
            return;
        }
        let place = (far, code.to_owned());
        let at = self.found.partition_point(|known| *known < place);
        if at < Self::TOLD && self.found.get(at) != Some(&place) {
            self.found.insert(at, place);
            self.found.truncate(Self::TOLD);
        }
    }

    /// The nearest, the best first.
    pub fn codes(self) -> Vec<String> {
        self.found.into_iter().map(|(_, code)| code).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("office", "offices"), 1);
        assert_eq!(distance("", "ab"), 2);
        assert_eq!(distance("行政许可", "行政审批"), 2);
        assert_eq!(nearest("flowchrt", ["flowchart", "fee"]), Some("flowchart"));
        assert_eq!(nearest("xyz", ["flowchart", "fee"]), None);
    }

    #[test]
    fn the_nearest_codes_are_told_each_once() {
        let mut near = Near::to("a-0001");
        for code in [
            "b-9992", "a-0011", "a-0002", "", "a-0002", "a-0012", "a-0003",
        ] {
            near.see(code);
        }
        assert_eq!(near.codes(), ["a-0002", "a-0003", "a-0011"]);
    }
}
