//! What a release has beside it: made from the file that is there, so that it can be made again at any time.

use std::path::{Path, PathBuf};

use crate::domain::ssh::{RELEASE_NAMESPACE, Signature};
use crate::io::files::{self, Written};
use crate::io::sqlite::release::ReleaseError;
use crate::io::sqlite::release::companions::{
    metadata_path, signature_path, write_metadata, write_sums,
};
use crate::workflow::{SignError, Signer};

/// What became of the files beside a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Companions {
    /// The metadata file.
    pub metadata: (PathBuf, Written),
    /// The signature and the fingerprint of its key, where it was asked for.
    pub signature: Option<(PathBuf, Written, String)>,
}

/// Why they are not all there.
#[derive(Debug, thiserror::Error)]
pub enum CompanionError {
    /// A file cannot be read or written.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// The key does not sign.
    #[error(transparent)]
    Unsigned(#[from] SignError),
    /// There is a signature already that is not this one.
    #[error("“{path}”已经有签名，{what}；没有改动")]
    Signed {
        /// The signature.
        path: String,
        /// By whom it is, or what is wrong with it.
        what: String,
    },
}

/// Puts beside a release what is not there yet: metadata, the signature by `signer`, the list of SHA-256 last.
///
/// # Errors
/// When a file cannot be written, or is signed by another key.
pub fn complete(file: &Path, signer: Option<&dyn Signer>) -> Result<Companions, CompanionError> {
    let mut written = Vec::new();
    let metadata = (metadata_path(file), write_metadata(file)?);
    if metadata.1 == Written::New {
        written.push(metadata.0.clone());
    }
    let signature = signer.map(|signer| sign(file, signer)).transpose()?;
    if let Some((path, Written::New, _)) = &signature {
        written.push(path.clone());
    }
    let releases = file.parent().unwrap_or(Path::new("."));
    write_sums(releases, &written)?;
    Ok(Companions {
        metadata,
        signature,
    })
}

fn sign(file: &Path, signer: &dyn Signer) -> Result<(PathBuf, Written, String), CompanionError> {
    let path = signature_path(file);
    let fingerprint = signer.key().fingerprint();
    let bytes = files::read_bytes(file).map_err(ReleaseError::from)?;
    if let Some(armored) = files::read_if_there(&path).map_err(ReleaseError::from)? {
        let signed = |what| CompanionError::Signed {
            path: files::shown(&path),
            what,
        };
        let there = Signature::read_as(RELEASE_NAMESPACE, &String::from_utf8_lossy(&armored))
            .map_err(|why| signed(format!("但{why}")))?;
        if !there.is_over(&bytes) {
            return Err(signed("但签的不是这个文件".to_owned()));
        }
        if there.key() != signer.key() {
            return Err(signed(format!(
                "是另一把钥匙 {} 签的",
                there.key().fingerprint()
            )));
        }
        // Keys of some kinds sign differently every time; one signature is enough.
        return Ok((path, Written::Same, fingerprint));
    }
    let armored = signer.sign_as(RELEASE_NAMESPACE, &bytes)?;
    files::write_atomic(&path, armored.as_bytes()).map_err(ReleaseError::from)?;
    Ok((path, Written::New, fingerprint))
}
