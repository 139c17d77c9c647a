//! Who signed an event: signatures by people's own SSH keys, over the bytes that are hashed.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;

use super::chain::{Broken, Record};
use super::refusal::Refusal;
use crate::domain::office_time;
use crate::domain::people::Person;
use crate::domain::project::Signatures;
use crate::domain::ssh::{DatedKey, NAMESPACE, PublicKey, Signature};

/// Signs for the person at the desk. Where the private key is, is no matter of the workflow.
pub trait Signer: fmt::Debug {
    /// The public key by which the signatures are checked.
    fn key(&self) -> &PublicKey;

    /// An armored signature over these bytes that passes for nothing but what `namespace` says.
    ///
    /// # Errors
    /// When the key cannot sign now.
    fn sign_as(&self, namespace: &str, message: &[u8]) -> Result<String, SignError>;

    /// An armored signature over the bytes of an event.
    ///
    /// # Errors
    /// When the key cannot sign now.
    fn sign(&self, message: &[u8]) -> Result<String, SignError> {
        self.sign_as(NAMESPACE, message)
    }
}

/// Why a key did not sign.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("没有签成：{why}")]
pub struct SignError {
    /// What went wrong.
    pub why: String,
    /// What to do.
    pub hint: &'static str,
}

/// Whose keys are whose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keyring(BTreeMap<String, Vec<DatedKey>>);

impl Keyring {
    /// The keys of the people of a project.
    pub fn of(people: &[Person]) -> Self {
        let with_keys = people.iter().filter(|person| !person.keys.is_empty());
        Self(
            with_keys
                .map(|person| (person.id.to_string(), person.keys.clone()))
                .collect(),
        )
    }

    /// Adds the keys of somebody who has none here yet.
    pub fn add(&mut self, actor: &str, keys: Vec<DatedKey>) {
        if !keys.is_empty() {
            self.0.entry(actor.to_owned()).or_insert(keys);
        }
    }

    /// The keys of somebody.
    pub fn of_actor(&self, actor: &str) -> &[DatedKey] {
        self.0.get(actor).map_or(&[], Vec::as_slice)
    }

    /// The key that a record is rightly signed with; `None` where it is not signed.
    ///
    /// # Errors
    /// What is wrong with its signature.
    pub fn check(&self, record: &Record) -> Result<Option<PublicKey>, Broken> {
        let Some(armored) = &record.signature else {
            return Ok(None);
        };
        let broken = |why: String| Broken {
            seq: record.seq,
            why,
        };
        let signature = Signature::read(armored).map_err(broken)?;
        let key = signature.key();
        let fingerprint = key.fingerprint();
        let known = self.of_actor(&record.actor);
        let Some(dated) = known.iter().find(|dated| dated.key == *key) else {
            return Err(broken(format!(
                "签名用的钥匙 {fingerprint} 不在 {} 的钥匙里",
                record.actor
            )));
        };
        let at: Timestamp = record
            .at
            .parse()
            .map_err(|e| broken(format!("时间“{}”读不懂：{e}", record.at)))?;
        let day = office_time::day(at);
        if !dated.counts_on(day) {
            return Err(broken(format!(
                "签名用的钥匙 {fingerprint} 在 {day} 不在有效期内"
            )));
        }
        if !signature.is_over(&record.canonical()) {
            return Err(broken(format!(
                "签名不对：不是 {fingerprint} 对这个事件的签名"
            )));
        }
        Ok(Some(key.clone()))
    }
}

/// Whether somebody may record something now with this key, or without one.
///
/// # Errors
/// The refusal.
pub fn may_record(
    policy: Signatures,
    actor: &Person,
    at: Timestamp,
    key: Option<&PublicKey>,
) -> Result<(), Refusal> {
    let id = &actor.id.value;
    let Some(key) = key else {
        return match policy {
            Signatures::Optional => Ok(()),
            Signatures::Required => {
                let refusal = Refusal::new(
                    "signature_required",
                    "这次三上三下的每一步都要签名，没有说明用哪把钥匙",
                )
                .next("加 --sign-with 钥匙文件，或者设环境变量 POWER_LIST_SSH_KEY");
                Err(if actor.keys.is_empty() {
                    refusal.missing([format!("power-list.yaml 里 {id} 的 keys（公钥）")])
                } else {
                    refusal
                })
            }
        };
    };
    let Some(dated) = actor.keys.iter().find(|dated| dated.key == *key) else {
        return Err(Refusal::new(
            "unknown_key",
            format!("钥匙 {} 不是 {id} 的", key.fingerprint()),
        )
        .next(format!(
            "用 {id} 自己的钥匙；是新钥匙的，把公钥写进 power-list.yaml 里 {id} 的 keys：{key}"
        )));
    };
    let day = office_time::day(at);
    if dated.counts_on(day) {
        return Ok(());
    }
    let until = match (dated.first, dated.last) {
        (Some(first), _) if day < first => format!("从 {first} 起才有效"),
        (_, Some(last)) => format!("只到 {last} 有效"),
        _ => String::new(),
    };
    Err(Refusal::new(
        "key_expired",
        format!("{id} 的钥匙 {} {until}", key.fingerprint()),
    )
    .next(format!(
        "换一把有效的钥匙，把公钥写进 power-list.yaml 里 {id} 的 keys"
    )))
}
