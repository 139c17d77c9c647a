//! The signature beside a release.

use std::path::Path;

use jiff::civil::Date;

use super::{Outcome, Trust};
use crate::domain::ssh::{MessageHash, RELEASE_NAMESPACE, Signature};
use crate::io::files;
use crate::io::sqlite::release::companions::signature_path;

/// A signature that hears the file which it should be over.
pub(super) struct Signed {
    /// Its file.
    shown: String,
    /// What is wrong with it where it cannot be read; `None` where there is none.
    read: Option<Result<(Signature, MessageHash), String>>,
}

impl Signed {
    /// The one beside a release.
    pub(super) fn beside(path: &Path) -> Self {
        let beside = signature_path(path);
        let read = files::read_bytes(&beside).ok().map(|armored| {
            let armored = String::from_utf8_lossy(&armored);
            let signature = Signature::read_as(RELEASE_NAMESPACE, &armored)?;
            let hash = signature.hash();
            Ok((signature, hash))
        });
        Self {
            shown: files::shown(&beside),
            read,
        }
    }

    /// The next bytes of the file.
    pub(super) fn hear(&mut self, piece: &[u8]) {
        if let Some(Ok((_, hash))) = &mut self.read {
            hash.update(piece);
        }
    }

    /// Whether it is over what was heard, and by somebody who is believed.
    pub(super) fn judge(self, day: Option<Date>, trust: &Trust) -> Outcome {
        let Self { shown, read } = self;
        let (signature, hash) = match read {
            Some(Ok(signed)) => signed,
            Some(Err(why)) => return Outcome::wrong(format!("{shown}：{why}")),
            None => {
                return match trust {
                    Trust::File(_) => Outcome::wrong(format!("没有签名：旁边没有 {shown}")),
                    _ => Outcome::unchecked(
                        format!("没有签名（旁边没有 {shown}）"),
                        "公布时加 --sign 钥匙文件",
                    ),
                };
            }
        };
        let print = signature.key().fingerprint();
        if !signature.is_over_hashed(hash) {
            return Outcome::wrong(format!("{shown} 不是钥匙 {print} 对这个文件的签名"));
        }
        let (signers, place) = match trust {
            Trust::Nobody => {
                return Outcome::unchecked(
                    format!("签名本身是对的，但不知道钥匙 {print} 是谁的"),
                    "向公布的人要公钥，写成 allowed_signers 文件，加 --allowed-signers 文件",
                );
            }
            Trust::Project(signers) => (signers, "工程的人员"),
            Trust::File(signers) => (signers, "给的 allowed_signers"),
        };
        let mut known = signers
            .iter()
            .filter(|signer| signer.key.key == *signature.key());
        let fitting = known.clone().find(|signer| {
            signer.may_sign(RELEASE_NAMESPACE) && day.is_none_or(|day| signer.key.counts_on(day))
        });
        match (fitting, known.next(), trust) {
            (Some(signer), ..) => {
                Outcome::Good(format!("{} 用钥匙 {print} 签的", signer.principals))
            }
            (None, Some(signer), _) => Outcome::wrong(format!(
                "钥匙 {print} 是 {} 的，但公布那天不在有效期内，或者不许签发布",
                signer.principals
            )),
            (None, None, Trust::Project(_)) => Outcome::unchecked(
                format!("签名本身是对的，但钥匙 {print} 不在{place}里"),
                "向公布的人要公钥，写成 allowed_signers 文件，加 --allowed-signers 文件",
            ),
            (None, None, _) => Outcome::wrong(format!("钥匙 {print} 不在{place} 里")),
        }
    }
}
