//! The store: where events and snapshots are kept. Narrow, so that a server can take the place of a file.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::domain::ids::Digest;
use crate::workflow::chain::{Head, Record};
use crate::workflow::packed::Checkpoint;
use crate::workflow::{NotebookKey, Step};

/// A place that keeps events and content.
pub trait Store {
    /// The end of the chain.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn head(&self) -> Result<Head, StoreError>;

    /// The events after sequence number `after`, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn read(&self, after: u64) -> Result<Vec<Record>, StoreError>;

    /// As [`Store::read`], but no more than `limit` of them: a long history goes by in pieces.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn read_some(&self, after: u64, limit: usize) -> Result<Vec<Record>, StoreError>;

    /// The event with this sequence number, where there is one.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn event(&self, seq: u64) -> Result<Option<Record>, StoreError>;

    /// Appends `records` behind `expected`, with the content they refer to, all or nothing. On return it is on disk.
    /// The notebooks in `settled`, each with the number of its steps, end with it: their drafts are in the records.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the chain ends elsewhere or a notebook has other steps because somebody was first;
    /// else when the store cannot be written.
    fn append(
        &mut self,
        expected: Head,
        records: &[Record],
        content: &[Vec<u8>],
        settled: &[(NotebookKey, u64)],
    ) -> Result<(), StoreError>;

    /// The steps of a notebook, in order; none where there is no such notebook.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn notebook(&self, key: &NotebookKey) -> Result<Vec<Step>, StoreError>;

    /// The notebooks that have steps, in order.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn notebooks(&self) -> Result<Vec<NotebookKey>, StoreError>;

    /// Adds a step to a notebook that has `expected` steps. On return it is on disk.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it has others, because the same person is at work elsewhere; else when the store
    /// cannot be written.
    fn note(
        &mut self,
        key: &NotebookKey,
        expected: u64,
        at: Timestamp,
        step: &Step,
    ) -> Result<(), StoreError>;

    /// Throws a notebook of `expected` steps away.
    ///
    /// # Errors
    /// As [`Store::note`].
    fn discard(&mut self, key: &NotebookKey, expected: u64) -> Result<(), StoreError>;

    /// Keeps some bytes; gives their digest. What is there already is not written again.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn put(&mut self, bytes: &[u8]) -> Result<Digest, StoreError>;

    /// The bytes with this digest, where kept.
    ///
    /// # Errors
    /// When the store cannot be read or what it keeps under this digest is something else.
    fn get(&self, digest: Digest) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps a checkpoint: with the parts of the one at `since`, or, without it, in the place of whatever is there. What is
    /// kept may be lost at any time.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the one that is there is not that at `since`; else when the store cannot be written now.
    fn remember(&mut self, since: Option<Head>, checkpoint: &Checkpoint) -> Result<(), StoreError>;

    /// The checkpoint that is kept, of one moment; `None` also where it cannot be read.
    fn recall(&self) -> Option<Checkpoint>;
}

/// What is wrong with a store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else appended first.
    #[error("有人先写入了：预期接在第 {expected} 号事件之后，现在已到第 {found} 号")]
    Conflict {
        /// Sequence number that was expected.
        expected: u64,
        /// Sequence number that was found.
        found: u64,
    },
    /// No working database.
    #[error("还没有工作数据库 {path}")]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// A directory where the file should be.
    #[error("{path} 是文件夹，这里应当是工作数据库文件")]
    Directory {
        /// Where.
        path: PathBuf,
    },
    /// Not an SQLite database, or one of another program.
    #[error("{path} 不是 power-list 的工作数据库：{found}")]
    Foreign {
        /// Where.
        path: PathBuf,
        /// What it is instead.
        found: String,
    },
    /// Written by a newer version of the program.
    #[error("{path} 是较新版本的程序写的（数据库版本 {found}，本程序只认到 {known}）")]
    Newer {
        /// Where.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version this program knows.
        known: i64,
    },
    /// The file or its folder cannot be written.
    #[error("工作数据库 {path} 只能读，不能写")]
    ReadOnly {
        /// Where.
        path: PathBuf,
    },
    /// No space left.
    #[error("磁盘已满，没有写入工作数据库 {path}；已有的内容都在")]
    Full {
        /// Where.
        path: PathBuf,
    },
    /// Somebody else holds the database.
    #[error("工作数据库 {path} 正被别人写入，等了 5 秒仍未空出")]
    Busy {
        /// Where.
        path: PathBuf,
    },
    /// The file is damaged.
    #[error("工作数据库 {path} 已损坏：{why}")]
    Damaged {
        /// Where.
        path: PathBuf,
        /// How.
        why: String,
    },
    /// Anything else that the database or the system reports.
    #[error("工作数据库 {path} 出错：{why}")]
    Other {
        /// Where.
        path: PathBuf,
        /// As reported.
        why: String,
    },
}

impl StoreError {
    /// What to do about it.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::Conflict { .. } => "再运行一次这条命令",
            Self::Missing { .. } => "先运行 power-list import",
            Self::Directory { .. } => "把这个文件夹移到别处，再运行 power-list import",
            Self::Foreign { .. } => "本程序没有动它；把它移到别处，再运行 power-list import",
            Self::Newer { .. } => "请换用较新版本的 power-list",
            Self::ReadOnly { .. } => "检查文件和所在文件夹的权限，或把工程复制到可写的地方",
            Self::Full { .. } => "腾出磁盘空间后再运行一次这条命令",
            Self::Busy { .. } => "稍后再运行一次这条命令",
            Self::Damaged { .. } => "不要再写入；从备份恢复，再运行 power-list review verify",
            Self::Other { .. } => "检查磁盘和权限后再运行一次",
        }
    }
}
