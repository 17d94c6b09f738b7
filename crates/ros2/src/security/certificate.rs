//! Keys and certificates, as DDS Security and TLS have them: ECDSA on P-256, X.509.

use std::net::IpAddr;
use std::path::Path;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose,
};
use time::{Duration, OffsetDateTime};
use x509_parser::extensions::GeneralName;
use x509_parser::pem::{Pem, parse_x509_pem};

use super::error::{Result, SecurityError};
use super::keystore;

/// The name of an authority, which is upstream's.
const AUTHORITY: &str = "sros2CA";

/// How long before now certificates begin to hold: clocks of robots are not always right.
const BACKDATED: Duration = Duration::DAY;

/// A key and its certificate, both in PEM.
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) certificate: String,
}

/// An authority that holds for so many days.
pub(super) fn authority(days: u32) -> Result<Pair> {
    let mut params = params(AUTHORITY, &[], days)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(1));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let failed = || SecurityError::certificate("make an authority");
    let key = KeyPair::generate().map_err(failed())?;
    let certificate = params.self_signed(&key).map_err(failed())?;
    Ok(Pair {
        key: key.serialize_pem(),
        certificate: certificate.pem(),
    })
}

/// A certificate for an enclave at these addresses, which the authority has signed.
pub(super) fn signed(
    name: &str,
    addresses: &[String],
    days: u32,
    authority: &Pair,
) -> Result<Pair> {
    let failed = || SecurityError::certificate(format!("make a certificate for '{name}'"));
    let mut params = params(name, addresses, days)?;
    params.use_authority_key_identifier_extension = true;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![
        ExtendedKeyUsagePurpose::ServerAuth,
        ExtendedKeyUsagePurpose::ClientAuth,
    ];
    let signing = KeyPair::from_pem(&authority.key).map_err(failed())?;
    let issuer = Issuer::from_ca_cert_pem(&authority.certificate, signing).map_err(failed())?;
    let key = KeyPair::generate().map_err(failed())?;
    let certificate = params.signed_by(&key, &issuer).map_err(failed())?;
    Ok(Pair {
        key: key.serialize_pem(),
        certificate: certificate.pem(),
    })
}

fn params(name: &str, addresses: &[String], days: u32) -> Result<CertificateParams> {
    let failed = SecurityError::certificate(format!("name the addresses of '{name}'"));
    let mut params = CertificateParams::new(addresses).map_err(failed)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    let now = OffsetDateTime::now_utc();
    params.not_before = now - BACKDATED;
    params.not_after = now + Duration::days(i64::from(days));
    Ok(params)
}

/// The days that a certificate may hold.
pub(super) fn days(text: &str) -> std::result::Result<u32, String> {
    /// A hundred years.
    const MOST: u32 = 36_500;
    let days = text.parse().ok().filter(|days| (1..=MOST).contains(days));
    days.ok_or_else(|| format!("expected a whole number from 1 to {MOST}"))
}

/// A host name or address that a certificate can have.
pub(super) fn host(text: &str) -> std::result::Result<String, String> {
    let is_name = |part: &str| {
        let is_dash = |each: &u8| *each == b'-';
        let bytes = part.as_bytes();
        !bytes.is_empty()
            && !bytes.first().is_some_and(is_dash)
            && bytes
                .iter()
                .all(|each| each.is_ascii_alphanumeric() || is_dash(each))
    };
    if text.parse::<IpAddr>().is_ok() || text.split('.').all(is_name) {
        return Ok(text.to_owned());
    }
    Err("expected a host name or an IP address, without a port".to_owned())
}

impl Pair {
    /// Whether key and certificate belong together and the certificate is this authority's; what is wrong where not.
    pub(super) fn check(&self, authority: &str) -> std::result::Result<(), String> {
        let (authority, own) = (pem(authority)?, pem(&self.certificate)?);
        let unreadable = |error| format!("it cannot be read: {error}");
        let authority = authority.parse_x509().map_err(unreadable)?;
        let own = own.parse_x509().map_err(unreadable)?;
        own.verify_signature(Some(authority.public_key()))
            .map_err(|_| "another authority than the keystore's has signed it")?;
        let key = KeyPair::from_pem(&self.key)
            .map_err(|error| format!("its key cannot be read: {error}"))?;
        match own.public_key().subject_public_key.data == key.public_key_raw() {
            true => Ok(()),
            false => Err("its key is that of another certificate".to_owned()),
        }
    }
}

fn pem(text: &str) -> std::result::Result<Pem, String> {
    let parsed = parse_x509_pem(text.as_bytes());
    let (_, pem) = parsed.map_err(|_| "it is no certificate in PEM")?;
    Ok(pem)
}

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Certificate {
    /// Where and how others reach whom it belongs to.
    pub(super) addresses: Vec<String>,
    /// Until when it holds.
    pub(super) expires: OffsetDateTime,
}

impl Certificate {
    /// Reads a file.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let what = format!("read certificate '{}'", path.display());
        let pem = pem(&keystore::read(path)?).map_err(SecurityError::certificate(&what))?;
        let certificate = pem
            .parse_x509()
            .map_err(SecurityError::certificate(&what))?;
        let names = certificate
            .subject_alternative_name()
            .map_err(SecurityError::certificate(&what))?;
        let names = names.map_or(&[][..], |names| &names.value.general_names);
        Ok(Self {
            addresses: names.iter().filter_map(address).collect(),
            expires: certificate.validity().not_after.to_datetime(),
        })
    }

    /// The days that it still holds; negative where it has expired.
    pub(super) fn days_left(&self) -> i64 {
        (self.expires - OffsetDateTime::now_utc()).whole_days()
    }
}

fn address(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match bytes.len() {
            4 => Some(IpAddr::from(<[u8; 4]>::try_from(*bytes).ok()?).to_string()),
            16 => Some(IpAddr::from(<[u8; 16]>::try_from(*bytes).ok()?).to_string()),
            _ => None,
        },
        _ => None,
    }
}
