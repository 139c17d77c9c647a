//! What lies beside a release: metadata, signature, the list of SHA-256.

use std::fs;
use std::process::{Command, Stdio};

use super::{ID, file, missed, published};

use crate::sample::keys::Key;
use crate::sample::program::content;

#[test]
fn the_list_of_digests_is_one_that_sha256sum_checks() {
    let town = published();
    let releases = town.path().join("releases");
    let list = fs::read_to_string(releases.join("SHA256SUMS")).unwrap();
    let names: Vec<&str> = list.lines().map(|line| &line[66..]).collect();
    assert_eq!(names, [format!("{ID}.db"), format!("{ID}.metadata.json")]);
    let done = Command::new("sha256sum")
        .args(["-c", "--quiet", "SHA256SUMS"])
        .current_dir(&releases)
        .output();
    match done {
        Ok(done) => assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stdout)
        ),
        Err(error) => missed(&format!("没有 sha256sum（{error}），没有用它核对")),
    }
}

#[test]
fn a_signature_is_one_that_ssh_keygen_checks() {
    let town = published();
    let before = content(town.path());
    let key = Key::new();
    let publish = format!("publish --as gb --sign {}", key.path().display());
    let said = town.ok(&publish);
    assert!(
        said.contains(&format!("已签名：releases/{ID}.db.sig，钥匙 SHA256:")),
        "{said}"
    );
    let signature = town.path().join(format!("releases/{ID}.db.sig"));
    let made = fs::read(&signature).unwrap();
    let list = fs::read_to_string(town.path().join("releases/SHA256SUMS")).unwrap();
    assert_eq!(list.lines().count(), 3, "{list}");
    // Again: the same, and it says so; made anew: the same bytes.
    assert!(town.ok(&publish).contains("早已签名"));
    fs::remove_file(&signature).unwrap();
    town.ok(&publish);
    assert!(fs::read(&signature).unwrap() == made);
    // Nothing but the signature and its line came.
    let after = content(town.path());
    let news: Vec<_> = after
        .iter()
        .filter(|entry| !before.contains(entry))
        .collect();
    assert!(
        news.iter().all(|(path, _)| {
            let path = path.to_string_lossy();
            path.ends_with(".db.sig")
                || path.ends_with("SHA256SUMS")
                || path.contains(".power-list")
        }),
        "{:?}",
        news.iter().map(|(path, _)| path).collect::<Vec<_>>()
    );

    // Another key does not take its place.
    let other = Key::new();
    let refused = town.refused(&format!(
        "publish --as gb --sign {}",
        other.path().display()
    ));
    assert!(refused.contains("是另一把钥匙"), "{refused}");
    assert!(fs::read(&signature).unwrap() == made);

    fs::write(
        town.path().join("signers"),
        format!(
            "gb@chuzhou namespaces=\"power-list-release\" {}\n",
            key.line
        ),
    )
    .unwrap();
    let verify = |database: &std::path::Path| {
        Command::new("ssh-keygen")
            .args([
                "-Y",
                "verify",
                "-n",
                "power-list-release",
                "-I",
                "gb@chuzhou",
                "-f",
            ])
            .arg(town.path().join("signers"))
            .arg("-s")
            .arg(&signature)
            .stdin(fs::File::open(database).unwrap())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
    };
    match verify(&file(&town)) {
        Ok(status) => {
            assert!(status.success());
            assert!(!verify(&signature).unwrap().success());
        }
        Err(error) => missed(&format!("没有 ssh-keygen（{error}），没有用它核对")),
    }
}

#[test]
fn what_is_missing_beside_a_release_is_made_again() {
    let town = published();
    let releases = town.path().join("releases");
    let before = content(&releases);
    for (path, _) in &before {
        fs::remove_file(releases.join(path)).unwrap();
        let said = town.ok("publish --as gb");
        assert!(said.contains(ID), "{said}");
        assert_eq!(content(&releases), before, "{}", path.display());
    }
}

#[test]
fn publishing_again_does_not_make_a_changed_file_good() {
    let town = published();
    let releases = town.path().join("releases");
    let list = releases.join("SHA256SUMS");
    let before = fs::read_to_string(&list).unwrap();
    let metadata = releases.join(format!("{ID}.metadata.json"));
    fs::write(&metadata, "{}").unwrap();
    let said = town.ok("publish --as gb");
    assert!(said.contains("与程序写的不同，没有改动"), "{said}");
    assert_eq!(fs::read_to_string(&metadata).unwrap(), "{}");
    assert_eq!(fs::read_to_string(&list).unwrap(), before);
    // A key that does not sign stops before anything is done.
    fs::remove_file(file(&town)).unwrap();
    fs::write(town.path().join("no-key"), "x").unwrap();
    town.exits(2, "publish --as gb --sign no-key");
    assert!(!file(&town).exists());
}
