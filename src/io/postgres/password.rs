//! Where the password comes from: the address, else PGPASSWORD, else the password file that psql reads.

use std::path::{Path, PathBuf};

use crate::io::store::ServerUrl;

/// The password for a host, where there is one to be found.
pub(super) fn find(url: &ServerUrl) -> Option<String> {
    if let Some(password) = url.password() {
        return Some(password.to_owned());
    }
    if let Ok(password) = std::env::var("PGPASSWORD") {
        return Some(password);
    }
    let file = match std::env::var_os("PGPASSFILE") {
        Some(file) => PathBuf::from(file),
        None => PathBuf::from(std::env::var_os("HOME")?).join(".pgpass"),
    };
    if !is_private(&file) {
        return None;
    }
    let text = std::fs::read_to_string(file).ok()?;
    let user = user_of(url);
    url.hosts.iter().find_map(|(host, port)| {
        let port = port.to_string();
        let wanted = [host.as_str(), &port, &url.database, &user];
        text.lines().find_map(|line| matching(line, wanted))
    })
}

/// Who logs in.
pub(super) fn user_of(url: &ServerUrl) -> String {
    let variable = |name| std::env::var(name).ok().filter(|v| !v.is_empty());
    let user = url.user.clone().or_else(|| variable("PGUSER"));
    user.or_else(|| variable("USER")).unwrap_or_default()
}

/// As psql, a file that others may read is passed over.
fn is_private(file: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::metadata(file).is_ok_and(|m| m.permissions().mode() & 0o077 == 0)
    }
    #[cfg(not(unix))]
    {
        file.exists()
    }
}

/// The password of a line `host:port:database:user:password` that is for these; `*` is for all, `\` takes the next
/// character as it is. A local socket's folder is `localhost`.
fn matching(line: &str, wanted: [&str; 4]) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = vec![String::new()];
    let mut characters = line.chars();
    while let Some(c) = characters.next() {
        // The password is the rest, colons and all.
        match c {
            ':' if fields.len() < 5 => fields.push(String::new()),
            '\\' => fields.last_mut()?.extend(characters.next()),
            c => fields.last_mut()?.push(c),
        }
    }
    let [host, port, database, user, password] = <[String; 5]>::try_from(fields).ok()?;
    let local = wanted[0].starts_with('/') && host == "localhost";
    let fits = [host, port, database, user]
        .iter()
        .zip(wanted)
        .enumerate()
        .all(|(i, (field, wanted))| field == "*" || field == wanted || (i == 0 && local));
    fits.then_some(password)
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn a_line_is_for_its_server_alone() {
        let wanted = ["db", "5432", "list", "bian"];
        let password = |line| matching(line, wanted);
        assert_eq!(
            password("db:5432:list:bian:geheim").as_deref(),
            Some("geheim")
        );
        assert_eq!(
            password(r"*:*:*:bian:a\:b\\c:d").as_deref(),
            Some(r"a:b\c:d")
        );
        assert_eq!(password("db:5433:list:bian:geheim"), None);
        assert_eq!(password("# db:5432:list:bian:geheim"), None);
        assert_eq!(password("db:5432:list"), None);
        let socket = ["/run/postgresql", "5432", "list", "bian"];
        assert_eq!(matching("localhost:*:*:*:x", socket).as_deref(), Some("x"));
    }
}
