//! SSH keys that people have already, and the signatures that are made with them (`ssh-keygen -Y`).

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use rsa::signature::Verifier as _;
use sha2::{Digest as _, Sha256, Sha512};
use ssh_key::public::KeyData;
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, SshSig};

/// What signatures over events are for (`ssh-keygen -n`): one made for something else does not pass for one of these.
pub const NAMESPACE: &str = "power-list";

/// What signatures over the files of releases are for.
pub const RELEASE_NAMESPACE: &str = "power-list-release";

/// RSA keys shorter than this can be broken.
const RSA_BITS: usize = 2048;

/// A public key of a kind that signs events: Ed25519, RSA, ECDSA on P-256.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey(KeyData);

impl PublicKey {
    /// The key that `ssh-key` holds.
    ///
    /// # Errors
    /// Why it does not sign events.
    pub fn new(key: &KeyData) -> Result<Self, KeyError> {
        match key.algorithm() {
            Algorithm::Ed25519
            | Algorithm::Ecdsa {
                curve: EcdsaCurve::NistP256,
            } => {}
            Algorithm::Rsa { .. } => {
                let modulus = key.rsa().and_then(|rsa| rsa.n.as_positive_bytes());
                let bits = modulus.map_or(0, |bytes| bytes.len() * 8);
                if bits < RSA_BITS {
                    return Err(KeyError(format!(
                        "RSA 钥匙只有 {bits} 位，应当至少 {RSA_BITS} 位"
                    )));
                }
            }
            other => {
                return Err(KeyError(format!(
                    "{} 的钥匙不能用，应当是 ssh-ed25519、ssh-rsa 或 ecdsa-sha2-nistp256",
                    other.as_str()
                )));
            }
        }
        Ok(Self(key.clone()))
    }

    /// The key as `ssh-key` has it.
    pub const fn data(&self) -> &KeyData {
        &self.0
    }

    /// What `ssh-keygen -l` shows: SHA256:…
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(HashAlg::Sha256).to_string()
    }
}

/// Why a text is no public key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct KeyError(String);

impl FromStr for PublicKey {
    type Err = KeyError;
    /// Reads a line of a `.pub` file.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let text = text.trim();
        if text.contains("PRIVATE KEY") {
            return Err(KeyError(
                "这是私钥，不能写在这里，也不要给别人；这里写 .pub 文件里的一行".to_owned(),
            ));
        }
        let key = ssh_key::PublicKey::from_openssh(text).map_err(|_| {
            KeyError(
                "不是 SSH 公钥，应当是 .pub 文件里的一行，如 ssh-ed25519 AAAA… 备注".to_owned(),
            )
        })?;
        Self::new(key.key_data())
    }
}

impl fmt::Display for PublicKey {
    /// The line of a `.pub` file, without its comment.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = ssh_key::PublicKey::from(self.0.clone())
            .to_openssh()
            .map_err(|_| fmt::Error)?;
        f.pad(&line)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fingerprint())
    }
}

/// A key with the days on which it counts, both included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedKey {
    /// The key.
    pub key: PublicKey,
    /// First day; from ever where not given.
    pub first: Option<Date>,
    /// Last day; for ever where not given.
    pub last: Option<Date>,
}

impl DatedKey {
    /// Whether it counts on a day.
    pub fn counts_on(&self, day: Date) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }
}

/// A signature as it was read.
#[derive(Debug, Clone)]
pub struct Signature {
    key: PublicKey,
    sshsig: SshSig,
}

impl Signature {
    /// Reads an armored signature over an event, as `ssh-keygen -Y sign` writes it and no other way.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(armored: &str) -> Result<Self, String> {
        Self::read_as(NAMESPACE, armored)
    }

    /// As [`Signature::read`], of one that is made for something else.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read_as(namespace: &str, armored: &str) -> Result<Self, String> {
        let sshsig = SshSig::from_pem(armored).map_err(|_| "签名读不懂".to_owned())?;
        let again = sshsig.to_pem(LineEnding::LF).map_err(|e| e.to_string())?;
        if again.trim_end() != armored.trim_end_matches('\n') {
            return Err("签名的写法被改动过".to_owned());
        }
        if sshsig.namespace() != namespace {
            return Err(format!(
                "签名是给“{}”用的，不是给 {namespace} 的",
                sshsig.namespace()
            ));
        }
        // SHA-1, which ssh-rsa stands for, is no longer good enough.
        if matches!(sshsig.algorithm(), Algorithm::Rsa { hash: None }) {
            return Err("签名用了 SHA-1".to_owned());
        }
        let key = PublicKey::new(sshsig.public_key()).map_err(|e| e.to_string())?;
        Ok(Self { key, sshsig })
    }

    /// The key that it says it was made with.
    pub const fn key(&self) -> &PublicKey {
        &self.key
    }

    /// Whether that key signed these bytes.
    pub fn is_over(&self, message: &[u8]) -> bool {
        let mut hash = self.hash();
        hash.update(message);
        self.is_over_hashed(hash)
    }

    /// The hash that it is over, of no bytes yet.
    pub fn hash(&self) -> MessageHash {
        match self.sshsig.hash_alg() {
            HashAlg::Sha256 => MessageHash::Sha256(Sha256::new()),
            _ => MessageHash::Sha512(Sha512::new()),
        }
    }

    /// [`Signature::is_over`] of bytes that have passed through [`Signature::hash`].
    pub fn is_over_hashed(&self, hash: MessageHash) -> bool {
        let hash = match hash {
            MessageHash::Sha256(hash) => hash.finalize().to_vec(),
            MessageHash::Sha512(hash) => hash.finalize().to_vec(),
        };
        let parts = [
            self.sshsig.namespace().as_bytes(),
            self.sshsig.reserved(),
            self.sshsig.hash_alg().as_str().as_bytes(),
            &hash,
        ];
        // What is signed, as PROTOCOL.sshsig lays it out; ssh-key makes it of whole messages only.
        let mut signed = b"SSHSIG".to_vec();
        for part in parts {
            let Ok(length) = u32::try_from(part.len()) else {
                return false;
            };
            signed.extend_from_slice(&length.to_be_bytes());
            signed.extend_from_slice(part);
        }
        self.key.0.verify(&signed, self.sshsig.signature()).is_ok()
    }
}

/// The hash of a message that a signature is over, taken while the message passes by: it may be longer than memory.
#[derive(Debug, Clone)]
pub enum MessageHash {
    /// `sha256`.
    Sha256(Sha256),
    /// `sha512`, which `ssh-keygen` takes.
    Sha512(Sha512),
}

impl MessageHash {
    /// The next bytes.
    pub fn update(&mut self, piece: &[u8]) {
        match self {
            Self::Sha256(hash) => hash.update(piece),
            Self::Sha512(hash) => hash.update(piece),
        }
    }
}
