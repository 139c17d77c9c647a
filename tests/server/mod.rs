//! A PostgreSQL server of the tests' own: in a temporary folder, on a free port, gone when the test program is, however
//! it ends.
#![allow(dead_code, clippy::unwrap_used, clippy::disallowed_methods)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Makes the server, tells its folder, and takes it down when its standard input ends: with the process that holds it.
const SCRIPT: &str = r#"
set -e
# What ends the tests from outside is for them; this ends when they are gone.
trap '' INT TERM HUP PIPE
bin=$1 port=$2
dir=$(mktemp -d "${TMPDIR:-/tmp}/power-list-pg.XXXXXX")
trap '"$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || :; rm -rf "$dir"' EXIT
cd "$dir"
"$bin/initdb" -D data -A trust -U postgres -E UTF8 --locale=C -N >/dev/null
cat >data/pg_hba.conf <<HBA
local   all all       trust
host    all guarded   127.0.0.1/32 scram-sha-256
host    all all       127.0.0.1/32 trust
HBA
cat >>data/postgresql.conf <<CONF
unix_socket_directories = '$dir'
listen_addresses = '127.0.0.1'
port = $port
max_connections = 60
shared_buffers = '128MB'
max_wal_size = '2GB'
CONF
if command -v openssl >/dev/null; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout authority.key -out authority.crt \
    -addext basicConstraints=critical,CA:TRUE >/dev/null 2>&1
  openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout data/server.key -out server.csr >/dev/null 2>&1
  printf 'subjectAltName=DNS:localhost\n' >server.ext
  openssl x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -days 2 \
    -extfile server.ext -out data/server.crt >/dev/null 2>&1
  chmod 600 data/server.key
  chmod 755 "$dir"
  echo "ssl = on" >>data/postgresql.conf
fi
chmod 755 "$dir"
"$bin/pg_ctl" -D data -l log -w start </dev/null >/dev/null 2>&1 || { cat log >&2; exit 1; }
echo "$dir"
while read -r command; do
  case $command in
    crash)
      "$bin/pg_ctl" -D data -m immediate stop </dev/null >/dev/null 2>&1
      "$bin/pg_ctl" -D data -l log -w start </dev/null >/dev/null 2>&1 ;;
    stop) "$bin/pg_ctl" -D data -m fast stop </dev/null >/dev/null 2>&1 ;;
  esac
  echo done
done
"#;

/// A server that runs.
pub struct Server {
    keeper: Child,
    answers: BufReader<std::process::ChildStdout>,
    pub folder: PathBuf,
    pub port: u16,
}

impl Server {
    /// Starts one; `None`, said aloud, where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let Some(bin) = programs() else {
            skip(
                "没有找到 initdb 和 pg_ctl（PATH 和 /usr/lib/postgresql 里都没有；apt-get install postgresql），没有在真的 PostgreSQL 上试",
            );
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut command = if is_root() {
            let Some(user) = other_user() else {
                skip(
                    "以 root 运行，又没有可以换用的用户 postgres 或者 nobody，没有在真的 PostgreSQL 上试",
                );
                return None;
            };
            let mut command = Command::new("setpriv");
            let group = output("id", &["-g", &user]);
            command.args(["--reuid", &user, "--regid", &group, "--clear-groups", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        let keeper = command
            .args(["-c", SCRIPT, "server"])
            .arg(&bin)
            .arg(port.to_string())
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let Ok(mut keeper) = keeper else {
            skip("以 root 运行，换用别的用户要 setpriv（util-linux），没有在真的 PostgreSQL 上试");
            return None;
        };
        let mut answers = BufReader::new(keeper.stdout.take().unwrap());
        let mut folder = String::new();
        answers.read_line(&mut folder).unwrap();
        assert!(!folder.is_empty(), "the server does not start");
        Some(Self {
            keeper,
            answers,
            folder: PathBuf::from(folder.trim()),
            port,
        })
    }

    /// The one that the tests of this program share.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Server>> = OnceLock::new();
        SHARED.get_or_init(Self::start).as_ref()
    }

    /// The address of a store in a namespace of its own.
    pub fn url(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        self.url_of(
            "postgres",
            "127.0.0.1",
            &format!("schema=t{}_{number}", std::process::id()),
        )
    }

    pub fn url_of(&self, user: &str, host: &str, options: &str) -> String {
        format!("postgres://{user}@{host}:{}/postgres?{options}", self.port)
    }

    /// Has the keeper do something.
    pub fn tell(&mut self, command: &str) {
        writeln!(self.keeper.stdin.as_mut().unwrap(), "{command}").unwrap();
        let mut answer = String::new();
        self.answers.read_line(&mut answer).unwrap();
        assert_eq!(answer, "done\n");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        self.keeper.wait().unwrap();
    }
}

/// Past the harness, which keeps what a passing test prints to itself.
pub fn skip(why: &str) {
    let _ = writeln!(std::io::stderr(), "跳过：{why}");
}

/// The folder of the newest server's programs.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path);
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .collect();
    versions.sort_by_key(|p| p.file_name()?.to_str()?.parse::<u32>().ok());
    let packaged = versions.into_iter().rev().map(|p| p.join("bin"));
    // A link to initdb alone does not have its neighbours beside it.
    packaged.chain(on_path).find(|dir| {
        dir.join("initdb").exists() && dir.join("pg_ctl").exists() && dir.join("postgres").exists()
    })
}

fn output(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    output.map_or_else(
        |_| String::new(),
        |o| String::from_utf8_lossy(&o.stdout).trim().to_owned(),
    )
}

fn is_root() -> bool {
    output("id", &["-u"]) == "0"
}

fn other_user() -> Option<String> {
    let there = |user: &&str| !output("id", &["-u", user]).is_empty();
    ["postgres", "nobody"]
        .iter()
        .find(|u| there(u))
        .map(ToString::to_string)
}

/// Whether the server's folder has certificates: openssl made them.
pub fn has_certificates(folder: &Path) -> bool {
    folder.join("authority.crt").exists()
}
