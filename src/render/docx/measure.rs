//! Lengths on paper. WordprocessingML counts in twentieths of a point (缇), the standard for official documents in
//! millimetres and type sizes (字号).

/// Twentieths of a point.
pub type Twips = i32;

/// Millimetres.
pub const fn mm(length: i32) -> Twips {
    tenths(length * 10)
}

/// Tenths of a millimetre.
pub const fn tenths(length: i32) -> Twips {
    (length * 1440 + 127) / 254
}

/// Type sizes, in half points as WordprocessingML counts them.
pub mod size {
    /// 一号
    pub const ONE: i32 = 52;
    /// 二号
    pub const TWO: i32 = 44;
    /// 三号
    pub const THREE: i32 = 32;
    /// 四号
    pub const FOUR: i32 = 28;
    /// 五号
    pub const FIVE: i32 = 21;
    /// 小五
    pub const SMALL_FIVE: i32 = 18;
}

/// 版心 of GB/T 9704-2012, 5.2.1: A4 with 37 mm above and 28 mm at the binding leaves 156 mm by 225 mm.
pub mod page {
    use super::{Twips, mm};

    /// Shorter side of A4.
    pub const SHORT: Twips = mm(210);
    /// Longer side of A4.
    pub const LONG: Twips = mm(297);
    /// 天头
    pub const HEAD: Twips = mm(37);
    /// 订口
    pub const BINDING: Twips = mm(28);
    /// What is left at the outer edge (切口).
    pub const OUTER: Twips = mm(26);
    /// What is left below.
    pub const FOOT: Twips = mm(35);
    /// Width of 版心.
    pub const TEXT_WIDTH: Twips = mm(156);
}

/// Width of a text in units of half a square, as a line of Chinese type counts it: an ASCII character takes half.
pub fn half_squares(text: &str) -> i32 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
