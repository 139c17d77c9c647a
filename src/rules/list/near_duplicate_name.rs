//! X008 `near-duplicate-name`: 名称只差一个字的事项

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;
use rayon::prelude::*;

use super::{about, group};
use crate::finding::code::Family;
use crate::finding::{RuleCode, Severities, Severity};
use crate::rules::context::ListContext;
use crate::rules::key::ItemKey;
use crate::rules::rule::{Check, Rule, Sample, Sink};
use crate::rules::text::spelled;

/// 名称只差一个字的事项。
pub static RULE: Rule = Rule {
    code: RuleCode::new(Family::List, 8),
    name: "near-duplicate-name",
    title: "名称只差一个字的事项",
    why: "名称只差一个字的两项，常常是同一事项抄错了字，或者拆得过细。",
    remedy: "核对是不是同一事项：是的合并，不是的不必理会",
    severities: Severities::always(Severity::Note),
    bad: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未编报水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n  - code: 341100-hbj-02-0002\n    name: 对未编制水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n",
    )]),
    good: Sample::Files(&[(
        "items/hbj/行政处罚.yaml",
        "department: hbj\ncategory: 行政处罚\nitems:\n  - code: 341100-hbj-02-0001\n    name: 对未编报水土保持方案行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n  - code: 341100-hbj-02-0002\n    name: 对拒不缴纳水土保持补偿费行为的处罚\n    legal_basis: [《水土保持法》第五十三条]\n",
    )]),
    check: Check::List(check),
};

/// Shorter names differ by one character too easily.
const SHORTEST: usize = 8;
/// Characters in which two names of different things differ: 甲级、乙级; 进口、出口; 第一类、第二类.
const TELLING: &str =
    "0123456789一二三四五六七八九十甲乙丙丁省市县区乡镇国内外进出新改扩上下前后大中小男女未已不非";

/// Takes a hash for each way of leaving out one character of a name, and for the whole: two names one edit apart share
/// one.
fn each_print(name: &[char], prefixes: &mut Vec<u64>, mut take: impl FnMut(u64)) {
    const BASE: u64 = 0x0000_0100_0000_01b3;
    let step = |hash: u64, c: char| hash.wrapping_mul(BASE).wrapping_add(u64::from(c) + 1);
    prefixes.clear();
    let mut whole = 0u64;
    for &c in name {
        prefixes.push(whole);
        whole = step(whole, c);
    }
    take(whole);
    // The hash of a suffix alone, and BASE to the power of its length.
    let (mut suffix, mut power) = (0u64, 1u64);
    for (prefix, &c) in prefixes.iter().zip(name).rev() {
        take(prefix.wrapping_mul(power).wrapping_add(suffix));
        suffix = suffix.wrapping_add((u64::from(c) + 1).wrapping_mul(power));
        power = power.wrapping_mul(BASE);
    }
}

/// Whether one character inserted, left out or replaced makes one name the other.
fn one_edit_apart(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    match long.len() - short.len() {
        0 => head < short.len() && short[head + 1..] == long[head + 1..],
        1 => short[head..] == long[head + 1..],
        _ => false,
    }
}

/// Whether two names differ in a character that tells two things apart.
fn told_apart(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    [a.get(same), b.get(same)]
        .into_iter()
        .flatten()
        .any(|c| TELLING.contains(*c))
}

/// What looking through a group needs; the next group uses it again.
#[derive(Default)]
struct Looking {
    /// The spelled names of the group, one after the other.
    letters: Vec<char>,
    prefixes: Vec<u64>,
    /// The item that has a print first.
    seen: HashMap<u64, usize, FixedState>,
}

impl Looking {
    /// For each item of a group, an earlier one whose name is one edit away.
    fn near_pairs<'k>(&mut self, items: &[ItemKey<'k>]) -> Vec<(ItemKey<'k>, ItemKey<'k>)> {
        self.letters.clear();
        self.seen.clear();
        let mut named = Vec::with_capacity(items.len());
        for &item in items {
            let from = self.letters.len();
            self.letters.extend(spelled(&item.name()).chars());
            if self.letters.len() - from >= SHORTEST {
                named.push((item, from..self.letters.len()));
            }
        }
        let name = |range: &Range<usize>| self.letters.get(range.clone()).unwrap_or_default();
        let mut pairs = Vec::new();
        for (at, (item, range)) in named.iter().enumerate() {
            let mut near = None;
            each_print(name(range), &mut self.prefixes, |print| {
                let first = *self.seen.entry(print).or_insert(at);
                if first == at || near.is_some() {
                    return;
                }
                if let Some((other, of_other)) = named.get(first)
                    && one_edit_apart(name(range), name(of_other))
                {
                    near =
                        Some((*item, *other)).filter(|_| !told_apart(name(range), name(of_other)));
                }
            });
            pairs.extend(near);
        }
        pairs
    }
}

fn check(c: &ListContext<'_>, sink: &mut Sink<'_>) {
    let mut groups: HashMap<_, Vec<ItemKey<'_>>, FixedState> = HashMap::default();
    for item in c.items() {
        groups.entry(group(item)).or_default().push(item);
    }
    let groups: Vec<_> = groups.into_values().collect();
    let pairs: Vec<_> = groups
        .par_iter()
        .map_init(Looking::default, |looking, items| looking.near_pairs(items))
        .flatten_iter()
        .collect();
    for (item, other) in pairs {
        let (name, near) = (item.name(), other.name());
        let message = format!("“{}”与“{}”只差一个字", name.value, near.value);
        about(sink.field("name", name.span, message), item)
            .related
            .push((near.span, "另一项在这里".to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: &str, b: &str) -> bool {
        let chars = |s: &str| s.chars().collect::<Vec<_>>();
        let (a, b) = (chars(a), chars(b));
        let prints = |name: &[char]| {
            let mut all = Vec::new();
            each_print(name, &mut Vec::new(), |print| all.push(print));
            all
        };
        let of_b = prints(&b);
        let shared = prints(&a).iter().any(|p| of_b.contains(p));
        assert!(shared || !one_edit_apart(&a, &b), "{a:?} {b:?}");
        one_edit_apart(&a, &b) && !told_apart(&a, &b)
    }

    #[test]
    fn one_edit_is_near_unless_it_tells_apart() {
        assert!(near("未编报水土保持方案", "未编制水土保持方案"));
        assert!(near("未编报水土保持方案", "未编报水土保持的方案"));
        assert!(near("编报水土保持方案", "水编报水土保持方案"));
        assert!(!near("第一类易制毒化学品", "第二类易制毒化学品"));
        assert!(!near("未编报水土保持方案", "未编制水土保护方案"));
        assert!(!near("水土保持方案", "水土保持方案"));
    }
}
