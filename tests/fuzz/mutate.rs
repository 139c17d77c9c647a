//! Inputs made of others.

use fastrand::Rng;

/// No input is made longer, in bytes.
const LONGEST: usize = 1 << 16;

/// What readers stumble over.
const AWKWARD: [&[u8]; 24] = [
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\t",
    b"\n",
    b": ",
    b"- ",
    b"\n      ",
    b"[",
    b"{",
    b"\"",
    b"'",
    b"|\n",
    b"&a ",
    b"*a",
    b"!!str ",
    b"# ",
    b"---\n",
    "《".as_bytes(),
    "》第九十九条".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{1b}[31m".as_bytes(),
    b"99999999999999999999",
];

/// One input, changed in a few places.
pub fn one_of(inputs: &[&[u8]], rng: &mut Rng) -> Vec<u8> {
    let any = |rng: &mut Rng| inputs[rng.usize(..inputs.len())];
    let mut out = any(rng).to_vec();
    for _ in 0..rng.usize(1..6) {
        let at = rng.usize(..=out.len());
        let rest = out.len() - at;
        match rng.u8(..7) {
            0 if rest > 0 => out[at] ^= 1 << rng.u8(..8),
            1 if rest > 0 => out[at] = rng.u8(..),
            2 => {
                let awkward = AWKWARD[rng.usize(..AWKWARD.len())];
                out.splice(at..at, awkward.iter().copied());
            }
            3 => {
                out.drain(at..at + rng.usize(..=rest.min(64)));
            }
            4 => {
                let again = out[at..at + rng.usize(..=rest.min(256))].to_vec();
                out.splice(at..at, again);
            }
            5 => {
                let other = any(rng);
                let from = rng.usize(..=other.len());
                let length = rng.usize(..=(other.len() - from).min(512));
                out.splice(at..at, other[from..from + length].iter().copied());
            }
            _ => out.truncate(at.max(1)),
        }
    }
    out.truncate(LONGEST);
    out
}
