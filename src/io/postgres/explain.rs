//! PostgreSQL's errors as ours.

use std::error::Error as _;
use std::io::ErrorKind;

use postgres::Error;
use postgres::error::SqlState;

use crate::io::store::{ServerUrl, StoreError, StorePlace};

/// The place that messages name.
pub(super) fn place(url: &ServerUrl) -> StorePlace {
    StorePlace::Server(Box::new(url.clone()))
}

/// Whether the connection is gone, so that nobody knows what the server did last.
pub(super) fn is_lost(error: &Error) -> bool {
    let by_the_server = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ];
    error.is_closed()
        || error
            .code()
            .is_some_and(|code| by_the_server.contains(code))
        || (error.as_db_error().is_none() && io_of(error).is_some())
}

/// What the system reported below it.
fn io_of(error: &Error) -> Option<&std::io::Error> {
    error.source()?.downcast_ref()
}

/// An error as ours.
pub(super) fn explain(url: &ServerUrl, error: &Error) -> StoreError {
    let place = place(url);
    if let Some(server) = error.as_db_error() {
        let why = server.message().to_owned();
        let user = super::password::user_of(url);
        return match server.code() {
            &SqlState::INVALID_PASSWORD => StoreError::Login {
                place,
                why: format!("用户 {user} 的密码不对"),
            },
            &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => StoreError::Login { place, why },
            &SqlState::INVALID_CATALOG_NAME => StoreError::NoDatabase { place },
            &SqlState::INSUFFICIENT_PRIVILEGE => StoreError::NoRights {
                place,
                why: format!("用户 {user}：{why}"),
            },
            &SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::ReadOnly { place },
            &SqlState::DISK_FULL => StoreError::Full { place },
            &SqlState::LOCK_NOT_AVAILABLE | &SqlState::T_R_DEADLOCK_DETECTED => {
                let waited = super::connect::PATIENCE;
                StoreError::Busy { place, waited }
            }
            &SqlState::TOO_MANY_CONNECTIONS => StoreError::Unreachable {
                place,
                why: "服务器的连接数已满".to_owned(),
            },
            &SqlState::CANNOT_CONNECT_NOW => StoreError::Unreachable {
                place,
                why: "服务器正在启动或者停止".to_owned(),
            },
            &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => {
                StoreError::Damaged { place, why }
            }
            &SqlState::UNDEFINED_TABLE | &SqlState::UNDEFINED_FUNCTION => StoreError::Foreign {
                place,
                found: format!("缺少应有的表或者函数（{why}）"),
            },
            _ if is_lost(error) => StoreError::Lost { place },
            code => StoreError::Other {
                place,
                why: format!("{why}（{}）", code.code()),
            },
        };
    }
    let said = error.to_string();
    if said.contains("TLS") {
        let why = error.source().map_or(said, ToString::to_string);
        let why = match why.as_str() {
            "server does not support TLS" => "服务器没有开加密连接".to_owned(),
            _ => why,
        };
        return StoreError::Insecure { place, why };
    }
    let Some(io) = io_of(error) else {
        return match error.is_closed() {
            true => StoreError::Lost { place },
            // A password that is asked for and not there, among others.
            false if is_about_the_password(&said, error) => StoreError::Login {
                place,
                why: "服务器要密码，没有给".to_owned(),
            },
            false => StoreError::Other {
                place,
                why: error.source().map_or(said, ToString::to_string),
            },
        };
    };
    let why = match io.kind() {
        ErrorKind::ConnectionRefused => "对方拒绝连接（服务没有开，或者端口不对）".to_owned(),
        ErrorKind::TimedOut => format!("{} 秒没有回应", url.connect_timeout),
        ErrorKind::NotFound => "没有这个套接字（服务没有开，或者文件夹不对）".to_owned(),
        ErrorKind::NetworkUnreachable | ErrorKind::HostUnreachable => "网络不通".to_owned(),
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::UnexpectedEof => {
            return StoreError::Lost { place };
        }
        _ if io.to_string().contains("lookup") => "查不到这个主机名".to_owned(),
        _ => io.to_string(),
    };
    StoreError::Unreachable { place, why }
}

/// Whether the driver was asked for a password that it does not have.
fn is_about_the_password(said: &str, error: &Error) -> bool {
    let below = error.source().map(ToString::to_string).unwrap_or_default();
    [said, &below]
        .iter()
        .any(|text| text.contains("password") || text.contains("authentication"))
}
