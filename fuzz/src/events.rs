//! The record of a review, as it is brought in from elsewhere.

use std::sync::LazyLock;

use power_list::domain::ids::Digest;
use power_list::io::history::HistoryFile;
use power_list::workflow::Campaign;
use power_list::workflow::chain::{self, Head, Record};
use tempfile::TempDir;

use super::packed::{self, BETWEEN};

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("there is room"));

/// Brings it in: lines are put in a chain that holds, so that what they say is looked at, or the file is taken as it is.
pub fn run(data: &[u8]) {
    match data.split_first() {
        Some((kind, rest)) if kind % 2 == 0 => chained(rest),
        Some((_, rest)) => file(rest),
        None => {}
    }
}

/// Each line is what somebody did, or a whole record.
fn chained(data: &[u8]) {
    let mut head = Head::EMPTY;
    let mut campaign = Campaign::default();
    for line in data.split(|&byte| byte == b'\n') {
        let Ok(line) = std::str::from_utf8(line) else {
            continue;
        };
        let mut record = Record::from_line(line).unwrap_or_else(|_| Record {
            seq: 0,
            at: "2015-01-05T01:00:00Z".to_owned(),
            actor: "bb-1".to_owned(),
            role: "综合组".to_owned(),
            payload: line.to_owned(),
            previous: Digest::ZERO,
            digest: Digest::ZERO,
            signature: None,
        });
        record.seq = head.seq + 1;
        record.previous = head.digest;
        record.digest = Digest::of(&record.canonical());
        let next = record.check(head).expect("it was put in its place");
        let Ok(event) = record.read() else { continue };
        // What does not fit is refused and leaves the state as it was.
        let before = campaign.clone();
        match campaign.apply(&event) {
            Ok(()) => head = next,
            Err(_) => assert!(campaign == before, "a refusal left something behind"),
        }
    }
}

/// An archive with its parts, or whatever the bytes are.
fn file(data: &[u8]) {
    let path = FOLDER.path().join("a.zip");
    let bytes = match data.split_first() {
        Some((kind, rest)) if kind % 2 == 0 => {
            let mut parts = rest.split(|&byte| byte == BETWEEN);
            let mut part = || parts.next().unwrap_or_default();
            let (events, people, content) = (part(), part(), part());
            let named = format!("content/{}", Digest::of(content));
            let manifest = format!(
                "{{\"schema\":\"power-list/history/v1\",\"edition\":\"基准\",\"events\":{},\"head\":\"{}\",\"contents\":1,\"readme\":\"{}\",\"people\":\"{}\",\"signers\":\"{}\"}}",
                events.split(|&byte| byte == b'\n').count(),
                Digest::ZERO,
                Digest::of(b""),
                Digest::of(people),
                Digest::of(b"")
            );
            packed::archive([
                ("manifest.json", manifest.as_bytes()),
                ("README.txt", b""),
                ("people.json", people),
                ("allowed_signers", b""),
                ("events.jsonl", events),
                (&named, content),
            ])
        }
        Some((_, rest)) => rest.to_vec(),
        None => return,
    };
    std::fs::write(&path, bytes).expect("there is room");
    let Ok(mut file) = HistoryFile::open(&path) else {
        return;
    };
    let mut campaign = Campaign::default();
    let _ = file.records(64, |records| {
        let taken = chain::read_checked(&records, campaign.head(), |event| campaign.apply(&event));
        taken.is_ok()
    });
    let contents: Vec<_> = file.contents().collect();
    for digest in contents {
        let _ = file.content(digest);
    }
}
