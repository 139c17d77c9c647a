//! Colours: few, with enough contrast in light and dark, and told apart in grey by form and line.

use super::scene::Look;

/// How a shape is painted: its ground, its edge, the width of the edge in tenths of a pixel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    /// Colour of the ground, 0xRRGGBB.
    pub fill: Option<u32>,
    /// Colour of the edge or line.
    pub stroke: Option<u32>,
    /// Its width in tenths of a pixel.
    pub tenths: i32,
    /// Lengths of dashes and spaces.
    pub dash: Option<(i32, i32)>,
}

/// All looks with their class, light and dark paint.
pub const ALL: [(Look, &str, Paint, Paint); 21] = [
    (Look::Paper, "paper", ground(0xff_ff_ff), ground(0x1b_21_2a)),
    (Look::Lane, "lane", ground(0xf5_f8_fb), ground(0x20_28_33)),
    (Look::Head, "head", ground(0xe6_ed_f5), ground(0x2a_35_44)),
    (
        Look::Rule,
        "rule",
        line(0xcf_d8_e3, 10),
        line(0x3a_46_55, 10),
    ),
    (
        Look::Wire,
        "wire",
        line(0x4a_5a_6c, 15),
        line(0x9d_ad_bf, 15),
    ),
    (Look::Back, "back", dashed(0x4a_5a_6c), dashed(0x9d_ad_bf)),
    (Look::Arrow, "arrow", ground(0x4a_5a_6c), ground(0x9d_ad_bf)),
    (
        Look::Start,
        "start",
        both(0x1f_4e_79, 0x1f_4e_79, 15),
        both(0x2f_6d_a8, 0x2f_6d_a8, 15),
    ),
    (
        Look::Task,
        "task",
        both(0xff_ff_ff, 0x5f_7a_96, 13),
        both(0x26_30_3d, 0x7f_9b_b8, 13),
    ),
    (
        Look::Decision,
        "choice",
        both(0xff_f7_e0, 0xa8_7a_12, 13),
        both(0x3a_32_1c, 0xc9_9f_3f, 13),
    ),
    (
        Look::End,
        "end",
        both(0xe4_ec_f4, 0x1f_4e_79, 22),
        both(0x24_36_49, 0x6f_a3_d4, 22),
    ),
    (
        Look::Days,
        "days",
        both(0xe0_ec_f8, 0x8f_b0_d0, 8),
        both(0x24_3b_54, 0x4f_79_a3, 8),
    ),
    (
        Look::High,
        "high",
        both(0xa3_21_1a, 0xa3_21_1a, 10),
        both(0xf0_9a_90, 0xf0_9a_90, 10),
    ),
    (
        Look::Middle,
        "mid",
        both(0xfb_e3_df, 0xa3_21_1a, 10),
        both(0x4a_2a_27, 0xf0_9a_90, 10),
    ),
    (
        Look::Low,
        "low",
        both(0xff_ff_ff, 0xa3_21_1a, 10),
        both(0x1b_21_2a, 0xf0_9a_90, 10),
    ),
    (Look::Ink, "ink", ground(0x1b_24_30), ground(0xe8_ec_f1)),
    (Look::Soft, "soft", ground(0x2f_43_58), ground(0xc3_cf_dc)),
    (
        Look::OnStart,
        "on-start",
        ground(0xff_ff_ff),
        ground(0xff_ff_ff),
    ),
    (
        Look::OnDays,
        "on-days",
        ground(0x1b_47_70),
        ground(0xcf_e2_f5),
    ),
    (
        Look::OnHigh,
        "on-high",
        ground(0xff_ff_ff),
        ground(0x2a_0d_0b),
    ),
    (
        Look::OnRisk,
        "on-risk",
        ground(0x86_1a_14),
        ground(0xf6_b5_ad),
    ),
];

const fn ground(fill: u32) -> Paint {
    Paint {
        fill: Some(fill),
        stroke: None,
        tenths: 0,
        dash: None,
    }
}

const fn line(stroke: u32, tenths: i32) -> Paint {
    Paint {
        fill: None,
        stroke: Some(stroke),
        tenths,
        dash: None,
    }
}

const fn dashed(stroke: u32) -> Paint {
    Paint {
        dash: Some((5, 4)),
        ..line(stroke, 15)
    }
}

const fn both(fill: u32, stroke: u32, tenths: i32) -> Paint {
    Paint {
        fill: Some(fill),
        ..line(stroke, tenths)
    }
}

/// The class of a look.
pub fn class(look: Look) -> &'static str {
    ALL.iter()
        .find(|(known, ..)| *known == look)
        .map_or("ink", |(_, class, ..)| class)
}

/// How a look is painted on paper.
pub fn paint(look: Look) -> Paint {
    let found = ALL.iter().find(|(known, ..)| *known == look);
    found.map_or(ground(0), |(_, _, day, _)| *day)
}
