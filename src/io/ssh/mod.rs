//! Private keys that sign events: from a file, or kept by ssh-agent.

mod agent;
mod rsa;

use std::path::{Path, PathBuf};

use ssh_key::{HashAlg, LineEnding, PrivateKey, SshSig};

use super::files::{self, FileError};
use crate::domain::ssh::{KeyError, PublicKey};
use crate::workflow::{SignError, Signer};

/// No key file is as large.
const LARGEST: usize = 64 * 1024;

/// Why a file gives no key to sign with.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is something else.
    #[error("“{path}”不是 OpenSSH 私钥文件")]
    NotAKey {
        /// The file.
        path: String,
    },
    /// It is of a kind that does not sign events.
    #[error("“{path}”：{why}")]
    Kind {
        /// The file.
        path: String,
        /// Why not.
        why: KeyError,
    },
    /// It is a public key, and no agent has the private one.
    #[error("“{path}”是公钥，而 ssh-agent 里没有它的私钥：{why}")]
    NotWithAgent {
        /// The file.
        path: String,
        /// What the agent said.
        why: String,
    },
    /// The passphrase is wrong.
    #[error("“{path}”的口令不对")]
    Passphrase {
        /// The file.
        path: String,
    },
}

/// A key to sign with, as it was found.
#[derive(Debug)]
pub enum Found {
    /// It signs.
    Ready(Box<dyn Signer>),
    /// It is encrypted, and ssh-agent does not have it.
    Locked(Box<Locked>),
}

/// A key file that a passphrase opens.
#[derive(Debug)]
pub struct Locked {
    path: PathBuf,
    key: PrivateKey,
}

/// Opens a key file: a private key, or a public one whose private key ssh-agent has. Like `ssh`, it asks the agent for
/// an encrypted key before anybody is asked for its passphrase.
///
/// # Errors
/// When the file gives no key.
pub fn open(path: &Path) -> Result<Found, KeyFileError> {
    let bytes = files::read_bytes(path)?;
    let shown = || files::shown(path);
    let not_a_key = || KeyFileError::NotAKey { path: shown() };
    let kind = |why| KeyFileError::Kind { path: shown(), why };
    if bytes.len() > LARGEST {
        return Err(not_a_key());
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| not_a_key())?;
    if let Ok(public) = ssh_key::PublicKey::from_openssh(text.trim()) {
        let key = PublicKey::new(public.key_data()).map_err(kind)?;
        return match agent::Agent::with(key) {
            Ok(agent) => Ok(Found::Ready(Box::new(agent))),
            Err(why) => Err(KeyFileError::NotWithAgent { path: shown(), why }),
        };
    }
    let key = PrivateKey::from_openssh(text).map_err(|_| not_a_key())?;
    let public = PublicKey::new(key.public_key().key_data()).map_err(kind)?;
    if !key.is_encrypted() {
        return Ok(Found::Ready(Box::new(KeyFile { key, public })));
    }
    Ok(match agent::Agent::with(public) {
        Ok(agent) => Found::Ready(Box::new(agent)),
        Err(_) => Found::Locked(Box::new(Locked {
            path: path.to_owned(),
            key,
        })),
    })
}

impl Locked {
    /// Opens it.
    ///
    /// # Errors
    /// When the passphrase is wrong.
    pub fn unlock(&self, passphrase: &str) -> Result<Box<dyn Signer>, KeyFileError> {
        let path = || files::shown(&self.path);
        let key = self
            .key
            .decrypt(passphrase)
            .map_err(|_| KeyFileError::Passphrase { path: path() })?;
        let public = PublicKey::new(key.public_key().key_data())
            .map_err(|why| KeyFileError::Kind { path: path(), why })?;
        Ok(Box::new(KeyFile { key, public }))
    }
}

/// A private key in memory.
struct KeyFile {
    key: PrivateKey,
    public: PublicKey,
}

impl KeyFile {
    fn signature(&self, namespace: &str, message: &[u8]) -> ssh_key::Result<SshSig> {
        let Some(rsa) = self.key.key_data().rsa() else {
            return self.key.sign(namespace, HashAlg::Sha512, message);
        };
        let data = SshSig::signed_data(namespace, HashAlg::Sha512, message)?;
        let signature = rsa::sign(rsa, &data).ok_or(ssh_key::Error::Crypto)?;
        let key = self.public.data().clone();
        SshSig::new(key, namespace, HashAlg::Sha512, signature)
    }
}

impl std::fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.public.fmt(f)
    }
}

impl Signer for KeyFile {
    fn key(&self) -> &PublicKey {
        &self.public
    }

    fn sign_as(&self, namespace: &str, message: &[u8]) -> Result<String, SignError> {
        self.signature(namespace, message)
            .and_then(|signature| signature.to_pem(LineEnding::LF))
            .map_err(|e| SignError {
                why: e.to_string(),
                hint: "钥匙文件可能已损坏：用 ssh-keygen -y -f 钥匙文件 检查",
            })
    }
}
