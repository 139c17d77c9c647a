//! What was published before. Of a long list there are a million names: digests tell that a code still stands under its
//! name, and the name itself is asked for only where it does not.

use std::cmp::Ordering;
use std::fmt::Debug;

use super::ids::Digest;

/// An item as a release has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedItem {
    /// Its name.
    pub name: String,
    /// The last release that has it.
    pub release: String,
}

/// Where names of published items are found.
pub trait Records: Debug + Send + Sync {
    /// The item that a code stood for last.
    fn find(&self, code: &str) -> Option<PublishedItem>;
}

/// The first eight bytes of a SHA-256.
type Short = u64;

/// The item that each code stood for in the releases of a project, the last one where there are several.
#[derive(Debug, Default)]
pub struct Published {
    /// Codes with names, by code.
    known: Vec<(Short, Short)>,
    digest: Option<Digest>,
    records: Option<Box<dyn Records>>,
}

fn short(text: &str) -> Short {
    let digest = Digest::of(text.as_bytes());
    let first = digest.as_bytes().iter().take(size_of::<Short>());
    first.fold(0, |sum, byte| sum << 8 | Short::from(*byte))
}

impl Published {
    /// Of releases, from the first to the last: what each calls the codes in it, and a digest of all that they say.
    pub fn gather(
        releases: impl IntoIterator<Item = Names>,
        records: Box<dyn Records>,
        digest: Digest,
    ) -> Self {
        let mut known: Vec<(Short, Short)> = Vec::new();
        for Names(mut names) in releases {
            // Within a release the name that was told last counts.
            names.reverse();
            names.sort_by_key(|(code, _)| *code);
            names.dedup_by_key(|(code, _)| *code);
            known = match known.is_empty() {
                true => names,
                false => merged(known, names),
            };
        }
        Self {
            known,
            digest: Some(digest),
            records: Some(records),
        }
    }

    /// Whether nothing was published.
    pub const fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Digest of everything that was published, in which order and where; `None` where nothing was.
    pub fn digest(&self) -> Option<Digest> {
        self.digest.filter(|_| !self.is_empty())
    }

    fn name(&self, code: &str) -> Option<Short> {
        let code = short(code);
        let at = self.known.binary_search_by_key(&code, |(code, _)| *code);
        Some(self.known.get(at.ok()?)?.1)
    }

    /// The item that a code stood for.
    pub fn get(&self, code: &str) -> Option<PublishedItem> {
        self.name(code)?;
        self.records.as_ref()?.find(code)
    }

    /// The item that a code stood for, where it had another name than this one.
    pub fn other(&self, code: &str, name: &str) -> Option<PublishedItem> {
        let known = self.name(code)?;
        if known == short(name) {
            return None;
        }
        self.records.as_ref()?.find(code)
    }
}

/// What a release calls the codes in it.
#[derive(Debug, Default)]
pub struct Names(Vec<(Short, Short)>);

impl Names {
    /// One more code with its name.
    pub fn add(&mut self, code: &str, name: &str) {
        self.0.push((short(code), short(name)));
    }
}

/// Both by code; where both have it, the later.
fn merged(earlier: Vec<(Short, Short)>, later: Vec<(Short, Short)>) -> Vec<(Short, Short)> {
    let mut out = Vec::with_capacity(earlier.len().max(later.len()));
    let (mut earlier, mut later) = (earlier.into_iter().peekable(), later.into_iter().peekable());
    loop {
        let order = match (earlier.peek(), later.peek()) {
            (Some(one), Some(other)) => one.0.cmp(&other.0),
            (Some(_), None) => Ordering::Less,
            (None, _) => Ordering::Greater,
        };
        let next = match order {
            Ordering::Less => earlier.next(),
            Ordering::Equal => earlier.next().and(later.next()),
            Ordering::Greater => later.next(),
        };
        match next {
            Some(next) => out.push(next),
            None => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Debug)]
    struct Shelf(BTreeMap<String, PublishedItem>);

    impl Records for Shelf {
        fn find(&self, code: &str) -> Option<PublishedItem> {
            self.0.get(code).cloned()
        }
    }

    fn published(releases: &[&[(&str, &str)]]) -> Published {
        let mut shelf = BTreeMap::new();
        let mut all = Vec::new();
        for (n, release) in releases.iter().enumerate() {
            let mut names = Names::default();
            for (code, name) in *release {
                names.add(code, name);
                let (name, release) = ((*name).to_owned(), n.to_string());
                shelf.insert((*code).to_owned(), PublishedItem { name, release });
            }
            all.push(names);
        }
        Published::gather(all, Box::new(Shelf(shelf)), Digest::ZERO)
    }

    #[test]
    fn the_last_release_that_has_a_code_counts() {
        let known = published(&[
            &[("a", "甲"), ("b", "乙"), ("d", "丁")],
            &[("b", "乙二"), ("c", "丙"), ("c", "丙二")],
        ]);
        for (code, name, release) in [("a", "甲", "0"), ("b", "乙二", "1"), ("c", "丙二", "1")]
        {
            assert_eq!(known.other(code, name), None, "{code}");
            let found = known.other(code, "别的").unwrap();
            assert_eq!((&*found.name, &*found.release), (name, release));
            assert_eq!(known.get(code), Some(found));
        }
        assert_eq!(known.other("e", "戊"), None);
        assert_eq!(known.get("e"), None);
        assert!(published(&[]).is_empty() && published(&[]).digest().is_none());
    }
}
