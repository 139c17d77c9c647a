//! Signing with RSA. `ssh-key` 0.6 hands the first prime of a key over in the place of both and so signs with none.

use rsa::pkcs1v15::SigningKey;
use rsa::sha2::Sha512;
use rsa::signature::{SignatureEncoding as _, Signer as _};
use rsa::{BigUint, RsaPrivateKey};
use ssh_key::private::RsaKeypair;
use ssh_key::{Algorithm, HashAlg, Mpint, Signature};

/// The signature of a key over what SSHSIG signs; `None` where the numbers in the file make no key.
pub fn sign(key: &RsaKeypair, data: &[u8]) -> Option<Signature> {
    let number = |mpint: &Mpint| mpint.as_positive_bytes().map(BigUint::from_bytes_be);
    let key = RsaPrivateKey::from_components(
        number(&key.public.n)?,
        number(&key.public.e)?,
        number(&key.private.d)?,
        vec![number(&key.private.p)?, number(&key.private.q)?],
    )
    .ok()?;
    let signature = SigningKey::<Sha512>::new(key).try_sign(data).ok()?;
    let algorithm = Algorithm::Rsa {
        hash: Some(HashAlg::Sha512),
    };
    Signature::new(algorithm, signature.to_vec()).ok()
}
