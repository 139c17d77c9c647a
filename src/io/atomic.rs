//! Files written whole or not at all.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Something else is there already.
    #[error("{0} 已经存在，内容与要写的不同，没有覆盖")]
    Differs(PathBuf),
    /// The system refused.
    #[error("{path} 无法写入")]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
}

/// What was done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was written.
    New,
    /// It had the same content already.
    Same,
}

/// Writes a file beside its place and renames it there. A file that is there with other content stays unless `force`.
///
/// # Errors
/// When another content is there, or the system refuses.
pub fn write_whole(path: &Path, bytes: &[u8], force: bool) -> Result<Written, WriteError> {
    let io = |source| WriteError::Io {
        path: path.to_owned(),
        source,
    };
    match std::fs::read(path) {
        Ok(there) if there == bytes => return Ok(Written::Same),
        Ok(_) if !force => return Err(WriteError::Differs(path.to_owned())),
        Ok(_) => {}
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
        Err(e) => return Err(io(e)),
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(io)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
    file.write_all(bytes).map_err(io)?;
    // Temporary files are private by default; this one is meant to be read by the colleagues who share the folder.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file()
            .set_permissions(std::fs::Permissions::from_mode(0o644))
            .map_err(io)?;
    }
    file.as_file().sync_all().map_err(io)?;
    file.persist(path).map_err(|e| io(e.error))?;
    Ok(Written::New)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_is_not_overwritten_without_force() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b.txt");
        assert_eq!(write_whole(&path, b"1", false).unwrap(), Written::New);
        assert_eq!(write_whole(&path, b"1", false).unwrap(), Written::Same);
        assert!(matches!(
            write_whole(&path, b"2", false),
            Err(WriteError::Differs(_))
        ));
        assert_eq!(std::fs::read(&path).unwrap(), b"1");
        assert_eq!(write_whole(&path, b"2", true).unwrap(), Written::New);
        assert_eq!(std::fs::read(&path).unwrap(), b"2");
        assert_eq!(
            std::fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1
        );
    }
}
