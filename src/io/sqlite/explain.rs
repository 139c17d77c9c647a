//! What SQLite reports, as what is wrong with a store.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::io::store::{Patience, StoreError};

/// SQLite's error as ours.
pub(super) fn explain(path: &Path, error: &rusqlite::Error) -> StoreError {
    let place = path.into();
    let why = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase) => StoreError::Foreign {
            place,
            found: "不是 SQLite 数据库文件".to_owned(),
        },
        Some(ErrorCode::ReadOnly) => StoreError::ReadOnly { place },
        Some(ErrorCode::DiskFull) => StoreError::Full { place },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy {
            place,
            waited: Patience::now().limit(),
        },
        Some(ErrorCode::SystemIoFailure) => StoreError::Disk { place },
        Some(ErrorCode::CannotOpen) => StoreError::Unopened { place },
        // Also what SQLite makes of a page that the disk does not give.
        Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged {
            place,
            why: "文件的结构不对，或者磁盘读不出来".to_owned(),
        },
        None => match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..) => StoreError::Damaged { place, why },
            _ => StoreError::Other { place, why },
        },
        Some(_) => StoreError::Other { place, why },
    }
}
