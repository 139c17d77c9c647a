//! Where a store is: a file beside the project, or a server.

use std::fmt;
use std::path::{Path, PathBuf};

use super::url::{ServerUrl, UrlError};
use super::{AnyStore, StoreError};
use crate::io::sqlite::work::WorkStore;

/// Where a store is. What is shown of it never holds a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StorePlace {
    /// An SQLite file.
    File(PathBuf),
    /// A PostgreSQL server.
    Server(Box<ServerUrl>),
}

/// Why a text names no place of a store.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// Nothing is written.
    #[error("没有写内容")]
    Empty,
    /// An address of something that is no PostgreSQL server.
    #[error("不认得“{0}://”开头的地址")]
    Scheme(String),
    /// An address with a mistake in it.
    #[error(transparent)]
    Url(#[from] UrlError),
}

impl PlaceError {
    /// What to write instead.
    pub const HELP: &'static str =
        "写成 postgres://用户@主机:端口/库名，或者从工程文件夹算起的 SQLite 文件路径";
}

impl StorePlace {
    /// The usual place in a project: a file beside it.
    pub fn beside(project: &Path) -> Self {
        Self::File(WorkStore::path_in(project))
    }

    /// The place that a text of the settings or the environment names, for the project in `project`.
    ///
    /// # Errors
    /// When it names none.
    pub fn parse(project: &Path, text: &str) -> Result<Self, PlaceError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(PlaceError::Empty);
        }
        match text.split_once("://") {
            Some(("postgres" | "postgresql", _)) => Ok(Self::Server(Box::new(text.parse()?))),
            Some((scheme, _)) => Err(PlaceError::Scheme(scheme.to_owned())),
            None => Ok(Self::File(project.join(text))),
        }
    }

    /// Opens a store that is there.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when it is not; else when it is something else or cannot be read.
    pub fn open(&self) -> Result<AnyStore, StoreError> {
        match self {
            Self::File(path) => Ok(Box::new(WorkStore::open(path)?)),
            Self::Server(url) => server::open(url),
        }
    }

    /// Opens the store, making it where it is not there.
    ///
    /// # Errors
    /// When something else is in its place or it cannot be made.
    pub fn open_or_create(&self) -> Result<AnyStore, StoreError> {
        match self {
            Self::File(path) => Ok(Box::new(WorkStore::open_or_create(path)?)),
            Self::Server(url) => server::open_or_create(url),
        }
    }

    /// Opens the store where there is one; what must leave nothing behind where there is none asks this.
    ///
    /// # Errors
    /// When it is something else or cannot be read.
    pub fn open_if_there(&self) -> Result<Option<AnyStore>, StoreError> {
        match self.open() {
            Ok(store) => Ok(Some(store)),
            Err(StoreError::Missing { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

impl From<&Path> for StorePlace {
    fn from(path: &Path) -> Self {
        Self::File(path.to_owned())
    }
}

impl fmt::Display for StorePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server(url) => url.fmt(f),
        }
    }
}

#[cfg(feature = "postgres")]
mod server {
    use super::{AnyStore, ServerUrl, StoreError};
    use crate::io::postgres::PostgresStore;

    pub(super) fn open(url: &ServerUrl) -> Result<AnyStore, StoreError> {
        Ok(Box::new(PostgresStore::open(url)?))
    }

    pub(super) fn open_or_create(url: &ServerUrl) -> Result<AnyStore, StoreError> {
        Ok(Box::new(PostgresStore::open_or_create(url)?))
    }
}

#[cfg(not(feature = "postgres"))]
mod server {
    use super::{AnyStore, ServerUrl, StoreError, StorePlace};

    pub(super) fn open(url: &ServerUrl) -> Result<AnyStore, StoreError> {
        let place = StorePlace::Server(Box::new(url.clone()));
        Err(StoreError::Unsupported { place })
    }

    pub(super) fn open_or_create(url: &ServerUrl) -> Result<AnyStore, StoreError> {
        open(url)
    }
}
