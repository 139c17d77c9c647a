//! Where the conditions of ways stand: in the gap below their step, beside their own line and clear of all others.

use super::text;

/// Size of their letters and distance of their lines.
pub const SIZE: i32 = 12;
pub const LEADING: i32 = 16;
/// From a line to the words beside it.
const NEAR: i32 = 5;
/// From words to the next line or words.
const FAR: i32 = 4;
/// A label is not made wider than this.
const WIDEST: i32 = 120;

/// A label that needs a place.
pub struct Wish<'g> {
    /// Whose it is.
    pub edge: usize,
    /// The gap in which it should stand.
    pub gap: usize,
    /// Where its line runs, with those beside it that lead to the same step: from and to.
    pub x: (i32, i32),
    /// Whether it would rather stand at the left of it.
    pub left: bool,
    /// What it says.
    pub text: &'g str,
}

/// A label's place along the gap.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The gap.
    pub gap: usize,
    /// Which row of labels in it.
    pub level: usize,
    /// Left edge.
    pub x: i32,
    /// Width.
    pub w: i32,
    /// The lines.
    pub lines: Vec<String>,
}

/// Width at which a text needs no more lines than a label may have.
fn needed(words: &str) -> i32 {
    let whole = text::width(words, SIZE);
    let most = if whole > 2 * WIDEST { 4 } else { 3 };
    (2..=10)
        .map(|n| n * SIZE)
        .find(|room| fits(&text::wrap(words, SIZE, *room), *room, most))
        .unwrap_or_else(|| text::widest(&text::wrap(words, SIZE, WIDEST), SIZE))
}

fn fits(lines: &[String], room: i32, most: usize) -> bool {
    lines.len() <= most && text::widest(lines, SIZE) <= room
}

/// Places all labels, or says which one lacks how much room. With `last`, nothing is refused.
///
/// # Errors
/// The number of the edge whose label has no place, and what its line lacks in room.
pub fn place(
    wishes: &[Wish<'_>],
    lines: &[Vec<i32>],
    bounds: (i32, i32),
    last: bool,
) -> Result<Vec<Placed>, (usize, i32)> {
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by_key(|&i| (wishes[i].gap, wishes[i].x, !wishes[i].left, i));
    let mut placed: Vec<Option<Placed>> = vec![None; wishes.len()];
    for &i in &order {
        let wish = &wishes[i];
        let need = needed(wish.text);
        let others = lines.get(wish.gap).map_or(&[][..], Vec::as_slice);
        let after = others.iter().copied().filter(|x| *x > wish.x.1).min();
        let before = others.iter().copied().filter(|x| *x < wish.x.0).max();
        let right = after.map_or(bounds.1, |x| x - FAR) - wish.x.1 - NEAR;
        let left = wish.x.0 - NEAR - before.map_or(bounds.0, |x| x + FAR);
        let mut best: Option<(i32, Placed)> = None;
        for (at_left, room) in [(false, right), (true, left)] {
            let room = room.min(WIDEST.max(need));
            let enough = room >= need || (last && !at_left);
            if !enough {
                continue;
            }
            let wrapped = text::wrap(wish.text, SIZE, room.max(SIZE));
            let w = text::widest(&wrapped, SIZE);
            let x = if at_left {
                wish.x.0 - NEAR - w
            } else {
                wish.x.1 + NEAR
            };
            let taken = |level: usize| {
                placed.iter().flatten().any(|p| {
                    p.gap == wish.gap
                        && p.level == level
                        && p.x < x + w + FAR
                        && x < p.x + p.w + FAR
                })
            };
            let level = (0..).find(|level| !taken(*level)).unwrap_or(0);
            let cost = 10 * wrapped.len() as i32
                + 25 * level as i32
                + if at_left == wish.left { 0 } else { 6 };
            if best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((
                    cost,
                    Placed {
                        gap: wish.gap,
                        level,
                        x,
                        w,
                        lines: wrapped,
                    },
                ));
            }
        }
        match best {
            Some((_, place)) => placed[i] = Some(place),
            None => return Err((wish.edge, (need - right).max(1))),
        }
    }
    Ok(placed.into_iter().flatten().collect())
}
