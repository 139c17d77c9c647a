//! The chain finds every change.

use proptest::prelude::*;

use super::super::chain::verify;
use super::*;

fn history() -> Vec<Record> {
    let mut world = World::started();
    world.up_to("hbj", Round::Second);
    world.records
}

#[test]
fn the_canonical_form_is_json_and_stays_as_it_is() {
    let records = history();
    for record in &records {
        let value: serde_json::Value = serde_json::from_slice(&record.canonical()).unwrap();
        assert_eq!(value["seq"], record.seq);
        assert_eq!(
            value["payload"]["kind"],
            record.read().unwrap().payload.key()
        );
    }
    // Written down once: whoever changes it invalidates every chain in the field.
    assert_eq!(
        String::from_utf8(records[0].canonical()).unwrap(),
        r#"{"seq":1,"at":"2014-06-17T10:13:20Z","actor":"zhz","role":"综合组","payload":{"kind":"started","edition":"2015年版","departments":[{"department":"hbj","group":"审核一组"},{"department":"jyj","group":"审核二组"},{"department":"tjj","group":"审核一组"}]},"previous":"0000000000000000000000000000000000000000000000000000000000000000"}"#
    );
}

#[test]
fn events_survive_being_kept() {
    let mut world = World::started();
    world.confirm_all();
    for (event, record) in world.events.iter().zip(&world.records) {
        assert_eq!(record.read().unwrap(), *event);
        let again = serde_json::to_string(&event.payload).unwrap();
        assert_eq!(again, record.payload);
        assert!(EventKind::KEYS.contains(&event.payload.key()));
    }
}

/// Events from before the findings were kept read as they did, and are written as they were.
#[test]
fn a_submission_may_say_nothing_of_findings() {
    let old = r#"{"kind":"submitted","department":"hbj","round":1,"snapshot":"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d","items":[],"unprompted":[]}"#;
    let EventKind::Submitted { findings, .. } = serde_json::from_str(old).unwrap() else {
        panic!("{old}");
    };
    assert_eq!(findings, None);
    let read: EventKind = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
    let digest = Digest::of(b"found");
    let new = old.replace(
        "\"unprompted\":[]",
        &format!("\"unprompted\":[],\"findings\":\"{digest}\""),
    );
    let read: EventKind = serde_json::from_str(&new).unwrap();
    assert!(matches!(read, EventKind::Submitted { findings: Some(found), .. } if found == digest));
    assert_eq!(serde_json::to_string(&read).unwrap(), new);
}

impl World {
    fn confirm_all(&mut self) {
        self.meetings();
        for (id, ..) in DEPARTMENTS {
            self.confirm(id);
        }
        self.ok("gb", publish("r", false));
    }
}

fn break_text(text: &mut String, at: usize, with: u8) {
    let mut bytes = std::mem::take(text).into_bytes();
    let at = at % bytes.len();
    // Stay within ASCII, so that the text remains a text; non-ASCII bytes are replaced too.
    let new = b' ' + with % 90;
    bytes[at] = if bytes[at] == new { new + 1 } else { new };
    *text = String::from_utf8_lossy(&bytes).into_owned();
}

fn other(digest: Digest, with: u8) -> Digest {
    let mut text = digest.to_string().into_bytes();
    let at = usize::from(with) % 64;
    text[at] = if text[at] == b'0' { b'1' } else { b'0' };
    String::from_utf8(text).unwrap().parse().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_change_of_any_event_is_found(
        pick in any::<prop::sample::Index>(), field in 0..7u8, at in 0..5000usize, with in any::<u8>()
    ) {
        let mut records = history();
        let n = pick.index(records.len());
        let record = &mut records[n];
        match field {
            0 => record.seq += 1 + u64::from(with),
            1 => break_text(&mut record.at, at, with),
            2 => break_text(&mut record.actor, at, with),
            3 => break_text(&mut record.role, at, with),
            4 => break_text(&mut record.payload, at, with),
            5 => record.previous = other(record.previous, with),
            _ => record.digest = other(record.digest, with),
        }
        let broken = verify(&records).unwrap_err();
        let seq = n as u64 + 1;
        // A changed digest of the last-but-one shows at the event itself; never later than the next.
        prop_assert!(broken.seq == seq, "{broken} for event {seq}");
    }

    #[test]
    fn a_removed_or_swapped_event_is_found(
        a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>()
    ) {
        let records = history();
        let (a, b) = (a.index(records.len() - 1), b.index(records.len()));
        let mut fewer = records.clone();
        fewer.remove(a);
        prop_assert_eq!(verify(&fewer).unwrap_err().seq, a as u64 + 1);
        if a != b {
            let mut swapped = records;
            swapped.swap(a, b);
            prop_assert_eq!(verify(&swapped).unwrap_err().seq, a.min(b) as u64 + 1);
        }
    }
}
