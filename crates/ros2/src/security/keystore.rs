//! A keystore: upstream's folders, so that upstream's keystores do, too.
//!
//! - `public/` has the authority's certificate, `private/` its key, which stays where the keystore is.
//! - `enclaves/<name>/` has a key, a certificate and the policy of who holds them.

use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use rosebay_rcl::rmw::names::validate_enclave_name;

use super::certificate::{self, Certificate, Pair};
use super::error::{Result, SecurityError};
use super::policy::Policy;

/// How long an authority holds, in days, as upstream's.
pub(super) const AUTHORITY_DAYS: u32 = 3_650;

/// A keystore that is there.
#[derive(Debug)]
pub(super) struct Keystore {
    root: PathBuf,
}

/// How much of a keystore is there.
enum State {
    Absent,
    Whole,
    /// Half of its authority is missing.
    Lacks(PathBuf),
}

/// What a certificate is made with.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'a> {
    pub(super) addresses: &'a [String],
    pub(super) days: u32,
    /// Whether it takes the place of one that is there.
    pub(super) force: bool,
}

impl Keystore {
    /// Makes one.
    pub(super) fn create(root: &Path, days: u32) -> Result<Self> {
        let store = Self {
            root: root.to_owned(),
        };
        match store.state() {
            State::Absent => (),
            State::Whole => return Err(SecurityError::KeystoreExists(store.root)),
            State::Lacks(missing) => return Err(store.incomplete(missing)),
        }
        for folder in ["public", "enclaves"] {
            make_folder(&root.join(folder), 0o755)?;
        }
        make_private_folder(&root.join("private"))?;
        let authority = certificate::authority(days)?;
        write_private(&root.join("private/ca.key.pem"), &authority.key, false)?;
        write(&root.join("public/ca.cert.pem"), &authority.certificate)?;
        for who in ["identity_ca", "permissions_ca"] {
            link("ca.key.pem", &root.join(format!("private/{who}.key.pem")))?;
            link("ca.cert.pem", &root.join(format!("public/{who}.cert.pem")))?;
        }
        Ok(store)
    }

    /// Opens the one at `root`, or at `ROS_SECURITY_KEYSTORE`.
    pub(super) fn open(root: &Path) -> Result<Self> {
        let store = Self {
            root: root.to_owned(),
        };
        match store.state() {
            State::Absent => Err(SecurityError::InvalidKeystore {
                missing: store.authority_certificate(),
                root: store.root,
            }),
            State::Lacks(missing) => Err(store.incomplete(missing)),
            State::Whole => Ok(store),
        }
    }

    fn state(&self) -> State {
        let needed = [self.authority_certificate(), self.authority_key()];
        match needed.each_ref().map(|path| path.is_file()) {
            [true, true] => State::Whole,
            [false, false] => State::Absent,
            [has_certificate, _] => {
                let [certificate, key] = needed;
                State::Lacks(if has_certificate { key } else { certificate })
            }
        }
    }

    /// What all enclaves hang on is not made anew where a part of it is there.
    fn incomplete(self, missing: PathBuf) -> SecurityError {
        SecurityError::IncompleteKeystore {
            root: self.root,
            missing,
        }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The certificate that all others are signed with.
    pub(super) fn authority(&self) -> Result<String> {
        read(&self.authority_certificate())
    }

    fn authority_certificate(&self) -> PathBuf {
        self.root.join("public/identity_ca.cert.pem")
    }

    fn authority_key(&self) -> PathBuf {
        self.root.join("private/identity_ca.key.pem")
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.root.join("enclaves").join(name.trim_matches('/'))
    }

    fn certificate(&self, name: &str) -> PathBuf {
        self.folder(name).join("cert.pem")
    }

    fn key(&self, name: &str) -> PathBuf {
        self.folder(name).join("key.pem")
    }

    fn policy_file(&self, name: &str) -> PathBuf {
        self.folder(name).join("policy.xml")
    }

    /// Makes an enclave. Returns whether it had to be made.
    pub(super) fn create_enclave(&self, name: &str, wanted: &Wanted<'_>) -> Result<bool> {
        check_name(name)?;
        if self.key(name).is_file() && self.certificate(name).is_file() && !wanted.force {
            return Ok(false);
        }
        make_folder(&self.folder(name), 0o755)?;
        let authority = Pair {
            key: read(&self.authority_key())?,
            certificate: self.authority()?,
        };
        let pair = certificate::signed(name, wanted.addresses, wanted.days, &authority)?;
        write_private(&self.key(name), &pair.key, wanted.force)?;
        write(&self.certificate(name), &pair.certificate)?;
        let up = "../".repeat(name.split('/').count());
        link(
            &format!("{up}public/identity_ca.cert.pem"),
            &self.folder(name).join("identity_ca.cert.pem"),
        )?;
        if !self.policy_file(name).is_file() {
            self.set_policy(name, &Policy::everything(name))?;
        }
        Ok(true)
    }

    /// Whether an enclave is there.
    pub(super) fn require(&self, name: &str) -> Result<()> {
        check_name(name)?;
        if self.key(name).is_file() {
            return Ok(());
        }
        Err(SecurityError::UnknownEnclave {
            name: name.to_owned(),
            root: self.root.clone(),
        })
    }

    /// The enclaves by their names.
    pub(super) fn enclaves(&self) -> Result<BTreeSet<String>> {
        let top = self.root.join("enclaves");
        let mut found = BTreeSet::new();
        let mut folders = vec![top.clone()];
        while let Some(folder) = folders.pop() {
            let failed = || SecurityError::file("list", folder.clone());
            for entry in fs::read_dir(&folder).map_err(failed())? {
                let path = entry.map_err(failed())?.path();
                if !path.is_dir() || path.is_symlink() {
                    continue;
                }
                if let (true, Ok(name)) = (path.join("key.pem").is_file(), path.strip_prefix(&top))
                {
                    found.insert(format!("/{}", name.display()));
                }
                folders.push(path);
            }
        }
        Ok(found)
    }

    /// What an enclave may do.
    pub(super) fn policy(&self, name: &str) -> Result<Policy> {
        let path = self.policy_file(name);
        if path.is_file() {
            Policy::read(&path)
        } else {
            // An enclave of upstream's making.
            Ok(Policy::everything(name))
        }
    }

    /// Sets what an enclave may do.
    pub(super) fn set_policy(&self, name: &str, policy: &Policy) -> Result<()> {
        write(&self.policy_file(name), &policy.to_xml())
    }

    /// An enclave's key and certificate, which can be used.
    pub(super) fn pair(&self, name: &str) -> Result<Pair> {
        let pair = Pair {
            key: read(&self.key(name))?,
            certificate: read(&self.certificate(name))?,
        };
        match pair.check(&self.authority()?) {
            Ok(()) => Ok(pair),
            Err(reason) => Err(SecurityError::Unusable {
                name: name.to_owned(),
                root: self.root.clone(),
                reason,
            }),
        }
    }

    /// What an enclave's certificate says.
    pub(super) fn read_certificate(&self, name: &str) -> Result<Certificate> {
        Certificate::read(&self.certificate(name))
    }
}

fn check_name(name: &str) -> Result<()> {
    let invalid = |reason: String| SecurityError::InvalidEnclaveName {
        name: name.to_owned(),
        reason,
    };
    validate_enclave_name(name).map_err(|error| invalid(error.reason.to_owned()))?;
    match name.trim_matches('/') {
        "" => Err(invalid(
            "it is the root, and a certificate needs a name".to_owned(),
        )),
        _ => Ok(()),
    }
}

/// Makes a folder for what only its owner may read.
pub(super) fn make_private_folder(path: &Path) -> Result<()> {
    make_folder(path, 0o700)
}

fn make_folder(path: &Path, mode: u32) -> Result<()> {
    let made = DirBuilder::new().recursive(true).mode(mode).create(path);
    made.map_err(SecurityError::file("make folder", path))
}

pub(super) fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(SecurityError::file("read", path))
}

pub(super) fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).map_err(SecurityError::file("write", path))
}

/// Writes what only its owner may read, from its first byte on.
pub(super) fn write_private(path: &Path, text: &str, overwrite: bool) -> Result<()> {
    let failed = || SecurityError::file("write", path);
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    let opened = match overwrite {
        true => options.create(true).truncate(true).open(path),
        false => options.create_new(true).open(path),
    };
    let mut file = opened.map_err(failed())?;
    // A file that was there may be open to others.
    let owner_only = fs::Permissions::from_mode(0o600);
    file.set_permissions(owner_only).map_err(failed())?;
    file.write_all(text.as_bytes()).map_err(failed())
}

fn link(target: &str, path: &Path) -> Result<()> {
    if path.is_symlink() {
        return Ok(());
    }
    symlink(target, path).map_err(SecurityError::file("link", path))
}
