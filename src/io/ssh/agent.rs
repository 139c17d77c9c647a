//! Signing by ssh-agent, which keeps people's unlocked keys (draft-ietf-sshm-ssh-agent). Two requests are needed of it.

use std::fmt;
use std::path::PathBuf;

use ssh_key::public::KeyData;
use ssh_key::{HashAlg, LineEnding, SshSig};

use crate::domain::ssh::PublicKey;
use crate::workflow::{SignError, Signer};

const REQUEST_IDENTITIES: u8 = 11;
const IDENTITIES_ANSWER: u8 = 12;
const SIGN_REQUEST: u8 = 13;
const SIGN_RESPONSE: u8 = 14;
/// With RSA, sign with SHA-512.
const RSA_SHA2_512: u32 = 4;
/// No answer of an agent is as large.
const LARGEST: u32 = 1 << 20;

/// A key that the agent of `SSH_AUTH_SOCK` has.
pub struct Agent {
    socket: PathBuf,
    key: PublicKey,
    /// The key as the agent calls it.
    blob: Vec<u8>,
}

impl fmt::Debug for Agent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} in {}", self.key, self.socket.display())
    }
}

impl Agent {
    /// The agent that has the private key of `key`.
    ///
    /// # Errors
    /// Why there is none.
    pub fn with(key: PublicKey) -> Result<Self, String> {
        let socket = std::env::var_os("SSH_AUTH_SOCK")
            .filter(|socket| !socket.is_empty())
            .ok_or("没有运行 ssh-agent（没有环境变量 SSH_AUTH_SOCK）")?;
        let agent = Self {
            socket: socket.into(),
            blob: blob_of(key.data())?,
            key,
        };
        let answer = agent.ask(&[REQUEST_IDENTITIES])?;
        let mut answer = Answer(&answer);
        answer.must_be(IDENTITIES_ANSWER)?;
        for _ in 0..answer.number()? {
            let blob = answer.string()?;
            let _comment = answer.string()?;
            if blob == agent.blob {
                return Ok(agent);
            }
        }
        Err("先运行 ssh-add 私钥文件".to_owned())
    }

    fn signature(&self, namespace: &str, message: &[u8]) -> Result<String, String> {
        let text = |e: ssh_key::Error| e.to_string();
        let data = SshSig::signed_data(namespace, HashAlg::Sha512, message).map_err(text)?;
        let mut request = vec![SIGN_REQUEST];
        put(&mut request, &self.blob);
        put(&mut request, &data);
        let flags = if self.key.data().is_rsa() {
            RSA_SHA2_512
        } else {
            0
        };
        request.extend_from_slice(&flags.to_be_bytes());
        let answer = self.ask(&request)?;
        let mut answer = Answer(&answer);
        answer.must_be(SIGN_RESPONSE)?;
        let signature = ssh_key::Signature::try_from(answer.string()?).map_err(text)?;
        SshSig::new(
            self.key.data().clone(),
            namespace,
            HashAlg::Sha512,
            signature,
        )
        .and_then(|signature| signature.to_pem(LineEnding::LF))
        .map_err(text)
    }

    /// Sends a request and gives the answer.
    #[cfg(unix)]
    fn ask(&self, request: &[u8]) -> Result<Vec<u8>, String> {
        use std::io::{Read as _, Write as _};
        let text = |e: std::io::Error| super::files::explain(&e);
        let mut stream = std::os::unix::net::UnixStream::connect(&self.socket).map_err(text)?;
        let mut framed = Vec::with_capacity(request.len() + 4);
        put(&mut framed, request);
        stream.write_all(&framed).map_err(text)?;
        let mut length = [0; 4];
        stream.read_exact(&mut length).map_err(text)?;
        let length = u32::from_be_bytes(length);
        if length > LARGEST {
            return Err("ssh-agent 的回答读不懂".to_owned());
        }
        let mut answer = vec![0; length as usize];
        stream.read_exact(&mut answer).map_err(text)?;
        Ok(answer)
    }

    /// Other systems have agents of other kinds.
    #[cfg(not(unix))]
    fn ask(&self, _request: &[u8]) -> Result<Vec<u8>, String> {
        Err("这个系统上只能用私钥文件".to_owned())
    }
}

impl Signer for Agent {
    fn key(&self) -> &PublicKey {
        &self.key
    }

    fn sign_as(&self, namespace: &str, message: &[u8]) -> Result<String, SignError> {
        self.signature(namespace, message).map_err(|why| SignError {
            why: format!("ssh-agent：{why}"),
            hint: "检查 ssh-agent：ssh-add -l 应当列出这把钥匙",
        })
    }
}

/// A public key as agents write it.
fn blob_of(key: &KeyData) -> Result<Vec<u8>, String> {
    ssh_key::PublicKey::from(key.clone())
        .to_bytes()
        .map_err(|e| e.to_string())
}

/// Appends bytes with their length before them.
fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    out.extend_from_slice(bytes);
}

/// What is left to read of an answer.
struct Answer<'a>(&'a [u8]);

impl<'a> Answer<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], String> {
        let (taken, rest) = self
            .0
            .split_at_checked(count)
            .ok_or("ssh-agent 的回答读不懂")?;
        self.0 = rest;
        Ok(taken)
    }

    fn must_be(&mut self, kind: u8) -> Result<(), String> {
        if self.take(1)? == [kind] {
            Ok(())
        } else {
            Err("ssh-agent 没有答应".to_owned())
        }
    }

    fn number(&mut self) -> Result<u32, String> {
        let bytes = self.take(4)?;
        Ok(bytes
            .iter()
            .fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
    }

    fn string(&mut self) -> Result<&'a [u8], String> {
        let length = self.number()?;
        self.take(length as usize)
    }
}
