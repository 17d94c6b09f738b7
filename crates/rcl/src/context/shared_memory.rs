//! What the environment says about memory shared with other processes.

use rosebay_rmw::ContextOptions;

use crate::{Error, Result, env};

const VARIABLE: &str = "ROSEBAY_SHM";

/// `ROSEBAY_SHM`: how many MiB to share at most, 0 to share none.
pub(super) fn from_environment() -> Result<Option<usize>> {
    parse(&env::get(VARIABLE))
}

fn parse(value: &str) -> Result<Option<usize>> {
    if value.is_empty() {
        return Ok(Some(ContextOptions::SHARED_MEMORY));
    }
    let mebibytes: Option<usize> = value.trim().parse().ok();
    match mebibytes.and_then(|mebibytes| mebibytes.checked_mul(1 << 20)) {
        Some(bytes) => Ok(Some(bytes).filter(|bytes| *bytes > 0)),
        None => Err(Error::Environment {
            name: VARIABLE,
            value: value.to_owned(),
            reason: "expected how many MiB to share at most, 0 to share none".to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_counts_in_mebibytes() {
        for (value, expected) in [
            ("", Some(512 << 20)),
            ("0", None),
            ("1", Some(1 << 20)),
            (" 64 ", Some(64 << 20)),
        ] {
            assert_eq!(parse(value).unwrap(), expected, "{value:?}");
        }
        for wrong in ["-1", "1 GB", "off", "99999999999999999999"] {
            let error = parse(wrong).unwrap_err().to_string();
            assert!(error.contains(VARIABLE) && error.contains(wrong), "{error}");
        }
    }
}
