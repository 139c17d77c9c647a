//! The address of a PostgreSQL store: what of `postgres://…` this program takes, and how it is shown without the password.

use std::fmt;
use std::str::FromStr;

/// The namespace within the database where nothing else is written.
const SCHEMA: &str = "power_list";
const PORT: u16 = 5432;

/// How far a connection is protected, in the words of libpq.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SslMode {
    /// Plain text.
    Disable,
    /// Encrypted where the server can, to whoever answers.
    Prefer,
    /// Encrypted, to whoever answers.
    Require,
    /// Encrypted, to a server whose certificate is vouched for.
    VerifyCa,
    /// As before, and the certificate names the host.
    VerifyFull,
}

impl SslMode {
    const ALL: [(&'static str, Self); 5] = [
        ("disable", Self::Disable),
        ("prefer", Self::Prefer),
        ("require", Self::Require),
        ("verify-ca", Self::VerifyCa),
        ("verify-full", Self::VerifyFull),
    ];
}

/// The address of a PostgreSQL store.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerUrl {
    /// Who logs in; the system's user where not written.
    pub user: Option<String>,
    password: Option<String>,
    /// Hosts in the order in which they are tried; a path is the folder of a local socket.
    pub hosts: Vec<(String, u16)>,
    /// The database.
    pub database: String,
    /// The namespace in it, so that several projects can share one database.
    pub schema: String,
    /// How far the connection is protected, where written.
    pub ssl: Option<SslMode>,
    /// File of certificates that vouch for the server; those of the system where not written.
    pub root_certificates: Option<String>,
    /// Seconds within which the server has to answer.
    pub connect_timeout: u64,
    /// Whether a server that only reads is passed over for the next host.
    pub read_write: bool,
}

/// Why an address is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// No host.
    #[error("地址里没有主机")]
    NoHost,
    /// No database.
    #[error("地址里没有库名")]
    NoDatabase,
    /// A port that is no number.
    // What stands there may be a password whose @ is missing: it is not repeated.
    #[error("主机后面“:”之后的端口要是 1 到 65535 的数")]
    Port,
    /// `%` without two hexadecimal digits, or bytes that are no text.
    #[error("“%”后面要跟两位十六进制数，解出来要是 UTF-8 文字")]
    Escape,
    /// An option that is not known.
    #[error(
        "不认得选项“{0}”，可以写 schema sslmode sslrootcert connect_timeout target_session_attrs host"
    )]
    Option(String),
    /// A value that an option does not take.
    #[error("选项 {name} 不能是“{value}”，{expected}")]
    Value {
        /// The option.
        name: &'static str,
        /// What is written.
        value: String,
        /// What it takes.
        expected: &'static str,
    },
}

impl ServerUrl {
    /// The password, where it is written.
    pub fn password(&self) -> Option<&str> {
        self.password.as_deref()
    }
}

impl FromStr for ServerUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let (rest, options) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').unwrap_or((rest, ""));
        // A password may hold an @ that nobody escaped; a host never does.
        let (login, hosts) = match authority.rsplit_once('@') {
            Some((login, hosts)) => (Some(login), hosts),
            None => (None, authority),
        };
        let (user, password) = match login {
            Some(login) => match login.split_once(':') {
                Some((user, password)) => (Some(decoded(user)?), Some(decoded(password)?)),
                None => (Some(decoded(login)?), None),
            },
            None => (None, None),
        };
        let mut url = Self {
            user: user.filter(|user| !user.is_empty()),
            password: password.filter(|password| !password.is_empty()),
            hosts: hosts
                .split(',')
                .filter(|host| !host.is_empty())
                .map(host_and_port)
                .collect::<Result<_, _>>()?,
            database: decoded(database)?,
            schema: SCHEMA.to_owned(),
            ssl: None,
            root_certificates: None,
            connect_timeout: 10,
            read_write: false,
        };
        for option in options.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            url.set(name, decoded(value)?)?;
        }
        if url.hosts.is_empty() {
            return Err(UrlError::NoHost);
        }
        if url.database.is_empty() {
            return Err(UrlError::NoDatabase);
        }
        Ok(url)
    }
}

impl ServerUrl {
    fn set(&mut self, name: &str, value: String) -> Result<(), UrlError> {
        let bad = |name, value, expected| {
            Err(UrlError::Value {
                name,
                value,
                expected,
            })
        };
        match name {
            "schema" if is_name(&value) => self.schema = value,
            "schema" => {
                return bad(
                    "schema",
                    value,
                    "只用小写字母、数字和下划线，字母开头，至多 63 个，不以 pg_ 开头",
                );
            }
            "sslmode" => match SslMode::ALL.iter().find(|(word, _)| *word == value) {
                Some((_, mode)) => self.ssl = Some(*mode),
                None => {
                    return bad(
                        "sslmode",
                        value,
                        "可以写 disable prefer require verify-ca verify-full",
                    );
                }
            },
            "sslrootcert" if !value.is_empty() => {
                self.root_certificates = Some(value).filter(|file| file != "system");
            }
            "sslrootcert" => return bad("sslrootcert", value, "写证书文件的路径，或者 system"),
            "connect_timeout" => match value.parse() {
                Ok(seconds @ 1..=600) => self.connect_timeout = seconds,
                _ => return bad("connect_timeout", value, "写 1 到 600 的秒数"),
            },
            "target_session_attrs" => match value.as_str() {
                "any" => self.read_write = false,
                "read-write" => self.read_write = true,
                _ => return bad("target_session_attrs", value, "可以写 any read-write"),
            },
            // The folder of a local socket does not fit into the place of the host.
            "host" if !value.is_empty() => {
                let port = self.hosts.first().map_or(PORT, |(_, port)| *port);
                self.hosts = vec![(value, port)];
            }
            "host" => return bad("host", value, "写主机名，或者本机套接字所在的文件夹"),
            _ => return Err(UrlError::Option(name.to_owned())),
        }
        Ok(())
    }
}

/// A host with its port; `[::1]:5432` for addresses that have colons themselves.
fn host_and_port(text: &str) -> Result<(String, u16), UrlError> {
    let after_bracket = text.rfind(']').map_or(0, |at| at + 1);
    let (host, port) = match text.get(after_bracket..).and_then(|rest| rest.rfind(':')) {
        Some(colon) => text.split_at(after_bracket + colon),
        None => (text, ""),
    };
    let port = match port.trim_start_matches(':') {
        "" => PORT,
        digits => match digits.parse() {
            Ok(port @ 1..) => port,
            _ => return Err(UrlError::Port),
        },
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    Ok((decoded(host)?, port))
}

/// A name that needs no quotes in SQL.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() <= 63
        && !text.starts_with("pg_")
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

fn decoded(text: &str) -> Result<String, UrlError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let [high, low, after @ ..] = rest else {
            return Err(UrlError::Escape);
        };
        let digit = |b: u8| {
            char::from(b)
                .to_digit(16)
                .and_then(|d| u8::try_from(d).ok())
        };
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
            return Err(UrlError::Escape);
        };
        bytes.push(high * 16 + low);
        rest = after;
    }
    String::from_utf8(bytes).map_err(|_| UrlError::Escape)
}

/// Never the password.
impl fmt::Display for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = &self.user {
            write!(f, "{user}@")?;
        }
        for (i, (host, port)) in self.hosts.iter().enumerate() {
            let comma = if i > 0 { "," } else { "" };
            match host.contains(':') {
                true => write!(f, "{comma}[{host}]")?,
                false => write!(f, "{comma}{host}")?,
            }
            if *port != PORT {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.database)?;
        if self.schema != SCHEMA {
            write!(f, "?schema={}", self.schema)?;
        }
        Ok(())
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServerUrl({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url(text: &str) -> ServerUrl {
        text.parse().unwrap_or_else(|e| panic!("{text}：{e}"))
    }

    #[test]
    fn an_address_is_taken_apart() {
        let u = url(
            "postgres://bian%20ban:p%40ss:w@db.chuzhou:6543/list?schema=chuzhou&sslmode=verify-ca",
        );
        assert_eq!(u.user.as_deref(), Some("bian ban"));
        assert_eq!(u.password(), Some("p@ss:w"));
        assert_eq!(u.hosts, [("db.chuzhou".to_owned(), 6543)]);
        assert_eq!(
            (u.database.as_str(), u.schema.as_str()),
            ("list", "chuzhou")
        );
        assert_eq!(u.ssl, Some(SslMode::VerifyCa));
        let u =
            url("postgresql://a@x,[::1]:99/d?target_session_attrs=read-write&connect_timeout=3");
        assert_eq!(u.hosts, [("x".to_owned(), 5432), ("::1".to_owned(), 99)]);
        assert!(u.read_write && u.connect_timeout == 3);
        let u = url("postgres://:99/d?host=/run/postgresql");
        assert_eq!(u.hosts, [("/run/postgresql".to_owned(), 99)]);
    }

    #[test]
    fn what_is_shown_holds_no_password() {
        let u = url("postgres://a:geheim@h/d");
        assert_eq!(u.to_string(), "postgres://a@h/d");
        assert_eq!(format!("{u:?}"), "ServerUrl(postgres://a@h/d)");
        // Also where nobody escaped it.
        assert_eq!(
            url("postgres://a:ge@heim@h/d").to_string(),
            "postgres://a@h/d"
        );
    }

    #[test]
    fn mistakes_are_named() {
        for (text, part) in [
            ("postgres:///d", "没有主机"),
            ("postgres://h", "没有库名"),
            ("postgres://h:0/d", "端口"),
            ("postgres://h:x/d", "端口"),
            ("postgres://h/d%2", "十六进制"),
            ("postgres://h/%ff", "UTF-8"),
            ("postgres://h/d?sslmode=on", "sslmode"),
            ("postgres://h/d?schema=A", "schema"),
            ("postgres://h/d?schema=pg_x", "schema"),
            ("postgres://h/d?colour=red", "colour"),
            ("postgres://h/d?connect_timeout=0", "connect_timeout"),
            (
                "postgres://h/d?target_session_attrs=x",
                "target_session_attrs",
            ),
        ] {
            let error = text.parse::<ServerUrl>().unwrap_err().to_string();
            assert!(error.contains(part), "{text}：{error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_address_or_a_mistake(text in ".*") {
            let _ = format!("postgres://{text}").parse::<ServerUrl>();
        }

        #[test]
        fn a_password_is_never_shown(password in "[A-Z]{6,12}[/?#:@%]{0,2}[A-Z]{6}") {
            let escaped: String = password.bytes().map(|b| format!("%{b:02x}")).collect();
            let url: ServerUrl = format!("postgres://u:{escaped}@h/d").parse().unwrap();
            prop_assert_eq!(url.password(), Some(password.as_str()));
            let shown = format!("{url} {url:?}");
            prop_assert!(!shown.contains(&password));
        }
    }
}
