//! Environment variables.

/// A variable's value, empty where it is unset. Bytes that are no UTF-8 are replaced.
pub(crate) fn get(name: &str) -> String {
    std::env::var_os(name)
        .map(|value| value.to_string_lossy().into_owned())
        .unwrap_or_default()
}
