//! Scripts of `completions`, in the shells they are for.

use std::fs;
use std::io::Write as _;
use std::process::Command;

use crate::sample::program::{parts, run};

const SHELLS: [(&str, &[&str]); 3] = [
    ("bash", &["--noprofile", "--norc", "-n"]),
    ("zsh", &["-f", "-n"]),
    ("fish", &["--no-config", "--no-execute"]),
];

#[test]
fn every_script_names_the_commands_and_is_understood_by_its_shell() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, script, told) = parts(&run(dir.path(), &["completions", shell]));
        assert_eq!((code, told.as_str()), (0, ""), "{shell}");
        for word in ["validate", "completions", "no-cache", "opine"] {
            assert!(script.contains(word), "{shell}：{word}");
        }
        let path = dir.path().join(shell);
        fs::write(&path, script).unwrap();
        let Some((_, options)) = SHELLS.iter().find(|(name, _)| *name == shell) else {
            continue;
        };
        match Command::new(shell).args(*options).arg(&path).output() {
            Ok(checked) => assert!(checked.status.success(), "{shell}：{checked:?}"),
            Err(_) => {
                let _ = writeln!(std::io::stderr(), "没有测：这里没有 {shell}");
            }
        }
    }
    let (code, _, told) = parts(&run(dir.path(), &["completions", "bsh"]));
    assert!(code == 2 && told.contains("bash"), "{told}");
}

#[test]
fn bash_completes_commands_options_and_values() {
    let dir = tempfile::tempdir().unwrap();
    let (_, script, _) = parts(&run(dir.path(), &["completions", "bash"]));
    fs::write(dir.path().join("script"), script).unwrap();
    for (words, wanted) in [
        ("power-list val", "validate"),
        ("power-list validate --no-c", "--no-cache"),
        ("power-list review op", "opine"),
        ("power-list validate --fail-on ", "warning"),
    ] {
        let ask = format!(
            "source ./script; COMP_WORDS=({words}{}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             $(complete -p power-list | sed 's/.*-F \\([^ ]*\\).*/\\1/') power-list \
             \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; echo \"${{COMPREPLY[@]}}\"",
            if words.ends_with(' ') { "''" } else { "" }
        );
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-c", &ask])
            .current_dir(dir.path());
        let Ok(said) = bash.output() else {
            let _ = writeln!(std::io::stderr(), "没有测：这里没有 bash");
            return;
        };
        let (_, offered, told) = parts(&said);
        let offered: Vec<&str> = offered.split_whitespace().collect();
        assert!(offered.contains(&wanted), "{words}：{offered:?} {told}");
    }
}
