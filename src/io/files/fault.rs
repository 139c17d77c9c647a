//! What the system refuses, in words that name the file and say what to do.

use std::io;
use std::path::Path;
use std::sync::OnceLock;

use super::shown;

/// A file or folder could not be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{action}“{path}”时出错：{}", explain(source))]
pub struct FileError {
    /// What was being done, e.g. 读取.
    pub action: &'static str,
    /// The file.
    pub path: String,
    /// The system's reason.
    #[source]
    pub source: io::Error,
}

impl FileError {
    /// An error of an action on a path.
    pub fn new(action: &'static str, path: &Path, source: io::Error) -> Self {
        let path = shown(path);
        heed(&path, &source);
        Self {
            action,
            path,
            source,
        }
    }
}

/// The folder in which a file is to be made does not take it: what stands in the way is not the file.
#[derive(Debug, thiserror::Error)]
#[error("文件夹“{folder}”不能写：{}", explain(.source))]
struct Closed {
    folder: String,
    source: io::Error,
}

/// An error of making something in a folder, which names the folder where it is the folder that is closed.
pub(in crate::io) fn in_folder(folder: &Path, error: io::Error) -> io::Error {
    match error.kind() {
        kind @ (io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
            // Where one stands has no name that tells where that is.
            let here = folder.as_os_str().is_empty() || folder == Path::new(".");
            let whole = here.then(|| std::path::absolute(".").ok()).flatten();
            let folder = shown(whole.as_deref().unwrap_or(folder));
            let source = error;
            io::Error::new(kind, Closed { folder, source })
        }
        _ => error,
    }
}

/// A system error in Chinese.
pub fn explain(error: &io::Error) -> String {
    if let Some(closed) = error.get_ref().and_then(|e| e.downcast_ref::<Closed>()) {
        return closed.to_string();
    }
    let known = match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::QuotaExceeded => "超出了磁盘配额",
        io::ErrorKind::FileTooLarge => "文件超过了磁盘格式或系统允许的大小",
        io::ErrorKind::ReadOnlyFilesystem => "所在的磁盘是只读的",
        io::ErrorKind::IsADirectory => "这是一个文件夹，不是文件",
        io::ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        io::ErrorKind::AlreadyExists => "已经存在",
        io::ErrorKind::InvalidFilename => "文件名太长，或者有不允许的字符",
        io::ErrorKind::StaleNetworkFileHandle => "网络盘上的文件断开了",
        io::ErrorKind::TimedOut => "等了太久，磁盘没有回应",
        _ if is_of_machine(error) => "磁盘读写出错",
        _ => return error.to_string(),
    };
    known.to_owned()
}

/// What to do about a system error; empty where the sentence says all there is to say.
pub fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "腾出磁盘空间后再运行一次这条命令"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "检查文件和所在文件夹的权限，或把工程复制到可写的地方"
        }
        io::ErrorKind::NotFound
        | io::ErrorKind::IsADirectory
        | io::ErrorKind::NotADirectory
        | io::ErrorKind::AlreadyExists => "检查路径，把占着这个名字的移开，再运行一次这条命令",
        _ if is_of_machine(error) => {
            "检查磁盘（网络盘、移动盘先看连接），再运行一次这条命令；还是这样的，换一块盘，从备份恢复"
        }
        _ => "",
    }
}

/// Whether the disk, or the way to it, failed: nothing that a person has written is wrong.
fn is_of_machine(error: &io::Error) -> bool {
    if matches!(
        error.kind(),
        io::ErrorKind::StaleNetworkFileHandle | io::ErrorKind::TimedOut
    ) {
        return true;
    }
    let number = error.raw_os_error().or_else(|| wrapped(error));
    number.is_some_and(|number| NUMBERS.contains(&number))
}

/// The system's number of an error that somebody has wrapped. tempfile hands on what it wraps only in words.
fn wrapped(error: &io::Error) -> Option<i32> {
    let text = error.get_ref()?.to_string();
    let (_, after) = text.split_once("(os error ")?;
    after.split_once(')')?.0.parse().ok()
}

/// That the disk failed, where somebody else has been told so by the system and gives only that on.
pub(in crate::io) fn disk_failed() -> io::Error {
    io::Error::from_raw_os_error(if cfg!(windows) { 1117 } else { 5 })
}

/// EIO, ENXIO, ENODEV, EUCLEAN.
#[cfg(not(windows))]
const NUMBERS: &[i32] = &[5, 6, 19, 117];
/// `ERROR_NOT_READY`, `ERROR_CRC`, `ERROR_SEEK`, `ERROR_SECTOR_NOT_FOUND`, `ERROR_READ_FAULT`, `ERROR_IO_DEVICE`,
/// `ERROR_DISK_CORRUPT`.
#[cfg(windows)]
const NUMBERS: &[i32] = &[21, 23, 25, 27, 30, 1117, 1393];

/// The first failure of the machine that this process has met with a file.
static FAILURE: OnceLock<FileError> = OnceLock::new();

/// Notes what failed with a file if it was the machine. A file that is not read becomes a finding, or is passed by where
/// something can be had without it; where the disk is at fault, what comes of that is no judgement on the file.
pub fn heed(path: &str, error: &io::Error) {
    if is_of_machine(error) {
        FAILURE.get_or_init(|| FileError {
            action: "读写",
            path: path.to_owned(),
            source: match error.raw_os_error() {
                Some(number) => io::Error::from_raw_os_error(number),
                None => io::Error::new(error.kind(), error.to_string()),
            },
        });
    }
}

/// The first failure of the machine that [`heed`] was told of.
pub fn failure() -> Option<&'static FileError> {
    FAILURE.get()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_failing_disk_is_told_from_what_is_missing_also_where_it_is_wrapped() {
        let disk = || io::Error::from_raw_os_error(5);
        assert!(is_of_machine(&disk()));
        assert!(is_of_machine(&io::Error::other(disk())));
        assert_eq!(explain(&io::Error::other(disk())), "磁盘读写出错");
        assert!(!is_of_machine(&io::ErrorKind::NotFound.into()));
        assert!(!is_of_machine(&io::Error::other("else")));
    }

    #[test]
    fn a_closed_folder_is_named() {
        let error = in_folder(Path::new("./out"), io::ErrorKind::PermissionDenied.into());
        assert_eq!(explain(&error), "文件夹“out”不能写：没有权限");
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        let full = in_folder(Path::new("out"), io::ErrorKind::StorageFull.into());
        assert_eq!(explain(&full), "磁盘已满");
    }
}
