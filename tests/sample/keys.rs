//! SSH keys made for a test, and ssh-keygen where it is installed. No key is kept anywhere.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use ssh_key::LineEnding;
use ssh_key::private::{Ed25519Keypair, PrivateKey};
use tempfile::TempDir;

use super::put;
use super::town::Town;

/// A private key in a file of its own.
pub struct Key {
    folder: TempDir,
    /// The line of its `.pub` file.
    pub line: String,
}

impl Key {
    /// A new Ed25519 key.
    pub fn new() -> Self {
        let seed: [u8; 32] = std::array::from_fn(|_| fastrand::u8(..));
        let key = PrivateKey::from(Ed25519Keypair::from_seed(&seed));
        let folder = tempfile::tempdir().unwrap();
        let text = key.to_openssh(LineEnding::LF).unwrap();
        put(folder.path(), "key", text.as_bytes());
        let line = key.public_key().to_openssh().unwrap();
        put(folder.path(), "key.pub", format!("{line}\n"));
        private(&folder.path().join("key"));
        Self { folder, line }
    }

    /// One that ssh-keygen makes, with these options and this passphrase.
    pub fn made(options: &[&str], passphrase: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let output = Command::new("ssh-keygen")
            .args(["-q", "-C", "somebody@office", "-N", passphrase])
            .args(options)
            .arg("-f")
            .arg(&path)
            .stdin(Stdio::null())
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let line = std::fs::read_to_string(path.with_extension("pub")).unwrap();
        Self {
            folder,
            line: line.trim().to_owned(),
        }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("key")
    }

    /// The end of a command line that signs with it.
    pub fn sign(&self) -> String {
        format!("--sign-with {}", self.path().display())
    }
}

/// ssh and ssh-keygen take no key that others can read.
fn private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
}

/// Whether ssh-keygen is installed; says so past the test harness where it is not.
pub fn ssh_keygen() -> bool {
    let there = Command::new("ssh-keygen")
        .arg("-?")
        .stdin(Stdio::null())
        .output()
        .is_ok();
    if !there {
        let _ = writeln!(
            std::io::stderr(),
            "跳过：没有 ssh-keygen（openssh-client），没有与它对照签名"
        );
    }
    there
}

/// Runs ssh-keygen with something on its standard input.
pub fn keygen(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new("ssh-keygen")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

/// Writes a key of somebody into the settings of a town, as it stands there in YAML.
pub fn give_key(town: &Town, who: &str, key: &str) {
    let path = town.path().join("power-list.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let head = format!("  - {{ id: {who}, ");
    assert!(text.contains(&head), "{who}\n{text}");
    let text = text.replace(&head, &format!("{head}keys: [{key}], "));
    std::fs::write(path, text).unwrap();
}

/// Adds a line to the settings of a town.
pub fn set(town: &Town, line: &str) {
    let path = town.path().join("power-list.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, format!("{text}{line}\n")).unwrap();
}
