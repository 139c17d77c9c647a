//! What can be wrong with a store, in words that say what to do.

use std::time::Duration;

use super::StorePlace;
use crate::io::project::outline::Changed;

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
    #[error("还没有工作数据库 {place}")]
    Missing {
        /// Where it should be.
        place: StorePlace,
    },
    /// A directory where the file should be.
    #[error("{place} 是文件夹，这里应当是工作数据库文件")]
    Directory {
        /// Where.
        place: StorePlace,
    },
    /// Not an SQLite database, or one of another program.
    #[error("{place} 不是 power-list 的工作数据库：{found}")]
    Foreign {
        /// Where.
        place: StorePlace,
        /// What it is instead.
        found: String,
    },
    /// Written by a newer version of the program.
    #[error("{place} 是较新版本的程序写的（数据库版本 {found}，本程序只认到 {known}）")]
    Newer {
        /// Where.
        place: StorePlace,
        /// Its version.
        found: i64,
        /// The version this program knows.
        known: i64,
    },
    /// The file or its folder cannot be written.
    #[error("工作数据库 {place} 只能读，不能写")]
    ReadOnly {
        /// Where.
        place: StorePlace,
    },
    /// No space left.
    #[error("磁盘已满，没有写入工作数据库 {place}；已有的内容都在")]
    Full {
        /// Where.
        place: StorePlace,
    },
    /// The folder that the database is to be in takes nothing.
    #[error("没有建立工作数据库 {place}：{why}")]
    Closed {
        /// Where.
        place: StorePlace,
        /// Which folder, and why.
        why: String,
    },
    /// The file is there and does not open.
    #[error("工作数据库 {place} 打不开：没有权限读它，或者不能在它的文件夹里写")]
    Unopened {
        /// Where.
        place: StorePlace,
    },
    /// The disk fails.
    #[error("读写工作数据库 {place} 时磁盘出错，没有办完")]
    Disk {
        /// Where.
        place: StorePlace,
    },
    /// Somebody else holds the database.
    #[error("工作数据库 {place} 正被别人写入，等了 {} 秒仍未空出，什么也没有记下", waited.as_secs())]
    Busy {
        /// Where.
        place: StorePlace,
        /// How long was waited.
        waited: Duration,
    },
    /// The file is damaged.
    #[error("工作数据库 {place} 已损坏：{why}")]
    Damaged {
        /// Where.
        place: StorePlace,
        /// How.
        why: String,
    },
    /// An item file changed while the project was being taken in; nothing was.
    #[error(transparent)]
    Changed(#[from] Changed),
    /// The server does not answer.
    #[error("连不上数据库 {place}：{why}")]
    Unreachable {
        /// Where.
        place: StorePlace,
        /// As reported.
        why: String,
    },
    /// The server does not take the user or the password.
    #[error("数据库 {place} 不让登录：{why}")]
    Login {
        /// Where.
        place: StorePlace,
        /// As reported.
        why: String,
    },
    /// There is no protected connection to the server.
    #[error("与数据库 {place} 的加密连接没有建立：{why}")]
    Insecure {
        /// Where.
        place: StorePlace,
        /// As reported.
        why: String,
    },
    /// The server has no such database.
    #[error("服务器上没有这个数据库：{place}")]
    NoDatabase {
        /// Where.
        place: StorePlace,
    },
    /// The user may not do it.
    #[error("在数据库 {place} 里没有权限：{why}")]
    NoRights {
        /// Where.
        place: StorePlace,
        /// As reported.
        why: String,
    },
    /// The connection broke, and nothing of the step was recorded.
    #[error("与数据库 {place} 的连接断了，这一步没有记下")]
    Lost {
        /// Where.
        place: StorePlace,
    },
    /// The connection broke while the step was being recorded, and it cannot be asked whether it was.
    #[error("与数据库 {place} 的连接断了，不知道这一步记下没有")]
    Uncertain {
        /// Where.
        place: StorePlace,
    },
    /// This program was built without what it takes.
    #[error("{place} 是 PostgreSQL 数据库，这个程序没有编入 PostgreSQL 支持")]
    Unsupported {
        /// Where.
        place: StorePlace,
    },
    /// Of an earlier version, and could not be copied before its upgrade; it is as it was.
    #[error("工作数据库 {place} 是较早版本的，升级以前要先备份，没有备成：{why}；没有动它")]
    NotBackedUp {
        /// Where.
        place: StorePlace,
        /// As reported.
        why: String,
    },
    /// Anything else that the database or the system reports.
    #[error("工作数据库 {place} 出错：{why}")]
    Other {
        /// Where.
        place: StorePlace,
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
            Self::Disk { .. } => {
                "检查磁盘和剩余的空间（网络盘、移动盘先看连接）；先运行 power-list review log 看记下没有，没有的再运行一次这条命令"
            }
            Self::ReadOnly { .. } | Self::Closed { .. } | Self::Unopened { .. } => {
                "检查文件和所在文件夹的权限，或把工程复制到可写的地方"
            }
            Self::Full { .. } => "腾出磁盘空间后再运行一次这条命令",
            Self::Busy { .. } => {
                "稍后再运行一次这条命令；一直这样的，看看是谁开着它：别的窗口里的 power-list，查看数据库、备份、同步用的程序"
            }
            Self::Damaged { .. } => {
                "先不要写入，看看磁盘是不是坏了；再运行 power-list review verify，还是这样的，从备份恢复"
            }
            Self::Unreachable { .. } => {
                "检查网络、地址和端口；服务器的防火墙和 pg_hba.conf 要允许这台机器"
            }
            Self::Login { .. } => {
                "检查用户名；密码放在环境变量 PGPASSWORD 或者 ~/.pgpass 里（权限 0600）"
            }
            Self::Insecure { .. } => {
                "服务器的证书要由系统信任的、或者 sslrootcert 指定的机构签发，名字与主机相同；可信的网络里可以写 sslmode=require 或 disable"
            }
            Self::NoDatabase { .. } => "检查地址里的库名，或者请管理员先 CREATE DATABASE",
            Self::NoRights { .. } => "请管理员授权，各种角色要哪些权限见 docs/scale.md",
            Self::Lost { .. } => "网络恢复后再运行一次这条命令",
            Self::Uncertain { .. } => {
                "网络恢复后先运行 power-list review log 看记下没有，再决定要不要重做"
            }
            Self::Unsupported { .. } => {
                "用 cargo build --release --features postgres 编译，或者换用带 PostgreSQL 支持的程序"
            }
            Self::NotBackedUp { .. } => {
                "在它的文件夹里腾出与它一样大的空间，检查权限，再运行一次这条命令"
            }
            Self::Changed(_) => "",
            Self::Other { .. } => "检查磁盘和权限后再运行一次",
        }
    }
}
