//! The search: a page, and an index in so many small files that a query loads few of them.
//!
//! Documents are the items in their order and after them the laws. Their names are cut into pairs of characters and
//! single characters; a word's file is known from the word alone. A file is a script that hands its contents over, because
//! a page that was opened from a folder may load scripts and nothing else.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use maud::{PreEscaped, html};

use super::frame::{Frame, Part, page as framed};
use super::parts::thousands;
use super::unit::by_kind;
use super::{Site, names};
use crate::domain::bigram::index_text;

/// Documents whose names are in one file.
const BLOCK: usize = 32;
/// Digits of postings, all of which may stand in a script's text as they are.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Longest beginning of a word in letters that finds it.
const BEGINNING: usize = 12;

/// Documents whose words are sorted at once: so many that it costs little to go over a long list several times, so few
/// that the words of a million items are never all in memory.
const AT_ONCE: usize = 125_000;

/// How many documents there are.
fn documents(site: &Site<'_>) -> usize {
    site.facts.briefs.len() + site.release.catalog.laws.len()
}

/// The names of what can be found, in the order of the documents.
fn texts<'s>(site: &'s Site<'_>) -> impl Iterator<Item = String> + 's {
    let items = site.facts.briefs.iter().map(|item| {
        let mut text = item.name.to_owned();
        for (_, name) in item.sub_items() {
            text.push('\n');
            text.push_str(name);
        }
        text
    });
    let laws = site.release.catalog.laws.iter();
    items.chain(laws.map(|law| format!("{}\n{}", law.full_name, law.id)))
}

/// How many files the index has.
fn files(site: &Site<'_>) -> usize {
    (site.facts.briefs.len() / 64).clamp(16, 256)
}

/// How many groups of files the index is made in.
pub(super) fn groups(site: &Site<'_>) -> usize {
    documents(site).div_ceil(AT_ONCE).max(1)
}

/// The files of a group, with their paths.
pub(super) fn word_files(site: &Site<'_>, group: usize) -> Vec<(String, String)> {
    by_word(texts(site), files(site), (group, groups(site)))
}

/// The files of a group among so many groups: documents by their words.
fn by_word(
    texts: impl Iterator<Item = String>,
    files: usize,
    (group, groups): (usize, usize),
) -> Vec<(String, String)> {
    let mine = (group..files).step_by(groups);
    let mut shards: Vec<BTreeMap<String, Vec<u32>>> =
        mine.clone().map(|_| BTreeMap::new()).collect();
    for (document, text) in (0u32..).zip(texts) {
        for word in words(&text) {
            let file = hash(&word) as usize % files;
            if file % groups != group {
                continue;
            }
            let Some(shard) = shards.get_mut(file / groups) else {
                continue;
            };
            let found = shard.entry(word).or_default();
            if found.last() != Some(&document) {
                found.push(document);
            }
        }
    }
    mine.zip(shards)
        .map(|(n, shard)| (format!("search/w{n:03}.js"), words_file(n, &shard)))
        .collect()
}

/// What a text is found by: pairs of characters, single characters, and the beginnings of words in letters.
fn words(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for token in index_text(text).split(' ').filter(|t| !t.is_empty()) {
        let letters = token.chars().all(|c| c.is_ascii_alphanumeric());
        if letters {
            let ends = token
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .take(BEGINNING);
            out.extend(ends.filter_map(|end| token.get(..end)).map(str::to_owned));
            continue;
        }
        out.push(token.to_owned());
        // The second character is the first of the next token.
        if let Some((second, _)) = token.char_indices().nth(1) {
            out.extend(token.get(..second).map(str::to_owned));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Which file a word is in; the script counts the same way.
fn hash(word: &str) -> u32 {
    word.encode_utf16().fold(0u32, |hash, unit| {
        hash.wrapping_mul(31).wrapping_add(u32::from(unit))
    })
}

/// Ascending numbers as the steps between them, five bits to a digit.
fn steps(numbers: &[u32]) -> String {
    let mut out = String::with_capacity(numbers.len() * 2);
    let mut last = 0;
    for number in numbers {
        let mut step = number.wrapping_sub(last);
        last = *number;
        loop {
            let more = if step >= 32 { 32 } else { 0 };
            let digit = DIGITS
                .get((step % 32 + more) as usize)
                .copied()
                .unwrap_or(b'A');
            out.push(char::from(digit));
            step /= 32;
            if more == 0 {
                break;
            }
        }
    }
    out
}

/// A file of the index.
fn words_file(n: usize, shard: &BTreeMap<String, Vec<u32>>) -> String {
    let mut out = format!("PL.w({n},{{");
    for (i, (word, found)) in shard.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(out, "{comma}\n{}:\"{}\"", script(word), steps(found));
    }
    out.push_str("});\n");
    out
}

/// How many files of names there are.
pub(super) fn name_files(site: &Site<'_>) -> usize {
    documents(site).div_ceil(BLOCK)
}

/// A file of names: of each document the stem of its page, its name, and what else it is found by.
pub(super) fn names_file(site: &Site<'_>, n: usize) -> String {
    let laws = &site.release.catalog.laws;
    let mut out = format!("PL.n({n},[");
    let from = n * BLOCK;
    for document in from..from + BLOCK {
        let (stem, name, more) = match site.facts.briefs.get(document) {
            Some(item) => {
                let subs: Vec<&str> = item.sub_items().map(|(_, name)| name).collect();
                (names::safe(item.code), item.name, subs.join("\n"))
            }
            None => match laws.get(document - site.facts.briefs.len()) {
                Some(law) => (
                    names::law_stem(&law.id),
                    law.full_name.as_str(),
                    law.id.clone(),
                ),
                None => break,
            },
        };
        let comma = if document > from { "," } else { "" };
        let _ = write!(
            out,
            "{comma}\n{},{},{}",
            script(&stem),
            script(name),
            script(&more)
        );
    }
    out.push_str("]);\n");
    out
}

/// A text as it may stand in a script, also in one inside a page.
fn script(text: &str) -> String {
    // A text always has a JSON form.
    let json = serde_json::to_string(text).unwrap_or_default();
    json.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

/// What the script has to know before it loads anything.
fn meta(site: &Site<'_>) -> String {
    let catalog = &site.release.catalog;
    let units = catalog.departments.iter().map(|d| {
        format!(
            "[{},{},{}]",
            script(&names::safe(&d.id)),
            script(&d.short_name),
            script(&d.name)
        )
    });
    let categories = catalog
        .categories
        .iter()
        .map(|c| format!("[{},{}]", script(&names::safe(&c.code)), script(&c.name)));
    let mut runs: Vec<(u32, u32, usize)> = Vec::new();
    for (unit, category) in site.facts.unit_of.iter().zip(&site.facts.category_of) {
        match runs.last_mut() {
            Some(run) if (run.0, run.1) == (*unit, *category) => run.2 += 1,
            _ => runs.push((*unit, *category, 1)),
        }
    }
    let runs = runs.iter().map(|(u, c, n)| format!("{u},{c},{n}"));
    let joined = |parts: &mut dyn Iterator<Item = String>| parts.collect::<Vec<_>>().join(",");
    format!(
        "{{\"items\":{},\"documents\":{},\"shards\":{},\"block\":{BLOCK},\"units\":[{}],\"categories\":[{}],\"runs\":[{}]}}",
        site.facts.briefs.len(),
        documents(site),
        files(site),
        joined(&mut units.into_iter()),
        joined(&mut categories.into_iter()),
        joined(&mut runs.into_iter()),
    )
}

/// The page.
pub(super) fn page(site: &Site<'_>) -> String {
    let catalog = &site.release.catalog;
    let contents = html! {
        h1 { "搜索" }
        form.search #search role="search" action="search.html" {
            div.field {
                label for="q" { "搜索事项、部门、类别、法律" }
                input #q type="search" name="q" autocomplete="off" autocapitalize="off" spellcheck="false" aria-controls="results" aria-describedby="hint" placeholder="例如：许可证";
                button type="submit" { "搜索" }
            }
            div.filters {
                div.choice {
                    label for="unit" { "部门" }
                    select #unit name="unit" {
                        option value="" { "全部部门" }
                        @for unit in catalog.departments.iter().filter(|d| d.confirmed) {
                            option value=(names::safe(&unit.id)) { (unit.short_name) }
                        }
                    }
                }
                div.choice {
                    label for="category" { "类别" }
                    select #category name="category" {
                        option value="" { "全部类别" }
                        @for category in &catalog.categories {
                            option value=(names::safe(&category.code)) { (category.name) }
                        }
                    }
                }
            }
            p.hint #hint { "边输入边出结果；几个词用空格分开。按 ↓ 到结果，回车打开。" }
        }
        p.status #status role="status" {}
        div #results {}
        noscript {
            p.note { "搜索要用到 JavaScript，现在没有打开。下面的目录不需要它，可以按部门或者按类别查找。" }
        }
        section #index aria-labelledby="by-unit" {
            h2 #by-unit { "按部门（" (thousands(site.facts.briefs.len())) " 项）" }
            (by_kind(site, "", 3))
            h2 { "按类别" }
            ul.units {
                @for (n, category) in catalog.categories.iter().enumerate() {
                    li { a href=(names::category(&category.code)) { span { (category.name) } " " span.count { (thousands(site.facts.by_category.get(n).map_or(0, Vec::len))) " 项" } } }
                }
            }
        }
        script #meta type="application/json" { (PreEscaped(meta(site))) }
        script src="assets/search.js" {}
    };
    let about = format!(
        "在{}权力清单中搜索。",
        site.release.header.jurisdiction_name
    );
    framed(site, &Frame::outer(Part::Search, "搜索", &about), &contents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_pairs_and_by_single_characters() {
        assert_eq!(
            words("排污许可"),
            ["可", "排", "排污", "污", "污许", "许", "许可"]
        );
        assert_eq!(words("ABC级"), ["a", "ab", "abc", "级"]);
        assert_eq!(words(""), Vec::<String>::new());
    }

    #[test]
    fn the_index_is_the_same_in_however_many_groups_it_is_made() {
        let texts = || {
            ["排污许可", "取水许可\n许可证", "ABC级", ""]
                .map(str::to_owned)
                .into_iter()
        };
        let of = |groups: usize| {
            let each = (0..groups).flat_map(|group| by_word(texts(), 16, (group, groups)));
            let mut files: Vec<(String, String)> = each.collect();
            files.sort();
            files
        };
        let whole = of(1);
        assert_eq!(whole.len(), 16);
        assert!(
            whole
                .iter()
                .any(|(_, text)| text.contains("\"许可\":\"AB\""))
        );
        for groups in [2, 3, 16, 20] {
            assert_eq!(of(groups), whole, "{groups}");
        }
    }

    #[test]
    fn postings_are_steps() {
        assert_eq!(steps(&[0, 1, 33]), "ABgB");
        assert_eq!(steps(&[31, 31 + 1024]), "fgggB".replace("gggB", "ggB"));
    }

    #[test]
    fn nothing_in_a_name_ends_the_script() {
        assert_eq!(
            script("</script>\"\u{2028}"),
            "\"\\u003c/script>\\\"\\u2028\""
        );
    }
}
