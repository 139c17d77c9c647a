//! `adjust:` of a project: the time that each step of an adjustment has.

use super::decode::Decoder;
use super::keys::adjust as keys;
use super::tree::NodeId;
use crate::domain::adjustment::AdjustmentClock;

/// Reads them; what is missing or wrong is as by default.
pub fn clock(d: &mut Decoder<'_, '_>, id: NodeId) -> AdjustmentClock {
    let mut clock = AdjustmentClock::default();
    let Some(mut f) = d.shaped(id, &keys::ADJUST) else {
        return clock;
    };
    for (key, days) in [
        ("apply_days", &mut clock.apply_days),
        ("review_days", &mut clock.review_days),
        ("publish_days", &mut clock.publish_days),
    ] {
        let Some(node) = f.take(key) else { continue };
        let Some(found) = d.number(node, key) else {
            continue;
        };
        *days = found.value;
    }
    d.done(f);
    clock
}
