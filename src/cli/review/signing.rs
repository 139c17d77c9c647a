//! The key that acts are signed with: from the command line, unlocked once.

use std::path::Path;

use power_list::io::ssh::{self, Found, KeyFileError, Locked};
use power_list::workflow::Signer;

use crate::cli::error::usage;
use crate::cli::{Global, prompt};

/// How often a passphrase is asked for.
const TRIES: usize = 3;

/// The key of `--sign-with` or `POWER_LIST_SSH_KEY`, ready to sign; `None` where none is given.
///
/// # Errors
/// When the file gives no key, or its passphrase cannot be asked for or is wrong.
pub fn signer(global: &Global) -> anyhow::Result<Option<Box<dyn Signer>>> {
    global.sign_with.as_deref().map(key).transpose()
}

/// The key of a file, ready to sign.
///
/// # Errors
/// When the file gives no key, or its passphrase cannot be asked for or is wrong.
pub fn key(path: &Path) -> anyhow::Result<Box<dyn Signer>> {
    Ok(match ssh::open(path)? {
        Found::Ready(signer) => signer,
        Found::Locked(locked) => unlock(&locked, &path.display().to_string())?,
    })
}

fn unlock(locked: &Locked, path: &str) -> anyhow::Result<Box<dyn Signer>> {
    if !prompt::somebody_there() {
        return Err(usage(
            format!("钥匙“{path}”有口令，这里没有终端，问不了"),
            format!("先把钥匙交给 ssh-agent：ssh-add {path}；然后再运行一次"),
        ));
    }
    let mut tries = TRIES;
    loop {
        tries -= 1;
        let passphrase = prompt::secret(&format!("钥匙 {path} 的口令："))?;
        match locked.unlock(&passphrase) {
            Err(KeyFileError::Passphrase { .. }) if tries > 0 => {
                prompt::say("口令不对，再输一次")?;
            }
            done => return Ok(done?),
        }
    }
}
