//! Whose keys are whose, as `ssh-keygen -Y verify -f` reads it (`allowed_signers`).

use jiff::civil::Date;

use super::ssh::{DatedKey, PublicKey};

/// Somebody with a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedSigner {
    /// Who: names or addresses as the file has them.
    pub principals: String,
    /// The key with the days on which it counts.
    pub key: DatedKey,
    /// What its signatures may be for; empty for anything.
    pub namespaces: Vec<String>,
}

impl AllowedSigner {
    /// Whether its signatures count for something.
    pub fn may_sign(&self, namespace: &str) -> bool {
        self.namespaces.is_empty() || self.namespaces.iter().any(|name| name == namespace)
    }
}

/// Reads an `allowed_signers` file.
///
/// # Errors
/// The first line that cannot be read, by its number, and why.
pub fn read(text: &str) -> Result<Vec<AllowedSigner>, String> {
    let lines = (1..).zip(text.lines().map(str::trim));
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(number, line)| signer(line).map_err(|why| format!("第 {number} 行：{why}")))
        .collect()
}

fn signer(line: &str) -> Result<AllowedSigner, String> {
    let (principals, rest) = word(line);
    let mut signer = AllowedSigner {
        principals: principals.trim_matches('"').to_owned(),
        key: DatedKey {
            key: match rest.parse::<PublicKey>() {
                Ok(key) => return Ok(plain(principals, key)),
                Err(_) => word(rest).1.parse().map_err(|e| format!("{e}"))?,
            },
            first: None,
            last: None,
        },
        namespaces: Vec::new(),
    };
    for option in split(word(rest).0, ',') {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        let value = value.trim_matches('"');
        match name.to_ascii_lowercase().as_str() {
            "namespaces" => signer.namespaces = value.split(',').map(str::to_owned).collect(),
            "valid-after" => signer.key.first = Some(day(value)?),
            "valid-before" => signer.key.last = day(value)?.yesterday().ok(),
            other => return Err(format!("不认识的选项“{other}”")),
        }
    }
    Ok(signer)
}

fn plain(principals: &str, key: PublicKey) -> AllowedSigner {
    AllowedSigner {
        principals: principals.trim_matches('"').to_owned(),
        key: DatedKey {
            key,
            first: None,
            last: None,
        },
        namespaces: Vec::new(),
    }
}

/// The first word and what follows; blanks within quotes are part of a word.
fn word(text: &str) -> (&str, &str) {
    let mut quoted = false;
    let end = text.find(|c: char| {
        quoted ^= c == '"';
        !quoted && c.is_whitespace()
    });
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    (word, rest.trim_start())
}

/// The parts between separators that are not within quotes.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    text.split(|c: char| {
        quoted ^= c == '"';
        !quoted && c == separator
    })
    .collect()
}

/// The day of a time like 20150301, 201503011200 or 20150301Z.
fn day(text: &str) -> Result<Date, String> {
    text.get(..8)
        .and_then(|day| Date::strptime("%Y%m%d", day).ok())
        .ok_or_else(|| format!("“{text}”不是时间，应写作 20150301"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJKVvuzUQYgrAuZqUuOlkJ5tmhvZK3o9LsfAAAAAAAAA";

    #[test]
    fn lines_are_read_as_ssh_keygen_reads_them() {
        let text = format!(
            "# 公布人\n\ngb@chuzhou namespaces=\"power-list-release,file\",valid-after=\"20150301\",valid-before=\"20160101Z\" {KEY} 备注\n\"a b\" {KEY}\n"
        );
        let signers = read(&text).unwrap();
        assert_eq!(signers[0].principals, "gb@chuzhou");
        assert!(signers[0].may_sign("power-list-release") && !signers[0].may_sign("git"));
        assert!(signers[0].key.counts_on(jiff::civil::date(2015, 12, 31)));
        assert!(!signers[0].key.counts_on(jiff::civil::date(2016, 1, 1)));
        assert!(!signers[0].key.counts_on(jiff::civil::date(2015, 2, 28)));
        assert_eq!(signers[1].principals, "a b");
        assert!(signers[1].may_sign("git"));
    }

    #[test]
    fn a_line_that_cannot_be_read_is_named() {
        for (text, said) in [
            (format!("a {KEY}\nb ssh-ed25519 xx"), "第 2 行"),
            (format!("a cert-authority {KEY}"), "cert-authority"),
            (format!("a valid-after=\"明天\" {KEY}"), "明天"),
            ("a".to_owned(), "第 1 行"),
        ] {
            let error = read(&text).unwrap_err();
            assert!(error.contains(said), "{error}");
        }
    }
}
