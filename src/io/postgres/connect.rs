//! The connection to the server.

use std::time::Duration;

use postgres::config::{SslMode as Wanted, TargetSessionAttrs};
use postgres::{Client, Config, NoTls};

use super::explain::{explain, place};
use super::{password, tls};
use crate::io::store::{ServerUrl, SslMode, StoreError};

/// How long another writer is waited for: acts take milliseconds, and nothing but they holds a server.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Logs in.
pub(super) fn connect(url: &ServerUrl) -> Result<Client, StoreError> {
    let mode = tls::mode(url);
    let mut config = Config::new();
    config
        .user(&password::user_of(url))
        .dbname(&url.database)
        .application_name("power-list")
        .connect_timeout(Duration::from_secs(url.connect_timeout))
        // A network that goes away without a word is noticed within half a minute.
        .tcp_user_timeout(Duration::from_secs(30))
        .keepalives_idle(Duration::from_secs(10))
        .keepalives_interval(Duration::from_secs(5))
        .keepalives_retries(3)
        .options(&format!(
            "-c search_path={} -c lock_timeout={} -c client_min_messages=warning \
             -c idle_in_transaction_session_timeout=15000 -c default_transaction_isolation=read\\ committed",
            url.schema,
            PATIENCE.as_millis()
        ));
    for (host, port) in &url.hosts {
        config.host(host).port(*port);
    }
    if url.read_write {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    if let Some(password) = password::find(url) {
        config.password(password);
    }
    match mode {
        SslMode::Disable => {
            config.ssl_mode(Wanted::Disable);
            in_time(url, move || config.connect(NoTls))
        }
        _ => {
            let connector = tls::connector(url, mode).map_err(|why| StoreError::Insecure {
                place: place(url),
                why,
            })?;
            let wanted = match mode {
                SslMode::Prefer => Wanted::Prefer,
                _ => Wanted::Require,
            };
            config.ssl_mode(wanted);
            in_time(url, move || config.connect(connector))
        }
    }
}

/// Connects within the time that the address gives: the driver itself waits for ever for a server that takes the call and
/// then says nothing.
fn in_time(
    url: &ServerUrl,
    connect: impl FnOnce() -> Result<Client, postgres::Error> + Send + 'static,
) -> Result<Client, StoreError> {
    let (sender, receiver) = std::sync::mpsc::channel();
    // It ends with the program where it does not end before.
    std::thread::spawn(move || drop(sender.send(connect())));
    let hosts = u32::try_from(url.hosts.len()).unwrap_or(1);
    let patience = Duration::from_secs(url.connect_timeout) * hosts + Duration::from_millis(200);
    match receiver.recv_timeout(patience) {
        Ok(connected) => connected.map_err(|error| explain(url, &error)),
        Err(_) => Err(StoreError::Unreachable {
            place: place(url),
            why: format!("{} 秒没有回应", url.connect_timeout),
        }),
    }
}
