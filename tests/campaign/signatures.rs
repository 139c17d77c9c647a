//! Acts signed with people's own SSH keys, through the real binary and against the real ssh-keygen.

use std::process::{Command, Stdio};

use power_list::domain::ssh::Signature;
use power_list::io::sqlite::work::WorkStore;
use power_list::io::store::Store as _;
use power_list::workflow::Record;

use crate::sample::keys::{Key, give_key, keygen, set, ssh_keygen};
use crate::sample::town::{PERMIT, Town};
use crate::sample::{program, put};

fn records(town: &Town) -> Vec<Record> {
    WorkStore::open(&town.database()).unwrap().read(0).unwrap()
}

/// Everybody's key: of 综合组, 环保局 and its three reviewers.
struct Staff([(&'static str, Key); 5]);

impl Staff {
    fn of(town: &Town) -> Self {
        let staff = Self(["zh", "hbj", "bb-1", "fz-1", "zw-1"].map(|who| (who, Key::new())));
        for (who, key) in &staff.0 {
            give_key(town, who, &key.line);
        }
        staff
    }

    fn key(&self, who: &str) -> &Key {
        &self.0.iter().find(|(id, _)| *id == who).unwrap().1
    }

    /// The end of a command line of somebody with the own key.
    fn by(&self, who: &str) -> String {
        format!("--as {who} {}", self.key(who).sign())
    }
}

#[test]
fn whoever_wants_to_signs() {
    let town = Town::new();
    let staff = Staff::of(&town);
    town.ok("review start --as zh");
    town.ok(&format!("review submit hbj {}", staff.by("hbj")));
    town.ok(&format!(
        "review opine hbj --all --decision 保留 {}",
        staff.by("bb-1")
    ));
    let signed: Vec<bool> = records(&town)
        .iter()
        .map(|r| r.signature.is_some())
        .collect();
    assert_eq!(signed, [false, true, true, true, true]);
    town.ok("review verify");
    // An option of the environment, for those who always sign.
    let mut command = town.command("review sign hbj --as bb-1");
    command.env("POWER_LIST_SSH_KEY", staff.key("bb-1").path());
    assert!(command.output().unwrap().status.success());
    assert!(records(&town)[5].signature.is_some());
    // An empty one is none.
    let mut command = town.command("review opine hbj --all --decision 保留 --as fz-1");
    command.env("POWER_LIST_SSH_KEY", "");
    assert!(command.output().unwrap().status.success());
    assert!(records(&town)[6].signature.is_none());
}

#[test]
fn where_signatures_are_required_nothing_goes_without() {
    let town = Town::new();
    let staff = Staff::of(&town);
    set(&town, "signatures: required");
    let said = town.refused("review start --as zh");
    assert!(said.contains("--sign-with"), "{said}");
    assert!(!town.database().exists());
    let stranger = Key::new();
    let said = town.refused(&format!("review start --as zh {}", stranger.sign()));
    assert!(said.contains("不是 zh 的"), "{said}");
    assert!(!town.database().exists());
    town.ok(&format!("review start {}", staff.by("zh")));
    assert_eq!(town.record()[0]["payload"]["signatures"], "required");
    // What holds was said at the start: the setting that is softened later changes nothing.
    let path = town.path().join("power-list.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("signatures: required\n", "")).unwrap();
    town.refused("review submit hbj --as hbj");
    // One's own key, not that of a colleague.
    let said = town.refused(&format!(
        "review submit hbj --as hbj {}",
        staff.key("zh").sign()
    ));
    assert!(said.contains("不是 hbj 的"), "{said}");
    town.ok(&format!("review submit hbj {}", staff.by("hbj")));
    // Drafts are no record; what they become is.
    town.ok("review opine hbj --all --decision 保留 --draft --as bb-1");
    town.refused("review draft submit hbj --as bb-1");
    town.refused("review sign hbj --as bb-1");
    town.ok(&format!("review draft submit hbj {}", staff.by("bb-1")));
    town.ok(&format!(
        "review withdraw hbj --item {PERMIT} {}",
        staff.by("bb-1")
    ));
    // Who has no key is told what is missing.
    let said = town.refused("review submit jyj --as jyj");
    assert!(said.contains("jyj 的 keys"), "{said}");
    assert!(records(&town).iter().all(|r| r.signature.is_some()));
    town.ok("review verify");
}

#[test]
fn a_key_counts_on_its_days() {
    let town = Town::new();
    let [old, new, coming] = [(); 3].map(|()| Key::new());
    give_key(
        &town,
        "zh",
        &format!(
            "{{ key: {}, last: 2020-12-31 }}, {{ key: {}, first: 2021-01-01 }}, {{ key: {}, first: 2999-01-01 }}",
            old.line, new.line, coming.line
        ),
    );
    let said = town.refused(&format!("review start --as zh {}", old.sign()));
    assert!(said.contains("只到 2020-12-31 有效"), "{said}");
    let said = town.refused(&format!("review start --as zh {}", coming.sign()));
    assert!(said.contains("从 2999-01-01 起才有效"), "{said}");
    town.ok(&format!("review start --as zh {}", new.sign()));
    town.ok("review verify");
}

#[test]
fn keys_in_the_settings_are_checked() {
    let own = Key::new();
    for (key, says) in [
        ("ssh-ed25519 AAAA", "不是 SSH 公钥"),
        ("别的", "不是 SSH 公钥"),
        ("ssh-dss AAAAB3NzaC1kc3MAAAAA", "不是 SSH 公钥"),
        ("'-----BEGIN OPENSSH PRIVATE KEY-----'", "这是私钥"),
        ("{ key: @, last: 昨天 }", "last（最后一天）不是日期"),
        (
            "{ key: @, first: 2015-01-02, last: 2015-01-01 }",
            "在第一天 2015-01-02 以前",
        ),
        ("@, @", "已经写过了"),
    ] {
        let town = Town::new();
        give_key(&town, "zh", &key.replace('@', &own.line));
        let said = town.exits(2, "validate");
        let at = said.lines().any(|line| line.contains("power-list.yaml:8:"));
        assert!(said.contains(says) && at, "{key}\n{said}");
    }
    // One key is one person's.
    let town = Town::new();
    give_key(&town, "zh", &own.line);
    give_key(&town, "gb", &own.line);
    let said = town.exits(2, "validate");
    assert!(
        said.contains("power-list.yaml:9:") && said.contains("已经写过了"),
        "{said}"
    );
}

#[test]
fn what_is_no_key_is_told() {
    let town = Town::new();
    put(town.path(), "text", "别的文件");
    put(town.path(), "folder/file", "");
    for (file, says) in [
        ("text", "不是 OpenSSH 私钥文件"),
        ("none", "没有这个文件"),
        ("power-list.yaml", "不是 OpenSSH 私钥文件"),
        ("folder", "文件夹"),
    ] {
        let said = town.exits(2, &format!("review start --as zh --sign-with {file}"));
        assert!(
            said.contains(says) && said.contains("提示"),
            "{file}\n{said}"
        );
        assert!(!town.database().exists());
    }
}

/// Kinds of keys as ssh-keygen makes them.
const KINDS: [&[&str]; 3] = [
    &["-t", "ed25519"],
    &["-t", "rsa", "-b", "2048"],
    &["-t", "ecdsa", "-b", "256"],
];

#[test]
fn ssh_keygen_verifies_what_was_signed() {
    if !ssh_keygen() {
        return;
    }
    for kind in KINDS {
        let key = Key::made(kind, "");
        let town = Town::new();
        give_key(&town, "zh", &key.line);
        town.ok(&format!("review start --as zh {}", key.sign()));
        let record = &records(&town)[0];
        let folder = key.folder();
        put(folder, "allowed", format!("zh {}\n", key.line));
        put(folder, "sig", record.signature.as_deref().unwrap());
        let (allowed, sig) = (folder.join("allowed"), folder.join("sig"));
        let verify = |who: &str, bytes: &[u8]| {
            let arguments = [
                "-Y",
                "verify",
                "-n",
                "power-list",
                "-I",
                who,
                "-f",
                allowed.to_str().unwrap(),
                "-s",
                sig.to_str().unwrap(),
            ];
            keygen(&arguments, bytes)
        };
        let output = verify("zh", &record.canonical());
        assert!(
            output.status.success(),
            "{kind:?} {}",
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(!verify("hbj", &record.canonical()).status.success());
        assert!(!verify("zh", b"something else").status.success());
        town.ok("review verify");
    }
}

#[test]
fn what_ssh_keygen_signs_is_verified() {
    if !ssh_keygen() {
        return;
    }
    for kind in KINDS {
        let key = Key::made(kind, "");
        let sign = |namespace: &str, bytes: &[u8]| {
            let path = key.path();
            let arguments = [
                "-q",
                "-Y",
                "sign",
                "-n",
                namespace,
                "-f",
                path.to_str().unwrap(),
            ];
            let output = keygen(&arguments, bytes);
            String::from_utf8(output.stdout).unwrap()
        };
        let signature = Signature::read(&sign("power-list", b"{\"seq\":1}")).unwrap();
        assert_eq!(*signature.key(), key.line.parse().unwrap());
        assert!(signature.is_over(b"{\"seq\":1}"), "{kind:?}");
        assert!(!signature.is_over(b"{\"seq\":2}"), "{kind:?}");
        let other = Signature::read(&sign("file", b"{\"seq\":1}")).unwrap_err();
        assert!(other.contains("不是给 power-list 的"), "{other}");
    }
    // Too short to hold.
    let weak = Key::made(&["-t", "rsa", "-b", "1024"], "");
    let town = Town::new();
    give_key(&town, "zh", &weak.line);
    let said = town.exits(2, "validate");
    assert!(said.contains("只有 1024 位"), "{said}");
}

#[test]
fn a_locked_key_needs_a_terminal_or_an_agent() {
    if !ssh_keygen() {
        return;
    }
    let key = Key::made(&["-t", "ed25519"], "秘密");
    let town = Town::new();
    give_key(&town, "zh", &key.line);
    let mut command = town.command(&format!("review start --as zh {}", key.sign()));
    let output = command.stdin(Stdio::null()).output().unwrap();
    let (code, _, said) = program::parts(&output);
    assert!(code == 2 && said.contains("ssh-add"), "{said}");
    assert!(!town.database().exists());
}

/// An ssh-agent of one's own.
struct Agent {
    process: std::process::Child,
    socket: std::path::PathBuf,
}

impl Agent {
    fn with(key: &Key) -> Option<Self> {
        let socket = key.folder().join("agent");
        let process = Command::new("ssh-agent")
            .arg("-D")
            .arg("-a")
            .arg(&socket)
            .stdout(Stdio::null())
            .spawn()
            .ok()?;
        let agent = Self { process, socket };
        for _ in 0..500 {
            if agent.socket.exists() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        let added = Command::new("ssh-add")
            .arg("-q")
            .arg(key.path())
            .env("SSH_AUTH_SOCK", &agent.socket)
            .stdin(Stdio::null())
            .status()
            .unwrap();
        assert!(added.success());
        Some(agent)
    }
}

impl Drop for Agent {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[test]
fn an_agent_signs_with_the_key_that_it_has() {
    if !ssh_keygen() {
        return;
    }
    for kind in KINDS {
        let key = Key::made(kind, "");
        let Some(agent) = Agent::with(&key) else {
            return;
        };
        // The agent has the key unlocked; the file that is left is locked, or the public one.
        let path = key.path();
        let locked = Command::new("ssh-keygen")
            .args(["-q", "-p", "-N", "秘密", "-f", path.to_str().unwrap()])
            .stdin(Stdio::null())
            .status()
            .unwrap();
        assert!(locked.success());
        for file in ["key", "key.pub"] {
            let town = Town::new();
            give_key(&town, "zh", &key.line);
            let line = format!(
                "review start --as zh --sign-with {}",
                key.folder().join(file).display()
            );
            let mut command = town.command(&line);
            command.env("SSH_AUTH_SOCK", &agent.socket);
            let (code, _, said) = program::parts(&command.output().unwrap());
            assert_eq!(code, 0, "{kind:?} {said}");
            assert!(records(&town)[0].signature.is_some());
            town.ok("review verify");
        }
        // Without it the public key is not enough.
        let town = Town::new();
        give_key(&town, "zh", &key.line);
        let said = town.exits(
            2,
            &format!(
                "review start --as zh --sign-with {}",
                key.folder().join("key.pub").display()
            ),
        );
        assert!(said.contains("ssh-agent 里没有它的私钥"), "{said}");
    }
}
